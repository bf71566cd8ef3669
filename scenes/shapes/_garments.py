"""Work clothes on a skeleton: trousers, tops with long or short sleeves, hi-vis vests; loose, creased at the joints.

Girths follow ANSUR II (2012): at 1.75 m a chest of 1.04 m, a waist of 0.94, hips of 1.02, a thigh of 0.61, an upper
arm of 0.34. A vest has two bands of tape around and one over each shoulder, 50 mm wide (EN ISO 20471, class 2).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scenes.shapes._implicit import (
    Blob,
    Joined,
    Profile,
    blended,
    ellipsoid,
    limb,
    relaxed,
    skin_of,
    tube,
    vertex_normals,
)
from scenes.shapes._sheets import Sheet, painted, trimmed
from scenes.shapes._skeleton import SIDES, Skeleton, flexions_deg

_STEP_M = 0.0225  # of the grids of cloth
_TAPE_M = 0.05
_HEM_M = 0.012


@dataclass(frozen=True, slots=True)
class Crease:
    """Where cloth gathers: around a joint, in folds across the limb, most on the side that the limb bends to."""

    at_m: np.ndarray
    along: np.ndarray  # unit, the limb
    inside: np.ndarray  # unit
    reach_m: float
    high_m: float
    wave_m: float


@dataclass(frozen=True, slots=True)
class Body:
    """The skeleton and what scales the flesh on it."""

    made: Skeleton
    scale: float  # of lengths, against 1.75 m
    girth: float

    @staticmethod
    def of(made: Skeleton) -> Body:
        """Of a posed skeleton."""
        return Body(made, made.figure.height_m / 1.75, made.figure.girth)

    def at(self, frame: str, x: float, y: float, z: float) -> np.ndarray:
        """A point (3,) in the frame of a joint of that name, given for 1.75 m."""
        return np.asarray(self.made.joints[frame] + self.made.frames[frame] @ (self.scale * np.array([x, y, z])))

    def wide(self, *sizes_m: float, share: float = 1.0) -> tuple[float, ...]:
        """Half sizes given for the mean, for this girth (`share` of it: bones do not thicken)."""
        return tuple(s * self.scale * (1 + share * (self.girth - 1)) for s in sizes_m)

    def joint(self, name: str) -> np.ndarray:
        """A joint (3,)."""
        return self.made.joints[name]


def torso(body: Body, more_m: float) -> list[Joined]:
    """The trunk from the seat to the neck, `more_m` out of the skin."""
    belly = max(body.girth - 1.0, 0.0)
    hips = Profile(
        (0.0, 0.35, 0.7, 1.0),
        body.wide(0.160, 0.175, 0.164, 0.152, share=0.8),
        body.wide(0.116, 0.122, 0.114, 0.106),
        body.wide(-0.006, -0.010, -0.004, 0.0),
    )
    waist = Profile(
        (0.0, 0.5, 1.0),
        body.wide(0.154, 0.147, 0.150),
        body.wide(0.108 + 0.14 * belly, 0.106 + 0.2 * belly, 0.108 + 0.1 * belly),
        body.wide(0.002 + 0.1 * belly, 0.006 + 0.12 * belly, 0.004 + 0.04 * belly),
    )
    wide = body.made.figure.shoulders
    chest = Profile(
        (0.0, 0.4, 0.72, 1.0),
        body.wide(0.150, 0.160 * wide, 0.164 * wide, 0.122 * wide, share=0.7),
        body.wide(0.108, 0.118, 0.116, 0.080, share=0.8),
        body.wide(0.002, 0.004, 0.002, -0.010),
    )
    front = {name: body.made.frames[name][:, 0] for name in ("pelvis", "lumbar", "thorax")}
    members = [
        Joined(
            limb(body.at("pelvis", 0, 0, -0.085), body.at("pelvis", 0, 0, 0.10), front["pelvis"], hips, more_m), 0.0
        ),
        Joined(
            limb(body.at("pelvis", 0, 0, 0.07), body.at("thorax", 0, 0, -0.09), front["lumbar"], waist, more_m), 0.06
        ),
        Joined(
            limb(body.at("thorax", 0, 0, -0.10), body.at("thorax", 0, 0, 0.150), front["thorax"], chest, more_m), 0.06
        ),
    ]
    for sign in (1.0, -1.0):
        neck = body.joint("neck") + body.made.frames["thorax"] @ np.array([0.006, sign * 0.022, 0.004]) * body.scale
        tip = body.at("thorax", -0.004, sign * 0.168 * wide, 0.190)
        members.append(Joined(tube(neck, tip, 0.049 * body.scale + more_m, 0.047 * body.scale + more_m), 0.06))
        members.append(Joined(_seat(body, sign, more_m), 0.05))
    return members


def _seat(body: Body, sign: float, more_m: float) -> Blob:
    """One half of the seat."""
    radii = np.array(body.wide(0.079, 0.083, 0.089)) + more_m
    return ellipsoid(body.at("pelvis", -0.055, sign * 0.068, -0.035), radii.tolist(), body.made.frames["pelvis"])


def trousers(body: Body, slot: int, pattern: int) -> Sheet:
    """Work trousers: straight legs, creased at knees, groin and hems."""
    made, q = body.made, body.scale
    members = torso(body, 0.009)[:1]
    members += [Joined(_seat(body, sign, 0.009), 0.05) for sign in (1.0, -1.0)]
    crotch = body.at("pelvis", 0.0, 0.0, -0.06)
    ends = []
    for side in SIDES:
        hip, knee, ankle = (body.joint(f"{name}_{side}") for name in ("hip", "knee", "ankle"))
        down = (ankle - knee) / np.linalg.norm(ankle - knee)
        end = ankle + 0.052 * q * down
        ends.append((end, down))
        thigh = Profile((0.0, 0.5, 1.0), body.wide(0.096, 0.091, 0.081), body.wide(0.102, 0.095, 0.082))
        shank = Profile(
            (0.0, 0.3, 1.0),
            body.wide(0.081, 0.077, 0.070, share=0.6),
            body.wide(0.082, 0.083, 0.080, share=0.6),
            body.wide(0.0, -0.010, 0.008),
        )
        members.append(Joined(limb(hip, knee, made.front(f"thigh_{side}"), thigh), 0.07, crotch, 0.16))
        members.append(Joined(limb(knee, end, made.front(f"shank_{side}"), shank), 0.045, knee, 0.12))
    sheet = _draped(members, body, slot, pattern, _creases_of_legs(body))
    for end, down in ends:
        sheet = trimmed(sheet, _above(sheet, end - 0.004 * q * down, -down, 0.16 * q), _HEM_M)
    top = body.at("pelvis", 0, 0, 0.04)
    return trimmed(sheet, (top - sheet.points_m) @ made.frames["pelvis"][:, 2] + _far_from(sheet, body), _HEM_M)


def _above(sheet: Sheet, at_m: np.ndarray, up: np.ndarray, within_m: float) -> np.ndarray:
    """(V,) height over a plane; points far from its middle count as above, so that a plane cuts one limb only."""
    away = sheet.points_m - at_m
    return np.where(np.linalg.norm(away, axis=1) > within_m, 1.0, away @ up)


def top(body: Body, slot: int, pattern: int, long_sleeves: bool, vest_on: bool) -> Sheet:
    """A jacket with long sleeves, or a T-shirt; what a vest hides of it is left out."""
    made, q = body.made, body.scale
    more = 0.017 if long_sleeves else 0.012
    members = torso(body, more)
    cuffs = []
    for side in SIDES:
        shoulder, elbow, wrist = (body.joint(f"{name}_{side}") for name in ("shoulder", "elbow", "wrist"))
        upper = Profile((0.0, 0.5, 1.0), body.wide(0.060, 0.060, 0.055), body.wide(0.064, 0.063, 0.056))
        fore = Profile((0.0, 0.35, 1.0), body.wide(0.055, 0.055, 0.043), body.wide(0.056, 0.056, 0.044))
        end = elbow if long_sleeves else shoulder + 0.62 * (elbow - shoulder)
        hang = made.front(f"upper_arm_{side}")
        start = shoulder + 0.08 * (elbow - shoulder)
        members.append(Joined(limb(start, end, hang, upper), 0.075, shoulder, 0.17))
        if long_sleeves:
            members.append(Joined(limb(elbow, wrist, made.front(f"forearm_{side}"), fore), 0.035, elbow, 0.1))
            cuffs.append((wrist - 0.006 * (wrist - elbow), wrist - elbow))
        else:
            cuffs.append((end - 0.004 * (elbow - shoulder), elbow - shoulder))
    collar = body.made.frames["thorax"] @ np.array([0.10, 0.0, 1.0])
    neck = body.joint("neck")
    members.append(Joined(tube(neck - 0.05 * q * collar, neck + 0.045 * q * collar, 0.076 * q, 0.066 * q), 0.04))
    sheet = _draped(members, body, slot, pattern + 1, _creases_of_arms(body, long_sleeves))
    for at, along in cuffs:
        sheet = trimmed(sheet, _above(sheet, at, -along / np.linalg.norm(along), 0.11 * q), _HEM_M)
    sheet = trimmed(
        sheet, _above(sheet, neck + (0.040 if long_sleeves else 0.004) * q * collar, -collar, 0.1 * q), _HEM_M
    )
    hem = body.at("pelvis", 0, 0, -0.038)
    sheet = trimmed(sheet, (sheet.points_m - hem) @ made.frames["pelvis"][:, 2] + _far_from(sheet, body), _HEM_M)
    if not vest_on:
        return sheet
    outside = blended(torso(body, more + 0.008))(sheet.points_m) > 0.0
    return uncovered(sheet, outside | (_room_of_vest(sheet.points_m, body) < 0.035))


def _far_from(sheet: Sheet, body: Body) -> np.ndarray:
    """(V,) above zero for points far from the trunk: a plane cuts no sleeve and no raised knee."""
    local = (sheet.points_m - body.joint("pelvis")) @ body.made.frames["pelvis"]
    wide = np.maximum(np.abs(local[:, 1]) - 0.215 * body.scale * body.girth, 0.0)
    ahead = np.maximum(np.abs(local[:, 0]) - 0.165 * body.scale * body.girth, 0.0)
    return np.asarray(wide + ahead) * 8.0


def uncovered(sheet: Sheet, shown: np.ndarray) -> Sheet:
    """The sheet without the faces none of whose corners is shown (V,)."""
    kept = shown[sheet.faces].any(axis=1)
    return Sheet(sheet.points_m, sheet.faces[kept], sheet.slots[kept], sheet.normals)


def vest(body: Body, slot: int, tape: int, pattern: int, over_m: float) -> Sheet:
    """A hi-vis vest, `over_m` out of the skin, open at the neck in a V, with its bands of tape."""
    sheet = _draped(torso(body, over_m), body, slot, pattern + 2, _creases_of_trunk(body))
    return _taped(trimmed(sheet, _room_of_vest(sheet.points_m, body), _HEM_M), body, tape)


def _room_of_vest(points: np.ndarray, body: Body) -> np.ndarray:
    """(V,) how far inside the outline of a vest points of the trunk are, in metres: armholes, neck, lower hem."""
    made, q = body.made, body.scale
    x, y, z = ((points - made.joints["thorax"]) @ made.frames["thorax"] / q).T
    hips = (points - made.joints["pelvis"]) @ made.frames["pelvis"][:, 2] / q
    armhole = 0.130 * made.figure.shoulders + 3.0 * np.maximum(0.10 - z, 0.0) - np.abs(y)
    ahead = 1.0 / (1.0 + np.exp(-x / 0.012))
    off = (points - made.joints["neck"]) @ made.frames["thorax"] / q
    neckline = np.where(z > 0.17, np.hypot(off[:, 0], off[:, 1]) - 0.098, 1.0)
    throat = np.where(z > 0.03, np.abs(y) - 0.42 * (z - (0.250 - 0.205 * ahead)), 1.0)
    return np.asarray(
        np.where(z > 0.29, -1.0, np.minimum(np.minimum(np.minimum(armhole, throat), neckline), hips + 0.045))
    )


def _taped(sheet: Sheet, body: Body, tape: int) -> Sheet:
    """Bands around chest and hips, and from the upper one over the shoulders."""
    half, q = _TAPE_M / 2 / body.scale, body.scale
    for frame, at in (("thorax", -0.075), ("pelvis", 0.035)):
        high = ((sheet.points_m - body.joint(frame)) @ body.made.frames[frame])[:, 2] / q
        sheet = painted(sheet, half - np.abs(high - at), tape)
    local = (sheet.points_m - body.joint("thorax")) @ body.made.frames["thorax"] / q
    over = half - np.abs(np.abs(local[:, 1]) - 0.105 * body.made.figure.shoulders)
    return painted(sheet, np.minimum(over, local[:, 2] + 0.075), tape)


def _draped(members: Sequence[Joined], body: Body, slot: int, pattern: int, creases: Sequence[Crease]) -> Sheet:
    """The skin of a blend with the folds of cloth on it."""
    points, faces = skin_of(members, _STEP_M * body.scale)
    points = relaxed(points, faces)
    normals = vertex_normals(points, faces)
    points = points + normals * folds_m(points, creases, pattern)[:, None]
    return Sheet.of(points, faces, slot)


def folds_m(points: np.ndarray, creases: Sequence[Crease], pattern: int) -> np.ndarray:
    """(V,) how far cloth stands out or in at points: gathers at creases, drag lines everywhere."""
    rng = np.random.default_rng([pattern, 77])
    waves = rng.normal(0, 1, (5, 3)) * np.array([1.0, 1.0, 0.55]) * 2 * np.pi / 0.17
    phases = rng.uniform(0, 2 * np.pi, 5)
    warp = np.sin(points @ waves.T + phases).mean(axis=1)
    out = 0.0042 * np.sin(points @ (waves[0] * 1.3) + 3.0 * warp)
    for number, crease in enumerate(creases):
        away = points - crease.at_m
        along = away @ crease.along
        around = away - along[:, None] * crease.along
        facing = (around @ crease.inside) / np.maximum(np.linalg.norm(around, axis=1), 1e-6)
        fade = np.exp(-((along / crease.reach_m) ** 2) - (np.linalg.norm(around, axis=1) / 0.2) ** 4)
        turn = 2 * np.pi * (along / crease.wave_m) + 3.2 * warp + 0.9 * facing + phases[number % 5]
        out += crease.high_m * fade * (0.45 + 0.55 * np.maximum(facing, 0.0)) * (np.sin(turn) + 0.3 * np.sin(2 * turn))
    return np.asarray(out)


def _unit(vector: np.ndarray) -> np.ndarray:
    return np.asarray(vector / max(float(np.linalg.norm(vector)), 1e-9))


def _creases_of_legs(body: Body) -> list[Crease]:
    bends = flexions_deg(body.made)
    found = []
    for side in SIDES:
        hip, knee, ankle = (body.joint(f"{name}_{side}") for name in ("hip", "knee", "ankle"))
        thigh, shank = _unit(knee - hip), _unit(ankle - knee)
        behind = -body.made.front(f"thigh_{side}")
        share = min(bends[f"knee_{side}"] / 90.0, 1.0)
        found.append(Crease(knee, _unit(thigh + shank), behind, 0.10, 0.004 + 0.006 * share, 0.055))
        found.append(Crease(ankle, shank, body.made.front(f"shank_{side}"), 0.11, 0.0075, 0.058))
        lap = min(abs(bends[f"hip_{side}"]) / 90.0, 1.0)
        found.append(Crease(hip, thigh, body.made.frames["pelvis"][:, 0], 0.09, 0.004 + 0.006 * lap, 0.07))
    return found


def _creases_of_arms(body: Body, long_sleeves: bool) -> list[Crease]:
    bends = flexions_deg(body.made)
    found = _creases_of_trunk(body)
    for side in SIDES:
        shoulder, elbow, wrist = (body.joint(f"{name}_{side}") for name in ("shoulder", "elbow", "wrist"))
        upper, fore = _unit(elbow - shoulder), _unit(wrist - elbow)
        share = min(bends[f"elbow_{side}"] / 90.0, 1.0)
        if long_sleeves:
            inside = _unit(fore - upper)
            found.append(Crease(elbow, _unit(upper + fore), inside, 0.085, 0.003 + 0.005 * share, 0.042))
            found.append(Crease(wrist, fore, inside, 0.06, 0.003, 0.035))
        inwards = _unit(body.joint("thorax") - shoulder)
        found.append(Crease(shoulder + 0.05 * upper, upper, inwards, 0.07, 0.004, 0.05))
    return found


def _creases_of_trunk(body: Body) -> list[Crease]:
    bend = min(max(body.made.posture.bend_deg, 0.0) / 45.0, 1.0)
    up = body.made.frames["lumbar"][:, 2]
    ahead = body.made.frames["lumbar"][:, 0]
    return [
        Crease(body.joint("lumbar"), up, ahead, 0.13, 0.003 + 0.007 * bend, 0.075),
        Crease(body.at("pelvis", 0, 0, -0.02), up, -ahead, 0.10, 0.0035, 0.09),
    ]


def arm_skin(body: Body, side: str) -> list[Blob]:
    """A bare arm under a T-shirt."""
    made = body.made
    shoulder, elbow, wrist = (body.joint(f"{name}_{side}") for name in ("shoulder", "elbow", "wrist"))
    upper = Profile((0.0, 0.45, 1.0), body.wide(0.05, 0.048, 0.040), body.wide(0.054, 0.053, 0.040))
    fore = Profile(
        (0.0, 0.25, 0.7, 1.0),
        body.wide(0.041, 0.045, 0.035, 0.030, share=0.6),
        body.wide(0.039, 0.044, 0.030, 0.023, share=0.6),
    )
    start = shoulder + 0.25 * (elbow - shoulder)
    return [
        limb(start, elbow, made.front(f"upper_arm_{side}"), upper),
        limb(elbow, wrist, made.front(f"forearm_{side}"), fore),
    ]
