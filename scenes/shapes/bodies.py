"""People as one shape: a posed body in work clothes, and where COCO's keypoints are on it."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from generator.mesh import Mesh
from generator.plugins import Shape
from scenes.shapes._garments import Body, arm_skin, top, trousers, vest
from scenes.shapes._hands import hands, shoes
from scenes.shapes._heads import EAR, EYE, NOSE, hair, head, landmark
from scenes.shapes._headwear import beanie, chin_strap, ear_muffs, glasses, helmet
from scenes.shapes._implicit import Joined, relaxed, skin_of
from scenes.shapes._postures import POSTURES, posture
from scenes.shapes._sheets import Sheet, joined, sheet_mesh
from scenes.shapes._skeleton import SIDES, Figure, Skeleton, centre_of_mass_m, stand_up

SLOTS = (
    "skin", "hair", "eyes", "glasses", "helmet", "band", "top", "vest", "tape", "trousers", "gloves", "shoes", "soles",
)  # fmt: skip
_AT = {name: number for number, name in enumerate(SLOTS)}
_BONES = (
    ("pelvis", "lumbar"), ("lumbar", "neck"), ("neck", "head"),
    *((f"{a}_{side}", f"{b}_{side}") for side in SIDES for a, b in (
        ("shoulder", "elbow"), ("elbow", "wrist"), ("wrist", "hand"),
        ("hip", "knee"), ("knee", "ankle"), ("ankle", "sole"),
    )),
)  # fmt: skip
_KEPT = 64  # skeletons: one is asked for several times in a scene
_FAT_KG_M3 = 985.0


def worker(
    height_m: float = 1.75,
    girth: float = 1.0,
    shoulders: float = 1.0,
    pose: str = "standing",
    pattern: int = 0,
    phase: float = 0.0,
    head_wear: str = "helmet",
    vest_on: bool = True,
    long_sleeves: bool = True,
    gloves_on: bool = True,
    glasses_on: bool = False,
    beard: bool = False,
    long_hair: bool = False,
) -> Mesh:
    """A person in work clothes, looking along x, the mass's centre at the origin; slots as in `SLOTS`.

    `pose` is one of `POSTURES`, varied by `pattern`; `phase` (0..1) is of a walker's step. `head_wear` is "helmet",
    "cap" or "none".
    """
    made = skeleton(height_m, girth, shoulders, pose, pattern, phase)
    body = Body.of(made)
    beard_slot = _AT["hair"] if beard else None
    parts = [head(body, _AT["skin"], (_AT["eyes"], _AT["glasses"]), _AT["hair"], beard_slot, head_wear == "none")]
    parts.append(hair(body, _AT["hair"], long_hair))
    if head_wear == "helmet":
        parts.append(helmet(body, _AT["helmet"], _AT["band"]))
        parts += _on_helmet(body, pattern)
    elif head_wear == "cap":
        parts.append(beanie(body, _AT["helmet"]))
    if glasses_on:
        parts.append(glasses(body, _AT["glasses"]))
    over = 0.031 if long_sleeves else 0.024
    parts.append(trousers(body, _AT["trousers"], pattern))
    parts.append(top(body, _AT["top"], pattern, long_sleeves, vest_on))
    if vest_on:
        parts.append(vest(body, _AT["vest"], _AT["tape"], pattern, over))
    if not long_sleeves:
        parts += [_bare_arm(body, side) for side in SIDES]
    parts += hands(body, _AT["gloves" if gloves_on else "skin"], gloves_on)
    parts += shoes(body, _AT["shoes"], _AT["soles"])
    whole = joined(parts)
    mass_kg = 23.0 * height_m**2 * girth
    return sheet_mesh(whole, SLOTS, _hulls(whole, made), centre_of_mass_m(made), mass_kg / _FAT_KG_M3)


def _on_helmet(body: Body, pattern: int) -> list[Sheet]:
    """A chin strap on half of the helmets, ear muffs on a fifth, by a stream of their own."""
    strap, muffs = np.random.default_rng([pattern, 31]).random(2)
    made = [chin_strap(body, _AT["band"])] if strap < 0.5 else []
    return [*made, ear_muffs(body, _AT["band"])] if muffs < 0.2 else made


@lru_cache(maxsize=_KEPT)
def skeleton(
    height_m: float = 1.75,
    girth: float = 1.0,
    shoulders: float = 1.0,
    pose: str = "standing",
    pattern: int = 0,
    phase: float = 0.0,
    **_clothes: object,
) -> Skeleton:
    """The skeleton of `worker` with the same parameters; what only says what is worn is not looked at."""
    return stand_up(Figure(height_m, girth, shoulders), posture(pose, pattern, phase))


def keypoints_m(**params: object) -> np.ndarray:
    """(17, 3) COCO's keypoints of `worker` with these parameters, in its mesh's frame."""
    made = skeleton(**params)
    body = Body.of(made)
    points = [landmark(body, NOSE)]
    points += [landmark(body, at, sign) for at in (EYE, EAR) for sign in (1.0, -1.0)]
    for name in ("shoulder", "elbow", "wrist", "hip", "knee", "ankle"):
        points += [made.joints[f"{name}_{side}"] for side in SIDES]
    return np.array(points) - centre_of_mass_m(made)


def floor_m(**params: object) -> float:
    """Height of the floor in the frame of `worker`'s mesh: below its centre of mass, so below zero."""
    return -float(centre_of_mass_m(skeleton(**params))[2])


def _bare_arm(body: Body, side: str) -> Sheet:
    upper, fore = arm_skin(body, side)
    points, faces = skin_of([Joined(upper, 0.0), Joined(fore, 0.03)], 0.015 * body.scale)
    return Sheet.of(relaxed(points, faces, 1), faces, _AT["skin"])


def _hulls(sheet: Sheet, made: Skeleton) -> list[np.ndarray]:
    """Boxes (8, 3) along the bones that hold all faces: what a person takes up, for collisions."""
    starts = np.array([made.joints[a] for a, _ in _BONES])
    ends = np.array([made.joints[b] for _, b in _BONES])
    along = ends - starts
    middles = sheet.points_m[sheet.faces].mean(axis=1)
    share = np.einsum("fbi,bi->fb", middles[:, None] - starts, along) / (along**2).sum(axis=1)
    near = starts + np.clip(share, 0, 1)[..., None] * along
    owner = np.linalg.norm(middles[:, None] - near, axis=2).argmin(axis=1)
    boxes = []
    for bone in np.unique(owner):
        points = sheet.points_m[np.unique(sheet.faces[owner == bone])]
        axis = along[bone] / np.linalg.norm(along[bone])
        ahead = np.array([1.0, 0, 0]) if abs(axis[0]) < 0.8 else np.array([0, 0, 1.0])
        aside = np.cross(axis, ahead) / np.linalg.norm(np.cross(axis, ahead))
        frame = np.stack([aside, np.cross(axis, aside), axis], axis=1)
        low, high = (points @ frame).min(axis=0), (points @ frame).max(axis=0)
        corners = np.array([[(low, high)[i >> k & 1][k] for k in range(3)] for i in range(8)])
        boxes.append(corners @ frame.T)
    return boxes


SHAPES = (
    Shape(
        "worker",
        f"A person in work clothes: {', '.join(POSTURES)}.",
        worker,
        stuff="people",
    ),
)
