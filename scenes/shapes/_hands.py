"""Hands, bare or gloved, and safety shoes: made once for each way of holding, then set on a skeleton.

A hand is 189 mm long and 86 mm broad at a stature of 1.75 m (0.108 of it; ANSUR II), its frame ahead along the fingers,
up away from the palm, its thumb to the left: a left hand. A shoe's frame is below the ankle, on the floor.
"""

from __future__ import annotations

import math
from functools import cache

import numpy as np

from scenes.shapes._garments import Body
from scenes.shapes._implicit import Joined, Profile, ellipsoid, limb, relaxed, skin_of, tube
from scenes.shapes._mesh import rotation
from scenes.shapes._sheets import Sheet, painted, trimmed
from scenes.shapes._skeleton import BALL_M, SIDES

GRIPS = {  # how far each joint of the fingers is bent, the thumb towards them, degrees
    "flat": ((6, 8, 6), 20.0),
    "relaxed": ((18, 30, 20), 30.0),
    "grip": ((62, 78, 40), 55.0),
    "hold": ((10, 22, 16), 40.0),
}
_HAND_STEP_M, _SHOE_STEP_M = 0.0058, 0.0125
_APART_M = 0.0006  # over which fingers beside one another flow together: less than the grid shows as a groove
_BONES = ((0.0435, 0.026, 0.0205), (0.0465, 0.030, 0.0215), (0.0435, 0.027, 0.0205), (0.035, 0.0205, 0.0185))
_ROOTS = ((0.088, 0.030), (0.092, 0.0095), (0.088, -0.0105), (0.081, -0.029))
_SOLE_LOW_M = 0.026


@cache
def _hand(grip: str, gloved: bool) -> tuple[np.ndarray, np.ndarray]:
    """Points and faces of a left hand; a glove is thicker and has a cuff."""
    more = 0.0022 if gloved else 0.0
    bends, thumb = GRIPS[grip]
    palm = Profile(
        (0.0, 0.5, 1.0), (0.030 + more, 0.038 + more, 0.040 + more), (0.019 + more, 0.0175 + more, 0.014 + more)
    )
    members = [Joined(limb(np.array([0.008, 0, 0]), np.array([0.080, 0, 0]), np.array([0, 0, 1.0]), palm), 0.0)]
    for number, (root, bones) in enumerate(zip(_ROOTS, _BONES, strict=True)):
        at, turn = np.array([root[0], root[1], 0.0]), rotation("z", (1.5 - number) * (5.2 if bends[0] < 40 else 1.0))
        for joint, (bend, long) in enumerate(zip(bends, bones, strict=True)):
            turn = turn @ rotation("y", bend + 1.5 * number)
            tip = at + turn @ np.array([long, 0.0, 0.0])
            thick = 0.0092 - 0.0006 * joint - 0.0010 * (number == 3) + 0.35 * more
            members.append(Joined(tube(at, tip, thick, thick - 0.0006), 0.005, at, 0.016, _APART_M))
            at = tip
    members += _thumb(thumb, more)
    back = -0.050 if gloved else -0.012
    wide = (0.037, 0.033) if gloved else (0.024, 0.024)
    cuff = Profile((0.0, 1.0), (wide[0], 0.027 + more), (wide[0] * 0.92, 0.021 + more))
    members.append(Joined(limb(np.array([back, 0, 0]), np.array([0.02, 0, 0]), np.array([0, 0, 1.0]), cuff), 0.012))
    points, faces = skin_of(members, _HAND_STEP_M)
    points = relaxed(points, faces, 1)
    if gloved:
        sheet = Sheet.of(points, faces, 0)
        sheet = trimmed(sheet, points[:, 0] - back - 0.004, 0.006)
        return sheet.points_m, sheet.faces
    return points, faces


def _thumb(bend_deg: float, more_m: float) -> list[Joined]:
    """The ball of the thumb and its two free bones, `bend_deg` down to the palm and across it."""
    members = []
    at = np.array([0.020, 0.028, -0.006])
    turn = rotation("z", 44.0 - 0.30 * bend_deg) @ rotation("y", 0.55 * bend_deg)
    for joint, (long, thick) in enumerate(((0.046, 0.0165), (0.033, 0.0112), (0.026, 0.0104))):
        turn = turn @ rotation("z", -(4.0 + 0.32 * bend_deg) * (joint > 0))
        tip = at + turn @ np.array([long, 0.0, 0.0])
        end = 0.0125 if joint == 0 else thick - 0.0014
        round_m = 0.016 if joint == 0 else 0.005
        members.append(Joined(tube(at, tip, thick + 0.6 * more_m, end + 0.6 * more_m), round_m, at, 0.03, _APART_M))
        at = tip
    return members


def hands(body: Body, slot: int, gloved: bool) -> list[Sheet]:
    """Both hands as they are held."""
    made = []
    for number, side in enumerate(SIDES):
        points, faces = _hand(body.made.posture.arms[number].grip, gloved)
        frame = body.made.frames[f"hand_{side}"] * body.scale
        sheet = Sheet.of(points, faces, slot)
        if number == 1:  # a right hand is a left one in a mirror; its frame's left is away from its thumb
            frame = frame @ np.diag([1.0, -1.0, 1.0])
        made.append(sheet.moved(frame, body.joint(f"wrist_{side}")))
    return made


@cache
def _shoe() -> tuple[np.ndarray, np.ndarray]:
    """Points and faces of a left safety shoe of a person of 1.75 m."""
    members = [
        Joined(ellipsoid((0.148, 0.004, 0.040), (0.066, 0.049, 0.044)), 0.0),
        Joined(ellipsoid((0.085, 0.002, 0.045), (0.075, 0.049, 0.042)), 0.04),
        Joined(ellipsoid((0.020, 0.0, 0.045), (0.080, 0.041, 0.042)), 0.04),
        Joined(ellipsoid((-0.035, 0.0, 0.055), (0.042, 0.040, 0.052)), 0.04),
        Joined(tube(np.array([0.095, 0.0, 0.055]), np.array([0.012, 0.0, 0.105]), 0.032, 0.041), 0.04),
        Joined(tube(np.array([-0.012, 0, 0.07]), np.array([-0.014, 0, 0.125]), 0.045, 0.043), 0.03),
    ]

    def cut(points: np.ndarray) -> np.ndarray:
        x, y, z = points.T
        middle = 0.066
        half = 0.140 + 0.006
        along = np.clip((x - middle) / half, -1, 1)
        wide = (0.049 - 0.011 * np.exp(-(((x - 0.045) / 0.05) ** 2)) - 0.006 * (x < 0.0)) * np.sqrt(
            1 - np.abs(along) ** 4.5
        )
        sole = np.maximum(np.maximum(np.abs(y - 0.003) - wide - 0.002, np.abs(x - middle) - half), z - _SOLE_LOW_M)
        return np.asarray(np.maximum(-z, np.where(z < _SOLE_LOW_M, sole, -1.0)))

    plate = ellipsoid((0.066, 0.003, 0.012), (0.30, 0.12, 0.06))
    points, faces = skin_of(
        [*members, Joined(plate, 0.004)], _SHOE_STEP_M, lambda p: np.maximum(cut(p), _over(p, members))
    )
    return points, faces


def _over(points: np.ndarray, members: list[Joined]) -> np.ndarray:
    """Above zero over the sole and outside of the upper."""
    value = members[0].blob.field(points)
    for member in members[1:]:
        value = np.minimum(value, member.blob.field(points) - 0.004)
    return np.where(points[:, 2] > _SOLE_LOW_M, value, -1.0)


def shoes(body: Body, upper: int, sole: int) -> list[Sheet]:
    """Both shoes on their feet; a lifted heel bends its shoe at the ball."""
    made = []
    for number, side in enumerate(SIDES):
        points, faces = _shoe()
        pitch = body.made.posture.feet[number].pitch_deg
        points = _bent(points, pitch) if pitch > 0 else points
        sheet = Sheet.of(points, faces, upper)
        sheet = painted(sheet, _SOLE_LOW_M - 0.001 - _shoe_heights(points, pitch), sole)
        frame = body.made.frames[f"foot_{side}"] * body.scale
        frame = frame @ np.diag([1.0, 1.0 - 2.0 * number, 1.0])
        made.append(sheet.moved(frame, body.joint(f"sole_{side}")))
    return made


def _shoe_heights(points: np.ndarray, pitch_deg: float) -> np.ndarray:
    """(V,) heights over the sole of the shoe as it was before it was bent."""
    return np.asarray(_shoe()[0][:, 2]) if pitch_deg > 0 else points[:, 2]


def _bent(points: np.ndarray, pitch_deg: float) -> np.ndarray:
    """The part before the ball turned up against the rest, so that it lies on the floor while the heel is lifted."""
    share = np.clip((points[:, 0] - BALL_M + 0.02) / 0.04, 0.0, 1.0)
    angle = -math.radians(pitch_deg) * share
    x, z = points[:, 0] - BALL_M, points[:, 2]
    c, s = np.cos(angle), np.sin(angle)
    return np.stack([BALL_M + c * x + s * z, points[:, 1], -s * x + c * z], axis=1)
