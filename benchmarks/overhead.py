"""Where the CPU seconds of a run go: everything but path tracing should stay under a tenth.

    python benchmarks/overhead.py [SPEC] [--frames N]

Renders the spec's scenes in this process and adds up each stage. Blender's `trace` holds path tracing, denoising and
the scene sync before them; two more passes with one and with three samples and no denoiser show what no sample costs.
"""

from __future__ import annotations

import argparse
import dataclasses
from collections import Counter

from generator.blender.renderer import BlenderRenderer
from generator.catalogue import load_catalogue
from generator.pipeline import SceneMaker
from generator.plan import plan_scenes
from generator.profiles import PROFILES
from generator.spec import find_spec, load_spec


def run(spec_name: str, frames: int, samples: int = 0) -> tuple[int, Counter[str]]:
    """Images made and CPU seconds by stage; `samples` stands in for the profile's, without denoising."""
    catalogue = load_catalogue()
    spec = load_spec(find_spec(spec_name), catalogue).with_frames(frames)
    profile = PROFILES[spec.profile]
    if samples:
        profile = dataclasses.replace(profile, samples=samples, adaptive_threshold=0.0, denoise=False)
    renderer = BlenderRenderer(catalogue, device="cpu", profile=profile)
    renderer.start()
    maker = SceneMaker(spec, {}, renderer)
    spent: Counter[str] = Counter()
    images = 0
    for plan in plan_scenes(spec, catalogue):
        made = maker.run(plan)
        images += len(made.files.images)
        spent.update({stage: seconds for stage, seconds in made.cpu_s.items() if stage != "render"})
    spent.update({stage: seconds for stage, seconds in renderer.watch.cpu_s.items() if stage != "start"})
    return images, spent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("spec", nargs="?", default="demo")
    parser.add_argument("--frames", type=int, default=12)
    options = parser.parse_args()
    images, full = run(options.spec, options.frames)
    once, thrice = (run(options.spec, options.frames, samples)[1]["trace"] for samples in (1, 3))
    total = full.total()
    full["sync"] = max(0.0, once - (thrice - once) / 2)
    full["path tracing and denoising"] = full.pop("trace") - full["sync"]
    print(f"{options.spec}, {images} images, CPU seconds per image")
    for stage, seconds in full.most_common():
        print(f"  {stage:28} {seconds / images:7.2f}  {seconds / total:6.1%}")
    rest = total - full["path tracing and denoising"]
    print(f"  {'total':28} {total / images:7.2f}\neverything but path tracing: {rest / total:.1%}")


if __name__ == "__main__":
    main()
