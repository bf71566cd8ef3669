"""Line changeover and look-alikes: configurations are the same everywhere, near-duplicates lie there unlabelled."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pytest

from generator.catalogue import load_catalogue
from generator.compose import compose_scene, make_stock
from generator.plan import plan_scenes
from generator.recipe import SceneRecipe
from generator.spec import DatasetSpec, PartSpec
from scenes.content import draw_items
from scenes.line import SUPPLIER, VARIANT

CATALOGUE = load_catalogue()


def spec_of(images: dict[str, int], *parts: str, **more: Any) -> DatasetSpec:
    listed = tuple(PartSpec(part=name) for name in parts)
    return DatasetSpec(name="line", seed=4, images=images, scenes={"bin": 1.0}, views_per_scene=1, parts=listed, **more)


def names_and_materials(spec: DatasetSpec) -> list[tuple[set[str], set[str]]]:
    """Of each scene: the parts in it, and what they are made of."""
    stock = make_stock(spec, {}, held_out=False)
    scenes = []
    for plan in plan_scenes(spec, CATALOGUE):
        items = draw_items(plan, stock, "part", 12, 6)
        scenes.append(({i.part.name for i in items}, {f"{i.part.name}: {i.materials[0].name}" for i in items}))
    return scenes


def test_a_variant_has_one_size_of_each_family_and_four_variants_have_four() -> None:
    sizes = {}
    for variant in VARIANT.choices[:4]:
        scenes = names_and_materials(spec_of({"train": 5}, "hex_bolt_*", factors={VARIANT.name: variant}))
        assert len({name for names, _ in scenes for name in names}) == 1
        sizes[variant] = scenes[0][0].pop()
    assert len(set(sizes.values())) == min(4, len([n for n in CATALOGUE.parts if n.startswith("hex_bolt_")]))


def test_a_supplier_delivers_a_part_in_one_finish_and_another_in_another() -> None:
    finishes = {}
    for supplier in ("a", "b"):
        scenes = names_and_materials(spec_of({"train": 5}, "hex_nut_m8", factors={SUPPLIER.name: supplier}))
        found = {material for _, materials in scenes for material in materials}
        assert len(found) == 1
        finishes[supplier] = found.pop()
    assert finishes["a"] != finishes["b"]


def test_what_is_held_out_is_drawn_in_ood_splits_and_nowhere_else() -> None:
    factors = {VARIANT.name: {"choice": ["a", "b", "c", "d"]}, "surface.dust": {"uniform": [0, 1]}}
    held = {VARIANT.name: "d", "surface.dust": {"uniform": [0.7, 1]}}
    spec = spec_of({"train": 40, "test_ood": 40}, factors=factors, held_out=held)
    for plan in plan_scenes(spec, CATALOGUE):
        assert (plan.factors[VARIANT.name] == "d") == plan.held_out
        assert (plan.factors["surface.dust"] >= 0.7) == plan.held_out


def scene(spec: DatasetSpec) -> tuple[SceneRecipe, dict[str, Any]]:
    return compose_scene(next(plan_scenes(spec, CATALOGUE)), make_stock(spec, {}, held_out=False))


@pytest.mark.slow
def test_lookalikes_are_other_sizes_of_the_catalogue_lie_among_the_parts_and_have_no_label() -> None:
    factors = {"scene.lookalikes": 5, "scene.part_count": 8, "scene.distractors": 0}
    recipe, _ = scene(spec_of({"train": 1}, "hex_nut_m8", factors=factors))
    alike = [thing for thing in recipe.things if thing.part and thing.category is None]
    assert len(recipe.labelled) == 8
    assert len(alike) == 5
    assert all(t.part != "hex_nut_m8" and t.part.startswith("hex_nut_") and t.instance == 0 for t in alike if t.part)


@pytest.mark.slow
def test_where_the_catalogue_has_no_other_size_lookalikes_are_off_size_copies() -> None:
    spec = spec_of({"train": 1}, "hex_nut_*", factors={"scene.lookalikes": 4, "scene.part_count": 6})
    recipe, meshes = scene(spec)
    stock = make_stock(spec, {}, held_out=False)
    for thing in (thing for thing in recipe.things if thing.part and thing.category is None):
        own = stock.mesh(dataclasses.replace(thing.mesh, params={}))
        ratio = meshes[thing.name].extent_m / own.extent_m
        assert np.allclose(ratio, thing.mesh.params["scale"], rtol=1e-5)
        assert abs(ratio[0] - 1) > 0.12


@pytest.mark.slow
def test_without_a_list_of_parts_each_family_takes_what_it_labels_and_nothing_of_the_others() -> None:
    spec = DatasetSpec(name="mixed", seed=4, images={"train": 2}, scenes={"bin": 1.0, "pallet": 1.0}, views_per_scene=1)
    stock = make_stock(spec, {}, held_out=False)
    for plan in plan_scenes(spec, CATALOGUE):
        roles = set(CATALOGUE.scenes[plan.family].roles)
        recipe, _ = compose_scene(plan, stock)
        assert all(roles & set(CATALOGUE.parts[str(thing.part)].roles) for thing in recipe.labelled)
    own = make_stock(spec.model_copy(update={"parts": (PartSpec(part="carton_*"),)}), {}, held_out=False)
    assert own.of_family("bin").parts == own.parts
