"""What machinists leave in a machine: a brush for chips, an oil can, an air gun on its hook with a coiled hose."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np

from generator.mesh import Mesh
from generator.plugins import Shape
from scenes.shapes._mesh import Piece, loft, make_mesh, rotation, rounded_rect, slab, turned_body
from scenes.shapes._plates import fixed_mesh
from scenes.shapes._sweep import bent_path, rod, rod_hulls
from scenes.shapes._tubes import chain_hulls, frames, offset_line, smooth_line, tube

COIL_M = 0.026  # reach of the coiled hose from its middle line
HANGS_M = 0.26  # of the hose below the hook


def chip_brush(width_m: float = 0.05, pattern: int = 0) -> Mesh:
    """A flat brush that lies along x, its bristles worn and spread; slots handle, ferrule, bristle."""
    rng = np.random.default_rng(np.random.SeedSequence(95, spawn_key=(pattern,)))
    rings = []
    for x, wide, thick in ((-0.13, 0.012, 0.006), (-0.128, 0.018, 0.008), (-0.1, 0.024, 0.011), (-0.06, 0.017, 0.012),
                           (-0.02, 0.8 * width_m, 0.011), (0.0, 0.9 * width_m, 0.01)):  # fmt: skip
        outline = rounded_rect(wide, thick, 0.45 * thick)
        rings.append(np.column_stack([np.full(len(outline), x), outline]))
    pieces = [loft(rings, 0), slab(0.032, width_m, 0.0135, 0.003, 0.0008, 1, 2).moved(0.012)]
    hulls = [np.concatenate(pair) for pair in pairwise(rings)]
    hulls.append(pieces[1].points_m)
    tufts = []
    for y in np.linspace(-0.5, 0.5, 13) * (width_m - 0.006):
        for z in (-0.0036, 0.0, 0.0036):
            out = np.array([0.05 * float(rng.uniform(0.85, 1.05)), 0.12 * y + rng.normal(0, 0.0025), 0.2 * z])
            start = np.array([0.027, y, z])
            path = np.array([start, start + 0.5 * out + rng.normal(0, 0.0004, 3), start + out])
            tufts.append(_tapered(path, np.array([0.0021, 0.0023, 0.0013])))
    pieces += tufts
    hulls.append(np.concatenate([tuft.points_m for tuft in tufts]))
    return make_mesh(pieces, ("handle", "ferrule", "bristle"), hulls)


def _tapered(path_m: np.ndarray, radii_m: np.ndarray, sides: int = 6, slot: int = 2) -> Piece:
    return tube(path_m, frames(path_m), radii_m, sides, slot)


def oil_can(radius_m: float = 0.04, height_m: float = 0.1) -> Mesh:
    """A pump oiler standing, its spout towards +x; slots body, metal."""
    r, h = radius_m, height_m
    can = turned_body([(0.95 * r, 0.0), (r, 0.0015), (r, 0.004), (0.97 * r, 0.006), (0.97 * r, 0.66 * h),
                       (0.85 * r, 0.82 * h), (0.5 * r, 0.97 * h), (0.4 * r, h)], 0, sides=44)  # fmt: skip
    cap = turned_body([(0.42 * r, 0.97 * h), (0.42 * r, 1.12 * h), (0.3 * r, 1.2 * h)], 1, sides=24)
    spout = bent_path([(0, 0, 1.15 * h), (0.02, 0, 1.5 * h), (0.18, 0, 2.2 * h)], 0.02, 4)
    lever = bent_path([(0.004, 0, 1.14 * h), (-0.03, 0, 1.3 * h), (-0.075, 0, 0.95 * h)], 0.012, 3)
    grip = bent_path([(-0.36 * r, 0, 1.05 * h), (-0.07, 0, 0.86 * h), (-0.07, 0, 0.35 * h), (-0.9 * r, 0, 0.2 * h)],
                     0.015, 3)  # fmt: skip
    radii = np.linspace(0.0042, 0.0016, len(spout))
    pieces = [can, cap, rod(spout, radii, 1, 12), rod(lever, 0.0035, 1, 10), rod(grip, 0.003, 1, 10)]
    hulls = [can.points_m, cap.points_m, *rod_hulls(spout, 0.0043), *rod_hulls(lever, 0.0036), *rod_hulls(grip, 0.0031)]
    return make_mesh(pieces, ("body", "metal"), hulls, axis=(0, 0, 1))


def air_gun(aside_m: float = 0.22) -> Mesh:
    """An air gun on a hook of a wall at y = 0, its coiled hose running to a fitting beside it; slots body, metal, hose.

    The origin is the hook's foot. The hose hangs by `HANGS_M` and comes back to the wall `aside_m` to +x.
    """
    plate = slab(0.04, 0.004, 0.06, 0.004, 0.001, 1, 2).moved(0, -0.002, 0.0)
    hook = bent_path([(0, 0, 0.0), (0, -0.062, 0.0), (0, -0.062, 0.018)], 0.006, 3)
    barrel = turned_body([(0.009, -0.05), (0.0105, -0.048), (0.0105, 0.03), (0.007, 0.04), (0.006, 0.05)], 0, sides=24)
    barrel = barrel.turned(rotation("y", -90)).moved(0.0, -0.048, -0.028)
    ring = turned_body(
        [(0.0165 + 0.003 * math.cos(a), 0.003 * math.sin(a)) for a in np.linspace(0, 2 * math.pi, 8, endpoint=False)],
        1, sides=24, ring=True,
    ).turned(rotation("y", 90)).moved(0.0, -0.048, -0.0128)  # fmt: skip
    nozzle = rod(np.array([[-0.045, -0.048, -0.028], [-0.1, -0.048, -0.028], [-0.13, -0.048, -0.04]]), 0.0032, 1, 12)
    grip = slab(0.026, 0.019, 0.1, 0.008, 0.003, 0, 3).turned(rotation("y", -14)).moved(0.04, -0.048, -0.075)
    lever = slab(0.005, 0.012, 0.07, 0.002, 0.001, 1, 1).turned(rotation("y", -6)).moved(0.012, -0.048, -0.065)
    outlet = turned_body([(0.016, 0.0), (0.016, 0.012), (0.01, 0.014), (0.01, 0.05)], 1, sides=6)
    outlet = outlet.turned(rotation("x", 90)).moved(aside_m, 0.0, -0.05)
    ends = [(0.053, -0.048, -0.123), (0.06, -0.05, -0.16), (0.35 * aside_m + 0.04, -0.052, -HANGS_M),
            (0.8 * aside_m, -0.055, -0.2), (aside_m, -0.07, -0.1), (aside_m, -0.045, -0.05)]  # fmt: skip
    middle = smooth_line(np.array(ends), 76)
    way = np.linspace(0, 1, len(middle))
    coil = (COIL_M - 0.004) * np.clip(np.minimum(way - 0.1, 0.88 - way) / 0.05, 0.0, 1.0)
    turns = 2 * math.pi * 26 * way
    line = offset_line(middle, frames(middle), coil * np.cos(turns), coil * np.sin(turns))
    hose = tube(line, frames(line), 0.004, 7, 2)
    hulls = [p.points_m for p in (plate, barrel, ring, grip, lever, outlet)]
    hulls += [*rod_hulls(hook, 0.003), nozzle.points_m, *chain_hulls(middle[::10], COIL_M + 0.004)]
    pieces = [plate, rod(hook, 0.003, 1, 12), barrel, ring, nozzle, grip, lever, outlet, hose]
    return fixed_mesh(pieces, ("body", "metal", "hose"), hulls)


SHAPES = (
    Shape("chip_brush", "Flat brush for chips, lying; slots handle, ferrule, bristle.", chip_brush),
    Shape("oil_can", "Pump oiler with a long spout, standing; slots body, metal.", oil_can),
    Shape("air_gun", "Air gun on a hook with its coiled hose; slots body, metal, hose.", air_gun),
)
