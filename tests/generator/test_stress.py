"""Ladders: which factors get one, at which values, and how their pictures are numbered. All without a picture."""

from __future__ import annotations

from typing import Any

import pytest
from small_stress import stress_spec

from generator.catalogue import load_catalogue
from generator.errors import SpecError
from generator.ladders import LEFT_OUT, default_factors, ladders, levels_of
from generator.spec import check_spec
from generator.stress import describe, plan_bases, plan_variants, resolve_stress
from generator.yamlfile import parse_yaml

CATALOGUE = load_catalogue()


def levels(name: str, count: int = 5, **factors: Any) -> tuple[Any, ...]:
    return levels_of(stress_spec("surface.dust", factors=factors), CATALOGUE, name, count)


def test_levels_span_what_the_spec_draws_and_rise() -> None:
    assert levels("surface.dust", **{"surface.dust": {"uniform": [0.1, 0.5]}}) == (0.1, 0.2, 0.3, 0.4, 0.5)
    assert levels("surface.dust", 3, **{"surface.dust": {"choice": [0, 0.4, 1], "weights": [1, 1, 0]}}) == (0, 0.2, 0.4)
    assert levels("light.level_ev", 3, **{"light.level_ev": {"normal": [0.5, 1]}}) == (-1.5, 0.5, 2.5)
    assert levels("camera.f_number", 3, **{"camera.f_number": {"log_uniform": [2, 8]}}) == (2, 4, 8)
    reaching = {"mixture": [{"uniform": [4, 5]}, {"log_uniform": [2, 8]}], "weights": [49, 1]}
    assert levels("camera.f_number", 3, **{"camera.f_number": reaching}) == (2, 4, 8)
    assert levels("surface.dust", 3, **{"surface.dust": 0.2}) == (0, 0.5, 1), "a fixed factor goes through its range"
    assert levels("sensor.adc_bits", 9, **{"sensor.adc_bits": {"uniform": [8, 10]}}) == (8, 9, 10)


def test_levels_of_a_camera_s_factors_span_what_all_its_presets_draw() -> None:
    one = levels("sensor.jpeg_quality", 2, **{"sensor.preset": "phone"})
    every = levels("sensor.jpeg_quality", 2)
    assert one == (90, 95)
    assert every == (30, 100)


def test_categories_and_directions_have_each_value_once() -> None:
    assert levels("light.room", 2) == CATALOGUE.factors["light.room"].choices
    turned = levels("light.key_azimuth_deg", 4)
    assert turned == (-180, -90, 0, 90), "both ends are the same direction"


@pytest.mark.parametrize("name", default_factors(stress_spec("surface.dust"), CATALOGUE))
def test_every_default_ladder_is_rising_and_within_its_factor_s_range(name: str) -> None:
    factor, found = CATALOGUE.factors[name], levels(name, 7)
    assert len(found) >= 2
    assert [factor.check(value, name) for value in found] == list(found)
    if factor.kind != "category":
        assert list(found) == sorted(set(found))


def test_what_gets_no_ladder_by_default_moves_things_or_has_a_reason() -> None:
    ladder = set(default_factors(stress_spec("surface.dust"), CATALOGUE))
    for name, factor in CATALOGUE.factors.items():
        belongs = any(f.name == name for family in CATALOGUE.scenes.values() for f in family.factors)
        assert (name in ladder) != (factor.moves_geometry or name in LEFT_OUT or belongs), name
    assert set(LEFT_OUT) <= set(CATALOGUE.factors)


def test_every_picture_has_a_number_of_its_own_and_the_base_comes_first() -> None:
    spec = stress_spec("surface.dust", "light.level_ev", pairs=("surface.dust+light.level_ev",), scenes=3, levels=4)
    bases, variants = list(plan_bases(spec, CATALOGUE)), list(plan_variants(spec, CATALOGUE))
    rungs = [rung for group in (*bases, *variants) for rung in group.rungs]
    assert sorted(rung.image_id for rung in rungs) == list(range(1, spec.images["stress"] + 1))
    assert spec.images == {"stress": 3 * (1 + 4 + 4 + 2 * 2)}
    assert [base.plan.scene for base in bases] + [v.scene for v in variants] == list(range(3 + 3 * 4))
    assert all(base.rungs[0].record(base.plan.scene)["level"] == 0 for base in bases)
    assert bases[1].rungs[0].record(1) == {"base": 1, "factor": "", "level": 0, "value": None}
    assert bases[1].plan.views[0].captures[0].image_id == bases[1].rungs[0].image_id


def test_the_same_amount_of_dust_is_one_scene_whatever_else_changes() -> None:
    spec = stress_spec(
        "surface.dust", pairs=("surface.dust+light.level_ev",), factors={"surface.dust": {"uniform": [0, 1]}}
    )
    variants = list(plan_variants(spec, CATALOGUE))
    assert len(variants) == 2
    found = [[rung.record(0)["value"] for rung in variant.rungs] for variant in variants]
    assert found == [[dust, [dust, -1.8], [dust, 1.8]] for dust in (0, 1)]


def test_bases_are_the_scenes_that_the_spec_makes_anyway() -> None:
    few, many = (list(plan_bases(stress_spec("surface.dust", scenes=n, levels=n + 1), CATALOGUE)) for n in (1, 3))
    assert few[0].plan.factors == many[0].plan.factors
    assert few[0].plan.views[0].captures[0].factors == many[0].plan.views[0].captures[0].factors
    assert not few[0].plan.held_out


def test_levels_are_the_same_in_every_base() -> None:
    spec = stress_spec("light.level_ev", scenes=3)
    values = [[rung.record(0)["value"] for rung in base.rungs] for base in plan_bases(spec, CATALOGUE)]
    assert values[0] == values[1] == values[2]


def test_the_resolved_spec_reads_back_as_itself() -> None:
    spec = stress_spec("surface.dust", "light.room", pairs=("surface.dust+light.room",), scenes=2)
    again = check_spec(parse_yaml(spec.to_yaml(), "spec.yaml"), CATALOGUE)
    assert again == spec
    assert again.stress is not None
    assert resolve_stress(again, again.stress, CATALOGUE) == spec
    assert [ladder["factor"] for ladder in describe(spec, CATALOGUE)["ladders"]] == [
        ladder.name for ladder in ladders(spec, CATALOGUE)
    ]


@pytest.mark.parametrize(
    ("factors", "pairs", "sentence"),
    [
        (("surface.dsut",), (), "--factors: No factor called 'surface.dsut'. Did you mean 'surface.dust'?"),
        (("scene.part_count",), (), "--factors: scene.part_count makes another scene or moves the camera"),
        (("camera.framing",), (), "nothing to be compared with"),
        (("sensor.preset",), (), "changes no picture by itself"),
        (("conveyor.speed_m_s",), (), "is not a factor of all of this spec's scenes (bin, workbench)"),
        ((), ("surface.dust",), "--pairs: 'surface.dust' is no pair; write two factors"),
        ((), ("surface.dust+surface.dust",), "is no pair"),
        ((), ("surface.dust+surface.dsut",), "--pairs: No factor called 'surface.dsut'"),
    ],
)
def test_factors_without_a_ladder_are_refused_with_a_reason(
    factors: tuple[str, ...], pairs: tuple[str, ...], sentence: str
) -> None:
    with pytest.raises(SpecError) as refused:
        stress_spec(*factors, pairs=pairs)
    assert sentence in str(refused.value)


def test_pairs_alone_make_no_ladders() -> None:
    assert [ladder.name for ladder in ladders(stress_spec(pairs=("surface.dust+surface.rust",)), CATALOGUE)] == [
        "surface.dust+surface.rust"
    ]
