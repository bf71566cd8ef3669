"""Chips: dropped one by one onto what is there when all has come to rest, so that they lie on it and on one another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from generator.mesh import Mesh
from generator.recipe import MaterialRecipe, MeshRef, SceneRecipe, Thing
from scenes.heights import Heights, dropped
from scenes.poses import as_matrix
from scenes.shapes.swarf import CURLS, KINDS, chip, chips_to_text, turned_by

MOST = 620  # chips at an amount of 1
_CELL_M = 0.0015
_SIZES_M = {0: (0.004, 0.01), 1: (0.008, 0.022), 2: (0.007, 0.015), 3: (0.022, 0.07), CURLS % 4 + 4: (0.0015, 0.004)}
_FLAKE_M = (0.0012, 0.0035)
_FARTHEST = 2.5  # that a chip flies, against the spread of its spot
_LONGEST_M = 0.05
_STEEPEST = 0.8
_OUTSIDE = ("floor", "wall", "ceiling", "cabinet", "shelf", "frame_", "machine_front", "door")  # no chip gets there
_SHARES = (0.1, 0.13, 0.12, 0.05)  # of commas, tight curls, spirals, long curls, twice each; the rest are flakes


def strew(
    recipe: SceneRecipe,
    meshes: Mapping[str, Mesh],
    count: int,
    spots_m: Sequence[tuple[float, float, float]],
    material: MaterialRecipe,
    highest_m: float,
    rng: np.random.Generator,
    name: str = "swarf",
) -> Thing | None:
    """Up to `count` chips as one thing, around spots (x, y, spread); None where none finds a place.

    What reaches over `highest_m` (roofs, walls, doors) is not seen from above.
    """
    spots = np.array(spots_m, float)
    low, high = (spots[:, :2] + side * (_FARTHEST * spots[:, 2:] + _LONGEST_M) for side in (-1, 1))
    heights = Heights.around(low.min(axis=0), high.max(axis=0), _CELL_M)
    for thing in recipe.things:
        if thing.name.startswith(_OUTSIDE):
            continue
        pose = np.array(thing.world_from_object)
        points = meshes[thing.name].vertices_m.astype(float) @ pose[:3, :3].T + pose[:3, 3]
        triangles = points[meshes[thing.name].faces]
        heights.raise_triangles(triangles[triangles[..., 2].max(axis=1) < highest_m])
    kinds = _kinds(count, rng)
    sizes = np.array([rng.uniform(*_FLAKE_M) if k >= CURLS else rng.uniform(*_SIZES_M[int(k) % 4]) for k in kinds])
    order = np.argsort(-sizes, kind="stable")  # long ones first, so that small ones lie in them
    kinds, sizes = kinds[order], sizes[order]
    pick = rng.integers(len(spots), size=count)
    at = spots[pick, :2] + spots[pick, 2:] * np.clip(rng.normal(size=(count, 2)), -_FARTHEST, _FARTHEST)
    turns = rng.normal(0, 0.35, (count, 3))
    turns[:, 2] = rng.uniform(-np.pi, np.pi, count)
    rotations = turned_by(turns)
    forms = [size * chip(int(kind))[0] @ turn.T for kind, size, turn in zip(kinds, sizes, rotations, strict=True)]
    found = dropped(heights, forms, at, _STEEPEST)
    there = np.array([i for i, rise in enumerate(found) if rise is not None], int)
    if not len(there):
        return None
    places = np.column_stack([at[there], np.array([float(found[i] or 0.0) for i in there])])
    middle = np.round(places.mean(axis=0), 4)
    text = chips_to_text(places - middle, turns[there], kinds[there], sizes[there])
    bare = MaterialRecipe(material.name, {key: value for key, value in material.params.items() if key != "mark"})
    return Thing(
        name, MeshRef("shape", "swarf", {"chips": text}), as_matrix(np.eye(3), middle), (bare,), context="chips"
    )


def _kinds(count: int, rng: np.random.Generator) -> np.ndarray:
    shares = np.array([*_SHARES, *_SHARES, *([0.0] * (KINDS - CURLS))])
    shares[CURLS:] = (1 - shares.sum()) / (KINDS - CURLS)
    return rng.choice(KINDS, size=count, p=shares)
