"""Judging a settled scene without the engine that settled it: on the true triangles, by ray parity and distance."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import trimesh

from generator.mesh import Mesh
from generator.recipe import SceneRecipe

_FINENESS = 40  # samples along the bounding radius of a thing
_FINEST_M = 2e-4


@dataclass(frozen=True, slots=True)
class _Body:
    """A thing in the world: its triangles and points all over its surface."""

    name: str
    moves: bool
    mesh: trimesh.Trimesh
    points: np.ndarray  # (P, 3)
    low: np.ndarray
    high: np.ndarray


def worst_penetration_m(recipe: SceneRecipe, meshes: Mapping[str, Mesh]) -> float:
    """How deep any moving thing reaches into another thing, in metres; 0 if none does.

    Points all over the surface of one are tested against the closed surface of the other, both ways; of those inside,
    the distance to the surface is the depth. Things whose mesh is not closed cannot be reached into.
    """
    worst = 0.0
    for a, b in _near_pairs(recipe, meshes, 0.0):
        for one, other in ((a, b), (b, a)):
            if not other.mesh.is_watertight:
                continue
            points = _within(one.points, other.low, other.high)
            inside = points[other.mesh.contains(points)] if len(points) else points
            if len(inside):
                worst = max(worst, float(_distances(other.mesh, inside).max()))
    return worst


def gaps_m(recipe: SceneRecipe, meshes: Mapping[str, Mesh], reach_m: float = 2e-3) -> dict[str, float]:
    """The distance from each moving thing to the nearest other one, by name; infinity beyond `reach_m`."""
    found = {thing.name: np.inf for thing in recipe.things if thing.moves}
    for a, b in _near_pairs(recipe, meshes, reach_m):
        near = min(
            (
                float(_distances(other.mesh, points).min())
                for one, other in ((a, b), (b, a))
                if len(points := _within(one.points, other.low - reach_m, other.high + reach_m))
            ),
            default=np.inf,
        )
        for body in (a, b):
            if body.moves and near <= reach_m:
                found[body.name] = min(found[body.name], near)
    return found


def worst_gap_m(recipe: SceneRecipe, meshes: Mapping[str, Mesh]) -> float:
    """The largest distance from a moving thing to its nearest neighbour: what floats shows here."""
    return max(gaps_m(recipe, meshes).values(), default=0.0)


def unsupported(recipe: SceneRecipe, meshes: Mapping[str, Mesh], gap_m: float = 3e-4) -> tuple[str, ...]:
    """Names of moving things that nothing touches within `gap_m`."""
    return tuple(name for name, gap in gaps_m(recipe, meshes).items() if gap > gap_m)


def _near_pairs(recipe: SceneRecipe, meshes: Mapping[str, Mesh], reach_m: float) -> Iterator[tuple[_Body, _Body]]:
    bodies = [_body(thing.name, thing.moves, meshes[thing.name], thing.world_from_object) for thing in recipe.things]
    for a, b in itertools.combinations(bodies, 2):
        if (a.moves or b.moves) and (a.low <= b.high + reach_m).all() and (b.low <= a.high + reach_m).all():
            yield a, b


def _body(name: str, moves: bool, mesh: Mesh, pose: tuple[tuple[float, ...], ...]) -> _Body:
    matrix = np.array(pose, float)
    vertices = mesh.vertices_m.astype(float) @ matrix[:3, :3].T + matrix[:3, 3]
    shape = trimesh.Trimesh(vertices, mesh.faces, process=False)
    return _Body(name, moves, shape, _surface_points(shape, mesh.radius_m), vertices.min(axis=0), vertices.max(axis=0))


def _surface_points(shape: trimesh.Trimesh, radius_m: float) -> np.ndarray:
    """(P, 3): corners, middles of faces, and points along long edges."""
    spacing = max(radius_m / _FINENESS, _FINEST_M)
    start, end = shape.vertices[shape.edges_unique[:, 0]], shape.vertices[shape.edges_unique[:, 1]]
    parts = np.minimum(np.ceil(np.linalg.norm(end - start, axis=1) / spacing).astype(int), _FINENESS)
    along = [shape.vertices, shape.triangles_center]
    for count in np.unique(parts[parts > 1]):
        chosen = parts == count
        along += [start[chosen] + (end - start)[chosen] * share for share in np.arange(1, count) / count]
    return np.concatenate(along)


def _within(points: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    return points[((points >= low) & (points <= high)).all(axis=1)]


def _distances(mesh: trimesh.Trimesh, points: np.ndarray) -> np.ndarray:
    """(N,) unsigned distance from points to a surface."""
    closest = trimesh.proximity.closest_point
    return np.concatenate([closest(mesh, part)[1] for part in _parts(points)])  # type: ignore[no-untyped-call]


def _parts(points: np.ndarray) -> list[np.ndarray]:
    return np.array_split(points, max(1, len(points) // 2048))
