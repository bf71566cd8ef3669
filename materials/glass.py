"""Glass: soda-lime ware clear and tinted, frosted, ribbed; borosilicate labware; coated windows; safety glass."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np

from generator.plugins import Material
from generator.shading import Graph, Scalar, Surface
from materials import placing, wiring
from materials.closures import Close
from materials.everyday import Range, rounded
from materials.optics import DIELECTRICS, Triple
from materials.skins import coated_wall, deepened, thin, wall

_RIM_WALLS = 8.0  # walls that light passes along at the rim of a vessel: 2 sqrt(2 R t) / t is 10 at R 25 mm, t 2 mm
_ROUGH = 0.1  # from here on a wall is etched: what is behind it is a blur


@dataclass(frozen=True, slots=True)
class Clear:
    """What tells one clear material from another. `through` is what is left of light after one wall of about 2 mm."""

    name: str
    doc: str
    index: float
    through: Triple  # linear Rec.709
    roughness: Range = (0.0, 0.0)  # fire-polished and moulded faces are smooth to a few nanometres, and cost less so
    map: str = "clear_blown"
    relief_m: Range = (6e-6, 22e-6)
    handling: float = 0.35  # roughness that hairlines and prints add
    haze: float = 0.0  # a thin sheet: share scattered where the map's second channel is 1
    sheet: bool = False  # so thin or parallel that nothing behind it is displaced
    ribs: int = 0  # around the thing's z axis
    film_nm: Range = (0.0, 0.0)  # thickness of an antireflection film, n 1.38
    density_kg_m3: float = 2500.0
    friction: float = 0.4
    use: tuple[str, ...] = ("part",)


def clear_material(clear: Clear) -> Material:
    """The material of a description."""
    return Material(
        clear.name, clear.doc, partial(sample, clear), partial(build, clear), clear.density_kg_m3, clear.friction,
        transparent=True, use=clear.use,
    )  # fmt: skip


def sample(clear: Clear, rng: np.random.Generator) -> dict[str, Any]:
    """Thicker and thinner walls, uneven blowing, prints."""
    thickness = rng.uniform(0.75, 1.3)
    return {
        "place": placing.sample_place(rng),
        "wall": [rounded(w**thickness) for w in clear.through],
        "roughness": rounded(rng.uniform(*clear.roughness)),
        "ripple_m": rounded(rng.uniform(*clear.relief_m)),
        "handling": rounded(clear.handling * rng.uniform(0.3, 1.0)),
        "haze": rounded(clear.haze * rng.uniform(0.6, 1.0)),
        "film_nm": rounded(rng.uniform(*clear.film_nm)),
        "rib_slope": rounded(rng.uniform(0.16, 0.3)) if clear.ribs else 0.0,
    }


def build(clear: Clear, params: Mapping[str, Any], graph: Graph) -> Surface:
    """A wall that refracts, or a sheet that does not, with the ripples of its making and prints on it."""
    r, g, b = params["wall"]
    found = placing.boxed(graph, clear.map, params["place"], smooth=0.0 if clear.sheet else 0.2)
    rough, second, along_u = wiring.channels(graph, found.colour)
    slope = placing.slope(graph, found, along_u, params["ripple_m"])
    if params["rib_slope"] > 0.0:
        slope = wiring.add_vectors(graph, slope, ribs(graph, clear.ribs, params["rib_slope"]))
    return Surface(
        _closure(clear, params, graph, second),
        "glass",
        wiring.times_plus(graph, rough, params["handling"], params["roughness"]),
        (r, g, b) if clear.sheet else deepened(graph, (r, g, b), _RIM_WALLS),
        slope=slope,
    )


def _closure(clear: Clear, params: Mapping[str, Any], graph: Graph, second: Scalar) -> Close:
    if clear.sheet:
        return thin(clear.index, wiring.times(graph, second, params["haze"]))
    if params["film_nm"] > 0.0:
        return coated_wall(clear.index, params["film_nm"], 1.38)
    return wall(clear.index, rough=clear.roughness[0] > _ROUGH)


def ribs(graph: Graph, count: int, steepest: float) -> Any:
    """The gradient of upright flutes around the thing's z axis, like pressed tumblers have them."""
    x, y, _ = _xyz(graph)
    angle = graph.node("ShaderNodeMath", {0: y, 1: x}, operation="ARCTAN2")
    wave = graph.node("ShaderNodeMath", {0: wiring.times(graph, angle, float(count))}, operation="SINE")
    across = wiring.vector(graph, wiring.times(graph, y, -1.0), x)
    unit = graph.node("ShaderNodeVectorMath", {0: across}, operation="NORMALIZE")
    steep = wiring.times(graph, wave, steepest)
    return graph.node("ShaderNodeVectorMath", {0: unit, "Scale": steep}, operation="SCALE")


def _xyz(graph: Graph) -> tuple[Any, Any, Any]:
    split = graph.node("ShaderNodeSeparateXYZ", {0: placing.point(graph)})
    return split, graph.output(split, 1), graph.output(split, 2)


_SODA_LIME, _BOROSILICATE = DIELECTRICS["soda_lime_glass"], 1.473  # n_d of type 3.3: Schott Duran, data sheet
_WHITE: Triple = (0.972, 0.985, 0.978)  # iron traces absorb red: Rubin 1985, about 2% a wall at 620 nm

# The tints are judged from bottle ware.
_WARE: tuple[Clear, ...] = (
    Clear("glass_clear", "Soda-lime glass, n 1.523, clear, greenish only at its edges.", _SODA_LIME, _WHITE),
    Clear(
        "glass_amber", "Soda-lime glass, n 1.523, amber: iron and sulphur take the blue.", _SODA_LIME,
        (0.62, 0.255, 0.035),
    ),
    Clear(
        "glass_green", "Soda-lime glass, n 1.523, bottle green: iron and chromium.", _SODA_LIME, (0.28, 0.60, 0.23)
    ),
    Clear("glass_blue", "Soda-lime glass, n 1.523, cobalt blue.", _SODA_LIME, (0.09, 0.17, 0.66)),
    Clear(
        "glass_frosted", "Soda-lime glass, etched: soft grey-white, what is close behind shows as a blur.", _SODA_LIME,
        _WHITE, roughness=(0.32, 0.5), handling=-0.25,
    ),
    Clear(
        "glass_ribbed", "Pressed soda-lime glass with upright flutes that split what is seen through it.", _SODA_LIME,
        _WHITE, ribs=36,
    ),
    Clear(
        "glass_borosilicate", "Borosilicate 3.3 labware, n 1.473: thin, even walls, hardly any tint.", _BOROSILICATE,
        (0.988, 0.992, 0.988), relief_m=(3e-6, 10e-6), density_kg_m3=2230.0,
    ),
    Clear(
        "glass_coated", "A window with an antireflection film (n 1.38): what it mirrors is purple, then green.",
        DIELECTRICS["n_bk7"], (0.985, 0.99, 0.985), relief_m=(1e-6, 3e-6), film_nm=(95.0, 130.0), use=("prop",),
    ),
    Clear(
        "glass_safety", "A pane of safety glass, thin-walled: greenish, smeared, nothing behind it is displaced.",
        _SODA_LIME, (0.80, 0.88, 0.83), relief_m=(2e-6, 8e-6), handling=0.5, haze=0.35, sheet=True, use=("prop",),
    ),
)  # fmt: skip

MATERIALS = tuple(clear_material(one) for one in _WARE)
