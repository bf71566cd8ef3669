"""Finishes of metal: what a tool or a mould leaves on it. Six come in every metal, others where they are usual."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from generator.shading import Graph, Surface
from materials import placing
from materials.edges import edgewise
from materials.everyday import Range, rounded, sample_marks
from materials.optics import Triple
from materials.seams import sample_seam


@dataclass(frozen=True, slots=True)
class Finish:
    """What a tool leaves: ranges of roughness, of relief in metres, of anisotropy, of stain."""

    doc: str
    texture: str
    projection: str  # "lengthwise", "around", "boxed" or "edges"
    roughness: Range
    roughness_spread: Range  # what the texture's first channel adds, end to end
    relief_m: Range
    anisotropy: Range
    stain: Range  # share of light taken where the texture's second channel is 1
    handling: float = 1.0
    seam: bool = False  # whether the line between two dies runs around the part
    coarse: bool = False  # so rough that the marks of hands do not show: their map is not looked up


FINISHES: dict[str, Finish] = {
    "polished": Finish(
        "mirror-polished with hairlines, wiped smears and fingerprints",
        "brushed", "boxed", (0.02, 0.075), (0.005, 0.04), (0.0, 0.0), (0.0, 0.0), (0.0, 0.03), 0.8,
    ),
    "brushed": Finish(
        "brushed along the part: highlights stretch across the lines",
        "brushed", "lengthwise", (0.17, 0.25), (0.06, 0.14), (0.0, 0.0), (0.55, 0.82), (0.0, 0.12),
    ),
    "turned": Finish(
        "turned on a lathe: feed grooves around shanks and rings on faces",
        "turned", "around", (0.09, 0.16), (0.10, 0.22), (4e-6, 10e-6), (0.35, 0.65), (0.0, 0.12),
    ),
    "milled": Finish(
        "face-milled: arcs of the cutter, steps between lanes",
        "milled", "boxed", (0.09, 0.16), (0.12, 0.24), (12e-6, 30e-6), (0.0, 0.0), (0.02, 0.15),
    ),
    "sandblasted": Finish(
        "blasted with grit: matte, finely cratered",
        "blasted_skin", "boxed", (0.36, 0.48), (0.05, 0.14), (6e-6, 14e-6), (0.0, 0.0), (0.05, 0.25),
    ),
    "cast": Finish(
        "as cast in sand: grains, swells, pores, scale in the hollows",
        "cast_skin", "boxed", (0.4, 0.52), (0.08, 0.2), (22e-6, 50e-6), (0.0, 0.0), (0.3, 0.75), 1.4, coarse=True,
    ),
    "ground": Finish(
        "ground: short straight marks along the part, some crossing at a slant",
        "ground", "lengthwise", (0.1, 0.18), (0.24, 0.42), (0.0, 0.0), (0.35, 0.6), (0.0, 0.08),
    ),
    "forged": Finish(
        "drop-forged: scale that came off in flakes, shallow dents, the trimmed flash line",
        "forged", "boxed", (0.3, 0.42), (0.1, 0.2), (60e-6, 140e-6), (0.0, 0.0), (0.75, 0.9), 1.3, True, True,
    ),
    "laser_cut": Finish(
        "cut by laser from rolled sheet that lies flat: striations on the cut edges",
        "laser_cut", "edges", (0.14, 0.22), (0.25, 0.4), (35e-6, 70e-6), (0.0, 0.0), (0.35, 0.7),
    ),
}  # fmt: skip


def sample_finish(finish: Finish, rng: np.random.Generator, tarnish: float = 1.0) -> dict[str, Any]:
    """The numbers of one part's finish: no two parts of a pile are alike. `tarnish`: how readily the metal stains."""
    params: dict[str, Any] = {
        "place": placing.sample_place(rng),
        "roughness": rounded(rng.uniform(*finish.roughness)),
        "roughness_spread": rounded(rng.uniform(*finish.roughness_spread)),
        "relief_m": rounded(rng.uniform(*finish.relief_m)),
        "anisotropy": rounded(rng.uniform(*finish.anisotropy)),
        "stain": rounded(min(tarnish * rng.uniform(*finish.stain), 0.9)),
        "marks": sample_marks(rng, finish.handling),
    }
    if finish.coarse:
        params["marks"] |= {"hairlines": 0.0, "film": 0.0, "veil": 0.0}
    return params | {"seam": sample_seam(rng)} if finish.seam else params


def worked(finish: Finish, params: Mapping[str, Any], graph: Graph, surface: Surface) -> tuple[Surface, placing.Lookup]:
    """The finish's map, laid on the part as the tool went; the surface with the direction of its lines."""
    if finish.projection == "lengthwise":
        surface = replace(surface, tangent=placing.along_axis(graph), anisotropy=params["anisotropy"])
        return surface, placing.lengthwise(graph, finish.texture, params["place"])
    if finish.projection == "around":
        surface = replace(surface, tangent=placing.around_axis(graph), anisotropy=params["anisotropy"])
        return surface, placing.around(graph, finish.texture, params["place"])
    if finish.projection == "edges":
        return surface, edgewise(graph, finish.texture, params["place"])
    return surface, placing.boxed(graph, finish.texture, params["place"])


def sample_shade(rng: np.random.Generator, spread: float) -> list[float]:
    """How one part's plating differs from the next: a factor on its reflectance, (3,), at most 1."""
    dark = 1.0 - abs(rng.normal(0.0, spread))
    warm = rng.normal(0.0, 0.4 * spread)
    shade = np.clip(dark * (1.0 + warm * np.array([0.5, 0.0, -1.0])), 0.5, 1.0)
    return [rounded(float(v)) for v in shade]


def shaded(reflectance: Triple, shade: list[float]) -> Triple:
    """A reflectance times the shade of one part."""
    r, g, b = (rounded(min(f * s, 1.0)) for f, s in zip(reflectance, shade, strict=True))
    return (r, g, b)
