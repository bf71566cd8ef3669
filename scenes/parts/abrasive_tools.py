"""What lies about where metal is ground: wheels, discs, files, an angle grinder."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial

from generator.mesh import Mesh
from generator.plugins import Part
from scenes.parts.workpieces import SOURCE
from scenes.shapes import abrasives

_GRIT = ("abrasive_grey", "abrasive_white", "abrasive_pink", "abrasive_green")
_PAPER = ("plastic_blue", "plastic_red", "plastic_white", "plastic_yellow", "plastic_black")
_METAL = ("steel_zinc_blue", "steel_polished")


def _tool(name: str, family: str, doc: str, load: Callable[[], Mesh], **slots: tuple[str, ...]) -> Part:
    return Part(name, family, doc, SOURCE, cache(load), slots, roles=("abrasive",))


PARTS: tuple[Part, ...] = (
    _tool("grinding_wheel_150x20", "grinding_wheel", "ISO 603-4 grinding wheel 150 x 20 x 32", abrasives.loose_wheel,
          wheel=_GRIT, label=_PAPER),
    _tool("cutting_disc_125", "cutting_disc", "EN 12413 type 41 cutting disc 125 x 1 x 22.23", abrasives.disc,
          wheel=("abrasive_black",), label=_PAPER, ring=_METAL),
    _tool("grinding_disc_125", "grinding_disc", "EN 12413 type 27 grinding disc 125 x 6 x 22.23",
          partial(abrasives.disc, 0.125, 0.006, 0.004), wheel=("abrasive_black", "abrasive_grey"),
          label=_PAPER, ring=_METAL),
    _tool("flap_disc_125", "flap_disc", "Flap disc 125 with 40 flaps", abrasives.flap_disc,
          wheel=("abrasive_brown", "abrasive_green"), label=("plastic_black", "plastic_grey")),
    _tool("flat_file_200", "flat_file", "DIN 7261 flat file 200, cut 2, with a handle", abrasives.flat_file,
          blade=("steel_brushed", "steel_ground", "steel_black_oxide"), handle=("beech_bench", "plastic_red"),
          ferrule=_METAL),
    _tool("flat_file_250", "flat_file", "DIN 7261 flat file 250, cut 1, with a handle",
          partial(abrasives.flat_file, 0.25, 0.0245, 0.006, 0.0012), blade=("steel_brushed", "steel_ground"),
          handle=("beech_bench", "plastic_black", "plastic_yellow"), ferrule=_METAL),
    _tool("angle_grinder_125", "angle_grinder", "Angle grinder for discs of 125 mm, with an accumulator",
          abrasives.angle_grinder, body=("plastic_green", "plastic_blue", "plastic_yellow", "plastic_red"),
          grip=("rubber_black", "plastic_black"), head=("aluminium_cast", "aluminium_sandblasted"),
          disc=("abrasive_black",)),
)  # fmt: skip
