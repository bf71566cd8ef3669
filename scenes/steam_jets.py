"""Where steam rises in a wash-down room: hot water runs into a drain, out of a hose, stands in a pail, wets a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from generator.mesh import Mesh
from generator.plan import ScenePlan
from generator.points import points_in_world
from generator.recipe import Jet, SceneRecipe, Thing, View
from generator.seeds import stream

_HOTTER = {"floor_drain": 2.0, "hose": 2.0, "bucket": 3.0, "bench_top": 1.0}  # how often hot water is there
_ON_TABLE_M = 0.15  # around the middle of what is looked at, as far as the table reaches
_EDGES = (0.1, 0.9, 0.15, 1.0)  # of the frame: left, right, top and bottom, between which a plume's foot is seen


def steam_jet(plan: ScenePlan, recipe: SceneRecipe, meshes: Mapping[str, Mesh], views: Sequence[View]) -> Jet:
    """One plume of the whole scene, from a source that as many of its views as may be have in the frame."""
    rng = stream(plan.seed, plan.scene, "washdown.steam")
    aimed = np.mean([_looked_at(view) for view in views], axis=0)
    sources = [source for thing in recipe.things for source in _sources(thing, meshes[thing.name], aimed, rng)]
    shown = np.array([sum(_framed(view, at) for view in views) for _, at in sources])
    often = np.array([often for often, _ in sources]) * (shown == shown.max())
    _, at = sources[int(rng.choice(len(sources), p=often / often.sum()))]
    x, y, z = (round(float(v), 6) for v in at)
    return Jet("steam", (x, y, z), (0.0, 0.0, 1.0))


def _sources(thing: Thing, mesh: Mesh, aimed_m: np.ndarray, rng: np.random.Generator) -> list[tuple[float, np.ndarray]]:
    """How often and where in the world steam comes from a thing; the table is always one."""
    pose, (low, high) = np.array(thing.world_from_object), mesh.bounds_m.astype(float)
    middle = pose[:3, :3] @ ((low + high) / 2) + pose[:3, 3]
    if thing.name == "hose":
        return [(_HOTTER["hose"], points_in_world(thing)[-1])]
    if thing.name == "floor_drain":
        return [(_HOTTER["floor_drain"], middle)]
    if thing.name == "bench_top":
        near = pose[:3, :3].T @ (aimed_m - pose[:3, 3])
        near[:2] = np.clip(near[:2] + rng.normal(0, _ON_TABLE_M, 2), 0.9 * low[:2], 0.9 * high[:2])
        near[2] = high[2]
        return [(_HOTTER["bench_top"], pose[:3, :3] @ near + pose[:3, 3])]
    if "bucket" in str(thing.mesh.params.get("kind", "")) and pose[2, 2] > 0.9:
        return [(_HOTTER["bucket"], middle)]
    return []


def _looked_at(view: View) -> np.ndarray:
    """(3,) the point of the world in the middle of a view, at the distance of its work."""
    pose = view.camera.pose
    return np.asarray(pose[:3, 3] + view.camera.focus_m * pose[:3, 2])


def _framed(view: View, at_m: np.ndarray) -> bool:
    """Whether a view has a point of the world well in its frame, not far behind its work."""
    camera = view.camera
    x, y, z = camera.pose[:3, :3].T @ (at_m - camera.pose[:3, 3])
    if not 0.3 * camera.focus_m < z < 2.0 * camera.focus_m:
        return False
    across = (camera.focal_px * x / z + camera.centre_px[0]) / camera.width_px
    down = (camera.focal_px * y / z + camera.centre_px[1]) / camera.height_px
    left, right, top, bottom = _EDGES
    return bool(left < across < right and top < down < bottom)
