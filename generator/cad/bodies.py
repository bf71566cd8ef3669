"""The bodies of a file as one triangle mesh, with material regions as slots."""

from __future__ import annotations

import re
from collections import defaultdict

import numpy as np

from generator.cad.formats import Body
from generator.cad.prepare import MAX_SLOTS
from generator.cad.soup import Soup
from generator.errors import PartError


def merge(bodies: list[Body]) -> tuple[Soup, tuple[str, ...]]:
    """All bodies as one, and the slot names. Raises `PartError` if there is none, or if corners are no numbers.

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
