"""Which pixels of a view show what moves, for the blur of the shutter. Pure geometry on depths and instance numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from generator.camera import Camera
from generator.mesh import Mesh
from generator.recipe import SceneRecipe, Thing

_SLOWEST_M_S = 1e-3
_NEAR_M = 0.001  # that a pixel's point may lie off the box of an unlabelled thing
_BEHIND = 1.01  # depth against that of what comes by, from which a still point lies behind it
_PROBE_S = 1e-3  # of motion, over which the speed in the picture is taken


@dataclass(frozen=True, slots=True, eq=False)
class Moving:
    """What moves in a picture: what rides on a belt, who walks by, a forklift."""

    mask: np.ndarray  # (H, W) bool, the first surface there moves
    px_s: np.ndarray  # (H, W, 2) float32, how fast a point at each pixel's depth would go in the picture
    instances: frozenset[int] = frozenset()  # of the labelled things among it

    @property
    def fastest_px_s(self) -> float:
        """The largest speed in the picture of what moves."""
        return float(np.linalg.norm(self.px_s[self.mask], axis=1).max())

    def sources(self, time_s: np.ndarray | float) -> np.ndarray:
        """(H, W, 2) float32: which pixel at time 0 what moves comes from, that is here at `time_s`, () or (H, 1)."""
        height, width = self.mask.shape
        grid = np.stack(np.meshgrid(np.arange(width), np.arange(height)), axis=2).astype(np.float32)
        passed = np.broadcast_to(np.asarray(time_s, np.float32), (height, width))
        return grid - self.px_s * passed[..., None]

    def stays(self, sources: np.ndarray, depth_m: np.ndarray) -> np.ndarray:
        """(H, W) bool: still pixels that nothing has come before. `depth_m` (H, W) is 0 where nothing is."""
        at = nearest(sources)
        behind = (depth_m == 0) | (depth_m * np.float32(_BEHIND) > depth_m[at])
        return ~self.mask & ~(self.mask[at] & behind)


def nearest(sources: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """To index an (H, W, ...) array with: rows and columns of the pixels (H, W, 2) nearest to given ones."""
    height, width = sources.shape[:2]
    columns, rows = np.moveaxis(np.clip(np.rint(sources), 0, (width - 1, height - 1)).astype(np.intp), 2, 0)
    return rows, columns


def row_times_s(height: int, readout_s: float) -> np.ndarray:
    """(H, 1) when a rolling shutter reads each row: centred, so that the middle of the picture is at time 0."""
    times: np.ndarray = ((np.arange(height) + 0.5) / height - 0.5)[:, None] * readout_s
    return times


def moving_pixels(
    recipe: SceneRecipe, meshes: Mapping[str, Mesh], camera: Camera, front: np.ndarray, depth_m: np.ndarray
) -> Moving | None:
    """What moves in a view; None where nothing does.

    `front` (H, W) has the instance met first, `depth_m` (H, W) the depth along the axis, as labels have them. Glass
    before what moves counts as still. Beside things of several velocities a still pixel has that of the nearest.
    """
    origin, rays = camera.pixel_rays()
    points = origin + rays * depth_m[..., None]
    mask = np.zeros(front.shape, bool)
    groups: list[tuple[tuple[float, ...], np.ndarray]] = []
    moving = _by_velocity(recipe)
    for velocity, things in moving:
        own = np.isin(front, [t.instance for t in things if t.category is not None])
        for thing in (t for t in things if t.category is None):
            own |= (front == 0) & (depth_m > 0) & _within(points, thing, meshes[thing.name])
        own &= ~mask
        if own.any():
            groups.append((velocity, own))
            mask |= own
    if not groups:
        return None
    flat = np.where(depth_m[..., None] > 0, points, origin + rays * float(np.median(depth_m[mask]))).reshape(-1, 3)
    here, _ = camera.project(flat)
    there, ahead = camera.project(flat + _velocities(groups).reshape(-1, 3) * _PROBE_S)
    shift = np.where(ahead[:, None] > 0, there - here, 0.0) / _PROBE_S
    labelled = frozenset(t.instance for _, things in moving for t in things if t.category is not None)
    return Moving(mask, shift.reshape(*depth_m.shape, 2).astype(np.float32), labelled)


def _by_velocity(recipe: SceneRecipe) -> list[tuple[tuple[float, ...], list[Thing]]]:
    """What moves, by its velocity, the fastest first."""
    found: dict[tuple[float, ...], list[Thing]] = {}
    for thing in recipe.things:
        if thing.velocity_m_s is not None and np.linalg.norm(thing.velocity_m_s) >= _SLOWEST_M_S:
            found.setdefault(thing.velocity_m_s, []).append(thing)
    return sorted(found.items(), key=lambda item: (-float(np.linalg.norm(item[0])), item[0]))


def _velocities(groups: Sequence[tuple[tuple[float, ...], np.ndarray]]) -> np.ndarray:
    """(H, W, 3) the velocity of what moves at each pixel; of a still one, that of the nearest box around what moves."""
    rows, columns = np.indices(groups[0][1].shape)
    found = np.broadcast_to(np.array(groups[0][0]), (*rows.shape, 3)).copy()
    nearest = np.full(rows.shape, np.inf)
    for velocity, own in groups:
        (up, down), (left, right) = ((at.min(), at.max()) for at in np.nonzero(own))
        aside = np.maximum(np.maximum(left - columns, columns - right), 0)
        off = np.hypot(np.maximum(np.maximum(up - rows, rows - down), 0), aside)
        found[off < nearest] = velocity
        nearest = np.minimum(nearest, off)
    for velocity, own in groups:
        found[own] = velocity
    return found


def _within(points_m: np.ndarray, thing: Thing, mesh: Mesh) -> np.ndarray:
    """(H, W) bool: which points lie in the box around a thing."""
    object_from_world = np.linalg.inv(np.array(thing.world_from_object))
    local = points_m @ object_from_world[:3, :3].T + object_from_world[:3, 3]
    low, high = mesh.bounds_m
    return np.asarray(((local > low - _NEAR_M) & (local < high + _NEAR_M)).all(axis=2))
