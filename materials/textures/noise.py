"""Tileable noise with a stated scale: spectra, Voronoi cells, ranks. All on a torus, so that every map repeats."""

from __future__ import annotations

import zlib

import numpy as np
from scipy.spatial import cKDTree

SIZE = 1024


def generator_of(name: str) -> np.random.Generator:
    """The random generator of one texture: a texture is the same in every scene of every user."""
    return np.random.default_rng(zlib.crc32(name.encode()))


def frequencies(shape: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    """Cycles per tile along rows and columns, (H, 1) and (1, W/2+1), for `rfft2`."""
    height, width = shape
    return np.fft.fftfreq(height, 1.0 / height)[:, None], np.fft.rfftfreq(width, 1.0 / width)[None, :]


def band_noise(
    rng: np.random.Generator,
    shape: tuple[int, int],
    low: float,
    high: float,
    slope: float = 0.0,
    stretch: tuple[float, float] = (1.0, 1.0),
) -> np.ndarray:
    """Gaussian noise with wavelengths between tile/high and tile/low; amplitude falls as frequency**-slope.

    `stretch` lengthens structures along rows (y) and columns (x). Zero mean, unit variance, (H, W) float32.
    """
    fy, fx = frequencies(shape)
    f = np.hypot(fy * stretch[0], fx * stretch[1]).astype(np.float32)
    gain = np.exp(-((f / high) ** 4)) * (1.0 - np.exp(-((f / low) ** 4)))
    gain *= np.maximum(f, 1e-3) ** np.float32(-slope)
    gain[0, 0] = 0.0
    spectrum = np.fft.rfft2(rng.standard_normal(shape, dtype=np.float32)) * gain
    return normalised(np.fft.irfft2(spectrum, s=shape))


def blurred(field: np.ndarray, sigma_y_px: float, sigma_x_px: float | None = None) -> np.ndarray:
    """Gaussian blur on the torus."""
    sigma_x_px = sigma_y_px if sigma_x_px is None else sigma_x_px
    height, width = field.shape
    fy, fx = frequencies((height, width))
    gain = np.exp(-2 * (np.pi * fy * sigma_y_px / height) ** 2) * np.exp(-2 * (np.pi * fx * sigma_x_px / width) ** 2)
    return np.fft.irfft2(np.fft.rfft2(field) * gain, s=field.shape).astype(np.float32)


def normalised(field: np.ndarray) -> np.ndarray:
    """Zero mean, unit variance, float32."""
    field = field - field.mean()
    return (field / max(float(field.std()), 1e-12)).astype(np.float32)


def ranked(field: np.ndarray) -> np.ndarray:
    """The rank of each pixel among all, evenly spread over 0..1: the share of pixels below t is t."""
    order = np.argsort(field, axis=None, kind="stable")
    ranks = np.empty(field.size, np.float32)
    ranks[order] = (np.arange(field.size, dtype=np.float32) + 0.5) / field.size
    return ranks.reshape(field.shape)


def tarnish(rng: np.random.Generator, shape: tuple[int, int], stretch: tuple[float, float] = (1.0, 1.0)) -> np.ndarray:
    """What grows on metal: ragged at every scale down to its grain, dotted with specks; nothing round or soft. 0..1."""
    cloud = smooth(band_noise(rng, shape, 2, 300, 1.0, stretch), -1.0, 3.2)
    grain = smooth(band_noise(rng, shape, 40, 400, 0.35, stretch), -1.4, 2.0)
    specks = smooth(band_noise(rng, shape, 60, 240, 0.2), 2.1, 3.6)
    return np.clip(cloud * (0.35 + 0.65 * grain) + 0.7 * specks * cloud, 0.0, 1.0)


def smooth(field: np.ndarray, low: float, high: float) -> np.ndarray:
    """Smoothstep from 0 at `low` to 1 at `high`."""
    t = np.clip((field - low) / (high - low), 0.0, 1.0)
    return (t * t * (3.0 - 2.0 * t)).astype(np.float32)


def grid(shape: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    """Pixel centres in 0..1 along rows and columns, (H, 1) and (1, W) float32."""
    height, width = shape
    y = (np.arange(height, dtype=np.float32)[:, None] + 0.5) / height
    x = (np.arange(width, dtype=np.float32)[None, :] + 0.5) / width
    return y, x


def cells(
    rng: np.random.Generator, shape: tuple[int, int], count: int, points: np.ndarray | None = None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Voronoi cells of `count` random points (or of `points`, (N, 2) in 0..1): nearest distance, second, owner.

    Distances in units of the mean spacing of the points.
    """
    points = rng.random((count, 2)) if points is None else points
    y, x = grid(shape)
    where = np.stack(np.broadcast_arrays(y, x), axis=-1).reshape(-1, 2)
    distance, owner = cKDTree(points, boxsize=1.0).query(where, k=2)
    spacing = 1.0 / np.sqrt(len(points))
    first, second = (distance[:, i].reshape(shape).astype(np.float32) / spacing for i in (0, 1))
    return first, second, owner[:, 0].reshape(shape)


def warped(field: np.ndarray, shift_y_px: np.ndarray, shift_x_px: np.ndarray) -> np.ndarray:
    """The field looked up at displaced places, bilinear, on the torus."""
    height, width = field.shape
    y = np.arange(height, dtype=np.float32)[:, None] + shift_y_px
    x = np.arange(width, dtype=np.float32)[None, :] + shift_x_px
    y0, x0 = np.floor(y).astype(np.int64), np.floor(x).astype(np.int64)
    ty, tx = (y - y0).astype(np.float32), (x - x0).astype(np.float32)
    y0, x0 = y0 % height, x0 % width
    y1, x1 = (y0 + 1) % height, (x0 + 1) % width
    top = field[y0, x0] * (1 - tx) + field[y0, x1] * tx
    bottom = field[y1, x0] * (1 - tx) + field[y1, x1] * tx
    return (top * (1 - ty) + bottom * ty).astype(np.float32)


def spots(
    rng: np.random.Generator, shape: tuple[int, int], radii_px: np.ndarray, ragged: np.ndarray | float = 0.0
) -> np.ndarray:
    """Round spots at random places: for each pixel the largest (radius - distance), in pixels, over all spots.

    `ragged` (H, W) lengthens distances, so that rims fray. Far from any spot the field is very negative.
    """
    height, width = shape
    rough = np.broadcast_to(np.asarray(ragged, np.float32), shape)
    field = np.full(shape, -1e3, np.float32)
    for (cy, cx), radius in zip(rng.random((len(radii_px), 2)) * shape, radii_px, strict=True):
        reach = int(min(radius * 1.8 + 4, min(shape) / 2 - 1))
        rows = np.arange(int(cy) - reach, int(cy) + reach + 1)
        columns = np.arange(int(cx) - reach, int(cx) + reach + 1)
        away = np.hypot((rows - cy)[:, None], (columns - cx)[None, :]).astype(np.float32)
        window = np.ix_(rows % height, columns % width)
        field[window] = np.maximum(field[window], radius - away * (1.0 + rough[window]))
    return field
