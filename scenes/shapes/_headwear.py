"""What is worn on a head: helmet with chin strap or ear muffs, knitted cap, safety glasses. Shapes follow EN 397."""

from __future__ import annotations

import math

import numpy as np

from scenes.shapes._garments import Body
from scenes.shapes._heads import face_members, head_scale
from scenes.shapes._implicit import Joined, blended, ellipsoid, relaxed, skin_of, tube
from scenes.shapes._mesh import loft
from scenes.shapes._sheets import Sheet, joined

_HELMET_LOW, _HELMET_X = 0.098, 0.014
_STRAP_M = 0.015
_CUP_STEP_M = 0.0076


def helmet(body: Body, slot: int, band: int) -> Sheet:
    """A safety helmet: a ribbed dome with a rim and a peak, and a band of its cradle below."""
    frame, size = body.made.frames["head"], head_scale(body)
    around = np.linspace(0, 2 * math.pi, 56, endpoint=False)
    ahead = np.clip(np.cos(around), 0, 1) ** 2.2
    rows = []
    for share in (0.93, 0.98):  # the inside of the rim
        rows.append(_row(around, share * 0.118, share * 0.1, _HELMET_LOW + 0.012 * (share < 0.95)))
    peak = 0.046 * ahead
    rows.append(_row(around, 0.129 + peak, 0.108 + 0 * peak, _HELMET_LOW - 0.002 - 0.012 * ahead))
    rows.append(_row(around, 0.131 + peak, 0.110 + 0 * peak, _HELMET_LOW + 0.001 - 0.012 * ahead))
    rows.append(_row(around, 0.129 + peak, 0.108 + 0 * peak, _HELMET_LOW + 0.004 - 0.012 * ahead))
    for up in (0.10, 0.22, 0.36, 0.5, 0.64, 0.76, 0.86, 0.94, 0.985):
        wide = (1 - up**2.3) ** (1 / 2.3)
        ring = _row(around, 0.123 * wide, 0.101 * wide, _HELMET_LOW + 0.096 * up)
        ribs = sum(np.exp(-(((ring[:, 1] - y) / 0.007) ** 2)) for y in (-0.026, 0.0, 0.026))
        ring[:, 2] += 0.0045 * ribs * min(1.0, 2.2 * up) * (np.abs(ring[:, 0] - _HELMET_X) < 0.1)
        rows.append(ring)
    shell = loft(rows)
    made = [Sheet.of(shell.points_m, shell.faces, slot)]
    strap = loft([_row(around, 0.1015, 0.082, z) for z in (0.080, 0.104)], caps=False)
    made.append(Sheet.of(strap.points_m, strap.faces, band))
    return joined(made).moved(frame * size, body.joint("head"))


def chin_strap(body: Body, slot: int) -> Sheet:
    """A webbing from the helmet's cradle before the ears and under the chin, taut on the skin."""
    frame, size = body.made.frames["head"], head_scale(body)
    skin = blended(face_members())
    turn = np.radians(np.linspace(-138.0, 138.0, 33))
    across = np.stack([np.zeros_like(turn), np.sin(turn), -np.cos(turn)], axis=1)
    middle = np.array([0.026, 0.0, 0.018]) + np.outer(0.5 + 0.5 * np.cos(turn), (0.038, 0.0, 0.0))
    edges = []
    for side in (-1.0, 1.0):
        start = middle + np.array([side * _STRAP_M / 2, 0.0, 0.0])
        near, far = np.full(len(turn), 0.02), np.full(len(turn), 0.16)
        for _ in range(18):  # halve the stretch in which the skin is
            half = (near + far) / 2
            out = skin(start + half[:, None] * across) > 0.0
            near, far = np.where(out, near, half), np.where(out, half, far)
        edges.append([start + (far + thick)[:, None] * across for thick in (0.0012, 0.0030)])
    (a, b), (c, d) = edges
    strap = loft([np.stack(ring) for ring in zip(a, c, d, b, strict=True)])
    return Sheet.of(strap.points_m, strap.faces, slot).moved(frame * size, body.joint("head"))


def ear_muffs(body: Body, slot: int) -> Sheet:
    """Cups over the ears on arms from the helmet's rim (EN 352-3)."""
    frame, size = body.made.frames["head"], head_scale(body)
    made = []
    for sign in (1.0, -1.0):
        cup = ellipsoid((-0.002, sign * 0.093, 0.044), (0.034, 0.018, 0.043))
        arm = tube(np.array([0.006, sign * 0.108, 0.062]), np.array([0.012, sign * 0.112, 0.106]), 0.0055, 0.0055)
        points, faces = skin_of([Joined(cup, 0.0), Joined(arm, 0.004)], _CUP_STEP_M)
        made.append(Sheet.of(relaxed(points, faces, 1), faces, slot))
    return joined(made).moved(frame * size, body.joint("head"))


def _row(around: np.ndarray, ahead: np.ndarray | float, aside: np.ndarray | float, z: np.ndarray | float) -> np.ndarray:
    ring = np.stack([ahead * np.cos(around) + _HELMET_X, aside * np.sin(around), z + 0 * around], axis=1)
    return np.asarray(ring)


def glasses(body: Body, slot: int) -> Sheet:
    """Safety glasses: one lens bent around the face, and temples to the ears."""
    frame, size = body.made.frames["head"], head_scale(body)
    turn = np.linspace(-1.15, 1.15, 21)
    rows = []
    for z, out in ((0.040, 0.0), (0.044, 0.002), (0.062, 0.003), (0.078, 0.002), (0.082, 0.0)):
        notch = 0.016 * np.exp(-((turn / 0.16) ** 2)) * (z < 0.05)
        rows.append(np.stack([0.035 + (0.086 + out) * np.cos(turn) ** 0.8, (0.072 + out) * np.sin(turn), z + notch], 1))
    outer = np.array(rows)
    inner = outer * np.array([0.97, 0.97, 1.0])
    sheets = []
    grid = np.arange(outer[..., 0].size).reshape(outer.shape[:2])
    a, b, c, d = grid[:-1, :-1], grid[:-1, 1:], grid[1:, 1:], grid[1:, :-1]
    faces = np.concatenate([np.stack([a, b, c], -1).reshape(-1, 3), np.stack([a, c, d], -1).reshape(-1, 3)])
    sheets.append(Sheet.of(outer.reshape(-1, 3), faces, slot))
    sheets.append(Sheet.of(inner.reshape(-1, 3), faces[:, ::-1], slot))
    for sign in (1.0, -1.0):
        start, end = np.array([0.079, sign * 0.066, 0.066]), np.array([-0.012, sign * 0.079, 0.062])
        bar = [
            np.array([[0, -0.0015, -0.003], [0, 0.0015, -0.003], [0, 0.0015, 0.003], [0, -0.0015, 0.003]]) + p
            for p in (end, start)
        ]
        piece = loft(bar)
        sheets.append(Sheet.of(piece.points_m, piece.faces, slot))
    return joined(sheets).moved(frame * size, body.joint("head"))


def beanie(body: Body, slot: int) -> Sheet:
    """A knitted cap or the like, for who wears no helmet and is not bareheaded."""
    frame, size = body.made.frames["head"], head_scale(body)

    def cut(points: np.ndarray) -> np.ndarray:
        return np.asarray(0.088 + 0.12 * points[:, 0] - points[:, 2])

    points, faces = skin_of([Joined(ellipsoid((0.008, 0, 0.098), (0.109, 0.088, 0.090)), 0.0)], 0.009, cut)
    return Sheet.of(relaxed(points, faces, 1), faces, slot).moved(frame * size, body.joint("head"))
