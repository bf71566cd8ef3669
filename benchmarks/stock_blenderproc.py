"""Glint against stock BlenderProc calls on the same scenes: CPU seconds for a labelled picture of the same error.

    python benchmarks/stock_blenderproc.py [SPEC] [--scenes 2] [--width 640] [--reference-samples 256]

Both get the composed scene (meshes, materials with their wear, lamps) and give pictures with COCO labels. Stock is
what BlenderProc's examples do: `set_max_amount_of_samples`, its noise threshold of 0.01, its Intel denoiser, its
`render_segmap` and `write_coco_annotations`, a new session for each scene and no persistent data. Its bounces are
raised to Glint's, since its own turn glass black. The reference is stock's picture with many samples, so what Glint
simplifies counts as Glint's error. Stock runs with more and more samples, and its cost is read off at Glint's error.
"""

from __future__ import annotations

import argparse
import itertools
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image
from profiles import shown

from generator.blender.renderer import BlenderRenderer
from generator.blender.session import start
from generator.catalogue import load_catalogue
from generator.compose import categories, compose_scene, make_stock
from generator.labels.cast import SceneCaster
from generator.labels.coco import label_view
from generator.mesh import Mesh
from generator.pipeline import image_bytes
from generator.plan import plan_scenes
from generator.recipe import SceneRecipe
from generator.sensor.develop import develop
from generator.spec import find_spec, load_spec

LADDER = (4, 8, 16, 32, 64)
ONE_LIGHT = {"light.level_ev": 0.0, "light.contrast": 1.0, "light.temperature_k": 4500.0}  # stock has one for all views


@dataclass(frozen=True, slots=True)
class Made:
    """What one way of making the pictures of a scene gave."""

    radiance: list[np.ndarray]  # (h, w, 3) of each view, under the lamps as built
    cpu_s: float  # for each labelled picture


def with_glint(recipe: SceneRecipe, meshes: Mapping[str, Mesh], names: Mapping[str, int]) -> Made:
    """Everything that `glint generate` does with a composed scene but for writing the files."""
    catalogue = load_catalogue()
    renderer = BlenderRenderer(catalogue, device="cpu")
    renderer.start()
    see_through = {m.name for m in catalogue.materials.values() if m.transparent}
    begin = time.process_time()
    radiance, pictures = [], 0
    caster = SceneCaster(recipe.things, meshes, see_through)
    for view, render in zip(recipe.views, renderer.render(recipe, meshes), strict=True):
        labels = label_view(recipe, view, caster.cast(view.camera), render, meshes, names, "rle")
        for index, capture in enumerate(view.captures):
            picture = develop(view, capture, render)
            labels.capture(index, picture.saturated)
            image_bytes(Image.fromarray(picture.image))
            pictures += 1
        radiance.append(sum(render.radiance.values()))
    return Made(radiance, (time.process_time() - begin) / pictures)


def with_stock(recipe: SceneRecipe, meshes: Mapping[str, Mesh], names: Mapping[str, int], samples: int) -> Made:
    """The same scene by BlenderProc's own calls."""
    session = start("cpu")
    begin = time.process_time()
    session.reset()
    import blenderproc as bproc
    import bpy
    import OpenEXR

    from generator.blender import settings
    from generator.blender.appearance import worn_graph
    from generator.blender.geometry import blender_mesh
    from generator.blender.lamps import add_lamp
    from generator.blender.lens import aim_camera, blender_pose
    from generator.blender.nodes import build_material
    from generator.blender.world import set_world

    catalogue = load_catalogue()
    for thing in recipe.things:
        materials = tuple(build_material(m.name, worn_graph(m, thing.wear, catalogue)) for m in thing.materials)
        made = bproc.object.create_from_blender_mesh(blender_mesh(meshes[thing.name], materials), thing.name)
        made.set_local2world_mat(np.array(thing.world_from_object))
        made.set_cp("category_id", names.get(thing.category or "", 0))
    for lamp in recipe.lamps:
        add_lamp(lamp, lamp.group)
    for thing in bproc.object.get_all_mesh_objects():
        if not thing.has_cp("category_id"):
            thing.set_cp("category_id", 0)
    set_world(recipe.surroundings, recipe.surroundings.group)
    bproc.renderer.set_light_bounces(**settings.BOUNCES)
    bproc.renderer.set_max_amount_of_samples(samples)
    bproc.renderer.set_denoiser("INTEL")
    bproc.renderer.set_output_format("OPEN_EXR", 32, view_transform="Raw")
    bpy.context.scene.frame_start = 0  # as `bproc.init` has it
    radiance = []
    with tempfile.TemporaryDirectory() as folder:
        for view in recipe.views:  # one after the other, since each has a lens of its own
            bpy.context.scene.frame_end = 0
            aim_camera(view.camera)
            bproc.camera.add_camera_pose(blender_pose(view.camera))
            bproc.renderer.render(output_dir=folder, return_data=False)
            with OpenEXR.File(str(Path(folder) / "rgb_0000.exr")) as file:
                channels = file.channels()
                radiance.append(channels["RGB" if "RGB" in channels else "RGBA"].pixels[..., :3].astype(np.float32))
            found = bproc.renderer.render_segmap(output_dir=folder, map_by=["instance", "class", "name"])
            bproc.writer.write_coco_annotations(
                folder,
                instance_segmaps=found["instance_segmaps"],
                instance_attribute_maps=found["instance_attribute_maps"],
                colors=[(shown(radiance[-1], 1.0) * 255).astype(np.uint8)],
            )
    return Made(radiance, (time.process_time() - begin) / len(recipe.views))


def decibels(made: Made, reference: Made) -> float:
    """PSNR of the exposed, tone-mapped pictures, over all views."""
    errors = []
    for picture, truth in zip(made.radiance, reference.radiance, strict=True):
        exposure = 0.18 / float(np.exp(np.log(truth.mean(axis=2) + 1e-4).mean()))
        errors.append(float(((shown(picture, exposure) - shown(truth, exposure)) ** 2).mean()))
    return -10 * float(np.log10(np.mean(errors)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("spec", nargs="?", default="demo")
    parser.add_argument("--scenes", type=int, default=2)
    parser.add_argument("--width", type=int, default=640)
    parser.add_argument("--captures", type=int, default=1, help="pictures of each view under other light")
    parser.add_argument("--reference-samples", type=int, default=256)
    options = parser.parse_args()
    catalogue = load_catalogue()
    size = (options.width, options.width * 3 // 4)
    spec = load_spec(find_spec(options.spec), catalogue)
    changed = {"resolution": size, "layers": (), "captures_per_view": options.captures}
    if options.captures == 1:
        changed["factors"] = {**spec.factors, **ONE_LIGHT}
    spec = spec.model_copy(update=changed)
    names = {name: i for i, name in enumerate(categories(spec, {}), start=1)}
    stock = make_stock(spec, {}, held_out=False)
    for plan in itertools.islice(plan_scenes(spec, catalogue), options.scenes):
        recipe, meshes = compose_scene(plan, stock)
        reference = with_stock(recipe, meshes, names, options.reference_samples)
        print(f"scene {plan.scene} ({plan.family}), {len(recipe.views)} views of {size[0]}x{size[1]}", flush=True)
        made = with_glint(recipe, meshes, names)
        wanted = decibels(made, reference)
        print(f"  glint, {recipe.profile:9}      {wanted:5.1f} dB  {made.cpu_s:7.1f} CPU s a picture", flush=True)
        errors, costs = [], []
        for samples in LADDER:
            made_by_stock = with_stock(recipe, meshes, names, samples)
            errors.append(decibels(made_by_stock, reference))
            costs.append(made_by_stock.cpu_s)
            print(
                f"  stock, {samples:3} samples     {errors[-1]:5.1f} dB  {costs[-1]:7.1f} CPU s a picture", flush=True
            )
            if errors[-1] >= wanted:
                break
        if errors[-1] < wanted:
            print(f"  stock does not reach it with {LADDER[-1]} samples: more than {costs[-1] / made.cpu_s:.1f} x")
            continue
        at_equal = float(np.exp(np.interp(wanted, np.maximum.accumulate(errors), np.log(costs))))
        print(f"  at equal error stock takes {at_equal:.1f} CPU s: {at_equal / made.cpu_s:.1f} x", flush=True)


if __name__ == "__main__":
    main()
