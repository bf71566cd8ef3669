"""The stock: pools that a split may take from, meshes made once, names that are known."""

from __future__ import annotations

import pytest
from small_stock import PARTS, catalogue, make_stock

from generator.errors import SpecError
from generator.recipe import MeshRef
from generator.seeds import stream

NAMES = [f"finish_{i}" for i in range(40)]


def test_pools_are_disjoint_and_together_everything():
    seen, held = make_stock().pool(NAMES), make_stock(held_out=True).pool(NAMES)
    assert not set(seen) & set(held)
    assert sorted((*seen, *held)) == sorted(NAMES)
    assert 0.1 < len(held) / len(NAMES) < 0.4


def test_a_pool_does_not_depend_on_the_order_of_names():
    assert make_stock().pool(NAMES) == make_stock().pool(NAMES[::-1])


@pytest.mark.parametrize("count", range(1, 9))
@pytest.mark.parametrize("held_out", [False, True])
def test_a_pool_is_never_empty(count, held_out):
    assert make_stock(held_out=held_out).pool(NAMES[:count])


def test_one_name_is_shared_and_two_are_divided():
    assert make_stock().pool(["oak"]) == make_stock(held_out=True).pool(["oak"]) == ("oak",)
    assert set(make_stock().pool(["oak", "beech"])) | set(make_stock(held_out=True).pool(["oak", "beech"])) == {
        "oak",
        "beech",
    }
    assert make_stock().pool(["oak", "beech"]) != make_stock(held_out=True).pool(["oak", "beech"])


def test_an_empty_pool_stays_empty():
    assert make_stock().pool([]) == ()


def test_names_stay_in_their_pool_when_the_pool_grows():
    few, more = make_stock().pool(NAMES[:30]), make_stock().pool(NAMES)
    assert set(few) <= set(more)


def test_materials_are_offered_by_use():
    stock = make_stock()
    for use in ("bin", "bench", "floor", "wall"):
        names = stock.materials_for(use)
        assert names
        assert all(use in stock.material(name).use for name in names)


def test_an_unknown_material_is_told_with_the_nearest():
    with pytest.raises(SpecError, match="Did you mean 'steel_brushed'"):
        make_stock().material("brushed_stel")


def test_parts_are_loaded_once():
    stock = make_stock()
    ref = PARTS[0].ref
    assert stock.mesh(ref) is stock.mesh(ref)


def test_shapes_are_made_from_their_numbers_and_forgotten_in_the_end():
    stock = make_stock()
    first = stock.mesh(MeshRef("shape", "sheet", {"width_m": 0.1, "depth_m": 0.1, "thickness_m": 0.001}))
    assert stock.mesh(MeshRef("shape", "sheet", {"depth_m": 0.1, "width_m": 0.1, "thickness_m": 0.001})) is first
    for i in range(200):
        stock.mesh(MeshRef("shape", "sheet", {"width_m": 0.2 + i * 1e-3, "depth_m": 0.1, "thickness_m": 0.001}))
    again = stock.mesh(MeshRef("shape", "sheet", {"width_m": 0.1, "depth_m": 0.1, "thickness_m": 0.001}))
    assert again is not first
    assert again.key == first.key


def test_materials_and_wear_come_with_their_numbers_drawn():
    stock = make_stock()
    rng = stream(1, 0, "x")
    assert stock.sample_material("steel_cast", rng).params.keys() == {"shade"}
    wear = stock.sample_wear("dust", 0.4, rng)
    assert (wear.kind, wear.severity) == ("dust", 0.4)
    assert wear.params["cover"] <= 0.4
    assert set(catalogue().wear) == {"dust", "scratches"}
