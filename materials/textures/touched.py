"""Maps of made things that hands touch: moulded plastic, paint, hammer paint, drawn jackets, textiles.

One lookup must say all: the first channel is a change of roughness, with the hairlines and prints of handling in it;
the second is a rank or a stain; the last two are the gradient of the relief. 640 pixels a side keep a map in the cache
of a processor, where a lookup costs half.
"""

from __future__ import annotations

import numpy as np

from materials.textures import Texture
from materials.textures.handling import fingerprint
from materials.textures.noise import band_noise, blurred, cells, grid, normalised, ranked, smooth, spots
from materials.textures.strokes import Strokes, deposit_max, taper, trace

_SIZE = 640
_SHAPE = (_SIZE, _SIZE)
_TILE_MM = 80.0
_PX_PER_MM = _SIZE / _TILE_MM


def handled(rng: np.random.Generator, prints: int = 4, lines: int = 420) -> np.ndarray:
    """Hairlines in families, prints and a wipe, (H, W) 0..1: what a thing gets between its box and the bench."""
    marks = np.zeros(_SHAPE, np.float32)
    family = rng.integers(0, 14, lines)
    straight = Strokes(
        start=rng.random((14, 2))[family] * _SIZE + rng.normal(0.0, 8.0 * _PX_PER_MM, (lines, 2)),
        angle=(rng.random(14) * np.pi)[family] + rng.normal(0.0, 0.08, lines),
        length=rng.gamma(1.4, 6.0 * _PX_PER_MM, lines).clip(5, 500),
        bend=rng.normal(0.0, 0.2, lines),
        value=np.minimum(rng.gamma(1.1, 0.3, lines), 1.0),
        wander=rng.random(lines) * 0.6,
    )
    track = trace(straight, 0.8)
    deposit_max(marks, track.y, track.x, straight.value[track.owner] * taper(track.along))
    for _ in range(prints):
        _press(rng, marks)
    return marks


def _press(rng: np.random.Generator, marks: np.ndarray) -> None:
    """One fingerprint somewhere on the tile."""
    stamp = fingerprint(rng, 1.0 / _PX_PER_MM)
    rows, columns = np.nonzero(stamp > 0.05)
    angle, (cy, cx) = rng.uniform(0, 2 * np.pi), rng.random(2) * _SIZE
    dy, dx = rows - stamp.shape[0] / 2, columns - stamp.shape[1] / 2
    y = cy + dy * np.cos(angle) - dx * np.sin(angle)
    x = cx + dy * np.sin(angle) + dx * np.cos(angle)
    deposit_max(marks, y, x, stamp[rows, columns] * rng.uniform(0.3, 0.8))


def specks(rng: np.random.Generator, count: int = 260) -> np.ndarray:
    """Specks of dirt in drifts and a few dried drops, (H, W) 0..1: most of a surface has none."""
    dots = smooth(spots(rng, _SHAPE, rng.gamma(1.2, 0.6, count).clip(0.3, 4)), -0.6, 0.6)
    drift = smooth(band_noise(rng, _SHAPE, 2, 12, 0.7), -0.6, 1.6)
    drops = spots(rng, _SHAPE, rng.gamma(1.4, 4.0, 4), 0.2 * band_noise(rng, _SHAPE, 4, 60, 0.8))
    rings = smooth(-np.abs(drops - 0.5), -2.6, 0.0) * smooth(band_noise(rng, _SHAPE, 3, 60), -0.5, 2.0)
    return np.maximum(0.9 * dots * drift, 0.3 * rings)


def moulded(rng: np.random.Generator) -> np.ndarray:
    """Spark-eroded mould texture of 0.3 to 1 mm, flow lines. Height, roughness, stain."""
    spark = normalised(np.abs(band_noise(rng, _SHAPE, 80, 260, 0.3)) ** 1.4)
    height = 0.28 * spark + 0.1 * band_noise(rng, _SHAPE, 2, 8, 0.8)
    flow = band_noise(rng, _SHAPE, 3, 160, 0.7, stretch=(1.0, 5.0))
    rough = 0.05 * flow + 0.03 * spark + 0.3 * handled(rng)
    return np.stack([np.clip(height, -1.0, 1.2), rough, specks(rng)], axis=-1)


def paint(rng: np.random.Generator) -> np.ndarray:
    """Orange peel of 1.5 to 3 mm, dust nibs. Height, roughness, rank of chips (1 chips first)."""
    near, second, _ = cells(rng, (_SIZE // 2, _SIZE // 2), 1300)
    dimples = np.kron(smooth(second - near, 0.0, 0.8), np.ones((2, 2), np.float32))
    peel = normalised(blurred(dimples, 4.0)) + 0.6 * band_noise(rng, _SHAPE, 10, 50, 0.4)
    nibs = smooth(spots(rng, _SHAPE, rng.gamma(2.0, 0.4, 120)), -1.2, 1.2)
    height = np.clip(0.4 * normalised(peel) + 1.0 * nibs, -1.2, 1.6)
    return np.stack([height, 0.3 * handled(rng) + 0.02 * peel, chip_ranks(rng)], axis=-1)


def chip_ranks(rng: np.random.Generator) -> np.ndarray:
    """Where a coat breaks away: ragged spots of many sizes, in clusters. Above 1 - s lies a share of about 0.1 s."""
    ragged = 0.35 * band_noise(rng, _SHAPE, 16, 200, 0.9)
    cluster = band_noise(rng, _SHAPE, 2, 9, 0.6)
    chips = np.full(_SHAPE, -1e3, np.float32)
    for count, typical_px, most_px in ((12, 5.0, 22.0), (120, 2.0, 9.0), (360, 0.8, 3.0)):
        radii = rng.gamma(1.2, typical_px, count).clip(0.3, most_px)
        chips = np.maximum(chips, spots(rng, _SHAPE, radii, ragged) / (1.0 + 0.2 * typical_px))
    return np.clip((ranked(chips + 0.5 * cluster) - 0.9) / 0.1, 0.0, 1.0)


def hammer(rng: np.random.Generator) -> np.ndarray:
    """Hammer paint: round dimples of 3 to 5 mm with sharp lanes of darker leaf between. Height, roughness, lanes."""
    near, second, owner = cells(rng, _SHAPE, 420)
    lane = 1.0 - smooth(second - near, 0.02, 0.3)
    deep = rng.uniform(0.6, 1.2, 420).astype(np.float32)[owner]
    bowl = blurred(deep * np.minimum(near, 0.55) ** 2 * 2.2 + 0.18 * lane, 1.3)
    leaf = 0.3 * smooth(band_noise(rng, _SHAPE, 120, 300, 0.1), 0.4, 2.4)
    height = 0.5 * normalised(bowl)
    return np.stack([height, 0.25 * handled(rng, 2), np.clip(blurred(lane, 1.0) + leaf, 0, 1)], axis=-1)


def drawn(rng: np.random.Generator) -> np.ndarray:
    """The skin of an extruded jacket: fine die lines along u, a dull bloom, scuffs. Height, roughness, specks."""
    lines = band_noise(rng, _SHAPE, 20, 300, 0.4, stretch=(1.0, 40.0))
    orange = band_noise(rng, _SHAPE, 40, 160, 0.3)
    height = np.clip(0.25 * lines + 0.14 * orange, -1, 1)
    return np.stack([height, 0.05 * lines + 0.35 * handled(rng, 2, 700), specks(rng)], axis=-1)


def weave(rng: np.random.Generator, per_tile: int, mesh: float) -> np.ndarray:
    """Plain weave: threads over and under, `per_tile` pairs. `mesh` opens it. Height, tone, gaps (0..1)."""
    y, x = grid(_SHAPE)
    wander = 0.12 * band_noise(rng, _SHAPE, 4, 60, 0.8)
    u, v = x * per_tile * 2 + wander, y * per_tile * 2 + wander.T
    over = np.cos(np.pi * np.floor(u)) * np.cos(np.pi * np.floor(v))
    across_u, across_v = np.abs(np.sin(np.pi * u)), np.abs(np.sin(np.pi * v))
    warp, weft = across_u * (0.75 + 0.25 * over * across_v), across_v * (0.75 - 0.25 * over * across_u)
    height = np.maximum(warp, weft)
    gap = smooth(1.0 - height, 0.25 - 0.2 * mesh, 0.6)
    fibre = band_noise(rng, _SHAPE, 120, 300, 0.2)
    crease = band_noise(rng, _SHAPE, 1, 10, 1.2, stretch=(1.0, 2.5))
    slub = _yarns(rng, per_tile * 2) * (warp >= weft) + _yarns(rng, per_tile * 2).T * (weft > warp)
    tone = 0.10 * fibre + 0.3 * (height - 0.8) + 0.04 * crease + 0.09 * slub
    return np.stack([height + 0.1 * fibre + 0.8 * crease, np.minimum(tone, 0.0), gap], axis=-1)


def _yarns(rng: np.random.Generator, count: int) -> np.ndarray:
    """(H, W) how each upright yarn is thicker or paler than the next, and along its own length; unit variance.

    It is what shows of a weave from farther off than single threads can be told.
    """
    owner = np.minimum(np.arange(_SIZE) * count // _SIZE, count - 1)
    along = blurred(rng.standard_normal((_SIZE, count)).astype(np.float32), 30.0, 0.0)
    return normalised(rng.standard_normal(count)[None, :] + 1.2 * normalised(along))[:, owner]


def knit(rng: np.random.Generator) -> np.ndarray:
    """The stocking stitch of a work glove: columns of V, 2 mm wide, fuzz. Height, tone, gaps."""
    y, x = grid(_SHAPE)
    wander = 0.06 * band_noise(rng, _SHAPE, 3, 40, 0.9)
    u, v = x * 40 + wander, y * 52 + wander
    slant = np.abs((u % 1.0) - 0.5) * 1.4
    stitch = 0.5 + 0.5 * np.cos(2 * np.pi * (v - slant))
    column = np.abs(np.sin(np.pi * u)) ** 0.6
    fuzz = band_noise(rng, _SHAPE, 100, 300, 0.1)
    height = 0.7 * stitch * column + 0.12 * fuzz
    soil = smooth(band_noise(rng, _SHAPE, 2, 60, 0.9), 0.2, 2.6)
    tone = 0.25 * (stitch * column - 0.5) + 0.08 * fuzz - 0.25 * soil
    return np.stack([height, np.minimum(tone, 0.1), smooth(1 - stitch * column, 0.6, 1.0)], axis=-1)


def _hi_vis(rng: np.random.Generator) -> np.ndarray:
    return weave(rng, 64, 0.2)


def _rag(rng: np.random.Generator) -> np.ndarray:
    """A wiping cloth: an open weave, oil soaked into it in patches, darker where each stopped, and wiped streaks."""
    height, tone, gap = np.moveaxis(weave(rng, 130, 0.3), -1, 0)
    spread = band_noise(rng, _SHAPE, 1, 9, 1.3) + 0.15 * band_noise(rng, _SHAPE, 30, 120, 0.6)
    rim = np.exp(-(((spread - 0.5) / 0.1) ** 2))
    soaked = smooth(spread, 0.25, 0.85) * (0.6 + 0.3 * rim)
    wiped = 0.8 * smooth(band_noise(rng, _SHAPE, 2, 40, 0.8, stretch=(1.0, 4.0)), 1.0, 2.0)
    return np.stack([height, tone, np.maximum(np.maximum(soaked, wiped), 0.35 * gap)], axis=-1)


TEXTURES = (
    Texture("touched_moulded", "moulded: roughness, stain, slope", (_TILE_MM, _TILE_MM), moulded, relief=0),
    Texture("touched_paint", "paint: roughness, rank of chips, slope", (_TILE_MM, _TILE_MM), paint, relief=0),
    Texture("touched_hammer", "hammer paint: roughness, lanes, slope", (_TILE_MM, _TILE_MM), hammer, relief=0),
    Texture("touched_drawn", "extruded jacket: roughness, specks, slope", (_TILE_MM, _TILE_MM), drawn, relief=0),
    Texture("textile_weave", "hi-vis cloth: tone, gaps, slope", (_TILE_MM, _TILE_MM), _hi_vis, relief=0),
    Texture("textile_rag", "wiping cloth: tone, oil, slope", (200.0, 200.0), _rag, relief=0),
    Texture("textile_knit", "glove knit: tone, gaps, slope", (_TILE_MM, _TILE_MM), knit, relief=0),
)
