"""Pipe fittings with their threads, and flanges."""

from __future__ import annotations

from generator.plugins import Part
from scenes.parts._stored import OURS, stored

_CAST = ("steel_galvanised", "steel_cast", "brass_cast", "stainless_steel_cast")
_TURNED = ("brass_turned", "nickel_polished", "stainless_steel_turned", "zinc_polished")
_FLANGE = (
    "stainless_steel_turned",
    "stainless_steel_welded",
    "steel_turned",
    "steel_forged",
    "painted_steel_grey",
    "painted_steel_blue",
)


def _part(name: str, family: str, doc: str, materials: tuple[str, ...]) -> Part:
    return Part(name, family, doc, OURS, stored(name), {"body": materials}, marks=("etched",))


PARTS: tuple[Part, ...] = (
    _part("pipe_elbow_g14", "pipe_elbow", "EN 10242 A1 elbow G 1/4, 21 mm from centre to face", _CAST),
    _part("pipe_elbow_g12", "pipe_elbow", "EN 10242 A1 elbow G 1/2, 28 mm from centre to face", _CAST),
    _part("pipe_tee_g12", "pipe_tee", "EN 10242 B1 tee G 1/2, 28 mm from centre to face", _CAST),
    _part("pipe_socket_g12", "pipe_socket", "EN 10242 M2 socket G 1/2, 36 mm long", _CAST),
    _part("pipe_nipple_g12", "pipe_nipple", "EN 10242 N8 hexagon nipple G 1/2, 24 across flats, 42 mm long", _TURNED),
    _part("flange_dn15", "flange", "EN 1092-1 type 11 welding neck flange DN 15 PN 40, 95 mm, 38 mm high", _FLANGE),
    _part("flange_dn25", "flange", "EN 1092-1 type 11 welding neck flange DN 25 PN 40, 115 mm, 40 mm high", _FLANGE),
    _part(
        "blind_flange_dn15", "blind_flange", "EN 1092-1 type 05 blind flange DN 15 PN 40, 95 mm, 16 mm thick", _FLANGE
    ),
)
