"""Open containers with true wall thickness: stacking bins (KLT crates) with lip and ribs, and shallow trays."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from generator.mesh import Mesh
from generator.plugins import Shape
from scenes.shapes._mesh import Piece, flat_ring, loft, make_mesh, rounded_rect, slab

_STEPS = 3  # of each round corner, seen from above
_FOOT_STEPS = 3  # of the fillet between wall and floor
_BEVEL = 0.42  # of the wall: a moulded rim is all round


def open_bin(
    width_m: float,
    depth_m: float,
    height_m: float,
    wall_m: float = 0.003,
    corner_m: float = 0.02,
    taper_m: float = 0.006,
    lip_m: float = 0.006,
    ribs: int = 4,
) -> Mesh:
    """A moulded crate: outer size at the rim without its lip, walls that narrow by `taper_m` towards the floor.

    The inside (wall, fillet, floor) is exact in `hulls`, so that parts lie against what is seen.
    """
    slope, lip_low = taper_m / height_m, height_m - min(4 * wall_m, 0.25 * height_m)
    up, down = _outside(height_m, wall_m, lip_m, slope, lip_low), _inside(height_m, wall_m, slope)
    rings = [
        flat_ring(rounded_rect(width_m - 2 * off, depth_m - 2 * off, corner_m - off, _STEPS), z)
        for off, z in (*up, *down)
    ]
    foot = len(up) + 3  # the first ring of the fillet
    cavity = [0.0] * foot + [0.55] + [0.75] * _FOOT_STEPS
    cavity[3] = cavity[4] = 0.4  # the corner under the lip
    body = loft(rings, cavity=cavity)
    rib_pieces = _ribs(width_m, depth_m, lip_low, lip_m, slope, wall_m, ribs)
    hulls = _hulls(rings, rib_pieces, len(up), foot)
    return make_mesh([body, *rib_pieces], ("body",), hulls, axis=(1.0, 0.0, 0.0))


def _outside(height_m: float, wall_m: float, lip_m: float, slope: float, lip_low: float) -> list[tuple[float, float]]:
    """(inset, height) of the rings from the bottom edge up the wall, around the lip and onto the rim, in metres."""
    bevel = _BEVEL * wall_m
    bottom = ((bevel, 0.0), (0.3 * bevel, 0.3 * bevel), (0.0, bevel), (0.0, lip_low - bevel))
    wall = [(slope * (height_m - z) + off, z) for off, z in bottom]
    lip = [(-lip_m + bevel, lip_low), (-lip_m + 0.3 * bevel, lip_low + 0.3 * bevel), (-lip_m, lip_low + bevel)]
    rim = [(-lip_m, height_m - bevel), (-lip_m + 0.3 * bevel, height_m - 0.3 * bevel), (-lip_m + bevel, height_m)]
    return [*wall, *lip, *rim]


def _inside(height_m: float, wall_m: float, slope: float) -> list[tuple[float, float]]:
    """(inset, height) of the rings from the rim down the inner wall and the fillet to the floor, in metres."""
    bevel, fillet = _BEVEL * wall_m, min(2.0 * wall_m, 0.15 * height_m)
    turn = np.linspace(0, np.pi / 2, _FOOT_STEPS + 1)
    foot = zip(wall_m + fillet * (1 - np.cos(turn)), wall_m + fillet * (1 - np.sin(turn)), strict=True)
    rim = [(wall_m - bevel, height_m), (wall_m - 0.3 * bevel, height_m - 0.3 * bevel)]
    top = (wall_m + slope * (height_m - (height_m - bevel)), height_m - bevel)
    return [*rim, top, *((slope * (height_m - z) + off, z) for off, z in foot)]


def _hulls(rings: list[np.ndarray], ribs: list[Piece], inner_top: int, foot: int) -> list[np.ndarray]:
    """Convex pieces: the floor, and for each step of the outline the wall and the fillet at its foot."""
    size = len(rings[0])
    floor_z = float(rings[-1][0, 2])
    hulls = [np.concatenate([rings[0], rings[1], rings[2], rings[-1], rings[-1] * [1, 1, 0] + [0, 0, floor_z]])]
    foot_z = float(rings[foot][0, 2])
    for j in range(size):
        pair = [j, (j + 1) % size]
        outer = [ring[pair] for ring in rings[: inner_top + 3]]
        share = (foot_z - rings[2][0, 2]) / (rings[3][0, 2] - rings[2][0, 2])
        low = rings[2][pair] + share * (rings[3][pair] - rings[2][pair])
        wall = [*outer[3:], rings[foot][pair], low]
        side = np.concatenate(wall)
        touching = [r.points_m for r in ribs if _beside(r.points_m, side)]
        hulls.append(np.concatenate([side, *touching]))
        hulls.append(np.concatenate([*outer[:3], low, *[ring[pair] for ring in rings[foot:]]]))
    return hulls


def _beside(rib: np.ndarray, side: np.ndarray) -> bool:
    """Whether a rib's middle lies within a wall piece's reach."""
    middle = rib.mean(axis=0)
    low, high = side.min(axis=0), side.max(axis=0)
    return bool(np.all(middle[:2] >= low[:2] - 1e-6) and np.all(middle[:2] <= high[:2] + 1e-6))


def _ribs(
    width_m: float, depth_m: float, top_m: float, lip_m: float, slope: float, wall_m: float, count: int
) -> list[Piece]:
    """Upright ribs under the lip on all four sides, half sunk into the wall and leaning with it."""
    reach, thick, height = 0.7 * lip_m + 0.5 * wall_m, 0.8 * wall_m, 0.94 * top_m
    pieces = []
    for share in (np.arange(count) + 0.5) / count - 0.5 if count else ():
        for side in (-1, 1):
            for along, across, axis in ((0.86 * width_m, depth_m, 1), (0.8 * depth_m, width_m, 0)):
                size = (thick, reach) if axis == 1 else (reach, thick)
                rib = slab(*size, height, 0.2 * thick, 0.15 * thick, steps=1)
                out = side * (across / 2 + 0.7 * lip_m - reach / 2)
                x, y = (share * along, out) if axis == 1 else (out, share * along)
                rib = rib.moved(x, y, top_m - height / 2 + 0.01 * height)
                lean = rib.points_m.copy()
                lean[:, axis] -= side * slope * np.maximum(top_m - lean[:, 2], 0.0)
                pieces.append(replace(rib, points_m=lean))
    return pieces


SHAPES = (
    Shape(
        "open_bin", "Moulded stacking crate with lip and ribs; true walls, rounded edges.", open_bin, stuff="container"
    ),
)
