"""Colours of thin films on metal: heat tint, passivation, anodising, computed into what the F82 model takes.

The spectrum of a stack of films is found with the transfer-matrix method (Born and Wolf, Principles of Optics, 1.6;
Byrnes, arXiv:1603.02720), then seen under D65 by the CIE 1931 observer and put into linear Rec.709. Blender's metals
ignore thin films, so this is done here, once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from generator.observer import RGB_FROM_XYZ, observer
from materials.optics import F82_COSINE, Conductor, Triple, edge_tint, fresnel_dielectric
from materials.oxides import Oxide

WAVELENGTHS_NM = np.arange(380.0, 781.0, 5.0)
# CIE standard illuminant D65, every 20 nm from 380 nm (CIE 15:2018).
_D65 = (
    49.98, 82.75, 93.43, 104.86, 117.81, 115.92, 109.35, 104.79, 104.41, 100.0, 95.79,
    90.01, 87.70, 83.70, 80.21, 78.28, 71.61, 61.60, 75.09, 46.42, 63.38,
)  # fmt: skip
_BANDS_NM = (465.0, 549.0, 611.0)  # where the three bands of Rec.709 lie, blue first


def oxide_index(oxide: Oxide) -> np.ndarray:
    """(W,) complex index over `WAVELENGTHS_NM`."""
    at = (450.0, 550.0, 650.0)
    return np.interp(WAVELENGTHS_NM, at, oxide.n) + 1j * np.interp(WAVELENGTHS_NM, at, oxide.k)


def metal_index(metal: Conductor) -> np.ndarray:
    """(W,) complex index of a metal, straight between the three bands that it is given in."""
    return np.interp(WAVELENGTHS_NM, _BANDS_NM, metal.n[::-1]) + 1j * np.interp(
        WAVELENGTHS_NM, _BANDS_NM, metal.k[::-1]
    )


def stack_reflectance(
    films: Sequence[tuple[np.ndarray, float | np.ndarray]],
    substrate: np.ndarray,
    cosine: float = 1.0,
    wave_nm: np.ndarray = WAVELENGTHS_NM,
) -> np.ndarray:
    """(W,) share of unpolarised light that a stack reflects in air, at the wavelengths `wave_nm` (W,).

    `films`: index (W,) and thickness in nm of each, top first; thicknesses (T, 1) give (T, W).
    """
    sine2 = 1.0 - cosine**2

    def inside(index: np.ndarray) -> np.ndarray:
        return np.sqrt(1.0 - sine2 / index.astype(complex) ** 2)

    total = np.zeros(())
    for s_polarised in (True, False):

        def admittance(index: np.ndarray, s: bool = s_polarised) -> np.ndarray:
            return index * inside(index) if s else index / inside(index)

        field, current = np.ones_like(substrate, complex), admittance(substrate)
        for index, thickness_nm in reversed(films):
            phase = 2 * np.pi * index * thickness_nm * inside(index) / wave_nm
            q, c, s = admittance(index), np.cos(phase), np.sin(phase)
            field, current = c * field - 1j * s / q * current, -1j * q * s * field + c * current
        outside = cosine if s_polarised else 1.0 / cosine
        total = total + 0.5 * np.abs((outside * field - current) / (outside * field + current)) ** 2
    return total


def colour_of(spectrum: np.ndarray) -> np.ndarray:
    """(3,) linear Rec.709 reflectance, in 0..1, of a reflectance spectrum (W,) under D65."""
    return np.clip(_weights() @ spectrum, 0.0, 1.0)


@cache
def _weights() -> np.ndarray:
    """(3, W) weights from a spectrum to linear Rec.709; a flat spectrum of 1 gives (1, 1, 1)."""
    light = np.interp(WAVELENGTHS_NM, np.arange(380.0, 781.0, 20.0), _D65)
    weights = RGB_FROM_XYZ @ (observer(WAVELENGTHS_NM) * light)
    return weights / weights.sum(axis=1, keepdims=True)


def film_colours(oxide: Oxide, thickness_nm: np.ndarray, metal: Conductor) -> tuple[np.ndarray, np.ndarray]:
    """Reflectance (T, 3) at normal incidence and at a cosine of 1/7, for each thickness (T,) of a film on a metal."""
    film, substrate = oxide_index(oxide), metal_index(metal)
    both = [
        np.stack([colour_of(stack_reflectance([(film, d)], substrate, cosine)) for d in thickness_nm])
        for cosine in (1.0, F82_COSINE)
    ]
    return both[0], both[1]


Stops = tuple[tuple[float, Triple], ...]
RAMP_STOPS = 32  # the most that Blender's colour ramp holds


@dataclass(frozen=True, slots=True)
class FilmRamp:
    """Colours of a growing film for a colour ramp from 0 to 1, and the edge tint for all of them."""

    stops: Stops
    edge: Triple


def film_ramp(
    oxide: Oxide, metal: Conductor, from_nm: float, to_nm: float, growth: float = 1.0, uneven: float = 0.0
) -> FilmRamp:
    """The ramp from one thickness to another; `growth` above 1 makes the film grow faster towards the end.

    `uneven` is the share by which thickness differs within what the eye resolves: grain by grain, on a rough ground.
    """
    share = np.linspace(0.0, 1.0, RAMP_STOPS)
    thickness_nm = from_nm + share**growth * (to_nm - from_nm)
    around = 1.0 + uneven * np.linspace(-1.0, 1.0, 7 if uneven > 0.0 else 1)
    normal, grazing = (
        colours.reshape(RAMP_STOPS, -1, 3).mean(axis=1)
        for colours in film_colours(oxide, np.outer(thickness_nm, around).ravel(), metal)
    )
    stops = tuple((round(float(at), 6), _triple(colour)) for at, colour in zip(share, normal, strict=True))
    return FilmRamp(stops, edge_tint(normal.mean(axis=0), grazing.mean(axis=0)))


def one_colour(normal: np.ndarray, grazing: np.ndarray) -> FilmRamp:
    """The ramp of what looks the same at any thickness: reflectance (3,) at normal incidence and at a cosine of 1/7."""
    return FilmRamp(((0.0, _triple(normal)),), edge_tint(normal, grazing))


def thick_film(
    index: float, through: Triple, metal_normal: np.ndarray, metal_grazing: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Reflectance (3,), at normal incidence and at a cosine of 1/7, of metal under a clear film too thick to interfere.

    `metal_normal` and `metal_grazing` are what the metal reflects at these angles, `through` the share of light that a
    straight way through the film lets pass. Light that comes back is reflected at its face again and again; the
    sum is a geometric series.
    """
    found = []
    for cosine, metal in ((1.0, metal_normal), (F82_COSINE, metal_grazing)):
        face = fresnel_dielectric(index, cosine)
        slant = np.sqrt(1.0 - (1.0 - cosine**2) / index**2)
        both_ways = np.asarray(through) ** (2.0 / slant)
        found.append(face + (1 - face) ** 2 * both_ways * metal / (1 - face * both_ways * metal))
    return found[0], found[1]


def _triple(colour: np.ndarray) -> Triple:
    r, g, b = (round(float(v), 5) for v in colour)
    return (r, g, b)
