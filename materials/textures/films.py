"""Maps of what smears and dries on things: grease, films of oil, drops and their rings, prints of fingers."""

from __future__ import annotations

import numpy as np

from materials.textures import Texture
from materials.textures.handling import fingerprint
from materials.textures.noise import SIZE, band_noise, blurred, normalised, ranked, smooth, spots, warped
from materials.textures.strokes import Strokes, deposit_max, taper, trace

_SHAPE = (SIZE, SIZE)
SMEARS_MM, DROPS_MM, PRINTS_MM = 170.0, 120.0, 110.0


def smears(rng: np.random.Generator) -> np.ndarray:
    """Grease. R: rank of cover, evenly spread. G: height, ridged along the smear. B: thickness 0..1."""
    px_per_mm = SIZE / SMEARS_MM
    blobs, height = np.zeros(_SHAPE, np.float32), np.zeros(_SHAPE, np.float32)
    count = 64
    lines = Strokes(
        rng.random((count, 2)) * SIZE, rng.random(count) * 2 * np.pi, rng.gamma(2.0, 14.0 * px_per_mm, count),
        rng.normal(0, 0.9, count), rng.uniform(0.25, 1.0, count), rng.random(count) * 3,
    )  # fmt: skip
    track = trace(lines, 0.7)
    half = rng.gamma(4.0, 0.9, count).clip(1.5, 9.0)[track.owner] * px_per_mm
    thins = 1.0 - 0.75 * track.along  # the finger runs dry
    for offset in np.arange(-1.0, 1.0001, 0.06):
        ridge = 0.5 + 0.5 * rng.random()
        edge = min(1.0, 3.0 * (1.0 - abs(offset)) + 0.15) * (1.25 if abs(offset) > 0.8 else 1.0)
        value = lines.value[track.owner] * taper(track.along, 0.2) * thins * ridge * edge
        y, x = track.y + offset * half * track.across_y, track.x + offset * half * track.across_x
        deposit_max(blobs, y, x, value)
        deposit_max(height, y, x, value * (0.4 + 0.6 * rng.random()))
    dabs = smooth(spots(rng, _SHAPE, rng.gamma(1.2, 1.2 * px_per_mm, 60).clip(1.5, 40), _frayed(rng, 0.3)), -4.0, 8.0)
    fine = band_noise(rng, _SHAPE, 30, 300, 0.4)
    thick = np.maximum(blurred(blobs, 1.0), 0.9 * dabs)
    haze = band_noise(rng, _SHAPE, 2, 200, 0.6, stretch=(1.0, 6.0))  # the thin film that rags leave round about
    order = thick + 0.03 * fine + 0.05 * haze
    ridges = np.maximum(blurred(height, 0.8), 0.9 * dabs) + 0.03 * fine
    return np.stack([ranked(order), ridges, np.clip(thick * 1.2 + 0.05 * fine, 0.0, 1.0)], axis=-1)


def _frayed(rng: np.random.Generator, strength: float) -> np.ndarray:
    return strength * band_noise(rng, _SHAPE, 6, 120, 0.8)


def oil(rng: np.random.Generator) -> np.ndarray:
    """A film of oil. R: rank of cover. G: thickness 0..1, falling to the rim, in swirls. B: small-scale breaks."""
    flow = [30.0 * band_noise(rng, _SHAPE, 2, 10, 0.8) for _ in range(2)]
    base = warped(band_noise(rng, _SHAPE, 2, 60, 1.3), *flow)
    wiped = band_noise(rng, _SHAPE, 2, 90, 0.8, stretch=(0.6, 5.0))
    breaks = band_noise(rng, _SHAPE, 80, 400, 0.3)
    order = ranked(base + 0.35 * wiped + 0.03 * breaks)
    swirl = warped(band_noise(rng, _SHAPE, 2, 30, 1.2, stretch=(1.0, 2.0)), *flow)
    thickness = np.clip(0.25 + 0.55 * order + 0.13 * swirl + 0.015 * breaks, 0.0, 1.0)
    return np.stack([order, thickness, smooth(breaks, -2.0, 2.0)], axis=-1)


def drops(rng: np.random.Generator) -> np.ndarray:
    """Drops and what they leave. R: rank of drops. G: height of the drop. B: ring, strong at the rim of what dried."""
    px_per_mm = SIZE / DROPS_MM
    sizes = ((900, 1.6, 0.5, 0.2, 2.0), (150, 3.0, 0.8, 1.0, 5.0), (22, 3.0, 1.8, 3.0, 11.0))
    radii_mm = [rng.gamma(shape, scale, count).clip(low, high) for count, shape, scale, low, high in sizes]
    radii = np.concatenate(radii_mm) * px_per_mm
    inside = np.full(_SHAPE, -9.0, np.float32)
    dome, rank = np.zeros(_SHAPE, np.float32), np.zeros(_SHAPE, np.float32)
    ragged = 0.05 * band_noise(rng, _SHAPE, 3, 30, 0.7)
    when = rng.random(len(radii)).astype(np.float32)  # the rarer a drop, the later it comes
    for (cy, cx), radius, first in zip(rng.random((len(radii), 2)) * SIZE, radii, when, strict=True):
        reach = int(radius * 1.5 + 5)
        rows, columns = np.arange(int(cy) - reach, int(cy) + reach + 1), np.arange(int(cx) - reach, int(cx) + reach + 1)
        window = np.ix_(rows % SIZE, columns % SIZE)
        away = np.hypot((rows - cy)[:, None], (columns - cx)[None, :]) * (1.0 + ragged[window])
        depth = (radius - away).astype(np.float32)
        inside[window] = np.maximum(inside[window], depth)
        cap = 0.5 * np.clip(1.0 - (away / radius) ** 2, 0.0, 1.0) * min(radius, 2.5 * px_per_mm)
        dome[window] = np.maximum(dome[window], cap)
        mine = np.clip(depth + 0.5, 0.0, 1.0) * (0.02 + 0.98 * first)
        rank[window] = np.maximum(rank[window], mine)
    grain = band_noise(rng, _SHAPE, 60, 400, 0.3)
    broken = smooth(band_noise(rng, _SHAPE, 10, 90, 0.5), -1.0, 1.6)
    rim = np.exp(-np.clip(inside, 0.0, None) / (0.5 * px_per_mm)) * smooth(inside, -0.1, 0.25 * px_per_mm)
    crust = 0.2 * smooth(inside, -0.2, 1.5) * smooth(grain, -1.0, 2.5)
    ring = np.clip(0.9 * rim * broken * (0.7 + 0.25 * grain) + crust, 0.0, 1.0)
    return np.stack([_share_left(rank), dome / SIZE, ring], axis=-1)


def _share_left(value: np.ndarray) -> np.ndarray:
    """Rank among what is above 0, spread over 0..1 so that a share t of all pixels lies above 1 - t; 0 elsewhere."""
    order = ranked(value + 1e-7 * np.arange(value.size, dtype=np.float64).reshape(value.shape) / value.size)
    return np.where(value > 0.01, order, 0.0).astype(np.float32)


def prints(rng: np.random.Generator) -> np.ndarray:
    """Fingerprints. R: rank of prints, by when they appear. G: ridges 0.45 mm apart, 0..1. B: smear of the skin."""
    mm_px = PRINTS_MM / SIZE
    rank, ridges, smear = (np.zeros(_SHAPE, np.float32) for _ in range(3))
    count = 34
    for number in range(count):
        stamp = fingerprint(rng, mm_px)
        angle, (cy, cx) = rng.uniform(0, 2 * np.pi), rng.random(2) * SIZE
        rows, columns = np.mgrid[0 : stamp.shape[0], 0 : stamp.shape[1]]
        dy, dx = rows - stamp.shape[0] / 2, columns - stamp.shape[1] / 2
        oval = 1.0 - (dx / (0.5 * stamp.shape[1])) ** 2 - (dy / (0.5 * stamp.shape[0])) ** 2
        drag = rng.uniform(8.0, 60.0) if number % 3 == 0 else 0.0
        for share in np.linspace(0.0, 1.0, 1 + int(drag)):
            yy = cy + dy * np.cos(angle) - dx * np.sin(angle) + drag * share
            xx = cx + dy * np.sin(angle) + dx * np.cos(angle) + 0.4 * drag * share
            flat = ((yy.astype(np.int64) % SIZE) * SIZE + xx.astype(np.int64) % SIZE).reshape(-1)
            weak = 1.0 - 0.8 * share
            here = (oval > 0.0).reshape(-1)
            first = np.float32(1.0 - (number + 0.5) / count)
            np.maximum.at(rank.reshape(-1), flat[here], first)
            np.maximum.at(ridges.reshape(-1), flat, (stamp * weak).astype(np.float32).reshape(-1))
            np.maximum.at(smear.reshape(-1), flat[here], (np.sqrt(oval.reshape(-1)[here]) * weak).astype(np.float32))
    fine = normalised(band_noise(rng, _SHAPE, 20, 200, 0.5))
    return np.stack([rank, blurred(ridges, 0.6), np.clip(smear * (0.8 + 0.15 * fine), 0.0, 1.0)], axis=-1)


TEXTURES = (
    Texture("smears", "rank of grease, height, thickness", (SMEARS_MM, SMEARS_MM), smears, relief=1),
    Texture("oil", "rank of cover, thickness, breaks", (160.0, 160.0), oil),
    Texture("drops", "rank of drops, height, rings", (DROPS_MM, DROPS_MM), drops, relief=1),
    Texture("prints", "rank of prints, ridges, smear", (PRINTS_MM, PRINTS_MM), prints),
)
