"""Pouring: loose things are let go layer by layer, each just above what lies there already, until all rest."""

from __future__ import annotations

import math
from dataclasses import dataclass

import mujoco
import numpy as np

from generator.physics.stage import Pour, begin, release, remove
from generator.physics.world import CUSHION_M, World

LAYER_S = 0.12  # between layers: long enough to fall clear of the next
REST_M_S = 0.005  # slower than this, at every point of it, a thing is at rest
TREMBLE_M_S = 0.03  # and when contacts are strict and motion dies within a hundredth of a second
OVERLAP_M = 3e-5  # of convex pieces, to be reached at rest
REST_S = 0.06  # for so long
LIMIT_S = 2.0  # after the last layer
STRICT_LIMIT_S = 1.0  # then, with strict contacts
SHRINK_S = 0.3  # in which the cushions between things shrink to `GAP_M`
GAP_M = 4e-5  # that is left between two things: a normal between separate surfaces is well defined
TOP_M_S = 0.3  # no point moves faster: what is to rest soon need not fall through thin walls first
DAMPING_HZ = 4.0  # of all motion: falls barely notice, bounces die out
DOUBLING_S = 0.5  # of the damping
MOST_DOUBLINGS = 4
CHECK_S = 0.02
_THROWN = 3.0  # times the top speed


@dataclass(frozen=True, slots=True)
class Contact:
    """How contacts are solved: MuJoCo's time step, time constant and impedance (solref, solimp)."""

    step_s: float
    time_s: float
    impedance: tuple[float, ...]


POURING = Contact(0.003, 0.008, (0.97, 0.995, 0.0002, 0.5, 2.0))  # quick, and overlaps of a tenth of a millimetre
RESTING = Contact(0.002, 0.005, (0.99, 0.999, 0.0001, 0.5, 2.0))  # overlaps of hundredths


def pour(world: World) -> Pour:
    """Let everything go and wait until all is at rest. What falls out is removed at once."""
    run = begin(world)
    use(run, POURING)
    for layer in layers(run.starts[:, :3], world.radii_m):
        release(run, layer)
        advance(run, LAYER_S, DAMPING_HZ)
    wait(run, LIMIT_S, soft=True)
    use(run, RESTING)
    wait(run, STRICT_LIMIT_S, soft=False)
    return run


def use(run: Pour, contact: Contact) -> None:
    """Solve contacts this way from now on."""
    model = run.world.model
    model.opt.timestep = contact.step_s
    model.geom_solref[:] = contact.time_s, 1.0
    model.geom_solimp[:] = contact.impedance


def wait(run: Pour, limit_s: float, *, soft: bool) -> None:
    """Advance until all is at rest, or `limit_s` has passed.

    `soft` is how it is after pouring: the cushions between things are still to shrink, and motion is damped more and
    more, so that what rolls or rocks comes to rest. Otherwise damping is at its end.
    """
    calm, spent = 0.0, 0.0
    while spent < limit_s and calm < REST_S:
        shrink = min(spent / SHRINK_S, 1.0) if soft else 1.0
        run.world.model.geom_margin[:] = CUSHION_M ** (1 - shrink) * GAP_M**shrink / 2
        doublings = min(spent / DOUBLING_S, MOST_DOUBLINGS) if soft else MOST_DOUBLINGS
        advance(run, CHECK_S, DAMPING_HZ * 2**doublings)
        spent += CHECK_S
        if soft:
            still = shrink == 1 and speeds(run).max(initial=0.0) < REST_M_S
        else:
            overlap = -np.min(run.data.contact.dist, initial=0.0)
            still = overlap < OVERLAP_M and speeds(run).max(initial=0.0) < TREMBLE_M_S
        calm = calm + CHECK_S if still else 0.0


def advance(run: Pour, seconds: float, damping_hz: float) -> None:
    """Advance by a time, velocities decaying at a rate, and take out what has fallen out of the scene."""
    data, step_s = run.data, float(run.world.model.opt.timestep)
    keep = np.where(run.released, math.exp(-damping_hz * step_s), 0.0)[:, None]
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
