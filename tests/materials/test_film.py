"""Films on metal: the transfer matrix against other formulas, energy, and the colours that published tables give."""

from __future__ import annotations

import colorsys
from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest

from materials.anodised import dyed
from materials.black_oxide import oiled_magnetite
from materials.film import (
    WAVELENGTHS_NM,
    FilmRamp,
    colour_of,
    film_colours,
    metal_index,
    oxide_index,
    stack_reflectance,
    thick_film,
)
from materials.heat_tint import STAINLESS_STEEL, STEEL, TITANIUM, grown
from materials.optics import CONDUCTORS, F82_COSINE, fresnel_conductor, fresnel_f82, normal_reflectance
from materials.oxides import OXIDES
from materials.zinc_plate import blue, yellow

GREY = np.full(len(WAVELENGTHS_NM), 0.37)
RAMPS: dict[str, Callable[[], FilmRamp]] = {
    "iron": lambda: grown(STEEL),
    "chromium": lambda: grown(STAINLESS_STEEL),
    "titanium": lambda: grown(TITANIUM),
    "blue": blue,
    "yellow": yellow,
    "red dye": lambda: dyed("red"),
    "black dye": lambda: dyed("black"),
    "magnetite": oiled_magnetite,
}


def test_a_grey_spectrum_is_seen_grey():
    np.testing.assert_allclose(colour_of(GREY), 0.37, atol=1e-9)


@pytest.mark.parametrize("name", sorted(CONDUCTORS))
@pytest.mark.parametrize("cosine", [1.0, 0.5, F82_COSINE])
def test_without_a_film_a_stack_is_the_bare_metal(name, cosine):
    metal = CONDUCTORS[name]
    bare = colour_of(stack_reflectance([], metal_index(metal), cosine))
    # Three bands hold the steep edges of copper, gold and brass only roughly.
    close = 0.09 if name in ("copper", "gold", "brass") else 0.02
    np.testing.assert_allclose(bare, fresnel_conductor(metal, cosine), atol=close)


@pytest.mark.parametrize("thickness_nm", [10.0, 80.0, 333.0])
def test_one_film_agrees_with_airys_sum_of_reflections(thickness_nm):
    film, metal = oxide_index(OXIDES["chromium"]), metal_index(CONDUCTORS["stainless_steel"])
    first, second = (1 - film) / (1 + film), (film - metal) / (film + metal)
    there_and_back = np.exp(4j * np.pi * film * thickness_nm / WAVELENGTHS_NM)
    airy = np.abs((first + second * there_and_back) / (1 + first * second * there_and_back)) ** 2
    np.testing.assert_allclose(stack_reflectance([(film, thickness_nm)], metal), airy, rtol=1e-9)


@pytest.mark.parametrize("cosine", [1.0, 0.6, 0.1])
def test_a_film_cut_in_two_is_the_same_film(cosine):
    film, metal = oxide_index(OXIDES["iron"]), metal_index(CONDUCTORS["iron"])
    whole = stack_reflectance([(film, 70.0)], metal, cosine)
    np.testing.assert_allclose(stack_reflectance([(film, 30.0), (film, 40.0)], metal, cosine), whole, rtol=1e-9)


@pytest.mark.parametrize("oxide", sorted(OXIDES))
def test_no_film_returns_more_light_than_it_gets(oxide):
    film = oxide_index(OXIDES[oxide])
    for metal in CONDUCTORS.values():
        for cosine in (1.0, 0.5, 0.05):
            for thickness_nm in (5.0, 60.0, 400.0):
                found = stack_reflectance([(film, thickness_nm)], metal_index(metal), cosine)
                assert found.min() >= 0.0
                assert found.max() <= 1.0 + 1e-12


def hue_deg(thickness_nm: float) -> float:
    colour, _ = film_colours(OXIDES["titanium"], np.array([thickness_nm]), CONDUCTORS["titanium"])
    return 360.0 * colorsys.rgb_to_hsv(*(float(c) for c in colour[0]))[0]


# Velten et al., J. Biomed. Mater. Res. 59 (2002) 18: colours of TiO2 on titanium by thickness. Hues of linear colours.
@pytest.mark.parametrize(
    ("thickness_nm", "name", "low", "high"),
    [
        (17.0, "gold", 20, 50),
        (38.0, "purple", 260, 340),
        (46.0, "deep blue", 215, 250),
        (65.0, "light blue", 195, 220),
        (105.0, "yellow", 35, 75),
        (130.0, "orange", 0, 45),
        (152.0, "purple", 270, 330),
        (195.0, "green", 100, 190),
    ],
)
def test_titanium_oxide_has_the_published_colour(thickness_nm, name, low, high):
    assert low <= hue_deg(thickness_nm) <= high, name


def test_temper_colours_of_steel_come_in_their_order():
    """Straw, brown, purple, blue: red goes first, then green overtakes it."""
    thickness_nm = np.array([14.0, 24.0, 36.0, 46.0])
    straw, brown, purple, blue_steel = film_colours(OXIDES["iron"], thickness_nm, CONDUCTORS["iron"])[0]
    assert straw[0] > straw[1] > straw[2]
    assert brown[0] > 1.5 * brown[2]
    assert brown[0] < straw[0]
    assert min(purple[0], purple[2]) > purple[1]
    assert blue_steel[2] > 2 * blue_steel[0]
    assert blue_steel[2] > blue_steel[1]


@pytest.mark.parametrize("name", sorted(RAMPS))
def test_ramps_are_what_blender_takes_and_keep_energy(name):
    ramp = RAMPS[name]()
    places = [place for place, _ in ramp.stops]
    assert places[0] == 0.0
    assert all(a < b for a, b in pairwise(places))
    assert len(places) <= 32
    for _, colour in ramp.stops:
        for cosine in np.linspace(0.02, 1.0, 20):
            seen = fresnel_f82(np.array(colour), np.array(ramp.edge), float(cosine))
            assert seen.min() >= 0.0
            assert seen.max() <= 1.0


@pytest.mark.parametrize("name", sorted(CONDUCTORS))
def test_the_f82_curve_stays_by_the_exact_one(name):
    from materials.optics import measured_edge_tint

    metal = CONDUCTORS[name]
    for cosine in np.linspace(0.0, 1.0, 40):
        found = fresnel_f82(normal_reflectance(metal), np.array(measured_edge_tint(metal)), float(cosine))
        np.testing.assert_allclose(found, fresnel_conductor(metal, float(cosine)), atol=0.03)


def test_a_clear_film_of_nothing_but_its_face_keeps_what_metal_reflects():
    metal = np.array([0.9, 0.9, 0.9])
    normal, _ = thick_film(1.0 + 1e-9, (1.0, 1.0, 1.0), metal, metal)
    np.testing.assert_allclose(normal, metal, rtol=1e-6)
    dark, _ = thick_film(1.65, (1e-4, 1e-4, 1e-4), metal, metal)
    np.testing.assert_allclose(dark, ((1.65 - 1) / (1.65 + 1)) ** 2, rtol=1e-3)
