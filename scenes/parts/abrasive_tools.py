"""What lies about where metal is ground: wheels, discs, files, an angle grinder."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from generator.mesh import Mesh
from generator.plugins import Part
from scenes.parts._made import Pieces, made
from scenes.parts._pieces import bodies, middle, ring, sectors, slices
from scenes.parts.workpieces import SOURCE
from scenes.shapes import abrasives

_GRIT = ("abrasive_grey", "abrasive_white", "abrasive_pink", "abrasive_green")
_PAPER = ("plastic_blue", "plastic_red", "plastic_white", "plastic_yellow", "plastic_black")
_SHELL_CUTS_M = np.array([0.004, 0.03, 0.09, 0.12, 0.17])  # from the rear of an angle grinder's shell
_HANDLE_CUTS_M = np.array([0.006, 0.02, 0.06, 0.095])  # from the head's side of its handle
_GRIP_CUTS_M = np.array([0.094, 0.08, 0.05, 0.015])  # from the ferrule of a file
_METAL = ("steel_zinc_blue", "steel_polished")


def _tool(name: str, family: str, doc: str, load: Callable[[], Mesh], pieces: Pieces, **slots: tuple[str, ...]) -> Part:
    return Part(name, family, doc, SOURCE, made(load, pieces), slots, roles=("abrasive",))


def _angle_grinder(mesh: Mesh) -> list[np.ndarray]:
    """Each body, but the vents in one piece and the guard, which is half a ring, in sectors around the disc's axis.

    The shell and the side handle are waisted: they are cut where they are thin or thick.
    """
    whole = bodies(mesh)
    shell, vents, wheel, flange, guard, stem, handle = whole[0], whole[2:8], *whole[12:]
    along = (float(shell[:, :, 0].min()) + _SHELL_CUTS_M).tolist()
    across = (float(handle[:, :, 1].min()) + _HANDLE_CUTS_M).tolist()
    pieces = [*slices(shell, 0, along), whole[1], np.concatenate(vents), *whole[8:13], flange]
    return [*pieces, *sectors(guard, 2, middle(wheel)), stem, *slices(handle, 1, across)]


def _file(mesh: Mesh) -> list[np.ndarray]:
    """Blade, tang and ferrule, and the bellied handle cut where its slope changes."""
    *others, handle = bodies(mesh)
    return [*others, *slices(handle, 0, (float(handle[:, :, 0].max()) - _GRIP_CUTS_M).tolist())]


PARTS: tuple[Part, ...] = (
    _tool("grinding_wheel_150x20", "grinding_wheel", "ISO 603-4 grinding wheel 150 x 20 x 32", abrasives.loose_wheel,
          ring, wheel=_GRIT, label=_PAPER),
    _tool("cutting_disc_125", "cutting_disc", "EN 12413 type 41 cutting disc 125 x 1 x 22.23", abrasives.disc,
          ring, wheel=("abrasive_black",), label=_PAPER, ring=_METAL),
    _tool("grinding_disc_125", "grinding_disc", "EN 12413 type 27 grinding disc 125 x 6 x 22.23",
          partial(abrasives.disc, 0.125, 0.006, 0.004), partial(ring, split_m=0.026),
          wheel=("abrasive_black", "abrasive_grey"), label=_PAPER, ring=_METAL),
    _tool("flap_disc_125", "flap_disc", "Flap disc 125 with 40 flaps", abrasives.flap_disc,
          partial(ring, split_m=0.031), wheel=("abrasive_brown", "abrasive_green"),
          label=("plastic_black", "plastic_grey")),
    _tool("flat_file_200", "flat_file", "DIN 7261 flat file 200, cut 2, with a handle", abrasives.flat_file,
          _file, blade=("steel_brushed", "steel_ground", "steel_black_oxide"), handle=("beech_bench", "plastic_red"),
          ferrule=_METAL),
    _tool("flat_file_250", "flat_file", "DIN 7261 flat file 250, cut 1, with a handle",
          partial(abrasives.flat_file, 0.25, 0.0245, 0.006, 0.0012), _file, blade=("steel_brushed", "steel_ground"),
          handle=("beech_bench", "plastic_black", "plastic_yellow"), ferrule=_METAL),
    _tool("angle_grinder_125", "angle_grinder", "Angle grinder for discs of 125 mm, with an accumulator",
          abrasives.angle_grinder, _angle_grinder,
          body=("plastic_green", "plastic_blue", "plastic_yellow", "plastic_red"),
          grip=("rubber_black", "plastic_black"), head=("aluminium_cast", "aluminium_sandblasted"),
          disc=("abrasive_black",)),
)  # fmt: skip
