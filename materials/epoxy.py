"""Coated floors: epoxy over screed."""

from __future__ import annotations

from materials.ground import Ground, ground_material
from materials.opaque import Rgb
from materials.optics import DIELECTRICS

_COLOURS: dict[str, tuple[Rgb, ...]] = {
    "grey": ((0.27, 0.275, 0.275), (0.36, 0.365, 0.36)),
    "green": ((0.12, 0.185, 0.145), (0.15, 0.20, 0.165)),
}


def _floor(name: str, doc: str, colours: tuple[Rgb, ...], lined: bool = False) -> Ground:
    return Ground(
        name,
        doc,
        "mineral",
        density_kg_m3=2200.0,
        friction=0.5,
        use=("floor",),
        roughness=(0.14, 0.32),
        colours=colours,
        wide="trodden_floor",
        fine="ground_rolled",
        fine_m=(40e-6, 110e-6),
        soil=(0.3, 0.9),
        marks=(0.4, 0.9),
        lined=lined,
        index=DIELECTRICS["paint"],
        reach=8.0,
    )


MATERIALS = (
    *(
        ground_material(
            _floor(f"epoxy_{name}", f"A floor coated with {name} epoxy: roller stipple, scuffs, tyre marks.", colours)
        )
        for name, colours in _COLOURS.items()
    ),
    ground_material(
        _floor(
            "epoxy_marked",
            "A grey epoxy floor with a yellow line or hazard stripes across it, driven over.",
            _COLOURS["grey"],
            lined=True,
        )
    ),
)
