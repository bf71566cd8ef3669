"""What years of work leave on benches, mats, floors and walls, at their true size: one map of four channels each.

R: tone (a share by which the colour departs); G: soiling (oil, drips, cup rings), 0..1; B: marks (cuts, drill holes,
tyre and heel marks, cracks), 0..1; A: change of roughness (wipes, rubbed and scuffed places). Nothing here is a cloud
for its own sake: what is wide is faint, what is strong is narrow.
"""

from __future__ import annotations

from functools import partial

import numpy as np

from materials.textures import Texture
from materials.textures.noise import band_noise, smooth, spots
from materials.textures.strokes import Strokes, deposit_sum, taper, trace
from materials.textures.traces import SHAPE, SIZE, Use, cracks, draw_cuts, draw_holes, draw_scuffs, splashes, tyres

BENCH = Use(1000.0, cuts=(420, 45.0), scuffs=(150, 70.0), wipes=46, drips=260, rings=4, holes=7, clamps=5, worn=0.5)
MAT = Use(900.0, cuts=(300, 70.0), scuffs=(120, 60.0), wipes=60, drips=90, rings=1, clamps=2, worn=0.4, pale=0.9)
FLOOR = Use(2400.0, scuffs=(520, 160.0), wipes=40, drips=900, tyres=9, worn=0.8, mottle=0.012)
SLAB = Use(
    2400.0,
    scuffs=(300, 200.0),
    wipes=30,
    drips=1100,
    holes=5,
    tyres=7,
    cracks=4,
    worn=0.6,
    mottle=0.075,
    joints=(0.31,),
)
WALL = Use(2000.0, scuffs=(380, 160.0), wipes=18, drips=140, holes=22, cracks=2, worn=0.5, mottle=0.018)


def trodden(use: Use, rng: np.random.Generator) -> np.ndarray:
    """The four channels of one use."""
    marks, rough = np.zeros(SHAPE, np.float32), np.zeros(SHAPE, np.float64)
    draw_cuts(rng, use, marks)
    draw_scuffs(rng, use, marks, rough)
    wiped = _wipes(rng, use)
    soil = _soil(rng, use)
    pale, marks = use.pale * marks, (1.0 - 0.8 * use.pale) * marks
    draw_holes(rng, use, marks)
    tracks = tyres(rng, use)
    cracked = cracks(rng, use)
    fine = band_noise(rng, SHAPE, 30, 500, 0.35)
    lay = smooth(band_noise(rng, SHAPE, 3, 200, 0.5, stretch=(1.0, 4.0)), -0.8, 1.6)
    rubbed = use.worn * lay * smooth(band_noise(rng, SHAPE, 1, 5, 0.8), 0.2, 2.4)
    mottle = band_noise(rng, SHAPE, 24, 300, 0.75)
    broad = band_noise(rng, SHAPE, 1, 6, 0.6)
    tone = 0.022 * fine + use.mottle * mottle + 0.01 * broad + 0.035 * wiped + 0.05 * rubbed + pale
    marks = np.maximum(np.maximum(marks, 0.85 * tracks), cracked)
    gloss = 0.16 * rough + 0.10 * wiped - 0.12 * rubbed - 0.25 * soil + 0.2 * tracks
    return np.stack([tone, soil, np.clip(marks, 0, 1), np.clip(gloss, -0.4, 0.4)], axis=-1)


def _wipes(rng: np.random.Generator, use: Use) -> np.ndarray:
    """Broad strokes of a cloth or a mop, made of hair-thin streaks; faint, signed."""
    field_ = np.zeros(SHAPE, np.float64)
    count = use.wipes
    if not count:
        return field_.astype(np.float32)
    main = rng.normal(0.0, 0.35, count) + rng.choice([0.0, 1.2], count, p=[0.75, 0.25])
    strokes = Strokes(rng.random((count, 2)) * SIZE, main, rng.gamma(3.0, 90, count), rng.normal(0, 0.5, count),
                      rng.choice([-1.0, 1.0], count) * rng.uniform(0.3, 1.0, count), rng.random(count) * 4)  # fmt: skip
    track = trace(strokes, 0.9)
    half_px = 38.0 * use.px_per_mm
    for offset in np.arange(-half_px, half_px, 1.1):
        hair = rng.normal(0.35, 0.65, count)[track.owner]
        value = strokes.value[track.owner] * hair * taper(track.along, 0.9) * (1 - (offset / half_px) ** 2)
        deposit_sum(field_, track.y + offset * track.across_y, track.x + offset * track.across_x, value)
    return np.clip(field_, -1.6, 1.6).astype(np.float32)


def _soil(rng: np.random.Generator, use: Use) -> np.ndarray:
    """Splashes of drips, oily spots with a halo, rings of cups. 0..1; most of it faint, a little of it strong."""
    fray = 0.16 * band_noise(rng, SHAPE, 6, 160, 0.8)
    grain = smooth(band_noise(rng, SHAPE, 40, 400, 0.3), -1.6, 1.6)
    scale = use.px_per_mm
    soil = splashes(rng, use, fray)
    pools = spots(rng, SHAPE, rng.gamma(1.5, 12.0 * scale, max(use.drips // 45, 1)).clip(2, 60 * scale), 2.5 * fray)
    rim = smooth(-np.abs(pools), -2.4, 0.0)
    soil = np.maximum(soil, (0.14 * smooth(pools, -3.0, 14.0 * scale) + 0.16 * rim) * grain)
    for _ in range(use.rings):
        ring = spots(rng, SHAPE, np.array([rng.uniform(34, 44) * scale]), 0.01 * fray)
        broken = smooth(band_noise(rng, SHAPE, 3, 14), -0.2, 1.6)
        soil = np.maximum(soil, rng.uniform(0.2, 0.6) * smooth(-np.abs(ring - 2.0), -1.8, -0.3) * broken * grain)
    return np.clip(soil, 0.0, 1.0).astype(np.float32)


TEXTURES = tuple(
    Texture(f"trodden_{name}", f"{what}: tone, soiling, marks, roughness", (use.tile_mm,) * 2, partial(trodden, use))
    for name, what, use in (
        ("bench", "a bench top", BENCH),
        ("mat", "a bench mat", MAT),
        ("floor", "a coated floor", FLOOR),
        ("slab", "a concrete floor", SLAB),
        ("wall", "a painted wall", WALL),
    )
)
