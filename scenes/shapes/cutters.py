"""Cutting tools to their norms' sizes: end mills, drills, taps, inserts, turning tools and tapered holders."""

from __future__ import annotations

import math

import numpy as np

from generator.mesh import Mesh
from scenes.shapes._mesh import Piece, loft, make_mesh, rotation, slab, turned_body
from scenes.shapes._plates import corners, ring_plate
from scenes.shapes._turning import circle, frustums

_AROUND = 48
_TO_X = rotation("y", 90)


def _fluted(radius_m: float, flutes: int, deep: float, land: float) -> np.ndarray:
    """(48, 2) the section of a fluted tool: lands of full radius, rounded flutes `deep` of the radius between them."""
    turns = np.linspace(0, 2 * math.pi, _AROUND, endpoint=False)
    phase = (turns * flutes / (2 * math.pi)) % 1.0
    dip = np.where(phase < land, 0.0, np.maximum(np.sin(math.pi * (phase - land) / (1 - land)), 0.0) ** 0.7)
    reach = radius_m * (1 - deep * np.abs(dip))
    return np.stack([reach * np.cos(turns), reach * np.sin(turns)], axis=1)


def _twisted(section: np.ndarray, at_m: np.ndarray, turn_per_m: float, scale: np.ndarray) -> list[np.ndarray]:
    rings = []
    for z, s in zip(at_m, scale, strict=True):
        c, n = math.cos(z * turn_per_m), math.sin(z * turn_per_m)
        flat = s * section @ np.array([[c, n], [-n, c]])
        rings.append(np.column_stack([flat, np.full(len(flat), z)]))
    return rings


def _along_x(pieces: list[Piece], hulls: list[np.ndarray], slots: tuple[str, ...]) -> Mesh:
    return make_mesh([p.turned(_TO_X) for p in pieces], slots, [h @ _TO_X.T for h in hulls], axis=(1.0, 0.0, 0.0))


def end_mill(diameter_m: float = 0.01, length_m: float = 0.072, cut_m: float = 0.022, flutes: int = 4) -> Mesh:
    """DIN 6527 solid end mill along x: shank (slot "shank"), right-hand flutes at 30 degrees (slot "cutter")."""
    r = diameter_m / 2
    runout = 0.35 * cut_m
    at = np.concatenate([np.linspace(0, cut_m, 26), cut_m + runout * np.linspace(0.15, 1.0, 5)])
    twist = math.tan(math.radians(30)) / r
    section = _fluted(r, flutes, 0.42, 0.3)
    whole = circle(r, 0, _AROUND)[:, :2]
    rings = []
    for z in at:
        fade = min(max((z - cut_m) / runout, 0.0), 1.0)
        rings += _twisted((1 - fade) * section + fade * whole, np.array([z]), twist, np.array([1.0]))
    tool = loft(rings, 1)
    start = float(at[-1]) - 1e-5
    shank = turned_body([(r, start), (r, length_m - 0.0006), (r - 0.0006, length_m)], 0, sides=_AROUND)
    profile = [(r, 0.0), (r, length_m)]
    return _along_x([tool, shank], frustums(profile, [0.0, length_m], 1e-5), ("shank", "cutter"))


def twist_drill(diameter_m: float = 0.008, length_m: float = 0.117, cut_m: float = 0.075) -> Mesh:
    """DIN 338 twist drill along x: point of 118 degrees, two flutes at 28 degrees, plain shank."""
    r = diameter_m / 2
    tip = r / math.tan(math.radians(59))
    runout = 0.15 * cut_m
    at = np.concatenate([np.array([0.0, 0.5, 1.0]) * tip, np.linspace(tip, cut_m, 44)[1:]])
    scale = np.concatenate([[0.06, 0.53, 1.0], np.ones(43)])
    twist = math.tan(math.radians(28)) / r
    section = _fluted(r, 2, 0.72, 0.28)
    rings = _twisted(section, at, twist, scale)
    whole = circle(r, 0, _AROUND)[:, :2]
    for share in (0.25, 0.5, 0.75, 1.0):
        z = cut_m + share * runout
        rings += _twisted((1 - share) * section + share * whole, np.array([z]), twist, np.array([1.0]))
    start = cut_m + runout - 1e-5
    shank = turned_body([(r, start), (r, length_m - 0.0005), (r - 0.0005, length_m)], 0, sides=_AROUND)
    hulls = frustums([(0.06 * r, 0.0), (r, tip)], [0.0, tip], 1e-5) + frustums(
        [(r, tip), (r, length_m)], [tip, length_m], 1e-5
    )
    return _along_x([loft(rings, 1), shank], hulls, ("shank", "cutter"))


def tap(diameter_m: float = 0.008, pitch_m: float = 0.00125, length_m: float = 0.09, cut_m: float = 0.02) -> Mesh:
    """DIN 371 machine tap along x: three straight flutes through a thread with a lead, a shank with a square."""
    r = diameter_m / 2
    section = _fluted(1.0, 3, 0.45, 0.5)
    rings = []
    for z in np.arange(0, cut_m, pitch_m / 4):
        phase = (z / pitch_m) % 1.0
        crest = r - 0.61 * pitch_m * abs(2 * phase - 1)
        lead = min(1.0, 0.82 + 0.18 * z / (4 * pitch_m))
        flat = section * min(crest, r) * lead
        rings.append(np.column_stack([flat, np.full(len(flat), z)]))
    neck, shank = 0.78 * r, 1.0 * r
    body = turned_body(
        [
            (neck, cut_m - pitch_m),
            (neck, 0.45 * length_m),
            (shank, 0.45 * length_m + 0.001),
            (shank, 0.88 * length_m),
            (0.7 * r, 0.885 * length_m),
        ],
        0,
        sides=32,
    )
    square = slab(1.25 * r, 1.25 * r, 0.125 * length_m, 0.1 * r, 0.0003, 0, 1).moved(0, 0, 0.9375 * length_m)
    hulls = frustums([(r, 0.0), (r, length_m)], [0.0, length_m], 1e-5)
    return _along_x([loft(rings, 1), body, square], hulls, ("shank", "cutter"))


def insert(edge_m: float = 0.0129, thick_m: float = 0.00476, corner_deg: float = 80.0, nose_m: float = 0.0008) -> Mesh:
    """ISO 1832 indexable insert: a rhombus with rounded noses and a countersunk hole (CNMG 1204 08: 12.9 mm edge)."""
    half = math.radians(corner_deg) / 2
    long, short = edge_m * math.cos(half), edge_m * math.sin(half)
    turns = np.linspace(0, 2 * math.pi, 64, endpoint=False)
    way = np.stack([np.cos(turns), np.sin(turns)], axis=1)
    reach = 1 / (np.abs(way[:, 0]) / long + np.abs(way[:, 1]) / short)
    outer = way * np.minimum(reach, np.where(np.abs(way[:, 0]) > 0.9, long - 1.2 * nose_m, 1.0))[:, None]
    inner = way * 0.00258
    body = ring_plate(outer, inner, 0.0, thick_m, 0.00025)
    outline = np.concatenate([np.column_stack([outer, np.full(64, z)]) for z in (0.0, thick_m)])
    return make_mesh([body], ("body",), [outline], axis=(0.0, 0.0, 1.0))


def turning_tool(shank_m: float = 0.02, length_m: float = 0.125) -> Mesh:
    """A turning tool holder (ISO 5610, PCLN 2020) along x with a clamped insert; slots shank, insert, clamp."""
    s = shank_m
    shank = slab(length_m - 0.02, s, s, 0.0012, 0.0008, 0, 2).moved(-0.01, 0, 0)
    head = np.array(
        [
            [length_m / 2 - 0.022, -s / 2],
            [length_m / 2 - 0.004, -s / 2 - 0.002],
            [length_m / 2 - 0.002, -s / 2 + 0.012],
            [length_m / 2 - 0.022, s / 2],
        ]
    )
    b = 0.0008
    rings = [
        np.column_stack([head.mean(axis=0) + k * (head - head.mean(axis=0)), np.full(4, z)])
        for k, z in ((0.95, -s / 2), (1.0, -s / 2 + b), (1.0, s / 2 - 0.006 - b), (0.95, s / 2 - 0.006))
    ]
    seat = loft(rings, 0)
    plate = slab(0.0125, 0.0125, 0.0048, 0.0008, 0.0003, 1, 2).turned(rotation("z", 5))
    tip = plate.moved(length_m / 2 - 0.0085, -s / 2 + 0.0052, s / 2 - 0.0038)
    claw = slab(0.019, 0.009, 0.0055, 0.002, 0.001, 2).moved(length_m / 2 - 0.0165, -s / 2 + 0.008, s / 2 + 0.0012)
    screw = turned_body([(0.0032, 0), (0.0032, 0.0028), (0.0028, 0.0034)], 2, sides=24)
    screw = screw.moved(length_m / 2 - 0.021, -s / 2 + 0.008, s / 2 + 0.0035)
    pieces = [shank, seat, tip, claw, screw]
    return make_mesh(pieces, ("shank", "insert", "clamp"), [corners(p) for p in pieces], axis=(1.0, 0.0, 0.0))


_TAPER = 7 / 24  # ISO 7388-1: diameter against length of the taper


def taper_holder(
    gauge_m: float = 0.04445, taper_m: float = 0.0684, nose_m: float = 0.065, bore_m: float = 0.02
) -> Mesh:
    """A BT40 holder (ISO 7388-2) along x: 7/24 taper, flange with a groove, collet nut; slots body, nut."""
    g = gauge_m / 2
    small = g - _TAPER / 2 * taper_m
    flange = 0.0315
    profile = [
        (0.006, -0.03),
        (0.0075, -0.029),
        (0.0075, -0.022),
        (0.005, -0.02),
        (0.005, -0.012),
        (0.0085, -0.01),
        (0.0085, 0.0),
        (small - 0.001, 0.0),
        (small, 0.001),
        (g, taper_m),
        (g, taper_m + 0.001),
        (flange - 0.0008, taper_m + 0.002),
        (flange, taper_m + 0.0028),
        (flange, taper_m + 0.0075),
        (flange - 0.0055, taper_m + 0.011),
        (flange - 0.0055, taper_m + 0.0145),
        (flange, taper_m + 0.018),
        (flange, taper_m + 0.0262),
        (flange - 0.0008, taper_m + 0.027),
        (0.021, taper_m + 0.0275),
        (0.021, taper_m + nose_m - 0.028),
        (0.0195, taper_m + nose_m - 0.027),
    ]
    body = turned_body(profile, 0, sides=56)
    start = taper_m + nose_m - 0.0272
    nut_r = 0.025
    nut = turned_body(
        [
            (nut_r - 0.001, start),
            (nut_r, start + 0.001),
            (nut_r, start + 0.017),
            (nut_r - 0.004, start + 0.023),
            (bore_m / 2 + 0.003, start + 0.0235),
            (bore_m / 2, start + 0.022),
            (bore_m / 2, start + 0.006),
        ],
        1,
        sides=36,
    )
    ridges = []
    for k in range(6):
        bar = slab(0.0035, 0.009, 0.015, 0.001, 0.0008, 1, 1).moved(nut_r - 0.0008, 0, start + 0.009)
        ridges.append(bar.turned(rotation("z", 60 * k)))
    end = start + 0.0235
    ladder = [
        (0.0085, -0.03),
        (0.0085, 0.0),
        (small, 0.0),
        (g, taper_m),
        (flange, taper_m + 0.001),
        (flange, taper_m + 0.027),
        (nut_r + 0.0012, taper_m + 0.0275),
        (nut_r + 0.0012, end),
    ]
    hulls = []
    for (r0, z0), (r1, z1) in (
        (ladder[0], ladder[1]),
        (ladder[2], ladder[3]),
        (ladder[4], ladder[5]),
        (ladder[6], ladder[7]),
    ):
        hulls += frustums([(r0, z0), (r1, z1)], [z0, z1], 1e-5)
    return _along_x([body, nut, *ridges], hulls, ("body", "nut"))
