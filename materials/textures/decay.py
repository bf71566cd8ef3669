"""Maps of what eats into things or knocks them: rust, dings, ragged edges of a coat."""

from __future__ import annotations

import numpy as np

from materials.textures import Texture
from materials.textures.noise import SIZE, band_noise, blurred, normalised, ranked, smooth, spots
from materials.textures.strokes import Strokes, deposit_max, taper, trace

_SHAPE = (SIZE, SIZE)
RUST_MM, DENTS_MM = 110.0, 140.0


def rust(rng: np.random.Generator) -> np.ndarray:
    """Rust. R: rank of cover, the oldest first. G: height of the scale, pitted. B: tone of its grain.

    Rust starts in pits and along hairlines and grows out from where these lie thickest, so its rank is their density,
    near and far, frayed by grain; a threshold of clouds has the same roundness everywhere and no cause.
    """
    px_per_mm = SIZE / RUST_MM
    where = smooth(band_noise(rng, _SHAPE, 2, 18, 0.8), -0.4, 2.2)
    fine = band_noise(rng, _SHAPE, 90, 480, 0.25)
    middle = band_noise(rng, _SHAPE, 24, 160, 0.6)
    ragged = 0.45 * band_noise(rng, _SHAPE, 60, 400, 0.3)
    radii_mm = np.concatenate([rng.gamma(1.3, 0.07, 5200), rng.gamma(1.4, 0.22, 520)])
    pits = smooth(spots(rng, _SHAPE, (radii_mm * px_per_mm).clip(0.5, 9.0), ragged), -1.2, 0.8)
    pits = pits * smooth(0.9 * where + 0.22 * middle, -0.05, 0.5)  # in colonies
    count = 150
    lines = Strokes(
        rng.random((count, 2)) * SIZE, rng.random(count) * np.pi, rng.gamma(1.3, 9.0 * px_per_mm, count).clip(8, 500),
        rng.normal(0, 0.12, count), rng.beta(1.2, 2.0, count), np.zeros(count),
    )  # fmt: skip
    track = trace(lines, 0.6)
    scratched = np.zeros(_SHAPE, np.float32)
    deposit_max(scratched, track.y, track.x, lines.value[track.owner] * taper(track.along, 0.3))
    seeds = pits + 0.8 * scratched
    crowd = sum(weight * normalised(blurred(seeds, size)) for size, weight in ((1.2, 0.8), (4.0, 0.9), (14.0, 0.8)))
    order = ranked(crowd + 1.6 * seeds + 0.42 * fine + 0.3 * middle)
    old = smooth(order, 0.25, 0.95)
    scale = (0.5 * smooth(middle + 0.7 * fine, -1.6, 2.0) + 0.22 * fine) * old - 0.7 * pits * smooth(order, 0.8, 1.0)
    tone = np.clip(0.5 + 0.17 * fine + 0.1 * middle - 0.2 * pits, 0.0, 1.0)
    return np.stack([order, scale / 64.0, tone], axis=-1)


def dents(rng: np.random.Generator) -> np.ndarray:
    """Dings. R: rank by when they appear. G: height, hollow with a raised rim. B: ragged noise."""
    px_per_mm = SIZE / DENTS_MM
    rank, height = np.zeros(_SHAPE, np.float32), np.zeros(_SHAPE, np.float32)
    count = 150
    size = (rng.gamma(2.0, 0.7, count) * px_per_mm).clip(3.0, 45.0)
    for number, ((cy, cx), radius) in enumerate(zip(rng.random((count, 2)) * SIZE, size, strict=True)):
        reach = int(2.2 * radius) + 3
        rows, columns = np.arange(int(cy) - reach, int(cy) + reach + 1), np.arange(int(cx) - reach, int(cx) + reach + 1)
        y, x = (rows - cy)[:, None] / radius, (columns - cx)[None, :] / radius
        angle, long = rng.random() * np.pi, rng.uniform(1.0, 2.2)
        u, v = (x * np.cos(angle) + y * np.sin(angle)) / long, x * -np.sin(angle) + y * np.cos(angle)
        away = np.hypot(u, v + 0.25 * u * u)
        hollow = -np.exp(-((1.25 * away) ** 4)) + 0.22 * np.exp(-(((away - 1.25) / 0.25) ** 2))
        window = np.ix_(rows % SIZE, columns % SIZE)
        height[window] += (hollow * radius / SIZE * rng.uniform(0.3, 1.0)).astype(np.float32)
        first = 1.0 - (number + 0.5) / count
        rank[window] = np.maximum(rank[window], first * smooth(1.55 - away, 0.0, 0.1))
    ragged = 0.5 * band_noise(rng, _SHAPE, 4, 60, 0.6) + 0.5 * band_noise(rng, _SHAPE, 40, 400, 0.35)
    return np.stack([rank, height, np.clip(0.5 + 0.18 * normalised(ragged), 0.0, 1.0)], axis=-1)


def chipped(rng: np.random.Generator) -> np.ndarray:
    """How far from an edge its coat has gone. R: reach of wear, 0..1, mostly small. G: reach to the metal. B: grain."""
    slow = band_noise(rng, _SHAPE, 3, 30, 0.6)
    middle = band_noise(rng, _SHAPE, 20, 160, 0.5)
    fine = band_noise(rng, _SHAPE, 100, 460, 0.3)
    nicks = smooth(spots(rng, _SHAPE, rng.gamma(1.5, 3.0, 700).clip(1.0, 30.0), 0.25 * middle), -6.0, 3.0)
    first = ranked(0.7 * slow + 0.6 * middle + 0.35 * fine + 1.3 * nicks) ** 1.6
    deep = np.clip(first * (0.55 + 0.12 * blurred(middle, 1.0)) - 0.08 + 0.05 * fine, 0.0, 1.0)
    return np.stack([first, deep, np.clip(0.5 + 0.2 * fine, 0.0, 1.0)], axis=-1)


TEXTURES = (
    Texture("rust", "rank of cover, height of the scale, tone", (RUST_MM, RUST_MM), rust, relief=1),
    Texture("dents", "rank of dings, height, ragged noise", (DENTS_MM, DENTS_MM), dents, relief=1),
    Texture("chipped", "reach of edge wear, reach to the metal, grain", (60.0, 60.0), chipped),
)
