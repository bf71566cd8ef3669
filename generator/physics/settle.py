"""Settle: loose things fall, tumble and come to rest under their weight, in MuJoCo.

What collides are the convex pieces of each mesh, which contain it: what does not interpenetrate there does not in the
picture. The same recipe comes to the same rest, bit for bit, on the same kind of machine.
"""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Mapping

import mujoco
import numpy as np

from generator.mesh import Mesh
from generator.recipe import SceneRecipe, Thing

_STEP_S = 0.001
_LOOK_EVERY = 50  # steps between looks at whether all is quiet
_LONGEST_S = 4.0
_CALM_FROM_S = 1.5  # from then on motion is braked, so that round things stop rolling
_BRAKE = 0.985  # of the velocity, kept in each step
_FASTEST_M_S, _FASTEST_RAD_S = 0.4, 20.0  # things are laid down, not shot: fast ones would tunnel through thin walls
_QUIET_M_S, _QUIET_RAD_S = 0.002, 0.1
_log = logging.getLogger(__name__)


def settle(recipe: SceneRecipe, meshes: Mapping[str, Mesh]) -> SceneRecipe:
    """The recipe with everything that `moves` at rest. What fell off the scene is left out.

    `meshes` maps thing names to meshes. Raises ValueError for a loose thing without hulls.
    """
    loose = [thing for thing in recipe.things if thing.moves]
    if not loose:
        return recipe
    model = _model(recipe.things, meshes)
    data = mujoco.MjData(model)
    _run_until_quiet(model, data)
    poses = {thing.name: _pose(model, data, thing.name) for thing in loose}
    low, high = _world_bounds(recipe.things, meshes)
    kept = []
    for thing in recipe.things:
        pose = poses.get(thing.name)
        if pose is None:
            kept.append(thing)
        elif _inside(pose[:3, 3], low, high):
            rows = tuple(tuple(float(v) for v in row) for row in pose)
            kept.append(dataclasses.replace(thing, world_from_object=rows))
    if len(kept) < len(recipe.things):
        _log.info("scene %d: %d things fell off", recipe.scene, len(recipe.things) - len(kept))
    return dataclasses.replace(recipe, things=tuple(kept))


def _model(things: tuple[Thing, ...], meshes: Mapping[str, Mesh]) -> mujoco.MjModel:
    spec = mujoco.MjSpec()
    option = spec.option
    option.timestep = _STEP_S
    option.integrator = mujoco.mjtIntegrator.mjINT_IMPLICITFAST
    option.cone = mujoco.mjtCone.mjCONE_ELLIPTIC
    option.impratio = 5
    spec.memory = 512 * 2**20
    made: set[str] = set()
    for thing in things:
        mesh = meshes[thing.name]
        if not mesh.hulls and not thing.moves:
            continue  # a wall far away, or a lamp housing: nothing can touch it
        if not mesh.hulls:
            raise ValueError(f"{thing.name}: its mesh has no convex pieces to collide with")
        for number, hull in enumerate(mesh.hulls):
            name = f"{mesh.key}_{number}"
            if name not in made:
                made.add(name)
                spec.add_mesh(
                    name=name, uservert=hull.astype(float).ravel(), inertia=mujoco.mjtMeshInertia.mjMESH_INERTIA_CONVEX
                )
        _add_body(spec, thing, mesh)
    return spec.compile()


def _add_body(spec: mujoco.MjSpec, thing: Thing, mesh: Mesh) -> None:
    pose = np.array(thing.world_from_object, float)
    quaternion = np.zeros(4)
    mujoco.mju_mat2Quat(quaternion, pose[:3, :3].ravel())
    body = spec.worldbody.add_body(name=thing.name, pos=pose[:3, 3], quat=quaternion)
    if thing.moves:
        body.add_freejoint()
        body.explicitinertial = True
        body.mass = max(thing.mass_kg, 1e-5)
        body.inertia = _inertia(mesh, body.mass)
    for number in range(len(mesh.hulls)):
        geom = body.add_geom(type=mujoco.mjtGeom.mjGEOM_MESH, meshname=f"{mesh.key}_{number}")
        geom.friction = [thing.friction, 0.0005, 0.0001]
        geom.condim = 4
        geom.solref = [0.002, 1.0]
        geom.solimp = [0.95, 0.995, 0.0002, 0.5, 2.0]


def _inertia(mesh: Mesh, mass_kg: float) -> np.ndarray:
    """Principal moments about the axes of the mesh, as of a solid box of its size: enough for a pile."""
    a, b, c = mesh.extent_m**2
    return mass_kg / 12 * np.array([b + c, a + c, a + b])


def _run_until_quiet(model: mujoco.MjModel, data: mujoco.MjData) -> None:
    steps = int(_LONGEST_S / _STEP_S)
    for step in range(0, steps, _LOOK_EVERY):
        for _ in range(_LOOK_EVERY):
            mujoco.mj_step(model, data)
            _hold_back(data.qvel.reshape(-1, 6))
            if data.time > _CALM_FROM_S:
                data.qvel *= _BRAKE
        velocity = data.qvel.reshape(-1, 6)
        fast = np.abs(velocity[:, :3]).max() > _QUIET_M_S or np.abs(velocity[:, 3:]).max() > _QUIET_RAD_S
        if not fast and step > 200:
            return


def _hold_back(velocity: np.ndarray) -> None:
    """Keep speeds (N, 6: m/s, rad/s) under the fastest, in place."""
    for part, fastest in ((velocity[:, :3], _FASTEST_M_S), (velocity[:, 3:], _FASTEST_RAD_S)):
        speed = np.linalg.norm(part, axis=1, keepdims=True)
        part *= np.minimum(1.0, fastest / np.maximum(speed, 1e-9))


def _pose(model: mujoco.MjModel, data: mujoco.MjData, name: str) -> np.ndarray:
    body = data.body(name)
    pose = np.eye(4)
    pose[:3, :3] = body.xmat.reshape(3, 3)
    pose[:3, 3] = body.xpos
    return pose


def _world_bounds(things: tuple[Thing, ...], meshes: Mapping[str, Mesh]) -> tuple[np.ndarray, np.ndarray]:
    corners = []
    for thing in things:
        if not thing.moves and meshes[thing.name].hulls:
            pose = np.array(thing.world_from_object)
            points = meshes[thing.name].vertices_m @ pose[:3, :3].T + pose[:3, 3]
            corners += [points.min(axis=0), points.max(axis=0)]
    return np.min(corners, axis=0), np.max(corners, axis=0) + np.array([0, 0, 10.0])


def _inside(point: np.ndarray, low: np.ndarray, high: np.ndarray) -> bool:
    return bool(np.all(point >= low) and np.all(point <= high))
