"""Measured optics: complex refractive indices of metals, indices of dielectrics, and Fresnel's equations.

The conductors are fitted so that the reflectance at normal incidence in linear Rec.709 equals the spectral one,
integrated over CIE 1931 and D65, within 0.003 (three single wavelengths err by up to 0.10). Data: the
refractiveindex.info database (CC0), M. N. Polyanskiy, Scientific Data 11, 94 (2024); the data set is named with each.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

Triple = tuple[float, float, float]
F82_COSINE = 1.0 / 7.0  # of the angle of 82 degrees, where metals reflect least after Schlick's curve


@dataclass(frozen=True, slots=True)
class Conductor:
    """A metal's refractive index n + ik in the three bands of linear Rec.709."""

    n: Triple
    k: Triple
    source: str


CONDUCTORS: dict[str, Conductor] = {
    "aluminium": Conductor((1.499, 0.985, 0.605), (7.642, 6.546, 5.343), "Rakic 1995"),
    "copper": Conductor((0.214, 1.043, 1.294), (3.275, 2.623, 2.360), "Johnson and Christy 1972"),
    "brass": Conductor((0.441, 0.522, 1.122), (4.113, 2.664, 1.808), "Querry 1985, 70/30"),
    "iron": Conductor((2.923, 2.919, 2.546), (3.077, 2.937, 2.750), "Johnson and Christy 1974"),
    "titanium": Conductor((2.747, 2.508, 2.239), (3.841, 3.397, 3.014), "Johnson and Christy 1974"),
    "chromium": Conductor((3.247, 3.114, 2.286), (3.287, 3.336, 3.117), "Johnson and Christy 1974"),
    "nickel": Conductor((2.031, 1.903, 1.728), (4.197, 3.569, 2.895), "Johnson and Christy 1974"),
    "gold": Conductor((0.062, 0.501, 1.466), (7.808, 2.266, 1.772), "Johnson and Christy 1972"),
    "stainless_steel": Conductor((2.412, 2.021, 1.652), (4.186, 3.641, 3.069), "Karlsson 1982, about 316"),
    "zinc": Conductor((1.215, 0.912, 0.660), (5.829, 4.915, 3.931), "Werner 2009"),
}

# n_d, from the same data base (soda-lime: Rubin 1985; N-BK7: Schott; plastics: Sultanova 2009; water: Hale 1973)
DIELECTRICS: dict[str, float] = {
    "soda_lime_glass": 1.523,
    "n_bk7": 1.5168,
    "polycarbonate": 1.585,
    "pmma": 1.491,
    "pet": 1.575,
    "water": 1.333,
    "paint": 1.50,
    "rubber": 1.52,
    "lacquer": 1.48,
    "mineral_oil": 1.475,
}


def fresnel_conductor(conductor: Conductor, cosine: float = 1.0) -> np.ndarray:
    """Share of unpolarised light that a smooth metal reflects, (3,) in 0..1, at the cosine of the angle of incidence.

    Exact equations after Born and Wolf, Principles of Optics, 14.2.
    """
    n, k = np.asarray(conductor.n, np.float64), np.asarray(conductor.k, np.float64)
    c2, s2 = cosine**2, 1.0 - cosine**2
    t = n * n - k * k - s2
    ab = np.sqrt(t * t + 4 * n * n * k * k)
    a = np.sqrt(np.maximum(0.5 * (ab + t), 0.0))
    rs = (ab + c2 - 2 * a * cosine) / (ab + c2 + 2 * a * cosine)
    rp = rs * (c2 * ab + s2 * s2 - 2 * a * cosine * s2) / (c2 * ab + s2 * s2 + 2 * a * cosine * s2)
    return 0.5 * (rs + rp)


def normal_reflectance(conductor: Conductor) -> np.ndarray:
    """F0: what a smooth metal reflects at normal incidence, (3,) linear Rec.709."""
    return fresnel_conductor(conductor, 1.0)


def edge_tint(at_normal: np.ndarray, at_82_deg: np.ndarray) -> Triple:
    """The edge tint of the F82 model for what is reflected at normal incidence and at a cosine of 1/7, each (3,).

    The model is Schlick's curve lowered so that it passes through the second point; tint is the ratio to Schlick there.
    Kutz, Hasan and Edmondson, Novel aspects of the Adobe Standard Material, 2021.
    """
    schlick = at_normal + (1.0 - at_normal) * (1.0 - F82_COSINE) ** 5
    r, g, b = (round(float(v), 5) for v in np.clip(at_82_deg / np.maximum(schlick, 1e-6), 0.0, 1.0))
    return (r, g, b)


def fresnel_f82(at_normal: np.ndarray, tint: np.ndarray, cosine: float) -> np.ndarray:
    """What the F82 model reflects, (3,), at the cosine of the angle of incidence: what Blender's Metallic node does."""
    schlick = at_normal + (1.0 - at_normal) * (1.0 - cosine) ** 5
    full = (1.0 - F82_COSINE) ** 6 * F82_COSINE
    at_82 = at_normal + (1.0 - at_normal) * (1.0 - F82_COSINE) ** 5
    return np.clip(schlick - cosine * (1.0 - cosine) ** 6 * at_82 * (1.0 - tint) / full, 0.0, 1.0)


def measured_edge_tint(conductor: Conductor) -> Triple:
    """The edge tint of a metal after its n and k."""
    return edge_tint(normal_reflectance(conductor), fresnel_conductor(conductor, F82_COSINE))


def fresnel_dielectric(index: float, cosine: float = 1.0) -> float:
    """Share of unpolarised light that a smooth dielectric reflects, entering from air."""
    sine_t = np.sqrt(1.0 - cosine**2) / index
    cosine_t = np.sqrt(1.0 - sine_t**2)
    rs = (cosine - index * cosine_t) / (cosine + index * cosine_t)
    rp = (index * cosine - cosine_t) / (index * cosine + cosine_t)
    return float(0.5 * (rs * rs + rp * rp))
