"""Marks of manufacture: grades stamped on heads, codes etched on flat faces, text moulded in. One texture lookup.

A mark is drawn for one part (`sample_mark`, from its mesh) and kept among its material's parameters under "mark"; a
material that can be marked calls `marked` while it builds. The atlas is laid flat on the face; it is blank outside.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from generator.mesh import Mesh
from generator.shading import Graph, Input, Socket, Surface
from materials import wiring
from materials.everyday import rounded
from materials.mark_places import MarkFace, head_face, roomy_place
from materials.placing import point
from materials.textures.marked import COLUMNS, KINDS, ROWS

_NEAR_M = 0.0003  # above or below the plane of the face, a surface belongs to it
_MARGIN = 0.01  # of a cell, where it is blank
_SHARE = {"head": 0.93, "ring": 0.9, "etched": 0.6, "moulded": 0.8}  # of parts that carry the mark
_PALE = (0.58, 0.58, 0.57)
_HEIGHT = {"etched": 0.5, "moulded": 0.6}  # of the cell, that the drawing needs


def sample_mark(kinds: Sequence[str], mesh: Mesh, rng: np.random.Generator) -> dict[str, Any] | None:
    """The mark of one part, of the first of these kinds that finds a place on it; None if it has none.

    A head with letters in its mesh is left alone.
    `kinds`: "head" (bolt), "ring" (socket screw), "etched", "moulded". Raises ValueError for any other.
    """
    for kind in kinds:
        if kind not in KINDS:
            raise ValueError(f"no mark called '{kind}'; there are: {', '.join(KINDS)}")
        if rng.random() > _SHARE[kind]:
            continue
        face = _face(kind, mesh, rng)
        if face is not None:
            return _laid(kind, face, rng)
    return None


def _face(kind: str, mesh: Mesh, rng: np.random.Generator) -> MarkFace | None:
    if kind in ("head", "ring"):
        face = head_face(mesh)
        return None if face is None or face.lettered else face
    for size_m in rng.uniform(0.85, 1.0) * np.array([0.018, 0.013, 0.009]):
        face = roomy_place(mesh, float(size_m), _HEIGHT[kind], rng)
        if face is not None:
            return face
    return None


def _laid(kind: str, face: MarkFace, rng: np.random.Generator) -> dict[str, Any]:
    """Plain numbers: which cell, where its frame lies, and how deep it was pressed."""
    loose = {"head": 180.0, "ring": 180.0, "etched": 1.0, "moulded": 0.2}[kind]
    turn = np.deg2rad(rng.uniform(-loose, loose) + (180.0 if rng.random() < 0.5 else 0.0))
    across = np.cross(face.normal, face.along)
    u = np.cos(turn) * face.along + np.sin(turn) * across
    v = np.cross(face.normal, u)
    off = 0.03 * face.size_m * rng.normal(0.0, 1.0, 2) if kind == "head" else np.zeros(2)
    middle = face.middle_m + off[0] * u + off[1] * v
    cell = (int(rng.integers(COLUMNS)), ROWS - 1 - KINDS.index(kind))
    origin = middle - face.size_m * ((cell[0] + 0.5) * u + (cell[1] + 0.5) * v)
    depth_m = {"head": rng.uniform(0.10, 0.26), "ring": rng.uniform(0.07, 0.16), "moulded": rng.uniform(0.15, 0.3)}
    raised = kind == "moulded" or (kind == "head" and rng.random() < 0.45)
    return {
        "kind": kind,
        "cell": list(cell),
        "size_m": rounded(face.size_m),
        "origin_m": [rounded(c) for c in origin],
        "turn_rad": [rounded(c) for c in _euler(np.stack([u, v, face.normal], axis=1))],
        "u": [rounded(c) for c in u],
        "v": [rounded(c) for c in v],
        "depth_m": rounded((1e-3 if raised else -1e-3) * depth_m[kind]) if kind in depth_m else 0.0,
        "uneven": [rounded(c) for c in rng.normal(0.0, 0.5, 2)],  # per cell: the punch came down at a slant
        "tone": rounded(rng.uniform(0.55, 0.92) if kind == "etched" else rng.uniform(0.0, 0.25)),
        "colour": [rounded(rng.uniform(0.035, 0.075) * f) for f in (1.1, 1.0, 0.92)],
    }


def marked(graph: Graph, surface: Surface, mark: Mapping[str, Any] | None, pale: bool = False) -> Surface:
    """The surface with its mark: a relief where stamped or moulded, a dull tone where etched.

    A laser darkens bare metal; through a dark coat it shows `pale`.
    """
    if mark is None:
        return surface
    size_m, (column, row) = mark["size_m"], mark["cell"]
    tile_m = (COLUMNS * size_m, ROWS * size_m)
    inputs: dict[str | int, Input] = {"Vector": point(graph)}
    inputs |= {"Location": tuple(mark["origin_m"]), "Rotation": tuple(mark["turn_rad"]), "Scale": (*tile_m, 1.0)}
    where = graph.node("ShaderNodeMapping", inputs, vector_type="TEXTURE")
    low = ((column + _MARGIN) / COLUMNS, (row + _MARGIN) / ROWS, 0.0)
    high = ((column + 1 - _MARGIN) / COLUMNS, (row + 1 - _MARGIN) / ROWS, 0.0)
    inside = graph.node("ShaderNodeVectorMath", {0: where, 1: low}, operation="MAXIMUM")
    inside = graph.node("ShaderNodeVectorMath", {0: inside, 1: high}, operation="MINIMUM")
    found = graph.node("ShaderNodeTexImage", {0: inside}, texture="marks", interpolation="Linear", extension="EXTEND")
    lift = graph.output(graph.node("ShaderNodeSeparateXYZ", {0: where}), 2)
    here = graph.node("ShaderNodeMath", {0: lift, 1: 0.0, 2: _NEAR_M}, operation="COMPARE")
    rough, tone, along_u = wiring.channels(graph, found)
    share = wiring.times(graph, wiring.times(graph, tone, mark["tone"]), here)
    if mark["depth_m"] != 0.0:
        surface = _pressed(graph, surface, mark, (along_u, graph.output(found, 1)), here, inside)
        share = wiring.times(graph, wiring.times(graph, rough, mark["tone"]), here)
    r, g, b = _PALE if pale and mark["kind"] == "etched" else mark["colour"]
    roughness = wiring.times_plus(graph, share, 0.25, surface.roughness)
    return replace(surface, roughness=roughness, colour=wiring.blend_colour(graph, surface.colour, (r, g, b), share))


def _pressed(
    graph: Graph,
    surface: Surface,
    mark: Mapping[str, Any],
    gradient: tuple[Socket, Socket],
    here: Socket,
    inside: Socket,
) -> Surface:
    """The relief of the mark, deeper to one side, added to the relief there is."""
    (column, row), (slant_u, slant_v) = mark["cell"], mark["uneven"]
    tilt = (slant_u * COLUMNS, slant_v * ROWS, 0.0)
    start = slant_u * (column + 0.5) + slant_v * (row + 0.5) - 1.0
    depth = wiring.plus(graph, wiring.dot(graph, inside, tilt), -start)
    depth = wiring.times(graph, wiring.limited(graph, wiring.times(graph, depth, 0.5)), here)
    slope = surface.slope
    for steep, direction, cells in ((gradient[0], mark["u"], COLUMNS), (gradient[1], mark["v"], ROWS)):
        per_m = 2.0 * mark["depth_m"] / (cells * mark["size_m"])
        amount = wiring.times(graph, steep, depth)
        vector = tuple(float(c) * per_m for c in direction)
        part = graph.node("ShaderNodeVectorMath", {0: vector, "Scale": amount}, operation="SCALE")
        slope = part if slope is None else wiring.add_vectors(graph, slope, part)
    return replace(surface, slope=slope)


def _euler(rotation: np.ndarray) -> tuple[float, float, float]:
    """Angles in radians about x, then y, then z of the fixed frame, of a rotation (3, 3)."""
    y = float(np.arcsin(np.clip(-rotation[2, 0], -1.0, 1.0)))
    if abs(rotation[2, 0]) > 1.0 - 1e-9:  # x and z turn about the same line: let x do it all
        return float(np.arctan2(-rotation[1, 2], rotation[1, 1])), y, 0.0
    return float(np.arctan2(rotation[2, 1], rotation[2, 2])), y, float(np.arctan2(rotation[1, 0], rotation[0, 0]))
