"""Spelling help."""

from __future__ import annotations

import doctest

import pytest

import generator.errors
from generator.errors import (
    DatasetError,
    GlintError,
    MachineError,
    PartError,
    SpecError,
    nearest_name,
    shortened,
    unknown_name,
)

NAMES = [
    "steel_brushed",
    "steel_polished",
    "brass_brushed",
    "oak",
    "surface.dust",
    "surface.scratches",
    "light.level_ev",
]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("steel_brushd", "steel_brushed"),
        ("brushed_stel", "steel_brushed"),
        ("Steel-Polished", "steel_polished"),
        ("asurface.dust", "surface.dust"),
        ("dust.surface", "surface.dust"),
        ("ight.level_ev", "light.level_ev"),
        ("scratches", "surface.scratches"),
        ("Oak", "oak"),
    ],
)
def test_the_nearest_name_is_what_was_meant(typed: str, meant: str) -> None:
    assert nearest_name(typed, NAMES) == meant


@pytest.mark.parametrize("typed", ["", "zzzz", "q" * 100_000, "42"])
def test_what_is_like_nothing_gets_no_guess(typed: str) -> None:
    assert nearest_name(typed, NAMES) is None
    assert nearest_name("oak", []) is None


def test_without_a_guess_the_message_lists_what_there_is() -> None:
    message = unknown_name("material", "xyzzy", NAMES)
    assert message.startswith("No material called 'xyzzy'. There are: brass_brushed, ")
    assert "..." in unknown_name("material", "xyzzy", [f"name_{i}" for i in range(40)])
    assert len(unknown_name("material", "x" * 10_000, NAMES)) < 300


def test_values_are_cut_in_messages() -> None:
    assert shortened("short") == "'short'"
    assert len(shortened(list(range(10_000)))) == 80


def test_all_errors_that_users_can_mend_have_one_root() -> None:
    assert all(issubclass(kind, GlintError) for kind in (SpecError, PartError, DatasetError, MachineError))


def test_the_example_in_the_documentation_is_true() -> None:
    assert doctest.testmod(generator.errors).failed == 0
