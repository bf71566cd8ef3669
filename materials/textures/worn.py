"""Maps of the kinds of wear: scratches by the severity at which they appear, dust by the order in which it settles."""

from __future__ import annotations

import numpy as np

from materials.textures import Texture
from materials.textures.noise import SIZE, band_noise, blurred, normalised, ranked, smooth, spots
from materials.textures.strokes import Strokes, deposit_max, deposit_sum, taper, trace

_SHAPE = (SIZE, SIZE)
_PX_PER_MM = SIZE / 64.0


def scratches(rng: np.random.Generator) -> np.ndarray:
    """Scratches in order of severity: a pixel is scratched once severity exceeds 1 - R.

    R: rank of hairlines (0.06 mm) and gouges (0.2 to 0.5 mm). G: relief, groove below 0 and burr above.
    B: rank of scuffs, patches of many short parallel lines, and of nicks from falling on other parts.
    """
    first, relief = np.zeros(_SHAPE, np.float32), np.zeros(_SHAPE, np.float64)
    # Each kind: how many, mean length in mm, half width in pixels, depth, and share that shares a direction.
    for count, length_mm, half_px, depth, families in (
        (620, 7.0, 0, 0.16, 26),
        (110, 9.0, 1, 0.55, 14),
        (22, 6.0, 3, 1.0, 12),
    ):
        family = rng.integers(0, families, count)
        main = rng.random(families) * np.pi
        lines = Strokes(
            start=rng.random((families, 2))[family] * SIZE + rng.normal(0.0, 160.0, (count, 2)),
            angle=main[family] + rng.normal(0.0, 0.12, count),
            length=rng.gamma(1.5, length_mm / 1.5 * _PX_PER_MM, count).clip(8, 800),
            bend=rng.normal(0.0, 0.22, count),
            value=1.0 - rng.beta(1.1, 1.0, count) * 0.97,  # severity at which it appears, from the top
            wander=rng.random(count) * 1.2,
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


def scuffs(rng: np.random.Generator) -> np.ndarray:
    """Rank of scuffed pixels: rubbed patches with a lay, and nicks. Above 1 - s lies a share of about 0.3 s."""
    patches, field = 11, np.zeros(_SHAPE, np.float64)
    for _ in range(patches):
        count = 420
        centre, angle = rng.random(2) * SIZE, rng.random() * np.pi
        along, across = rng.normal(0.0, 70.0, count), rng.normal(0.0, 26.0, count)
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

    Grains of 0.1 to 0.6 mm and fibres settle first, then the film between them thickens, cloud by cloud.
    """
    cloud = band_noise(rng, _SHAPE, 2, 18, 0.7)
    mottle = band_noise(rng, _SHAPE, 12, 120, 0.6)
    fine = blurred(rng.standard_normal(_SHAPE).astype(np.float32), 0.55)
    fine = normalised(np.abs(fine) ** 1.5)
    grains = spots(rng, _SHAPE, rng.gamma(1.6, 0.55, 7000).clip(0.5, 4.5), 0.2 * mottle)
    lint = np.zeros(_SHAPE, np.float32)
    count = 150
    fibres = Strokes(
        rng.random((count, 2)) * SIZE, rng.random(count) * 2 * np.pi, rng.gamma(2.0, 16, count),
        rng.normal(0, 2.2, count),        rng.uniform(0.5, 1.0, count), rng.random(count) * 3,
    )  # fmt: skip
    track = trace(fibres, 0.6)
    deposit_max(lint, track.y, track.x, fibres.value[track.owner])
    early = 2.6 * smooth(grains, -1.2, 0.6) + 2.4 * lint
    order = ranked(-(1.0 * fine + 0.16 * mottle + 0.3 * cloud + early))
    count = 16
    wipes = Strokes(
        rng.random((count, 2)) * SIZE, rng.random(count) * np.pi, rng.gamma(3.0, 110, count), rng.normal(0, 0.8, count),
        rng.uniform(0.4, 1.0, count), rng.random(count) * 8,
    )  # fmt: skip
    track = trace(wipes, 0.7)
    wiped = np.zeros(_SHAPE, np.float32)
    for offset in np.arange(-22, 23, 0.8):
        lay = rng.random()  # fingers and folds of a rag press unevenly
        value = wipes.value[track.owner] * taper(track.along, 1.2) * (1 - (abs(offset) / 24) ** 2) * (0.35 + 0.65 * lay)
        deposit_max(wiped, track.y + offset * track.across_y, track.x + offset * track.across_x, value)
    tone = np.clip(0.5 + 0.16 * fine + 0.1 * mottle + 0.25 * (rng.random(_SHAPE) - 0.5) + 0.15 * lint, 0.0, 1.0)
    return np.stack([order, wiped, tone], axis=-1)


TEXTURES = (
    Texture("scratches", "rank of scratches, relief, rank of scuffs and nicks", (64.0, 64.0), scratches, relief=1),
    Texture("dust", "order of settling, wiped tracks, tone", (90.0, 90.0), dust),
)
