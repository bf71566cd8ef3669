"""Light mixes: built into the lamps or applied as gains, they are the same picture; the flux is what was asked for."""

from __future__ import annotations

import math

import numpy as np
import pytest
from small_stock import composed, make_stock, plans

from generator.blackbody import blackbody_rgb
from generator.recipe import ALL, Lamp, Surroundings
from scenes.light import FILL, KEY, Mix, gains, irradiance, light_up, mix_of
from scenes.poses import as_matrix, facing, yaw_matrix


def _lamp(at: tuple[float, float, float], size: float = 0.02, shape: str = "panel", group: str = KEY) -> Lamp:
    position = np.array(at)
    rotation = facing(position, np.zeros(3)) if shape != "tube" else yaw_matrix(0.0)
    return Lamp("lamp", shape, (size, size), as_matrix(rotation, position), 1.0, 4000.0, group)  # type: ignore[arg-type]


def test_a_small_panel_follows_the_inverse_square_and_the_cosine():
    overhead = irradiance(_lamp((0, 0, 1)))
    assert overhead == pytest.approx(1 / math.pi, rel=1e-3)
    assert irradiance(_lamp((0, 0, 2))) == pytest.approx(overhead / 4, rel=1e-3)
    oblique = irradiance(_lamp((math.sin(1), 0, math.cos(1))))
    assert oblique == pytest.approx(overhead * math.cos(1), rel=1e-3)


def test_a_thin_tube_across_gives_what_a_lambert_cylinder_gives():
    lamp = Lamp("t", "tube", (0.01, 0.001), as_matrix(yaw_matrix(0.0), (0, 0, 1)), 1.0, 4000.0, KEY)
    assert irradiance(lamp) == pytest.approx(1 / math.pi**2, rel=1e-3)


def test_a_lamp_below_or_turned_away_gives_nothing():
    assert irradiance(_lamp((0, 0, -1))) == 0
    away = Lamp("a", "panel", (0.1, 0.1), as_matrix(np.diag([1.0, -1.0, -1.0]), (0, 0, 1)), 1.0, 4000.0, KEY)
    assert irradiance(away) == 0


def test_lamps_get_the_power_that_puts_the_mix_on_the_work():
    lamps = [_lamp((0.5, 0, 1)), _lamp((-1, 0, 2), group=FILL), _lamp((0, 1, 2), group=FILL)]
    mix = mix_of({})
    lit, sky = light_up(lamps, Surroundings(None, 0.0, 1.0), 0.25, 0.5)
    arriving = {group: sum(irradiance(lamp) for lamp in lit if lamp.group == group) for group in (KEY, FILL)}
    assert arriving[KEY] == pytest.approx(mix.key_w_m2)
    assert arriving[FILL] == pytest.approx(0.75 * mix.fill_w_m2)
    assert sky.strength * math.pi * 0.5 == pytest.approx(0.25 * mix.fill_w_m2)
    assert {lamp.temperature_k for lamp in lit if lamp.group == KEY} == {mix.temperature_k}


def test_without_fill_lamps_all_fill_comes_from_the_surroundings():
    _, sky = light_up([_lamp((0, 0, 1))], Surroundings(None, 0.0, 1.0), 0.1, 1.0)
    assert sky.strength * math.pi == pytest.approx(mix_of({}).fill_w_m2)


def test_contrast_divides_the_level_and_keeps_it():
    dim, bright = mix_of({"light.level_ev": 0, "light.contrast": 2}), mix_of({"light.level_ev": 1, "light.contrast": 2})
    assert dim.key_w_m2 / dim.fill_w_m2 == pytest.approx(4)
    assert bright.key_w_m2 + bright.fill_w_m2 == pytest.approx(2 * (dim.key_w_m2 + dim.fill_w_m2))


@pytest.mark.parametrize("family", ["bin", "workbench"])
def test_one_light_a_view_is_built_in_and_several_are_mixed(family):
    varied = {"light.level_ev": {"choice": [-0.7, 1.5]}}
    plan = next(
        p
        for p in plans(family, 12, views=1, captures=2, factors=varied)
        if len({c.factors["light.level_ev"] for c in p.views[0].captures}) == 2
    )
    mixed = composed(plan, make_stock())[0]
    single = composed(plans(family, 12, views=1, factors=varied)[plan.scene], make_stock())[0]
    assert mixed.light_groups == (FILL, KEY)
    assert single.light_groups == (ALL,)
    assert single.lamps == mixed.lamps
    assert single.surroundings == mixed.surroundings
    assert mixed.views[0].light == {}
    assert single.views[0].captures[0].gains == {ALL: (1.0, 1.0, 1.0)}
    assert single.views[0].light == gains(mix_of(single.views[0].captures[0].factors))


def test_captures_of_a_view_that_agree_share_its_light():
    plan = plans(
        "bin",
        4,
        views=2,
        captures=2,
        factors={"light.level_ev": 0.5, "light.contrast": 1.0, "light.temperature_k": 4000},
    )[0]
    assert composed(plan, make_stock())[0].light_groups == (ALL,)


def test_gains_turn_the_light_as_built_into_the_one_wanted():
    built, wanted = mix_of({}), Mix(3.0, 0.5, 3300.0)
    found = gains(wanted)
    radiated = built.key_w_m2 * np.array(blackbody_rgb(built.temperature_k)) * found[KEY]
    assert radiated == pytest.approx(wanted.key_w_m2 * np.array(blackbody_rgb(wanted.temperature_k)))
    assert built.fill_w_m2 * found[FILL][0] == pytest.approx(wanted.fill_w_m2)


def test_gains_of_the_mix_as_built_are_one():
    for gain in gains(mix_of({})).values():
        assert gain == pytest.approx((1.0, 1.0, 1.0))
