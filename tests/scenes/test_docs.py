"""The documentation knows every factor and family of the scenes."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_stock import catalogue

DOCS = Path(__file__).parents[2] / "docs"
OWN = [name for name in catalogue().factors if name.split(".")[0] in ("scene", "light", "camera")]


@pytest.mark.parametrize("name", OWN)
def test_factors_are_documented_with_unit_and_range(name):
    factor = catalogue().factors[name]
    row = next(line for line in (DOCS / "factors.md").read_text().splitlines() if line.startswith(f"| `{name}`"))
    assert f"| {factor.unit} |" in row
    assert factor.doc in row
    if factor.kind != "category":
        assert f"| {factor.low:g} .. {factor.high:g} |" in row
    assert (" * |" in row) == factor.moves_geometry


def test_families_and_rooms_are_documented():
    text = (DOCS / "scenes.md").read_text()
    for name in (*catalogue().scenes, *catalogue().factors["light.room"].choices):
        assert f"`{name}`" in text
