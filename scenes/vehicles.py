"""Vehicles in a scene: a forklift, parked or under way, with a driver or without.

`place_forklift` adds one to a recipe that is otherwise arranged, as `scenes.people.place_people` adds people.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np

from generator.factors import Factor
from generator.mesh import Mesh
from generator.plan import ScenePlan
from generator.recipe import MeshRef, SceneRecipe, Thing
from generator.seeds import stream
from generator.stock import Stock
from scenes.clearance import Prisms, obstacles, prisms_of
from scenes.dressing import draw_wear
from scenes.parts.vehicles import LIVERY
from scenes.people import Ground, Person, draw_body, person_thing
from scenes.poses import as_matrix, yaw_matrix
from scenes.shapes._skeleton import centre_of_mass_m
from scenes.shapes.bodies import skeleton
from scenes.shapes.forklifts import BACK_DEG, DRIVER_M, FLOOR_PLATE_M, origin_m

FORKLIFTS = Factor(
    "scene.forklifts",
    "count",
    "scene",
    "Forklift trucks beside the work, as far as there is room: parked, or under way with a driver.",
    {"choice": [0, 1], "weights": [8, 1]},
    0,
    2,
    kind="integer",
    moves_geometry=True,
)
VEHICLE = "vehicle"  # context
_TRIES = 80
_GAP_M = 0.15
_CONTACT_M = 0.00005
_WEAR = 0.8
_KG = 3200.0
_DRIVEN = 0.7
_SINK_M = 0.0005  # that the driver sits over the cushion


def place_forklifts(plan: ScenePlan, stock: Stock, recipe: SceneRecipe, ground: Ground) -> SceneRecipe:
    """The recipe with as many forklifts as `scene.forklifts` says and there is room for."""
    for number in range(int(plan.factors.get(FORKLIFTS.name, 0))):
        recipe = place_forklift(plan, stock, recipe, ground, name=f"forklift_{number}")
    return recipe


def place_forklift(
    plan: ScenePlan,
    stock: Stock,
    recipe: SceneRecipe,
    ground: Ground | None = None,
    *,
    at: tuple[float, float, float] | None = None,
    driver: bool | None = None,
    speed_m_s: float | None = None,
    lift_m: float | None = None,
    name: str = "forklift",
) -> SceneRecipe:
    """The recipe with a forklift truck on the floor; without room for it, the recipe as it is.

    `at` is (x, y, yaw in rad) of its front axle's middle on the floor, taken as it is given; without, a free place
    within `ground` is looked for, mostly beyond the work for the first camera. `driver` and `speed_m_s` (along its
    heading, over 0 only with a driver), and `lift_m` of the forks are drawn unless given. It is labelled if the stock
    has a part of the role "vehicle", its driver if it has one of "person". All draws are from streams named by `name`,
    which also begins the names of the things.
    """
    ground = ground or Ground()
    rng = stream(plan.seed, plan.scene, name)
    driven = bool(rng.random() < _DRIVEN)
    driven = driven if driver is None else driver
    high = float(rng.choice([0.12, 0.12, 0.15, 0.3]))
    params: dict[str, Any] = {
        "lift_m": round(high if lift_m is None else lift_m, 3),
        "tilt_deg": round(float(rng.uniform(-5.0, 0.0)), 1),
        "forks_m": float(rng.choice([1.0, 1.15, 1.2])),
        "pattern": int(rng.integers(8)),
    }
    person = Person(draw_body("seated", rng), "person_seated", _category(stock, "person")) if driven else None
    if person is not None:
        params |= _seat(person, stock.mesh(person.ref))
    ref = MeshRef("shape", "forklift", params)
    mesh = stock.mesh(ref)
    spot = at or _find_place(plan, stock, recipe, mesh, ground, rng)
    if spot is None:
        return recipe
    drawn = float(rng.uniform(0.5, 2.5)) if rng.random() < 0.6 else 0.0
    speed = (drawn if speed_m_s is None else speed_m_s) if driven else 0.0
    turn = yaw_matrix(spot[2])
    axle = np.array([spot[0], spot[1], ground.floor_m + _CONTACT_M])
    x, y, z = (round(float(v), 6) + 0.0 for v in turn[:, 0] * speed)
    instance = 1 + max((t.instance for t in recipe.things), default=0)
    truck = _truck(plan, stock, ref, mesh, turn, axle, name, instance, rng)
    things = [replace(truck, velocity_m_s=(x, y, z))]
    if person is not None:
        offset = np.array(DRIVER_M) + centre_of_mass_m(skeleton(**person.params))
        number = max(truck.instance, instance - 1) + 1
        seated = person_thing(stock, person, turn, axle + turn @ offset, f"{name}_driver", number, rng)
        context = "driving" if person.category else None
        intent = "passing" if speed > 0 else "working"
        things.append(replace(seated, context=context, velocity_m_s=(x, y, z), intent=intent))
    return replace(recipe, things=(*recipe.things, *things))


def _category(stock: Stock, role: str) -> str | None:
    """The category of the stock's parts of a role; None if it has none, so that such things are not labelled."""
    return next((part.category for part in stock.parts if role in part.roles), None)


def _seat(person: Person, mesh: Mesh) -> dict[str, float]:
    """Parameters of the truck whose seat fits: its cushion right below its driver, its back right behind."""
    made = skeleton(**person.params)
    points = mesh.vertices_m.astype(float) + centre_of_mass_m(made)
    hips = made.joints["pelvis"]
    around = (np.abs(points[:, 1]) < 0.22) & (np.abs(points[:, 0] - hips[0]) < 0.24) & (points[:, 2] > 0.25)
    low = float(points[around, 2].min()) - _SINK_M
    lean = math.tan(math.radians(BACK_DEG))
    behind = (points[:, 2] > low + 0.02) & (points[:, 2] < low + 0.60) & (np.abs(points[:, 1]) < 0.24)
    back = float((points[behind, 0] + (points[behind, 2] - low) * lean).min()) - _SINK_M
    return {"seat_m": round(FLOOR_PLATE_M + low, 4), "back_m": round(DRIVER_M[0] + back, 4)}


def _truck(
    plan: ScenePlan,
    stock: Stock,
    ref: MeshRef,
    mesh: Mesh,
    turn: np.ndarray,
    axle_m: np.ndarray,
    name: str,
    instance: int,
    rng: np.random.Generator,
) -> Thing:
    category = _category(stock, "vehicle")
    materials = []
    for slot in mesh.slots:
        pool = stock.pool(LIVERY[slot])
        materials.append(stock.sample_material(pool[int(rng.integers(len(pool)))], rng))
    return Thing(
        name=name,
        mesh=ref,
        world_from_object=as_matrix(turn, axle_m + turn @ origin_m(mesh)),
        materials=tuple(materials),
        wear=draw_wear(plan, stock, name, _WEAR),
        part="forklift_2t",
        category=category,
        instance=instance if category else 0,
        mass_kg=_KG,
        friction=0.7,
        context=VEHICLE if category else None,
    )


def _find_place(
    plan: ScenePlan, stock: Stock, recipe: SceneRecipe, mesh: Mesh, ground: Ground, rng: np.random.Generator
) -> tuple[float, float, float] | None:
    """A free place for the truck around the work: across the picture, beyond or beside what is photographed."""
    meshes = {t.name: stock.mesh(t.mesh) for t in recipe.things}
    taken = obstacles(recipe.things, meshes, ground.floor_m).near(*ground.middle_m, ground.reach_m + 4.0)
    camera = math.radians(float(plan.views[0].factors.get("camera.azimuth_deg", 0.0)) if plan.views else 0.0)
    for attempt in range(_TRIES):
        side = camera + math.pi + float(rng.normal(0, math.radians(50.0 + attempt)))
        radius = float(rng.uniform(0.5, 1.0)) * ground.reach_m
        yaw = side + float(rng.choice([-1, 1])) * math.pi / 2 + float(rng.normal(0, 0.5))
        # The middle of the truck is at this place, its axle half its length farther on.
        middle = np.array(ground.middle_m) + radius * np.array([math.cos(side), math.sin(side)])
        x, y = middle + 0.2 * np.array([math.cos(yaw), math.sin(yaw)])
        if not _prisms(mesh, float(yaw), ground.floor_m).moved(float(x), float(y)).meets(taken, _GAP_M):
            return float(x), float(y), float(yaw)
    return None


def _prisms(mesh: Mesh, yaw_rad: float, floor_m: float) -> Prisms:
    """What the truck takes up with its axle at the origin."""
    turn, at = yaw_matrix(yaw_rad), origin_m(mesh)
    up = np.array([0.0, 0.0, floor_m])
    return prisms_of((hull + at) @ turn.T + up for hull in mesh.hulls)
