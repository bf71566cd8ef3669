"""A head with its face, neck and hair, in the frame of the skull's pivot (the atlas).

Head length 197 mm, breadth 155 mm and height 232 mm are ANSUR II's means of men.
"""

from __future__ import annotations

import math

import numpy as np

from scenes.shapes._garments import Body, uncovered
from scenes.shapes._implicit import Joined, ellipsoid, relaxed, skin_of, tube
from scenes.shapes._mesh import rotation
from scenes.shapes._sheets import Sheet, joined, painted, trimmed

_STEP_M = 0.0076
NOSE, CHIN = (0.127, 0.0, 0.030), (0.09, 0.0, -0.052)
EYE, EAR = (0.100, 0.032, 0.062), (0.0, 0.084, 0.045)


def head_scale(body: Body) -> float:
    """Heads differ less than statures do."""
    return 0.5 + 0.5 * body.scale


def landmark(body: Body, at: tuple[float, float, float], sign: float = 1.0) -> np.ndarray:
    """(3,) a place on the head, such as `NOSE`; `sign` -1 is the right one of two."""
    local = np.array([at[0], sign * at[1], at[2]]) * head_scale(body)
    return np.asarray(body.joint("head") + body.made.frames["head"] @ local)


def head(body: Body, skin: int, eyes: tuple[int, int], brows: int, beard: int | None, bare: bool) -> Sheet:
    """Face, ears and neck in one skin, eyes in it, brows of another slot; below the mouth of a third with a beard.

    Without `bare` the top of the skull is left out, which a helmet hides.
    """
    frame, size = body.made.frames["head"], head_scale(body)
    neck = (body.joint("neck") - body.joint("head")) @ frame / size
    into = neck + np.array([0.010, 0.0, -0.045])
    members = face_members()
    thick = 0.058 + 0.03 * max(body.girth - 0.9, 0.0)
    members.append(Joined(tube(into, np.array([-0.008, 0, 0.0]), thick + 0.004, thick), 0.03))
    points, faces = skin_of(members, _STEP_M, _sockets)
    sheet = _mouthed(Sheet.of(relaxed(points, faces, 1), faces, skin), skin)
    sheet = _browed(sheet, brows)
    if beard is not None:
        sheet = _bearded(sheet, beard)
    shown = sheet.points_m[:, 2] < 0.118 + 0.3 * np.maximum(sheet.points_m[:, 0], 0.0) + (1.0 if bare else 0.0)
    balls = [_eye(sign, *eyes) for sign in (1.0, -1.0)]
    lids = [_lid(sign, low, skin) for sign in (1.0, -1.0) for low in (False, True)]
    return joined([uncovered(sheet, shown), *balls, *lids]).moved(frame * size, body.joint("head"))


def face_members() -> list[Joined]:
    """The skull with cheeks, jaw, brow, nose, lips and ears."""
    members = [
        Joined(ellipsoid((0.006, 0, 0.086), (0.100, 0.076, 0.084)), 0.0),
        Joined(ellipsoid((0.058, 0, 0.035), (0.048, 0.058, 0.078)), 0.03),
        Joined(ellipsoid((0.050, 0, -0.010), (0.050, 0.053, 0.046)), 0.025),
        Joined(ellipsoid(CHIN, (0.016, 0.020, 0.015)), 0.022),
        Joined(tube(np.array([0.112, 0, 0.064]), np.array([0.124, 0, 0.036]), 0.0075, 0.0105), 0.010),
        Joined(ellipsoid((0.089, 0, -0.004), (0.013, 0.024, 0.020)), 0.012),
        Joined(ellipsoid((0.1030, 0, 0.0010), (0.0065, 0.0215, 0.0050)), 0.004),
        Joined(ellipsoid((0.1015, 0, -0.0105), (0.0075, 0.0185, 0.0060)), 0.004),
    ]
    for sign in (1.0, -1.0):
        members += [
            Joined(ellipsoid((0.102, sign * 0.030, 0.0785), (0.009, 0.024, 0.0065)), 0.012),
            Joined(ellipsoid((0.113, sign * 0.0125, 0.031), (0.010, 0.0075, 0.0075)), 0.005),
            Joined(ellipsoid((0.082, sign * 0.043, 0.036), (0.020, 0.017, 0.014)), 0.018),
            Joined(ellipsoid((0.020, sign * 0.050, -0.016), (0.026, 0.010, 0.020)), 0.016),
            Joined(ellipsoid((-0.004, sign * 0.078, 0.047), (0.018, 0.008, 0.031), rotation("y", -14.0)), 0.005),
        ]
    return members


def _sockets(points: np.ndarray) -> np.ndarray:
    """Above zero in the sockets of the eyes and in the hollows of the ears."""
    both = points * np.array([1.0, 0.0, 1.0]) + np.abs(points) * np.array([0.0, 1.0, 0.0])
    hollows = (
        ellipsoid((0.113, 0.033, 0.0625), (0.019, 0.0185, 0.0115)),
        ellipsoid((-0.001, 0.0885, 0.045), (0.0085, 0.0065, 0.017)),
    )
    return np.asarray(np.max([-hollow.field(both) for hollow in hollows], axis=0))


def _lid(sign: float, low: bool, slot: int) -> Sheet:
    """An upper or a lower lid: a piece of a sphere around the eyeball, its edge bowed like an almond."""
    turn = np.radians(np.linspace(-78.0, 78.0, 13))
    bow = np.cos(turn) ** 0.8
    edge = np.radians(-17.0 * bow if low else 21.0 * bow)
    far = math.radians(-75.0 if low else 75.0)
    rows = []
    for share, radius in ((0.0, 0.0122), (0.0, 0.0139), (0.25, 0.0141), (0.6, 0.0140), (1.0, 0.0128)):
        up = edge + share * (far - edge)
        rows.append(radius * np.stack([np.cos(up) * np.cos(turn), np.cos(up) * np.sin(turn), np.sin(up)], axis=1))
    points = np.concatenate(rows) + np.array([0.0915, sign * 0.0325, 0.0605])
    grid = np.arange(len(points)).reshape(len(rows), len(turn))
    a, b, c, d = grid[:-1, :-1], grid[:-1, 1:], grid[1:, 1:], grid[1:, :-1]
    faces = np.concatenate([np.stack([a, b, c], -1).reshape(-1, 3), np.stack([a, c, d], -1).reshape(-1, 3)])
    return Sheet.of(points, faces[:, ::-1] if low else faces, slot)


def _mouthed(sheet: Sheet, skin: int) -> Sheet:
    """The face cut along the line between the lips, which lies deeper than they do."""
    for height in (0.0026, 0.0, -0.0026):
        sheet = painted(sheet, _above_mouth(sheet.points_m) - height, skin)
    points = sheet.points_m.copy()
    ahead = np.clip((points[:, 0] - 0.07) / 0.02, 0.0, 1.0) * np.clip((0.029 - np.abs(points[:, 1])) / 0.007, 0.0, 1.0)
    points[:, 0] -= 0.0055 * ahead * np.exp(-((_above_mouth(points) / 0.0017) ** 2))
    return Sheet.of(points, sheet.faces, skin)


def _above_mouth(points: np.ndarray) -> np.ndarray:
    """(V,) height over the line between the lips, which falls a little to its corners."""
    return np.asarray(points[:, 2] + 0.0048 + 2.2 * points[:, 1] ** 2)


def _browed(sheet: Sheet, slot: int) -> Sheet:
    """Hair of the brows, thinner and lower to the temples."""
    x, y, z = sheet.points_m.T
    aside = (np.abs(y) - 0.013) / 0.040
    arch = 0.0795 + 0.0045 * np.sin(np.clip(aside, 0.0, 1.0) * 2.3)
    half = 0.0042 - 0.0022 * np.clip(aside, 0.0, 1.0)
    inside = np.minimum(half - np.abs(z - arch), 0.3 * np.minimum(np.abs(y) - 0.013, 0.053 - np.abs(y)))
    return painted(sheet, np.minimum(inside, x - 0.05), slot)


def _bearded(sheet: Sheet, slot: int) -> Sheet:
    x, y, z = sheet.points_m.T
    high = np.interp(np.abs(y), (0.0, 0.022, 0.042, 0.060, 0.070), (0.020, 0.017, -0.012, -0.002, 0.055))
    jaw = np.minimum(np.minimum(high - z, x - 0.022), z + 0.066)
    mouth = np.hypot(y / 0.024, (z + 0.005) / 0.010) - 1.0
    return painted(sheet, np.minimum(jaw, np.where(x > 0.08, 0.02 * mouth, 1.0)), slot)


def _eye(sign: float, white: int, dark: int) -> Sheet:
    """An eyeball with its iris."""
    at = np.array([0.0915, sign * 0.0325, 0.0605])
    points, faces = skin_of([Joined(ellipsoid(at, (0.0125,) * 3), 0.0)], 0.0035)
    sheet = Sheet.of(points, faces, white)
    away = (sheet.points_m - at) / 0.0125
    sheet = painted(sheet, np.minimum(0.47 - np.hypot(away[:, 1], away[:, 2]), away[:, 0]), dark)
    return trimmed(sheet, sheet.points_m[:, 0] - at[0] - 0.0025)


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

    points, faces = skin_of(members, _STEP_M * 1.55, cut)
    return Sheet.of(relaxed(points, faces, 1), faces, slot).moved(frame * size, body.joint("head"))
