"""Whole cameras: each names factors that exist, with values in their range, and gives pictures like its kind."""

from __future__ import annotations

import numpy as np
import pytest

from generator.factors import parse_distribution
from generator.sensor import presets, shutter, unit
from generator.sensor.develop import effects

OURS = {f.name: f for effect in effects() for f in effect.factors}
OURS |= {f.name: f for module in (presets, shutter, unit) for f in module.FACTORS}


@pytest.mark.parametrize("preset", presets.PRESETS, ids=lambda p: p.name)
def test_a_preset_draws_factors_of_lens_and_sensor_within_their_range(preset):
    assert presets.PRESET_FACTOR not in preset.factors
    for name, written in preset.factors.items():
        distribution = parse_distribution(written, OURS[name], name)
        rng = np.random.default_rng(0)
        assert all(OURS[name].check(v, name) == v for v in (distribution.draw(rng, OURS[name]) for _ in range(30)))


def drawn(preset: str, seed: int) -> dict:
    rng = np.random.default_rng(seed)
    given = next(p for p in presets.PRESETS if p.name == preset).factors
    return {
        name: parse_distribution(given.get(name, f.default), f, name).draw(rng, f) for name, f in sorted(OURS.items())
    } | {"light.flicker": 0.0}


def test_cheaper_cameras_are_noisier_and_softer(developed):
    """On a grey field beside a bright edge, over some draws of each, and over more of the two that are compared."""
    light = np.full((72, 96, 3), 1.0)
    light[:, 48:] = 2.0
    noise = {}
    compared = ("esp32_module", "industrial_global_shutter")
    for name in (p.name for p in presets.PRESETS):
        seeds = range(10 if name in compared else 4)
        pictures = [developed(light, drawn(name, seed), seed=seed).image.astype(float) for seed in seeds]
        assert all(20 < p.mean() < 235 for p in pictures)
        noise[name] = np.median([p[20:50, 10:35, 1].std() for p in pictures])
    assert noise[compared[0]] > 1.3 * noise[compared[1]]


def test_the_default_is_mostly_industrial_and_sometimes_each_of_the_others():
    rng = np.random.default_rng(0)
    factor = presets.PRESET
    names = [parse_distribution(factor.default, factor, "x").draw(rng, factor) for _ in range(400)]
    shares = {name: names.count(name) / 400 for name in factor.choices}
    assert shares["industrial_global_shutter"] > 0.45
    assert min(shares.values()) > 0.04
