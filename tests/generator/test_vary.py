"""One factor changes and nothing else: held for every factor of the catalogue, on settled scenes of real parts."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

import numpy as np
import pytest
from small_stress import stress_spec

from generator.catalogue import load_catalogue
from generator.compose import compose_scene, make_stock
from generator.errors import SpecError
from generator.factors import Factor, Value
from generator.labels.cast import SceneCaster
from generator.mesh import Mesh
from generator.recipe import SceneRecipe, Thing, recipe_from_json, recipe_to_json
from generator.stock import Stock
from generator.stress import plan_bases
from generator.vary import lit_apart, only, vary, view_fault

pytestmark = pytest.mark.slow

CATALOGUE = load_catalogue()
STILL = [factor for factor in CATALOGUE.factors.values() if not factor.moves_geometry]
FAMILIES = tuple(CATALOGUE.scenes)
# What acts after the light is traced knows of no family: one stands for all.
CASES = [(f, family) for f in STILL for family in (FAMILIES[:1] if f.scope == "capture" else FAMILIES)]
SEE_THROUGH = {material.name for material in CATALOGUE.materials.values() if material.transparent}

_COMPOSED_ANEW = ("light.room", "surface.dust", "surface.rust")  # of the scene's factors, for what all do alike
AZIMUTH = "light.key_azimuth_deg"  # turns the walls, and in some families the work, which is built along them
Scene = tuple[SceneRecipe, Stock, Mapping[str, Mesh]]


@pytest.fixture(scope="module")
def settled() -> dict[str, Scene]:
    """One picture of each family, as its recipe's file gives it back, with clean things in even light."""
    worn = {wear.factor.name: 0.3 for wear in CATALOGUE.wear.values()}
    scenes = {}
    for family in FAMILIES:
        spec = stress_spec("surface.dust", scenes=1, factors=worn | {"scene.part_count": 3})
        spec = spec.model_copy(update={"scenes": {family: 1.0}})
        (base,) = plan_bases(spec, CATALOGUE)
        stock = make_stock(spec, {}, held_out=False)
        recipe, meshes = compose_scene(base.plan, stock)
        scenes[family] = (recipe_from_json(recipe_to_json(recipe)), stock, meshes)
    return scenes


def another(factor: Factor, value: Value) -> Value:
    """A value of the factor that is far from `value`."""
    if factor.kind == "category":
        return factor.choices[(factor.choices.index(str(value)) + 1) % len(factor.choices)]
    far = max((factor.low, factor.high), key=lambda end: abs(end - float(value)))
    return int(far) if factor.kind == "integer" else far


_far: dict[tuple[str, str], SceneRecipe] = {}


def far(factor: Factor, family: str, settled: dict[str, Scene]) -> SceneRecipe:
    """The scene with a factor far from where it was, as its recipe's file gives it back."""
    if (factor.name, family) not in _far:
        recipe, stock, _ = settled[family]
        wanted = another(factor, recipe.views[0].captures[0].factors[factor.name])
        made = vary(recipe, {factor.name: wanted}, stock)
        _far[factor.name, family] = recipe_from_json(recipe_to_json(made))
    return _far[factor.name, family]


def turns_the_work(factor: Factor, family: str, settled: dict[str, Scene]) -> bool:
    """Whether the factor is refused because the work would turn with the light."""
    try:
        far(factor, family, settled)
    except SpecError as error:
        if factor.name != AZIMUTH or "moves what the work lies on" not in str(error):
            raise
        return True
    return False


def bare(thing: Thing) -> Thing:
    """A thing without what a factor may change of it: its wear, and how fast it goes."""
    return dataclasses.replace(thing, wear=(), velocity_m_s=None)


@pytest.mark.parametrize(("factor", "family"), CASES, ids=lambda case: getattr(case, "name", case))
def test_a_factor_changes_what_is_its_own_and_nothing_else(
    factor: Factor, family: str, settled: dict[str, Scene]
) -> None:
    recipe, _, _ = settled[family]
    (view,) = recipe.views
    (capture,) = view.captures
    if factor.name not in capture.factors or turns_the_work(factor, family, settled):
        return  # of another family, or refused; below
    wanted = another(factor, capture.factors[factor.name])
    made = far(factor, family, settled)
    (new_view,) = made.views
    (new_capture,) = new_view.captures
    assert new_capture.factors == capture.factors | {factor.name: wanted}
    assert (new_capture.noise_seed, new_view.sample_seed) == (capture.noise_seed, view.sample_seed)
    assert new_view.camera.pose.tolist() == view.camera.pose.tolist()
    assert new_view.camera.matrix.tolist() == view.camera.matrix.tolist()
    assert new_view.camera.distortion == view.camera.distortion
    assert [bare(thing) for thing in made.labelled] == [bare(thing) for thing in recipe.labelled]
    if factor.scope != "scene":
        assert (made.things, made.lamps, made.surroundings) == (recipe.things, recipe.lamps, recipe.surroundings)
    elif not factor.name.startswith(("light.", "event.power_cut", "washdown.wetness")):
        assert (made.lamps, made.surroundings) == (recipe.lamps, recipe.surroundings)
        assert [bare(thing) for thing in made.things] == [bare(thing) for thing in recipe.things]


@pytest.mark.parametrize("family", FAMILIES)
def test_masks_are_the_same_when_lamps_and_walls_move(family: str, settled: dict[str, Scene]) -> None:
    recipe, stock, meshes = settled[family]
    camera = recipe.views[0].camera
    before = SceneCaster(recipe.things, meshes, SEE_THROUGH).cast(camera)
    assert before.front.any()
    for factor in (factor for factor in STILL if factor.scope == "scene" and factor.name.startswith("light.")):
        if turns_the_work(factor, family, settled):
            continue
        made = far(factor, family, settled)
        now = {thing.name: stock.mesh(thing.mesh) for thing in made.things}
        if view_fault(made, now):
            continue  # such a picture is left out
        after = SceneCaster(made.things, now, SEE_THROUGH).cast(camera)
        assert np.array_equal(after.front, before.front), factor.name
        for old, new in zip(before.things, after.things, strict=True):
            assert np.array_equal(old.seen, new.seen), factor.name
            assert np.array_equal(old.amodal, new.amodal), factor.name


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("name", ["light.fill", "light.key_elevation_deg", "light.room"])
def test_other_lamps_leave_the_room_as_it_is_but_for_window_frames(
    name: str, family: str, settled: dict[str, Scene]
) -> None:
    before, after = (
        {thing.name: thing for thing in made.things if not thing.name.startswith("frame_")}
        for made in (settled[family][0], far(CATALOGUE.factors[name], family, settled))
    )
    assert before == after
    assert settled[family][0].lamps != far(CATALOGUE.factors[name], family, settled).lamps


@pytest.mark.parametrize("wear", CATALOGUE.wear.values(), ids=lambda wear: wear.kind)
def test_wear_of_one_kind_leaves_the_other_kinds_alone(wear: object, settled: dict[str, Scene]) -> None:
    kind, name = wear.kind, wear.factor.name  # type: ignore[attr-defined]
    recipe, _, _ = settled["bin"]
    more = far(CATALOGUE.factors[name], "bin", settled)

    def severities(made: SceneRecipe, *, of_kind: bool) -> list[tuple[str, str, float]]:
        every = [(thing.name, worn) for thing in made.things for worn in thing.wear]
        return [(thing, worn.kind, worn.severity) for thing, worn in every if (worn.kind == kind) == of_kind]

    assert severities(more, of_kind=False) == severities(recipe, of_kind=False)
    where = [
        {
            (thing.name, key): value
            for thing in made.things
            for worn in thing.wear
            for key, value in worn.params.items()
            if worn.kind == kind and key != "severity"
        }
        for made in (recipe, more)
    ]
    assert where[0].items() <= where[1].items(), "more of it lies where some lay before"
    assert sum(s for *_, s in severities(more, of_kind=True)) > sum(s for *_, s in severities(recipe, of_kind=True))


@pytest.mark.parametrize("family", FAMILIES)
def test_a_factor_set_to_its_own_value_gives_the_same_recipe(family: str, settled: dict[str, Scene]) -> None:
    recipe, stock, _ = settled[family]
    own = recipe.views[0].captures[0].factors
    for factor in (factor for factor in STILL if factor.name in own and factor.scope != "scene"):
        assert vary(recipe, {factor.name: own[factor.name]}) == recipe, factor.name
    composed_anew = vary(recipe, {name: own[name] for name in _COMPOSED_ANEW}, stock)
    assert recipe_to_json(composed_anew) == recipe_to_json(recipe)


def test_light_of_captures_is_mixed_when_it_is_traced_apart(settled: dict[str, Scene]) -> None:
    recipe, *_ = settled["bin"]
    apart = lit_apart(recipe)
    assert recipe.light_groups == ("all",)
    assert apart.light_groups == ("fill", "key")
    assert apart.views[0].captures[0].gains == recipe.views[0].light
    dark = vary(apart, {"light.level_ev": -4.0}).views[0]
    assert dataclasses.replace(dark, captures=()) == dataclasses.replace(apart.views[0], captures=()), "no new tracing"
    own = float(recipe.views[0].captures[0].factors["light.level_ev"])
    for group, gain in dark.captures[0].gains.items():
        assert np.allclose(np.array(gain) / apart.views[0].captures[0].gains[group], 2.0 ** (-4.0 - own))


def test_light_turns_around_heaps_and_is_refused_where_it_would_turn_a_belt(settled: dict[str, Scene]) -> None:
    turned = {family: turns_the_work(CATALOGUE.factors[AZIMUTH], family, settled) for family in FAMILIES}
    assert (turned["bin"], turned["workbench"], turned["conveyor"]) == (False, False, True)


def test_what_moves_things_is_refused(settled: dict[str, Scene]) -> None:
    recipe, stock, _ = settled["bin"]
    with pytest.raises(SpecError, match=r"scene\.part_count: moves things"):
        vary(recipe, {"scene.part_count": 9}, stock)


def test_another_spec_s_stock_is_noticed(settled: dict[str, Scene]) -> None:
    recipe, stock, _ = settled["bin"]
    fewer = dataclasses.replace(stock, parts=stock.parts[:3])
    with pytest.raises(SpecError, match="cannot be composed again from this spec"):
        vary(recipe, {"surface.dust": 1.0}, fewer)


def test_a_lamp_before_the_camera_is_noticed(settled: dict[str, Scene]) -> None:
    recipe, _, meshes = settled["bin"]
    assert view_fault(recipe, meshes) is None
    pose = recipe.views[0].camera.pose.copy()
    pose[:3, 3] += 0.3 * (pose[:3, 2] * np.linalg.norm(pose[:3, 3]))
    pose[:3, :3] = pose[:3, :3] @ np.diag([1.0, -1.0, -1.0])
    hung = dataclasses.replace(
        recipe.lamps[0], shape="disc", size_m=(0.1, 0.1), world_from_object=tuple(map(tuple, pose.tolist()))
    )
    assert view_fault(dataclasses.replace(recipe, lamps=(hung,)), meshes) == "a lamp would hang before the camera"


def test_only_finds_a_picture_among_the_views_and_captures(settled: dict[str, Scene]) -> None:
    recipe, *_ = settled["bin"]
    (view,) = recipe.views
    second = dataclasses.replace(view.captures[0], image_id=77)
    both = dataclasses.replace(recipe, views=(dataclasses.replace(view, captures=(*view.captures, second)),))
    assert only(both, 77).views == (dataclasses.replace(view, captures=(second,)),)
    with pytest.raises(KeyError):
        only(both, 78)
