"""What tools leave on metal: brushed lines, turning grooves, milling arcs.

Channels: height (about -1..1), roughness change (0..1), tint or stain (0..1).
"""

from __future__ import annotations

import numpy as np

from materials.textures import Texture
from materials.textures.noise import SIZE, band_noise, blurred, grid, normalised, smooth, tarnish
from materials.textures.skins import halved
from materials.textures.strokes import Strokes, deposit_sum, taper, trace

_SHAPE = (SIZE, SIZE)


def brushed(rng: np.random.Generator) -> np.ndarray:
    """Parallel lines along u: tracks of all lengths, a few deep ones, bands of unequal pressure."""
    fine = np.zeros(_SHAPE, np.float64)
    for count, mean_px, depth in ((5200, 260, 0.5), (1300, 600, 0.9), (110, 700, 1.8)):
        length = rng.gamma(2.0, mean_px / 2.0, count).clip(60, 1400)
        lines = Strokes(
            start=rng.random((count, 2)) * SIZE,
            angle=rng.normal(0.0, 0.006, count),
            length=length,
            bend=rng.normal(0.0, 0.004, count),
            value=depth * rng.gamma(1.5, 0.7, count) * rng.choice([-1.0, -1.0, 0.6], count),
            wander=np.zeros(count),
        )
        track = trace(lines, 0.9)
        deposit_sum(fine, track.y, track.x, lines.value[track.owner] * taper(track.along))
    streaks = band_noise(rng, _SHAPE, 10, 160, 0.45, stretch=(1.0, 45.0))
    height = normalised(fine) + 1.1 * streaks
    pressure = band_noise(rng, _SHAPE, 2, 40, 0.7, stretch=(1.0, 12.0))
    worked = blurred(np.abs(height), 0.5, 12.0)
    density = np.clip(0.5 + 0.16 * np.tanh(0.6 * normalised(worked)) + 0.12 * streaks + 0.08 * pressure, 0.0, 1.0)
    stain = tarnish(rng, _SHAPE, (1.0, 5.0))
    return np.stack([np.clip(height * 0.3, -1.6, 1.2), density, stain], axis=-1)


GROOVES = 96  # over one tile of 19.2 mm: feed 0.2 mm per turn


def turned(rng: np.random.Generator) -> np.ndarray:
    """Feed grooves of a round-nosed insert across u; v runs around the part. Chatter, tears and a few deeper rings."""
    y, x = grid(_SHAPE)
    wobble = 0.03 * np.sin(2 * np.pi * (3 * y)) + 0.02 * np.sin(2 * np.pi * (7 * y + 0.3))
    place = x * GROOVES + wobble
    groove = np.floor(place).astype(np.int64) % GROOVES
    phase = place - np.floor(place)
    cusp = (2.0 * phase - 1.0) ** 2  # a round nose leaves parabolas
    depth = rng.normal(0.0, 0.32, GROOVES) + 0.35 * np.sin(np.arange(GROOVES) * 2 * np.pi * 5 / GROOVES)
    depth[rng.integers(0, GROOVES, 5)] -= 1.1
    drift = np.cumsum(rng.normal(0.0, 0.11, GROOVES))[groove]
    chatter = 0.05 * np.sin(2 * np.pi * (17 * y + drift)) * smooth(band_noise(rng, _SHAPE, 2, 5), 0.2, 1.5)
    nose = np.interp(phase.ravel(), np.linspace(0, 1, 33), blurred_line(rng, 33)).reshape(_SHAPE)
    tears = np.zeros(_SHAPE, np.float64)
    count = 2600
    short = Strokes(
        rng.random((count, 2)) * SIZE, rng.normal(np.pi / 2, 0.02, count), rng.gamma(1.4, 30, count).clip(4, 300),
        np.zeros(count), rng.gamma(1.2, 0.5, count) * rng.choice([-1.0, 0.7], count), np.zeros(count),
    )  # fmt: skip
    track = trace(short, 0.9)
    deposit_sum(tears, track.y, track.x, short.value[track.owner] * taper(track.along))
    height = cusp - 0.4 + depth[groove] * 0.5 + chatter + 0.3 * nose + 0.1 * np.clip(tears, -3, 3)
    rings = rng.normal(0.0, 0.7, GROOVES) + np.convolve(rng.normal(0.0, 1.0, GROOVES), np.ones(7) / 7**0.5, "same")
    torn = np.tanh(0.4 * normalised(blurred(np.abs(tears), 6.0, 1.0)))
    rough = np.clip(0.5 + 0.17 * rings[groove] + 0.08 * torn + 0.1 * (cusp - 0.3), 0.0, 1.0)
    stain = tarnish(rng, _SHAPE, (3.0, 1.0))
    return np.stack([np.clip(height, -1.6, 1.6), rough, stain], axis=-1)


def blurred_line(rng: np.random.Generator, points: int) -> np.ndarray:
    """The worn nose of an insert: a fixed small profile that repeats in every groove."""
    line = np.convolve(rng.standard_normal(points + 4), np.ones(5) / 5, mode="valid")
    return line - np.linspace(line[0], line[-1], points)


LANES, FEEDS = 2, 72  # over 48 mm: a cutter of 24 mm, feed 0.67 mm per turn


def milled(rng: np.random.Generator) -> np.ndarray:
    """Arcs of a face mill: feed marks of its leading edge, fainter counter-arcs of its heel, steps between lanes."""
    y, x = grid(_SHAPE)
    lane = np.floor(x * LANES).astype(np.int64)
    across = (x * LANES - lane) * 2.0 - 1.0  # -1..1 over the lane
    tile = 48.0
    arc = (1.0 - np.sqrt(np.maximum(1.0 - (across * 0.93) ** 2, 0.0))) * 12.0 / tile  # radius of half a lane
    lead = (y + arc) * FEEDS + lane * 0.37
    heel = (y - arc) * FEEDS * 0.5 + lane * 0.61
    turn = np.floor(lead).astype(np.int64) % FEEDS
    phase = lead - np.floor(lead)
    runout = np.array([0.0, 0.28, -0.22, 0.1])[turn % 4]  # four inserts never sit alike
    single = rng.normal(0.0, 0.16, (LANES, FEEDS))[lane, turn]
    saw = np.where(phase < 0.8, phase / 0.8, (1.0 - phase) / 0.2) - 0.5
    back = np.abs(heel - np.floor(heel) - 0.5) * 2.0 - 0.5
    back_share = smooth(band_noise(rng, _SHAPE, 2, 12, 0.5), 0.0, 1.2)
    grain = band_noise(rng, _SHAPE, 60, 330, 0.3)
    height = saw * (0.8 + 0.4 * runout) + runout * 0.5 + single + 0.35 * back * back_share + 0.12 * grain
    step = np.array([0.0, 0.5], np.float32)[lane] * np.ones_like(y)
    coarse = np.convolve(np.tile(rng.normal(0.0, 1.0, FEEDS), 3), np.ones(5) / 5**0.5, "same")[FEEDS : 2 * FEEDS]
    by_arc = 0.12 * coarse[turn] + 0.14 * np.sign(runout) + 0.6 * single
    rough = np.clip(0.5 + by_arc + 0.12 * saw + 0.05 * band_noise(rng, _SHAPE, 2, 40, 0.6), 0.0, 1.0)
    seam = smooth(np.abs(np.broadcast_to(across, _SHAPE)), 0.955, 0.985)
    stain = np.maximum(tarnish(rng, _SHAPE), 0.4 * seam)
    return np.stack([np.clip(height + step - seam * 0.5, -1.8, 1.8), rough, stain], axis=-1)


TEXTURES = (
    Texture("brushed", "brushed lines along u: height, line density, stain", (40.0, 40.0), halved(brushed), relief=0),
    Texture(
        "turned", "turning grooves across u: height, ring roughness, stain", (19.2, 40.0), halved(turned), relief=0
    ),
    Texture(
        "milled", "face-milling arcs, feed along v: height, roughness, stain", (48.0, 48.0), halved(milled), relief=0
    ),
)
