"""Cameras before a fume hood: they stand where people do, and its sash is between them and the work."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from generator.mesh import Mesh
from generator.plan import ScenePlan
from generator.recipe import SceneRecipe, Thing, View
from scenes.framing import Work, aim_views
from scenes.fronts import Front, screens

_USUAL_M = (0.55, 1.7)
_SIDEWARDS = 50.0 / 180.0  # of the azimuth: the opening is seen from straight before it to 50 degrees aside
_LOWEST_DEG, _HIGHEST_DEG = 6.0, 46.0
_CLEAR_M = 0.06  # between the front and a camera


def aim_before_hood(plan: ScenePlan, recipe: SceneRecipe, meshes: Mapping[str, Mesh]) -> tuple[View, ...]:
    """Views from before the opening, whatever side the factors name: 0 degrees of azimuth is straight before it.

    The elevation is drawn together to 6 to 46 degrees, as the roof of the hood is in the way of all that is higher.
    """
    hood = next(thing for thing in recipe.things if thing.name == "hood")
    out = -np.array(hood.world_from_object)[:2, 1]
    between = np.concatenate([screens(recipe, meshes, ("hood",), ("liner", "tap")), screens(recipe, meshes, ("sash",))])
    ahead_m = _front_m(hood, meshes["hood"], out) + _CLEAR_M
    front = Front(out, ahead_m, _SIDEWARDS, (_LOWEST_DEG, _HIGHEST_DEG), between)
    return aim_views(plan, recipe, meshes, _work(recipe, meshes), front)


def _front_m(hood: Thing, mesh: Mesh, out: np.ndarray) -> float:
    pose = np.array(hood.world_from_object)
    points = mesh.vertices_m @ pose[:3, :3].T + pose[:3, 3]
    return float((points[:, :2] @ out).max())


def _work(recipe: SceneRecipe, meshes: Mapping[str, Mesh]) -> Work:
    """The labelled things, as `aim_views` takes them, at the distances of cameras before a hood."""
    if not recipe.labelled:
        raise ValueError("a scene without a labelled thing has nothing to show")
    centres = np.array([np.array(t.world_from_object)[:3, 3] for t in recipe.labelled])
    size = float(np.median([meshes[t.name].radius_m for t in recipe.labelled]))
    middle = np.median(centres, axis=0)
    spread = np.linalg.norm(centres[:, :2] - middle[:2], axis=1)
    return Work(middle, float(np.quantile(spread, 0.8)) + size, size, _USUAL_M)
