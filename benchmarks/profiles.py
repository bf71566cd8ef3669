"""The error of each profile against a converged reference, and what it costs.

    python benchmarks/profiles.py [SPEC] [--scenes 2] [--width 320] [--reference-samples 400]

The first view of each scene is traced once as the reference and once with each profile. PSNR in dB is taken on the
picture as a camera would show it: exposed to mid-grey, highlights rolled off, gamma 2.2. The reference has its own
noise, so differences above 40 dB mean nothing.
"""

from __future__ import annotations

import argparse
import dataclasses
import itertools
from collections.abc import Mapping

import numpy as np

from generator.blender.renderer import BlenderRenderer
from generator.catalogue import load_catalogue
from generator.compose import compose_scene, make_stock
from generator.mesh import Mesh
from generator.plan import plan_scenes
from generator.profiles import PROFILES, Profile
from generator.recipe import SceneRecipe
from generator.sensor.develop import relight
from generator.spec import find_spec, load_spec


class Tracer:
    """Traces the first view of recipes in one Blender, with any profile."""

    def __init__(self) -> None:
        self._renderer = BlenderRenderer(load_catalogue(), device="cpu", profile=PROFILES["draft"])

    def trace(self, recipe: SceneRecipe, meshes: Mapping[str, Mesh], profile: Profile) -> tuple[np.ndarray, float]:
        """Scene-linear radiance (h, w, 3) and the CPU seconds it took, scene sync and denoising included."""
        self._renderer._profile = profile
        before = self._renderer.watch.cpu_s["trace"]
        render = next(self._renderer.render(recipe, meshes))
        radiance = relight(render.radiance, recipe.views[0].captures[0].gains)
        return radiance, self._renderer.watch.cpu_s["trace"] - before


def shown(radiance: np.ndarray, exposure: float) -> np.ndarray:
    """The picture in 0..1."""
    bright = np.clip(radiance * exposure, 0, None)
    return np.clip(bright / (1 + 0.3 * bright), 0, 1) ** (1 / 2.2)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("spec", nargs="?", default="demo")
    parser.add_argument("--scenes", type=int, default=2)
    parser.add_argument("--width", type=int, default=320)
    parser.add_argument("--reference-samples", type=int, default=400)
    options = parser.parse_args()
    catalogue = load_catalogue()
    size = (options.width, options.width * 3 // 4)
    spec = load_spec(find_spec(options.spec), catalogue).model_copy(update={"resolution": size, "layers": ()})
    stock, tracer = make_stock(spec, {}, held_out=False), Tracer()
    converged = dataclasses.replace(PROFILES["reference"], samples=options.reference_samples, adaptive_threshold=0.0)
    for plan in itertools.islice(plan_scenes(spec, catalogue), options.scenes):
        recipe, meshes = compose_scene(plan, stock)
        recipe = dataclasses.replace(recipe, views=recipe.views[:1])
        reference, cost = tracer.trace(recipe, meshes, converged)
        exposure = 0.18 / float(np.exp(np.log(reference.mean(axis=2) + 1e-4).mean()))
        print(f"scene {plan.scene} ({plan.family}), {size[0]}x{size[1]}; reference {cost:.0f} CPU s", flush=True)
        for profile in (PROFILES["draft"], PROFILES["standard"]):
            radiance, cost = tracer.trace(recipe, meshes, profile)
            error = float(((shown(radiance, exposure) - shown(reference, exposure)) ** 2).mean())
            energy = radiance.mean() / reference.mean()
            print(
                f"  {profile.name:9} {-10 * np.log10(error):5.1f} dB  {cost:6.1f} CPU s  energy {energy:.3f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
