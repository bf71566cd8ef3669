"""Equipment of stainless steel: a kettle on legs with a manway, a table with an upstand, a floor drain."""

from __future__ import annotations

import math

import numpy as np

from generator.mesh import Mesh
from generator.plugins import Shape
from scenes.shapes._mesh import Piece, make_mesh, rotation, slab, turned_body
from scenes.shapes._sweep import bent_path, rod, rod_hulls
from scenes.shapes._turning import Profile, frustums

_SHELL, _BRIGHT, _DARK = 0, 1, 2
_SIDES = 44


def turned(profile: Profile, slot: int, sides: int = _SIDES) -> tuple[Piece, list[np.ndarray]]:
    """A body of revolution with a convex piece for each step of its outline."""
    return turned_body(profile, slot, sides=sides), frustums(profile, sorted({z for _, z in profile}))


def box_of(piece: Piece) -> np.ndarray:
    """(8, 3) the corners of a piece's box."""
    low, high = piece.points_m.min(axis=0), piece.points_m.max(axis=0)
    return np.array([(x, y, z) for x in (low[0], high[0]) for y in (low[1], high[1]) for z in (low[2], high[2])])


def kettle(radius_m: float = 0.38, height_m: float = 1.35, legs: int = 3, agitator: int = 1) -> Mesh:
    """A process kettle: dished ends, weld seams, legs with ball feet, a manway with wing nuts, nozzles, an outlet.

    Slots: shell (brushed), bright (flanges, nuts, feet), dark (gaskets, the drive of the agitator).
    """
    r, top = radius_m, height_m - 0.12 - 0.22 * radius_m
    low = 0.42
    dish = 0.24 * r  # depth of the ends
    outer = [(0.05, low - dish), *_dished(r, low, dish, below=True), (r, low), (r, top)]
    outer += [*_dished(r, top, dish, below=False), (0.05, top + dish)]
    shell, hulls = turned(outer, _SHELL)
    pieces = [shell]
    for z in (low, top, low + 0.5 * (top - low)):
        seam = [(r - 0.001, z - 0.004), (r + 0.0012, z - 0.002), (r + 0.0012, z + 0.002), (r - 0.001, z + 0.004)]
        pieces.append(turned_body(seam, _SHELL, sides=_SIDES))
        hulls += frustums(seam, (z - 0.004, z + 0.004))
    for number in range(legs):
        angle = 360.0 * number / legs + 20.0
        leg, leg_hulls = _leg(r, low, top)
        pieces += [piece.turned(rotation("z", angle)) for piece in leg]
        hulls += [hull @ rotation("z", angle).T for hull in leg_hulls]
    for more, more_hulls in (_manway(r, top + 0.55 * dish), _outlet(low - dish), *_nozzles(r, top + dish)):
        pieces += more
        hulls += more_hulls
    if agitator:
        more, more_hulls = _drive(top + dish)
        pieces += more
        hulls += more_hulls
    return make_mesh(pieces, ("shell", "bright", "dark"), hulls, axis=(0, 0, 1))


def _dished(radius_m: float, z_m: float, depth_m: float, *, below: bool) -> list[tuple[float, float]]:
    """Rings of an elliptical end, from its middle out or from its rim in."""
    turns = np.radians(np.linspace(10, 80, 6))
    ring = [(radius_m * math.sin(a), depth_m * math.cos(a)) for a in turns]
    if below:
        return [(r, z_m - d) for r, d in ring]
    return [(r, z_m + d) for r, d in reversed(ring)]


def _leg(radius_m: float, low_m: float, top_m: float) -> tuple[list[Piece], list[np.ndarray]]:
    out = radius_m + 0.006
    tube = turned_body(
        [(0.0285, 0.05), (0.0302, 0.052), (0.0302, low_m + 0.2), (0.026, low_m + 0.21)], _SHELL, sides=24
    )
    foot = turned_body([(0.03, 0.0), (0.035, 0.004), (0.033, 0.016), (0.016, 0.03), (0.012, 0.06)], _BRIGHT, sides=24)
    pad = slab(0.02, 0.1, 0.16, 0.004, 0.002, _SHELL).moved(-0.03, 0, low_m + 0.1)
    pieces = [piece.moved(out) for piece in (tube, foot, pad)]
    hulls = [
        h + np.array([out, 0, 0]) for h in frustums([(0.0305, 0.05), (0.0305, low_m + 0.21)], (0.05, low_m + 0.21))
    ]
    hulls += [h + np.array([out, 0, 0]) for h in frustums([(0.036, 0.0), (0.036, 0.061)], (0.0, 0.061))]
    return pieces, [*hulls, box_of(pieces[2])]


def _manway(radius_m: float, z_m: float) -> tuple[list[Piece], list[np.ndarray]]:
    """A round manway with a lid on a hinge, four wing nuts and a bow to lift it by; it leans with the dished end."""
    r = min(0.2, 0.5 * radius_m)
    neck, hulls = turned([(r, -0.05), (r + 0.002, 0.05), (r + 0.016, 0.052), (r + 0.016, 0.06)], _BRIGHT)
    gasket, gasket_hulls = turned([(r + 0.008, 0.06), (r + 0.01, 0.062), (r + 0.008, 0.0645)], _DARK)
    lid_profile = [(r + 0.012, 0.064), (r + 0.014, 0.066), (r + 0.012, 0.07), (0.85 * r, 0.08), (0.4 * r, 0.092)]
    lid, lid_hulls = turned([*lid_profile, (0.05 * r, 0.096)], _SHELL)
    bow_path = bent_path([(-0.05, 0, 0.085), (-0.05, 0, 0.13), (0.05, 0, 0.13), (0.05, 0, 0.085)], 0.02, 4)
    bow = rod(bow_path, 0.006, _BRIGHT, 10)
    pieces, hulls = [neck, gasket, lid, bow], [*hulls, *gasket_hulls, *lid_hulls, *rod_hulls(bow_path, 0.006)]
    for angle in (45, 135, 225, 315):
        bolt = turned_body([(0.006, 0.03), (0.006, 0.1)], _BRIGHT, sides=12).moved(r + 0.01)
        wings = slab(0.008, 0.05, 0.018, 0.003, 0.002, _BRIGHT, 1).moved(r + 0.01, 0, 0.082)
        for piece in (bolt, wings):
            pieces.append(piece.turned(rotation("z", angle)))
            hulls.append(box_of(piece) @ rotation("z", angle).T)
    hinge = slab(0.05, 0.07, 0.05, 0.006, 0.004, _BRIGHT).moved(-r - 0.022, 0, 0.05)
    pieces.append(hinge)
    hulls.append(box_of(hinge))
    tilt = rotation("y", 9.0)
    shift = np.array([0.42 * radius_m, 0.0, z_m])
    return [p.turned(tilt).moved(*shift) for p in pieces], [h @ tilt.T + shift for h in hulls]


def _outlet(z_m: float) -> tuple[list[Piece], list[np.ndarray]]:
    """The outlet under the kettle with a ferrule and a butterfly valve, its lever to the side."""
    profile = [
        (0.026, z_m - 0.13),
        (0.032, z_m - 0.128),
        (0.032, z_m - 0.118),
        (0.026, z_m - 0.115),
        (0.026, z_m - 0.085),
    ]
    profile += [(0.034, z_m - 0.083), (0.034, z_m - 0.055), (0.026, z_m - 0.053), (0.026, z_m + 0.02)]
    body, hulls = turned(profile, _BRIGHT, 32)
    lever = slab(0.14, 0.018, 0.004, 0.006, 0.0015, _BRIGHT).moved(0.1, 0, z_m - 0.069)
    return [body, lever], [*hulls, box_of(lever)]


def _nozzles(radius_m: float, z_m: float) -> list[tuple[list[Piece], list[np.ndarray]]]:
    """Two ferrules on the lid, one with a sight glass, one blanked with a clamp."""
    made = []
    for x, y, wide in ((-0.45, 0.35, 0.032), (-0.4, -0.4, 0.026)):
        profile = [(wide - 0.006, -0.09), (wide - 0.006, 0.03), (wide + 0.006, 0.035), (wide + 0.008, 0.04)]
        profile += [(wide + 0.008, 0.052), (wide, 0.058)]
        piece, hulls = turned(profile, _BRIGHT, 32)
        shift = np.array([x * radius_m, y * radius_m, z_m])
        made.append(([piece.moved(*shift)], [h + shift for h in hulls]))
    return made


def _drive(z_m: float) -> tuple[list[Piece], list[np.ndarray]]:
    """Lantern, gearbox and motor of the agitator."""
    shift = np.array([-0.02, 0.0, z_m - 0.03])
    profile = [(0.06, 0.0), (0.06, 0.05), (0.045, 0.055), (0.045, 0.13), (0.062, 0.135), (0.062, 0.2)]
    lantern, hulls = turned(profile, _BRIGHT, 32)
    motor, motor_hulls = turned([(0.055, 0.2), (0.066, 0.205), (0.066, 0.36), (0.056, 0.385), (0.02, 0.39)], _DARK, 32)
    box = slab(0.06, 0.09, 0.09, 0.008, 0.005, _DARK).moved(0.085, 0, 0.29)
    pieces = [lantern, motor, box]
    return [p.moved(*shift) for p in pieces], [h + shift for h in (*hulls, *motor_hulls, box_of(box))]


def steel_table(
    width_m: float = 1.4, depth_m: float = 0.7, height_m: float = 0.9, upstand_m: float = 0.1, fold_m: float = 0.04
) -> Mesh:
    """A table of folded sheet: a top with a low rim, an upstand along its back (+y), round legs, an under-shelf."""
    w, d, h = width_m, depth_m, height_m
    pieces = [slab(w, d, fold_m, 0.1 * fold_m, 0.05 * fold_m, _SHELL).moved(0, 0, h - fold_m / 2)]
    if upstand_m > 0:
        pieces.append(
            slab(w, 0.018, upstand_m, 0.006, 0.004, _SHELL).moved(0, d / 2 - 0.009, h + upstand_m / 2 - 0.001)
        )
    pieces.append(slab(w - 0.12, d - 0.14, 0.03, 0.004, 0.002, _SHELL).moved(0, 0, 0.22))
    hulls = [box_of(piece) for piece in pieces]
    for x in (-1, 1):
        for y in (-1, 1):
            at = (x * (w / 2 - 0.06), y * (d / 2 - 0.07))
            leg = [(0.02, 0.0), (0.0215, 0.003), (0.0215, 0.05), (0.014, 0.055), (0.014, 0.075), (0.019, 0.077)]
            leg += [(0.019, h - 0.03)]
            pieces.append(turned_body(leg, _BRIGHT, sides=24).moved(*at))
            hulls += [hull + np.array([*at, 0]) for hull in frustums([(0.0216, 0), (0.0216, h - 0.03)], (0, h - 0.03))]
    return make_mesh(pieces, ("shell", "bright"), hulls, axis=(1, 0, 0))


def floor_drain(length_m: float = 0.3, width_m: float = 0.3, pitch_m: float = 0.02) -> Mesh:
    """A drain flush with the floor: a frame, bars across, the dark channel below; slots bright, dark."""
    edge, high = 0.018, 0.004
    pieces = []
    for side in (-1, 1):
        pieces.append(slab(length_m, edge, high, 0.001, 0.001, 0, 1).moved(0, side * (width_m - edge) / 2, high / 2))
        pieces.append(
            slab(edge, width_m - 2 * edge, high, 0.001, 0.001, 0, 1).moved(side * (length_m - edge) / 2, 0, high / 2)
        )
    bars = max(2, round((length_m - 2 * edge) / pitch_m))
    for number in range(bars):
        x = ((number + 0.5) / bars - 0.5) * (length_m - 2 * edge)
        pieces.append(slab(0.45 * pitch_m, width_m - 2 * edge, 0.0032, 0.001, 0.001, 0, 1).moved(x, 0, 0.0018))
    pieces.append(slab(length_m - edge, width_m - edge, 0.0006, 0.001, 0.0002, 1, 1).moved(0, 0, 0.0004))
    corners = [(x, y, z) for x in (-length_m / 2, length_m / 2) for y in (-width_m / 2, width_m / 2) for z in (0, high)]
    return make_mesh(pieces, ("bright", "dark"), [np.array(corners)])


SHAPES = (
    Shape("kettle", "Process kettle on legs; slots shell, bright, dark.", kettle, stuff="machine"),
    Shape("steel_table", "Table of stainless sheet with an upstand; slots shell, bright.", steel_table, stuff="bench"),
    Shape("floor_drain", "Floor drain with bars; slots bright, dark.", floor_drain, stuff="floor"),
)
