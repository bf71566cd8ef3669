"""How a surface is used, and the marks of it one by one: cuts, drags, holes, tyre tracks, cracks."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from materials.textures.noise import band_noise, blurred, smooth, spots
from materials.textures.strokes import Strokes, deposit_max, deposit_sum, taper, trace

SIZE = 1024
SHAPE = (SIZE, SIZE)


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
        return SIZE / self.tile_mm


def draw_cuts(rng: np.random.Generator, use: Use, marks: np.ndarray) -> None:
    """Straight, thin, many of them along one edge and some in families, as a ruler leads the knife."""
    count, mean_mm = use.cuts
    if not count:
        return
    ruled = rng.random(count) < 0.6
    angle = np.where(ruled, rng.choice([0.0, np.pi / 2], count) + rng.normal(0, 0.03, count), rng.random(count) * np.pi)
    lines = Strokes(
        rng.random((count, 2)) * SIZE, angle, rng.gamma(1.3, mean_mm / 1.3 * use.px_per_mm, count).clip(3, 500),
        rng.normal(0, 0.02, count), np.minimum(rng.gamma(1.2, 0.3, count), 1.0), np.zeros(count),
    )  # fmt: skip
    track = trace(lines, 0.7)
    deposit_max(marks, track.y, track.x, lines.value[track.owner] * taper(track.along, 0.2))


def draw_scuffs(rng: np.random.Generator, use: Use, marks: np.ndarray, rough: np.ndarray) -> None:
    """Bands of fine parallel drags, 4 to 20 mm wide: boxes pushed, soles turned."""
    count, mean_mm = use.scuffs
    lines = Strokes(
        rng.random((count, 2)) * SIZE, rng.random(count) * np.pi, rng.gamma(1.6, mean_mm / 1.6 * use.px_per_mm, count),
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


def draw_holes(rng: np.random.Generator, use: Use, marks: np.ndarray) -> None:
    """Drill holes of 2 to 6 mm and the round bruises of clamp pads, 25 mm."""
    scale = use.px_per_mm
    if use.holes:
        holes = spots(rng, SHAPE, rng.uniform(1.0, 3.0, use.holes) * scale)
        np.maximum(marks, smooth(holes, -0.6, 0.5), out=marks)
    if use.clamps:
        pads = spots(rng, SHAPE, np.full(use.clamps, 12.5 * scale))
        broken = smooth(band_noise(rng, SHAPE, 6, 60), -0.6, 1.2)
        np.maximum(marks, 0.55 * smooth(-np.abs(pads), -1.3, 0.0) * broken, out=marks)


def splashes(rng: np.random.Generator, use: Use, fray: np.ndarray) -> np.ndarray:
    """Drips in splashes and trails, 0..1: many tiny and faint ones, few large, few strong, some dried to a rim.

    Even spots, evenly strewn, are what a noise makes; a spill has a middle, a direction and a lightness of its own.
    """
    canvas = np.zeros(SHAPE, np.float32)
    spills = max(use.drips // 11, 1)
    spill = rng.integers(0, spills, use.drips)
    reach = rng.gamma(1.2, 30.0 * use.px_per_mm, (spills, 1)) * np.array([[1.0, 0.3]])
    turn = rng.random(spills) * np.pi
    along, across = np.moveaxis(rng.normal(0.0, 1.0, (use.drips, 2)) * reach[spill], 1, 0)
    c, s = np.cos(turn)[spill], np.sin(turn)[spill]
    middle = (rng.random((spills, 2)) * SIZE)[spill] + np.stack(
        [along * s + across * c, along * c - across * s], axis=1
    )
    radius = np.exp(rng.normal(-0.1, 0.75, use.drips)).clip(0.2, 8.0) * use.px_per_mm
    strong = rng.beta(1.1, 3.0, spills)[spill] * rng.uniform(0.5, 1.2, use.drips)
    dried = (rng.random(spills) < 0.4)[spill]
    for (cy, cx), size, value, ring in zip(middle, radius, strong, dried, strict=True):
        pad = int(1.6 * size) + 3
        window = np.ix_(
            np.arange(int(cy) - pad, int(cy) + pad + 1) % SIZE, np.arange(int(cx) - pad, int(cx) + pad + 1) % SIZE
        )
        y, x = np.arange(-pad, pad + 1) + int(cy) - cy, np.arange(-pad, pad + 1) + int(cx) - cx
        inside = size - np.hypot(y[:, None], x[None, :]) * (1.0 + 1.5 * fray[window])
        body = np.clip(inside + 0.5, 0.0, 1.0) * min(2.0 * size, 1.0)
        if ring and size > 2.0:
            body *= 0.35 + 0.65 * np.exp(-np.abs(inside) / (0.15 * size + 0.6))
        canvas[window] = np.maximum(canvas[window], value * body)
    return canvas


def tyres(rng: np.random.Generator, use: Use) -> np.ndarray:
    """Pairs of rubber tracks 60 mm wide: dark at their edges, streaked, broken. 0..1."""
    canvas = np.zeros(SHAPE, np.float32)
    for _ in range(use.tyres):
        start, angle, bend = rng.random(2) * SIZE, rng.random() * np.pi, rng.normal(0, 0.6)
        length, dark = rng.uniform(0.5, 1.3) * SIZE, rng.uniform(0.3, 1.0)
        for side in (0.0, rng.uniform(480.0, 760.0) * use.px_per_mm):
            shifted = start + side * np.array([np.cos(angle), -np.sin(angle)])
            one = np.ones(1)
            track = trace(Strokes(shifted[None], angle * one, length * one, bend * one, one, 0 * one), 0.8)
            half = rng.uniform(20.0, 32.0) * use.px_per_mm
            for offset in np.arange(-half, half, 0.9):
                edge = 0.25 + 0.75 * (abs(offset) / half) ** 3
                value = dark * edge * rng.uniform(0.3, 1.0) * taper(track.along, 0.5)
                deposit_max(canvas, track.y + offset * track.across_y, track.x + offset * track.across_x, value)
    broken = smooth(band_noise(rng, SHAPE, 20, 300, 0.5), -1.3, 1.2)
    return (canvas * broken).astype(np.float32)


def cracks(rng: np.random.Generator, use: Use) -> np.ndarray:
    """Hairline cracks that wander and fork, and sawn joints 4 mm wide. 0..1."""
    canvas = np.zeros(SHAPE, np.float32)
    for _ in range(use.cracks):
        heads = [(rng.random(2) * SIZE, rng.uniform(0, 2 * np.pi), 60)]
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
        middle = share * SIZE
        rows = np.arange(SIZE)
        dent = smooth(2.0 * use.px_per_mm - np.abs(rows - middle), -0.5, 0.5)[:, None]
        chipped = 0.9 * smooth(band_noise(rng, SHAPE, 30, 400, 0.3), -2.2, 0.0)
        canvas = np.maximum(canvas, blurred(dent * chipped, 0.4))
    return canvas
