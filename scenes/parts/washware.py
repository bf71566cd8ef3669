"""Things of a wash-down room: hygienic fittings and valves, jars and bottles, a pail, a spray gun. Made by code."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial

from generator.mesh import Mesh
from generator.plugins import Part
from generator.recipe import MeshRef
from scenes.shapes.labware import lab_vessel
from scenes.shapes.washware import bend, blank_cap, bucket, clamp_ring, ferrule, spray_gun, squeegee, valve

_SOURCE = "made by Glint's own code; GPL-3.0-or-later"
_STEEL = ("stainless_steel_polished", "stainless_steel_turned", "stainless_steel_brushed")
_CAST = ("stainless_steel_sandblasted", "stainless_steel_polished", "stainless_steel_cast")
_COLOURS = ("plastic_blue", "plastic_white", "plastic_red", "plastic_yellow", "plastic_green")
_LID = ("painted_steel_red", "painted_steel_blue", "painted_steel_green", "steel_zinc_yellow", "plastic_white")
_PET = ("plastic_pet", "plastic_clear")
_vessel = cache(lab_vessel)
_SHAPES: Mapping[str, tuple[str, Callable[..., Mesh], Mapping[str, int]]] = {
    "ferrule_51": ("ferrule", ferrule, {}),
    "blank_cap_51": ("blank_cap", blank_cap, {}),
    "pipe_bend_51": ("pipe_bend", bend, {}),
    "clamp_ring_51": ("clamp_ring", clamp_ring, {}),
    "butterfly_valve_51": ("butterfly_valve", valve, {}),
    "butterfly_valve_51_driven": ("butterfly_valve", valve, {"driven": 1}),
    "spray_gun_12": ("spray_gun", spray_gun, {}),
    "bucket_10l": ("bucket", bucket, {}),
    "squeegee_250": ("squeegee", squeegee, {}),
}


@cache
def _made(name: str) -> Mesh:
    _, make, params = _SHAPES[name]
    return make(**params)


def as_shape(name: str) -> MeshRef:
    """The same geometry as a shape, for scenes that show it without labelling it."""
    if name in _SHAPES:
        shape, _, params = _SHAPES[name]
        return MeshRef("shape", shape, dict(params))
    return MeshRef("shape", "lab_vessel", {"kind": name, "fill": 0.0})


def _thing(name: str, family: str, doc: str, **materials: tuple[str, ...]) -> Part:
    return Part(name, family, doc, _SOURCE, partial(_made, name), materials, roles=("washware",))


def _of(name: str, family: str, doc: str, **materials: tuple[str, ...]) -> Part:
    return Part(name, family, doc, _SOURCE, partial(_vessel, name), materials, roles=("washware",))


PARTS: tuple[Part, ...] = (
    _thing("ferrule_51", "ferrule", "ISO 2852 weld ferrule for tube 51 mm, collar 64 mm, 21.5 mm long", body=_STEEL),
    _thing("blank_cap_51", "blank_cap", "ISO 2852 blank cap 64 mm", body=_STEEL),
    _thing("pipe_bend_51", "pipe_bend", "ASME BPE bend 90 degrees, tube 50.8 x 1.5 mm, clamp ends", body=_STEEL),
    _thing("clamp_ring_51", "clamp_ring", "clamp for ISO 2852 ferrules 64 mm, with a wing nut", body=_CAST),
    _thing("butterfly_valve_51", "butterfly_valve", "butterfly valve for tube 51 mm, clamp ends, lever", body=_STEEL,
           grip=("plastic_black", *_COLOURS)),
    _thing("butterfly_valve_51_driven", "butterfly_valve", "butterfly valve for tube 51 mm, pneumatic actuator",
           body=_STEEL, grip=_COLOURS),
    _thing("spray_gun_12", "spray_gun", "wash-down gun for hose of 12 mm, rubber-covered", body=_COLOURS,
           metal=("stainless_steel_turned", "brass_turned")),
    _thing("bucket_10l", "bucket", "pail of 10 l, 287 x 250 mm, with a bail", body=_COLOURS,
           bail=("steel_zinc_blue", "stainless_steel_polished")),
    _thing("squeegee_250", "squeegee", "hand squeegee 250 mm", body=_COLOURS, blade=("rubber_black", "plastic_white")),
    _of("preserve_jar_370ml", "preserve_jar", "preserve jar 370 ml, 72 x 108 mm, twist-off lid 63",
        glass=("glass_clear",), cap=_LID),
    _of("preserve_jar_720ml", "preserve_jar", "preserve jar 720 ml, 86 x 152 mm, twist-off lid 78",
        glass=("glass_clear",), cap=_LID),
    _of("clear_bottle_500ml", "clear_bottle", "blown bottle 500 ml of PET, 64 x 205 mm, screw cap", body=_PET,
        cap=_COLOURS),
    _of("clear_bottle_1l", "clear_bottle", "blown bottle 1 l of PET, 83 x 268 mm, screw cap", body=_PET, cap=_COLOURS),
)  # fmt: skip
