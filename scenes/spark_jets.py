"""Where sparks come from at a grinder: the place where work meets the wheel or belt, along its run, onto the bench."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from generator.factors import Value
from generator.mesh import Mesh
from generator.recipe import Jet, SceneRecipe, Thing

_UNDER_M = 0.004  # below the wheel's axis, that the rest's face is
_TABLE_M = 0.17  # height of a belt sander's table
_FORWARD = 0.25  # of their way: the work turns them a little off the wheel


def running(factors: Mapping[str, Value]) -> bool:
    """Whether a wheel or belt runs with work against it; a vice throws no sparks."""
    return factors.get("grinding.running") == 1 and factors.get("grinding.station") != "vice"


def spark_jets(recipe: SceneRecipe, meshes: Mapping[str, Mesh]) -> tuple[Jet, ...]:
    """One jet where the part on a rest touches what runs; none where nothing does."""
    work = next((thing for thing in recipe.things if thing.context == "on_rest"), None)
    top = next((thing for thing in recipe.things if thing.name == "bench_top"), None)
    machines = [thing for thing in recipe.things if thing.name == "sander" or thing.name.startswith("wheel_")]
    if not running(recipe.factors) or work is None or top is None or not machines:
        return ()
    at = np.array(work.world_from_object)[:3, 3]
    machine = min(machines, key=lambda m: float(np.linalg.norm(np.array(m.world_from_object)[:3, 3] - at)))
    pose = np.array(top.world_from_object)
    front = -pose[:3, 1]
    if machine.name == "sander":
        contact = np.array(machine.world_from_object)[:3, 3] + np.array([0.0, 0.0, _TABLE_M])
    else:
        radius = float(machine.mesh.params["diameter_m"]) / 2
        contact = np.array(machine.world_from_object)[:3, 3] + radius * front - np.array([0.0, 0.0, _UNDER_M])
    along = _FORWARD * front - np.array([0.0, 0.0, math.sqrt(1 - _FORWARD**2)])  # the rim runs down in front
    return (Jet("sparks", _triple(contact), _triple(along), _ground(top, meshes["bench_top"])),)


def _ground(top: Thing, mesh: Mesh) -> tuple[tuple[float, ...], ...]:
    """A corner of the bench's face and its two sides."""
    pose, (low, high) = np.array(top.world_from_object), mesh.bounds_m.astype(float)
    corner = pose[:3, :3] @ np.array([low[0], low[1], high[2]]) + pose[:3, 3]
    sides = (pose[:3, k] * (high[k] - low[k]) for k in (0, 1))
    return (_triple(corner), *(_triple(side) for side in sides))


def _triple(values: np.ndarray) -> tuple[float, float, float]:
    x, y, z = (round(float(v), 6) for v in values)
    return x, y, z
