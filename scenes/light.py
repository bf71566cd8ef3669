"""Light as numbers: the factors of lamps, how they divide the light on the work, and how a capture mixes it anew.

Two light groups: "key" is the lamp that throws the shadows, "fill" is all the rest (other lamps and surroundings).
Lamps are built for one fixed mix. Level, contrast and colour temperature are gains on the groups, of a view where its
captures agree and of each capture where they do not.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from generator.blackbody import blackbody_rgb
from generator.factors import Factor, Value
from generator.recipe import Lamp, Rgb, Surroundings

KEY, FILL = "key", "fill"
REFERENCE_W_M2 = 2.0  # on the work at level 0: about 600 lux of white LED light (300 lm per radiant watt)
_BASE_CONTRAST_EV = 1.0  # of the lamps as built
_BASE_TEMPERATURE_K = 4500.0

LEVEL = Factor(
    "light.level_ev",
    "EV",
    "capture",
    "Light on the work against 600 lux: -3 is a dim store room, +2 a bright inspection place; darker means noisier.",
    {"normal": [0.0, 0.9]},
    -4.0,
    4.0,
)
CONTRAST = Factor(
    "light.contrast",
    "EV",
    "capture",
    "Key light against all other light on the work: below 0 shadows vanish, at 4 they are nearly black.",
    {"uniform": [-0.3, 3.0]},
    -3.0,
    5.0,
)
TEMPERATURE = Factor(
    "light.temperature_k",
    "K",
    "capture",
    "Colour temperature of the key light: 2700 is a warm bulb, 8000 a blue sky; the camera balances for it.",
    {"normal": [4700.0, 600.0]},
    2500.0,
    10000.0,
)
ELEVATION = Factor(
    "light.key_elevation_deg",
    "deg",
    "scene",
    "Height of the key light over the horizon: 90 is overhead, 15 rakes over the surface and shows every scratch.",
    {"uniform": [32.0, 85.0]},
    10.0,
    90.0,
)
AZIMUTH = Factor(
    "light.key_azimuth_deg",
    "deg",
    "scene",
    "Direction from which the key light comes, turning from x towards y.",
    {"uniform": [-180.0, 180.0]},
    -180.0,
    180.0,
)
SKY_SHARE = Factor(
    "light.fill",
    "share",
    "scene",
    "Share of the fill light that comes from the surroundings and not from further lamps.",
    {"uniform": [0.2, 0.8]},
    0.0,
    1.0,
)

FACTORS = (LEVEL, CONTRAST, TEMPERATURE, ELEVATION, AZIMUTH, SKY_SHARE)


@dataclass(frozen=True, slots=True)
class Mix:
    """What arrives on the work: irradiance of each group in W/m^2, and the colour of the key light."""

    key_w_m2: float
    fill_w_m2: float
    temperature_k: float


def mix_of(factors: Mapping[str, Value]) -> Mix:
    """The light that the factors ask for; what is not among them is as the lamps are built."""
    total = REFERENCE_W_M2 * 2.0 ** float(factors.get(LEVEL.name, 0.0))
    ratio = 2.0 ** float(factors.get(CONTRAST.name, _BASE_CONTRAST_EV))
    kelvin = float(factors.get(TEMPERATURE.name, _BASE_TEMPERATURE_K))
    return Mix(total * ratio / (1 + ratio), total / (1 + ratio), kelvin)


def gains(wanted: Mix) -> dict[str, Rgb]:
    """Factors on the linear RGB radiance of each light group that turn the light as built into the one wanted."""
    built = mix_of({})
    tint = np.array(blackbody_rgb(wanted.temperature_k)) / np.maximum(blackbody_rgb(built.temperature_k), 1e-4)
    red, green, blue = (float(c) for c in tint * (wanted.key_w_m2 / built.key_w_m2))
    fill = wanted.fill_w_m2 / built.fill_w_m2
    return {KEY: (red, green, blue), FILL: (fill, fill, fill)}


def light_up(
    lamps: Sequence[Lamp], surroundings: Surroundings, sky_share: float, openness: float
) -> tuple[tuple[Lamp, ...], Surroundings]:
    """Lamps and surroundings with the power that puts the base mix on the work at the origin, facing up.

    Lamps come with their power in proportion to each other. `openness` is the share of the sky, by cosine, that the
    work sees. Direct light only: what walls throw back comes on top.
    """
    mix = mix_of({})
    sky_w_m2 = mix.fill_w_m2 * (sky_share if any(lamp.group == FILL for lamp in lamps) else 1.0)
    wanted = {KEY: mix.key_w_m2, FILL: mix.fill_w_m2 - sky_w_m2}
    arriving = {group: sum(irradiance(lamp) for lamp in lamps if lamp.group == group) for group in wanted}
    lit = []
    for lamp in lamps:
        power = lamp.power_w * wanted[lamp.group] / arriving[lamp.group]
        kelvin = mix.temperature_k if lamp.group == KEY else lamp.temperature_k
        lit.append(replace(lamp, power_w=power, temperature_k=kelvin))
    strength = sky_w_m2 / (math.pi * max(openness, 0.2))
    return tuple(lit), replace(surroundings, strength=strength, group=FILL)


def irradiance(lamp: Lamp, at_m: tuple[float, float, float] = (0.0, 0.0, 0.0)) -> float:
    """W/m^2 that a lamp throws on a small upward face at a point with nothing between; the lamp has 9 x 3 pieces.

    Lambert's law for panels and discs; a tube is a row of cylinders whose seen side counts.
    """
    pose = np.array(lamp.world_from_object, float)
    width, height = lamp.size_m
    along, across = np.meshgrid((np.arange(9) + 0.5) / 9 - 0.5, (np.arange(3) + 0.5) / 3 - 0.5)
    local = np.stack([along.ravel() * width, across.ravel() * height * (lamp.shape != "tube"), 0 * along.ravel()], 1)
    towards = np.array(at_m) - (local @ pose[:3, :3].T + pose[:3, 3])
    distance = np.linalg.norm(towards, axis=1)
    towards /= distance[:, None]
    received = np.maximum(-towards[:, 2], 0.0)
    if lamp.shape == "tube":
        sine = np.sqrt(np.maximum(1 - (towards @ pose[:3, 0]) ** 2, 0))
        emitted = sine / math.pi**2  # of the flux per steradian: a Lambert cylinder
    else:
        emitted = np.maximum(towards @ -pose[:3, 2], 0.0) / math.pi
    return float((lamp.power_w * emitted * received / distance**2).mean())
