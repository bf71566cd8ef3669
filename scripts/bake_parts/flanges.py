"""Pipe flanges, EN 1092-1 PN 40: welding neck (type 11) and blind (type 05), with raised faces."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from build123d import Circle, Cylinder, GeomType, PolarLocations, Pos, Rot, chamfer
from hulls import Hull, frustum, ring, shell
from plates import plate
from raw import RawPart
from stamps import raised
from tessellate import revolved, tessellated

# Outside, bolt circle, bolt holes, thickness, height, neck at the plate, pipe, wall, raised face (diameter, height).
_SIZES = {
    15: (95.0, 65.0, 14.0, 16.0, 38.0, 32.0, 21.3, 2.0, 45.0, 2.0),
    25: (115.0, 85.0, 14.0, 18.0, 40.0, 46.0, 33.7, 2.6, 68.0, 2.0),
}


def flange(size: int, blind: bool = False) -> RawPart:
    """A flange on its raised face, four bolt holes around."""
    outside, circle, hole, thick, height, neck, pipe, wall, face, step = _SIZES[size]
    bore = pipe / 2 - wall
    rim = [(face / 2, 0, 0.2), (face / 2, step, 0.3), (outside / 2, step, 0.8), (outside / 2, thick, 0.8)]
    if blind:
        profile = [(0, 0), *rim, (0, thick)]
    else:
        bevel = [(pipe / 2, height - 2.0), (bore + 1.2, height), (bore, height)]
        profile = [(bore, 0, 0.4), *rim, (neck / 2, thick, 3.0), (pipe / 2, height - 8, 4.0), *bevel]
    body = revolved(profile)
    for spot in PolarLocations(circle / 2, 4, 45):
        body -= spot * Pos(0, 0, thick / 2) * Cylinder(hole / 2, thick * 2)
    holes = [e for e in body.edges().filter_by(GeomType.CIRCLE) if abs(e.radius - hole / 2) < 1e-3]
    body = chamfer(holes, 0.6)
    reach = (circle + outside) / 4 if not blind else circle / 2
    for turn, text in ((0, f"DN{size}"), (180, "PN40")):
        body -= Rot(0, 0, turn) * Pos(0, -reach, thick) * raised(text, 4.5, 0.2, 0.25)
    disc = Circle(outside / 2) - [s * Circle(hole / 2) for s in PolarLocations(circle / 2, 4, 45)]
    low: list[Hull]
    if blind:
        low = [*plate(disc.face(), step, thick), frustum([(face / 2 + 0.3, 0), (face / 2 + 0.3, step)])]
    else:
        low = [*plate((disc - Circle(bore)).face(), step, thick), *ring(bore, face / 2 + 0.3, 0, step, 8, 3)]
        low += shell((bore, bore), (neck / 2 + 1.6, pipe / 2 + 0.8), thick, height - 6.0, 8)
        low += shell((bore, bore), (pipe / 2 + 0.8, pipe / 2), height - 6.0, height, 8)
    return RawPart([tessellated(body, 0.04, 0.25)], low)


PARTS: dict[str, Callable[[], RawPart]] = {
    "flange_dn15": partial(flange, 15),
    "flange_dn25": partial(flange, 25),
    "blind_flange_dn15": partial(flange, 15, True),
}
