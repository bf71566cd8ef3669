"""Connectors and terminals of wire harnesses, made by code to the dimensions of their makers."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from generator.mesh import Mesh
from generator.plugins import Part
from scenes.parts._made import made
from scenes.parts._pieces import ring_and_bodies
from scenes.parts.workpieces import SOURCE
from scenes.shapes.connectors import pin_connector, relay_socket, ring_terminal, sealed_connector

_PLASTIC = ("plastic_white", "plastic_black", "plastic_grey")
_COLOURED = ("plastic_black", "plastic_grey", "plastic_green", "plastic_blue")
_TINNED = ("nickel_brushed", "zinc_sandblasted")
_SEALS = ("plastic_red", "cable_orange", "plastic_green", "cable_grey")


def _connector(name: str, doc: str, load: Callable[[], Mesh], materials: dict[str, tuple[str, ...]]) -> Part:
    return Part(name, name.partition("_")[0], doc, SOURCE, made(load), materials, roles=("connector",))


def _grid(rows: int, columns: int) -> Part:
    doc = f"receptacle of {rows * columns} ways in {rows} row{'s' * (rows > 1)}, pitch 4.2 mm (Mini-Fit Jr)"
    load = partial(pin_connector, rows, columns)
    return _connector(f"connector_{rows}x{columns}_4mm2", doc, load, {"housing": _PLASTIC, "terminal": _TINNED})


def _sealed_plug(ways: int) -> Part:
    doc = f"sealed plug of {ways} ways (as Deutsch DT), 46 mm long, rubber grommet"
    materials = {"housing": _COLOURED, "seal": _SEALS, "terminal": _TINNED}
    return _connector(f"connector_sealed_{ways}", doc, partial(sealed_connector, ways), materials)


PARTS: tuple[Part, ...] = (
    *(_grid(rows, columns) for rows, columns in ((1, 4), (2, 2), (2, 4), (2, 6))),
    *(_sealed_plug(ways) for ways in (2, 4, 8)),
    Part("ring_terminal_m6", "ring_terminal", "DIN 46237 ring terminal M6 on 0.5 to 1 mm2, insulated", SOURCE,
         made(ring_terminal, partial(ring_and_bodies, axis=2)),
         {"metal": _TINNED, "sleeve": ("plastic_red", "plastic_blue")}, roles=("connector",)),
    Part("relay_socket_5", "relay_socket", "socket of an ISO 7588 mini relay, five blades, with an ear to screw it on",
         SOURCE, made(relay_socket), {"housing": ("plastic_black", "plastic_grey"), "terminal": _TINNED},
         roles=("connector",)),
)  # fmt: skip
