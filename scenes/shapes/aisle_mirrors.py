"""Convex safety mirrors as they hang at the ends of aisles: round ones on an arm, half domes."""

from __future__ import annotations

import math

import numpy as np

from generator.mesh import Mesh
from generator.plugins import Shape
from scenes.shapes._mesh import Piece, loft, rotation, slab, turned_body
from scenes.shapes._plates import corners, fixed_mesh
from scenes.shapes._sweep import bent_path, rod

SLOTS = ("mirror", "rim", "back", "bracket")
_RINGS, _SIDES = 14, 56
_CLAMP_M = (0.09, 0.13)  # of the plate on an upright


def round_mirror(
    diameter_m: float = 0.6,
    curvature_m: float = 1.5,
    reach_m: float = 0.4,
    turn_deg: float = 45.0,
    tilt_deg: float = 20.0,
) -> Mesh:
    """A round mirror on an arm, the face that it is clamped to at y = 0: slots "mirror", "rim", "back", "bracket".

    It hangs `reach_m` before that face, looks to -y, turned towards +x and tilted down. `curvature_m` is the radius of
    its surface: 1.5 m for 600 mm and 2.2 m for 800 mm are usual.
    """
    r = diameter_m / 2
    low = math.sqrt(curvature_m**2 - r**2)
    across = r * np.sin(np.linspace(math.pi / 2, 0.01, _RINGS + 1))
    arc = [(float(x), math.sqrt(curvature_m**2 - float(x) ** 2) - low) for x in across]
    rim = [(r + 0.005, -0.014), (r + 0.009, -0.004), (r + 0.008, 0.007), (r + 0.001, 0.013), (r - 0.01, 0.0125)]
    rim += [(r - 0.012, 0.004), (r - 0.006, -0.014)]
    back = [(0.05, -0.052), (0.06, -0.052), (0.75 * r, -0.038), (r - 0.001, -0.012), (r - 0.003, -0.004)]
    head = [
        turned_body([(r - 0.002, -0.005), *arc], 0, sides=_SIDES),
        turned_body(rim, 1, sides=_SIDES, ring=True),
        turned_body(back, 2, sides=_SIDES),
        turned_body([(0.03, -0.085), (0.036, -0.08), (0.036, -0.051)], 3, sides=20),
        turned_body([(0.012, -0.128), (0.024, -0.118), (0.03, -0.105), (0.026, -0.09), (0.018, -0.083)], 3, sides=20),
    ]
    turned = rotation("z", turn_deg) @ rotation("x", tilt_deg) @ rotation("x", 90)
    joint = turned @ np.array([0.0, 0.0, -0.12])
    middle = np.array([0.0, -reach_m, 0.0])
    pieces = [piece.turned(turned).moved(*middle) for piece in head]
    end = middle + joint
    path = bent_path([(0.0, -0.004, -0.03), (0.0, -0.09, -0.03), tuple(end)], 0.05)
    pieces.append(rod(path, 0.014, 3, 14))
    pieces += _clamp()
    hulls = [corners(piece) for piece in pieces]
    hulls[0] = np.concatenate([piece.points_m for piece in pieces[:5]])
    return fixed_mesh(pieces, SLOTS, [hulls[0], *hulls[5:]])


def _clamp() -> list[Piece]:
    """A plate on an upright's face with a boss for the arm, and bands that grip the lips, clear of the braces."""
    plate = slab(*_CLAMP_M, 0.006, 0.006, 0.0015, 3).turned(rotation("x", 90)).moved(0, -0.003)
    boss = turned_body([(0.024, 0.0), (0.024, 0.022), (0.021, 0.025)], 3, sides=20).turned(rotation("x", 90))
    pieces = [plate, boss.moved(0, -0.003, -0.03)]
    for z in (-0.048, 0.048):
        pieces.append(slab(0.108, 0.0016, 0.02, 0.0007, 0.0004, 3, 1).moved(0, -0.0068, z))
        pieces += [slab(0.0016, 0.086, 0.02, 0.0007, 0.0004, 3, 1).moved(s * 0.0532, 0.0355, z) for s in (-1, 1)]
        pieces += [slab(0.026, 0.0016, 0.02, 0.0007, 0.0004, 3, 1).moved(s * 0.041, 0.0778, z) for s in (-1, 1)]
    return pieces


def half_dome(diameter_m: float = 0.66, high_m: float = 0.28) -> Mesh:
    """Half a dome that looks to -y and down, its flat back at y = -0.02 on a bar: slots as those of `round_mirror`."""
    r = diameter_m / 2
    angles = math.pi + np.linspace(0.0, math.pi, _SIDES // 2 + 1)
    half = np.column_stack([np.cos(angles), np.sin(angles)])
    rings = []
    for rise in np.linspace(0.03, math.pi / 2, _RINGS + 1):
        flat = r * math.sin(rise) * half - np.array([0.0, 0.024])
        rings.append(np.column_stack([flat, np.full(len(flat), -high_m * math.cos(rise))]))
    pieces = [loft(rings, 0)]
    lid = np.concatenate([(r + 0.012) * half, [[r + 0.012, 0.004], [-r - 0.012, 0.004]]]) - np.array([0.0, 0.024])
    pieces.append(loft([np.column_stack([lid, np.full(len(lid), z)]) for z in (-0.012, 0.012)], 1))
    backing = [(0.0, -0.02), (0.0, -0.024)]
    outline = [(x, z) for x, z in zip(r * np.cos(angles), high_m * np.sin(angles), strict=True)]
    plate = [np.array([(x, y, z) for x, z in outline]) for _, y in backing]
    pieces.append(loft(plate[::-1], 2))
    pieces.append(slab(0.09, 0.0195, 0.3, 0.003, 0.002, 3).moved(0, -0.0102, -0.1))
    for z in (-0.22, 0.02):
        pieces.append(slab(0.108, 0.0016, 0.02, 0.0007, 0.0004, 3, 1).moved(0, -0.0202, z))
        pieces += [slab(0.0016, 0.1, 0.02, 0.0007, 0.0004, 3, 1).moved(s * 0.0532, 0.0285, z) for s in (-1, 1)]
        pieces += [slab(0.026, 0.0016, 0.02, 0.0007, 0.0004, 3, 1).moved(s * 0.041, 0.0778, z) for s in (-1, 1)]
    hulls = [piece.points_m for piece in pieces]
    return fixed_mesh(pieces, SLOTS, hulls)


SHAPES = (
    Shape(
        "round_mirror",
        "Convex safety mirror on an arm with a clamp; slots mirror, rim, back, bracket.",
        round_mirror,
        stuff="rack",
    ),
    Shape(
        "half_dome",
        "Half dome safety mirror on the face of an upright; slots mirror, rim, back, bracket.",
        half_dome,
        stuff="rack",
    ),
)
