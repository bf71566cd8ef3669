"""The catalogue of materials: the names others rely on, numbers like those of real ones, and all of it in the docs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from generator.catalogue import load_catalogue

CATALOGUE = load_catalogue()
NAMES = sorted(CATALOGUE.materials)
CLOUDY = ("liquid_blood_agar", "liquid_coolant", "liquid_culture")
METALS = ["steel", "stainless_steel", "aluminium", "brass", "copper", "titanium", "chromium", "nickel", "zinc", "gold"]
CLEAR = ("glass_", "plastic_clear", "plastic_p", "liquid_", "stretch_film", "bubble_wrap", "blister_")
FINISHES = ["polished", "brushed", "turned", "milled", "sandblasted", "cast"]
RELIED_ON = (
    [f"{metal}_{finish}" for metal in METALS for finish in FINISHES]
    + [f"glass_{tint}" for tint in ("clear", "amber", "green", "blue")]
    + [f"plastic_{colour}" for colour in ("clear", "white", "black", "red", "blue", "yellow")]
    + [f"painted_steel_{colour}" for colour in ("blue", "grey", "red")]
    + ["rubber_black", "powder_coat_black", "powder_coat_grey", "cardboard_brown", "oak_worn", "plywood"]
    + ["beech_bench", "concrete_floor", "concrete_smooth", "epoxy_grey", "laminate_white"]
    + ["esd_mat_green", "esd_mat_blue", "painted_wall_white"]
)


def draw(name: str, seed: int = 3) -> dict[str, Any]:
    return CATALOGUE.materials[name].sample(np.random.default_rng(seed))


def albedos(params: dict[str, Any]) -> Iterator[float]:
    for key, value in params.items():
        if isinstance(value, dict):
            yield from albedos(value)
        elif key in ("colour", "oxide", "wall", "veil_colour"):
            yield from value


def test_the_names_that_parts_and_scenes_rely_on_exist():
    assert not set(RELIED_ON) - set(NAMES)


def test_every_use_has_a_choice():
    uses = Counter(use for material in CATALOGUE.materials.values() for use in material.use)
    assert uses["bench"] >= 4
    assert uses["floor"] >= 4
    assert uses["wall"] >= 3
    assert uses["bin"] >= 5
    assert uses["part"] >= 60


@pytest.mark.parametrize("name", NAMES)
def test_material_returns_no_more_light_than_it_gets(name):
    for seed in range(30):
        params = draw(name, seed)
        marks = params.get("marks") or {}
        marks = marks if isinstance(marks, dict) else {}
        shares = [params.get("stain", 0.0), marks.get("veil", 0.0), marks.get("grime", 0.0)]
        assert all(0.0 <= share <= 1.0 for share in [*albedos(params), *shares])


def test_materials_have_the_weight_and_grip_of_real_ones():
    for name, material in CATALOGUE.materials.items():
        assert 50 <= material.density_kg_m3 <= 20_000, name
        assert 0.1 <= material.friction <= 1.2, name
        assert material.transparent == (name.startswith(CLEAR) and name not in CLOUDY), name


def test_every_material_and_wear_is_documented():
    folder = Path(__file__).parents[2] / "docs"
    page = (folder / "materials.md").read_text() + (folder / "metals.md").read_text()
    wear = (folder / "wear.md").read_text()
    for name in NAMES:
        metal = next((m for m in METALS for f in FINISHES if name == f"{m}_{f}"), None)
        if metal is None:
            assert f"`{name}`" in page, name
        else:
            assert f"`{metal}`" in page
            assert f"`{name.removeprefix(metal + '_')}`" in page
    for kind in CATALOGUE.wear.values():
        assert f"`wear_{kind.kind}`" in wear
        assert f"`{kind.factor.name}`" in wear
