"""Where the CPU seconds of a run go: everything but path tracing should stay under a tenth.

    python benchmarks/overhead.py [SPEC] [--frames N]

Renders the spec's scenes in this process and adds up each stage. Blender's `trace` holds path tracing, denoising and
the scene sync before them; a second pass with one sample and no denoiser shows how much of it is not path tracing.
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


def run(spec_name: str, frames: int, *, bare: bool) -> tuple[int, Counter[str]]:
    """Images made and CPU seconds by stage; `bare` traces one sample without denoising."""
    catalogue = load_catalogue()
    spec = load_spec(find_spec(spec_name), catalogue).with_frames(frames)
    profile = PROFILES[spec.profile]
    if bare:
        profile = dataclasses.replace(profile, samples=1, denoise=False)
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
    images, full = run(options.spec, options.frames, bare=False)
    _, bare = run(options.spec, options.frames, bare=True)
    total = full.total()
    full["sync (trace at 1 sample)"] = min(bare["trace"], full["trace"])
    full["path tracing and denoising"] = full.pop("trace") - full["sync (trace at 1 sample)"]
    print(f"{options.spec}, {images} images, CPU seconds per image")
    for stage, seconds in full.most_common():
        print(f"  {stage:28} {seconds / images:7.2f}  {seconds / total:6.1%}")
    rest = total - full["path tracing and denoising"]
    print(f"  {'total':28} {total / images:7.2f}\neverything but path tracing: {rest / total:.1%}")


if __name__ == "__main__":
    main()
