"""What years of work leave on benches, mats, floors and walls, at their true size: one map of four channels each.

R: tone (a share by which the colour departs); G: soiling (oil, drips, cup rings), 0..1; B: marks (cuts, drill holes,
tyre and heel marks, cracks), 0..1; A: change of roughness (wipes, rubbed and scuffed places). Nothing here is a cloud
for its own sake: what is wide is faint, what is strong is narrow.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial

import numpy as np

from materials.textures import Texture
from materials.textures.noise import band_noise, blurred, smooth, spots
from materials.textures.strokes import Strokes, deposit_max, deposit_sum, taper, trace

_SIZE = 1024
_SHAPE = (_SIZE, _SIZE)


@dataclass(frozen=True, slots=True)
class Use:
    """How a surface is used. Lengths in millimetres, counts for the whole tile."""

    tile_mm: float
    cuts: tuple[int, float] = (0, 0.0)  # straight knife cuts: how many, mean length
    scuffs: tuple[int, float] = (0, 0.0)  # dull drags: how many, mean length
    wipes: int = 0  # long, broad strokes of a cloth or a mop
    drips: int = 0
    rings: int = 0  # of cups and tins
    holes: int = 0  # drilled by mistake
    clamps: int = 0  # round marks of clamp pads
    tyres: int = 0  # tracks of trolleys and lifters
    cracks: int = 0
    worn: float = 0.0  # how much work rubs some places
    mottle: float = 0.022  # tone of the substance itself, at 5 to 100 mm
    pale: float = 0.0  # how much cuts and drags lighten the tone: on mats they are pale, not dark
    joints: tuple[float, ...] = field(default=())  # saw cuts across the slab, as shares of the tile

    @property
    def px_per_mm(self) -> float:
        """Pixels of the map for a millimetre of the surface."""
        return _SIZE / self.tile_mm


BENCH = Use(1000.0, cuts=(420, 45.0), scuffs=(150, 70.0), wipes=46, drips=260, rings=4, holes=7, clamps=5, worn=0.5)
MAT = Use(900.0, cuts=(300, 70.0), scuffs=(120, 60.0), wipes=60, drips=90, rings=1, clamps=2, worn=0.7, pale=0.9)
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
WALL = Use(2000.0, scuffs=(110, 120.0), drips=16, holes=14, cracks=1, worn=0.15, mottle=0.01)


def trodden(use: Use, rng: np.random.Generator) -> np.ndarray:
    """The four channels of one use."""
    marks, rough = np.zeros(_SHAPE, np.float32), np.zeros(_SHAPE, np.float64)
    _draw_cuts(rng, use, marks)
    _draw_scuffs(rng, use, marks, rough)
    wiped = _wipes(rng, use)
    soil = _soil(rng, use)
    pale, marks = use.pale * marks, (1.0 - 0.8 * use.pale) * marks
    _draw_holes(rng, use, marks)
    tyres = _tyres(rng, use)
    cracks = _cracks(rng, use)
    rubbed = use.worn * smooth(band_noise(rng, _SHAPE, 1, 5, 0.8), 0.2, 2.4)
    fine = band_noise(rng, _SHAPE, 30, 500, 0.35)
    mottle = band_noise(rng, _SHAPE, 24, 300, 0.75)
    broad = band_noise(rng, _SHAPE, 1, 6, 0.6)
    tone = 0.022 * fine + use.mottle * mottle + 0.012 * broad + 0.035 * wiped + 0.05 * rubbed + pale
    marks = np.maximum(np.maximum(marks, 0.85 * tyres), cracks)
    gloss = 0.16 * rough + 0.10 * wiped - 0.12 * rubbed - 0.25 * soil + 0.2 * tyres
    return np.stack([tone, soil, np.clip(marks, 0, 1), np.clip(gloss, -0.4, 0.4)], axis=-1)


def _draw_cuts(rng: np.random.Generator, use: Use, marks: np.ndarray) -> None:
    """Straight, thin, many of them along one edge and some in families, as a ruler leads the knife."""
    count, mean_mm = use.cuts
    if not count:
        return
    ruled = rng.random(count) < 0.6
    angle = np.where(ruled, rng.choice([0.0, np.pi / 2], count) + rng.normal(0, 0.03, count), rng.random(count) * np.pi)
    lines = Strokes(
        rng.random((count, 2)) * _SIZE, angle, rng.gamma(1.3, mean_mm / 1.3 * use.px_per_mm, count).clip(3, 500),
        rng.normal(0, 0.02, count), np.minimum(rng.gamma(1.2, 0.3, count), 1.0), np.zeros(count),
    )  # fmt: skip
    track = trace(lines, 0.7)
    deposit_max(marks, track.y, track.x, lines.value[track.owner] * taper(track.along, 0.2))


def _draw_scuffs(rng: np.random.Generator, use: Use, marks: np.ndarray, rough: np.ndarray) -> None:
    """Bands of fine parallel drags, 4 to 20 mm wide: boxes pushed, soles turned."""
    count, mean_mm = use.scuffs
    lines = Strokes(
        rng.random((count, 2)) * _SIZE, rng.random(count) * np.pi, rng.gamma(1.6, mean_mm / 1.6 * use.px_per_mm, count),
        rng.normal(0, 0.35, count), rng.uniform(0.15, 0.9, count), rng.random(count) * 1.5,
    )  # fmt: skip
    track = trace(lines, 0.8)
    half_px = max(4.0 * use.px_per_mm, 1.5)
    for offset in np.linspace(-half_px, half_px, int(2 * half_px / 0.9) + 2):
        lay = rng.random(count)[track.owner] ** 2  # each line of the drag presses by itself
        value = lines.value[track.owner] * taper(track.along, 0.7) * lay
        y, x = track.y + offset * track.across_y, track.x + offset * track.across_x
        deposit_sum(rough, y, x, 0.6 * value)
        dark = rng.random(count)[track.owner] < 0.25
        deposit_max(marks, y, x, 0.4 * value * dark)
    np.clip(rough, 0.0, 1.5, out=rough)


def _wipes(rng: np.random.Generator, use: Use) -> np.ndarray:
    """Broad strokes of a cloth or a mop, made of hair-thin streaks; faint, signed."""
    field_ = np.zeros(_SHAPE, np.float64)
    count = use.wipes
    if not count:
        return field_.astype(np.float32)
    main = rng.normal(0.0, 0.35, count) + rng.choice([0.0, 1.2], count, p=[0.75, 0.25])
    strokes = Strokes(rng.random((count, 2)) * _SIZE, main, rng.gamma(3.0, 90, count), rng.normal(0, 0.5, count),
                      rng.choice([-1.0, 1.0], count) * rng.uniform(0.3, 1.0, count), rng.random(count) * 4)  # fmt: skip
    track = trace(strokes, 0.9)
    half_px = 38.0 * use.px_per_mm
    for offset in np.arange(-half_px, half_px, 1.1):
        hair = rng.normal(0.35, 0.65, count)[track.owner]
        value = strokes.value[track.owner] * hair * taper(track.along, 0.9) * (1 - (offset / half_px) ** 2)
        deposit_sum(field_, track.y + offset * track.across_y, track.x + offset * track.across_x, value)
    return np.clip(field_, -1.6, 1.6).astype(np.float32)


def _soil(rng: np.random.Generator, use: Use) -> np.ndarray:
    """Drips and their satellites, oily spots with a halo, rings of cups. 0..1."""
    fray = 0.16 * band_noise(rng, _SHAPE, 6, 160, 0.8)
    scale = use.px_per_mm
    drops = spots(rng, _SHAPE, rng.gamma(0.9, 2.6 * scale, use.drips).clip(0.3, 16 * scale), fray)
    soil = smooth(drops, -0.6, 0.6) * np.clip(0.55 + 0.35 * band_noise(rng, _SHAPE, 4, 40), 0.05, 1.0)
    pools = spots(rng, _SHAPE, rng.gamma(1.5, 12.0 * scale, max(use.drips // 45, 1)).clip(2, 60 * scale), 1.5 * fray)
    rim = smooth(-np.abs(pools), -1.6, 0.0)
    soil = np.maximum(soil, 0.25 * smooth(pools, -1.0, 6.0) + 0.4 * rim)
    for _ in range(use.rings):
        ring = spots(rng, _SHAPE, np.array([rng.uniform(34, 44) * scale]), 0.01 * fray)
        broken = smooth(band_noise(rng, _SHAPE, 3, 14), -0.5, 1.0)
        soil = np.maximum(soil, 0.7 * smooth(-np.abs(ring - 2.0), -1.8, -0.3) * broken)
    return np.clip(soil, 0.0, 1.0).astype(np.float32)


def _draw_holes(rng: np.random.Generator, use: Use, marks: np.ndarray) -> None:
    """Drill holes of 2 to 6 mm and the round bruises of clamp pads, 25 mm."""
    scale = use.px_per_mm
    if use.holes:
        holes = spots(rng, _SHAPE, rng.uniform(1.0, 3.0, use.holes) * scale)
        np.maximum(marks, smooth(holes, -0.6, 0.5), out=marks)
    if use.clamps:
        pads = spots(rng, _SHAPE, np.full(use.clamps, 12.5 * scale))
        broken = smooth(band_noise(rng, _SHAPE, 6, 60), -0.6, 1.2)
        np.maximum(marks, 0.55 * smooth(-np.abs(pads), -1.3, 0.0) * broken, out=marks)


def _tyres(rng: np.random.Generator, use: Use) -> np.ndarray:
    """Pairs of rubber tracks 60 mm wide: dark at their edges, streaked, broken. 0..1."""
    canvas = np.zeros(_SHAPE, np.float32)
    for _ in range(use.tyres):
        start, angle, bend = rng.random(2) * _SIZE, rng.random() * np.pi, rng.normal(0, 0.6)
        length, dark = rng.uniform(0.5, 1.3) * _SIZE, rng.uniform(0.3, 1.0)
        for side in (0.0, rng.uniform(480.0, 760.0) * use.px_per_mm):
            shifted = start + side * np.array([np.cos(angle), -np.sin(angle)])
            one = np.ones(1)
            track = trace(Strokes(shifted[None], angle * one, length * one, bend * one, one, 0 * one), 0.8)
            half = rng.uniform(20.0, 32.0) * use.px_per_mm
            for offset in np.arange(-half, half, 0.9):
                edge = 0.25 + 0.75 * (abs(offset) / half) ** 3
                value = dark * edge * rng.uniform(0.3, 1.0) * taper(track.along, 0.5)
                deposit_max(canvas, track.y + offset * track.across_y, track.x + offset * track.across_x, value)
    broken = smooth(band_noise(rng, _SHAPE, 20, 300, 0.5), -1.3, 1.2)
    return (canvas * broken).astype(np.float32)


def _cracks(rng: np.random.Generator, use: Use) -> np.ndarray:
    """Hairline cracks that wander and fork, and sawn joints 4 mm wide. 0..1."""
    canvas = np.zeros(_SHAPE, np.float32)
    for _ in range(use.cracks):
        heads = [(rng.random(2) * _SIZE, rng.uniform(0, 2 * np.pi), 60)]
        while heads:
            place, angle, left = heads.pop()
            for step in range(left):
                angle += rng.normal(0.0, 0.3)
                one = np.ones(1)
                line = Strokes(place[None], angle * one, rng.uniform(4, 14) * one, rng.normal(0, 0.5, 1), one, 0 * one)
                track = trace(line, 0.5)
                deposit_max(canvas, track.y, track.x, np.full(len(track.y), 0.8 - 0.5 * step / left))
                place = np.array([track.y[-1], track.x[-1]])
                if rng.random() < 0.04 and left > 14:
                    heads.append((place, angle + rng.choice([-0.9, 0.9]), left // 3))
    for share in use.joints:
        middle = share * _SIZE
        rows = np.arange(_SIZE)
        dent = smooth(2.0 * use.px_per_mm - np.abs(rows - middle), -0.5, 0.5)[:, None]
        chipped = 0.9 * smooth(band_noise(rng, _SHAPE, 30, 400, 0.3), -2.2, 0.0)
        canvas = np.maximum(canvas, blurred(dent * chipped, 0.4))
    return canvas


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
