"""Convex pieces for collisions, made by hand where the shape is known: they contain the part and fit it closely."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

import numpy as np

Hull = np.ndarray  # (N, 3) float64, corner points in millimetres


def prism(outline_mm: Sequence[tuple[float, float]] | np.ndarray, z0: float, z1: float) -> Hull:
    """A convex outline (N, 2) between two heights."""
    flat = np.asarray(outline_mm, float)
    return np.concatenate([np.column_stack([flat, np.full(len(flat), z)]) for z in (z0, z1)])


def frustum(stations: Sequence[tuple[float, float]], sides: int = 20) -> Hull:
    """A turned body: the hull of circles (radius, z), each enclosed by a regular polygon."""
    angles = (np.arange(sides) + 0.5) * 2 * np.pi / sides
    ring = np.stack([np.cos(angles), np.sin(angles)], axis=1) / math.cos(math.pi / sides)
    return np.concatenate([np.column_stack([ring * r, np.full(sides, z)]) for r, z in stations])


def hexagon(across_flats: float, z0: float, z1: float) -> Hull:
    """A hexagonal prism with flats towards +y and -y."""
    angles = np.arange(6) * np.pi / 3
    radius = across_flats / math.sqrt(3)
    return prism(np.stack([np.cos(angles), np.sin(angles)], axis=1) * radius, z0, z1)


def sector(inner: float, outer: float, start: float, stop: float, z0: float, z1: float, steps: int = 2) -> Hull:
    """A wedge of a ring between two angles: its inner face is a chord, its outer one encloses the arc."""
    angles = np.linspace(start, stop, steps + 1)
    reach = outer / math.cos((stop - start) / steps / 2)
    arc = np.stack([np.cos(angles), np.sin(angles)], axis=1) * reach
    ends = np.stack([np.cos([stop, start]), np.sin([stop, start])], axis=1) * inner
    return prism(np.concatenate([arc, ends]), z0, z1)


def ring(inner: float, outer: float, z0: float, z1: float, count: int = 12, steps: int = 2) -> list[Hull]:
    """A ring of wedges; its hole stays open."""
    edges = np.arange(count + 1) * 2 * np.pi / count
    return [sector(inner, outer, a, b, z0, z1, steps) for a, b in itertools.pairwise(edges)]


def hexagon_ring(across_flats: float, inner: float, z0: float, z1: float) -> list[Hull]:
    """A hexagon (flats towards +y) with a round hole, in twelve wedges."""
    pieces = []
    for i in range(12):
        a, b = i * np.pi / 6, (i + 1) * np.pi / 6
        reach = [across_flats / math.sqrt(3) if k % 2 == 0 else across_flats / 2 for k in (i, i + 1)]
        flat = [(reach[0] * math.cos(a), reach[0] * math.sin(a)), (reach[1] * math.cos(b), reach[1] * math.sin(b))]
        flat += [(inner * math.cos(t), inner * math.sin(t)) for t in (b, a)]
        pieces.append(prism(flat, z0, z1))
    return pieces


def shell(inner: tuple[float, float], outer: tuple[float, float], z0: float, z1: float, count: int) -> list[Hull]:
    """The wall of a cone in wedges: inner and outer radius at `z0` and `z1`."""
    pieces = []
    for k in range(count):
        a, b = (2 * np.pi * (k + s) / count for s in (0, 1))
        low, high = sector(inner[0], outer[0], a, b, z0, z0), sector(inner[1], outer[1], a, b, z1, z1)
        pieces.append(np.unique(np.concatenate([low, high]), axis=0))
    return pieces


def box(x0: float, x1: float, y0: float, y1: float, z0: float, z1: float) -> Hull:
    """An axis-parallel box."""
    return prism([(x0, y0), (x1, y0), (x1, y1), (x0, y1)], z0, z1)


def moved(hulls: Sequence[Hull], matrix: np.ndarray) -> list[Hull]:
    """Hulls after a rigid move (4, 4)."""
    return [h @ matrix[:3, :3].T + matrix[:3, 3] for h in hulls]
