"""Labels: do they agree with Cycles' own ids, and what do they cost?

    python benchmarks/labels.py                a made-up crowd: 40 metal parts and 4 vials, 640 x 480, straight and bent
    python benchmarks/labels.py --spec demo    the scenes of a spec, composed and settled as `glint generate` does it

Renders one sample for each pixel, since ids need no more. Through a bent
lens a label's ray meets the renderer's straight picture between pixels, where the nearest one may lie across an
outline, so rays through random pixels are held against Blender's own ray cast besides. Docs: docs/labels.md.
"""

from __future__ import annotations

import argparse
import dataclasses
import time
from collections.abc import Iterator, Mapping

import numpy as np
import trimesh

from generator.blender.renderer import BlenderRenderer
from generator.camera import Camera, look_at
from generator.catalogue import load_catalogue
from generator.labels.bvh import BvhCache
from generator.labels.cast import SceneCaster
from generator.labels.coco import label_view
from generator.mesh import Mesh
from generator.profiles import Profile
from generator.recipe import (
    RECIPE_VERSION,
    Capture,
    Lamp,
    MaterialRecipe,
    MeshRef,
    SceneRecipe,
    Surroundings,
    Thing,
    View,
)

ONE_SAMPLE = Profile("ids", 1, 0.0, "FAST", "FAST", denoise=False)
LENSES = {"straight": (0.0,) * 5, "bent": (-0.25, 0.08, 0.001, -0.001, 0.0)}
SIZE_PX = (640, 480)


def crowd() -> tuple[SceneRecipe, dict[str, Mesh]]:
    """44 things in any pose over a bench. They may run into one another: rays and pixels do not mind."""
    rng = np.random.default_rng(7)
    shapes = {
        "washer": _mesh(trimesh.creation.annulus(0.008, 0.016, 0.003, sections=96)),
        "pin": _mesh(trimesh.creation.cylinder(0.005, 0.06, sections=96)),
        "ball": _mesh(trimesh.creation.icosphere(5, 0.012)),
        "wire": _mesh(trimesh.creation.cylinder(0.0008, 0.08, sections=24)),
        "vial": _mesh(trimesh.creation.annulus(0.011, 0.012, 0.06, sections=96)),
    }
    meshes = {"bench": _mesh(trimesh.creation.box((0.8, 0.8, 0.02)))}
    things = [_thing("bench", "bench", _pose(np.eye(3), (0, 0, -0.01)), 0, "steel_cast")]
    for number in range(1, 45):
        kind = "vial" if number > 40 else ("washer", "pin", "ball", "wire")[number % 4]
        name = f"{kind}_{number:02d}"
        turn = np.asarray(trimesh.transformations.random_rotation_matrix(rng.random(3)))[:3, :3]
        place = (*rng.uniform((-0.13, -0.09), (0.13, 0.09)), rng.uniform(0.01, 0.05))
        meshes[name] = shapes[kind]
        material = "glass_clear" if kind == "vial" else "steel_brushed"
        things.append(_thing(name, kind, _pose(turn, place), number, material))
    views = tuple(_view(index, lens) for index, lens in enumerate(LENSES.values()))
    lamp = Lamp("key", "panel", (0.4, 0.4), _pose(np.eye(3), (0, 0, 1.2)), 30.0, 5000.0, "key")
    return (
        SceneRecipe(
            RECIPE_VERSION, "crowd", 7, 0, "train", "crowd", "draft", (), {}, tuple(things), (lamp,),
            Surroundings(None, 0.0, 1.0), views,
        ),
        meshes,
    )  # fmt: skip


def composed(spec_name: str, scenes: int) -> Iterator[tuple[SceneRecipe, Mapping[str, Mesh]]]:
    """The first scenes of a spec, as `glint generate` composes them."""
    from generator.compose import compose_scene, make_stock
    from generator.own_parts import read_own_parts
    from generator.plan import plan_scenes
    from generator.spec import find_spec, load_spec

    path = find_spec(spec_name)
    own = read_own_parts(load_spec(path, load_catalogue()), path.parent)
    for plan, _ in zip(plan_scenes(own.spec, load_catalogue()), range(scenes), strict=False):
        yield compose_scene(plan, make_stock(own.spec, own.meshes, held_out=plan.held_out))


def blender_rays(view: View, rays: int) -> tuple[np.ndarray, np.ndarray]:
    """Pixels (N, 2) as row and column, and the instance number (N,) that Blender's own ray cast finds at their centres.

    On the scene as it was built for rendering, through the bent lens: another program, other copies of all meshes.
    """
    import bpy

    height, width = view.camera.height_px, view.camera.width_px
    picked = np.random.default_rng(view.index).integers((height, width), size=(rays, 2))
    origin, directions = view.camera.pixel_rays()
    scene, graph = bpy.context.scene, bpy.context.evaluated_depsgraph_get()
    found = np.zeros(rays, np.int32)
    for number, (row, column) in enumerate(picked):
        hit, _, _, _, thing, _ = scene.ray_cast(graph, origin.tolist(), directions[row, column].tolist())
        found[number] = thing.pass_index if hit else 0
    return picked, found


def measure(
    recipe: SceneRecipe, meshes: Mapping[str, Mesh], renderer: BlenderRenderer, trees: BvhCache, rays: int
) -> None:
    """One line for each view."""
    see_through = {m.name for m in load_catalogue().materials.values() if m.transparent}
    ids = {name: n for n, name in enumerate(sorted({str(t.category) for t in recipe.labelled}), start=1)}
    start = time.process_time()
    caster = SceneCaster(recipe.things, meshes, see_through, trees)
    built = time.process_time() - start
    for view, render in zip(recipe.views, renderer.render(recipe, meshes), strict=True):
        start = time.process_time()
        cast = caster.cast(view.camera)
        shot = time.process_time()
        labels = label_view(recipe, view, cast, render, meshes, ids)
        _, annotations = labels.capture(0)
        end = time.process_time()
        found = labels.agreement
        picked, numbers = blender_rays(view, rays)
        same = float((cast.front[picked[:, 0], picked[:, 1]] == numbers).mean())
        agree = f"{same:.3%} of rays, {found.exact:.4%} of pixels looked up, {found.inner:.4%} of these off outlines"
        spent = f"trees {built:.2f}, rays {shot - start:.2f}, records {end - shot:.2f}"
        things = f"{len(annotations):3} of {len(recipe.labelled)} things"
        print(f"{recipe.family:10} view {view.index}  {things}  agree: {agree}  CPU s: {spent}", flush=True)


def _mesh(shape: trimesh.Trimesh) -> Mesh:
    faces = np.asarray(shape.faces, np.int32)
    return Mesh(
        vertices_m=np.asarray(shape.vertices, np.float32),
        faces=faces,
        corner_normals=np.repeat(np.asarray(shape.face_normals, np.float32)[:, None], 3, axis=1),
        face_slots=np.zeros(len(faces), np.uint8),
        slots=("body",),
        hulls=(),
        cavity=np.zeros(len(shape.vertices), np.float32),
        axis=np.array([0, 0, 1], np.float32),
        volume_m3=float(shape.volume),
    )


def _thing(name: str, kind: str, pose: tuple[tuple[float, ...], ...], instance: int, material: str) -> Thing:
    drawn = MaterialRecipe(material, load_catalogue().materials[material].sample(np.random.default_rng(1)))
    return Thing(
        name, MeshRef("part", kind, {}), pose, (drawn,), (), kind if instance else None, kind if instance else None,
        instance, transparent=material == "glass_clear",
    )  # fmt: skip


def _view(index: int, lens: tuple[float, ...]) -> View:
    camera = Camera(
        *SIZE_PX, 700.0, (322.0, 236.0), lens,  # type: ignore[arg-type]
        tuple(map(tuple, look_at(np.array([0.02, -0.18, 0.3]), np.array([0, 0, 0.01])).tolist())), 8.0, 7.3, 4.0, 0.33,
    )  # fmt: skip
    capture = Capture(index + 1, f"{index + 1:06d}.png", {}, {}, index)
    return View(index, camera, (capture,), sample_seed=index)


def _pose(turn: np.ndarray, place_m: tuple[float, ...]) -> tuple[tuple[float, ...], ...]:
    pose = np.eye(4)
    pose[:3, :3], pose[:3, 3] = turn, place_m
    return tuple(map(tuple, pose.tolist()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--spec", help="a bundled spec or a YAML file, instead of the made-up crowd")
    parser.add_argument("--scenes", type=int, default=4, help="how many scenes of the spec")
    parser.add_argument("--rays", type=int, default=30000, help="of each view, for Blender's own ray cast")
    arguments = parser.parse_args()
    renderer = BlenderRenderer(load_catalogue(), device="cpu", profile=ONE_SAMPLE)
    trees = BvhCache()
    made = composed(arguments.spec, arguments.scenes) if arguments.spec else iter([crowd()])
    for recipe, meshes in made:
        measure(dataclasses.replace(recipe, layers=()), meshes, renderer, trees, arguments.rays)


if __name__ == "__main__":
    main()
