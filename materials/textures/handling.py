"""What hands, boxes and wipes leave on everything, new or not.

Fine hairlines, fingerprints and wiped smears, patina.
"""

from __future__ import annotations

import numpy as np

from materials.textures.noise import SIZE, band_noise, blurred, grid, normalised, smooth, spots, warped
from materials.textures.strokes import Strokes, deposit_max, taper, trace

_SHAPE = (SIZE, SIZE)


def hairlines(rng: np.random.Generator, count: int, mean_px: float, spread_rad: float) -> np.ndarray:
    """Fine lines in families: each family shares a direction, as the strokes of one wipe or one slide do. 0..1."""
    families = max(count // 40, 1)
    family = rng.integers(0, families, count)
    centre = rng.random((families, 2))[family] * SIZE
    lines = Strokes(
        start=centre + rng.normal(0.0, 90.0, (count, 2)),
        angle=(rng.random(families) * np.pi)[family] + rng.normal(0.0, spread_rad, count),
        length=rng.gamma(1.6, mean_px / 1.6, count).clip(6, 900),
        bend=rng.normal(0.0, 0.15, families)[family],
        value=np.minimum(rng.gamma(1.1, 0.3, count), 1.0),
        wander=rng.random(count) * 0.8,
    )
    track = trace(lines, 0.8)
    canvas = np.zeros(_SHAPE, np.float32)
    deposit_max(canvas, track.y, track.x, lines.value[track.owner] * taper(track.along))
    return canvas


def fingerprint(rng: np.random.Generator, mm_px: float) -> np.ndarray:
    """One print, (h, w) 0..1: a whorl with ridges 0.45 mm apart, sweat pores, parts that did not touch."""
    height, width = int(19 / mm_px), int(14 / mm_px)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    u, v = (x - width / 2) * mm_px, (y - height * (0.42 + 0.16 * rng.random())) * mm_px
    twist = rng.uniform(-0.25, 0.25)
    radius = np.hypot(u * (1.25 + 0.2 * rng.random()), np.where(v > 0, v * 0.72, v))
    slow = sum(
        rng.normal(0, 0.5) * np.sin(u * rng.uniform(0.2, 0.6) + v * rng.uniform(0.2, 0.6) + rng.uniform(0, 6.3))
        for _ in range(5)
    )
    ridges = 0.5 + 0.5 * np.cos(2 * np.pi * (radius + twist * u + 0.35 * slow) / 0.45)
    grain = blurred(rng.standard_normal((height, width)).astype(np.float32), 2.2)
    broken = smooth(normalised(grain) + 0.8 * normalised(blurred(grain, 14.0)), -1.4, 0.8)
    edge = 1.0 - (u / 6.6) ** 2 - ((y - height / 2) * mm_px / 9.2) ** 2
    return smooth(ridges, 0.25, 0.75) * broken * smooth(edge + 0.22 * normalised(blurred(grain, 20.0)), 0.0, 1.1)


def smudges(rng: np.random.Generator, mm_px: float, prints: int) -> np.ndarray:
    """Fingerprints, whole and dragged, over the smears of a rag. 0..1."""
    film = np.zeros(_SHAPE, np.float32)
    for number in range(prints):
        stamp = fingerprint(rng, mm_px)
        angle = rng.uniform(0, 2 * np.pi)
        rows, columns = np.nonzero(stamp > 0.02)
        dy, dx = rows - stamp.shape[0] / 2, columns - stamp.shape[1] / 2
        cy, cx = rng.random(2) * SIZE
        drag = rng.uniform(0.0, 18.0) if number % 2 else 0.0
        for share in np.linspace(0.0, 1.0, 1 + int(drag)):
            yy = cy + dy * np.cos(angle) - dx * np.sin(angle) + drag * share
            xx = cx + dy * np.sin(angle) + dx * np.cos(angle) + drag * share * 0.4
            value = stamp[rows, columns] * rng.uniform(0.4, 1.0) * (1.0 - 0.7 * share)
            flat = (yy.astype(np.int64) % SIZE) * SIZE + xx.astype(np.int64) % SIZE
            np.maximum.at(film.reshape(-1), flat, value.astype(np.float32))
    streak = band_noise(rng, _SHAPE, 3, 300, 0.5, stretch=(0.7, 12.0))
    bow_y = 40.0 * np.sin(2 * np.pi * grid(_SHAPE)[1]) + np.zeros(_SHAPE, np.float32)
    wiped = smooth(warped(streak, bow_y, np.zeros(_SHAPE, np.float32)), 0.0, 2.6)
    wiped *= smooth(band_noise(rng, _SHAPE, 1, 6, 0.6), -0.2, 1.6)
    return np.maximum(blurred(film, 0.7) * 0.9, 0.75 * wiped)


def handling(rng: np.random.Generator) -> np.ndarray:
    """Hairlines; fingerprints and smears; patina with spots and dried rings."""
    scratches = np.maximum(hairlines(rng, 900, 90.0, 0.05), hairlines(rng, 1500, 30.0, 0.6))
    film = smudges(rng, 80.0 / SIZE, 5)
    specks = smooth(spots(rng, _SHAPE, rng.gamma(1.2, 0.8, 420)), -0.7, 0.7)
    return np.stack([scratches, film, np.maximum(0.9 * specks, patina(rng))], axis=-1)


def patina(rng: np.random.Generator) -> np.ndarray:
    """Tarnish drawn out by wiping, broken up by fine grain, and a few drops that dried. 0..1.

    Wipes and grain, not clouds: on flat metal soft round blotches are what gives a rendered picture away.
    """
    streaks = smooth(band_noise(rng, _SHAPE, 2, 90, 0.75, stretch=(1.0, 3.0)), 0.2, 3.2)
    grain = smooth(band_noise(rng, _SHAPE, 60, 420, 0.3), -0.8, 2.2)
    fray = 0.25 * band_noise(rng, _SHAPE, 4, 90, 0.8)
    drops = spots(rng, _SHAPE, rng.gamma(1.3, 7.0, 7), fray)
    dried = smooth(drops, -4.0, 2.0) * (0.15 + 0.4 * smooth(-np.abs(drops - 1.0), -4.0, 0.0) * grain)
    return np.maximum(streaks * (0.25 + 0.75 * grain), dried)
