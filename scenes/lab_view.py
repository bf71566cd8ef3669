"""Cameras before a fume hood: they stand where people do, and its sash is between them and the work."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from generator.mesh import Mesh
from generator.plan import ScenePlan, ViewPlan
from generator.recipe import SceneRecipe, Thing, View
from scenes.framing import AZIMUTH, ELEVATION, Work, aim_views
from scenes.poses import as_matrix

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
    front_deg = math.degrees(math.atan2(out[1], out[0]))
    turned = tuple(_before(view, front_deg) for view in plan.views)
    front_m = _front_m(hood, meshes["hood"], out) + _CLEAR_M
    views = aim_views(replace(plan, views=turned), recipe, meshes, _work(recipe, meshes))
    return tuple(replace(view, camera=_stepped_back(view, out, front_m).camera) for view in views)


def _before(view: ViewPlan, front_deg: float) -> ViewPlan:
    factors = dict(view.factors)
    factors[AZIMUTH.name] = front_deg + _SIDEWARDS * float(factors[AZIMUTH.name])
    share = (float(factors[ELEVATION.name]) - ELEVATION.low) / (ELEVATION.high - ELEVATION.low)
    factors[ELEVATION.name] = _LOWEST_DEG + share * (_HIGHEST_DEG - _LOWEST_DEG)
    return replace(view, factors=factors)


def _front_m(hood: Thing, mesh: Mesh, out: np.ndarray) -> float:
    pose = np.array(hood.world_from_object)
    points = mesh.vertices_m @ pose[:3, :3].T + pose[:3, 3]
    return float((points[:, :2] @ out).max())


def _stepped_back(view: View, out: np.ndarray, front_m: float) -> View:
    """The view with its camera moved back along its axis until it is out of the hood."""
    pose = view.camera.pose
    back = -pose[:3, 2]
    missing = front_m - float(pose[:2, 3] @ out)
    lead = float(back[:2] @ out)
    if missing <= 0 or lead < 0.2:
        return view
    step = missing / lead
    moved = as_matrix(pose[:3, :3], pose[:3, 3] + step * back)
    return replace(view, camera=replace(view.camera, world_from_camera=moved, focus_m=view.camera.focus_m + step))


def _work(recipe: SceneRecipe, meshes: Mapping[str, Mesh]) -> Work:
    """The labelled things, as `aim_views` takes them, at the distances of cameras before a hood."""
    if not recipe.labelled:
        raise ValueError("a scene without a labelled thing has nothing to show")
    centres = np.array([np.array(t.world_from_object)[:3, 3] for t in recipe.labelled])
    size = float(np.median([meshes[t.name].radius_m for t in recipe.labelled]))
    middle = np.median(centres, axis=0)
    spread = np.linalg.norm(centres[:, :2] - middle[:2], axis=1)
    return Work(middle, float(np.quantile(spread, 0.8)) + size, size, _USUAL_M)
