"""Bench tops and panels of wood: oiled oak, lacquered beech, birch plywood."""

from __future__ import annotations

from dataclasses import replace

from materials.ground import Ground, ground_material
from materials.optics import DIELECTRICS
from materials.textures.wood import BEECH_STAVES, OAK_STAVES

_BOARD = Ground(
    "board",
    "Any board: grain along its length, a lacquer or oil skin.",
    "fibre",
    density_kg_m3=700.0,
    friction=0.5,
    use=("bench",),
    roughness=(0.4, 0.6),
    boards=True,
    wide="trodden_bench",
    mark_colour=(0.06, 0.038, 0.022),
    index=DIELECTRICS["lacquer"],
    reach=3.0,
)

MATERIALS = (
    ground_material(
        replace(
            _BOARD,
            name="oak_worn",
            doc="Oiled oak boards, long used: open pores, oil, cuts, cup rings.",
            density_kg_m3=700.0,
            use=("bench",),
            roughness=(0.42, 0.6),
            colours=((0.78, 0.74, 0.7), (0.95, 0.9, 0.85), (0.6, 0.56, 0.52)),
            albedo="oak",
            staves=OAK_STAVES,
            gloss_from_albedo=0.25,
            specular=0.42,
        )
    ),
    ground_material(
        replace(
            _BOARD,
            name="beech_bench",
            doc="Glued beech staves under lacquer, worn through in places.",
            density_kg_m3=720.0,
            use=("bench",),
            roughness=(0.28, 0.46),
            colours=((1.0, 0.97, 0.92), (0.85, 0.8, 0.74)),
            albedo="beech",
            staves=BEECH_STAVES,
            gloss_from_albedo=0.2,
        )
    ),
    ground_material(
        replace(
            _BOARD,
            name="plywood",
            doc="Birch plywood: a peeled veneer, dry, with small knots.",
            density_kg_m3=680.0,
            use=("bench", "wall"),
            roughness=(0.5, 0.66),
            colours=((1.0, 1.0, 1.0), (0.85, 0.83, 0.8)),
            albedo="birch_ply",
            lean=True,
            specular=0.38,
        )
    ),
)
