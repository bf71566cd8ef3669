"""Pallet racks: uprights with braces on anchored plates, beams with hooked and pinned connectors."""

from __future__ import annotations

import math

import numpy as np

from generator.mesh import Mesh
from generator.plugins import Shape
from scenes.shapes._mesh import Piece, loft, rotation, slab, turned_body
from scenes.shapes._plates import fixed_mesh
from scenes.shapes.pallets import box_hull
from scenes.shapes.rack_uprights import PLATE_M, POST_M, base_plate, upright

BEAM_M = 0.11
ABOVE_M = 0.9  # that uprights stand over the highest beams
_SHEET_M = 0.004
_CONNECTOR_M = 0.19
_LOW_M = 0.02  # that the middle of a connector lies under the beam's
_SIMPLE = 60  # points: pieces with fewer are convex and their own hulls
_GUARD_M = 0.4
GUARD_GAP_M = 0.07  # from an upright's face to the middle of its guard


def pallet_rack(bays: int = 2, levels: int = 3, bay_m: float = 2.7, level_m: float = 1.7, depth_m: float = 1.1) -> Mesh:
    """A rack along x that is open on both sides, on the floor at z = 0: slots "upright", "beam", "pin".

    The first level is the floor; the tops of the beams of the others lie `level_m` apart. `bay_m` is between uprights.
    """
    pitch = bay_m + POST_M[0]
    high = (levels - 1) * level_m + ABOVE_M
    pieces: list[Piece] = []
    small: list[Piece] = []  # inside the hulls of others
    frame = _frame(depth_m, high)
    for number in range(bays + 1):
        pieces += [piece.moved((number - bays / 2) * pitch) for piece in frame]
    beam = slab(bay_m - 2 * _SHEET_M, 0.05, BEAM_M, 0.006, 0.003, 1)
    for bay in range(bays):
        middle = (bay - (bays - 1) / 2) * pitch
        for level in range(1, levels):
            for turn in (0.0, 180.0):
                around = rotation("z", turn)
                y, z = -(depth_m - 0.05) / 2, level * level_m - BEAM_M / 2
                pieces.append(beam.moved(0, y, z).turned(around).moved(middle))
                for side in (-1, 1):
                    main, hooks = _connector(side)
                    at = (side * bay_m / 2, -depth_m / 2, z - _LOW_M)
                    pieces += [p.moved(*at).turned(around).moved(middle) for p in main]
                    small += [p.moved(*at).turned(around).moved(middle) for p in hooks]
    hulls = [p.points_m if len(p.points_m) < _SIMPLE else box_hull(p.points_m) for p in pieces]  # braces slant
    return fixed_mesh([*pieces, *small], ("upright", "beam", "pin"), hulls, (1.0, 0.0, 0.0))


def _connector(side: int) -> tuple[list[Piece], list[Piece]]:
    """An angle around an upright's edge at the origin, which is to that side of the beam; its hooks and safety pin.

    It is welded to the beam's end and lies on the upright's face, which looks to -y.
    """
    weld = slab(_SHEET_M, 0.055, _CONNECTOR_M, 0.001, 0.0008, 1, 1).moved(-side * _SHEET_M / 2, 0.0235)
    face = slab(0.044, _SHEET_M, _CONNECTOR_M, 0.0015, 0.001, 1, 1).moved(side * 0.018, -_SHEET_M / 2)
    hooks = []
    for z in (-0.075, -0.025, 0.025):  # pressed out of the sheet into the key-holes
        pressed = slab(0.016, 0.0026, 0.03, 0.004, 0.001, 1, 1)
        hooks.append(pressed.moved(side * 0.024, -_SHEET_M - 0.0006, z))
    pin = [(0.0034, -0.004), (0.0034, 0.004), (0.0062, 0.0045), (0.006, 0.0065), (0.0045, 0.0075)]
    hooks.append(turned_body(pin, 2, sides=10).turned(rotation("x", 90)).moved(side * 0.024, -_SHEET_M, 0.068))
    clip = slab(0.011, 0.0016, 0.034, 0.003, 0.0006, 2, 1)
    hooks.append(clip.moved(side * 0.024, -_SHEET_M - 0.0008, 0.055))
    return [weld, face], hooks


def _frame(depth_m: float, high_m: float) -> list[Piece]:
    """Two uprights on their plates, and the braces between them."""
    y = (depth_m - POST_M[1]) / 2
    pieces: list[Piece] = []
    post = upright(high_m - PLATE_M[2]).moved(0, -y, PLATE_M[2])
    for turn in (0.0, 180.0):
        around = rotation("z", turn)
        pieces += [post.turned(around), *(piece.moved(0, -y).turned(around) for piece in base_plate())]
    span, rise = 2 * y, 0.75
    count = int((high_m - 0.4) / rise)
    strut = slab(0.025, math.hypot(span, rise), 0.03, 0.002, 0.001, steps=1)
    tilt = math.degrees(math.atan2(rise, span))
    for number in range(count):
        turned = strut.turned(rotation("x", tilt if number % 2 == 0 else -tilt))
        pieces.append(turned.moved(0, 0, 0.2 + (number + 0.5) * rise))
    level = slab(0.025, span, 0.03, 0.002, 0.001, steps=1)
    pieces += [level.moved(0, 0, z) for z in (0.17, high_m - 0.12)]
    return pieces


def upright_guards(bays: int = 2, bay_m: float = 2.7, depth_m: float = 1.1, pattern: int = 0) -> Mesh:
    """Steel guards before the feet of a rack, some bent in where forks and wheels hit them: slots "guard", "anchor".

    `pattern` says which, how far and how high.
    """
    rng = np.random.default_rng(pattern)
    pieces: list[Piece] = []
    hulls: list[np.ndarray] = []
    for number in range(bays + 1):
        x = (number - bays / 2) * (bay_m + POST_M[0])
        for turn in (0.0, 180.0):
            hit = rng.random() < 0.35
            dent_m = float(rng.uniform(0.006, 0.024)) if hit else 0.0
            made = _guard(dent_m, float(rng.uniform(-0.05, 0.05)), float(rng.uniform(0.08, 0.34)))
            at = -(depth_m / 2 + GUARD_GAP_M)
            around = rotation("z", turn)
            placed = [piece.moved(0, at).turned(around).moved(x) for piece in made]
            pieces += placed
            hulls += [box_hull(piece.points_m) for piece in placed]
    return fixed_mesh(pieces, ("guard", "anchor"), hulls, (0.0, 0.0, 1.0))


def _guard(dent_m: float, dent_x_m: float, dent_z_m: float) -> list[Piece]:
    """A shield of 5 mm sheet, bent around its upright, on a foot with an anchor at each side; it looks to -y."""
    across = np.array([-0.08, -0.074, -0.06, -0.03, 0.0, 0.03, 0.06, 0.074, 0.08])
    back = np.array([0.028, 0.012, -0.004, -0.009, -0.01, -0.009, -0.004, 0.012, 0.028])
    rings = []
    for z in (0.006, 0.06, 0.11, 0.16, 0.21, 0.26, 0.31, 0.36, _GUARD_M - 0.004, _GUARD_M):
        dent = dent_m * np.exp(-(((across - dent_x_m) / 0.03) ** 2) - ((z - dent_z_m) / 0.06) ** 2)
        thin = 0.0035 if z == _GUARD_M else 0.005
        outer = np.column_stack([across, back + dent])
        inner = np.column_stack([across, back + dent + thin])[::-1]
        rings.append(np.column_stack([np.concatenate([outer, inner]), np.full(2 * len(across), z)]))
    pieces = [loft(rings, 0)]
    foot = slab(0.16, 0.05, 0.006, 0.004, 0.0015, 0, 2).moved(0, 0.01, 0.003)
    pieces.append(foot)
    for side in (-1, 1):
        head = [(0.0095, 0.004), (0.0095, 0.0085), (0.0092, 0.009), (0.0092, 0.014), (0.008, 0.0155)]
        pieces.append(turned_body(head, 1, sides=6).moved(side * 0.05, 0.017))
    return pieces


SHAPES = (
    Shape(
        "pallet_rack",
        "Perforated uprights on anchored plates, braces, beams hooked in and pinned; slots upright, beam, pin.",
        pallet_rack,
        stuff="rack",
    ),
    Shape(
        "upright_guards",
        "Steel guards before the feet of a rack, some bent by forklifts; slots guard, anchor.",
        upright_guards,
        stuff="rack",
    ),
)
