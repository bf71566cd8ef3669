from __future__ import annotations

import numpy as np
import pytest

from materials.optics import CONDUCTORS, fresnel_conductor, fresnel_dielectric, normal_reflectance

# Reflectance at normal incidence in linear Rec.709, integrated over the spectrum with CIE 1931 and D65.
F0 = {
    "aluminium": (0.907, 0.916, 0.922),
    "copper": (0.932, 0.623, 0.522),
    "brass": (0.910, 0.778, 0.423),
    "iron": (0.530, 0.513, 0.494),
    "titanium": (0.619, 0.579, 0.543),
    "chromium": (0.550, 0.556, 0.554),
    "nickel": (0.697, 0.640, 0.563),
    "gold": (1.0, 0.728, 0.365),
    "stainless_steel": (0.669, 0.639, 0.598),
    "zinc": (0.875, 0.869, 0.855),
}


@pytest.mark.parametrize("name", sorted(CONDUCTORS))
def test_index_gives_the_integrated_reflectance(name):
    np.testing.assert_allclose(normal_reflectance(CONDUCTORS[name]), F0[name], atol=0.0045 if name == "gold" else 0.003)


def test_metal_mirrors_everything_at_grazing_incidence():
    for metal in CONDUCTORS.values():
        np.testing.assert_allclose(fresnel_conductor(metal, 1e-4), 1.0, atol=0.01)


def test_metal_never_returns_more_than_it_gets():
    for metal in CONDUCTORS.values():
        assert all(np.all(fresnel_conductor(metal, c) <= 1.0 + 1e-9) for c in np.linspace(0, 1, 50))


def test_glass_at_normal_incidence_and_at_brewsters_angle():
    assert fresnel_dielectric(1.523) == pytest.approx(((1.523 - 1) / (1.523 + 1)) ** 2)
    brewster = np.cos(np.arctan(1.523))
    rs = (brewster - 1.523 * np.sqrt(1 - (1 - brewster**2) / 1.523**2)) / (
        brewster + 1.523 * np.sqrt(1 - (1 - brewster**2) / 1.523**2)
    )
    assert fresnel_dielectric(1.523, float(brewster)) == pytest.approx(0.5 * rs**2)  # no p-polarised part is left
