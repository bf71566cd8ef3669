"""What lies about on laboratory benches: a dispenser of gloves, crumpled tissues, rings and drops of what was spilt."""

from __future__ import annotations

import math

import numpy as np

from generator.mesh import Mesh
from generator.plugins import Shape
from scenes.shapes._mesh import Piece, flat_ring, loft, make_mesh, rotation, slab

_SIDES = 44


def glove_box(width_m: float = 0.24, depth_m: float = 0.122, height_m: float = 0.078, pattern: int = 0) -> Mesh:
    """A dispenser of 100 gloves that lies on its back, one pulled halfway out; slots carton, print, glove."""
    w, d, h = width_m, depth_m, height_m
    body = slab(w, d, h, 0.0015, 0.0008, 0, 1).moved(0, 0, h / 2)
    bands = [slab(w + 0.0002, d + 0.0002, 0.2 * h, 0.0015, 0.0002, 1, 1).moved(0, 0, z * h) for z in (0.16, 0.84)]
    hole = loft([flat_ring(_oval(0.064, 0.024), z) for z in (h - 0.001, h + 0.0002)], 1)
    rng = np.random.default_rng(np.random.SeedSequence(92, spawn_key=(pattern,)))
    tuft = _crumple(0.03, rng, (1.5, 0.6, 0.9), 2).moved(0, 0, h - 0.004)
    box = [(x, y, z) for x in (-w / 2, w / 2) for y in (-d / 2, d / 2) for z in (0.0, h)]
    hulls = [np.array(box) * 1.002, *(piece.points_m for piece in (*bands, hole, tuft))]
    return make_mesh([body, *bands, hole, tuft], ("carton", "print", "glove"), hulls, axis=(0, 0, 1))


def crumpled_tissue(radius_m: float = 0.035, pattern: int = 0) -> Mesh:
    """A wiping tissue crumpled in a hand and let go; it stands on its folds."""
    rng = np.random.default_rng(np.random.SeedSequence(93, spawn_key=(pattern,)))
    ball = _crumple(radius_m, rng, (1.0, 0.85, 0.62), 0)
    return make_mesh([ball], ("paper",), [ball.points_m], axis=(0, 0, 1))


def drip_ring(radius_m: float = 0.034, pattern: int = 0, drops: int = 6) -> Mesh:
    """What a wet vessel leaves on a bench: part of a ring, and drops beside it."""
    rng = np.random.default_rng(np.random.SeedSequence(94, spawn_key=(pattern,)))
    turns = np.linspace(0, math.radians(float(rng.uniform(150, 320))), 60)
    ends = np.minimum(1.0, 6.0 * np.minimum(turns - turns[0] + 0.02, turns[-1] - turns + 0.02))
    wide = 0.0016 * (1 + 0.5 * np.sin(3 * turns + rng.uniform(0, 6)) + 0.3 * np.sin(7 * turns)) * ends
    rings = []
    for turn, across in zip(turns, np.maximum(wide, 1e-4), strict=True):
        out = np.array([math.cos(turn), math.sin(turn), 0.0])
        outline = [(-1.0, 0.0), (-0.7, 0.16), (0.0, 0.26), (0.7, 0.16), (1.0, 0.0)]
        rings.append(np.array([(radius_m + x * across) * out + (0, 0, z * across) for x, z in outline])[::-1])
    pieces = [_outwards(loft(rings))]
    for _ in range(drops):
        size = 0.0045 * float(rng.uniform(0.2, 1.0)) ** 1.5
        angle, far = float(rng.uniform(0, 2 * math.pi)), radius_m * float(rng.uniform(0.2, 2.2))
        if abs(far - radius_m) < 0.008:
            far = radius_m + 0.009
        profile = ((1.0, 0.0), (0.97, 0.12), (0.8, 0.26), (0.45, 0.36), (0.1, 0.4))
        oval = _oval(1.0, float(rng.uniform(0.75, 1.0)))
        drop = loft([flat_ring(size * r * oval, size * z) for r, z in profile])
        pieces.append(
            drop.turned(rotation("z", math.degrees(angle))).moved(far * math.cos(angle), far * math.sin(angle))
        )
    return make_mesh(pieces, ("liquid",), axis=(0, 0, 1))


def _oval(half_x_m: float, half_y_m: float) -> np.ndarray:
    angles = np.linspace(0, 2 * math.pi, _SIDES, endpoint=False)
    return np.stack([half_x_m * np.cos(angles), half_y_m * np.sin(angles)], axis=1)


def _crumple(radius_m: float, rng: np.random.Generator, shape: tuple[float, float, float], slot: int) -> Piece:
    """A ball of thin stuff with sharp folds, standing on z = 0: ridges where waves of random directions cross zero."""
    rings = 26
    polar = np.linspace(0.06, math.pi - 0.06, rings)
    turn = np.linspace(0, 2 * math.pi, _SIDES, endpoint=False)
    ways = np.stack([np.outer(np.sin(polar), np.cos(turn)), np.outer(np.sin(polar), np.sin(turn)),
                     np.outer(-np.cos(polar), np.ones(_SIDES))], axis=-1)  # fmt: skip
    height = np.ones(ways.shape[:2])
    for scale, deep in ((2.2, 0.3), (4.1, 0.2), (7.0, 0.11)):
        for _ in range(3):
            wave = ways @ (scale * rng.normal(size=3)) + rng.uniform(0, 6.28)
            height -= deep * (0.5 - np.abs(np.arcsin(np.sin(wave))) / math.pi)  # folds are straight and sharp
    points = radius_m * height[..., None] * ways * np.array(shape)
    points[..., 2] -= points[..., 2].min()
    points[..., 2] = np.maximum(points[..., 2], 0.04 * radius_m) - 0.04 * radius_m  # it lies on a few flat folds
    return loft(list(points), slot)


def _outwards(piece: Piece) -> Piece:
    corners = piece.points_m[piece.faces]
    volume = np.einsum("ij,ij->i", corners[:, 0], np.cross(corners[:, 1], corners[:, 2])).sum()
    return piece if volume > 0 else Piece(piece.points_m, piece.faces[:, ::-1], piece.slot, piece.cavity)


SHAPES = (
    Shape("glove_box", "Dispenser of gloves, one pulled out; slots carton, print, glove.", glove_box, stuff="packing"),
    Shape("crumpled_tissue", "A crumpled wiping tissue.", crumpled_tissue),
    Shape("drip_ring", "Part of a wet ring that a vessel left, with drops.", drip_ring, stuff="spill"),
)
