"""A fume hood around a work: liner, baffles, posts with taps, bulkhead; and its sash, a pane that slides."""

from __future__ import annotations

import math

import numpy as np

from generator.mesh import Mesh
from generator.plugins import Shape
from scenes.shapes._mesh import Piece, make_mesh, rotation, slab, turned_body

OPENING_M = 0.74  # height of the front opening over the worktop
SASH_M = 0.76  # height of the sash, which overlaps it
PLATE_M, PLATE_HIGH_M = 0.07, 0.09  # radius of a hotplate, and height of its plate
SILL_M = 0.025  # that a closed sash stays above the worktop
_LINER, _TRIM, _TAP = 0, 1, 2


def fume_hood(width_m: float = 1.5, depth_m: float = 0.75, clear_m: float = 1.18, taps: int = 3) -> Mesh:
    """The hood over a worktop at height 0, its front towards -y; slots liner, trim, tap. No worktop, no sash."""
    w, d, h = width_m, depth_m, clear_m
    high = h + 0.3
    pieces = [
        *(slab(0.05, d, h, 0.002, 0.0015, _LINER).moved(side * (w / 2 + 0.025), 0, h / 2) for side in (-1, 1)),
        slab(w, 0.03, h, 0.002, 0.0015, _LINER).moved(0, d / 2 - 0.015, h / 2),
        slab(w, d, 0.02, 0.002, 0.0015, _LINER).moved(0, 0, h + 0.01),
        *_baffles(w, d, h),
        *(
            slab(0.1, 0.07, high, 0.006, 0.004, _TRIM).moved(s * (w / 2 + 0.05), -d / 2 - 0.035, high / 2)
            for s in (-1, 1)
        ),
        slab(w, 0.03, high - OPENING_M, 0.004, 0.003, _TRIM).moved(0, -d / 2 - 0.055, (high + OPENING_M) / 2),
        slab(w, 0.085, 0.012, 0.005, 0.004, _TRIM).turned(rotation("x", 8)).moved(0, -d / 2 - 0.02, 0.016),
    ]
    for number in range(taps):
        side = -1 if number % 2 else 1
        z = 0.25 + 0.09 * (number // 2)
        pieces += [tap.moved(side * (w / 2 + 0.05), -d / 2 - 0.07, z) for tap in _tap()]
    return make_mesh(pieces, ("liner", "trim", "tap"), [_corners(piece) for piece in pieces], axis=(0, 0, 1))


def _baffles(width_m: float, depth_m: float, high_m: float) -> list[Piece]:
    """Panels before the back, with slots between them through which the air is drawn."""
    pieces = []
    bounds = np.array([0.045, 0.33, 0.345, 0.63, 0.645, 0.95]) * high_m
    for low, high in zip(bounds[::2], bounds[1::2], strict=True):
        panel = slab(width_m - 0.01, 0.006, high - low, 0.001, 0.0008, _LINER, 1)
        pieces.append(panel.moved(0, depth_m / 2 - 0.075, (low + high) / 2))
        for x in (-0.42, 0.0, 0.42):
            knob = turned_body([(0.007, 0.0), (0.007, 0.004), (0.004, 0.006)], _TRIM, sides=16)
            at = (x * width_m, depth_m / 2 - 0.078, (low + high) / 2)
            pieces.append(knob.turned(rotation("x", 90)).moved(*at))
    return pieces


def _tap() -> list[Piece]:
    """A gas or water tap's knob on a post, looking to -y."""
    stem = turned_body([(0.006, 0.0), (0.006, 0.02)], _TRIM, sides=16)
    knob = turned_body([(0.013, 0.018), (0.015, 0.02), (0.013, 0.036), (0.008, 0.038)], _TAP, sides=16)
    return [piece.turned(rotation("x", 90)) for piece in (stem, knob)]


def sash(width_m: float = 1.5, height_m: float = SASH_M) -> Mesh:
    """A sash upright in the x-z plane: a pane (slot "pane") in a frame with a handle along its lower edge."""
    w, h, rail = width_m - 0.006, height_m, 0.028
    pieces = [
        *(slab(rail, 0.022, h, 0.003, 0.002, 0).moved(side * (w - rail) / 2, 0, h / 2) for side in (-1, 1)),
        slab(w - 2 * rail, 0.022, rail, 0.003, 0.002, 0).moved(0, 0, h - rail / 2),
        slab(w - 2 * rail, 0.022, 0.045, 0.003, 0.002, 0).moved(0, 0, 0.0225),
        slab(w - 4 * rail, 0.026, 0.016, 0.006, 0.005, 0).moved(0, -0.022, 0.022),
        slab(w - 2 * rail + 0.01, 0.005, h - rail - 0.045 + 0.01, 0.001, 0.0008, 1).moved(0, 0, (h + 0.045 - rail) / 2),
    ]
    return make_mesh(pieces, ("frame", "pane"), [_corners(piece) for piece in pieces], axis=(0, 0, 1))


def hotplate(radius_m: float = PLATE_M, height_m: float = PLATE_HIGH_M) -> Mesh:
    """A magnetic stirrer with a heated plate, two knobs in front (-y); slots body, plate, knob."""
    r, h = radius_m, height_m
    body = slab(2.2 * r, 2.9 * r, 0.72 * h, 0.02, 0.006, 0, 4).moved(0, -0.25 * r, 0.36 * h + 0.004)
    neck = turned_body([(0.8 * r, 0.72 * h), (0.78 * r, 0.9 * h)], 0, sides=40)
    plate = turned_body([(0.97 * r, 0.86 * h), (r, 0.88 * h), (r, h - 0.001), (r - 0.001, h)], 1, sides=56)
    pieces = [body, neck, plate]
    for side in (-1, 1):
        knob = turned_body([(0.014, 0.0), (0.013, 0.014), (0.011, 0.0155)], 2, sides=24)
        pieces.append(knob.turned(rotation("x", 90)).moved(side * 0.55 * r, -1.7 * r, 0.36 * h))
    feet = [turned_body([(0.009, 0.0), (0.009, 0.006)], 2, sides=16).moved(sx * 0.8 * r, (sy - 0.25) * r)
            for sx in (-1, 1) for sy in (-1, 1)]  # fmt: skip
    octagon = [np.concatenate([_octagon(r, z) for z in (0.86 * h, h)]), np.concatenate([_octagon(0.81 * r, z) for z in
               (0.7 * h, 0.9 * h)])]  # fmt: skip
    hulls = [_corners(piece) for piece in (body, *pieces[3:], *feet)] + octagon
    return make_mesh([*pieces, *feet], ("body", "plate", "knob"), hulls, axis=(0, 0, 1))


def _octagon(radius_m: float, z_m: float, sides: int = 24) -> np.ndarray:
    turns = np.linspace(0, 2 * math.pi, sides, endpoint=False)
    wide = radius_m / math.cos(math.pi / sides)
    return np.stack([wide * np.cos(turns), wide * np.sin(turns), np.full(sides, z_m)], axis=1)


def _corners(piece: Piece) -> np.ndarray:
    low, high = piece.points_m.min(axis=0), piece.points_m.max(axis=0)
    return np.array([(x, y, z) for x in (low[0], high[0]) for y in (low[1], high[1]) for z in (low[2], high[2])])


SHAPES = (
    Shape("fume_hood", "Fume hood with baffles, posts, taps; slots liner, trim, tap.", fume_hood, stuff="machine"),
    Shape("sash", "Sash of a fume hood: frame and pane.", sash, stuff="machine"),
    Shape("hotplate", "Magnetic stirrer with a heated plate; slots body, plate, knob.", hotplate, stuff="machine"),
)
