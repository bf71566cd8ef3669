"""docs/images/camera.jpg: one workbench through each fault of air, lens and sensor, and through each kind of camera.

    python benchmarks/camera_sheet.py [OUT.jpg]

The light is traced once; every tile is another capture of it. The lamp is before the camera, so that flare shows.
"""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from generator.blender.renderer import BlenderRenderer
from generator.catalogue import load_catalogue
from generator.compose import compose_scene, make_stock
from generator.factors import parse_distribution
from generator.labels.cast import SceneCaster
from generator.plan import plan_scenes
from generator.recipe import SceneRecipe
from generator.render import ViewRender
from generator.sensor.develop import develop
from generator.spec import DatasetSpec

SIZE = (320, 240)
COLUMNS = 6
OUT = Path(__file__).parents[1] / "docs" / "images" / "camera.jpg"
SCENE = {
    "light.room": "task",
    "light.key_azimuth_deg": 0,
    "light.key_elevation_deg": 22,
    "light.contrast": 1.0,
    "light.level_ev": 0,
    "camera.azimuth_deg": 172,
    "camera.elevation_deg": 14,
    "camera.focal_mm": 6,
    "camera.framing": 0.8,
    "camera.roll_deg": 0,
    "camera.f_number": 11,
    "camera.distortion_k1": -0.05,
    "scene.part_count": 9,
    "scene.distractors": 1,
    "scene.glass_share": 0.3,
}
PLAIN = {
    "sensor.unit": 3,
    "sensor.mosaic": "bayer",
    "sensor.full_well_e": 20000.0,
    "sensor.read_noise_e": 3.0,
    "lens.blur_px": 0.5,
    "lens.bloom": 0.006,
    "sensor.contrast": 1.2,
    "sensor.sharpness": 0.3,
    "sensor.auto_exposure": 1.0,
}
FAULTS: dict[str, dict[str, float]] = {
    "nothing wrong": {},
    "air.haze 0.4": {"air.haze": 0.4},
    "air.steam 0.7": {"air.steam": 0.7},
    "air.dust 0.5": {"air.dust": 0.5},
    "air.sparks 250": {"air.sparks": 250, "sensor.shutter_ms": 8.0},
    "lens.window_dirt 0.08": {"lens.window_dirt": 0.08},
    "lens.window_scratches 0.04": {"lens.window_scratches": 0.04},
    "lens.window_drops 0.12": {"lens.window_drops": 0.12},
    "lens.condensation 0.4": {"lens.condensation": 0.4},
    "lens.blades 7": {"lens.blades": 7},
    "lens.ghosts 0.015": {"lens.ghosts": 0.015, "lens.blades": 6},
    "lens.veiling_glare 0.08": {"lens.veiling_glare": 0.08},
    "lens.bloom 0.1": {"lens.bloom": 0.1},
    "lens.lateral_ca_px 2.5": {"lens.lateral_ca_px": 2.5},
    "camera.shake_px 6": {"camera.shake_px": 6.0},
    "light.flicker 0.8": {"light.flicker": 0.8, "sensor.readout_ms": 30.0, "sensor.shutter_ms": 3.0},
    "sensor.column_e 15, hot 0.001": {"sensor.column_e": 15.0, "sensor.dsnu_e": 15.0, "sensor.hot_pixels": 0.001},
    "sensor.full_well_e 1500": {"sensor.full_well_e": 1500.0, "sensor.read_noise_e": 8.0},
    "the same, sensor.denoise 1": {"sensor.full_well_e": 1500.0, "sensor.read_noise_e": 8.0, "sensor.denoise": 1.0},
    "sensor.local_tone 1": {"sensor.local_tone": 1.0},
}


def traced() -> tuple[SceneRecipe, ViewRender, np.ndarray]:
    catalogue = load_catalogue()
    spec = DatasetSpec(
        name="camera", seed=8, images={"train": 1}, resolution=SIZE, scenes={"workbench": 1.0}, factors=SCENE
    )
    recipe, meshes = compose_scene(next(iter(plan_scenes(spec, catalogue))), make_stock(spec, {}, held_out=False))
    renderer = BlenderRenderer(catalogue, device="cpu", threads=2)
    render = next(iter(renderer.render(recipe, meshes)))
    see_through = {m.name for m in catalogue.materials.values() if m.transparent}
    depth = SceneCaster(recipe.things, meshes, see_through).cast(recipe.views[0].camera).depth_m
    return recipe, render, depth


def of_preset(name: str) -> dict[str, object]:
    """Factors of lens and sensor as that camera draws them."""
    catalogue, rng = load_catalogue(), np.random.default_rng(2)
    given = catalogue.presets[name].factors
    return {
        factor.name: parse_distribution(given.get(factor.name, factor.default), factor, factor.name).draw(rng, factor)
        for factor in catalogue.factors.values()
        if factor.name.startswith(("sensor.", "lens.", "camera.shake"))
    } | {"light.flicker": 0.15, "sensor.exposure_ev": 0.0}


def main() -> None:
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else OUT
    recipe, render, depth = traced()
    view = recipe.views[0]
    light = {n: v for n, v in view.captures[0].factors.items() if n.startswith("light.") and n != "light.flicker"}
    wanted = {name: light | PLAIN | fault for name, fault in FAULTS.items()}
    wanted |= {name: light | of_preset(name) for name in load_catalogue().presets}
    rows = -(-len(wanted) // COLUMNS)
    sheet = Image.new("RGB", (COLUMNS * SIZE[0], rows * SIZE[1]))
    for index, (name, factors) in enumerate(wanted.items()):
        capture = dataclasses.replace(view.captures[0], factors=factors, noise_seed=11)
        tile = Image.fromarray(develop(view, capture, render, recipe.lamps, depth).image)
        draw = ImageDraw.Draw(tile)
        draw.rectangle((0, 0, 8 + 6 * len(name), 13), fill=(0, 0, 0))
        draw.text((4, 1), name, fill=(255, 255, 255))
        sheet.paste(tile, (index % COLUMNS * SIZE[0], index // COLUMNS * SIZE[1]))
    sheet.save(out, quality=80)
    print(out)


if __name__ == "__main__":
    main()
