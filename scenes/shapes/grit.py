"""What gathers under a grinding wheel: a loose heap of dust and fibres of metal that thins out into single grains."""

from __future__ import annotations

import math

import numpy as np

from generator.mesh import Mesh
from generator.plugins import Shape
from scenes.shapes._mesh import Piece, flat_ring, loft
from scenes.shapes._plates import fixed_mesh

SLOTS = ("dust", "grit", "brown", "metal")  # dust of resin and iron, grains of the wheel, what is scorched, what glints
_SIDES, _RINGS = 120, 22
_REPOSE_DEG = 24.0
_GRAIN_M = (0.0003, 0.0018)  # fine dust holds together in crumbs
_FIBRE_M = (0.0018, 0.008)
_CORE = 0.55  # of the radius, up to which the heap hides what it lies on; beyond are single grains
_FRINGE = 0.15  # of its height, below which the heap gives way
_SUNK = 0.3  # of its size that a grain sits in what it lies on
_SHARES = (0.42, 0.28, 0.12, 0.18)  # of the grains, by slot


def grit_heap(radius_m: float = 0.05, fan_m: float = 0.25, grains: int = 7000, pattern: int = 0) -> Mesh:
    """A ragged heap on z = 0 around the origin, grains and fibres on it, and a fan of grains towards -y.

    The heap thins out to nothing, and its edge lies under grains; beyond `fan_m` there are none. Slots dust,
    grit, brown, metal.
    """
    rng = np.random.default_rng(pattern)
    lobes = _lobes(rng)
    core_m = _CORE * radius_m
    body = _body(core_m, lobes, rng)
    at = _strewn(radius_m, fan_m, grains, rng)
    at[:, 2] = _height(at[:, :2], core_m, lobes)
    far = np.linalg.norm(at[:, :2], axis=1) / radius_m
    size = _GRAIN_M[0] * (_GRAIN_M[1] / _GRAIN_M[0]) ** (rng.random(grains) ** 1.2) / (1 + 0.5 * np.maximum(far - 1, 0))
    pieces = [body]
    slots = rng.choice(len(SLOTS), size=grains, p=_SHARES)
    for slot in range(len(SLOTS)):
        pieces.append(_crumbs(at[slots == slot], size[slots == slot], slot, rng))
    count = max(grains // 20, 8)
    lying = _strewn(radius_m, 0.5 * fan_m, count, rng)
    lying[:, 2] = _height(lying[:, :2], core_m, lobes)
    pieces += [
        _fibres(lying[: count // 2], core_m, lobes, 3, rng),
        _fibres(lying[count // 2 :], core_m, lobes, 0, rng),
    ]
    thick = body.points_m[:, 2] > _FRINGE * body.points_m[:, 2].max()
    return fixed_mesh(pieces, SLOTS, [body.points_m[thick]])  # things stand in the fringe


def _lobes(rng: np.random.Generator) -> np.ndarray:
    """(_SIDES,) the outline against its mean radius: broad lobes, finer and finer notches, none of them deep."""
    angles = np.linspace(0, 2 * math.pi, _SIDES, endpoint=False)
    out = np.ones(_SIDES)
    for waves in range(1, 26):
        out += 0.1 / waves**0.8 * rng.normal() * np.cos(waves * angles + rng.uniform(0, 2 * math.pi))
    return np.asarray(np.clip(out, 0.6, 1.5))


def _profile(share: np.ndarray) -> np.ndarray:
    """Height against the top's at shares of the way out: round on top, running out flat."""
    return np.asarray(np.maximum(1 - np.sqrt(share**2 + 0.02), 0.0) ** 1.35)


def _body(radius_m: float, lobes: np.ndarray, rng: np.random.Generator) -> Piece:
    """The heap itself, uneven all over."""
    angles = np.linspace(0, 2 * math.pi, _SIDES, endpoint=False)
    top = math.tan(math.radians(_REPOSE_DEG)) * radius_m
    rings, drifted = [], np.zeros(_SIDES)
    for share in np.linspace(1.0, 0.02, _RINGS):
        drifted = 0.6 * drifted + rng.normal(0, 0.05, _SIDES)
        out = radius_m * lobes * share
        ring = flat_ring(np.stack([out * np.cos(angles), out * np.sin(angles)], axis=1), 0.0)
        if share < 1:
            ring[:, 2] = top * _profile(np.full(_SIDES, share)) * np.clip(1 + drifted, 0.5, 1.6)
        rings.append(ring)
    return loft(rings)


def _height(at_m: np.ndarray, radius_m: float, lobes: np.ndarray) -> np.ndarray:
    """(N,) how high the heap is at places (N, 2)."""
    angles = np.linspace(0, 2 * math.pi, _SIDES, endpoint=False)
    edge = radius_m * np.interp(np.arctan2(at_m[:, 1], at_m[:, 0]), angles, lobes, period=2 * math.pi)
    share = np.linalg.norm(at_m, axis=1) / edge
    return math.tan(math.radians(_REPOSE_DEG)) * radius_m * _profile(np.minimum(share, 1.0))


def _strewn(radius_m: float, fan_m: float, count: int, rng: np.random.Generator) -> np.ndarray:
    """(N, 3) places: half on the heap and around its edge, a quarter far and wide, a quarter along the fan."""
    angle = rng.uniform(0, 2 * math.pi, count)
    far = np.abs(rng.normal(0, 0.75, count))
    wide = rng.random(count) < 0.5
    far[wide] = 0.5 + rng.exponential(0.75, int(wide.sum()))
    at = np.zeros((count, 3))
    at[:, 0], at[:, 1] = radius_m * far * np.cos(angle), radius_m * far * np.sin(angle)
    along = rng.random(count) < 0.3
    out = np.minimum(rng.exponential(0.4 * fan_m, int(along.sum())), fan_m)
    at[along, 1] = -out
    at[along, 0] = rng.normal(0, 1, int(along.sum())) * (0.25 * radius_m + 0.22 * out)
    reach = np.linalg.norm(at, axis=1)
    beyond = reach > fan_m
    at[beyond] *= (fan_m * rng.random(int(beyond.sum())) / reach[beyond])[:, None]
    return at


def _crumbs(at_m: np.ndarray, size_m: np.ndarray, slot: int, rng: np.random.Generator) -> Piece:
    """Four-sided crumbs at places (N, 3), each of its own form, sunk a little into what they lie on."""
    corners = np.array([[1.0, 1, 1], [1, -1, -1], [-1, 1, -1], [-1, -1, 1]]) / 2
    faces = np.array([[0, 2, 1], [0, 1, 3], [0, 3, 2], [1, 2, 3]])
    inside_out = float(np.linalg.det(corners[faces[0]])) < 0
    form = corners * rng.uniform(0.5, 1.0, (len(at_m), 1, 3))
    turns = np.linalg.qr(rng.normal(size=(len(at_m), 3, 3)))[0]
    turns *= np.sign(np.linalg.det(turns))[:, None, None]  # no mirror images: their faces would look inwards
    points = size_m[:, None, None] * np.einsum("gij,gnj->gni", turns, form)
    points[..., 2] -= points[..., 2].min(axis=1)[:, None]
    points += at_m[:, None]
    points[..., 2] -= (_SUNK * size_m * (at_m[:, 2] > 0))[:, None]
    order = faces[:, ::-1] if inside_out else faces
    joined = order + 4 * np.arange(len(at_m))[:, None, None]
    return Piece(np.maximum(points, 0.0 * points + [-np.inf, -np.inf, 0.0]).reshape(-1, 3), joined.reshape(-1, 3), slot)


def _fibres(at_m: np.ndarray, radius_m: float, lobes: np.ndarray, slot: int, rng: np.random.Generator) -> Piece:
    """Bent threads of steel, three-sided, that lie on the heap or stand out of it."""
    points, faces, start = [], [], 0
    for at in at_m:
        length = _FIBRE_M[0] * (_FIBRE_M[1] / _FIBRE_M[0]) ** rng.random()
        thick = length * float(rng.uniform(0.012, 0.03))
        turn, bend = rng.uniform(0, 2 * math.pi), rng.uniform(-2.5, 2.5)
        t = np.linspace(-0.5, 0.5, 5)
        heading = turn + bend * t
        line = np.stack([np.cumsum(np.cos(heading)), np.cumsum(np.sin(heading)), np.zeros(5)], axis=1) * length / 5
        line += at - line[2]
        rise = abs(float(rng.normal(0, 0.35))) * length * (t + 0.5) ** 2
        line[:, 2] = _height(line[:, :2], radius_m, lobes) + rise + thick
        piece = loft([_ring(p, h, thick) for p, h in zip(line, heading, strict=True)])
        points.append(piece.points_m)
        faces.append(piece.faces + start)
        start += len(piece.points_m)
    return Piece(np.concatenate(points), np.concatenate(faces), slot)


def _ring(at_m: np.ndarray, heading_rad: float, thick_m: float) -> np.ndarray:
    """(3, 3) a triangle across a way that is nearly level."""
    side, up = np.array([-math.sin(heading_rad), math.cos(heading_rad), 0.0]), np.array([0.0, 0.0, 1.0])
    return np.stack([at_m + thick_m * v for v in (side, 0.9 * up - 0.4 * side, -0.9 * up - 0.4 * side)])


SHAPES = (
    Shape("grit_heap", "A heap of grinding dust with fibres, strewn out into grains.", grit_heap, stuff="clutter"),
)
