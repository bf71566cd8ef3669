"""ISO 2936 hexagon keys: a hexagonal bar, bent, both ends chamfered."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from hulls import Hull
from raw import RawPart
from surface import trusted
from sweep import swept

_LEGS_MM = {3: (63.0, 20.0), 4: (70.0, 25.0), 5: (80.0, 28.0), 6: (90.0, 32.0), 8: (100.0, 36.0)}  # long, short


def hex_key(flats: int) -> RawPart:
    """A key with its long leg along x and its short leg along +z, outer faces at the norm's lengths."""
    long, short = _LEGS_MM[flats]
    bend = 1.6 * flats
    corner = flats / np.sqrt(3)
    arc = np.linspace(0, np.pi / 2, 13)
    ease = 0.18 * flats
    straight = long - flats / 2 - bend
    rise = short - flats / 2 - bend
    xs = [0, ease, *(np.array([0.33, 0.66, 1.0]) * straight)]
    line = [(x, 0.0) for x in xs] + [(straight + bend * np.sin(a), bend - bend * np.cos(a)) for a in arc[1:]]
    line += [(straight + bend, bend + z) for z in (*(np.array([0.5]) * rise), rise - ease, rise)]
    flat = np.array(line)
    angle = np.concatenate([np.zeros(len(xs)), arc[1:], np.full(3, np.pi / 2)])
    centres = np.stack([flat[:, 0], np.zeros(len(flat)), flat[:, 1]], axis=1)
    across = np.stack([-np.sin(angle), np.zeros(len(angle)), np.cos(angle)], axis=1)
    up = np.tile([0.0, -1.0, 0.0], (len(angle), 1))
    section, normals = _hexagon(corner, 0.025 * flats)
    scale = np.ones(len(angle))
    scale[[0, -1]] = 1 - 0.16
    surface = swept(centres, across, up, section, normals, scale=scale)
    hulls = [
        _piece(centres, across, up, section, rows) for rows in ((0, 1, 4), (4, 8), (8, 12), (12, 16), (16, 18, 19))
    ]
    return RawPart([trusted(surface, 0.93)], hulls, (1.0, 0.0, 0.0))


def _hexagon(corner: float, round_mm: float) -> tuple[np.ndarray, np.ndarray]:
    """A hexagon, flats towards +x, whose corners are two short facets that shade as a rounding."""
    points, normals = [], []
    for k in range(6):
        middle = np.pi / 6 + k * np.pi / 3
        before, after = middle - np.pi / 6, middle + np.pi / 6
        tip = corner * np.array([np.cos(middle), np.sin(middle)])
        out = [np.array([np.cos(a), np.sin(a)]) for a in (before, after)]
        along = [np.array([-o[1], o[0]]) for o in out]
        points += [tip - along[0] * round_mm, tip + along[1] * round_mm]
        normals += [[out[0], out[1]], [out[1], out[1]]]
    return np.array(points), np.array(normals)


def _piece(centres: np.ndarray, across: np.ndarray, up: np.ndarray, section: np.ndarray, rows: tuple[int, ...]) -> Hull:
    pick = list(range(rows[0], rows[-1] + 1))
    return np.concatenate([centres[i] + section[:, :1] * across[i] + section[:, 1:] * up[i] for i in pick])


PARTS: dict[str, Callable[[], RawPart]] = {f"hex_key_{flats}": partial(hex_key, flats) for flats in (3, 5, 6)}
