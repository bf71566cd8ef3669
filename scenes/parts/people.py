"""People at work, one part for each activity, all of COCO's category person. Scenes pose, build and dress each anew."""

from __future__ import annotations

from functools import partial

from generator.mesh import Mesh
from generator.plugins import Part
from scenes.parts._stored import OURS
from scenes.shapes.bodies import worker

PERSON = "person"
CLOTHES: dict[str, tuple[str, ...]] = {
    "skin": ("skin",),
    "hair": ("hair",),
    "eyes": ("plastic_white",),
    "glasses": ("plastic_black",),
    "helmet": ("helmet_white", "helmet_yellow", "helmet_orange", "helmet_red", "helmet_blue", "helmet_green"),
    "band": ("plastic_black", "plastic_white", "plastic_grey"),
    "top": (
        "workwear_navy",
        "workwear_blue",
        "workwear_grey",
        "workwear_black",
        "workwear_green",
        "workwear_red",
        "workwear_sand",
        "workwear_white",
        "hi_vis_orange",
        "hi_vis_yellow",
    ),
    "vest": ("hi_vis_yellow", "hi_vis_orange"),
    "tape": ("retroreflective_tape",),
    "trousers": (
        "workwear_navy",
        "workwear_grey",
        "workwear_black",
        "workwear_blue",
        "workwear_sand",
        "workwear_green",
        "hi_vis_orange",
        "hi_vis_yellow",
    ),
    "gloves": ("glove_grey", "glove_white", "workwear_black", "workwear_sand", "workwear_blue"),
    "shoes": ("leather_black", "leather_brown"),
    "soles": ("rubber_black",),
}
ACTIVITIES = {  # posture -> what a scene's person does in it
    "bending": "stooped over something low",
    "carrying": "walking with a crate in both hands",
    "phone": "looking at a phone, distracted",
    "reaching": "one hand up to a shelf or a load",
    "seated": "on a forklift's seat, hands at the wheel",
    "squatting": "down on the heels, hands at work",
    "standing": "at ease, arms hanging, crossed or on the hips",
    "walking": "in mid-step",
    "working": "both hands on something at the height of a bench",
}


def _load(posture: str) -> Mesh:
    return worker(pose=posture, phase=0.08 if posture in ("walking", "carrying") else 0.0)


PARTS: tuple[Part, ...] = tuple(
    Part(
        f"person_{posture}",
        "person",
        f"A person in work clothes, {doing}; 1.75 m, posed, built and dressed anew in scenes",
        OURS,
        partial(_load, posture),
        CLOTHES,
        roles=("person",),
        category=PERSON,
    )
    for posture, doing in ACTIVITIES.items()
)
