"""What lies on a board on which harnesses are built: off-cuts of wire and ends of ties, and side cutters."""

from __future__ import annotations

import math

import numpy as np

from generator.mesh import Mesh
from generator.plugins import Shape
from scenes.shapes._mesh import Piece, loft, make_mesh, rounded_rect, turned_body
from scenes.shapes._sweep import bent_path, rod, rod_hulls
from scenes.shapes._tubes import chain_hulls, frames, tube

_WIRE_M, _COPPER_M = 0.0011, 0.0006  # radii
_TIE_M = (0.0025, 0.0011)  # width and thickness of a tie of 100 mm
_GRIP_M = 0.006  # radius of the cutters' grips
_TRIES = 30


def harness_scraps(pattern: int = 0, count: int = 12, radius_m: float = 0.06) -> Mesh:
    """Off-cuts strewn within a circle, each flat on the board, none on another; slots wire_0 to wire_2, copper, tie."""
    rng = np.random.default_rng(np.random.SeedSequence(96, spawn_key=(pattern,)))
    pieces: list[Piece] = []
    hulls: list[np.ndarray] = []
    taken = np.zeros((0, 2))
    for number in range(count):
        for _ in range(_TRIES):
            line = _bent_bit(radius_m, rng)
            gaps = np.linalg.norm(line[:, None, :2] - taken[None], axis=2)
            if not gaps.size or gaps.min() > 0.004:
                break
        else:
            continue
        taken = np.concatenate([taken, line[:, :2]])
        if number % 3 == 2:
            pieces.append(_tie_end(line))
            hulls += [pieces[-1].points_m]
            continue
        turned = frames(line)
        pieces.append(tube(line, turned, _WIRE_M, 9, number % 4 % 3))
        for end, inner in ((0, 1), (-1, -2)):
            way = line[end] - line[inner]
            bare = np.array([line[inner], line[end] + 0.0012 * way / np.linalg.norm(way)])
            pieces.append(tube(bare, frames(bare), _COPPER_M, 7, 3))
            hulls.append(pieces[-1].points_m)
        hulls += [np.maximum(hull, (-1.0, -1.0, 0.0)) for hull in chain_hulls(line, 1.3 * _WIRE_M)]
    return make_mesh(pieces, ("wire_0", "wire_1", "wire_2", "copper", "tie"), hulls, axis=(0, 0, 1))


def _bent_bit(radius_m: float, rng: np.random.Generator) -> np.ndarray:
    """(N, 3) the middle line of one off-cut of 12 to 45 mm, bent within the board's plane."""
    long = float(rng.uniform(0.012, 0.045))
    share = np.linspace(-0.5, 0.5, 9)
    turn = float(rng.uniform(0, 2 * math.pi)) + float(rng.normal(0, 0.9)) * share
    steps = np.column_stack([np.cos(turn), np.sin(turn)]) * long / 8
    line = np.cumsum(steps, axis=0) - steps.sum(axis=0) / 2
    far = (radius_m - 0.5 * long) * math.sqrt(float(rng.uniform(0, 1)))
    angle = float(rng.uniform(0, 2 * math.pi))
    line += far * np.array([math.cos(angle), math.sin(angle)])
    return np.column_stack([line, np.full(9, _WIRE_M)])


def _tie_end(line_m: np.ndarray) -> Piece:
    """A tail cut off a cable tie, flat on the board."""
    wide, thick = _TIE_M
    along = np.gradient(line_m, axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    across = np.column_stack([-along[:, 1], along[:, 0], np.zeros(len(along))])
    outline = rounded_rect(wide, thick, 0.0003, 1)
    level = line_m * np.array([1.0, 1.0, 0.0]) + np.array([0.0, 0.0, thick / 2])
    rings = [at + outline[:, :1] * side + outline[:, 1:] * np.array([0.0, 0.0, 1.0])
             for at, side in zip(level, across, strict=True)]  # fmt: skip
    return loft(rings, 4)


def side_cutters(length_m: float = 0.14, open_deg: float = 9.0) -> Mesh:
    """Diagonal cutters lying flat along x, a little open; slots steel, grip."""
    n = length_m
    pieces, hulls = [], []
    for side in (-1, 1):
        turn = math.radians(side * open_deg / 2)
        spin = np.array([[math.cos(turn), -math.sin(turn), 0], [math.sin(turn), math.cos(turn), 0], [0, 0, 1]])
        jaw = loft([_section(x, side * y, half, high) for x, y, half, high in (
            (0.0, 0.0, 0.009, 0.008), (0.008, 0.0035, 0.0075, 0.009), (0.02, 0.0038, 0.0038, 0.006),
            (0.026, 0.0022, 0.0022, 0.003))])  # fmt: skip
        neck = loft(
            [_section(x, -side * y, half, 0.008) for x, y, half in ((-0.03, 0.008, 0.005), (0.002, 0.001, 0.008))]
        )
        path = bent_path([(-0.022, -side * 0.006, 0), (-0.045, -side * 0.013, 0), (-0.09, -side * 0.02, 0),
                          (26e-3 - n, -side * 0.016, 0)], 0.03, 4)  # fmt: skip
        grip = rod(
            path, np.interp(np.linspace(0, 1, len(path)), [0, 0.2, 0.8, 1], [0.0055, 0.006, 0.006, 0.005]), 1, 16
        )
        for piece in (jaw, neck, grip):
            pieces.append(piece.turned(spin))
        hulls += [pieces[-3].points_m, pieces[-2].points_m, *(_within(h @ spin.T) for h in rod_hulls(path, 0.0062))]
    pin = turned_body([(0.0055, -0.0052), (0.006, -0.0048), (0.006, 0.0048), (0.0055, 0.0052)], 0, sides=24)
    pieces.append(pin)
    hulls.append(pin.points_m)
    return make_mesh(pieces, ("steel", "grip"), hulls)


def _within(hull_m: np.ndarray) -> np.ndarray:
    """A convex piece cut off at the height of the grips, so that it ends where they lie."""
    return np.clip(hull_m, (-1.0, -1.0, -_GRIP_M), (1.0, 1.0, _GRIP_M))


def _section(x_m: float, y_m: float, half_m: float, high_m: float) -> np.ndarray:
    outline = rounded_rect(2 * half_m, high_m, 0.3 * min(half_m, high_m), 2)
    return np.column_stack([np.full(len(outline), x_m), outline + np.array([y_m, 0.0])])


SHAPES = (
    Shape(
        "harness_scraps",
        "Off-cuts of wire and ends of ties; slots wire_0, wire_1, wire_2, copper, tie.",
        harness_scraps,
    ),
    Shape("side_cutters", "Diagonal cutters lying flat; slots steel, grip.", side_cutters),
)
