"""What materials and wear do to light, in Blender: energy, Fresnel, and layers that lie where the wear lies."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tiny_scenes import PLAIN, box, camera, recipe, sphere, thing

from generator.catalogue import load_catalogue
from generator.recipe import MaterialRecipe, Surroundings, Thing, WearRecipe
from generator.render import ViewRender
from materials.optics import CONDUCTORS, normal_reflectance

pytestmark = pytest.mark.blender
CATALOGUE = load_catalogue()
FURNACE = Surroundings(None, 0.0, 1.0)
ABOVE = (0.0, -0.6, 0.5)
ONE_OF_EACH_KIND = (
    "aluminium_brushed",
    "steel_turned",
    "zinc_cast",
    "gold_milled",
    "chromium_polished",
    "titanium_sandblasted",
    "glass_clear",
    "plastic_clear",
    "plastic_white",
    "rubber_black",
    "painted_steel_red",
    "powder_coat_grey",
    "cardboard_brown",
    "oak_worn",
    "laminate_white",
    "concrete_floor",
    "epoxy_grey",
    "painted_wall_white",
    "brick_wall",
)
CLEAN = {"place": {"shift": [0, 0, 0], "flip": [1, 1, 1]}, "scale": 1.0, "hairlines": 0.0, "film": 0.0}
CLEAN |= {"veil": 0.0, "veil_colour": [0.1, 0.1, 0.1], "grime": 0.0}


@pytest.fixture(scope="module")
def studio() -> Any:
    from generator.blender.renderer import BlenderRenderer

    return BlenderRenderer(CATALOGUE, device="cpu", profile=replace(PLAIN, samples=32))


def drawn(name: str, **changes: Any) -> MaterialRecipe:
    return MaterialRecipe(name, CATALOGUE.materials[name].sample(np.random.default_rng(2)) | changes)


def worn(severities: dict[str, float]) -> tuple[WearRecipe, ...]:
    return tuple(
        WearRecipe(kind, s, CATALOGUE.wear[kind].sample(np.random.default_rng(1), s)) for kind, s in severities.items()
    )


def ball(material: MaterialRecipe, **severities: float) -> Thing:
    return replace(thing("ball"), materials=(material,), wear=worn(severities), instance=1, category="ball")


def view_of(studio: Any, one: Thing, eye: tuple[float, float, float] = ABOVE) -> ViewRender:
    mesh = {"ball": sphere(0.1), "slab": box(0.5, 0.5, 0.02), "block": box(0.2, 0.14, 0.1)}
    scene = recipe((one,), camera(eye), fill=FURNACE, layers=("wear",))
    return next(iter(studio.render(scene, mesh)))


@pytest.mark.parametrize("name", ONE_OF_EACH_KIND)
def test_furnace_gives_back_no_more_light_than_there_is(studio, name):
    view = view_of(studio, ball(drawn(name), scratches=0.5, dust=0.3))
    inside = view.radiance["world"][view.ids == 1]
    assert 0.01 < inside.mean() <= 1.0
    assert inside.mean(axis=0).max() <= 1.02


@pytest.mark.parametrize("name", ["steel_polished", "painted_steel_red", "plastic_white", "glass_clear"])
def test_furnace_gives_back_no_more_light_from_what_has_every_wear(studio, name):
    view = view_of(studio, ball(drawn(name), **dict.fromkeys(CATALOGUE.wear, 0.6)))
    inside = view.radiance["world"][view.ids == 1]
    assert 0.01 < inside.mean() <= 1.0
    assert inside.mean(axis=0).max() <= 1.02


@pytest.mark.parametrize("name", sorted(CONDUCTORS))
def test_clean_polished_metal_has_its_f0(studio, name):
    metal = {"iron": "steel"}.get(name, name)
    spotless: dict[str, Any] = {"relief_m": 0.0, "stain": 0.0, "roughness": 0.02, "roughness_spread": 0.0}
    clean = drawn(f"{metal}_polished", **spotless, shade=[1.0, 1.0, 1.0], marks=CLEAN)
    view = view_of(studio, ball(clean))
    centre = view.radiance["world"][23:25, 31:33].mean(axis=(0, 1))
    np.testing.assert_allclose(centre, normal_reflectance(CONDUCTORS[name]), rtol=0.02)


def test_clear_glass_lets_through_what_it_does_not_reflect(studio):
    view = view_of(studio, ball(drawn("glass_clear", wall=[1.0, 1.0, 1.0], roughness=0.0, marks=CLEAN)))
    assert view.radiance["world"][view.ids == 1].mean() == pytest.approx(1.0, abs=0.02)


def test_dust_lies_on_top_only(studio):
    steel = drawn("steel_brushed")
    above = view_of(studio, ball(steel, dust=0.8), (0.0, -0.1, 0.7))
    below = view_of(studio, ball(steel, dust=0.8), (0.0, -0.1, -0.7))
    top, bottom = (v.layers["wear_dust"][v.ids == 1].mean() for v in (above, below))
    assert top > 0.4
    assert bottom == pytest.approx(0.0, abs=1e-3)


@pytest.mark.parametrize("kind", sorted(CATALOGUE.wear))
def test_layer_grows_with_severity_and_lies_on_the_thing(studio, kind):
    shares = []
    for severity in (0.2, 0.5, 0.9):
        one = ball(drawn("steel_brushed" if kind == "rust" else "painted_steel_blue"), **{kind: severity})
        if kind == "edge_wear":  # a ball has no edges
            one = replace(one, name="block", mesh=thing("block").mesh)
        view = view_of(studio, one, (0.0, -0.1, 0.7))
        layer = view.layers[f"wear_{kind}"]
        shares.append(float(layer[view.ids == 1].mean()))
        assert layer.min() >= 0.0
        assert layer.max() <= 1.0
        assert layer[view.ids == 0].max(initial=0.0) < 0.99
    assert shares[0] < shares[1] < shares[2]


def test_dust_hides_what_is_under_it(studio):
    red = drawn("painted_steel_red")
    clean = view_of(studio, ball(red), (0.0, -0.1, 0.7))
    dusty = view_of(studio, ball(red, dust=1.0), (0.0, -0.1, 0.7))
    middle = np.s_[20:28, 28:36]

    def redness(view: ViewRender) -> float:
        r, g, b = view.radiance["world"][middle].mean(axis=(0, 1))
        return float(r / (0.5 * (g + b)))

    assert redness(dusty) < 1.6 < redness(clean)
