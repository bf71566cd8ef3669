"""Heads and hands near the lens: fingers that are apart, eyes that look ahead, straps that lie on the skin."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from scenes.shapes._garments import Body
from scenes.shapes._hands import GRIPS, _hand
from scenes.shapes._heads import EYE, face_members, head, head_scale, landmark
from scenes.shapes._headwear import chin_strap, ear_muffs
from scenes.shapes._implicit import blended
from scenes.shapes.bodies import skeleton, worker

SKIN, HAIR, WHITE, DARK = range(4)


def pieces(faces: np.ndarray, count: int) -> int:
    """How many pieces faces hang together in."""
    a, b = faces.ravel(), np.roll(faces, 1, axis=1).ravel()
    graph = coo_array((np.ones(len(a)), (a, b)), shape=(count, count))
    _, owner = connected_components(graph, directed=False)
    return len(np.unique(owner[np.unique(faces)]))


@pytest.mark.parametrize("gloved", [False, True])
def test_beyond_the_palm_an_open_hand_is_four_fingers(gloved: bool) -> None:
    points, faces = _hand("flat", gloved)
    beyond = faces[(points[faces][..., 0] > 0.128).all(axis=1)]
    assert pieces(beyond, len(points)) == 4


@pytest.mark.parametrize("grip", GRIPS)
def test_a_hand_has_its_length_and_its_thumb_is_on_the_left(grip: str) -> None:
    points, faces = _hand(grip, gloved=False)
    used = points[np.unique(faces)]
    if grip == "flat":
        assert used[:, 0].max() == pytest.approx(0.189, abs=0.012)
    left, right = used[:, 1].max(), -used[:, 1].min()
    assert left > right + 0.004, "the thumb"
    assert left < 0.09


def body(pattern: int = 3, height_m: float = 1.75) -> Body:
    return Body.of(skeleton(height_m=height_m, pattern=pattern))


def test_irises_are_where_eyes_look() -> None:
    for pattern in range(3):
        person = body(pattern)
        sheet = head(person, SKIN, (WHITE, DARK), HAIR, None, bare=True)
        dark = sheet.points_m[sheet.faces[sheet.slots == DARK]].mean(axis=1)
        ahead = person.made.frames["head"]
        for sign in (1.0, -1.0):
            local = (dark - landmark(person, EYE, sign)) @ ahead
            near = local[np.linalg.norm(local, axis=1) < 0.02]
            assert len(near) > 10
            assert np.abs(near.mean(axis=0)[1:]).max() < 0.004, "in the middle of the eye"


def test_a_chin_strap_lies_on_the_skin_and_a_cup_over_each_ear() -> None:
    person = body(height_m=1.85)
    frame = person.made.frames["head"] * head_scale(person)
    strap = chin_strap(person, 0)
    local = (strap.points_m - person.joint("head")) @ np.linalg.inv(frame).T
    off = blended(face_members())(local)
    assert off.min() > 0.0
    assert off.max() < 0.006
    assert pieces(ear_muffs(person, 0).faces, len(ear_muffs(person, 0).points_m)) == 2


@pytest.mark.slow
def test_a_person_stays_within_the_budget_of_triangles() -> None:
    kinds: tuple[dict[str, Any], ...] = (
        {},
        {"vest_on": False, "gloves_on": False, "long_sleeves": False, "long_hair": True},
    )
    for pattern in (3, 8, 19):
        for clothes in kinds:
            assert len(worker(pattern=pattern, glasses_on=True, **clothes).faces) < 57_000
