"""COCO's 17 keypoints of a person: their names, their order, and which of them are joined when a person is drawn.

Lin et al., "Microsoft COCO: Common Objects in Context", 2014, and its annotation file `person_keypoints`.
"""

from __future__ import annotations

from typing import Any

PERSON = "person"  # the supercategory of which annotations have keypoints
KEYPOINTS = (
    "nose",
    "left_eye",
    "right_eye",
    "left_ear",
    "right_ear",
    "left_shoulder",
    "right_shoulder",
    "left_elbow",
    "right_elbow",
    "left_wrist",
    "right_wrist",
    "left_hip",
    "right_hip",
    "left_knee",
    "right_knee",
    "left_ankle",
    "right_ankle",
)
SKELETON = (  # pairs of keypoints, counted from 1
    (16, 14),
    (14, 12),
    (17, 15),
    (15, 13),
    (12, 13),
    (6, 12),
    (7, 13),
    (6, 7),
    (6, 8),
    (7, 9),
    (8, 10),
    (9, 11),
    (2, 3),
    (1, 2),
    (1, 3),
    (2, 4),
    (3, 5),
    (4, 6),
    (5, 7),
)
OUTSIDE, HIDDEN, SEEN = 0, 1, 2  # COCO's v


def category_keypoints(supercategory: str) -> dict[str, Any]:
    """What COCO adds to the category of a person: the names of keypoints and the skeleton; nothing to others."""
    if supercategory != PERSON:
        return {}
    return {"keypoints": list(KEYPOINTS), "skeleton": [list(pair) for pair in SKELETON]}
