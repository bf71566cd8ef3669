"""A head with its neck, hair, safety glasses and helmet, in the frame of the skull's pivot (the atlas).

Head length 197 mm, breadth 155 mm and height 232 mm are ANSUR II's means of men; helmets follow EN 397's usual shapes.
"""

from __future__ import annotations

import math

import numpy as np

from scenes.shapes._garments import Body, uncovered
from scenes.shapes._implicit import Joined, ellipsoid, relaxed, skin_of, tube
from scenes.shapes._mesh import loft
from scenes.shapes._sheets import Sheet, joined, painted, trimmed

_STEP_M = 0.0103
NOSE, CHIN = (0.127, 0.0, 0.030), (0.09, 0.0, -0.052)
EYE, EAR = (0.100, 0.032, 0.062), (0.0, 0.084, 0.045)
_HELMET_LOW, _HELMET_X = 0.098, 0.014


def head_scale(body: Body) -> float:
    """Heads differ less than statures do."""
    return 0.5 + 0.5 * body.scale


def landmark(body: Body, at: tuple[float, float, float], sign: float = 1.0) -> np.ndarray:
    """(3,) a place on the head, such as `NOSE`; `sign` -1 is the right one of two."""
    local = np.array([at[0], sign * at[1], at[2]]) * head_scale(body)
    return np.asarray(body.joint("head") + body.made.frames["head"] @ local)


def head(body: Body, skin: int, eyes: tuple[int, int], beard: int | None, bare: bool) -> Sheet:
    """Face, ears and neck in one skin, eyes in it; below the mouth of another slot with a beard.

    Without `bare` the top of the skull is left out, which a helmet hides.
    """
    frame, size = body.made.frames["head"], head_scale(body)
    neck = (body.joint("neck") - body.joint("head")) @ frame / size
    into = neck + np.array([0.010, 0.0, -0.045])
    members = [
        Joined(ellipsoid((0.010, 0, 0.086), (0.098, 0.076, 0.082)), 0.0),
        Joined(ellipsoid((0.058, 0, 0.035), (0.052, 0.060, 0.078)), 0.03),
        Joined(ellipsoid((0.050, 0, -0.012), (0.052, 0.054, 0.050)), 0.025),
        Joined(ellipsoid(CHIN, (0.016, 0.020, 0.016)), 0.02),
        Joined(ellipsoid((0.098, 0, 0.078), (0.010, 0.046, 0.008)), 0.014),
        Joined(tube(np.array([0.104, 0, 0.062]), np.array([0.120, 0, 0.033]), 0.008, 0.0125), 0.012),
        Joined(ellipsoid((0.112, 0.011, 0.027), (0.010, 0.009, 0.008)), 0.008),
        Joined(ellipsoid((0.112, -0.011, 0.027), (0.010, 0.009, 0.008)), 0.008),
        Joined(ellipsoid((0.100, 0, 0.000), (0.011, 0.024, 0.005)), 0.006),
        Joined(ellipsoid((0.099, 0, -0.010), (0.010, 0.021, 0.006)), 0.006),
    ]
    for sign in (1.0, -1.0):
        members.append(Joined(ellipsoid((0.000, sign * 0.077, 0.046), (0.017, 0.009, 0.031)), 0.006))
        members.append(Joined(ellipsoid((0.082, sign * 0.042, 0.034), (0.022, 0.018, 0.016)), 0.016))
    thick = 0.058 + 0.03 * max(body.girth - 0.9, 0.0)
    members.append(Joined(tube(into, np.array([-0.008, 0, 0.0]), thick + 0.004, thick), 0.03))
    points, faces = skin_of(members, _STEP_M, _sockets)
    sheet = Sheet.of(relaxed(points, faces, 1), faces, skin)
    if beard is not None:
        sheet = _bearded(sheet, beard)
    shown = sheet.points_m[:, 2] < 0.118 + 0.3 * np.maximum(sheet.points_m[:, 0], 0.0) + (1.0 if bare else 0.0)
    balls = [_eye(sign, *eyes) for sign in (1.0, -1.0)]
    return joined([uncovered(sheet, shown), *balls]).moved(frame * size, body.joint("head"))


def _sockets(points: np.ndarray) -> np.ndarray:
    """Above zero in the sockets of the eyes."""
    both = points * np.array([1.0, 0.0, 1.0]) + np.abs(points) * np.array([0.0, 1.0, 0.0])
    return np.asarray(-ellipsoid((0.109, 0.033, 0.061), (0.015, 0.017, 0.009)).field(both))


def _bearded(sheet: Sheet, slot: int) -> Sheet:
    x, y, z = sheet.points_m.T
    jaw = np.minimum(np.minimum(0.022 + 0.25 * np.abs(y) - z, x - 0.018), z + 0.068)
    mouth = np.hypot(y / 0.024, (z + 0.005) / 0.010) - 1.0
    return painted(sheet, np.minimum(jaw, np.where(x > 0.08, 0.02 * mouth, 1.0)), slot)


def _eye(sign: float, white: int, dark: int) -> Sheet:
    """An eyeball with its iris."""
    at = np.array([0.0905, sign * 0.0325, 0.060])
    points, faces = skin_of([Joined(ellipsoid(at, (0.0125,) * 3), 0.0)], 0.0055)
    sheet = Sheet.of(points, faces, white)
    away = (sheet.points_m - at) / 0.0125
    return painted(trimmed(sheet, away[:, 0] - 0.2), 0.45 - np.hypot(away[:, 1], away[:, 2]), dark)


def hair(body: Body, slot: int, long: bool) -> Sheet:
    """Hair around the skull, off the face and the ears; with `long` down to the neck."""
    frame, size = body.made.frames["head"], head_scale(body)
    members = [Joined(ellipsoid((0.006, 0, 0.090), (0.104, 0.084, 0.088)), 0.0)]
    if long:
        members.append(Joined(ellipsoid((-0.055, 0, 0.0), (0.045, 0.070, 0.075)), 0.04))

    def cut(points: np.ndarray) -> np.ndarray:
        x, y, z = points[:, 0], np.abs(points[:, 1]), points[:, 2]
        face = x - 0.028 - np.maximum(z - 0.085, 0.0) * 1.5 - np.maximum(z - 0.115, 0) * 2
        ear = np.minimum(x + 0.022, 0.082 - z)
        nape = (0.0 if not long else -0.08) - z
        return np.asarray(np.maximum(np.maximum(face, np.where(y > 0.04, ear, -1.0)), nape))

    points, faces = skin_of(members, _STEP_M * 1.3, cut)
    return Sheet.of(relaxed(points, faces, 1), faces, slot).moved(frame * size, body.joint("head"))


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
        rows.append(np.stack([0.028 + (0.086 + out) * np.cos(turn) ** 0.8, (0.072 + out) * np.sin(turn), z + notch], 1))
    outer = np.array(rows)
    inner = outer * np.array([0.97, 0.97, 1.0])
    sheets = []
    grid = np.arange(outer[..., 0].size).reshape(outer.shape[:2])
    a, b, c, d = grid[:-1, :-1], grid[:-1, 1:], grid[1:, 1:], grid[1:, :-1]
    faces = np.concatenate([np.stack([a, b, c], -1).reshape(-1, 3), np.stack([a, c, d], -1).reshape(-1, 3)])
    sheets.append(Sheet.of(outer.reshape(-1, 3), faces, slot))
    sheets.append(Sheet.of(inner.reshape(-1, 3), faces[:, ::-1], slot))
    for sign in (1.0, -1.0):
        start, end = np.array([0.066, sign * 0.068, 0.066]), np.array([-0.012, sign * 0.079, 0.062])
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
