"""What clear things do to light, in Blender: Fresnel at a face, Snell through a prism, nothing lost in a thin sheet."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import trimesh
from tiny_scenes import PLAIN, as_mesh, box, camera, pose, recipe, thing, tiny_catalogue

from generator.catalogue import load_catalogue
from generator.mesh import Mesh
from generator.plugins import Catalogue, Material
from generator.recipe import Lamp, MaterialRecipe, Surroundings, Thing
from generator.shading import Surface
from materials.optics import fresnel_dielectric
from materials.skins import thin, wall

pytestmark = pytest.mark.blender
INDICES = {"glass": 1.523, "borosilicate": 1.473, "pc": 1.585}


def _plain(close: Any) -> Any:
    return lambda params, graph: Surface(close, "glass", 0.0, (1.0, 1.0, 1.0))


@pytest.fixture(scope="module")
def studio() -> Any:
    from generator.blender.renderer import BlenderRenderer

    def named(name: str, build: Any) -> Material:
        return Material(name, "A test's.", lambda rng: {}, build, 1000.0, 0.5)

    ours = [named(f"wall_{k}", _plain(wall(n))) for k, n in INDICES.items()]
    ours.append(named("thin", _plain(thin(1.523, 0.0))))
    tiny = tiny_catalogue()
    known: Catalogue = replace(tiny, materials={**tiny.materials, **{m.name: m for m in ours}})
    return BlenderRenderer(known, device="cpu", profile=replace(PLAIN, samples=128))


def seen(studio: Any, things: tuple[Thing, ...], meshes: dict[str, Mesh], eye: tuple[float, float, float]) -> float:
    """Radiance in the middle of a picture of things in a white world, at a tenth of a millimetre a pixel."""
    scene = recipe(things, camera(eye, focal_px=4000.0), fill=Surroundings(None, 0.0, 1.0))
    view = next(iter(studio.render(scene, meshes)))
    return float(np.asarray(view.radiance["world"], np.float64)[22:26, 30:34].mean())


def quad(half_m: float) -> Mesh:
    """A single layer of faces in the x-y plane."""
    corners = np.array([[-1, -1, 0], [1, -1, 0], [1, 1, 0], [-1, 1, 0]]) * half_m
    return as_mesh(trimesh.Trimesh(corners, [[0, 1, 2], [0, 2, 3]], process=False))


@pytest.mark.parametrize("name", sorted(INDICES))
@pytest.mark.parametrize("angle_deg", [1.0, 45.0, 65.0])
def test_a_face_reflects_what_fresnel_says(studio: Any, name: str, angle_deg: float) -> None:
    """A block with something black inside, in a white world: all light seen comes off its upper face."""
    angle = np.radians(angle_deg)
    eye = (float(0.6 * np.sin(angle)), 0.0, float(0.6 * np.cos(angle)))
    block, inside = thing("block", f"wall_{name}", at=(0.0, 0.0, -0.5)), thing("inside", "black", at=(0.0, 0.0, -0.505))
    level = seen(studio, (block, inside), {"block": box(4.0, 4.0, 1.0), "inside": box(3.9, 3.9, 0.98)}, eye)
    assert level == pytest.approx(fresnel_dielectric(INDICES[name], float(np.cos(angle))), rel=0.02)


def light_past_an_edge(studio: Any, front: Thing, meshes: dict[str, Mesh], edge_m: float) -> float:
    """Seen at 45 degrees through `front`: a black screen 290 mm down that ends at x = `edge_m`."""
    screen = thing("screen", "black", at=(edge_m - 1.0, 0.0, -0.30))
    return seen(studio, (front, screen), meshes | {"screen": box(2.0, 4.0, 0.02)}, (-0.5, 0.0, 0.5))


@pytest.mark.parametrize("name", sorted(INDICES))
def test_a_plate_displaces_what_is_behind_it_as_snell_says(studio: Any, name: str) -> None:
    """The edge of a screen is met where refraction says, within 2% of what a plate of 100 mm displaces."""
    thick = 0.1
    inside = np.arcsin(np.sin(np.pi / 4) / INDICES[name])
    met_m = 0.29 - thick + thick * float(np.tan(inside))
    tolerance_m = 0.02 * thick * (1.0 - float(np.tan(inside)))
    plate, meshes = thing("plate", f"wall_{name}", at=(0, 0, -0.5 * thick)), {"plate": box(2.0, 2.0, thick)}
    assert light_past_an_edge(studio, plate, meshes, met_m - tolerance_m - 0.0012) > 0.9
    assert light_past_an_edge(studio, plate, meshes, met_m + tolerance_m + 0.0012) < 0.3


def test_a_wall_keeps_from_the_floor_only_what_it_reflects(studio: Any) -> None:
    """A matte floor under a plate, lit by a small lamp straight above: a face lets by 1 - F, and F is 0.043."""
    above = pose(0.0, 0.0, 2.0)
    lamp = Lamp("lamp", "disc", (0.02, 0.04), above, 10.0, 5000.0, "lamps")
    floor, meshes = thing("floor", "grey", at=(0.0, 0.0, -0.51)), {"floor": box(4.0, 4.0, 1.0)}
    plate = thing("plate", "wall_glass", at=(0.0, 0.0, 0.4))
    eye = (0.9, 0.0, 0.3)

    def lit(things: tuple[Thing, ...]) -> float:
        scene = recipe(things, camera(eye, focal_px=400.0), lamps=(lamp,))
        known = meshes if len(things) == 1 else meshes | {"plate": box(0.4, 0.4, 0.01)}
        return float(np.asarray(next(iter(studio.render(scene, known))).radiance["lamps"], np.float64)[20:28].mean())

    assert lit((floor, plate)) / lit((floor,)) == pytest.approx((1.0 - fresnel_dielectric(1.523)) ** 2, abs=0.02)


def test_a_thin_sheet_displaces_nothing_and_mirrors_at_both_faces(studio: Any) -> None:
    sheet, meshes = thing("sheet", "thin"), {"sheet": quad(1.0)}
    assert light_past_an_edge(studio, sheet, meshes, 0.29 - 0.0015) > 0.9
    blocked = light_past_an_edge(studio, sheet, meshes, 0.29 + 0.0015)
    once = fresnel_dielectric(1.523, float(np.cos(np.pi / 4)))
    assert blocked == pytest.approx(2.0 * once / (1.0 + once), rel=0.02)


OPAQUE = sorted(
    name
    for name, material in load_catalogue().materials.items()
    if not material.transparent
    and name.startswith((
        "plastic_", "rubber_", "cable_", "painted_", "powder_", "hammertone_", "cardboard_", "oak_", "beech_",
        "plywood", "laminate_", "esd_", "concrete_", "epoxy_", "brick_", "checker_", "pallet_", "shipping_", "packing_",
        "hazard_", "hi_vis_", "glove_", "retro", "liquid_coolant", "carton_", "rough_", "spilt_",
    ))
)  # fmt: skip


@pytest.fixture(scope="module")
def furnace() -> Any:
    from generator.blender.renderer import BlenderRenderer

    return BlenderRenderer(load_catalogue(), device="cpu", profile=replace(PLAIN, samples=24))


def test_no_opaque_material_gives_back_more_light_than_it_gets(furnace: Any) -> None:
    """All of them as tiles in one white furnace, from straight above and from a slant."""
    assert len(OPAQUE) > 40
    columns = 8
    materials = load_catalogue().materials
    things, meshes = [], {}
    for index, name in enumerate(OPAQUE):
        at = pose((index % columns - 3.5) * 0.06, (index // columns - 2.5) * 0.06, 0.0)
        drawn = MaterialRecipe(name, materials[name].sample(np.random.default_rng(index)))
        things.append(replace(thing(name, "grey"), world_from_object=at, materials=(drawn,), instance=index + 1))
        meshes[name] = box(0.056, 0.056, 0.004)
    for eye in ((0.0, -0.02, 0.62), (0.0, -0.55, 0.3)):
        scene = recipe(tuple(things), camera(eye), fill=Surroundings(None, 0.0, 1.0))
        view = next(iter(furnace.render(scene, meshes)))
        light = view.radiance["world"]
        for index, name in enumerate(OPAQUE):
            mine = light[view.ids == index + 1]
            if len(mine) >= 8:
                assert mine.mean() > 0.005, name
                assert mine.mean(axis=0).max() <= 1.01, name
