"""The skeleton of a person: segment lengths from anthropometry, joints from a posture, the balance of the whole.

x is ahead, y to the left, z up; the floor is z = 0. Segment lengths are shares of the stature (Drillis and Contini
1966, as in Winter, "Biomechanics and Motor Control of Human Movement", 4th ed., figure 4.1), segment masses and their
centres from the same book's table 4.1. Statures follow DIN 33402-2: women 1535 to 1720 mm, men
1650 to 1855 mm (5th to 95th percentile).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

import numpy as np

from scenes.shapes._mesh import rotation

HIP, KNEE, ANKLE = 0.530, 0.285, 0.039  # heights over the sole of the foot
THIGH, SHANK = HIP - KNEE, KNEE - ANKLE
UPPER_ARM, FOREARM, HAND = 0.186, 0.146, 0.108
FOOT = 0.152
SHOULDER_HALF, HIP_HALF = 0.106, 0.052  # of the joints' distances; the outline is wider
LUMBAR = (-0.006, 0.0, 0.055)  # from the hips
THORAX = (-0.004, 0.0, 0.105)  # from there
NECK = (-0.012, 0.0, 0.148)
HEAD = (0.012, 0.0, 0.064)
SHOULDER_UP = 0.119
SOLE_M = 0.024  # of a safety shoe
BALL_M, HEEL_M = 0.105, -0.055  # where a shoe bends and where it stands, from below the ankle, of a person of 1.75 m
SIDES = ("left", "right")
_LONGEST = 0.996  # of a limb that is stretched: no knee is locked


@dataclass(frozen=True, slots=True)
class Figure:
    """A person's measures: stature, girth against the mean (0.85 is slim, 1.25 heavy), breadth of the shoulders."""

    height_m: float = 1.75
    girth: float = 1.0
    shoulders: float = 1.0


@dataclass(frozen=True, slots=True)
class Foot:
    """Where a foot stands: shares of the stature ahead and aside; above 0 `pitch_deg` lifts the heel."""

    x: float
    y: float
    yaw_deg: float = 8.0
    pitch_deg: float = 0.0
    lift: float = 0.0


@dataclass(frozen=True, slots=True)
class Arm:
    """How an arm is held: by its angles, or to a wrist at `target`, shares of the stature from between the feet.

    `elbow` points where the elbow goes, `fingers` and `palm` where the hand points and its palm faces; None follows
    the forearm, palm towards the body. y and outward counts are those of the left arm; the right one is mirrored.
    """

    flex_deg: float = 4.0
    abduct_deg: float = 8.0
    elbow_deg: float = 12.0
    target: tuple[float, float, float] | None = None
    elbow: tuple[float, float, float] = (-0.5, 0.35, -0.8)
    fingers: tuple[float, float, float] | None = None
    palm: tuple[float, float, float] | None = None
    grip: str = "relaxed"


@dataclass(frozen=True, slots=True)
class Posture:
    """A whole body's posture; forward is positive."""

    hips: float = HIP - 0.004  # height of the hips, share of the stature, as far as the legs reach
    tilt_deg: float = 4.0  # of the pelvis
    bend_deg: float = 2.0  # of the spine
    twist_deg: float = 0.0
    side_deg: float = 0.0
    nod_deg: float = 4.0
    turn_deg: float = 0.0  # of the head
    feet: tuple[Foot, Foot] = (Foot(0.0, 0.062), Foot(0.0, -0.062, -8.0))
    arms: tuple[Arm, Arm] = (Arm(), Arm())
    knees_out: float = 0.15
    balanced: bool = True  # hips move until the centre of mass is over the feet; walkers fall forward, drivers sit
    back_m: float = 0.0  # where the hips are when not balanced
    load_kg: float = 0.0  # between the hands


@dataclass(frozen=True, slots=True, eq=False)
class Skeleton:
    """Joints (3,) in metres and frames (3, 3), columns ahead, left, up, by name; sided ones end in _left, _right."""

    figure: Figure
    posture: Posture
    joints: dict[str, np.ndarray] = field(default_factory=dict)
    frames: dict[str, np.ndarray] = field(default_factory=dict)

    def front(self, name: str) -> np.ndarray:
        """The direction ahead of a frame."""
        return self.frames[name][:, 0]


def stand_up(figure: Figure, posture: Posture) -> Skeleton:
    """The joints of a posture. Where it is to be balanced, the hips move over the feet until the whole is."""
    hips = np.array([posture.back_m / figure.height_m, 0.0])
    made = _built(figure, posture, hips)
    if posture.balanced:
        for _ in range(6):
            feet = [made.joints[f"sole_{side}"] + made.frames[f"foot_{side}"][:, 0] * 0.035 for side in SIDES]
            off = np.mean(feet, axis=0)[:2] - centre_of_mass_m(made)[:2]
            hips = hips + 0.9 * off / figure.height_m
            made = _built(figure, posture, hips)
    return made


def _built(figure: Figure, posture: Posture, hips: np.ndarray) -> Skeleton:
    tall = figure.height_m
    made = Skeleton(figure, posture)
    joints, frames = made.joints, made.frames
    pelvis = rotation("y", posture.tilt_deg) @ rotation("x", 0.4 * posture.side_deg)
    turned = rotation("z", 0.25 * posture.twist_deg)
    frames["pelvis"] = turned @ pelvis
    for number, side in enumerate(SIDES):
        _put_foot(made, side, posture.feet[number])
    high = _height_of_hips(made, hips)
    joints["pelvis"] = np.array([hips[0] * tall, hips[1] * tall, high])
    bent = [
        rotation("y", part * posture.bend_deg)
        @ rotation("x", -part * posture.side_deg)
        @ rotation("z", part * posture.twist_deg * 0.75)
        for part in (0.45, 0.55)
    ]
    frames["lumbar"] = frames["pelvis"] @ bent[0]
    frames["thorax"] = frames["lumbar"] @ bent[1]
    joints["lumbar"] = joints["pelvis"] + tall * frames["pelvis"] @ LUMBAR
    joints["thorax"] = joints["lumbar"] + tall * frames["lumbar"] @ THORAX
    joints["neck"] = joints["thorax"] + tall * frames["thorax"] @ NECK
    nod = rotation("z", posture.turn_deg) @ rotation("y", posture.nod_deg - 0.5 * (posture.tilt_deg + posture.bend_deg))
    half = rotation("z", 0.4 * posture.turn_deg) @ rotation(
        "y", 0.4 * (posture.nod_deg - 0.5 * (posture.tilt_deg + posture.bend_deg))
    )
    joints["head"] = joints["neck"] + tall * frames["thorax"] @ half @ HEAD
    frames["head"] = frames["thorax"] @ nod
    for number, side in enumerate(SIDES):
        sign = 1.0 - 2.0 * number
        _put_leg(made, side, sign)
        _put_arm(made, side, sign, posture.arms[number])
    return made


def _put_foot(made: Skeleton, side: str, foot: Foot) -> None:
    """The sole and the ankle; a pitched foot stands on its ball or on its heel."""
    tall = made.figure.height_m
    heading = rotation("z", foot.yaw_deg)
    frame = heading @ rotation("y", foot.pitch_deg)
    pivot = np.array([BALL_M if foot.pitch_deg > 0 else HEEL_M, 0.0, 0.0]) * tall / 1.75
    stands = np.array([foot.x * tall, foot.y * tall, foot.lift * tall]) + heading @ pivot
    sole = stands - frame @ pivot
    made.joints[f"sole_{side}"] = sole
    made.joints[f"ankle_{side}"] = sole + frame @ np.array([0.0, 0.0, SOLE_M + ANKLE * tall])
    made.frames[f"foot_{side}"] = frame


def _hip(made: Skeleton, sign: float) -> np.ndarray:
    half = HIP_HALF * made.figure.height_m
    return np.asarray(made.frames["pelvis"] @ np.array([0.0, sign * half, 0.0]))


def _height_of_hips(made: Skeleton, hips: np.ndarray) -> float:
    """As high as the posture says, or as the legs reach."""
    tall, posture = made.figure.height_m, made.posture
    high = posture.hips * tall + SOLE_M
    for number, side in enumerate(SIDES):
        ankle = made.joints[f"ankle_{side}"]
        off = hips * tall + _hip(made, 1.0 - 2.0 * number)[:2] - ankle[:2]
        room = (_LONGEST * (THIGH + SHANK) * tall) ** 2 - float(off @ off)
        high = min(high, float(ankle[2]) + math.sqrt(max(room, 0.0)) - float(_hip(made, 1.0 - 2.0 * number)[2]))
    return high


def _put_leg(made: Skeleton, side: str, sign: float) -> None:
    tall, joints = made.figure.height_m, made.joints
    joints[f"hip_{side}"] = joints["pelvis"] + _hip(made, sign)
    ahead = made.frames[f"foot_{side}"][:, 0] * np.array([1.0, 1.0, 0.0]) + 0.5 * made.frames["pelvis"][:, 0]
    pole = ahead / np.linalg.norm(ahead) + np.array([0.0, sign * made.posture.knees_out, 0.0])
    ankle = joints[f"ankle_{side}"]
    joints[f"knee_{side}"] = _bent(joints[f"hip_{side}"], ankle, THIGH * tall, SHANK * tall, pole)
    _limb_frames(made, side, ("thigh", "shank"), ("hip", "knee", "ankle"), pole, 1.0)


def _put_arm(made: Skeleton, side: str, sign: float, arm: Arm) -> None:
    tall, joints, thorax = made.figure.height_m, made.joints, made.frames["thorax"]
    mirror = np.array([1.0, sign, 1.0])
    half = SHOULDER_HALF * made.figure.shoulders * tall
    up = SHOULDER_UP * tall
    lift = 0.0
    if arm.target is not None:
        lift = 0.25 * max(0.0, arm.target[2] - 0.75) * tall  # a shoulder rises with a raised arm
    joints[f"shoulder_{side}"] = shoulder = joints["thorax"] + thorax @ np.array([0.0, sign * half, up + lift])
    if arm.target is None:
        held = rotation("x", sign * arm.abduct_deg) @ rotation("y", -arm.flex_deg)
        upper = held @ np.array([0.0, 0.0, -1.0])
        fore = held @ rotation("z", -sign * 18.0) @ rotation("y", -arm.elbow_deg) @ np.array([0.0, 0.0, -1.0])
        joints[f"elbow_{side}"] = shoulder + UPPER_ARM * tall * (thorax @ upper)
        joints[f"wrist_{side}"] = joints[f"elbow_{side}"] + FOREARM * tall * (thorax @ fore)
        pole = -thorax[:, 0]
    else:
        wrist = np.array(arm.target) * mirror * tall
        away = wrist - shoulder
        reach = float(np.linalg.norm(away))
        wrist = shoulder + away * min(1.0, _LONGEST * (UPPER_ARM + FOREARM) * tall / reach)
        pole = np.array(arm.elbow) * mirror
        joints[f"elbow_{side}"] = _bent(shoulder, wrist, UPPER_ARM * tall, FOREARM * tall, pole)
        joints[f"wrist_{side}"] = wrist
    _limb_frames(made, side, ("upper_arm", "forearm"), ("shoulder", "elbow", "wrist"), pole, -1.0)
    _put_hand(made, side, sign, arm)


def _put_hand(made: Skeleton, side: str, sign: float, arm: Arm) -> None:
    """The hand's frame: ahead along the fingers, up away from the palm, left to the thumb of a left hand."""
    mirror = np.array([1.0, sign, 1.0])
    fore = made.joints[f"wrist_{side}"] - made.joints[f"elbow_{side}"]
    fingers = fore if arm.fingers is None else np.array(arm.fingers) * mirror
    fingers = fingers / np.linalg.norm(fingers)
    inwards = made.frames["thorax"] @ np.array([-0.25, -sign, 0.0])
    palm = inwards if arm.palm is None else np.array(arm.palm) * mirror
    back = -(palm - fingers * float(palm @ fingers))
    back /= max(float(np.linalg.norm(back)), 1e-9)
    made.frames[f"hand_{side}"] = np.stack([fingers, np.cross(back, fingers), back], axis=1)
    joints = made.joints
    joints[f"hand_{side}"] = joints[f"wrist_{side}"] + fingers * 0.5 * HAND * made.figure.height_m


def _limb_frames(
    made: Skeleton, side: str, names: tuple[str, str], joints: tuple[str, str, str], pole: np.ndarray, sign: float
) -> None:
    """Frames of both segments of a limb: ahead where its joint bends to (a knee) or away from it (an elbow)."""
    points = [made.joints[f"{joint}_{side}"] for joint in joints]
    for name, start, end in zip(names, points[:-1], points[1:], strict=True):
        up = (start - end) / np.linalg.norm(start - end)
        ahead = sign * pole - up * float(sign * pole @ up)
        ahead = ahead / max(float(np.linalg.norm(ahead)), 1e-9)
        made.frames[f"{name}_{side}"] = np.stack([ahead, np.cross(up, ahead), up], axis=1)


def _bent(start: np.ndarray, end: np.ndarray, first_m: float, second_m: float, pole: np.ndarray) -> np.ndarray:
    """The joint between two segments of a limb that leads from start to end, towards `pole`."""
    away = end - start
    far = float(np.clip(np.linalg.norm(away), abs(first_m - second_m) + 1e-4, first_m + second_m - 1e-6))
    axis = away / max(float(np.linalg.norm(away)), 1e-9)
    along = (first_m**2 - second_m**2 + far**2) / (2 * far)
    out = math.sqrt(max(first_m**2 - along**2, 0.0))
    aside = pole - axis * float(pole @ axis)
    return np.asarray(start + along * axis + out * aside / max(float(np.linalg.norm(aside)), 1e-9))


_LIMB_MASSES = (  # share of the body's mass, where its centre lies on the segment
    ("shoulder", "elbow", 0.028, 0.436),
    ("elbow", "wrist", 0.016, 0.430),
    ("wrist", "hand", 0.006, 1.0),
    ("hip", "knee", 0.100, 0.433),
    ("knee", "ankle", 0.0465, 0.433),
    ("ankle", "sole", 0.0145, 0.5),
)


def centre_of_mass_m(made: Skeleton) -> np.ndarray:
    """(3,) of the body, and of what it carries between its hands."""
    joints = made.joints
    shoulders = (joints["shoulder_left"] + joints["shoulder_right"]) / 2
    total, mass = 0.081 * (joints["head"] + joints["neck"]) / 2, 0.081
    total, mass = total + 0.497 * (0.5 * shoulders + 0.5 * joints["pelvis"]), mass + 0.497
    for side in SIDES:
        for start, end, share, at in _LIMB_MASSES:
            a, b = joints[f"{start}_{side}"], joints[f"{end}_{side}"]
            total, mass = total + share * (a + at * (b - a)), mass + share
    carried = made.posture.load_kg / (23.0 * made.figure.height_m**2 * made.figure.girth)  # of a mass at index 23
    if carried:
        total = total + carried * (joints["hand_left"] + joints["hand_right"]) / 2
    return np.asarray(total / (mass + carried))


def flexions_deg(made: Skeleton) -> dict[str, float]:
    """Angles that people have limits of: knees and elbows (0 is straight), hips (0 is standing), spine and head."""
    joints, found = made.joints, {}
    for side in SIDES:
        for name, a, b, c in (("knee", "hip", "knee", "ankle"), ("elbow", "shoulder", "elbow", "wrist")):
            u, v = (joints[f"{b}_{side}"] - joints[f"{a}_{side}"], joints[f"{c}_{side}"] - joints[f"{b}_{side}"])
            found[f"{name}_{side}"] = _angle_deg(u, v)
        thigh = joints[f"knee_{side}"] - joints[f"hip_{side}"]
        ahead, down = made.frames["pelvis"][:, 0], -made.frames["pelvis"][:, 2]
        found[f"hip_{side}"] = math.degrees(math.atan2(float(thigh @ ahead), float(thigh @ down)))
    found["spine"] = _angle_deg(made.frames["pelvis"][:, 2], made.frames["thorax"][:, 2])
    found["head"] = _angle_deg(made.frames["thorax"][:, 0], made.frames["head"][:, 0])
    return found


def _angle_deg(one: np.ndarray, other: np.ndarray) -> float:
    cosine = float(one @ other / (np.linalg.norm(one) * np.linalg.norm(other)))
    return math.degrees(math.acos(min(max(cosine, -1.0), 1.0)))


def mirrored(posture: Posture) -> Posture:
    """The posture with left and right exchanged."""
    feet = tuple(replace(f, y=-f.y, yaw_deg=-f.yaw_deg) for f in reversed(posture.feet))
    return replace(
        posture,
        twist_deg=-posture.twist_deg,
        side_deg=-posture.side_deg,
        turn_deg=-posture.turn_deg,
        feet=feet,  # type: ignore[arg-type]
        arms=(posture.arms[1], posture.arms[0]),
    )
