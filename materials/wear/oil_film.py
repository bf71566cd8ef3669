"""A film of oil: interference colours on metal, from its thickness; on other things a deeper colour and more gloss."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np

from generator.plugins import Wear
from generator.shading import Graph, Surface
from materials import placing, wiring
from materials.closures import metal_of
from materials.everyday import rounded
from materials.film import RAMP_STOPS, Stops, stack_reflectance
from materials.optics import CONDUCTORS, DIELECTRICS, Conductor
from materials.wear.spread import factor_of, mixed, multiplied, named, spread

MOST = 0.8  # covered share at severity 1
_WET = (0.8, 0.8, 0.8)  # what a wetted matte surface keeps of its lightness
_OIL = DIELECTRICS["mineral_oil"]
_BANDS_NM = ((611.0, 34.0), (549.0, 36.0), (465.0, 26.0))  # middle and half width of the bands of Rec.709: r, g, b


def sample(rng: np.random.Generator, severity: float) -> dict[str, Any]:
    """How thick the film is where it is thickest, and where it lies."""
    return {
        "severity": rounded(severity),
        "place": placing.sample_place(rng),
        "thickest_nm": rounded(rng.uniform(350.0, 900.0)),
        "smooth": rounded(rng.uniform(0.25, 0.5)),  # share of the roughness that it fills
    }


def build(params: Mapping[str, Any], surface: Surface, graph: Graph) -> Surface:
    """On metal the reflectance times the film's; elsewhere the film's index is too near the body's for colours."""
    if params["severity"] <= 0.0:
        return surface
    rank, thickness, _ = wiring.channels(graph, placing.boxed(graph, "oil", params["place"]).colour)
    cover = spread(graph, rank, MOST * params["severity"], 0.3)
    smoother = wiring.times(graph, surface.roughness, 1.0 - params["smooth"])
    surface = mixed(graph, surface, cover, roughness=smoother)
    if surface.kind == "metal":
        stops = oil_ramp(metal_of(surface) or "iron", params["thickest_nm"])
        tint = graph.node("ShaderNodeValToRGB", {0: wiring.times(graph, thickness, cover)}, ramp=stops)
        surface = multiplied(graph, surface, cover, tint)
    elif surface.kind != "glass":
        surface = multiplied(graph, surface, cover, _WET)
    return named(surface, "wear_oil_film", cover)


@cache
def oil_ramp(metal: str, thickest_nm: float) -> Stops:
    """Stops of a colour ramp: reflectance of the metal under oil of 0 to `thickest_nm`, as a share of the bare one's.

    At normal incidence, linear Rec.709, at most 1.
    """
    colours = under_oil(CONDUCTORS[metal], np.linspace(0.0, thickest_nm, RAMP_STOPS))
    shares = np.clip(colours / np.maximum(colours[:1], 1e-6), 0.0, 1.0)
    places = np.linspace(0.0, 1.0, RAMP_STOPS)
    return tuple(
        (round(float(at), 6), (round(float(r), 5), round(float(g), 5), round(float(b), 5)))
        for at, (r, g, b) in zip(places, shares, strict=True)
    )


def under_oil(metal: Conductor, thickness_nm: np.ndarray) -> np.ndarray:
    """(T, 3) share of light that a metal under a film of oil reflects at normal incidence, for each thickness (T,).

    Averaged over the width of each band, so that colours fade as the film grows thick.
    """
    offsets = np.linspace(-2.0, 2.0, 33)
    weights = np.exp(-0.5 * offsets**2) / np.exp(-0.5 * offsets**2).sum()
    films = [(np.full(len(offsets), _OIL), np.asarray(thickness_nm)[:, None])]
    made = np.empty((len(thickness_nm), 3))
    for band, (middle_nm, width_nm) in enumerate(_BANDS_NM):
        index = np.full(len(offsets), metal.n[band] + 1j * metal.k[band])
        made[:, band] = stack_reflectance(films, index, wave_nm=middle_nm + width_nm * offsets) @ weights
    return made


OIL_FILM = Wear(
    "oil_film",
    "A thin film of oil, iridescent on metal, a wet look elsewhere. Layer: share of the pixel covered.",
    factor_of("oil_film", "Share of surface under a film of oil: 0 dry, 1 four fifths.", clean=12),
    sample,
    build,
    order=35,
    parts_only=True,
)
WEAR = (OIL_FILM,)
