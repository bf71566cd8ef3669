"""Putting loose things into a running simulation and taking them out of it."""

from __future__ import annotations

import logging
from dataclasses import dataclass

import mujoco
import numpy as np

from generator.physics.world import World

_CLEAR_M = 0.002
_PARKED_M = 1000.0
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Pour:
    """A model in motion. `released` says which loose things are in the scene already."""

    world: World
    data: mujoco.MjData
    starts: np.ndarray  # (N, 7) position and quaternion of each loose thing when it is let go
    released: np.ndarray  # (N,) bool


def begin(world: World) -> Pour:
    """A simulation in which nothing is let go yet.

    Warnings go to the log: left to itself, MuJoCo writes a file of them into the user's folder.
    """
    mujoco.set_mju_user_warning(lambda text: _log.info("physics: %s", text))
    data = mujoco.MjData(world.model)
    run = Pour(world, data, data.qpos.reshape(-1, 7).copy(), np.zeros(len(world.loose), bool))
    _park(run)
    return run


def remove(run: Pour, gone: np.ndarray) -> None:
    """Take things (mask) out of the scene."""
    run.released &= ~gone
    _park(run)


def _park(run: Pour) -> None:
    """Keep what is not released far below, at rest and touching nothing."""
    model = run.world.model
    for index in np.flatnonzero(~run.released):
        body = index + 1
        geoms = slice(model.body_geomadr[body], model.body_geomadr[body] + model.body_geomnum[body])
        model.geom_contype[geoms] = model.geom_conaffinity[geoms] = 0
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
        body = index + 1
        geoms = slice(model.body_geomadr[body], model.body_geomadr[body] + model.body_geomnum[body])
        model.geom_contype[geoms] = model.geom_conaffinity[geoms] = 1
        data.qpos.reshape(-1, 7)[index] = pose
        data.qvel.reshape(-1, 6)[index] = 0.0
    run.released[layer] = True
    mujoco.mj_forward(model, data)


def _boxes(run: Pour) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Lowest and highest corners (G, 3) of all pieces as boxes in the world, and the loose thing of each (-1: none)."""
    model, data = run.world.model, run.data
    mujoco.mj_kinematics(model, data)
    turn = data.geom_xmat.reshape(-1, 3, 3)
    centre = data.geom_xpos + np.einsum("gij,gj->gi", turn, model.geom_aabb[:, :3])
    half = np.einsum("gij,gj->gi", np.abs(turn), model.geom_aabb[:, 3:])
    return centre - half, centre + half, model.geom_bodyid - 1
