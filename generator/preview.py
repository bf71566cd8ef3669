"""`glint preview`: a contact sheet in-process, written anew after every picture so that the first one is there soon."""

from __future__ import annotations

import itertools
import os
import time
from collections.abc import Iterator
from pathlib import Path

from generator.blender.renderer import BlenderRenderer
from generator.blender.session import Device
from generator.catalogue import load_catalogue
from generator.compose import categories
from generator.dataset.sheet import SheetPicture, contact_sheet
from generator.dataset.store import write_whole
from generator.generate import resolve_request
from generator.pipeline import SceneMaker, image_bytes
from generator.plan import plan_scenes
from generator.progress import Display
from generator.spec import DatasetSpec

WIDEST_PX = 480
_FRAMES = 4


def make_preview(
    spec_name: str,
    out: Path | None,
    frames: int | None,
    seed: int | None,
    profile: str,
    device: Device,
    display: Display,
) -> Path:
    """Render `frames` pictures, each of another scene, and write one sheet; gives its path.

    Without `frames`, there are four, or one of each scene family where there are more.
    Raises `GlintError` for what the user can mend.
    """
    start = time.monotonic()
    own = resolve_request(spec_name, display, seed=seed, profile=profile)
    frames = frames or max(_FRAMES, len(own.spec.scenes))
    spec = _small(own.spec, frames)
    target = out or Path("outputs") / f"{spec.name}_preview.png"
    names = dict(enumerate(categories(spec, own.meshes), start=1))
    renderer = BlenderRenderer(load_catalogue(), device=device, threads=os.cpu_count() or 1)
    maker = SceneMaker(spec, own.meshes, renderer)
    made: list[SheetPicture] = []
    display.begin(frames, 0)
    for picture in itertools.islice(_pictures(maker, spec), frames):
        made.append(picture)
        sheet = contact_sheet(made, names, title=f"{spec.name}, seed {spec.seed}, {spec.profile}")
        write_whole(target, image_bytes(sheet))
        if len(made) == 1:
            display.say(f"first picture after {time.monotonic() - start:.0f} s, in {target}")
        display.advance(1)
    return target


def _small(spec: DatasetSpec, frames: int) -> DatasetSpec:
    """The spec with one picture of each scene, no larger than a tile of the sheet."""
    width, height = spec.resolution
    scale = min(1.0, WIDEST_PX / width)
    size = (max(32, round(width * scale)), max(32, round(height * scale)))
    split = max(spec.images, key=lambda name: spec.images[name])
    return spec.model_copy(
        update={
            "resolution": size,
            "images": {split: frames},
            "views_per_scene": 1,
            "captures_per_view": 1,
            "layers": (),
        }
    )


def _pictures(maker: SceneMaker, spec: DatasetSpec) -> Iterator[SheetPicture]:
    for plan in plan_scenes(spec, load_catalogue()):
        for made in maker.pictures(plan):
            caption = f"scene {plan.scene}, {plan.family}"
            yield SheetPicture(made.picture.image, made.image, made.annotations, caption)
