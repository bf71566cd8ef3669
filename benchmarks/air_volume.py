"""Haze and steam composited behind depth, against the same as Cycles volumes: CPU seconds on one small workbench.

    python benchmarks/air_volume.py [SEED]

The volumes are a box around the scene (even, or with three octaves of noise), at the samples of `standard`.
"""

from __future__ import annotations

import dataclasses
import sys
import time

import numpy as np

from generator.blender.renderer import BlenderRenderer
from generator.catalogue import load_catalogue
from generator.compose import compose_scene, make_stock
from generator.labels.cast import SceneCaster
from generator.mesh import Mesh
from generator.plan import plan_scenes
from generator.recipe import SceneRecipe
from generator.render import ViewRender
from generator.sensor.develop import develop
from generator.spec import DatasetSpec

SIZE = (160, 120)


def small_bench(seed: int) -> tuple[SceneRecipe, dict[str, Mesh]]:
    factors = {"scene.part_count": 6, "scene.glass_share": 0, "scene.distractors": 0, "light.room": "task"}
    spec = DatasetSpec(
        name="air", seed=seed, images={"train": 1}, resolution=SIZE, scenes={"workbench": 1.0}, factors=factors
    )
    plan = next(iter(plan_scenes(spec, load_catalogue())))
    return compose_scene(plan, make_stock(spec, {}, held_out=False))


def add_volume(kind: str, size_m: float) -> None:
    """A box of scattering air in the scene that is loaded."""
    import bpy

    bpy.ops.mesh.primitive_cube_add(size=size_m)
    box = bpy.context.object
    material = bpy.data.materials.new("air")
    material.use_nodes = True
    tree = material.node_tree
    tree.nodes.clear()
    scatter = tree.nodes.new("ShaderNodeVolumeScatter")
    scatter.inputs["Density"].default_value = 0.5
    scatter.inputs["Anisotropy"].default_value = 0.6
    output = tree.nodes.new("ShaderNodeOutputMaterial")
    tree.links.new(scatter.outputs[0], output.inputs["Volume"])
    if kind == "clouds":
        noise = tree.nodes.new("ShaderNodeTexNoise")
        noise.inputs["Scale"].default_value = 5.0
        noise.inputs["Detail"].default_value = 3.0
        tree.links.new(noise.outputs[0], scatter.inputs["Density"])
    box.data.materials.append(material)


def traced(recipe: SceneRecipe, meshes: dict[str, Mesh], kind: str) -> tuple[ViewRender, float]:
    from generator.blender import tracing

    build = tracing.build_scene

    def build_with_air(*given: object) -> None:
        build(*given)
        if kind != "clear":
            add_volume(kind, 6.0)

    tracing.build_scene = build_with_air
    try:
        renderer = BlenderRenderer(load_catalogue(), device="cpu", threads=1)
        render = next(iter(renderer.render(recipe, meshes)))
    finally:
        tracing.build_scene = build
    return render, renderer.watch.cpu_s["trace"]


def main() -> None:
    recipe, meshes = small_bench(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
    BlenderRenderer(load_catalogue(), device="cpu", threads=1).start()
    view = recipe.views[0]
    depth = SceneCaster(recipe.things, meshes).cast(view.camera).depth_m
    clear, base = traced(recipe, meshes, "clear")
    print(f"{SIZE[0]} x {SIZE[1]}, {recipe.profile}: clear air {base:.2f} CPU s")
    for kind in ("even", "clouds"):
        render, spent = traced(recipe, meshes, kind)
        change = sum(np.abs(render.radiance[g] - clear.radiance[g]).mean() for g in clear.radiance)
        print(f"Cycles volume, {kind:8} {spent:.2f} CPU s, {spent / base:.2f} x clear (mean change {change:.3f})")
    capture = view.captures[0]
    for factor in ("air.haze", "air.steam", "air.dust"):
        calm = {name: value for name, value in capture.factors.items() if not name.startswith("air.")}
        times = []
        for factors in (calm, calm | {factor: 0.4}):
            start = time.process_time()
            for _ in range(3):
                develop(view, dataclasses.replace(capture, factors=factors), clear, recipe.lamps, depth)
            times.append((time.process_time() - start) / 3)
        print(f"composited, {factor:10} {times[1] - times[0]:.3f} CPU s")


if __name__ == "__main__":
    main()
