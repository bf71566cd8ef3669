"""Sparks: glowing grains that fly off a grinder, slow down, fall and burst, as streaks while the shutter is open."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from generator.blackbody import blackbody_rgb
from generator.factors import Factor
from generator.plugins import SensorEffect
from generator.recipe import Jet
from generator.sensor.air.places import seen_from, source_m, up
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
    sourced=True,
)
_LIFE_S = (0.05, 0.4)
_SPEED_M_S = (4.0, 16.0)
_DRAG_PER_S = 8.0
_GRAVITY_M_S2 = 9.81
_GRAIN_MM = (0.05, 0.18)
_BURST = 0.3  # of the sparks end in a star of smaller ones: carbon steel
_PIECES = 5
_STEPS = (96, 768)  # along a streak: at least, at most; in between one for each pixel of the fastest
_JET_M_S = (8.0, 26.0)  # of what a wheel's rim at 30 m/s throws off
_FAN = 0.12  # standard deviation of their direction
_BOUNCES, _LANDING_STEPS = 2, 60
_BOUNCE, _SLIPS = 0.35, 0.8  # shares of the speed across and along the ground that a grain keeps
_OVER_M = 1e-4  # the ground, that a grain goes on from
_SHINING = 24  # grains that stand for all where light falls on the work
_HOTTEST_K, _COLDEST_K = 2050.0, 1300.0
_PLATINUM = (2042.0, 6.0e5 / 300)  # freezing platinum: 60 cd/cm^2, the old candela, at 300 lm per radiant watt
_SECOND_RADIATION_555NM_K = 25_924.0


@dataclass(frozen=True, slots=True)
class Flight:
    """Grains by where and when they start; times in seconds, 0 when the shutter opens.

    After a bounce a grain goes on as another one that is as old as it was.
    """

    start_m: np.ndarray  # (N, 3)
    velocity_m_s: np.ndarray  # (N, 3)
    born_s: np.ndarray  # (N,)
    life_s: np.ndarray  # (N,)
    grain_mm: np.ndarray  # (N,)
    old_s: np.ndarray | None = None  # (N,) their age when they start; None is 0
    ends_s: np.ndarray | None = None  # (N,) when they hit something; None is never

    @property
    def aged_s(self) -> np.ndarray:
        """(N,) their age when they start."""
        return np.zeros(len(self.life_s)) if self.old_s is None else self.old_s

    def at(self, time_s: np.ndarray, down: np.ndarray) -> np.ndarray:
        """(T, N, 3) positions: a fall with drag in proportion to speed."""
        age = (time_s[:, None] - self.born_s)[..., None]
        slowed = (1 - np.exp(-_DRAG_PER_S * age)) / _DRAG_PER_S
        return self.start_m + self.velocity_m_s * slowed + down * _GRAVITY_M_S2 / _DRAG_PER_S * (age - slowed)

    def kelvin(self, time_s: np.ndarray) -> np.ndarray:
        """(T, N) temperature; 0 before it starts and after it is burnt."""
        since = time_s[:, None] - self.born_s
        age = (since + self.aged_s) / self.life_s
        hot = _HOTTEST_K - (_HOTTEST_K - _COLDEST_K) * np.clip(age, 0, 1) ** 1.5
        there = (since >= 0) & (age <= 1)
        return np.where(there if self.ends_s is None else there & (time_s[:, None] <= self.ends_s), hot, 0)


def strike(exposure: Exposure, rng: np.random.Generator) -> Exposure:
    """Radiance to radiance with streaks added. Each streak has the light of its grain, shared over its way."""
    count = int(exposure.number(SPARKS.name, 0))
    depth = exposure.depth_m
    if count == 0 or depth is None:
        return exposure
    down = -up(exposure)
    source = exposure.jet("sparks")
    if source is not None:
        flight, ground = thrown(exposure, source, count, rng)
        flight = bounced(_with_bursts(flight, down, rng), ground, down, rng)
    else:
        flight = _with_bursts(jet(exposure, count, rng), down, rng)
    times = _moments(exposure, flight)
    points, hot = flight.at(times, down), flight.kelvin(times)
    z = np.maximum(points[..., 2], 1e-3)
    area_px = np.pi / 4 * (flight.grain_mm * 1e-3 / z * exposure.camera.focal_px) ** 2
    light = glow(hot) * (area_px / len(times))[..., None]
    lit = hot.ravel() > 0
    image = exposure.image + _shine(exposure, depth, flight, points, hot)
    where = points.reshape(-1, 3)[lit]
    add_points(image, depth, place(exposure, where), where[:, 2], light.reshape(-1, 3)[lit])
    return exposure.but(image=image)


def _moments(exposure: Exposure, flight: Flight) -> np.ndarray:
    """(T,) times while the shutter is open, so close that the fastest grain goes on by a pixel from one to the next."""
    open_s = exposure.number(OPEN.name, NEUTRAL_OPEN_MS) * 1e-3
    speed = np.linalg.norm(flight.velocity_m_s, axis=1) / np.maximum(flight.start_m[:, 2], 0.05)
    pixels = float(speed.max(initial=0.0)) * open_s * exposure.camera.focal_px
    return np.linspace(0, open_s, int(np.clip(np.ceil(pixels), *_STEPS)))


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


def thrown(exposure: Exposure, source: Jet, count: int, rng: np.random.Generator) -> tuple[Flight, np.ndarray]:
    """Sparks from where something grinds, along the wheel's rim, and (3, 3) the ground there, in the camera's frame.

    They leave in a flat fan, the faster ones straighter. The first ones stay when there are more.
    """
    most = int(SPARKS.high)
    pose = exposure.camera.pose
    turn = pose[:3, :3].T
    origin = seen_from(exposure, source)
    ground = np.array(source.ground_m)
    ground[0] -= pose[:3, 3]
    wide = rng.standard_normal((most, 3)) * _FAN
    direction = np.array(source.along) + wide
    direction /= np.linalg.norm(direction, axis=1, keepdims=True)
    speed = rng.uniform(*_JET_M_S, most)[:, None]
    life = _log_uniform(rng, _LIFE_S, most)
    born = -life * rng.random(most)
    grain = _log_uniform(rng, _GRAIN_MM, most)
    spot = origin + rng.normal(0, 0.002, (most, 3))
    fields = (spot, speed * (direction @ turn.T), born, life, grain)
    return Flight(*(field[:count] for field in fields)), ground @ turn.T


def bounced(flight: Flight, ground: np.ndarray, down: np.ndarray, rng: np.random.Generator) -> Flight:
    """The flight with what goes on after grains hit the ground (3, 3), a corner and two sides: twice at most."""
    flights = [flight]
    for _ in range(_BOUNCES):
        last = flights[-1]
        hit, there, lands = _landing(last, ground, down)
        flights[-1] = replace(last, ends_s=np.where(lands, hit, np.inf))
        flown = (hit - last.born_s)[lands]
        kept = np.exp(-_DRAG_PER_S * flown)[:, None]
        speed = last.velocity_m_s[lands] * kept + down * _GRAVITY_M_S2 / _DRAG_PER_S * (1 - kept)
        into = (speed @ down)[:, None] * down
        away = (speed - into) * _SLIPS - _BOUNCE * into
        away += rng.normal(0, 0.3, away.shape) * np.linalg.norm(speed, axis=1, keepdims=True) * _BOUNCE
        away -= np.maximum(2 * away @ down, 0)[:, None] * down  # none goes into the ground
        spot = there[lands] - _OVER_M * down
        aged = last.aged_s[lands] + flown
        flights.append(Flight(spot, away, hit[lands], last.life_s[lands], last.grain_mm[lands], aged))
    flights[-1] = replace(flights[-1], ends_s=np.full(len(flights[-1].life_s), np.inf))
    fields = ("start_m", "velocity_m_s", "born_s", "life_s", "grain_mm", "aged_s", "ends_s")
    return Flight(*(np.concatenate([getattr(one, name) for one in flights]) for name in fields))


def _landing(flight: Flight, ground: np.ndarray, down: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(N,) when grains come through the level of the ground, (N, 3) where, and (N,) whether they do so on it."""
    corner, one, other = ground
    ages = np.linspace(0, 1, _LANDING_STEPS)[:, None] * np.maximum(flight.life_s - flight.aged_s, 0)
    slowed = (1 - np.exp(-_DRAG_PER_S * ages)) / _DRAG_PER_S
    height = -((flight.start_m - corner) @ down) - slowed * (flight.velocity_m_s @ down)
    height -= _GRAVITY_M_S2 / _DRAG_PER_S * (ages - slowed)
    below = (height < 0) & (height[0] >= 0)
    n, after = np.arange(height.shape[1]), np.maximum(np.argmax(below, axis=0), 1)
    share = height[after - 1, n] / np.where(below.any(axis=0), height[after - 1, n] - height[after, n], 1.0)
    hit = flight.born_s + ages[after - 1, n] + share * (ages[after, n] - ages[after - 1, n])
    there = np.zeros((len(n), 3)) if not len(n) else np.stack([flight.at(hit[i : i + 1], down)[0, i] for i in n])
    a, b = ((there - corner) @ side / (side @ side) for side in (one, other))
    return hit, there, below.any(axis=0) & (a > 0) & (a < 1) & (b > 0) & (b < 1)


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
