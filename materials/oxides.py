"""Measured and judged optics of what films on metal are made of: oxides, chromate, passivate."""

from __future__ import annotations

from dataclasses import dataclass

from materials.optics import Triple


@dataclass(frozen=True, slots=True)
class Oxide:
    """A film's index n + ik at 450, 550 and 650 nm, straight between and flat beyond."""

    n: Triple
    k: Triple
    source: str


# What grows on hot steel lies between magnetite and haematite, on stainless it is rich in chromium.
OXIDES: dict[str, Oxide] = {
    "iron": Oxide((2.55, 2.55, 2.45), (0.55, 0.25, 0.08), "rounded, between Fe3O4 and Fe2O3 (after Querry 1985)"),
    "chromium": Oxide((2.55, 2.45, 2.38), (0.22, 0.09, 0.05), "rounded, between Cr2O3 and Fe2O3 (after Querry 1985)"),
    "titanium": Oxide((2.48, 2.38, 2.33), (0.0, 0.0, 0.0), "anodic TiO2, amorphous"),
    "magnetite": Oxide((2.33, 2.38, 2.40), (0.72, 0.52, 0.42), "rounded, Fe3O4 (after Querry 1985)"),
    "chromate": Oxide((1.72, 1.66, 1.64), (0.06, 0.012, 0.002), "hexavalent chromate gel, judged from plated steel"),
    "passivate": Oxide((1.82, 1.79, 1.77), (0.0, 0.0, 0.0), "trivalent passivate, judged from plated steel"),
}
