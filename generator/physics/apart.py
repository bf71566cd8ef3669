"""Pushing apart: the hundredths of a millimetre by which soft contacts overlap are taken back, without momentum.

Stricter contacts would do it too, but in a dense pile their solver runs out of iterations and throws things about.
Here each pair moves apart along its contact by what it overlaps, shared by mass and inertia: position-based dynamics
(Müller et al., Detailed Rigid Body Simulation with Extended Position Based Dynamics, 2020, without compliance).
"""

from __future__ import annotations

import mujoco
import numpy as np

from generator.physics.stage import Pour

OVERLAP_M = 3e-5  # of convex pieces, to be reached
_ROUNDS = 120
_OVER_RELAXED = 1.5  # a thing with several contacts moves by their mean, which is less than each wants
_MOST_M = 1e-4  # in one round


def push_apart(run: Pour) -> None:
    """Move things until no two pieces overlap by more than `OVERLAP_M`, or the rounds are over; contacts are fresh."""
    model, data = run.world.model, run.data
    data.qvel[:] = 0.0
    for _ in range(_ROUNDS):
        mujoco.mj_kinematics(model, data)
        mujoco.mj_collision(model, data)
        if -np.min(data.contact.dist, initial=0.0) < OVERLAP_M:
            break
        shift, turn = _corrections(model, data)
        poses = data.qpos.reshape(-1, 7)
        poses[:, :3] += shift
        for index in np.flatnonzero(turn.any(axis=1)):
            mujoco.mju_quatIntegrate(poses[index, 3:], turn[index], 1.0)
    mujoco.mj_forward(model, data)


def _corrections(model: mujoco.MjModel, data: mujoco.MjData) -> tuple[np.ndarray, np.ndarray]:
    """(N, 3) metres in the world and (N, 3) radians in each thing's own frame: the mean of what its contacts want."""
    deep = data.contact.dist < 0
    bodies = model.geom_bodyid[data.contact.geom[deep]]  # (C, 2)
    normal = data.contact.frame[deep, :3]  # from the first towards the second
    arm = data.contact.pos[deep][:, None] - data.xipos[bodies]  # (C, 2, 3)
    axes = data.ximat.reshape(-1, 3, 3)[bodies]
    lever = np.einsum("cbji,cbj->cbi", axes, np.cross(arm, normal[:, None]))  # in principal axes
    loose = bodies > 0
    per_kg = np.where(loose, 1 / np.maximum(model.body_mass[bodies], 1e-12), 0.0)
    per_kg_m2 = np.where(loose[..., None], 1 / np.maximum(model.body_inertia[bodies], 1e-18), 0.0)
    ease = (per_kg + (lever**2 * per_kg_m2).sum(axis=2)).sum(axis=1)
    push = -data.contact.dist[deep] / np.maximum(ease, 1e-12)
    signed = push[:, None] * np.array([-1.0, 1.0])
    shift = np.zeros((model.nbody, 3))
    turn = np.zeros((model.nbody, 3))
    count = np.zeros(model.nbody)
    np.add.at(shift, bodies, (signed * per_kg)[..., None] * normal[:, None])
    np.add.at(turn, bodies, np.einsum("cbij,cbj->cbi", axes, signed[..., None] * per_kg_m2 * lever))
    np.add.at(count, bodies, 1.0)
    share = _OVER_RELAXED / np.maximum(count, _OVER_RELAXED)
    shift, turn = shift[1:] * share[1:, None], turn[1:] * share[1:, None]
    turn = np.einsum("bji,bj->bi", data.xmat.reshape(-1, 3, 3)[1:], turn)
    return np.clip(shift, -_MOST_M, _MOST_M), turn
