"""Light mixes: built into the lamps or applied as gains, they are the same picture; the flux is what was asked for."""

from __future__ import annotations

import math

import numpy as np
import pytest
from small_stock import composed, make_stock, plans

from generator.blackbody import blackbody_rgb
from generator.recipe import Lamp, Surroundings
from scenes.light import ALL, FILL, KEY, Mix, built_mix, gains, irradiance, light_up, mix_of
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
    mix = Mix(3.0, 1.0, 5000.0)
    lit, sky = light_up(lamps, Surroundings(None, 0.0, 1.0), mix, 0.25, 0.5, baked=False)
    arriving = {group: sum(irradiance(lamp) for lamp in lit if lamp.group == group) for group in (KEY, FILL)}
    assert arriving[KEY] == pytest.approx(3.0)
    assert arriving[FILL] == pytest.approx(0.75)
    assert sky.strength * math.pi * 0.5 == pytest.approx(0.25)
    assert {lamp.temperature_k for lamp in lit if lamp.group == KEY} == {5000.0}


def test_without_fill_lamps_all_fill_comes_from_the_surroundings():
    _, sky = light_up([_lamp((0, 0, 1))], Surroundings(None, 0.0, 1.0), Mix(1.0, 1.0, 5000.0), 0.1, 1.0, baked=True)
    assert sky.strength * math.pi == pytest.approx(1.0)


def test_contrast_divides_the_level_and_keeps_it():
    dim, bright = mix_of({"light.level_ev": 0, "light.contrast": 2}), mix_of({"light.level_ev": 1, "light.contrast": 2})
    assert dim.key_w_m2 / dim.fill_w_m2 == pytest.approx(4)
    assert bright.key_w_m2 + bright.fill_w_m2 == pytest.approx(2 * (dim.key_w_m2 + dim.fill_w_m2))


@pytest.mark.parametrize("family", ["bin", "workbench"])
def test_gains_and_lamps_built_for_the_mix_give_the_same_light(family):
    wanted = {"light.level_ev": -0.7, "light.contrast": 1.9, "light.temperature_k": 3300.0}
    varied = wanted | {"light.level_ev": {"choice": [-0.7, 1.5]}}
    plan = next(
        p
        for p in plans(family, 12, views=1, captures=2, factors=varied)
        if len({c.factors["light.level_ev"] for c in p.views[0].captures}) == 2
    )
    baked = composed(plans(family, 12, views=1, factors=wanted)[plan.scene], make_stock())[0]
    mixed = composed(plan, make_stock())[0]
    capture = next(c for c in mixed.views[0].captures if c.factors["light.level_ev"] == -0.7)
    assert baked.light_groups == (ALL,)
    assert mixed.light_groups == (FILL, KEY)
    for built_in, grouped in zip(baked.lamps, mixed.lamps, strict=True):
        gain = np.array(capture.gains[grouped.group])
        radiated = grouped.power_w * np.array(blackbody_rgb(grouped.temperature_k)) * gain
        assert radiated == pytest.approx(built_in.power_w * np.array(blackbody_rgb(built_in.temperature_k)), rel=1e-6)
    sky = mixed.surroundings.strength * capture.gains[FILL][0]
    assert sky == pytest.approx(baked.surroundings.strength, rel=1e-6)
    assert baked.views[0].captures[0].gains == {ALL: (1.0, 1.0, 1.0)}


def test_captures_that_agree_need_one_group_only():
    same = {"light.level_ev": 0.5, "light.contrast": 1.0, "light.temperature_k": 4000.0}
    assert built_mix([same, dict(same)])[1]
    assert not built_mix([same, same | {"light.level_ev": 0.6}])[1]


def test_gains_of_the_mix_as_built_are_one():
    mix = mix_of({})
    for gain in gains(mix, mix, baked=False).values():
        assert gain == pytest.approx((1.0, 1.0, 1.0))
