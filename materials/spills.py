"""What is spilt: used oil, coolant emulsion, paint, plastic granulate."""

from __future__ import annotations

from materials.body import Body, body_material
from materials.opaque import Rgb

_LIQUIDS: dict[str, tuple[str, tuple[Rgb, ...], float]] = {
    "spilt_oil": ("Used oil in a puddle: nearly black, a mirror.", ((0.012, 0.008, 0.004), (0.03, 0.016, 0.006)), 1.47),
    "spilt_coolant": ("Coolant emulsion in a puddle: milky, glossy.", ((0.52, 0.56, 0.52), (0.6, 0.62, 0.55)), 1.34),
    "spilt_paint": (
        "Spilt paint, wet: of one colour, glossy.",
        ((0.55, 0.03, 0.02), (0.02, 0.11, 0.4), (0.75, 0.73, 0.68), (0.65, 0.4, 0.02)),
        1.48,
    ),
}

MATERIALS = (
    *(
        body_material(
            Body(
                name,
                doc,
                "plastic",
                density_kg_m3=950.0,
                friction=0.1,
                use=("prop",),
                roughness=(0.01, 0.03),
                colours=colours,
                colour_spread=0.15,
                handling=0.0,
                index=index,
            )
        )
        for name, (doc, colours, index) in _LIQUIDS.items()
    ),
    body_material(
        Body(
            "granulate",
            "Plastic granulate: pellets of 3 to 4 mm, white, natural or black.",
            "plastic",
            density_kg_m3=600.0,
            friction=0.5,
            use=("prop",),
            roughness=(0.25, 0.4),
            colours=((0.72, 0.71, 0.67), (0.55, 0.52, 0.44), (0.02, 0.02, 0.021), (0.08, 0.2, 0.45)),
            colour_spread=0.1,
            handling=0.0,
            index=1.5,
        )
    ),
)
