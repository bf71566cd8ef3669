"""The plan: image ids, splits, families in turn, and factors drawn once per scene, view or capture."""

from __future__ import annotations

import dataclasses
import itertools
from collections import Counter

import numpy as np
import pytest
from small_stock import catalogue

from generator.factors import Factor
from generator.plan import ScenePlan, count_scenes, draw_factors, plan_scenes, take_turns
from generator.plugins import PRESET_FACTOR, AirSource, Preset, SceneFamily
from generator.spec import DatasetSpec


def _spec(**more: object) -> DatasetSpec:
    return DatasetSpec(**({"name": "t", "seed": 3, "images": {"train": 10}, "views_per_scene": 2} | more))  # type: ignore[arg-type]


def _plans(**more: object) -> list[ScenePlan]:
    return list(plan_scenes(_spec(**more), catalogue()))


def _captures(plans: list[ScenePlan]):
    return [capture for plan in plans for view in plan.views for capture in view.captures]


def test_what_nothing_gives_off_is_not_in_the_air_unless_a_spec_asks_for_it():
    sparks = Factor("air.sparks", "count", "capture", "", {"choice": [10, 20]}, 0, 100, "integer", sourced=True)
    at_work = AirSource("air.sparks", {"choice": [50, 60]}, lambda factors: factors["run"] == 1)
    run = Factor("run", "count", "scene", "", {"choice": [0, 1]}, 0, 1, "integer")
    names = catalogue()
    scenes = {
        "plain": SceneFamily("plain", "", None, None),
        "grind": SceneFamily("grind", "", None, None, air=(at_work,)),
    }
    names = dataclasses.replace(names, scenes=scenes, factors=dict(names.factors) | {"air.sparks": sparks, "run": run})
    spec = _spec(images={"train": 60}, scenes={"plain": 1.0, "grind": 1.0}, views_per_scene=1)
    drawn = {(p.family, p.factors["run"]): set() for p in plan_scenes(spec, names)}
    for plan in plan_scenes(spec, names):
        drawn[plan.family, plan.factors["run"]].add(plan.views[0].captures[0].factors["air.sparks"])
    assert drawn == {("plain", 0): {0}, ("plain", 1): {0}, ("grind", 0): {0}, ("grind", 1): {50, 60}}
    asked = spec.model_copy(update={"factors": {"air.sparks": 7}})
    assert {p.views[0].captures[0].factors["air.sparks"] for p in plan_scenes(asked, names)} == {7}


def test_image_ids_run_through_all_splits():
    plans = _plans(images={"train": 7, "val": 4, "test_ood": 3}, captures_per_view=2)
    captures = _captures(plans)
    assert [c.image_id for c in captures] == list(range(1, 15))
    assert [c.file_name for c in captures] == [f"{i:06d}.png" for i in range(1, 15)]
    per_split = Counter(plan.split for plan in plans for view in plan.views for _ in view.captures)
    assert per_split == {"train": 7, "val": 4, "test_ood": 3}


@pytest.mark.parametrize("images", [1, 2, 5, 6, 13])
def test_the_number_of_scenes_is_known_beforehand(images):
    spec = _spec(images={"train": images, "val": images}, views_per_scene=3, captures_per_view=2)
    assert count_scenes(spec) == len(list(plan_scenes(spec, catalogue())))


def test_an_empty_split_has_no_scene():
    assert {plan.split for plan in _plans(images={"train": 0, "val": 2})} == {"val"}


def test_only_ood_splits_are_held_out():
    plans = _plans(images={"train": 2, "test_ood": 2, "oodles": 2})
    assert {plan.split for plan in plans if plan.held_out} == {"test_ood"}


def test_families_take_turns_by_their_weights():
    turns = list(itertools.islice(take_turns({"bin": 3, "workbench": 1}), 40))
    assert Counter(turns) == {"bin": 30, "workbench": 10}
    for end in range(1, 41):
        assert abs(turns[:end].count("bin") - 0.75 * end) <= 1


def test_factors_of_a_scene_are_shared_and_those_of_captures_are_their_own():
    plan = _plans(images={"train": 8}, views_per_scene=2, captures_per_view=4)[0]
    scope = {name: factor.scope for name, factor in catalogue().factors.items()}
    for name, often in scope.items():
        if name in _of_other_families(plan.family):
            continue
        by_view = [{c.factors[name] for c in view.captures} for view in plan.views]
        everywhere = set.union(*by_view)
        if often == "scene":
            assert everywhere == {plan.factors[name]}
        elif often == "view":
            assert [*by_view[0]] == [plan.views[0].factors[name]]
            assert len(everywhere) == 2
        else:
            assert len(everywhere) > 2


def _of_other_families(family: str) -> set[str]:
    scenes = catalogue().scenes
    return {f.name for name, scene in scenes.items() if name != family for f in scene.factors}


def test_factors_of_a_family_are_on_its_own_images_alone():
    fixed = {"conveyor.speed_m_s": 0.3}
    belt = _plans(images={"train": 1}, scenes={"conveyor": 1.0}, factors=fixed)[0]
    assert belt.factors["conveyor.speed_m_s"] == 0.3
    assert "time.latency_ms" in belt.views[0].factors
    crate = _plans(images={"train": 1}, scenes={"bin": 1.0}, factors=fixed)[0]
    assert not crate.views[0].factors.keys() & {"conveyor.speed_m_s", "time.latency_ms"}


def test_every_image_carries_every_factor_within_its_range():
    factors = catalogue().factors
    for capture in _captures(_plans(images={"train": 200}, views_per_scene=5)):
        assert capture.factors.keys() | _of_other_families("bin") >= factors.keys()
        for name, value in capture.factors.items():
            assert factors[name].check(value, name) == value


def test_a_factor_named_in_the_spec_moves_no_other():
    loose, fixed = _plans(), _plans(factors={"camera.focal_mm": 12})
    for before, after in zip(_captures(loose), _captures(fixed), strict=True):
        assert after.factors["camera.focal_mm"] == 12
        rest = before.factors.keys() - {"camera.focal_mm"}
        assert {k: before.factors[k] for k in rest} == {k: after.factors[k] for k in rest}


def test_more_images_leave_the_first_ones_as_they_are():
    few, many = _plans(images={"train": 6}), _plans(images={"train": 30})
    assert few == many[: len(few)]


def test_seeds_differ():
    first, second = _captures(_plans(seed=1))[0], _captures(_plans(seed=2))[0]
    assert first.factors != second.factors


def test_defaults_spread_over_their_range():
    """Over many scenes a uniform default reaches both of its ends, and a category all of its choices."""
    spec = _spec()
    drawn = [draw_factors(spec, catalogue(), spec.seed, scene, "scene", "") for scene in range(300)]
    azimuth = np.array([values["light.key_azimuth_deg"] for values in drawn])
    assert azimuth.min() < -160
    assert azimuth.max() > 160
    assert {values["light.room"] for values in drawn} == set(catalogue().factors["light.room"].choices)


def _with_presets():
    """A catalogue with two kinds of camera and a factor that only one of them sets."""
    number = Factor("lens.soft_px", "px", "capture", "Softness.", 0.5, 0.0, 9.0)
    kind = Factor(
        PRESET_FACTOR,
        "name",
        "capture",
        "Kind.",
        {"choice": ["fine", "poor"]},
        kind="category",
        choices=("fine", "poor"),
    )
    presets = {
        "fine": Preset("fine", "Fine.", {}),
        "poor": Preset("poor", "Poor.", {"lens.soft_px": {"uniform": [3, 4]}}),
    }
    return dataclasses.replace(catalogue(), factors={f.name: f for f in (number, kind)}, presets=presets)


def test_a_preset_draws_what_the_spec_does_not_name():
    names = _with_presets()
    loose = [draw_factors(_spec(), names, 3, scene, "capture", "") for scene in range(60)]
    assert {f[PRESET_FACTOR] for f in loose} == {"fine", "poor"}
    for factors in loose:
        soft = factors["lens.soft_px"]
        assert soft == 0.5 if factors[PRESET_FACTOR] == "fine" else 3 <= soft <= 4
    named = _spec(factors={PRESET_FACTOR: "poor", "lens.soft_px": 1.5})
    assert all(draw_factors(named, names, 3, scene, "capture", "")["lens.soft_px"] == 1.5 for scene in range(20))
