"""Round things on the window, drawn one after the other until they cover the share that was asked for."""

from __future__ import annotations

import numpy as np

from generator.sensor.window.glass import Plate

_MOST = 30000


def scattered_discs(
    rng: np.random.Generator, plate: Plate, share: float, middle_mm: float, spread: float, largest_mm: float
) -> tuple[np.ndarray, np.ndarray]:
    """Places (N, 2) in cells and radii (N,) in mm, log-normal. A larger share keeps those of a smaller one."""
    radii = np.minimum(middle_mm * np.exp(rng.normal(0, spread, _MOST)), largest_mm)
    places = rng.random((_MOST, 2)) * [plate.columns, plate.rows]
    areas = np.pi * radii**2
    covered = (np.cumsum(areas) - areas / 2) / plate.area_mm2
    count = int(np.searchsorted(covered, -np.log(1 - min(share, 0.95)))) if share > 0 else 0
    return places[:count], radii[:count]


def draw_discs(plate: Plate, places: np.ndarray, radii_mm: np.ndarray) -> np.ndarray:
    """(rows, columns) float32: the share of each cell that is covered, also by discs far smaller than a cell."""
    clear = np.ones((plate.rows, plate.columns), np.float32)
    for (x, y), radius in zip(places, radii_mm / plate.cell_mm, strict=True):
        at, spot = window(plate, x, y, radius + 1)
        if spot is None:
            continue
        weight = np.clip(max(radius, 0.5) + 0.5 - spot[2], 0, 1)
        total = float(weight.sum())
        clear[at] *= 1 - weight * np.float32(min(np.pi * radius**2 / total, 1.0) if total > 0 else 0)
    return 1 - clear


def window(
    plate: Plate, x: float, y: float, reach: float
) -> tuple[tuple[slice, slice], tuple[np.ndarray, np.ndarray, np.ndarray] | None]:
    """The cells within `reach` of a place; for each its offset right and down and its distance, in cells."""
    left, right = max(int(x - reach), 0), min(int(x + reach) + 1, plate.columns)
    top, bottom = max(int(y - reach), 0), min(int(y + reach) + 1, plate.rows)
    at = (slice(top, bottom), slice(left, right))
    if left >= right or top >= bottom:
        return at, None
    dx = np.arange(left, right)[None, :] + 0.5 - x
    dy = np.arange(top, bottom)[:, None] + 0.5 - y
    return at, (dx, dy, np.hypot(dx, dy))
