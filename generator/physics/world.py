"""A recipe as a MuJoCo model: convex pieces, true mass and inertia, friction of the real materials."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import mujoco
import numpy as np

from generator.mesh import Mesh
from generator.physics.inertia import unit_inertia_m2
from generator.recipe import SceneRecipe, Thing

CUSHION_M = 5e-4  # between two things while they fall: soft contacts stop them before their surfaces meet
_STEP_S = 0.003
_SOLREF = [0.008, 1.0]  # quick, and overlaps of a tenth of a millimetre, which are pushed apart at the end
_SOLIMP = [0.97, 0.995, 0.0002, 0.5, 2.0]
_LEAST_KG = 1e-5
_LEAST_SHARE = (
    0.05  # of the heaviest: a washer under a flange counts as so heavy, as a solver's contacts are soft for it
)


@dataclass(frozen=True, slots=True)
class World:
    """A compiled model, and which body is which thing."""

    model: mujoco.MjModel
    loose: tuple[Thing, ...]  # what moves; body i + 1 is loose[i]
    radii_m: np.ndarray  # (N,) of their bounding spheres
    bounds_m: np.ndarray  # (2, 3) lowest and highest corner of all that stays where it is


def make_world(recipe: SceneRecipe, meshes: Mapping[str, Mesh]) -> World:
    """The scene for MuJoCo. Things that never move are part of its world body, and collide with what moves only."""
    spec = mujoco.MjSpec()
    spec.compiler.inertiafromgeom = mujoco.mjtInertiaFromGeom.mjINERTIAFROMGEOM_FALSE
    option = spec.option
    option.integrator = mujoco.mjtIntegrator.mjINT_IMPLICITFAST
    option.cone = mujoco.mjtCone.mjCONE_ELLIPTIC
    option.iterations, option.tolerance = 30, 1e-8
    option.timestep = _STEP_S
    assets: dict[str, list[str]] = {}
    still = [thing for thing in recipe.things if not thing.moves and thing.soft is None]  # soft ones settle later
    loose = tuple(thing for thing in recipe.things if thing.moves)
    for thing in still:
        _add_pieces(spec, spec.worldbody, thing, meshes[thing.name], assets, _pose(thing), thing.friction, 0)
    least_kg = max([_LEAST_KG, *(_LEAST_SHARE * thing.mass_kg for thing in loose)])
    for thing in loose:
        mesh = meshes[thing.name]
        pose = _pose(thing)
        body = spec.worldbody.add_body(name=thing.name, pos=pose[:3, 3], quat=_quaternion(pose))
        body.add_freejoint()
        body.mass = max(thing.mass_kg, least_kg)
        inertia = body.mass * unit_inertia_m2(mesh)
        body.fullinertia = [*inertia.diagonal(), inertia[0, 1], inertia[0, 2], inertia[1, 2]]
        body.ipos, body.explicitinertial = np.zeros(3), True
        _add_pieces(spec, body, thing, mesh, assets, np.eye(4), _against_ground(thing, still, meshes), 1)
    model = spec.compile()
    corners = [np.concatenate(meshes[t.name].hulls) @ _pose(t)[:3, :3].T + _pose(t)[:3, 3] for t in still]
    ground = np.concatenate(corners) if corners else np.zeros((1, 3))
    radii = np.array([_radius(meshes[thing.name]) for thing in loose])
    return World(model, loose, radii, np.stack([ground.min(axis=0), ground.max(axis=0)]))


def _add_pieces(
    spec: mujoco.MjSpec,
    body: mujoco.MjsBody,
    thing: Thing,
    mesh: Mesh,
    assets: dict[str, list[str]],
    pose: np.ndarray,
    friction: float,
    priority: int,
) -> None:
    """Add the convex pieces of a mesh to a body; equal meshes share them."""
    if mesh.key not in assets:
        assets[mesh.key] = [f"{mesh.key}_{i}" for i in range(len(mesh.hulls))]
        for name, hull in zip(assets[mesh.key], mesh.hulls, strict=True):
            asset = spec.add_mesh(name=name)
            asset.uservert = hull.astype(np.float64).reshape(-1)
            asset.inertia = mujoco.mjtMeshInertia.mjMESH_INERTIA_CONVEX
    for name in assets[mesh.key]:
        geom = body.add_geom(type=mujoco.mjtGeom.mjGEOM_MESH, meshname=name, pos=pose[:3, 3], quat=_quaternion(pose))
        geom.contype, geom.conaffinity = (1, 1) if thing.moves else (0, 1)
        geom.condim, geom.priority, geom.margin = 3, priority, CUSHION_M / 2
        geom.friction = [friction, 0.0, 0.0]
        geom.solref, geom.solimp = _SOLREF, _SOLIMP


def _against_ground(thing: Thing, still: list[Thing], meshes: Mapping[str, Mesh]) -> float:
    """Friction of a thing on what it is let go over: the geometric mean of both, as each is stated against steel."""
    x, y = thing.world_from_object[0][3], thing.world_from_object[1][3]
    under = []
    for other in still:
        points = np.concatenate(meshes[other.name].hulls) @ _pose(other)[:3, :3].T + _pose(other)[:3, 3]
        low, high = points.min(axis=0), points.max(axis=0)
        if low[0] <= x <= high[0] and low[1] <= y <= high[1]:
            under.append((float((high - low)[:2].prod()), other.friction))
    return math.sqrt(thing.friction * min(under)[1]) if under else thing.friction


def _pose(thing: Thing) -> np.ndarray:
    return np.array(thing.world_from_object, float)


def _quaternion(pose: np.ndarray) -> np.ndarray:
    quaternion = np.zeros(4)
    mujoco.mju_mat2Quat(quaternion, np.ascontiguousarray(pose[:3, :3]).reshape(-1))
    return quaternion


def _radius(mesh: Mesh) -> float:
    return float(max(np.linalg.norm(hull.astype(float), axis=1).max() for hull in mesh.hulls))
