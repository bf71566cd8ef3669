"""Grinding tools that lie about: loose wheels and discs, files, an angle grinder, safety glasses."""

from __future__ import annotations

import math

import numpy as np

from generator.mesh import Mesh
from generator.plugins import Shape
from scenes.shapes._mesh import Piece, loft, make_mesh, rotation, slab, turned_body
from scenes.shapes._plates import corners, ring_plate
from scenes.shapes._sweep import bent_path, rod, rod_hulls
from scenes.shapes._turning import circle, frustums

_TO_X = rotation("y", 90)


def loose_wheel(diameter_m: float = 0.15, width_m: float = 0.02, bore_m: float = 0.032) -> Mesh:
    """A grinding wheel (ISO 603-4 type 1) along z with paper blotters; slots wheel, label."""
    n = 72
    outer, inner = circle(diameter_m / 2, 0, n)[:, :2], circle(bore_m / 2, 0, n)[:, :2]
    paper = circle(0.28 * diameter_m, 0, n)[:, :2]
    pieces = [ring_plate(outer, inner, 0.0, width_m, 0.0012, 0)]
    pieces += [ring_plate(paper, 1.001 * inner, z, z + 0.0009, 0.0002, 1) for z in (-0.0004, width_m - 0.0005)]
    solid = np.concatenate([circle(diameter_m / 2, z, 36) / math.cos(math.pi / 72) for z in (0.0, 1.0)])
    solid[36:, 2], solid[:36, 2] = width_m + 0.0004, -0.0004
    return make_mesh(pieces, ("wheel", "label"), [solid], axis=(0, 0, 1))


def disc(diameter_m: float = 0.125, thick_m: float = 0.001, crown_m: float = 0.0, bore_m: float = 0.02223) -> Mesh:
    """A cutting disc (EN 12413 type 41), or with a `crown_m` of type 27; slots wheel, label, ring."""
    n, r = 72, diameter_m / 2
    b = 0.2 * thick_m
    dish = [(bore_m / 2, 0.0), (0.3 * r, 0.0), (0.42 * r, crown_m), (r, crown_m)]
    under = [(rad, z) for rad, z in dish]
    profile = [
        *((rad, z) for rad, z in under[:-1]),
        (r - b, crown_m),
        (r, crown_m + b),
        (r, crown_m + thick_m - b),
        (r - b, crown_m + thick_m),
        *((rad, z + thick_m) for rad, z in reversed(under[:-1])),
    ]
    body = turned_body(profile, 0, sides=n, ring=True)
    paper = ring_plate(
        circle(0.4 * r if crown_m == 0 else 0.29 * r, 0, n)[:, :2],
        circle(bore_m / 2 + 0.0015, 0, n)[:, :2],
        thick_m - 0.0001,
        thick_m + 0.00012,
        0.00005,
        1,
    )
    ring = ring_plate(
        circle(bore_m / 2 + 0.0022, 0, n)[:, :2], circle(bore_m / 2, 0, n)[:, :2], -0.0001, thick_m + 0.0003, 0.0001, 2
    )
    wide = 1 / math.cos(math.pi / 36)
    hull = np.concatenate(
        [
            circle(r * wide, crown_m, 36),
            circle(r * wide, crown_m + thick_m, 36),
            circle(0.3 * r, -0.0001, 24),
            circle(0.3 * r, thick_m + 0.0003, 24),
        ]
    )
    return make_mesh([body, paper, ring], ("wheel", "label", "ring"), [hull], axis=(0, 0, 1))


def flap_disc(diameter_m: float = 0.125, flaps: int = 40) -> Mesh:
    """A flap disc: overlapping flaps of abrasive cloth around a plastic plate; slots wheel, label."""
    r = diameter_m / 2
    plate = turned_body(
        [
            (0.0111, 0.0),
            (0.3 * r, 0.0),
            (0.42 * r, 0.005),
            (0.98 * r, 0.007),
            (0.98 * r, 0.0085),
            (0.4 * r, 0.0065),
            (0.28 * r, 0.0015),
            (0.0111, 0.0015),
        ],
        1,
        sides=60,
        ring=True,
    )
    flap = slab(0.46 * r, 0.24 * r, 0.0011, 0.001, 0.0003, 0, 1)
    pieces = [plate]
    for k in range(flaps):
        tilted = flap.turned(rotation("x", 11)).moved(0.75 * r, 0, 0.0105)
        pieces.append(tilted.turned(rotation("z", k * 360 / flaps)))
    hull = np.concatenate([circle(1.03 * r, 0.006, 36), circle(1.03 * r, 0.0145, 36), circle(0.3 * r, 0.0, 24)])
    return make_mesh(pieces, ("wheel", "label"), [hull], axis=(0, 0, 1))


def flat_file(blade_m: float = 0.2, wide_m: float = 0.02, thick_m: float = 0.0048, pitch_m: float = 0.0009) -> Mesh:
    """A flat file (DIN 7261 form A) along x with its cut as true teeth, and a wooden handle with a ferrule.

    Slots blade, handle, ferrule.
    """
    count = int(blade_m / pitch_m)
    rings = []
    for k in range(2 * count + 1):
        x = k * pitch_m / 2
        taper = 1.0 - 0.28 * max(0.0, (x / blade_m - 0.55) / 0.45) ** 1.6
        half, high = taper * wide_m / 2, (taper**0.6) * thick_m / 2 - (0.00022 if k % 2 else 0.0)
        lean = 0.0009  # the cut runs at a slant
        rings.append(
            np.array(
                [[x - lean, -half, -high], [x + lean, half, -high], [x + lean, half, high], [x - lean, -half, high]]
            )
        )
    blade = loft([ring[:, :] for ring in rings], 0)
    tang = slab(0.03, 0.4 * wide_m, 0.8 * thick_m, 0.001, 0.0006, 0, 1).moved(-0.012, 0, 0)
    ferrule = turned_body([(0.0085, 0.0), (0.009, 0.001), (0.0095, 0.014), (0.0094, 0.015)], 2, sides=28)
    grip = turned_body(
        [(0.0092, 0.0), (0.0105, 0.015), (0.0145, 0.05), (0.0128, 0.08), (0.0115, 0.094), (0.007, 0.1)], 1, sides=28
    )
    ferrule, grip = (p.turned(rotation("y", -90)).moved(x, 0, 0) for p, x in ((ferrule, -0.01), (grip, -0.0245)))
    shaped = frustums([(0.0097, 0.0), (0.0097, 0.03), (0.0147, 0.05), (0.0147, 0.1)], [0.0, 0.03, 0.05, 0.1])
    hulls = [corners(blade), corners(tang), *((h @ rotation("y", -90).T) + np.array([-0.01, 0, 0]) for h in shaped[:1])]
    hulls += [(h @ rotation("y", -90).T) + np.array([-0.0245, 0, 0]) for h in shaped[1:]]
    return make_mesh([blade, tang, ferrule, grip], ("blade", "handle", "ferrule"), hulls, axis=(1, 0, 0))


def angle_grinder(disc_m: float = 0.125) -> Mesh:
    """A 125 mm angle grinder along x with guard, disc and side handle; slots body, grip, head, disc.

    Without its cable: an accumulator is at its end.
    """
    shell = turned_body(
        [(0.02, 0.0), (0.028, 0.004), (0.03, 0.03), (0.0285, 0.09), (0.033, 0.12), (0.034, 0.17), (0.03, 0.176)],
        0,
        sides=40,
    )
    pack = slab(0.075, 0.078, 0.062, 0.008, 0.005, 1).moved(-0.035, 0, 0)
    vents = [slab(0.003, 0.05, 0.004, 0.001, 0.0008, 1, 1).moved(0.13 + 0.006 * k, 0, 0.0315) for k in range(6)]
    switch = slab(0.03, 0.014, 0.008, 0.003, 0.002, 1, 2).moved(0.06, 0, 0.028)
    head = slab(0.05, 0.058, 0.052, 0.014, 0.006, 2).moved(0.198, 0, 0)
    cap = turned_body([(0.026, 0.0), (0.028, 0.004), (0.028, 0.018), (0.02, 0.024)], 2, sides=36).moved(0.205, 0, 0.02)
    neck = turned_body([(0.021, -0.046), (0.021, -0.02)], 2, sides=32).moved(0.205, 0, 0)
    n = 64
    wheel = ring_plate(circle(disc_m / 2, 0, n)[:, :2], circle(0.011, 0, n)[:, :2], -0.056, -0.05, 0.001, 3).moved(
        0.205, 0, 0
    )
    flange = turned_body([(0.019, -0.062), (0.02, -0.061), (0.02, -0.054)], 2, sides=28).moved(0.205, 0, 0)
    guard = _half_guard(disc_m / 2 + 0.006, -0.06, -0.034).moved(0.205, 0, 0)
    way = np.array([[0.205, 0.024, 0.0], [0.205, 0.06, 0.0], [0.205, 0.145, 0.0]])
    stem = rod(way[:2], 0.006, 2, 16)
    handle = turned_body(
        [(0.012, 0.0), (0.0175, 0.006), (0.0135, 0.02), (0.0165, 0.06), (0.015, 0.095), (0.01, 0.1)], 1, sides=28
    )
    handle = handle.turned(rotation("x", -90)).moved(0.205, 0.05, 0)
    pieces = [shell.turned(_TO_X), pack, *vents, switch, head, cap, neck, wheel, flange, guard, stem, handle]
    big = np.concatenate([circle(disc_m / 2 + 0.0065, z, 32) for z in (-0.062, -0.034)]) + np.array([0.205, 0, 0])
    hulls = [corners(p) for p in (pieces[0], pack, head, cap, neck, handle, stem, switch)] + [big]
    return make_mesh(pieces, ("body", "grip", "head", "disc"), hulls, axis=(1, 0, 0))


def _half_guard(radius_m: float, low_m: float, high_m: float) -> Piece:
    """A half-round guard open at +x, as a bent band with an inward top."""
    rings = []
    for a in np.radians(np.linspace(95, 265, 30)):
        way = np.array([math.cos(a), math.sin(a), 0.0])
        rings.append(
            np.array(
                [
                    way * r + np.array([0, 0, z])
                    for r, z in (
                        (0.022, high_m - 0.003),
                        (radius_m - 0.002, high_m - 0.003),
                        (radius_m - 0.002, low_m),
                        (radius_m, low_m),
                        (radius_m, high_m),
                        (0.022, high_m),
                    )
                ]
            )
        )
    return loft(rings, 2)


def safety_glasses(width_m: float = 0.145) -> Mesh:
    """Clear spectacles with bent temples, standing on them; slots lens, frame."""
    w = width_m
    pieces = []
    for side in (-1, 1):
        rings = []
        for share in np.linspace(0, 1, 9):
            x = side * (0.008 + share * (w / 2 - 0.01))
            y = 0.028 * share**2
            tall = 0.043 - 0.012 * share**2 - 0.006 * (1 - share) ** 2
            rings.append(
                np.array([[x, y, 0.0045], [x, y + 0.002, 0.0045], [x, y + 0.002, 0.0045 + tall], [x, y, 0.0045 + tall]])
            )
        rings = rings if side > 0 else rings[::-1]
        pieces.append(loft(rings, 0))
        arm = bent_path(
            [
                (side * w / 2, 0.026, 0.035),
                (side * (w / 2 - 0.004), 0.11, 0.033),
                (side * (w / 2 - 0.012), 0.15, 0.008),
            ],
            0.03,
            5,
        )
        pieces.append(rod(arm, 0.0026, 1, 10))
    pieces.append(slab(0.03, 0.005, 0.008, 0.002, 0.0015, 1, 2).moved(0, 0.0, 0.041))
    hulls = [corners(p) for p in pieces[:1]] + [corners(pieces[2])]
    for side in (1, 3):
        hulls += rod_hulls(pieces[side].points_m[[0, -1]], 0.003)
    return make_mesh(pieces, ("lens", "frame"), hulls, axis=(1, 0, 0))


SHAPES = (Shape("safety_glasses", "Clear safety spectacles; slots lens, frame.", safety_glasses),)
