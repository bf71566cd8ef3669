"""Putting loose things into a running simulation and taking them out of it."""

from __future__ import annotations

import logging
from dataclasses import dataclass

import mujoco
import numpy as np

from generator.physics.world import World

_CLEAR_M = 0.002
_IMMOVABLE_KG = 1e3
_PARKED_M = 1000.0
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Pour:
    """A model in motion. What is `frozen` has come to rest: it stays where it is, and meets only what still moves."""

    world: World
    data: mujoco.MjData
    starts: np.ndarray  # (N, 7) position and quaternion of each loose thing when it is let go
    released: np.ndarray  # (N,) bool: in the scene already
    frozen: np.ndarray  # (N,) bool
    calm_s: np.ndarray  # (N,) for so long it has been at rest
    spent_s: float = 0.0  # simulated so far


def begin(world: World) -> Pour:
    """A simulation in which nothing is let go yet.

    Warnings go to the log: left to itself, MuJoCo writes a file of them into the user's folder.
    """
    mujoco.set_mju_user_warning(lambda text: _log.info("physics: %s", text))
    data = mujoco.MjData(world.model)
    count = len(world.loose)
    starts = data.qpos.reshape(-1, 7).copy()
    run = Pour(world, data, starts, np.zeros(count, bool), np.zeros(count, bool), np.zeros(count))
    _park(run)
    return run


def remove(run: Pour, gone: np.ndarray) -> None:
    """Take things (mask) out of the scene; what may have lain on them, directly or not, moves again."""
    thaw(run, _above(run, gone))
    run.released &= ~gone
    _park(run)


def freeze(run: Pour, still: np.ndarray) -> None:
    """Keep things (mask) where they are: too heavy to be moved, and meeting nothing that does not move either."""
    run.frozen |= still
    run.world.model.dof_armature.reshape(-1, 6)[still] = _IMMOVABLE_KG
    run.world.model.geom_contype[_geoms_of(run, still)] = 0


def thaw(run: Pour, things: np.ndarray) -> None:
    """Let things (mask) move again, of those that are in the scene."""
    things = things & run.released
    run.world.model.dof_armature.reshape(-1, 6)[things] = 0.0
    run.world.model.geom_contype[_geoms_of(run, things)] = 1
    run.frozen &= ~things
    run.calm_s[things] = 0.0


def _above(run: Pour, things: np.ndarray) -> np.ndarray:
    """(N,) bool: what is near one of these things (mask) and higher, or near one such, and so on; by their boxes."""
    low, high, owner = _boxes(run)
    loose = owner >= 0
    lowest, highest = np.full((2, len(things), 3), np.inf)
    np.minimum.at(lowest, owner[loose], low[loose] - _CLEAR_M)
    np.minimum.at(highest, owner[loose], -high[loose] - _CLEAR_M)
    highest = -highest
    found, fresh = np.zeros(len(things), bool), things
    while fresh.any():
        near = (lowest[:, None] <= highest[fresh]).all(axis=2) & (highest[:, None] >= lowest[fresh]).all(axis=2)
        near &= (lowest + highest)[:, None, 2] > (lowest + highest)[fresh][:, 2]
        fresh = near.any(axis=1) & ~found
        found |= fresh
    return found


def _geoms_of(run: Pour, things: np.ndarray) -> np.ndarray:
    """(G,) bool: the pieces of things (mask)."""
    return np.concatenate([[False], things])[run.world.model.geom_bodyid]


def _park(run: Pour) -> None:
    """Keep what is not released far below, at rest and touching nothing."""
    geoms = _geoms_of(run, ~run.released)
    run.world.model.geom_contype[geoms] = run.world.model.geom_conaffinity[geoms] = 0
    for index in np.flatnonzero(~run.released):
        run.data.qpos.reshape(-1, 7)[index, :3] = [_PARKED_M + index, 0.0, -_PARKED_M]
        run.data.qvel.reshape(-1, 6)[index] = 0.0


def release(run: Pour, layer: np.ndarray) -> None:
    """Let things (indices) go at their starts, moved down or up to just above what lies below them by now."""
    model, data = run.world.model, run.data
    low, high, owner = _boxes(run)
    for index in layer:
        start, radius = run.starts[index], run.world.radii_m[index]
        beside = (low[:, :2] > start[:2] + radius).any(axis=1) | (high[:, :2] < start[:2] - radius).any(axis=1)
        still, loose = ~beside & (owner < 0), ~beside & (owner >= 0) & run.released[owner]
        below = high[:, 2] <= start[2] - radius  # a lid or shelf above it stays above
        tops = high[(still & below) | loose, 2]
        pose = start.copy()
        if len(tops):
            pose[2] = float(tops.max()) + radius + _CLEAR_M
        if (still & ~below & (high[:, 2] <= start[2])).any():  # put down on something: not to be moved into it
            pose[2] = max(pose[2], start[2])
        data.qpos.reshape(-1, 7)[index] = pose
        data.qvel.reshape(-1, 6)[index] = 0.0
    run.released[layer] = True
    geoms = _geoms_of(run, np.isin(np.arange(len(run.released)), layer))
    model.geom_contype[geoms] = model.geom_conaffinity[geoms] = 1
    mujoco.mj_forward(model, data)


def _boxes(run: Pour) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Lowest and highest corners (G, 3) of all pieces as boxes in the world, and the loose thing of each (-1: none)."""
    model, data = run.world.model, run.data
    mujoco.mj_kinematics(model, data)
    turn = data.geom_xmat.reshape(-1, 3, 3)
    centre = data.geom_xpos + np.einsum("gij,gj->gi", turn, model.geom_aabb[:, :3])
    half = np.einsum("gij,gj->gi", np.abs(turn), model.geom_aabb[:, 3:])
    return centre - half, centre + half, model.geom_bodyid - 1
