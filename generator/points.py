"""Points of soft things, as one line of text: whole hundredths of a millimetre, so that a recipe stays small."""

from __future__ import annotations

import dataclasses

import numpy as np

from generator.recipe import MeshRef, Thing

STEP_M = 1e-5


def points_to_text(points_m: np.ndarray) -> str:
    """(N, 3) metres as "x y z x y z ..." in hundredths of a millimetre; what is finer is rounded away."""
    whole = np.rint(np.asarray(points_m, float).reshape(-1) / STEP_M).astype(np.int64)
    return " ".join(str(value) for value in whole.tolist())


def points_from_text(text: str) -> np.ndarray:
    """(N, 3) float64 metres. Raises ValueError if the text is not whole triples of numbers."""
    values = np.array(text.split(), np.int64)
    if values.size == 0 or values.size % 3:
        raise ValueError(f"points need three numbers each, and there are {values.size} numbers")
    return values.reshape(-1, 3) * STEP_M


def points_in_world(thing: Thing) -> np.ndarray:
    """(N, 3) the points of a soft thing."""
    pose = np.array(thing.world_from_object, float)
    return points_from_text(thing.mesh.params["points"]) @ pose[:3, :3].T + pose[:3, 3]


def with_points(thing: Thing, points_m: np.ndarray) -> Thing:
    """The soft thing with its points there (N, 3, in the world); its frame is level, around their middle."""
    middle = np.round(points_m.mean(axis=0), 5)
    pose = np.eye(4)
    pose[:3, 3] = middle
    ref = MeshRef("shape", thing.mesh.name, thing.mesh.params | {"points": points_to_text(points_m - middle)})
    matrix = tuple(tuple(float(v) for v in row) for row in pose)
    return dataclasses.replace(thing, mesh=ref, world_from_object=matrix)


def bend_radius_m(points_m: np.ndarray) -> np.ndarray:
    """(N - 2,) radius of the circle through each three points in a row; infinity where they are straight."""
    one, two = points_m[1:-1] - points_m[:-2], points_m[2:] - points_m[1:-1]
    chord = np.linalg.norm(points_m[2:] - points_m[:-2], axis=1)
    area = np.linalg.norm(np.cross(one, two), axis=1)
    sides = np.linalg.norm(one, axis=1) * np.linalg.norm(two, axis=1) * chord
    with np.errstate(divide="ignore"):
        return np.asarray(np.where(area > 0, sides / (2 * area), np.inf))
