"""Plastics: clear polycarbonate, and moulded polypropylene or ABS in shop colours."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import numpy as np

from generator.plugins import Material
from generator.shading import Graph, Surface
from materials import glass
from materials.body import Body, Rgb, body_material
from materials.everyday import sample_marks
from materials.optics import DIELECTRICS

# Albedo, linear Rec.709, judged from stacking boxes and caps: pigments of real mouldings are never pure.
COLOURS: dict[str, tuple[Rgb, ...]] = {
    "white": ((0.70, 0.69, 0.65), (0.62, 0.61, 0.56)),
    "black": ((0.022, 0.022, 0.023), (0.034, 0.033, 0.032)),
    "grey": ((0.20, 0.205, 0.21), (0.12, 0.125, 0.13)),
    "red": ((0.36, 0.032, 0.024), (0.28, 0.03, 0.03)),
    "blue": ((0.032, 0.085, 0.27), (0.05, 0.14, 0.30)),
    "yellow": ((0.60, 0.34, 0.035), (0.53, 0.36, 0.07)),
    "green": ((0.045, 0.17, 0.07), (0.07, 0.22, 0.12)),
}


def sample_clear(rng: np.random.Generator) -> dict[str, Any]:
    """Polycarbonate scratches and hazes sooner than glass."""
    params = glass.sample((0.965, 0.972, 0.975), rng)
    return params | {"roughness": round(float(rng.uniform(0.01, 0.05)), 4), "marks": sample_marks(rng, 0.8)}


def build_clear(params: Mapping[str, Any], graph: Graph) -> Surface:
    """As glass, with the index of polycarbonate."""
    return glass.build(DIELECTRICS["polycarbonate"], params, graph)


def _moulded(name: str, colours: tuple[Rgb, ...]) -> Body:
    return Body(
        f"plastic_{name}",
        f"Moulded plastic in {name}: spark-eroded mould texture, flow lines, rub marks.",
        "plastic",
        density_kg_m3=950.0,
        friction=0.35,
        use=("part",) if name == "white" else ("part", "bin"),
        roughness=(0.2, 0.42),
        colours=colours,
        colour_spread=0.1,
        relief="moulded",
        relief_m=(4e-6, 16e-6),
        speck=(0.0, 0.3),
        handling=1.5,
        index=1.49,
    )


MATERIALS = (
    Material(
        "plastic_clear",
        "Clear polycarbonate, n 1.585: hairlines, prints, slight haze.",
        partial(sample_clear),
        partial(build_clear),
        1200.0,
        0.35,
        transparent=True,
    ),
    *(body_material(_moulded(name, colours)) for name, colours in COLOURS.items()),
)
