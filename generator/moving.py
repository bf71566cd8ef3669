"""Which pixels of a view show what moves, for the blur of the shutter. Pure geometry on depths and instance numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from generator.camera import Camera
from generator.mesh import Mesh
from generator.recipe import SceneRecipe, Thing

_SLOWEST_M_S = 1e-3
_NEAR_M = 0.001  # that a pixel's point may lie off the box of an unlabelled thing
_PROBE_S = 1e-3  # of motion, over which the speed in the picture is taken


@dataclass(frozen=True, slots=True, eq=False)
class Moving:
    """What moves in a picture, all with one velocity, as what rides on a belt does."""

    mask: np.ndarray  # (H, W) bool, the first surface there moves
    px_s: np.ndarray  # (H, W, 2) float32, how fast a point at each pixel's depth would go in the picture


def moving_pixels(
    recipe: SceneRecipe, meshes: Mapping[str, Mesh], camera: Camera, front: np.ndarray, depth_m: np.ndarray
) -> Moving | None:
    """What moves in a view; None where nothing does.

    `front` (H, W) has the instance met first, `depth_m` (H, W) the depth along the axis, as labels have them. Things
    that move at another velocity than the fastest count as still. Glass before what moves counts as still.
    """
    speeds = {thing.name: np.linalg.norm(thing.velocity_m_s or 0.0) for thing in recipe.things}
    fastest = max(recipe.things, key=lambda thing: (speeds[thing.name], thing.name), default=None)
    if fastest is None or fastest.velocity_m_s is None or speeds[fastest.name] < _SLOWEST_M_S:
        return None
    velocity = np.array(fastest.velocity_m_s)
    riding = [t for t in recipe.things if t.velocity_m_s == fastest.velocity_m_s]
    mask = np.isin(front, [t.instance for t in riding if t.category is not None])
    origin, rays = camera.pixel_rays()
    points = origin + rays * depth_m[..., None]
    for thing in (t for t in riding if t.category is None):
        mask |= (front == 0) & (depth_m > 0) & _within(points, thing, meshes[thing.name])
    if not mask.any():
        return None
    flat = np.where(depth_m[..., None] > 0, points, origin + rays * float(np.median(depth_m[mask]))).reshape(-1, 3)
    here, _ = camera.project(flat)
    there, ahead = camera.project(flat + velocity * _PROBE_S)
    shift = np.where(ahead[:, None] > 0, there - here, 0.0) / _PROBE_S
    return Moving(mask, shift.reshape(*depth_m.shape, 2).astype(np.float32))


def _within(points_m: np.ndarray, thing: Thing, mesh: Mesh) -> np.ndarray:
    """(H, W) bool: which points lie in the box around a thing."""
    object_from_world = np.linalg.inv(np.array(thing.world_from_object))
    local = points_m @ object_from_world[:3, :3].T + object_from_world[:3, 3]
    low, high = mesh.bounds_m
    return np.asarray(((local > low - _NEAR_M) & (local < high + _NEAR_M)).all(axis=2))
