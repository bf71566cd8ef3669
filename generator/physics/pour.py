"""Pouring: loose things are let go layer by layer, each just above what lies there already, until all rest."""

from __future__ import annotations

import math

import mujoco
import numpy as np

from generator.physics.apart import push_apart
from generator.physics.stage import Pour, begin, freeze, release, remove, thaw
from generator.physics.world import CUSHION_M, World

LAYER_S = 0.12  # between layers: long enough to fall clear of the next
REST_M_S = 0.005  # slower than this, at every point of it, a thing is at rest
REST_S = 0.06  # for so long
LIMIT_S = 4.0  # after the last layer
STILL_MOVING_M_S = 0.05  # when time is up
AFTER_S = 0.5  # to settle again after something was taken out
SHRINK_S = 0.3  # in which the cushions between things shrink to `GAP_M`
GAP_M = 4e-5  # that is left between two things: a normal between separate surfaces is well defined
TOP_M_S = 0.3  # no point moves faster: what is to rest soon need not fall through thin walls first
DAMPING_HZ = 4.0  # of all motion at the start: falls barely notice, bounces die out
DOUBLING_S = 0.3  # of the damping: after a second things creep, so that a deep pile comes to rest
MOST_DOUBLINGS = 3
CHECK_S = 0.02
_THROWN = 3.0  # times the top speed


def pour(world: World) -> Pour:
    """Let everything go and wait until all is at rest. What falls out is removed at once."""
    run = begin(world)
    for layer in layers(run.starts[:, :3], world.radii_m):
        release(run, layer)
        advance(run, LAYER_S)
    _shrink_cushions(run)
    come_to_rest(run, LIMIT_S)
    return run


def come_to_rest(run: Pour, limit_s: float) -> None:
    """Wait until nothing moves, for at most `limit_s`; take out what still does, and push apart what overlaps.

    Afterwards nothing is frozen, and the contacts are those of the poses.
    """
    _calm_down(run, limit_s)
    still_moving = run.released & ~run.frozen & (speeds(run) > STILL_MOVING_M_S)
    if still_moving.any():
        remove(run, still_moving)
        _calm_down(run, AFTER_S)
    thaw(run, run.released)
    push_apart(run)


def _shrink_cushions(run: Pour) -> None:
    """Let things sink onto one another by the half millimetre that kept them apart while they fell."""
    thaw(run, run.released)
    for share in np.linspace(0.0, 1.0, round(SHRINK_S / CHECK_S)):
        run.world.model.geom_margin[:] = (CUSHION_M ** (1 - share) * GAP_M**share) / 2
        advance(run, CHECK_S, freezing=False)


def _calm_down(run: Pour, limit_s: float) -> None:
    """Advance until everything is at rest, or time is up."""
    for _ in range(round(limit_s / CHECK_S)):
        if run.frozen[run.released].all():
            return
        advance(run, CHECK_S)


def advance(run: Pour, seconds: float, *, freezing: bool = True) -> None:
    """Advance by a time. Motion is damped more and more as the pour goes on, and what is at rest stays so.

    What has fallen out of the scene is taken out.
    """
    data, step_s = run.data, float(run.world.model.opt.timestep)
    damping_hz = DAMPING_HZ * 2 ** min(run.spent_s / DOUBLING_S, MOST_DOUBLINGS)
    keep = np.where(run.released & ~run.frozen, math.exp(-damping_hz * step_s), 0.0)[:, None]
    poses, velocities = data.qpos.reshape(-1, 7), data.qvel.reshape(-1, 6)
    for _ in range(math.ceil(seconds / step_s)):
        before = poses.copy()
        mujoco.mj_step(run.world.model, data)
        velocities *= keep
        fastest = speeds(run)
        if fastest.max(initial=0.0) > TOP_M_S:
            thrown = fastest > _THROWN * TOP_M_S  # by a contact that came too suddenly: not let go that way
            poses[thrown] = before[thrown]
            velocities *= (TOP_M_S / np.maximum(fastest, TOP_M_S))[:, None]
        poses[run.frozen] = before[run.frozen]
    run.spent_s += seconds
    run.calm_s = np.where(speeds(run) < REST_M_S, run.calm_s + seconds, 0.0)
    if freezing:
        freeze(run, run.released & ~run.frozen & (run.calm_s >= REST_S))
    position = poses[:, :3]
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
