"""What clear things do to light, in Blender: Fresnel at a face, Snell through a prism, nothing lost in a thin sheet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import trimesh
from tiny_scenes import PLAIN, as_mesh, box, camera, pose, recipe, thing, tiny_catalogue

from generator.catalogue import load_catalogue
from generator.mesh import Mesh
from generator.plugins import Catalogue, Material
from generator.recipe import MaterialRecipe, Surroundings
from generator.shading import Graph, Socket, Surface
from materials.optics import fresnel_dielectric
from materials.skins import thin, wall

pytestmark = pytest.mark.blender
INDICES = {"glass": 1.523, "borosilicate": 1.473, "pc": 1.585}


def _emitting(strength: float) -> Any:
    def close(graph: Graph, surface: Surface) -> Socket:
        return graph.node("ShaderNodeEmission", {"Color": (1.0, 1.0, 1.0), "Strength": strength})

    return lambda params, graph: Surface(close, "mineral", 1.0)


def _plain(close: Any) -> Any:
    return lambda params, graph: Surface(close, "glass", 0.0, (1.0, 1.0, 1.0))


def _ramp(params: Mapping[str, Any], graph: Graph) -> Surface:
    """Light as strong as the place is far along x, plus one, in metres: a picture that says where a ray went."""

    def close(graph: Graph, surface: Surface) -> Socket:
        here = graph.output(graph.node("ShaderNodeNewGeometry"), "Position")
        split = graph.node("ShaderNodeSeparateXYZ", {0: here})
        strength = graph.node("ShaderNodeMath", {0: split, 1: 1.0}, operation="ADD")
        return graph.node("ShaderNodeEmission", {"Color": (1.0, 1.0, 1.0), "Strength": strength})

    return Surface(close, "mineral", 1.0)


@pytest.fixture(scope="module")
def studio() -> Any:
    from generator.blender.renderer import BlenderRenderer

    def named(name: str, build: Any) -> Material:
        return Material(name, "A test's.", lambda rng: {}, build, 1000.0, 0.5)

    ours = [named(f"wall_{k}", _plain(wall(n))) for k, n in INDICES.items()]
    ours += [named("thin", _plain(thin(1.523, 0.0))), named("lamp", _emitting(1.0)), named("ramp", _ramp)]
    tiny = tiny_catalogue()
    known: Catalogue = replace(tiny, materials={**tiny.materials, **{m.name: m for m in ours}})
    return BlenderRenderer(known, device="cpu", profile=replace(PLAIN, samples=256))


def seen(studio: Any, things: tuple[Any, ...], meshes: dict[str, Mesh], eye: tuple[float, float, float]) -> np.ndarray:
    scene = recipe(things, camera(eye), fill=Surroundings(None, 0.0, 0.0))
    view = next(iter(studio.render(scene, meshes)))
    total = sum(np.asarray(v, np.float64) for v in view.radiance.values())
    return np.asarray(total)[20:28, 28:36].mean(axis=(0, 1, 2))


@pytest.mark.parametrize("name", sorted(INDICES))
@pytest.mark.parametrize("angle_deg", [0.5, 45.0, 65.0])
def test_a_face_reflects_what_fresnel_says(studio: Any, name: str, angle_deg: float) -> None:
    """A thick block in the dark under a bright dome: all light seen comes off its upper face."""
    angle = np.radians(angle_deg)
    eye = (float(0.6 * np.sin(angle)), 0.0, float(0.6 * np.cos(angle)))
    block = thing("block", f"wall_{name}", at=(0.0, 0.0, -0.5))
    dome = trimesh.creation.icosphere(subdivisions=3, radius=3.0)
    dome.update_faces(dome.triangles_center[:, 2] > 0.02)
    dome.invert()
    floor = thing("floor", "black", at=(0.0, 0.0, -0.505))
    meshes = {"block": box(4.0, 4.0, 1.0), "dome": as_mesh(dome), "floor": box(3.9, 3.9, 0.98)}
    level = seen(studio, (block, thing("dome", "lamp"), floor), meshes, eye)
    assert level == pytest.approx(fresnel_dielectric(INDICES[name], float(np.cos(angle))), rel=0.02, abs=5e-4)


@pytest.mark.parametrize("name", sorted(INDICES))
def test_a_plate_displaces_what_is_behind_it_as_snell_says(studio: Any, name: str) -> None:
    """Seen at 45 degrees through a plate of 100 mm, the ramp behind is shifted by what refraction gives."""
    index, thick, angle = INDICES[name], 0.1, np.pi / 4
    eye = (-0.5, 0.0, 0.5)
    plate, screen = thing("plate", f"wall_{name}", at=(0, 0, -0.05)), thing("screen", "ramp", at=(0, 0, -0.3))
    meshes = {"plate": box(2.0, 2.0, thick), "screen": box(4.0, 4.0, 0.02)}
    through = seen(studio, (plate, screen), meshes, eye)
    once = fresnel_dielectric(index, float(np.cos(angle)))
    passed = (1.0 - once) / (1.0 + once)
    straight = 0.29 * np.tan(angle)
    inside = np.arcsin(np.sin(angle) / index)
    shift = thick * (np.tan(angle) - np.tan(inside))
    assert through / passed - 1.0 == pytest.approx(straight - shift, abs=0.02 * shift + 0.004)


def test_a_thin_sheet_lets_through_what_it_does_not_reflect_and_displaces_nothing(studio: Any) -> None:
    """One face stands for both: 2 R / (1 + R) is lost, and the ramp behind lies where it lay."""
    sheet, screen = thing("sheet", "thin"), thing("screen", "ramp", at=(0, 0, -0.3))
    flat = trimesh.Trimesh([[-1, -1, 0], [1, -1, 0], [1, 1, 0], [-1, 1, 0]], [[0, 1, 2], [0, 2, 3]], process=False)
    level = seen(studio, (sheet, screen), {"sheet": as_mesh(flat), "screen": box(4, 4, 0.02)}, (-0.5, 0.0, 0.5))
    once = fresnel_dielectric(1.523, float(np.cos(np.pi / 4)))
    assert level == pytest.approx((1.0 + 0.29) * (1.0 - 2.0 * once / (1.0 + once)), rel=0.01)


OPAQUE = sorted(
    name
    for name, material in load_catalogue().materials.items()
    if not material.transparent
    and name.startswith((
        "plastic_", "rubber_", "cable_", "painted_", "powder_", "hammertone_", "cardboard_", "oak_", "beech_",
        "plywood", "laminate_", "esd_", "concrete_", "epoxy_", "brick_", "checker_", "pallet_", "shipping_", "packing_",
        "hazard_", "hi_vis_", "glove_", "retro", "liquid_coolant",
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
