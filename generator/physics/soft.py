"""Soft things come to rest after the rigid ones: film, cables, then cloth. The recipe keeps the shape they take."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Collection, Mapping

import numpy as np

from generator.mesh import Mesh
from generator.physics.cables import lay_cables
from generator.physics.cloth import drape
from generator.physics.film import tighten
from generator.physics.soft_contacts import Obstacles, find_obstacles, find_pairs
from generator.points import points_in_world, with_points
from generator.recipe import SceneRecipe, Thing
from scenes.shapes.cloth import cloth_mask
from scenes.shapes.films import film_sheet, stretch_film

DEEPEST_M = 1e-3  # that a soft thing may reach into another one
_MOST_LIFTS = 40
_LIFT_M = 0.008
_STEEPEST = 0.7  # slope of a cable that is let go over things
_CLEAR_M = 0.001
_HELD = ("carrier", "load", "stacked", "stored")  # by film, which spans the hollows of each of these
_AROUND_M = 0.1  # beyond the soft things as laid out, in which rigid ones count

_log = logging.getLogger(__name__)


def settle_soft(recipe: SceneRecipe, meshes: Mapping[str, Mesh]) -> SceneRecipe:
    """The recipe with its soft things where gravity and their stiffness leave them on the rigid ones.

    Rigid things do not give way to them. The points that result are rounded to 0.01 mm and stored in the shape's
    parameters, so that building the recipe needs no physics. What cannot come to rest without reaching into something
    by over a millimetre is left out. `meshes` are those of the rigid things by name. The same recipe gives the same
    bits.
    """
    at_rest, stuck = dict(meshes), 0
    for kind, settled in (("film", _tightened), ("cable", _laid), ("cloth", _draped)):
        things = [thing for thing in recipe.things if thing.soft is not None and thing.soft.kind == kind]
        if not things:
            continue
        rested = settled(recipe, things, at_rest)
        kept = {thing.name: thing for thing in rested if thing is not None}
        stuck += len(things) - len(kept)
        left = (thing for thing in recipe.things if thing not in things or thing.name in kept)
        recipe = dataclasses.replace(recipe, things=tuple(kept.get(thing.name, thing) for thing in left))
        if kind == "film":  # a jacket lies on the film and not in it
            at_rest |= {name: stretch_film(**thing.mesh.params) for name, thing in kept.items()}
    if stuck:
        _log.info("settling: %d soft things were stuck", stuck)
    return recipe


def _tightened(recipe: SceneRecipe, things: list[Thing], meshes: Mapping[str, Mesh]) -> list[Thing | None]:
    """Films around what they hold; None for one that something stands in."""
    rested: list[Thing | None] = []
    for thing in things:
        assert thing.soft is not None
        points, params = points_in_world(thing), thing.mesh.params
        sheet = film_sheet(params["rows"], params["columns"], params["torn"], params["tail"])
        tight, depth = tighten(points, sheet, thing.soft, _obstacles(recipe, points, meshes, _HELD))
        rested.append(with_points(thing, tight) if depth <= DEEPEST_M else None)
    return rested


def _laid(recipe: SceneRecipe, things: list[Thing], meshes: Mapping[str, Mesh]) -> list[Thing | None]:
    """Cables at rest; None for one that is stuck."""
    lines = [points_in_world(thing) for thing in things]
    obstacles = _obstacles(recipe, np.concatenate(lines), meshes)
    lines = [_over(line, thing, obstacles) for line, thing in zip(lines, things, strict=True)]
    rested, depths = lay_cables(lines, [thing.soft for thing in things if thing.soft is not None], obstacles)
    return [
        with_points(thing, line) if depth <= DEEPEST_M else None
        for thing, line, depth in zip(things, rested, depths, strict=True)
    ]


def _draped(recipe: SceneRecipe, things: list[Thing], meshes: Mapping[str, Mesh]) -> list[Thing | None]:
    """Cloths at rest; None for one that is stuck."""
    rested: list[Thing | None] = []
    for thing in things:
        assert thing.soft is not None
        points, params = points_in_world(thing), thing.mesh.params
        obstacles = _obstacles(recipe, points, meshes)
        mask = cloth_mask(params["cut"], params["rows"], params["columns"])
        thick = np.full(len(points), thing.soft.radius_m + _CLEAR_M)
        for _ in range(_MOST_LIFTS):  # over what has come to rest below it since it was let go
            if not len(find_pairs(obstacles, points, thick, 0.0).point):
                break
            points[:, 2] += _LIFT_M
        draped, depth = drape(points, mask, thing.soft, obstacles)
        rested.append(with_points(thing, draped) if depth <= DEEPEST_M else None)
    return rested


def _obstacles(
    recipe: SceneRecipe, points_m: np.ndarray, meshes: Mapping[str, Mesh], whole: Collection[str] = ()
) -> Obstacles:
    """The pieces around and below points of what is at rest."""
    low, high = points_m.min(axis=0) - _AROUND_M, points_m.max(axis=0) + _AROUND_M
    low[2] = -np.inf
    return find_obstacles(recipe, meshes, low, high, whole)


def _over(line_m: np.ndarray, thing: Thing, obstacles: Obstacles) -> np.ndarray:
    """A cable that is pinned nowhere, raised over what has come to rest in its way since it was laid out."""
    if thing.soft is None or thing.soft.pinned:
        return line_m
    radius, line = thing.soft.radius_m, line_m.copy()
    for _ in range(_MOST_LIFTS):
        pairs = find_pairs(obstacles, line, np.full(len(line), radius), 0.0)
        if not len(pairs.point):
            return line
        top = np.full(len(line), -np.inf)
        np.maximum.at(top, pairs.point, obstacles.high_m[pairs.piece, 2])
        lifted = np.maximum(line[:, 2], top + 1.05 * radius + _CLEAR_M)
        rise = lifted - line[:, 2]
        slope = np.linalg.norm(np.diff(line[:, :2], axis=0), axis=1).mean() * _STEEPEST
        for order in (1, -1):  # reached and left by a slope
            eased = rise[::order]
            for i in range(1, len(eased)):
                eased[i] = max(eased[i], eased[i - 1] - slope)
        line[:, 2] += rise
    return line
