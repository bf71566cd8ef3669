"""What heat, hammers and baths leave on metal: forging scale, laser-cut edges, spangle, weld ripples; and grinding.

Channels as in `machined`: height (about -1..1), roughness change (0..1), stain (0..1).
"""

from __future__ import annotations

import numpy as np

from materials.textures import Texture
from materials.textures.noise import SIZE, band_noise, blurred, cells, grid, normalised, ranked, smooth, spots, tarnish
from materials.textures.skins import halved
from materials.textures.strokes import Strokes, deposit_sum, taper, trace

_SHAPE = (SIZE, SIZE)


def ground(rng: np.random.Generator) -> np.ndarray:
    """Marks of a grinding wheel or a flap disc along u: 2 to 15 mm long, straight, some crossing by a few degrees."""
    lines = np.zeros(_SHAPE, np.float64)
    for count, mean_px, depth, spread in ((9000, 70, 0.6, 0.03), (2600, 120, 1.0, 0.07), (240, 170, 2.0, 0.12)):
        marks = Strokes(
            start=rng.random((count, 2)) * SIZE,
            angle=rng.normal(0.0, spread, count),
            length=rng.gamma(3.0, mean_px / 3.0, count).clip(12, 420),
            bend=np.zeros(count),
            value=depth * rng.gamma(1.4, 0.7, count) * rng.choice([-1.0, -1.0, 0.7], count),
            wander=np.zeros(count),
        )
        track = trace(marks, 0.9)
        deposit_sum(lines, track.y, track.x, marks.value[track.owner] * taper(track.along, 0.6))
    height = normalised(lines)
    passes = band_noise(rng, _SHAPE, 2, 30, 0.6, stretch=(1.0, 4.0))
    worked = normalised(blurred(np.abs(height), 0.6, 5.0))
    rough = np.clip(0.5 + 0.2 * np.tanh(0.6 * worked) + 0.07 * passes, 0.0, 1.0)
    burn = smooth(band_noise(rng, _SHAPE, 2, 12, 0.6, stretch=(1.0, 3.0)), 1.0, 2.6)
    return np.stack(
        [np.clip(0.3 * height, -1.6, 1.2), rough, np.maximum(0.6 * tarnish(rng, _SHAPE), 0.35 * burn)], axis=-1
    )


def forged(rng: np.random.Generator) -> np.ndarray:
    """Hammer scale: a skin that flaked off in patches, shallow dents where flakes were pressed in."""
    frayed = 0.2 * band_noise(rng, _SHAPE, 4, 60)
    dents = smooth(spots(rng, _SHAPE, rng.gamma(2.0, 11.0, 90).clip(4, 70), frayed), -9, 9)
    flakes = normalised(band_noise(rng, _SHAPE, 4, 150, 1.2) + 0.25 * band_noise(rng, _SHAPE, 30, 300, 0.5))
    skin = smooth(flakes, -2.2, -1.0)  # 0 where the scale has come off
    pits = smooth(spots(rng, _SHAPE, rng.gamma(1.3, 1.5, 900), 0.4), -1.0, 1.0)
    swell = band_noise(rng, _SHAPE, 2, 14, 0.8)
    height = 0.35 * swell - 0.7 * dents + 0.3 * skin - 0.5 * pits + 0.1 * band_noise(rng, _SHAPE, 60, 400, 0.4)
    rough = np.clip(ranked(band_noise(rng, _SHAPE, 3, 200, 0.7)) * 0.7 + 0.3 * skin, 0.0, 1.0)
    tone = 0.62 + 0.1 * band_noise(rng, _SHAPE, 2, 60, 0.7) + 0.07 * band_noise(rng, _SHAPE, 30, 300, 0.4)
    stain = np.clip(skin * tone + 0.25 * pits + 0.3 * (1.0 - skin), 0.0, 1.0)
    return np.stack([np.clip(height, -1.6, 1.2), rough, stain], axis=-1)


def laser_cut(rng: np.random.Generator) -> np.ndarray:
    """Lower half (v below 1/2): a cut edge, striations along v, finer on one side. Upper half: rolled sheet."""
    y, x = grid((SIZE // 2, SIZE))
    swing = np.cos(2 * np.pi * y)  # the edge repeats along v: where the beam went in is not known
    drift = np.cumsum(rng.normal(0.0, 1.0, SIZE))
    drift = 0.006 * normalised(drift - np.linspace(drift[0], drift[-1], SIZE))[None, :]
    fine = np.sin(2 * np.pi * 62 * (x + drift + 0.006 * swing)) * (0.6 + 0.4 * swing)
    coarse = np.sin(2 * np.pi * 29 * (x + 1.7 * drift + 0.01 * swing) + 1.0) * (0.6 - 0.4 * swing)
    noise = band_noise(rng, (SIZE // 2, SIZE), 20, 300, 0.4, stretch=(0.1, 1.0))
    strength = 0.6 + 0.4 * smooth(band_noise(rng, (1, SIZE), 2, 20, 0.5), -1.0, 1.0)
    edge = np.clip((0.5 * fine + 0.6 * coarse) * strength + 0.12 * noise, -1.6, 1.6)
    rolled = 0.012 * normalised(band_noise(rng, (SIZE // 2, SIZE), 8, 300, 0.4, stretch=(1.0, 25.0)))
    edge_rough = np.clip(0.45 + 0.12 * noise + 0.14 * (fine + coarse), 0.0, 1.0)
    sheet_rough = np.clip(0.12 + 6.0 * rolled, 0.0, 1.0)
    oxide = np.clip(0.55 + 0.25 * band_noise(rng, (SIZE // 2, SIZE), 2, 30, 0.7, stretch=(2.0, 1.0)), 0.0, 1.0)
    sheet_stain = 0.25 * tarnish(rng, (SIZE // 2, SIZE), (1.0, 3.0))
    upper = np.stack([rolled, sheet_rough, sheet_stain], axis=-1)
    return np.concatenate([upper, np.stack([edge, edge_rough, oxide], axis=-1)])


SPANGLES = 150  # over a tile of 120 mm: 10 mm each, from 4 to 20


def spangle(rng: np.random.Generator) -> np.ndarray:
    """Zinc crystals of a hot-dip bath, (H, W, 4): roughness and dark patina, each crystal its own, then its tilt.

    A crystal is a fern: side arms at its own angle catch light together. The last two channels are a gradient per tile.
    """
    near, second, owner = cells(rng, _SHAPE, SPANGLES, _uneven(rng))
    ragged = [np.round(7.0 * band_noise(rng, _SHAPE, 6, 160, 0.9)).astype(np.int64) for _ in range(2)]
    bent = (np.arange(SIZE)[:, None] + ragged[0]) % SIZE, (np.arange(SIZE)[None, :] + ragged[1]) % SIZE
    near, second, owner = near[bent], second[bent], owner[bent]
    angle = rng.random(SPANGLES) * 2 * np.pi
    y, x = (c * SIZE for c in grid(_SHAPE))
    wobble = 3.0 * band_noise(rng, _SHAPE, 6, 80, 0.8)
    along = np.cos(angle)[owner] * x + np.sin(angle)[owner] * y + wobble
    across = -np.sin(angle)[owner] * x + np.cos(angle)[owner] * y
    arms = np.sin(2 * np.pi * (along + 0.55 * np.abs(across % 60 - 30)) / rng.uniform(7, 15, SPANGLES)[owner])
    facet = np.stack([rng.normal(0, 1, SPANGLES)[owner], rng.normal(0, 1, SPANGLES)[owner]], axis=-1)
    fern = 0.5 * arms * (0.4 + 0.6 * smooth(band_noise(rng, _SHAPE, 5, 60, 0.6), -0.6, 0.8))
    seam = smooth(second - near, 0.06, 0.0)
    ripple = np.stack([np.cos(angle)[owner], np.sin(angle)[owner]], axis=-1) * fern[..., None]
    grain = np.stack([band_noise(rng, _SHAPE, 60, 400, 0.3) for _ in range(2)], axis=-1)
    tilt = 190.0 * (facet + 0.7 * ripple + 0.25 * grain)
    rough = np.clip(rng.beta(1.6, 1.6, SPANGLES)[owner] + 0.16 * fern + 0.05 * grain[..., 0], 0.0, 1.0)
    patina = np.clip(rng.beta(1.3, 2.0, SPANGLES)[owner] + 0.12 * fern + 0.06 * seam, 0.0, 1.0)
    return np.concatenate([np.stack([rough, patina], axis=-1), tilt], axis=-1)


def _uneven(rng: np.random.Generator) -> np.ndarray:
    """Places of crystals, (N, 2): thinned where one was near already, so that sizes differ but none is a speck."""
    kept: list[np.ndarray] = []
    for point in rng.random((SPANGLES * 40, 2)):
        least = 0.028 + 0.04 * rng.random()
        gaps = [np.abs(point - other) for other in kept]
        if all(np.hypot(*np.minimum(gap, 1.0 - gap)) > least for gap in gaps):
            kept.append(point)
        if len(kept) == SPANGLES:
            break
    return np.array([*kept, *rng.random((SPANGLES - len(kept), 2))])


RIPPLES = 24  # over one tile along u


def weld_bead(rng: np.random.Generator) -> np.ndarray:
    """A bead along u in the middle half of v: a low hump of overlapping round ripples, spatter beside it."""
    y, x = grid(_SHAPE)
    edge = 0.012 * band_noise(rng, (1, SIZE), 2, 30, 0.6) + 0.006 * np.sin(2 * np.pi * RIPPLES * x)
    across = (y - 0.5) / (0.21 + edge)
    inside = smooth(1.0 - np.abs(across), 0.0, 0.12)
    pitch = np.cumsum(1.0 + 0.18 * rng.standard_normal(RIPPLES))
    phase = np.interp(np.arange(SIZE) / SIZE, np.arange(RIPPLES + 1) / RIPPLES, np.r_[0.0, pitch / pitch[-1]])[None, :]
    ring = (phase * RIPPLES + 1.1 * across**2) % 1.0  # each pool froze as a bow open to the back
    hump = np.sqrt(np.maximum(1.0 - across**2, 0.0))
    ripple = (1.0 - ring) ** 1.5 + 0.15 * np.sin(2 * np.pi * 3 * ring)
    drops = smooth(spots(rng, _SHAPE, rng.gamma(1.5, 2.5, 30), 0.1), -1.5, 3.0) * (1.0 - inside)
    fine = band_noise(rng, _SHAPE, 60, 350, 0.3)
    height = inside * (1.0 * hump + 0.3 * ripple + 0.02 * fine) + 0.35 * drops
    rough = np.clip(0.25 + 0.25 * ring * inside + 0.4 * (1.0 - inside) * (0.5 + 0.2 * fine), 0.0, 1.0)
    soot = smooth(0.2 - np.abs(np.abs(across) - 1.05), 0.0, 0.2) * smooth(band_noise(rng, _SHAPE, 3, 60, 0.6), -1.2, 1)
    return np.stack([height, rough, np.clip(0.8 * soot + 0.3 * drops, 0.0, 1.0)], axis=-1)


TEXTURES = (
    Texture("ground", "short grinding marks along u: height, roughness, stain", (60.0, 60.0), halved(ground), relief=0),
    Texture("forged", "forging scale and dents: height, roughness, scale", (90.0, 90.0), halved(forged), relief=0),
    Texture(
        "laser_cut", "cut edge, rolled sheet above: height, roughness, oxide", (24.0, 12.0), halved(laser_cut), relief=0
    ),
    Texture("spangle", "zinc crystals: roughness, patina, gradient along u and v", (120.0, 120.0), halved(spangle)),
    Texture("weld_bead", "a bead along u: height, roughness, soot", (36.0, 14.0), halved(weld_bead), relief=0),
)
