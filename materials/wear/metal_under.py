"""Which metal lies under a surface, and the colours that a film of oil gives it."""

from __future__ import annotations

from functools import cache

import numpy as np

from generator.shading import Graph, Socket, Surface
from materials.optics import CONDUCTORS, Conductor, normal_reflectance

Stops = tuple[tuple[float, tuple[float, float, float]], ...]
_ALIKE = 0.04  # difference in reflectance up to which a metal is taken for one that is known
_STOPS = 32  # what a colour ramp of Blender takes
_OIL = 1.475  # index of mineral oil in the visible
_BANDS_NM = ((611.0, 34.0), (549.0, 36.0), (465.0, 26.0))  # middle and half width of the bands of Rec.709: r, g, b


def metal_under(graph: Graph, surface: Surface) -> str | None:
    """The name in `CONDUCTORS` whose reflectance is the surface's, before any stain was mixed into it.

    None for what has a coat or a film of its own colour: plated, anodised, tinted by heat.
    """
    colour = surface.colour
    while isinstance(colour, Socket):
        node = graph.nodes[colour.node]
        if node.type != "ShaderNodeMix":
            return None
        given = node.inputs[6]  # what stains are mixed into
        colour = given if isinstance(given, Socket) else tuple(given)[:3]  # type: ignore[arg-type, assignment]
    reflectance = np.array(colour, np.float64)
    away = {name: float(np.abs(normal_reflectance(one) - reflectance).max()) for name, one in CONDUCTORS.items()}
    nearest = min(away, key=lambda name: away[name])
    return nearest if away[nearest] < _ALIKE else None


@cache
def film_ramp(metal: str, thickest_nm: float) -> Stops:
    """Stops of a colour ramp: reflectance of the metal under oil of 0 to `thickest_nm`, as a share of the bare one's.

    At normal incidence, linear Rec.709, at most 1.
    """
    colours = film_reflectance(CONDUCTORS[metal], np.linspace(0.0, thickest_nm, _STOPS))
    shares = np.clip(colours / np.maximum(colours[:1], 1e-6), 0.0, 1.0)
    places = np.linspace(0.0, 1.0, _STOPS)
    return tuple(
        (round(float(at), 6), (round(float(r), 5), round(float(g), 5), round(float(b), 5)))
        for at, (r, g, b) in zip(places, shares, strict=True)
    )


def film_reflectance(metal: Conductor, thickness_nm: np.ndarray) -> np.ndarray:
    """(T, 3) share of light that a metal under a film of oil reflects at normal incidence, for each thickness (T,).

    Airy's formula for one film (Born and Wolf, Principles of Optics, 7.6), averaged over the width of each band, so
    that colours fade as the film grows thick.
    """
    offsets = np.linspace(-2.0, 2.0, 33)
    weights = np.exp(-0.5 * offsets**2) / np.exp(-0.5 * offsets**2).sum()
    above = (1.0 - _OIL) / (1.0 + _OIL)
    made = np.empty((len(thickness_nm), 3))
    for band, (middle_nm, width_nm) in enumerate(_BANDS_NM):
        index = metal.n[band] + 1j * metal.k[band]
        below = (_OIL - index) / (_OIL + index)
        phase = 4.0 * np.pi * _OIL * np.asarray(thickness_nm)[:, None] / (middle_nm + width_nm * offsets)
        turned = below * np.exp(1j * phase)
        made[:, band] = (np.abs((above + turned) / (1.0 + above * turned)) ** 2) @ weights
    return made
