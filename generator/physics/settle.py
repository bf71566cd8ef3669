"""Settling: loose things come to rest under gravity, so that nothing in a picture floats or cuts through another."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Mapping

import mujoco
import numpy as np

from generator.mesh import Mesh
from generator.physics.pour import AFTER_S, come_to_rest, pour
from generator.physics.stage import Pour, freeze, remove
from generator.physics.world import make_world
from generator.recipe import SceneRecipe

DEEPEST_M = 5e-5  # that two convex pieces may overlap at the end; pieces hold their mesh within 0.01 mm

_log = logging.getLogger(__name__)
_AROUND_FEET = ("chips", "spill")  # contexts of what is no solid


def settle(recipe: SceneRecipe, meshes: Mapping[str, Mesh]) -> SceneRecipe:
    """The recipe with all things that move at rest where gravity, friction and their shapes leave them.

    They start at their poses, which must not overlap, and are let go in layers from below. What falls out of the scene
    is left out of the result, and so is the lighter of two that stay stuck in one another by over 0.05 mm. `meshes` are
    by thing name. The same recipe gives the same bits.
    """
    if not any(thing.moves for thing in recipe.things):
        return recipe
    world = make_world(recipe, meshes)
    run = pour(world)
    fallen = int((~run.released).sum())
    stuck = _take_out_stuck(run)
    loose = _take_out_floating(run)
    if fallen or stuck or loose:
        _log.info("settling: %d fell out, %d were stuck, %d found no support", fallen, stuck, loose)
    poses = {thing.name: _pose(run, i) for i, thing in enumerate(world.loose) if run.released[i]}
    things = tuple(
        dataclasses.replace(thing, world_from_object=poses[thing.name]) if thing.moves else thing
        for thing in recipe.things
        if not thing.moves or thing.name in poses
    )
    return dataclasses.replace(recipe, things=things)


def overlap_m(recipe: SceneRecipe, meshes: Mapping[str, Mesh]) -> float:
    """The deepest overlap of convex pieces in a recipe as it stands, in metres; 0 if all keep apart.

    Liquids and chips do not count: what stands in a puddle or among chips has them around its foot.
    """
    solid = tuple(thing for thing in recipe.things if thing.context not in _AROUND_FEET)
    world = make_world(dataclasses.replace(recipe, things=solid), meshes)
    data = mujoco.MjData(world.model)
    mujoco.mj_forward(world.model, data)
    return max(0.0, float(-np.min(data.contact.dist, initial=0.0)))


def deepest_overlap_m(run: Pour) -> tuple[float, int]:
    """How deep the worst pair of pieces overlaps, and which loose thing of the pair is the lighter one (-1: none)."""
    data, model = run.data, run.world.model
    if not data.ncon:
        return 0.0, -1
    depths = -np.asarray(data.contact.dist)
    worst = int(np.argmax(depths))
    bodies = [int(b) for b in model.geom_bodyid[data.contact.geom[worst]] if b > 0]
    lighter = min(bodies, key=lambda body: (float(model.body_mass[body]), -body))
    return float(depths[worst]), lighter - 1


def _take_out_stuck(run: Pour) -> int:
    """Remove things that are stuck in one another, one by one, and let the rest settle again."""
    count = 0
    while run.released.any():
        depth, lighter = deepest_overlap_m(run)
        if depth <= DEEPEST_M:
            return count
        freeze(run, run.released)
        remove(run, np.arange(len(run.released)) == lighter)
        count += 1
        come_to_rest(run, AFTER_S)
    return count


def _take_out_floating(run: Pour) -> int:
    """Remove what touches nothing."""
    touching = np.zeros(len(run.released) + 1, bool)
    touching[run.world.model.geom_bodyid[run.data.contact.geom[: run.data.ncon]].reshape(-1)] = True
    gone = run.released & ~touching[1:]
    if gone.any():
        remove(run, gone)  # nothing rests on it
    return int(gone.sum())


def _pose(run: Pour, index: int) -> tuple[tuple[float, ...], ...]:
    state = run.data.qpos.reshape(-1, 7)[index]
    turn = np.zeros(9)
    mujoco.mju_quat2Mat(turn, state[3:] / np.linalg.norm(state[3:]))
    pose = np.eye(4)
    pose[:3, :3], pose[:3, 3] = turn.reshape(3, 3), state[:3]
    return tuple(tuple(float(v) for v in row) for row in pose)
