"""Laboratory ware made by code: flasks, cylinders, vials, tubes, dishes, pipettes, and what holds them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import Any

from generator.mesh import Mesh
from generator.plugins import Part
from generator.recipe import MeshRef
from scenes.shapes.labware import lab_vessel
from scenes.shapes.labware_racks import clear_tub, tip_box, tub_lid, tube_rack
from scenes.shapes.labware_tools import pipette, screw_cap, spatula, stir_bar, wash_bottle

_SOURCE = "made by Glint's own code; GPL-3.0-or-later"
_GLASS = {"glass": ("glass_borosilicate", "glass_clear"), "print": ("plastic_white",)}
_CAPS = ("plastic_blue", "plastic_red", "plastic_black", "plastic_white", "plastic_yellow", "plastic_green")
_CLEAR = ("plastic_pmma", "plastic_clear", "plastic_pet")
_SCALE = ("plastic_black", "plastic_blue")
_vessel = cache(lab_vessel)
RACKS: Mapping[str, dict[str, Any]] = {
    "tube_rack_16": {"columns": 10, "rows": 4, "pitch_m": 0.0235, "height_m": 0.07},
    "tube_rack_30": {"columns": 6, "rows": 3, "pitch_m": 0.0372, "height_m": 0.085},
}
_MAKERS: Mapping[str, Callable[..., Mesh]] = {
    "tube_rack_16": tube_rack,
    "tube_rack_30": tube_rack,
    "tip_box_96": tip_box,
    "clear_tub_120x85": clear_tub,
    "tub_lid_120x85": tub_lid,
    "pipette_200ul": pipette,
    "wash_bottle_500ml": wash_bottle,
    "screw_cap_gl45": screw_cap,
    "spatula_150": spatula,
    "stir_bar_30": stir_bar,
}


@cache
def _made(name: str) -> Mesh:
    return _MAKERS[name](**RACKS.get(name, {}))


def as_shape(name: str) -> MeshRef:
    """The same geometry as a shape, for scenes that show ware of this name without labelling it."""
    if name in _MAKERS:
        return MeshRef("shape", _MAKERS[name].__name__, dict(RACKS.get(name, {})))
    return MeshRef("shape", "lab_vessel", {"kind": name, "fill": 0.0})


def _of(name: str, family: str, doc: str, **materials: tuple[str, ...]) -> Part:
    """A vessel: what it has of glass, print and foot, unless told otherwise."""
    load = partial(_vessel, name)
    return Part(name, family, doc, _SOURCE, load, materials, roles=("labware",))


def _thing(name: str, family: str, doc: str, **materials: tuple[str, ...]) -> Part:
    return Part(name, family, doc, _SOURCE, partial(_made, name), materials, roles=("labware",))


_FOOT = ("plastic_blue", "plastic_white", "plastic_green")
_VIAL = {"glass": ("glass_clear", "glass_borosilicate", "glass_amber"), "cap": _CAPS,
         "seal": ("aluminium_polished", "aluminium_brushed")}  # fmt: skip
_TUBE = {"body": _CLEAR, "print": _SCALE, "cap": ("plastic_blue", "plastic_red", "plastic_white")}
_RACK = ("plastic_white", "plastic_blue", "plastic_green", "plastic_yellow", "plastic_red", "plastic_grey")

PARTS: tuple[Part, ...] = (
    _of("beaker_250ml", "beaker", "ISO 3819 low-form beaker 250 ml, body 70 x 95 mm, with a scale", **_GLASS),
    _of("beaker_600ml", "beaker", "ISO 3819 low-form beaker 600 ml, body 90 x 125 mm, with a scale", **_GLASS),
    _of("erlenmeyer_100ml", "erlenmeyer", "ISO 1773 Erlenmeyer flask 100 ml, 64 x 105 mm", glass=_GLASS["glass"]),
    _of("erlenmeyer_250ml", "erlenmeyer", "ISO 1773 Erlenmeyer flask 250 ml, 85 x 145 mm", glass=_GLASS["glass"]),
    _of("measuring_cylinder_50ml", "measuring_cylinder", "ISO 4788 cylinder 50 ml, 26 x 200 mm", **_GLASS, foot=_FOOT),
    _of("measuring_cylinder_100ml", "measuring_cylinder", "ISO 4788 cylinder 100 ml, 31 x 260 mm", foot=_FOOT,
        **_GLASS),
    _of("volumetric_flask_100ml", "volumetric_flask", "ISO 1042 volumetric flask 100 ml, 60 x 170 mm, with stopper",
        **_GLASS, cap=("plastic_blue", "plastic_white", "plastic_red")),
    _of("serum_vial_2r", "serum_vial", "ISO 8362-1 injection vial 2R, 16 x 35 mm, crimped", **_VIAL),
    _of("serum_vial_10r", "serum_vial", "ISO 8362-1 injection vial 10R, 24 x 45 mm, crimped", **_VIAL),
    _of("culture_tube_12x75", "culture_tube", "ISO 4142 culture tube 12 x 75 mm", glass=_GLASS["glass"]),
    _of("culture_tube_16x150", "culture_tube", "ISO 4142 culture tube 16 x 150 mm", glass=_GLASS["glass"]),
    _of("centrifuge_tube_15ml", "centrifuge_tube", "conical centrifuge tube 15 ml, 16.6 x 120 mm, screw cap", **_TUBE),
    _of("centrifuge_tube_50ml", "centrifuge_tube", "conical centrifuge tube 50 ml, 28.5 x 117 mm, screw cap", **_TUBE),
    _of("serological_pipette_10ml", "serological_pipette", "ISO 12771 serological pipette 10 ml, 9.4 x 342 mm",
        body=_CLEAR, print=_SCALE),
    _of("pasteur_pipette_230", "pasteur_pipette", "ISO 7712 Pasteur pipette 230 mm of glass, with a teat",
        glass=_GLASS["glass"], teat=("rubber_black", "plastic_red", "plastic_white")),
    _of("petri_dish_90", "petri_dish", "ISO 24998 Petri dish 90 mm, bottom, of polystyrene", body=_CLEAR),
    _of("petri_lid_90", "petri_lid", "ISO 24998 Petri dish 90 mm, lid", body=_CLEAR),
    _thing("pipette_200ul", "pipette", "single-channel pipette 20 to 200 ul, 232 mm",
           grip=("plastic_white", "plastic_grey"), shaft=("plastic_white", "plastic_grey", "plastic_black"),
           button=("plastic_yellow", "plastic_blue", "plastic_red", "plastic_green"), window=("plastic_black",)),
    _thing("wash_bottle_500ml", "wash_bottle", "wash bottle 500 ml, 75 x 175 mm, bent spout",
           body=("plastic_white",), cap=("plastic_red", "plastic_blue", "plastic_green", "plastic_yellow")),
    _thing("screw_cap_gl45", "screw_cap", "GL 45 screw cap, 53 x 25.5 mm, ribbed", cap=("plastic_blue", "plastic_red")),
    _thing("spatula_150", "spatula", "double spatula 150 mm", body=("stainless_steel_polished",
           "stainless_steel_brushed")),
    _thing("stir_bar_30", "stir_bar", "stirring bar 30 x 7 mm, in PTFE", body=("plastic_white",)),
    _thing("tube_rack_16", "tube_rack", "rack for 40 tubes of 16 mm, 244 x 97 x 70 mm", body=_RACK),
    _thing("tube_rack_30", "tube_rack", "rack for 18 tubes of 30 mm, 232 x 114 x 85 mm", body=_RACK),
    _thing("tip_box_96", "tip_box", "box of 96 pipette tips, 122 x 84 x 68 mm", box=_RACK, deck=_RACK,
           tip=("plastic_yellow", "plastic_blue", "plastic_white")),
    _thing("clear_tub_120x85", "clear_tub", "tub 120 x 85 x 55 mm of clear plastic", body=_CLEAR),
    _thing("tub_lid_120x85", "tub_lid", "lid of a tub 120 x 85 mm, of clear plastic", body=_CLEAR),
)  # fmt: skip
