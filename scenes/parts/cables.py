"""Cables, bundles of wires, and what ties them: the meshes here are straight samples, physics lays them out."""

from __future__ import annotations

from functools import cache, partial

from generator.mesh import Mesh
from generator.plugins import Part
from scenes.parts._made import made
from scenes.parts._pieces import ring_and_bodies
from scenes.parts.workpieces import SOURCE
from scenes.shapes.cables import cable
from scenes.shapes.harness import cable_tie, wire_bundle

WIRE_COLSOURCE = ("plastic_red", "plastic_blue", "plastic_yellow", "plastic_white", "plastic_green", "cable_black",
                "cable_grey", "cable_orange")  # fmt: skip
_JACKETS = ("cable_black", "cable_grey", "cable_orange")
_TIES = ("plastic_black", "plastic_white")
_SLEEVES = {"tape": ("rubber_black",), "conduit": ("plastic_black", "plastic_grey")}

_bundle = cache(wire_bundle)
_cable = cache(cable)
_around_x = partial(ring_and_bodies, axis=0)


def _wires(sleeve: str, what: str) -> Part:
    materials: dict[str, tuple[str, ...]] = {f"wire_{i}": WIRE_COLSOURCE for i in range(4)}
    if sleeve != "none":
        materials["sleeve"] = _SLEEVES[sleeve]
    name = {"none": "bare", "tape": "taped", "conduit": "sleeved"}[sleeve]
    load = partial(_bundle, sleeve=sleeve)
    doc = f"bundle of 2 to 12 wires of 0.5 mm2 (ISO 6722, 2.2 mm outside), {what}"
    return Part(f"wire_bundle_{name}", "wire_bundle", doc, SOURCE, load, materials, roles=("cable",))


def _lead(name: str, doc: str, load: partial[Mesh], jackets: tuple[str, ...]) -> Part:
    materials = {"jacket": jackets, "core": ("copper_turned", "copper_brushed")}
    return Part(name, "lead", doc, SOURCE, load, materials, roles=("cable",))


PARTS: tuple[Part, ...] = (
    _wires("none", "held by ties"),
    _wires("tape", "wound with PVC tape"),
    _wires("conduit", "in corrugated conduit"),
    _lead("lead_pvc_6mm", "cable H05VV-F 3 x 0.75, 6.6 mm outside", partial(_cable, radius_m=0.0033), _JACKETS),
    _lead("lead_wire_2mm", "single wire of 0.5 mm2 (ISO 6722), 2.2 mm outside, stripped 6 mm",
          partial(_cable, radius_m=0.0011, bare_m=0.006), WIRE_COLSOURCE),
    Part("cable_tie_100", "cable_tie", "cable tie 100 x 2.5, closed around a bundle and cut", SOURCE,
         made(partial(cable_tie, 0.006), _around_x), {"tie": _TIES}, roles=("clip",)),
    Part("tree_clip_6", "tree_clip", "tie with a fir-tree foot for a 6.5 mm hole", SOURCE,
         made(partial(cable_tie, 0.006, stem=1), _around_x), {"tie": _TIES}, roles=("clip",)),
)  # fmt: skip
