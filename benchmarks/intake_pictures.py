"""Pictures with known factors, hundreds from a few traced views: the camera is developed again with other factors.

Light is traced once and kept in a folder, so an interrupted run goes on where it stopped.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image

from generator.blender.renderer import BlenderRenderer
from generator.catalogue import load_catalogue
from generator.compose import compose_scene, make_stock
from generator.dataset.whole import whole_file
from generator.factors import Value
from generator.labels.cast import SceneCaster
from generator.plan import draw_factors, plan_scenes
from generator.recipe import SceneRecipe, recipe_from_json, recipe_to_json
from generator.render import ViewRender
from generator.sensor.develop import Picture, develop
from generator.spec import DatasetSpec
from generator.vary import lit_apart, only, vary

SIZE_PX = (320, 240)
FAMILIES = {"bin": 1.0, "workbench": 1.0, "conveyor": 1.0, "pallet": 1.0}
VIEWS = 2  # of each scene


@dataclasses.dataclass(frozen=True, slots=True)
class TracedView:
    """One view with all that its captures need."""

    recipe: SceneRecipe  # with this view and one capture only
    render: ViewRender
    depth_m: np.ndarray  # (H, W) float32

    @property
    def scene(self) -> int:
        return self.recipe.scene

    def developed(self, factors: dict[str, Value], noise_seed: int) -> Picture:
        """The picture with these factors of the capture, and its own ones of scene and view."""
        recipe = vary(self.recipe, factors)
        (view,) = recipe.views
        capture = dataclasses.replace(view.captures[0], noise_seed=noise_seed)
        return develop(view, capture, self.render, recipe.lamps, self.depth_m)


def spec_of(scenes: int, factors: dict[str, object]) -> DatasetSpec:
    """The spec of these pictures, with factors drawn as given."""
    return DatasetSpec(
        name="intake",
        seed=23,
        images={"train": scenes * VIEWS},
        resolution=SIZE_PX,
        profile="draft",
        scenes=FAMILIES,
        factors=factors,
        views_per_scene=VIEWS,
        captures_per_view=1,
        stress=None,
    )


def capture_factors(spec: DatasetSpec, scene: int, where: str) -> dict[str, Value]:
    """Factors of one capture as the spec draws them; `where` names the stream."""
    return draw_factors(spec, load_catalogue(), spec.seed, scene, "capture", where)


def traced_views(folder: Path, scenes: int) -> Iterator[TracedView]:
    """Views of `scenes` scenes, in turn of the families; what the folder lacks is traced."""
    spec = spec_of(scenes, {})
    catalogue = load_catalogue()
    renderer: BlenderRenderer | None = None
    for plan in plan_scenes(spec, catalogue):
        names = [folder / f"{plan.scene:03d}_{index}.npz" for index in range(VIEWS)]
        if not all(name.is_file() for name in names):
            renderer = renderer or BlenderRenderer(catalogue, device="cpu", threads=2)
            composed, meshes = compose_scene(plan, make_stock(spec, {}, held_out=False))
            recipe = lit_apart(composed)
            see_through = {m.name for m in catalogue.materials.values() if m.transparent}
            caster = SceneCaster(recipe.things, meshes, see_through)
            for name, view, render in zip(names, recipe.views, renderer.render(recipe, meshes), strict=True):
                own = only(recipe, view.captures[0].image_id)
                _keep(name, TracedView(own, render, caster.cast(view.camera).depth_m))
        yield from (_kept(name) for name in names)


def sheet(folder: Path, names: tuple[str, ...], out: Path) -> None:
    """A picture with a row of five pictures for each of these sets in the folder."""
    width, height = 240, 180
    page = Image.new("RGB", (5 * width, len(names) * height))
    for row, name in enumerate(names):
        files = sorted((folder / name).glob("*.png"))
        for column, file in enumerate(files[len(files) // 10 :: len(files) // 5][:5]):
            page.paste(Image.open(file).resize((width, height)), (column * width, row * height))
    page.save(out, quality=80)


def _keep(path: Path, traced: TracedView) -> None:
    light = {f"light_{group}": radiance for group, radiance in traced.render.radiance.items()}
    with whole_file(path) as file:
        np.savez_compressed(
            file, recipe=np.array(recipe_to_json(traced.recipe)), depth_m=traced.depth_m, ids=traced.render.ids, **light
        )


def _kept(path: Path) -> TracedView:
    with np.load(path) as data:
        light = {name.removeprefix("light_"): data[name] for name in data.files if name.startswith("light_")}
        recipe = recipe_from_json(str(data["recipe"]))
        render = ViewRender(recipe.views[0].index, light, data["ids"])
        return TracedView(recipe, render, data["depth_m"])
