"""The documentation knows every family of the scenes and every kind of room."""

from __future__ import annotations

from pathlib import Path

from small_stock import catalogue

DOCS = Path(__file__).parents[2] / "docs"


def test_families_and_rooms_are_documented():
    text = (DOCS / "scenes.md").read_text()
    for name in (*catalogue().scenes, *catalogue().factors["light.room"].choices):
        assert f"`{name}`" in text
