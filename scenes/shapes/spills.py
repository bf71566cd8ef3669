"""What runs out or pours out: puddles with satellites, and heaps of granulate."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from generator.mesh import Mesh
from generator.plugins import Shape
from scenes.shapes._mesh import Piece, flat_ring, loft, make_mesh

_SIDES, _DROP_SIDES, _HEAP_SIDES = 168, 30, 96
_GRAIN_SIDES = 5
_ANGLE_DEG = 18.0  # at which a liquid meets a floor that it wets: oil less, water on clean resin more
_RIM = np.array([0.0, 0.15, 0.4, 0.75, 1.2, 1.8, 2.7, 4.0, 6.0, 10.0])  # depths inwards from the contact line
_FINE = np.arange(9, 31)  # orders of the rim's small bends
_NO_RING = 0.35  # of the radius, that no ring of a rim goes inside


def puddle(radius_m: float, depth_m: float = 0.0016, pattern: int = 0, drops: int = 9) -> Mesh:
    """A puddle with a lobed outline of that mean radius that thins out at its rim; drops and damp floor beside it.

    The vertex attribute `cavity` says how deep it is: 0 the full depth, 0.5 the contact line, 1 where the floor beside
    it is dry; `materials.spills` colours by it.
    """
    rng = np.random.default_rng(pattern)
    pieces = [_pool(radius_m, depth_m, rng)]
    outline = pieces[0].points_m[:_SIDES, :2]
    for number in range(3 * drops):
        near = number >= drops  # satellites that the rim left or threw out
        angle = rng.uniform(0, 2 * math.pi)
        size = radius_m * float(rng.uniform(0.004, 0.02) if near else rng.uniform(0.01, 0.06))
        rim = float(np.hypot(*outline[round(angle / (2 * math.pi) * _SIDES) % _SIDES])) + 2.5 * size + 0.004
        out = rim + 0.25 * radius_m * rng.random() ** 2 if near else max(rim, radius_m * rng.uniform(1.35, 1.9))
        drop = _pool(size, min(depth_m, 0.25 * size), rng, lobes=2)
        pieces.append(drop.moved(out * math.cos(angle), out * math.sin(angle)))
    return make_mesh(pieces, ("liquid",))


def _pool(radius_m: float, depth_m: float, rng: np.random.Generator, lobes: int = 7) -> Piece:
    """One puddle from z = 0 upwards; contact lines run straight for a while and then bulge, so low orders lead."""
    sides = _SIDES if lobes > 2 else _DROP_SIDES
    angles = np.linspace(0, 2 * math.pi, sides, endpoint=False)
    orders = np.arange(2, 2 + lobes)
    sway = 0.3 if lobes > 2 else 0.1  # small drops are round
    sizes, phases = rng.normal(0, sway, lobes) / orders**0.9, rng.uniform(0, 2 * math.pi, lobes)
    lobed = 1 + (sizes[:, None] * np.cos(orders[:, None] * angles + phases[:, None])).sum(axis=0)
    lobed = np.clip(lobed, 0.35, 1.8)
    bends = rng.normal(0, 0.009, len(_FINE)) / (_FINE / 9.0), rng.uniform(0, 2 * math.pi, len(_FINE))
    if lobes > 2:
        lobed = lobed + (bends[0][:, None] * np.cos(_FINE[:, None] * angles + bends[1][:, None])).sum(axis=0)
    radius = radius_m * lobed
    slant = np.sqrt(1 + np.clip(np.gradient(np.log(radius), angles[1]), -2.5, 2.5) ** 2)  # radially against straight in
    around = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    damp = min(0.006, 0.3 * radius_m) * (1 + 0.6 * np.sin(5 * angles + phases[0]) * np.sin(2 * angles + phases[-1]))
    rings, dry = [flat_ring(around * (radius + damp)[:, None], z) for z in (0.0, 1e-5)], [1.0, 1.0]
    for inwards_m in _RIM * depth_m:
        room = (1 - _NO_RING) * radius
        inside = radius - room * (1 - np.exp(-inwards_m * slant / room))
        share = 1 - math.exp(-inwards_m * math.tan(math.radians(_ANGLE_DEG)) / depth_m)
        rings.append(flat_ring(around * inside[:, None], 2e-5 + share * depth_m))
        dry.append(0.5 * (1 - share))
    piece = loft(rings, cavity=dry)
    deep = np.concatenate([np.repeat(dry, sides), [1.0, dry[-1]]])  # the last two are the middles of its caps
    return replace(piece, cavity=deep)


def granule_heap(radius_m: float, grain_m: float = 0.004, grains: int = 1400, pattern: int = 0) -> Mesh:
    """A heap of granulate at its angle of repose (some 30 degrees), grains lying on it and strewn around."""
    rng = np.random.default_rng(pattern)
    height = math.tan(math.radians(29.0)) * radius_m
    angles = np.linspace(0, 2 * math.pi, _HEAP_SIDES, endpoint=False)
    lobed = 1 + 0.08 * np.cos(2 * angles + rng.uniform(0, 6)) + 0.05 * np.cos(3 * angles + rng.uniform(0, 6))
    shares = np.linspace(1.0, 0.03, 24)
    rings = []
    for share in shares:
        z = height * (1 - math.sqrt(share**2 + 0.012)) if share < 1 else 0.0  # a round top
        rough = 1 + rng.normal(0, 0.25 * grain_m / (share * radius_m), _HEAP_SIDES)
        out = radius_m * share * lobed * rough
        rings.append(flat_ring(np.stack([out * np.cos(angles), out * np.sin(angles)], axis=1), max(z, 0.0)))
    body = loft(rings)
    far = radius_m * np.abs(rng.normal(0, 0.75, grains))
    turn = rng.uniform(0, 2 * math.pi, grains)
    edge = radius_m * np.interp(turn, angles, lobed, period=2 * math.pi)
    z = np.maximum(height * (1 - np.sqrt(np.minimum(far / edge, 1.0) ** 2 + 0.012)), 0.0)
    at = np.stack([far * np.cos(turn), far * np.sin(turn), z + 0.25 * grain_m], axis=1)
    return make_mesh([body, _grains(at, grain_m, rng)], ("granulate",), [body.points_m])


def _grains(at_m: np.ndarray, size_m: float, rng: np.random.Generator) -> Piece:
    """Short cylinders of pelletised plastic at these places (N, 3), turned at random, as one piece."""
    angles = np.arange(_GRAIN_SIDES) * 2 * math.pi / _GRAIN_SIDES
    ring = np.stack([np.cos(angles), np.sin(angles)], axis=1) * size_m / 2
    one = loft([flat_ring(ring, -0.4 * size_m), flat_ring(ring, 0.4 * size_m)])
    turns = rng.normal(size=(len(at_m), 3, 3))
    rotations = np.linalg.qr(turns)[0]
    rotations *= np.sign(np.linalg.det(rotations))[:, None, None]  # no mirror images: their faces would look inwards
    points = np.einsum("gij,nj->gni", rotations, one.points_m)
    points[..., 2] -= np.minimum(points[..., 2].min(axis=1), 0.0)[:, None] + 0.2 * size_m * (at_m[:, 2] > 0)[:, None]
    points += at_m[:, None] - np.array([0, 0, 0.25 * size_m])
    faces = one.faces + np.arange(len(at_m))[:, None, None] * len(one.points_m)
    return Piece(points.reshape(-1, 3), faces.reshape(-1, 3))


SHAPES = (
    Shape(
        "puddle",
        "A puddle with lobes that thins out at its rim; drops and damp floor beside it.",
        puddle,
        stuff="spill",
    ),
    Shape("granule_heap", "A heap of plastic granulate, grains strewn around it.", granule_heap, stuff="spill"),
)
