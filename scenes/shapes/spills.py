"""What runs out or pours out: puddles with satellites, and heaps of granulate."""

from __future__ import annotations

import math

import numpy as np

from generator.mesh import Mesh
from generator.plugins import Shape
from scenes.shapes._mesh import Piece, flat_ring, loft, make_mesh

_SIDES = 96
_EDGE = ((0.0, 1.0), (0.35, 0.997), (0.7, 0.985), (0.92, 0.96), (1.0, 0.9))  # share of height, share of radius
_GRAIN_SIDES = 5


def puddle(radius_m: float, depth_m: float = 0.0016, pattern: int = 0, drops: int = 9) -> Mesh:
    """A puddle with a lobed outline of that mean radius and a round rim, and drops that splashed beside it."""
    rng = np.random.default_rng(pattern)
    pieces = [_pool(radius_m, depth_m, rng)]
    for _ in range(drops):
        angle, out = rng.uniform(0, 2 * math.pi), radius_m * rng.uniform(1.35, 1.9)
        size = radius_m * float(rng.uniform(0.01, 0.06))
        drop = _pool(size, min(depth_m, 0.4 * size), rng, lobes=2)
        pieces.append(drop.moved(out * math.cos(angle), out * math.sin(angle)))
    return make_mesh(pieces, ("liquid",))


def _pool(radius_m: float, depth_m: float, rng: np.random.Generator, lobes: int = 7) -> Piece:
    """One puddle from z = 0 upwards; contact lines run straight for a while and then bulge, so low orders lead."""
    angles = np.linspace(0, 2 * math.pi, _SIDES, endpoint=False)
    orders = np.arange(2, 2 + lobes)
    sizes, phases = rng.normal(0, 0.3, lobes) / orders**0.9, rng.uniform(0, 2 * math.pi, lobes)
    lobed = 1 + (sizes[:, None] * np.cos(orders[:, None] * angles + phases[:, None])).sum(axis=0)
    circle = np.stack([np.cos(angles), np.sin(angles)], axis=1) * (radius_m * np.clip(lobed, 0.35, 1.8))[:, None]
    rim = depth_m / radius_m  # the rim is as wide as the puddle is deep
    rings = [flat_ring(circle * (1 - 1.5 * rim * (1 - share) / 0.1), z * depth_m) for z, share in _EDGE]
    return loft(rings)


def granule_heap(radius_m: float, grain_m: float = 0.004, grains: int = 1400, pattern: int = 0) -> Mesh:
    """A heap of granulate at its angle of repose (some 30 degrees), grains lying on it and strewn around."""
    rng = np.random.default_rng(pattern)
    height = math.tan(math.radians(29.0)) * radius_m
    angles = np.linspace(0, 2 * math.pi, _SIDES, endpoint=False)
    lobed = 1 + 0.08 * np.cos(2 * angles + rng.uniform(0, 6)) + 0.05 * np.cos(3 * angles + rng.uniform(0, 6))
    shares = np.linspace(1.0, 0.03, 24)
    rings = []
    for share in shares:
        z = height * (1 - math.sqrt(share**2 + 0.012)) if share < 1 else 0.0  # a round top
        rough = 1 + rng.normal(0, 0.25 * grain_m / (share * radius_m), _SIDES)
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
    Shape("puddle", "A puddle with lobes and a round rim, and drops beside it.", puddle, stuff="spill"),
    Shape("granule_heap", "A heap of plastic granulate, grains strewn around it.", granule_heap, stuff="spill"),
)
