"""What a machinist leaves in a machine: cutting tools, holders, a chuck key, clamps."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from generator.mesh import Mesh
from generator.plugins import Part
from scenes.parts._made import Pieces, made
from scenes.parts._pieces import bodies, middle, ring, sectors, slices
from scenes.parts.workpieces import SOURCE
from scenes.shapes import cutters, workholding
from scenes.shapes._plates import about_mass

_SHANK = ("steel_ground", "steel_polished", "titanium_ground")
_CUT = ("titanium_ground", "steel_black_oxide", "aluminium_anodised_gold", "steel_ground", "titanium_heat_tinted")
_HSS = ("steel_ground", "steel_heat_tinted", "aluminium_anodised_gold", "steel_black_oxide")
_DARK = ("steel_black_oxide", "steel_ground")
_HOLDER_STEPS_M = np.array([0.03, 0.0994, 0.1012, 0.1259])  # from the stud's tip: taper, shoulder, flange, nose
_NUT_BORE_M = 0.0175  # its depth
_KEY_NECK_M = np.array([0.03, 0.036])  # where the stem of the key becomes thin
_NICKEL = ("nickel_polished", "steel_chrome_plated", "steel_ground")


def _tool(
    name: str, family: str, doc: str, load: Callable[[], Mesh], pieces: Pieces | None = None, **slots: tuple[str, ...]
) -> Part:
    return Part(name, family, doc, SOURCE, made(load, pieces), slots, roles=("cutter",))


def _clamp() -> Mesh:
    return about_mass(workholding.strap_clamp())


def _taper_holder(mesh: Mesh) -> list[np.ndarray]:
    """Stud, taper, shoulder, flange and nose in a row; sectors around the bore of the nut, so that it stays open."""
    shank, *nut = bodies(mesh)
    steps = shank[:, :, 0].min() + _HOLDER_STEPS_M
    front = np.concatenate(nut)
    floor, rim = slices(front, 0, [float(front[:, :, 0].max()) - _NUT_BORE_M])
    return [*slices(shank, 0, steps.tolist()), floor, *sectors(rim, 0, middle(nut[0]))]


def _chuck_key(mesh: Mesh) -> list[np.ndarray]:
    """Head, shoulder and neck of the stem, its square, the cross bar and its knobs."""
    stem, *others = bodies(mesh)
    return [*slices(stem, 0, (float(stem[:, :, 0].min()) + _KEY_NECK_M).tolist()), *others]


PARTS: tuple[Part, ...] = (
    _tool("end_mill_d10", "end_mill", "DIN 6527 solid end mill 10, four flutes, 72 mm long",
          cutters.end_mill, shank=_SHANK, cutter=_CUT),
    _tool("end_mill_d16", "end_mill", "DIN 6527 solid end mill 16, four flutes, 92 mm long",
          partial(cutters.end_mill, 0.016, 0.092, 0.032), shank=_SHANK, cutter=_CUT),
    _tool("twist_drill_d8", "twist_drill", "DIN 338 twist drill 8, 117 mm long", cutters.twist_drill,
          shank=_SHANK, cutter=_HSS),
    _tool("twist_drill_d12", "twist_drill", "DIN 338 twist drill 12, 151 mm long",
          partial(cutters.twist_drill, 0.012, 0.151, 0.101), shank=_SHANK, cutter=_HSS),
    _tool("machine_tap_m8", "machine_tap", "DIN 371 machine tap M8, 90 mm long", cutters.tap,
          shank=_SHANK, cutter=_HSS),
    _tool("cutting_insert_cnmg12", "cutting_insert", "ISO 1832 indexable insert CNMG 1204 08", cutters.insert,
          ring, body=("aluminium_anodised_gold", "titanium_ground", "aluminium_anodised_black")),
    _tool("turning_tool_20x20", "turning_tool", "ISO 5610 turning tool holder 20 x 20 x 125 with an insert",
          cutters.turning_tool, shank=_DARK, insert=("aluminium_anodised_gold", "titanium_ground"), clamp=_DARK),
    _tool("taper_holder_bt40", "taper_holder", "ISO 7388-2 holder BT40 with a collet nut and pull stud",
          cutters.taper_holder, _taper_holder,
          body=("steel_ground", "nickel_polished", "steel_black_oxide"), nut=_DARK),
    _tool("chuck_key_11", "chuck_key", "T-handled chuck key, square 11", workholding.chuck_key,
          _chuck_key, body=("steel_black_oxide", "steel_zinc_blue", "steel_forged"), bar=_NICKEL),
    _tool("strap_clamp_100", "strap_clamp", "DIN 6314 strap clamp, slot 13, 100 mm long", _clamp,
          body=("steel_black_oxide", "steel_forged", "steel_zinc_blue")),
    _tool("tee_nut_m12", "tee_nut", "DIN 508 T-slot nut 14 for M12", workholding.tee_nut,
          body=_DARK, dark=("steel_black_oxide",)),
)  # fmt: skip
