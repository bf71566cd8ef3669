"""Sparks: glowing grains that fly off a grinder, slow down, fall and burst, as streaks while the shutter is open."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generator.blackbody import blackbody_rgb
from generator.factors import Factor
from generator.plugins import SensorEffect
from generator.sensor.air.places import source_m, up
from generator.sensor.air.points import add_points, place
from generator.sensor.air.shine import shone_on
from generator.sensor.exposure import Exposure
from generator.sensor.shutter import NEUTRAL_OPEN_MS, OPEN

SPARKS = Factor(
    "air.sparks",
    "count",
    "capture",
    "Sparks in the air at a time: bright yellow streaks that bend down; 20 is a touch of the grinder, 400 a full jet; "
    "what is near glows in their light.",
    {"choice": [0, 15, 120], "weights": [70, 2, 1]},
    0,
    1000,
    kind="integer",
)
_LIFE_S = (0.05, 0.4)
_SPEED_M_S = (1.5, 9.0)
_DRAG_PER_S = 6.0
_GRAVITY_M_S2 = 9.81
_GRAIN_MM = (0.05, 0.18)
_BURST = 0.3  # of the sparks end in a star of smaller ones: carbon steel
_PIECES = 5
_STEPS = 160
_SHINING = 24  # grains that stand for all where light falls on the work
_HOTTEST_K, _COLDEST_K = 2050.0, 1300.0
_PLATINUM = (2042.0, 6.0e5 / 300)  # freezing platinum: 60 cd/cm^2, the old candela, at 300 lm per radiant watt
_SECOND_RADIATION_555NM_K = 25_924.0


@dataclass(frozen=True, slots=True)
class Flight:
    """Grains by where and when they start; times in seconds, 0 when the shutter opens."""

    start_m: np.ndarray  # (N, 3)
    velocity_m_s: np.ndarray  # (N, 3)
    born_s: np.ndarray  # (N,)
    life_s: np.ndarray  # (N,)
    grain_mm: np.ndarray  # (N,)

    def at(self, time_s: np.ndarray, down: np.ndarray) -> np.ndarray:
        """(T, N, 3) positions: a fall with drag in proportion to speed."""
        age = (time_s[:, None] - self.born_s)[..., None]
        slowed = (1 - np.exp(-_DRAG_PER_S * age)) / _DRAG_PER_S
        return self.start_m + self.velocity_m_s * slowed + down * _GRAVITY_M_S2 / _DRAG_PER_S * (age - slowed)

    def kelvin(self, time_s: np.ndarray) -> np.ndarray:
        """(T, N) temperature; 0 before it starts and after it is burnt."""
        age = (time_s[:, None] - self.born_s) / self.life_s
        hot = _HOTTEST_K - (_HOTTEST_K - _COLDEST_K) * np.clip(age, 0, 1) ** 1.5
        return np.where((age >= 0) & (age <= 1), hot, 0)


def strike(exposure: Exposure, rng: np.random.Generator) -> Exposure:
    """Radiance to radiance with streaks added. Each streak has the light of its grain, shared over its way."""
    count = int(exposure.number(SPARKS.name, 0))
    depth = exposure.depth_m
    if count == 0 or depth is None:
        return exposure
    down = -up(exposure)
    flight = jet(exposure, count, rng)
    flight = _with_bursts(flight, down, rng)
    times = np.linspace(0, exposure.number(OPEN.name, NEUTRAL_OPEN_MS) * 1e-3, _STEPS)
    points, hot = flight.at(times, down), flight.kelvin(times)
    z = np.maximum(points[..., 2], 1e-3)
    area_px = np.pi / 4 * (flight.grain_mm * 1e-3 / z * exposure.camera.focal_px) ** 2
    light = glow(hot) * (area_px / _STEPS)[..., None]
    lit = hot.ravel() > 0
    image = exposure.image + _shine(exposure, depth, flight, points, hot)
    where = points.reshape(-1, 3)[lit]
    add_points(image, depth, place(exposure, where), where[:, 2], light.reshape(-1, 3)[lit])
    return exposure.but(image=image)


def _shine(
    exposure: Exposure, depth_m: np.ndarray, flight: Flight, points_m: np.ndarray, kelvin: np.ndarray
) -> np.ndarray:
    """What the grains throw on the work: a few of them, each at the middle of its way, shine for all."""
    power = glow(kelvin) * (np.pi / 4 * (flight.grain_mm * 1e-3) ** 2)[:, None]  # (T, N, 3) W/sr: a glowing ball
    mean = power.mean(axis=0)
    bright = mean.sum(axis=1)
    pick = np.linspace(0, len(bright) - 1, min(_SHINING, len(bright))).astype(int)
    weight = (kelvin[:, pick] > 0)[..., None]
    middle = (weight * points_m[:, pick]).sum(axis=0) / np.maximum(weight.sum(axis=0), 1)
    kept = bright[pick] > 0
    if not kept.any():
        return np.zeros_like(exposure.image)
    share = bright.sum() / bright[pick].sum()
    return shone_on(exposure, depth_m, middle[kept], mean[pick][kept] * share)


def jet(exposure: Exposure, count: int, rng: np.random.Generator) -> Flight:
    """Sparks from one spot on the work, in a narrow fan. The first ones stay when there are more."""
    most = int(SPARKS.high)
    origin = source_m(exposure, rng, 0.3, 0.7)
    axis = rng.normal(0, 1, 3) * [1.0, 0.3, 0.6] + 0.4 * up(exposure)
    direction = axis / np.linalg.norm(axis) + 0.22 * rng.standard_normal((most, 3))
    direction /= np.linalg.norm(direction, axis=1, keepdims=True)
    speed = rng.uniform(*_SPEED_M_S, most)[:, None]
    life = _log_uniform(rng, _LIFE_S, most)
    born = -life * rng.random(most)
    grain = _log_uniform(rng, _GRAIN_MM, most)
    spot = origin + rng.normal(0, 0.002, (most, 3))
    return Flight(*(field[:count] for field in (spot, direction * speed, born, life, grain)))


def _log_uniform(rng: np.random.Generator, ends: tuple[float, float], count: int) -> np.ndarray:
    return np.exp(rng.uniform(np.log(ends[0]), np.log(ends[1]), count))


def _with_bursts(flight: Flight, down: np.ndarray, rng: np.random.Generator) -> Flight:
    bursting = np.repeat(np.nonzero(rng.random(len(flight.life_s)) < _BURST)[0], _PIECES)
    end = flight.born_s + 0.7 * flight.life_s
    slowed = np.exp(-_DRAG_PER_S * 0.7 * flight.life_s)
    there = np.stack([flight.at(end[n : n + 1], down)[0, n] for n in bursting]) if len(bursting) else np.zeros((0, 3))
    pieces = Flight(
        there,
        0.6 * (flight.velocity_m_s * slowed[:, None])[bursting] + rng.normal(0, 0.7, (len(bursting), 3)),
        end[bursting],
        rng.uniform(0.01, 0.04, len(bursting)),
        0.5 * flight.grain_mm[bursting],
    )
    fields = ("start_m", "velocity_m_s", "born_s", "life_s", "grain_mm")
    return Flight(*(np.concatenate([getattr(flight, name), getattr(pieces, name)]) for name in fields))


def glow(kelvin: np.ndarray) -> np.ndarray:
    """(..., 3) radiance of a black body, W/(m^2 sr) as lamps here count it; Wien's law at 555 nm. 0 where cold."""
    table_k = np.linspace(_COLDEST_K, _HOTTEST_K, 17)
    colours = np.array([blackbody_rgb(float(k)) for k in table_k])
    platinum_k, platinum = _PLATINUM
    hot = np.maximum(kelvin, _COLDEST_K)
    luminance = platinum * np.exp(_SECOND_RADIATION_555NM_K * (1 / platinum_k - 1 / hot))
    rgb = np.stack([np.interp(hot, table_k, colours[:, c]) for c in range(3)], axis=-1)
    return np.where(kelvin > 0, luminance, 0)[..., None] * rgb


EFFECTS = (SensorEffect("sparks", "Streaks of glowing grains fly off a grinder.", 11, strike, (SPARKS,)),)
