"""Mains cables: from a machine's gland over the rear edge of its bench down to a socket box on the floor."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from generator.plan import ScenePlan
from generator.recipe import Thing
from generator.seeds import stream
from generator.stock import Stock
from scenes.cables import KINDS, evenly, soft_cable
from scenes.dressing import choose_material, draw_wear, still_thing
from scenes.poses import yaw_matrix
from scenes.shapes._sweep import bent_path
from scenes.supports import Support

_BOX_M = (0.11, 0.075, 0.06)  # of the floor box: width, depth, height
_OVER_M = 0.001  # that a cable starts over what it lies on
_LEAST_M = 0.01  # from the gland to the edge
_EDGE_M = 0.045  # out from the bench's edge
_RADIUS_M = 0.05  # of its bends as laid out
_SLACK_M = (0.15, 0.45)  # that lies on the floor
_SHEATH = "plastic_black"


def mains_cable(
    plan: ScenePlan, stock: Stock, support: Support, name: str, gland_m: tuple[float, float, float]
) -> list[Thing]:
    """A cable from a gland (of the bench's frame, looking to +y) to a box on the floor; nothing without a bench.

    It leaves the gland straight, lies on the bench up to its rear edge, hangs down from there and winds over the floor.
    """
    top = next((thing for thing in support.things if thing.name == "bench_top"), None)
    if top is None or support.floor_m > -0.3:
        return []
    rng = stream(plan.seed, plan.scene, f"mains.{name}")
    about = replace(KINDS["lead"], params={"radius_m": 0.0036}, radius_m=0.0036, least_radius_m=0.028)
    turn = yaw_matrix(support.yaw_rad)
    mesh = stock.mesh(top.mesh)
    edge = float((turn.T @ np.array(top.world_from_object)[:3, 3])[1] + mesh.bounds_m[1, 1])
    x, y, z = gland_m
    out, floor = edge + _EDGE_M, support.floor_m + about.radius_m + _OVER_M
    if edge - y < _LEAST_M:
        return []
    aside, slack = float(rng.choice([-1, 1])) * float(rng.uniform(0.05, 0.2)), float(rng.uniform(*_SLACK_M))
    low = about.radius_m + _OVER_M
    ahead = min(0.5 * (edge - y), 0.12)
    box = (x + aside + 0.06, out + slack + 0.1)
    if edge - y < 2.5 * _RADIUS_M:  # straight over the edge
        aside = 0.0
        over = [(x, y, z), (x, out, z)]
    else:
        over = [(x, y, z), (x, y + 0.35 * ahead, z), (x + 0.2 * aside, y + ahead, low), (x + aside, edge - 0.01, low),
                (x + aside, out, low)]  # fmt: skip
    way = bent_path(
        [*over, (x + aside, out, floor), (x + aside - 0.04, out + 0.5 * slack, floor),
         (box[0], out + slack, floor + 0.012), (box[0], box[1] - 0.5 * _BOX_M[1], floor + 0.024)],
        _RADIUS_M, 6,
    )  # fmt: skip
    points = evenly(np.asarray(way) @ turn.T, about)
    black = choose_material(stock, (_SHEATH,), "bin", rng)
    copper = choose_material(stock, ("copper_turned",), "part", rng)
    last = len(points) - 1
    cable = soft_cable(
        plan, stock, f"mains_{name}", about, points, rng, pinned=(0, 1, last - 1, last), materials=(black, copper)
    )
    wide, deep, high = _BOX_M
    params = {"width_m": wide, "depth_m": deep, "height_m": high, "corner_m": 0.006, "bevel_m": 0.002}
    grey = choose_material(stock, ("plastic_grey", "plastic_white", "powder_coat_grey"), "bin", rng)
    at = turn @ np.array([*box, support.floor_m])
    wear = draw_wear(plan, stock, f"mains_box_{name}", 0.7)
    where = (float(at[0]), float(at[1]), float(at[2]))
    return [cable, still_thing(stock, f"mains_box_{name}", "block", params, where, support.yaw_rad, (grey,), wear)]
