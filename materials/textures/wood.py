"""Wood as sawn: growth rings cut lengthwise, pores, rays, knots; glued staves and plywood. Grain runs along u.

All channels are albedo in linear Rec.709; heights and gloss follow from it (pores and late wood are dark).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np

from materials.textures import Texture
from materials.textures.noise import band_noise, grid, ranked, smooth
from materials.textures.strokes import Strokes, Trace, deposit_max, deposit_sum, taper, trace

_SHAPE = (1024, 1536)  # v, u
_TILE_MM = (900.0, 600.0)  # u, v
OAK_STAVES, BEECH_STAVES = 8, 12
_PX_PER_MM = _SHAPE[1] / _TILE_MM[0]


@dataclass(frozen=True, slots=True)
class Timber:
    """What tells one timber from another."""

    light: tuple[float, float, float]  # early wood, linear
    dark: tuple[float, float, float]  # late wood and pores
    staves: int  # glued boards over the tile; 1 is a single veneer
    ring_mm: float  # typical spacing on the face
    ring_contrast: float
    pores: int
    pore_mm: float  # mean length
    flecks: int  # rays cut open
    knots: int
    stave_spread: float  # how unlike neighbouring staves are


OAK = Timber((0.47, 0.29, 0.145), (0.17, 0.085, 0.034), OAK_STAVES, 6.0, 0.55, 14000, 5.0, 420, 2, 0.16)
BEECH = Timber((0.58, 0.365, 0.205), (0.30, 0.15, 0.07), BEECH_STAVES, 5.0, 0.25, 3000, 2.0, 5200, 0, 0.15)
BIRCH_PLY = Timber((0.66, 0.47, 0.285), (0.36, 0.21, 0.10), 1, 34.0, 0.42, 1500, 4.0, 0, 3, 0.0)


def planks(rng: np.random.Generator, count: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Owner of each pixel, distance to the nearest long joint and to the nearest butt joint, in pixels.

    All rows are equally wide and butt at u = 0: `materials.placing.staved` shuffles them.
    """
    height, width = _SHAPE
    y, x = grid(_SHAPE)
    edges = np.linspace(0.0, 1.0, count + 1)
    row = np.clip(np.searchsorted(edges, y[:, 0], side="right") - 1, 0, count - 1)
    joint = np.minimum(np.abs(y[:, 0] - edges[row]), np.abs(y[:, 0] - edges[row + 1])) * height
    butt = np.broadcast_to(np.minimum(x, 1.0 - x), _SHAPE) * width
    if count == 1:
        joint, butt = np.full(height, 1e3), np.full((height, width), 1e3)
    return np.broadcast_to(row[:, None], _SHAPE), np.broadcast_to(joint[:, None], _SHAPE), butt


def rings(rng: np.random.Generator, timber: Timber, row: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Late wood, 0..1, as the saw meets the growth rings: cathedrals in some boards, straight lines in others."""
    y, x = grid(_SHAPE)
    y_mm, x_mm = y * _TILE_MM[1], x * _TILE_MM[0]
    count = timber.staves
    pith = rng.uniform(-90.0, 90.0, count) + (np.arange(count) + 0.5) / count * _TILE_MM[1]
    depth = np.abs(rng.normal(0.0, 45.0, count)) + 4.0
    sway = band_noise(rng, _SHAPE, 1, 9, 1.2, stretch=(1.0, 2.4))
    fine = band_noise(rng, _SHAPE, 5, 60, 0.9, stretch=(1.0, 9.0))
    across = y_mm - pith[row] + 5.0 * sway
    lean = 11.0 * np.sin(2 * np.pi * (x + rng.random(count)[row])) + 0.0 * x_mm
    radius = np.hypot(across, depth[row] + lean + 16.0 * sway) + 0.9 * fine
    bulge = np.zeros(_SHAPE, np.float32)
    for _ in range(timber.knots):  # rings bend around a knot and close in it
        cy, cx = rng.random() * _TILE_MM[1], rng.random() * _TILE_MM[0]
        dy = (y_mm - cy + _TILE_MM[1] / 2) % _TILE_MM[1] - _TILE_MM[1] / 2
        dx = (x_mm - cx + _TILE_MM[0] / 2) % _TILE_MM[0] - _TILE_MM[0] / 2
        size = rng.uniform(4.0, 9.0)
        away = np.hypot(dy, dx * 0.75) / size
        bulge = np.maximum(bulge, smooth(1.25 - away, 0.0, 0.5))
        radius = radius + 2.4 * size * np.exp(-((dy / (2.2 * size)) ** 2) - (dx / (5.0 * size)) ** 2)
        radius = np.where(away < 1.2, radius * (1 - bulge) + bulge * away * size * 2.2, radius)
    spacing = timber.ring_mm * np.exp(rng.normal(0.0, 0.3, count))[row]
    place = radius / spacing + rng.random(count)[row]
    year = np.floor(place).astype(np.int64)
    phase = place - year
    strength = rng.uniform(0.45, 1.0, 4096)[year % 4096]
    late = (smooth(phase, 0.25, 0.93) * (1.0 - smooth(phase, 0.93, 1.0))) * strength
    return late.astype(np.float32), bulge


def wood(timber: Timber, rng: np.random.Generator) -> np.ndarray:
    """Albedo of a planed board or of glued staves."""
    row, joint, butt = planks(rng, timber.staves)
    late, knot = rings(rng, timber, row)
    fibre = band_noise(rng, _SHAPE, 30, 500, 0.25, stretch=(1.0, 14.0))
    figure = band_noise(rng, _SHAPE, 1, 14, 0.9, stretch=(1.0, 3.0))
    dark = np.clip(timber.ring_contrast * late + 0.075 * fibre + 0.08 * figure + 0.12, 0.0, 1.0)
    pores = np.zeros(_SHAPE, np.float32)
    start = rng.random((timber.pores, 2)) * _SHAPE
    early = 1.0 - late[start[:, 0].astype(int) % _SHAPE[0], start[:, 1].astype(int) % _SHAPE[1]]
    track, value = _lines(rng, start, timber.pore_mm, 0.25 + 0.75 * early * rng.random(timber.pores))
    deposit_max(pores, track.y, track.x, value)
    bright = np.zeros(_SHAPE, np.float64)
    start = rng.random((timber.flecks, 2)) * _SHAPE
    track, value = _lines(rng, start, 1.6, rng.uniform(-0.9, 0.25, timber.flecks))
    deposit_sum(bright, track.y, track.x, value)
    dark = dark + 0.6 * pores - 0.18 * np.clip(bright, -1, 1) + 0.75 * knot * (0.5 + 0.5 * late)
    tone = 1.0 + timber.stave_spread * rng.normal(0.0, 1.0, timber.staves)[row]
    warm = timber.stave_spread * 0.5 * rng.normal(0.0, 1.0, timber.staves)[row]
    glue = np.maximum(smooth(-joint, -1.3, -0.1), smooth(-butt, -1.1, -0.1)) * (0.35 + 0.3 * ranked(figure))
    dark = np.clip(dark, 0.0, 1.25)[..., None]
    mixed = np.asarray(timber.light) * (1.0 - dark) + np.asarray(timber.dark) * dark
    mixed = mixed * np.clip(tone, 0.5, 1.5)[..., None] * (1.0 + warm[..., None] * np.array([0.25, 0.0, -0.45]))
    return np.clip(mixed * (1.0 - 0.65 * glue[..., None]), 0.004, 0.9)


def _lines(rng: np.random.Generator, start: np.ndarray, mean_mm: float, value: np.ndarray) -> tuple[Trace, np.ndarray]:
    count = len(start)
    lines = Strokes(start, rng.normal(0.0, 0.02, count), rng.gamma(2.0, mean_mm / 2 * _PX_PER_MM, count) + 1.5,
                    np.zeros(count), value, np.zeros(count))  # fmt: skip
    track = trace(lines, 0.7)
    return track, value[track.owner] * taper(track.along, 0.7)


TEXTURES = tuple(
    Texture(name, f"albedo of {what}, grain along u", _TILE_MM, partial(wood, timber))
    for name, what, timber in (
        ("oak", "glued oak boards", OAK),
        ("beech", "glued beech staves", BEECH),
        ("birch_ply", "a rotary-cut birch veneer", BIRCH_PLY),
    )
)
