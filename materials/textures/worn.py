"""Maps of the kinds of wear: scratches by the severity at which they appear, dust by the order in which it settles."""

from __future__ import annotations

import numpy as np

from materials.textures import Texture
from materials.textures.noise import SIZE, band_noise, blurred, normalised, ranked, smooth, spots
from materials.textures.strokes import Strokes, deposit_max, deposit_sum, taper, trace

_SHAPE = (SIZE, SIZE)
_PX_PER_MM = SIZE / 64.0
DUST_MM = 150.0


def scratches(rng: np.random.Generator) -> np.ndarray:
    """Scratches in order of severity: a pixel is scratched once severity exceeds 1 - R.

    R: rank of hairlines (0.06 mm and less) and gouges (0.2 to 0.5 mm). G: relief, groove below 0 and burr above.
    B: rank of scuffs, patches of many short parallel lines, and of nicks from falling on other parts.
    """
    first, relief = np.zeros(_SHAPE, np.float32), np.zeros(_SHAPE, np.float64)
    # Each kind: how many, mean length in mm, half width in pixels, depth, and how many share a direction.
    for count, length_mm, half_px, depth, families in (
        (2600, 6.0, 0, 0.12, 60),
        (130, 8.0, 1, 0.5, 16),
        (14, 5.0, 3, 1.0, 12),
    ):
        family = rng.integers(0, families, count)
        lines = Strokes(
            start=rng.random((families, 2))[family] * SIZE + rng.normal(0.0, 130.0, (count, 2)),
            angle=handling_directions(rng, families)[family] + rng.normal(0.0, 0.1, count),
            length=rng.gamma(1.3, length_mm / 1.3 * _PX_PER_MM, count).clip(6, 900),
            bend=rng.normal(0.0, 0.16, count),
            value=1.0 - rng.beta(1.1, 1.0, count) * 0.97,  # severity at which it appears, from the top
            wander=rng.random(count) * 0.8,
        )
        track = trace(lines, 0.6)
        ends = taper(track.along)
        for offset in np.arange(-half_px - 1, half_px + 2):
            y, x = track.y + offset * track.across_y, track.x + offset * track.across_x
            across = abs(offset) / (half_px + 0.75)
            profile = -1.0 if across < 0.5 else (-0.35 if across <= 1.0 else 0.4)
            deposit_sum(relief, y, x, 0.45 * depth * profile * ends * np.minimum(lines.value[track.owner] + 0.4, 1.0))
            if across <= 1.0:
                deposit_max(first, y, x, lines.value[track.owner] * np.minimum(ends * 1.15, 1.0))
    return np.stack([first, np.clip(relief, -1.5, 0.7), scuffs(rng)], axis=-1)


def handling_directions(rng: np.random.Generator, count: int) -> np.ndarray:
    """Angles of strokes: two in three within 20 degrees of a side of the thing, as it is slid and wiped. Radians."""
    square = rng.integers(0, 2, count) * (np.pi / 2) + rng.normal(0.0, 0.18, count)
    return np.where(rng.random(count) < 0.66, square, rng.random(count) * np.pi)


def scuffs(rng: np.random.Generator) -> np.ndarray:
    """Rank of scuffed pixels: rubbed patches with a lay, and nicks. Above 1 - s lies a share of about 0.3 s."""
    patches, field = 26, np.zeros(_SHAPE, np.float64)
    for _ in range(patches):
        count = 190
        centre, angle = rng.random(2) * SIZE, rng.random() * np.pi
        along, across = rng.normal(0.0, rng.uniform(15, 60), count), rng.normal(0.0, rng.uniform(5, 18), count)
        start = centre + np.stack([along * np.sin(angle) + across * np.cos(angle),
                                   along * np.cos(angle) - across * np.sin(angle)], axis=1)  # fmt: skip
        lines = Strokes(start, angle + rng.normal(0, 0.05, count), rng.gamma(1.5, 22, count),
                        rng.normal(0, 0.05, count), rng.gamma(1.5, 0.5, count), np.zeros(count))  # fmt: skip
        track = trace(lines, 0.8)
        deposit_sum(field, track.y, track.x, lines.value[track.owner] * taper(track.along))
    nicks = smooth(
        spots(rng, _SHAPE, rng.gamma(1.4, 1.5, 240).clip(0.6, 9), 0.3 * band_noise(rng, _SHAPE, 30, 300)), -1.0, 1.0
    )
    order = normalised(np.sqrt(field)) + 3.0 * nicks + 0.25 * band_noise(rng, _SHAPE, 60, 400)
    return np.clip((ranked(order) - 0.7) / 0.3, 0.0, 1.0)


def dust(rng: np.random.Generator) -> np.ndarray:
    """Settled dust. R: order of settling, evenly spread over 0..1 (the share below t is t). G: wiped tracks. B: tone.

    Grains of 0.15 to 0.5 mm, crumbs and fibres settle first, then the film between them thickens. It clumps at 1 to 8
    mm; over more than that it hardly varies: blotches are what computer graphics has.
    """
    px_per_mm = SIZE / DUST_MM
    clumps = band_noise(rng, _SHAPE, 18, 150, 0.7)
    fine = normalised(np.abs(blurred(rng.standard_normal(_SHAPE).astype(np.float32), 0.4)) ** 1.4)
    grains = spots(rng, _SHAPE, (rng.gamma(2.2, 0.035, 11000) * px_per_mm).clip(0.45, 2.2))
    ragged = 0.4 * band_noise(rng, _SHAPE, 60, 400, 0.3)
    crumbs = spots(rng, _SHAPE, (rng.gamma(2.0, 0.16, 130) * px_per_mm).clip(1.0, 7.0), ragged)
    lint = np.zeros(_SHAPE, np.float32)
    count = 210
    length_mm = np.where(rng.random(count) < 0.15, 5.0, 1.1)  # hairs among fluff
    fibres = Strokes(
        rng.random((count, 2)) * SIZE, rng.random(count) * 2 * np.pi, rng.gamma(2.0, length_mm * px_per_mm),
        rng.normal(0, 2.4, count), rng.uniform(0.4, 1.0, count), rng.random(count) * 2,
    )  # fmt: skip
    track = trace(fibres, 0.6)
    deposit_max(lint, track.y, track.x, fibres.value[track.owner])
    early = 2.2 * smooth(grains, -0.9, 0.5) + 2.6 * smooth(crumbs, -0.9, 0.5) + 2.6 * lint
    order = ranked(-(1.0 * fine + 0.32 * clumps + early))
    shade = 0.3 * (rng.random(_SHAPE) - 0.5) + 0.15 * lint - 0.25 * smooth(crumbs, -0.9, 0.5)
    tone = np.clip(0.5 + 0.16 * fine + 0.05 * clumps + shade, 0.0, 1.0)
    return np.stack([order, wipes(rng, px_per_mm), tone], axis=-1)


def wipes(rng: np.random.Generator, px_per_mm: float) -> np.ndarray:
    """Tracks of fingers and sleeves, 0..1: bands 9 to 16 mm wide with streaks along them."""
    wiped = np.zeros(_SHAPE, np.float32)
    count = 9
    lines = Strokes(
        rng.random((count, 2)) * SIZE, rng.random(count) * np.pi, rng.gamma(4.0, 14.0 * px_per_mm, count),
        rng.normal(0, 0.6, count), rng.uniform(0.4, 1.0, count), np.zeros(count),
    )  # fmt: skip
    track = trace(lines, 0.7)
    half = rng.uniform(4.5, 8.0, count)[track.owner] * px_per_mm
    ends = taper(track.along, 0.7)
    for offset in np.arange(-1.0, 1.0001, 0.7 / (8.0 * px_per_mm)):
        streak = 0.4 + 0.6 * rng.random()
        value = lines.value[track.owner] * ends * streak * min(1.0, 2.2 * (1.0 - abs(offset)) + 0.04)
        deposit_max(wiped, track.y + offset * half * track.across_y, track.x + offset * half * track.across_x, value)
    return wiped


TEXTURES = (
    Texture("scratches", "rank of scratches, relief, rank of scuffs and nicks", (64.0, 64.0), scratches, relief=1),
    Texture("dust", "order of settling, wiped tracks, tone", (DUST_MM, DUST_MM), dust),
)
