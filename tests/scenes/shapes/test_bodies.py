"""People as shapes: bodies of real proportions, within what joints allow, in balance, standing on the floor."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from generator.keypoints import KEYPOINTS
from scenes.shapes._postures import POSTURES, posture
from scenes.shapes._skeleton import (
    FOREARM,
    SHANK,
    SIDES,
    THIGH,
    UPPER_ARM,
    Figure,
    Skeleton,
    centre_of_mass_m,
    flexions_deg,
    stand_up,
)
from scenes.shapes.bodies import SLOTS, floor_m, keypoints_m, worker

pytestmark = pytest.mark.slow  # every shape by itself

AT = {name: number for number, name in enumerate(KEYPOINTS)}
LIMITS_DEG = {
    "knee": (0, 155),
    "elbow": (0, 150),
    "hip": (-35, 135),
    "spine": (0, 75),
    "head": (0, 90),
}  # NASA-STD-3001
ALL = [(name, pattern) for name in POSTURES for pattern in range(8)]


def made(name: str, pattern: int = 0, height_m: float = 1.75, phase: float | None = None) -> Skeleton:
    return stand_up(Figure(height_m), posture(name, pattern, pattern / 8 if phase is None else phase))


@pytest.mark.parametrize("name", POSTURES)
def test_bones_have_their_lengths_in_every_posture(name: str) -> None:
    for pattern, tall in itertools.product(range(6), (1.52, 1.9)):
        joints = made(name, pattern, tall).joints
        for side in SIDES:
            for a, b, share in (
                ("hip", "knee", THIGH),
                ("knee", "ankle", SHANK),
                ("shoulder", "elbow", UPPER_ARM),
                ("elbow", "wrist", FOREARM),
            ):
                length = np.linalg.norm(joints[f"{a}_{side}"] - joints[f"{b}_{side}"])
                assert length == pytest.approx(share * tall, rel=0.01), (a, b, pattern)


@pytest.mark.parametrize(("name", "pattern"), ALL)
def test_joints_bend_no_farther_than_people_can(name: str, pattern: int) -> None:
    for joint, angle in flexions_deg(made(name, pattern)).items():
        low, high = LIMITS_DEG[joint.partition("_")[0]]
        assert low - 1e-6 <= angle <= high, joint


@pytest.mark.parametrize("name", [n for n in POSTURES if n not in ("walking", "carrying", "seated")])
def test_who_stands_is_in_balance_over_the_feet(name: str) -> None:
    for pattern in range(8):
        body = made(name, pattern)
        at = centre_of_mass_m(body)[:2]
        soles = []
        for number, side in enumerate(SIDES):
            lifted = body.posture.feet[number].pitch_deg > 5
            along = (0.08, 0.2) if lifted else (-0.07, 0.2)
            frame = body.frames[f"foot_{side}"]
            heading = frame[:, 0] * (1, 1, 0) / np.linalg.norm(frame[:2, 0])
            aside = np.array([-heading[1], heading[0], 0])
            for x, y in itertools.product(along, (-0.045, 0.045)):
                soles.append((body.joints[f"sole_{side}"] + x * heading + y * aside)[:2])
        assert inside_hull(at, np.array(soles)), pattern


def inside_hull(point: np.ndarray, points: np.ndarray) -> bool:
    """Whether a point is in the convex hull of points: no line separates it from all of them."""
    angles = np.linspace(0, 2 * np.pi, 180, endpoint=False)
    across = np.stack([np.cos(angles), np.sin(angles)])
    return bool(((points - point) @ across).max(axis=0).min() > 0)


def test_a_walker_s_feet_change_over_half_a_cycle_and_one_is_always_on_the_floor() -> None:
    for phase in np.linspace(0, 1, 21):
        now, later = made("walking", 0, phase=float(phase)), made("walking", 0, phase=float(phase + 0.5) % 1.0)
        left, right = now.joints["sole_left"], later.joints["sole_right"]
        assert left * (1, -1, 1) == pytest.approx(right, abs=1e-9)
        assert min(foot.lift for foot in now.posture.feet) == pytest.approx(0.0, abs=1e-12)


def test_a_person_is_as_tall_as_asked_and_stands_on_the_floor() -> None:
    params = {"height_m": 1.75, "head_wear": "none", "pattern": 3}
    mesh = worker(**params)
    low = mesh.bounds_m[0, 2]
    assert low == pytest.approx(floor_m(**params), abs=0.002)
    assert mesh.extent_m[2] == pytest.approx(1.75 + 0.024, abs=0.03), (
        "shoes have soles, and who stands is not stretched"
    )
    soles = mesh.vertices_m[np.unique(mesh.faces[mesh.face_slots == SLOTS.index("soles")])]
    assert (soles[:, 2] < low + 0.002).sum() > 60, "both soles lie flat"
    assert len(mesh.faces) < 57_000
    assert mesh.key == worker(**params).key


def test_the_same_person_is_made_again_and_another_number_is_another_one() -> None:
    shapes = {worker(pose="squatting", pattern=n, vest_on=False, glasses_on=True).key for n in (1, 2, 1)}
    assert len(shapes) == 2


def test_keypoints_lie_in_the_body_where_their_names_say() -> None:
    params = {"pose": "standing", "pattern": 4, "long_sleeves": False}
    points, mesh = keypoints_m(**params), worker(**params)
    assert points.shape == (17, 3)
    for name in ("eye", "ear", "shoulder", "elbow", "wrist", "hip", "knee", "ankle"):
        left, right = points[AT[f"left_{name}"]], points[AT[f"right_{name}"]]
        assert left[1] > right[1], f"{name}: y is to the left of who looks along x"
    heights = [points[AT[f"left_{n}"], 2] for n in ("ankle", "knee", "hip", "elbow", "shoulder", "ear", "eye")]
    assert heights == sorted(heights)
    near = np.linalg.norm(mesh.vertices_m[None] - points[:, None].astype(np.float32), axis=2).min(axis=1)
    assert near[:5].max() < 0.02, "nose, eyes and ears lie on the face"
    assert near[5:].max() < 0.13, "joints lie as deep as flesh and cloth"


def test_hulls_hold_the_whole_body() -> None:
    mesh = worker(pose="bending", pattern=2)
    held = np.zeros(len(mesh.vertices_m), bool)
    for hull in mesh.hulls:
        middle = hull.mean(axis=0)
        axes = np.array([hull[1] - hull[0], hull[2] - hull[0], hull[4] - hull[0]])
        half = np.linalg.norm(axes, axis=1) / 2
        local = np.abs((mesh.vertices_m - middle) @ (axes / (2 * half[:, None])).T)
        held |= (local <= half + 1e-4).all(axis=1)
    used = np.unique(mesh.faces)
    assert held[used].all()
