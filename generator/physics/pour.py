"""Pouring: loose things are let go layer by layer, each just above what lies there already, until all rest."""

from __future__ import annotations

import math
from dataclasses import dataclass

import mujoco
import numpy as np

from generator.physics.world import CUSHION_M, STEP_S, World

LAYER_S = 0.12  # between layers: long enough to fall clear of the next
REST_M_S = 0.004  # slower than this, at every point of it, a thing is at rest
REST_S = 0.1  # for so long
CHECK_S = 0.02
SHRINK_S = 0.3  # in which the cushions between things shrink to `GAP_M`
GAP_M = 4e-5  # that is left between two things: a normal between separate surfaces is well defined
TOP_M_S = 0.3  # no point moves faster: what is to rest soon need not fall through thin walls first
DAMPING_HZ = 4.0  # of all motion: falls barely notice, bounces die out
DOUBLING_S = 0.5  # of the damping
MOST_DOUBLINGS = 4
LIMIT_S = 3.0  # after the last layer
_CLEAR_M = 0.002
_THROWN = 3.0  # times the top speed
_PARKED_M = 1000.0


@dataclass(slots=True)
class Pour:
    """A model in motion. `released` says which loose things are in the scene already."""

    world: World
    data: mujoco.MjData
    starts: np.ndarray  # (N, 7) position and quaternion of each loose thing when it is let go
    released: np.ndarray  # (N,) bool


def pour(world: World) -> Pour:
    """Let everything go and wait until all is at rest, or `LIMIT_S` has passed. What falls out is removed at once."""
    data = mujoco.MjData(world.model)
    run = Pour(world, data, data.qpos.reshape(-1, 7).copy(), np.zeros(len(world.loose), bool))
    _park(run)
    for layer in layers(run.starts[:, :3], world.radii_m):
        _release(run, layer)
        advance(run, LAYER_S)
    wait(run, LIMIT_S)
    return run


def wait(run: Pour, limit_s: float, *, soft: bool = True) -> None:
    """Advance until all is at rest. Motion is damped more and more, so that what rolls or rocks comes to rest.

    `soft` says that the cushions between things are still to shrink.
    """
    calm, spent = 0.0, 0.0
    while spent < limit_s and calm < REST_S:
        shrink = min(spent / SHRINK_S, 1.0) if soft else 1.0
        run.world.model.geom_margin[:] = CUSHION_M ** (1 - shrink) * GAP_M**shrink / 2
        calm = calm if shrink == 1 else 0.0
        advance(run, CHECK_S, DAMPING_HZ * 2 ** min(spent / DOUBLING_S, MOST_DOUBLINGS))
        spent += CHECK_S
        calm = calm + CHECK_S if speeds(run).max(initial=0.0) < REST_M_S else 0.0


def advance(run: Pour, seconds: float, damping_hz: float = DAMPING_HZ) -> None:
    """Advance by a time, velocities decaying at a rate, and take out what has fallen out of the scene."""
    data = run.data
    keep = np.where(run.released, math.exp(-damping_hz * STEP_S), 0.0)[:, None]
    poses, velocities = data.qpos.reshape(-1, 7), data.qvel.reshape(-1, 6)
    for _ in range(round(seconds / STEP_S)):
        before = poses.copy()
        mujoco.mj_step(run.world.model, data)
        velocities *= keep
        fastest = speeds(run)
        if fastest.max(initial=0.0) > TOP_M_S:
            thrown = fastest > _THROWN * TOP_M_S  # by a contact that the solver did not master: not let go that way
            poses[thrown] = before[thrown]
            velocities *= (TOP_M_S / np.maximum(fastest, TOP_M_S))[:, None]
    position = run.data.qpos.reshape(-1, 7)[:, :3]
    low, high = run.world.bounds_m
    outside = (position[:, :2] < low[:2]).any(axis=1) | (position[:, :2] > high[:2]).any(axis=1)
    gone = run.released & (outside | (position[:, 2] < low[2]) | ~np.isfinite(position).all(axis=1))
    if gone.any():
        remove(run, gone)


def layers(positions_m: np.ndarray, radii_m: np.ndarray) -> list[np.ndarray]:
    """Indices of things in groups from below, so that within a group no two are above one another."""
    level = np.zeros(len(positions_m), int)
    done: list[int] = []
    for index in np.argsort(positions_m[:, 2], kind="stable"):
        apart = np.linalg.norm(positions_m[done, :2] - positions_m[index, :2], axis=1)
        under = level[done][apart < radii_m[done] + radii_m[index]]
        level[index] = under.max(initial=-1) + 1
        done.append(int(index))
    return [np.flatnonzero(level == value) for value in range(level.max(initial=-1) + 1)]


def speeds(run: Pour) -> np.ndarray:
    """(N,) the fastest that any point of each thing may be moving, in m/s; 0 for what is not released."""
    velocity = run.data.qvel.reshape(-1, 6)
    fastest = np.linalg.norm(velocity[:, :3], axis=1) + run.world.radii_m * np.linalg.norm(velocity[:, 3:], axis=1)
    return np.where(run.released, fastest, 0.0)


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


def _release(run: Pour, layer: np.ndarray) -> None:
    model, data = run.world.model, run.data
    low, high, owner = _boxes(run)
    for index in layer:
        start, radius = run.starts[index], run.world.radii_m[index]
        beside = (low[:, :2] > start[:2] + radius).any(axis=1) | (high[:, :2] < start[:2] - radius).any(axis=1)
        ground = (owner < 0) & (high[:, 2] <= start[2] - radius)  # a lid or shelf above it stays above
        tops = high[~beside & (ground | run.released[owner] & (owner >= 0)), 2]
        pose = start.copy()
        if len(tops):
            pose[2] = float(tops.max()) + radius + _CLEAR_M
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
