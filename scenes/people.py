"""People in a scene: who they are, what they do, what they wear, and where there is room for them to do it.

`place_people` adds them to a recipe that is otherwise arranged; families call it last, so that nothing else moves.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from generator.factors import Factor
from generator.plan import ScenePlan
from generator.recipe import MaterialRecipe, MeshRef, SceneRecipe, Thing
from generator.seeds import stream
from generator.stock import Stock
from scenes.clearance import Prisms, joined, obstacles, prisms_of
from scenes.dressing import choose_material, still_thing
from scenes.parts.people import CLOTHES
from scenes.poses import as_matrix, yaw_matrix
from scenes.shapes._postures import CARRIED_M
from scenes.shapes._skeleton import SIDES, centre_of_mass_m
from scenes.shapes.bodies import floor_m as floor_of
from scenes.shapes.bodies import keypoints_m, skeleton

PEOPLE = Factor(
    "scene.people",
    "count",
    "scene",
    "People around the work, as far as there is room for them: none, one at work or passing, or several.",
    {"choice": [0, 1, 2], "weights": [6, 3, 1]},
    0,
    6,
    kind="integer",
    moves_geometry=True,
)
INTENTS = ("approaching", "distracted", "passing", "working")
AT_WORK = ("bending", "reaching", "squatting", "standing", "working")
WALKERS = ("carrying", "walking")
ACTIVITIES = {  # posture -> how often, against the others
    "bending": 1.0,
    "carrying": 1.5,
    "phone": 1.5,
    "reaching": 1.0,
    "squatting": 1.0,
    "standing": 2.0,
    "walking": 3.0,
    "working": 2.0,
}
ON_FLOOR = "on_floor"  # context of people who stand on it
_TRIES = 60
_GAP_M = 0.08  # between a person and other things; less at work
_AT_WORK_GAP_M = 0.015
_CONTACT_M = 0.00005
_WOMEN = 0.3
_AHEAD_DEG = 35.0  # of the way to the camera or to the work, within which a walker approaches


@dataclass(frozen=True, slots=True)
class Ground:
    """Where people may stand: the floor's height, and how far from `middle_m`, the work."""

    floor_m: float = 0.0
    reach_m: float = 3.0
    middle_m: tuple[float, float] = (0.0, 0.0)
    nearest_m: float = 0.0


def place_people(
    plan: ScenePlan,
    stock: Stock,
    recipe: SceneRecipe,
    ground: Ground | None = None,
    *,
    count: int | None = None,
    activities: Sequence[str] | None = None,
    intent: str | None = None,
    name: str = "person",
) -> SceneRecipe:
    """The recipe with people on the floor: feet flat on it, in nothing, in the picture if they can be.

    `count` is `scene.people` unless given, `activities` (of `ACTIVITIES`) are all, `intent` (of `INTENTS`) follows from
    what a person does. Where there is no room within `ground`, fewer come. They are labelled if the stock has parts of
    the role "person", and then do what these parts are. All draws are from streams named by `name`, which also begins
    the names of the things: call it twice with two names. Walkers have a velocity; all have keypoints.
    """
    ground = ground or Ground()
    wanted = int(plan.factors.get(PEOPLE.name, 0)) if count is None else count
    if wanted <= 0:
        return recipe
    allowed = _allowed(stock, tuple(activities or ACTIVITIES))
    taken = obstacles(recipe.things, {t.name: stock.mesh(t.mesh) for t in recipe.things}, ground.floor_m)
    things = list(recipe.things)
    instance = max((t.instance for t in things), default=0)
    for number in range(wanted):
        rng = stream(plan.seed, plan.scene, f"{name}.{number}")
        person = _person(stock, allowed, rng)
        spot = _find_place(plan, stock, person, ground, taken, intent, rng)
        if spot is None:
            continue
        made = _things(stock, person, spot, ground.floor_m, f"{name}_{number}", instance + 1, rng)
        instance = max(instance, made[0].instance)
        things += made
        taken = joined([taken, person.prisms(stock, spot.yaw_rad).moved(spot.x_m, spot.y_m)])
    return replace(recipe, things=tuple(things))


@dataclass(frozen=True, slots=True)
class Person:
    """Someone, before they have a place: the parameters of the shape `worker`, and their category if labelled."""

    params: dict[str, Any]
    part: str
    category: str | None

    @property
    def ref(self) -> MeshRef:
        """The mesh."""
        return MeshRef("shape", "worker", self.params)

    @property
    def posture(self) -> str:
        """What they do."""
        return str(self.params["pose"])

    def prisms(self, stock: Stock, yaw_rad: float) -> Prisms:
        """What they take up at the origin, with what they carry."""
        turn, up = yaw_matrix(yaw_rad), -floor_of(**self.params)
        pieces = [hull @ turn.T + np.array([0.0, 0.0, up]) for hull in stock.mesh(self.ref).hulls]
        if self.posture == "carrying":
            middle, half = _carried_m(self.params)
            corners = np.array([[(i >> k & 1) * 2 - 1 for k in range(3)] for i in range(8)]) * half + middle
            pieces.append(corners @ turn.T + np.array([0.0, 0.0, up]))
        return prisms_of(pieces)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where somebody stands, which way they look, and what for."""

    x_m: float
    y_m: float
    yaw_rad: float
    intent: str


def _allowed(stock: Stock, activities: tuple[str, ...]) -> list[tuple[str, str | None, float]]:
    """Postures with category and weight: those of the stock's parts; without such parts all of them, unlabelled."""
    parts = [p for p in stock.parts if "person" in p.roles]
    found: list[tuple[str, str | None, float]]
    known = [(p.name.removeprefix("person_"), p) for p in parts]
    found = [
        (posture, p.category, ACTIVITIES[posture] * p.weight)
        for posture, p in known
        if posture in activities and posture in ACTIVITIES
    ]
    if found:
        return found
    category = parts[0].category if parts else None
    return [(posture, category, ACTIVITIES.get(posture, 1.0)) for posture in activities]


def _person(stock: Stock, allowed: list[tuple[str, str | None, float]], rng: np.random.Generator) -> Person:
    weights = np.array([weight for _, _, weight in allowed])
    posture, category, _ = allowed[int(rng.choice(len(allowed), p=weights / weights.sum()))]
    return Person(draw_body(posture, rng), f"person_{posture}", category)


def draw_body(posture: str, rng: np.random.Generator) -> dict[str, Any]:
    """Parameters of the shape `worker`: statures as DIN 33402-2 has them, builds, and what is worn."""
    woman = bool(rng.random() < _WOMEN)
    mean, sd, low, high = (1.625, 0.057, 1.50, 1.75) if woman else (1.75, 0.063, 1.60, 1.92)
    return {
        "height_m": round(float(np.clip(rng.normal(mean, sd), low, high)), 3),
        "girth": round(float(np.clip(rng.normal(1.0, 0.09), 0.85, 1.28)), 3),
        "shoulders": round(float(np.clip(rng.normal(0.93 if woman else 1.0, 0.025), 0.88, 1.06)), 3),
        "pose": posture,
        "pattern": int(rng.integers(1000)),
        "phase": round(float(rng.random()), 3) if posture in WALKERS else 0.0,
        "head_wear": str(rng.choice(["helmet", "cap", "none"], p=[0.75, 0.1, 0.15])),
        "vest_on": bool(rng.random() < 0.75),
        "long_sleeves": bool(rng.random() < 0.6),
        "gloves_on": bool(rng.random() < 0.65) and posture != "phone",
        "glasses_on": bool(rng.random() < 0.3),
        "beard": bool(rng.random() < 0.3) and not woman,
        "long_hair": bool(rng.random() < (0.65 if woman else 0.06)),
    }


def dress(stock: Stock, params: dict[str, Any], rng: np.random.Generator) -> tuple[MaterialRecipe, ...]:
    """Materials for all slots: colours of the split's pool; skin and hair of the whole range in every split."""
    chosen = []
    for slot, names in CLOTHES.items():
        pool = stock.pool(names)
        if slot == "top" and params["vest_on"]:
            pool = tuple(n for n in pool if not n.startswith("hi_vis")) or pool
        if slot == "trousers":
            pool = tuple(n for n in pool for _ in range(1 if n.startswith("hi_vis") else 3))
        chosen.append(stock.sample_material(pool[int(rng.integers(len(pool)))], rng))
    return tuple(chosen)


def _camera_rad(plan: ScenePlan) -> float:
    """The side from which the scene's first camera looks."""
    return math.radians(float(plan.views[0].factors.get("camera.azimuth_deg", 0.0)) if plan.views else 0.0)


def _find_place(
    plan: ScenePlan,
    stock: Stock,
    person: Person,
    ground: Ground,
    taken: Prisms,
    intent: str | None,
    rng: np.random.Generator,
) -> Spot | None:
    """A free place: at work as near to it as there is room; mostly beyond or beside it for the camera."""
    camera = _camera_rad(plan)
    taken = taken.near(*ground.middle_m, ground.reach_m + 1.5)
    at_work = person.posture in AT_WORK
    gap = _AT_WORK_GAP_M if at_work else _GAP_M
    for attempt in range(_TRIES):
        side = camera + math.pi + float(rng.normal(0, math.radians(70.0 + attempt)))
        yaw, why = _heading(person.posture, side, camera, intent, rng)
        shape = person.prisms(stock, yaw)
        first = float(rng.uniform(0.3, 1.0)) * ground.reach_m
        radii = (
            np.arange(max(ground.nearest_m, 0.25), ground.reach_m, 0.07) if at_work else [max(first, ground.nearest_m)]
        )
        for radius in radii:
            x, y = ground.middle_m[0] + radius * math.cos(side), ground.middle_m[1] + radius * math.sin(side)
            if not shape.moved(x, y).meets(taken, gap):
                return Spot(x, y, yaw, why)
    return None


def _heading(
    posture: str, side: float, camera: float, intent: str | None, rng: np.random.Generator
) -> tuple[float, str]:
    """Which way somebody at that side of the work looks, and with what intent."""
    inwards = side + math.pi
    if posture in WALKERS:
        approaches = rng.random() < 0.5 if intent is None else intent == "approaching"
        if approaches:
            to = camera if rng.random() < 0.5 else inwards
            return to + math.radians(float(rng.uniform(-0.6, 0.6)) * _AHEAD_DEG), intent or "approaching"
        across = inwards + float(rng.choice([-1, 1])) * math.radians(float(rng.uniform(60, 120)))
        towards = abs((across - camera + math.pi) % (2 * math.pi) - math.pi) < math.radians(_AHEAD_DEG)
        return across + (math.pi if towards else 0.0), intent or "passing"
    if posture == "phone":
        return float(rng.uniform(-math.pi, math.pi)), intent or "distracted"
    wide = 35.0 if posture == "standing" else 8.0
    return inwards + math.radians(float(rng.normal(0, wide))), intent or "working"


def _things(
    stock: Stock, person: Person, spot: Spot, floor: float, name: str, instance: int, rng: np.random.Generator
) -> list[Thing]:
    """The person, and what they hold."""
    turn = yaw_matrix(spot.yaw_rad)
    at = np.array([spot.x_m, spot.y_m, floor - floor_of(**person.params) + _CONTACT_M])
    speed = float(rng.uniform(0.9, 1.6)) if person.posture in WALKERS else 0.0
    x, y, z = (round(float(v), 6) + 0.0 for v in turn[:, 0] * speed)
    velocity = (x, y, z)
    made = person_thing(stock, person, turn, at, name, instance, rng)
    made = replace(made, intent=spot.intent, velocity_m_s=velocity)
    held = _held(stock, person, turn, at, name, rng)
    return [made, *(replace(thing, velocity_m_s=velocity) for thing in held)]


def person_thing(
    stock: Stock,
    person: Person,
    turn: np.ndarray,
    at_m: np.ndarray,
    name: str,
    instance: int,
    rng: np.random.Generator,
) -> Thing:
    """The person at a pose of their mesh, dressed; `instance` counts if they are labelled."""
    points = keypoints_m(**person.params)
    return Thing(
        name=name,
        mesh=person.ref,
        world_from_object=as_matrix(turn, at_m),
        materials=dress(stock, person.params, rng),
        part=person.part,
        category=person.category,
        instance=instance if person.category else 0,
        mass_kg=round(23.0 * person.params["height_m"] ** 2 * person.params["girth"], 3),
        friction=0.6,
        context=ON_FLOOR if person.category else None,
        keypoints_m=tuple((float(x), float(y), float(z)) for x, y, z in np.round(points, 6)),
    )


def _carried_m(params: dict[str, Any]) -> tuple[np.ndarray, np.ndarray]:
    """Middle (3,) and half sizes (3,) of a carried crate in the frame of a person's mesh, between the palms."""
    made = skeleton(**params)
    middle = (made.joints["hand_left"] + made.joints["hand_right"]) / 2 - centre_of_mass_m(made)
    return middle, np.array(CARRIED_M)[[1, 0, 2]] / 2 * params["height_m"] / 1.75


def _held(
    stock: Stock, person: Person, turn: np.ndarray, at_m: np.ndarray, name: str, rng: np.random.Generator
) -> list[Thing]:
    """A crate between the hands, or a phone in one."""
    if person.posture == "carrying":
        carried, half = _carried_m(person.params)
        deep, across, high = (round(2 * float(side), 6) for side in half)
        params = {"width_m": across, "depth_m": deep, "height_m": high}
        material = choose_material(stock, ("plastic_blue", "plastic_grey", "plastic_red", "plastic_green"), "bin", rng)
        middle = at_m + turn @ carried
        yaw = math.atan2(turn[1, 0], turn[0, 0]) + math.pi / 2
        where = (float(middle[0]), float(middle[1]), float(middle[2]) - high / 2)
        return [still_thing(stock, f"{name}_crate", "open_bin", params, where, yaw, (material,), (), "container")]
    if person.posture == "phone":
        return [_phone(stock, person, turn, at_m, name, rng)]
    return []


def _phone(
    stock: Stock, person: Person, turn: np.ndarray, at_m: np.ndarray, name: str, rng: np.random.Generator
) -> Thing:
    """A phone on the fingers of the hand that holds it."""
    made = skeleton(**person.params)
    side = next(s for s, arm in zip(SIDES, made.posture.arms, strict=True) if arm.grip == "hold")
    frame, q = made.frames[f"hand_{side}"], person.params["height_m"] / 1.75
    local = made.joints[f"wrist_{side}"] + frame @ (np.array([0.078, 0.0, -0.028]) * q) - centre_of_mass_m(made)
    material = choose_material(stock, ("plastic_black", "plastic_grey"), "bin", rng)
    params = {"width_m": 0.145, "depth_m": 0.07, "thickness_m": 0.008, "corner_m": 0.008}
    thing = still_thing(stock, f"{name}_phone", "sheet", params, (0, 0, 0), 0.0, (material,), (), "held")
    return replace(thing, world_from_object=as_matrix(turn @ frame, at_m + turn @ local))
