"""The bodies of a file as one triangle mesh: material regions as slots, and no more triangles than pictures need."""

from __future__ import annotations

import re
from collections import defaultdict

import fast_simplification
import numpy as np

from generator.cad.formats import Body
from generator.cad.prepare import MAX_SLOTS
from generator.cad.soup import Soup
from generator.errors import PartError

MAX_FACES = 40_000


def merge(bodies: list[Body]) -> tuple[Soup, tuple[str, ...]]:
    """All bodies as one, and the slot names. Raises `PartError` if there is none, or one with corners that are no numbers.

    Bodies of different materials get a slot each, named for the material; otherwise bodies that have a name.
    """
    if not bodies:
        raise PartError("holds no triangles")
    slots, of_body = _slots(bodies)
    starts = np.cumsum([0] + [len(body.vertices) for body in bodies])
    vertices = np.concatenate([body.vertices for body in bodies]).astype(np.float64)
    faces = np.concatenate([body.faces + start for body, start in zip(bodies, starts, strict=False)])
    regions = np.concatenate([np.full(len(b.faces), s, np.uint8) for b, s in zip(bodies, of_body, strict=True)])
    given = [body.normals for body in bodies if body.normals is not None]
    if faces.min() < 0 or faces.max() >= len(vertices):
        raise PartError("has triangles that refer to corners that do not exist")
    normals = np.concatenate(given)[faces] if len(given) == len(bodies) else None
    if not np.isfinite(vertices[np.unique(faces)]).all():
        raise PartError("has corners that are not finite numbers")
    return Soup(vertices, faces, normals, regions), slots


def simplify(soup: Soup, target: int = MAX_FACES) -> Soup:
    """The mesh with about `target` triangles (quadric edge collapse), each slot on its own; normals are left open."""
    share = target / len(soup.faces)
    parts = []
    for slot in np.unique(soup.slots):
        vertices, faces = weld_exact(soup.vertices, soup.faces[soup.slots == slot])
        goal = max(int(len(faces) * share), 8)
        if len(faces) > goal:
            vertices, faces = fast_simplification.simplify(vertices, faces.astype(np.int32), target_count=goal)
        parts.append(Soup(np.asarray(vertices, float), np.asarray(faces, np.int64), None, np.full(len(faces), slot)))
    starts = np.cumsum([0] + [len(part.vertices) for part in parts])
    return Soup(
        np.concatenate([part.vertices for part in parts]),
        np.concatenate([part.faces + start for part, start in zip(parts, starts, strict=False)]),
        None,
        np.concatenate([part.slots for part in parts]).astype(np.uint8),
    )


def weld_exact(vertices: np.ndarray, faces: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Join corners whose coordinates are equal to 32 bits, and drop unused ones; fast for millions of corners."""
    used, index = np.unique(faces, return_inverse=True)
    bits = vertices[used].astype(np.float32).view(np.uint32).astype(np.uint64)
    mixed = (bits[:, 0] * np.uint64(0x9E3779B97F4A7C15)) ^ (bits[:, 1] * np.uint64(0xC2B2AE3D27D4EB4F))
    mixed ^= (bits[:, 2] * np.uint64(0x165667B19E3779F9)) ^ (mixed >> np.uint64(29))
    _, first, joined = np.unique(mixed, return_index=True, return_inverse=True)
    welded = joined.reshape(-1)[index.reshape(-1)].reshape(-1, 3)
    a, b, c = welded.T
    return vertices[used[first]], welded[(a != b) & (b != c) & (c != a)]


def _slots(bodies: list[Body]) -> tuple[tuple[str, ...], list[int]]:
    """Slot names, and the slot of each body; what exceeds `MAX_SLOTS` shares the last slot, smallest regions first."""
    materials = {_snake(body.material) for body in bodies}
    labels = [_snake(body.material if len(materials) > 1 else body.name) or "body" for body in bodies]
    if len(set(labels)) == 1 or (len(materials) == 1 and len(set(labels)) > MAX_SLOTS):
        return ("body",), [0] * len(bodies)
    sizes: dict[str, int] = defaultdict(int)
    for label, body in zip(labels, bodies, strict=True):
        sizes[label] += len(body.faces)
    names = sorted(sizes, key=lambda name: (-sizes[name], name))
    if len(names) > MAX_SLOTS:
        names = [*names[: MAX_SLOTS - 1], "other"]
    return tuple(names), [names.index(label) if label in names else len(names) - 1 for label in labels]


def _snake(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")[:40]
