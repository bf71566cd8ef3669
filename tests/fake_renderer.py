"""A renderer without Blender: it casts rays in pinhole pixels and shades what they meet with one lamp overhead.

Radiance, ids and layers are of the right shape and of a plausible size, so that everything from plan to report can be
tested in seconds. Its ids come from the same rays as the labels, so it proves nothing of their agreement with Cycles.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping

import numpy as np

from generator.camera import Camera
from generator.labels.cast import SceneCaster, ViewCast
from generator.mesh import Mesh
from generator.recipe import SceneRecipe, View
from generator.render import ViewRender


class FakeRenderer:
    """Implements `generator.render.Renderer` in numpy. `flip_ids` puts a wrong id on that share of the pixels."""

    def __init__(self, flip_ids: float = 0.0, fail_on: frozenset[int] = frozenset()) -> None:
        self._flip_ids = flip_ids
        self._fail_on = fail_on

    def render(self, recipe: SceneRecipe, meshes: Mapping[str, Mesh]) -> Iterator[ViewRender]:
        """Views in order. Raises RuntimeError for scenes named in `fail_on`."""
        if recipe.scene in self._fail_on:
            raise RuntimeError("the fake renderer was told to fail on this scene")
        caster = SceneCaster(recipe.things, meshes)
        for view in recipe.views:
            camera = undistorted(view.camera)
            yield self._view(recipe, view, camera, caster.cast(camera))

    def _view(self, recipe: SceneRecipe, view: View, camera: Camera, cast: ViewCast) -> ViewRender:
        world = cast.normals @ camera.pose[:3, :3].T
        facing_up = np.clip(world[..., 2], 0, 1)
        grain = np.random.default_rng(view.sample_seed).uniform(0.9, 1.1, cast.depth_m.shape)
        albedo = 0.15 + 0.6 * ((cast.front * 37) % 17) / 17
        shade = {"world": albedo * 0.25 * recipe.surroundings.strength, "lamp": albedo * facing_up * 0.6 * grain}
        radiance = {
            group: np.repeat(shade["world" if group == recipe.surroundings.group else "lamp"][..., None], 3, axis=2)
            for group in recipe.light_groups
        }
        kinds = sorted({wear.kind for thing in recipe.things for wear in thing.wear})
        layers = {f"wear_{kind}": self._wear(recipe, kind, cast, facing_up) for kind in kinds}
        ids = cast.front.copy()
        flipped = np.random.default_rng(view.sample_seed).random(ids.shape) < self._flip_ids
        ids[flipped] += 1
        return ViewRender(view.index, {g: r.astype(np.float32) for g, r in radiance.items()}, ids, layers)

    def _wear(self, recipe: SceneRecipe, kind: str, cast: ViewCast, facing_up: np.ndarray) -> np.ndarray:
        severity = np.zeros(max((t.instance for t in recipe.things), default=0) + 1)
        for thing in recipe.labelled:
            severity[thing.instance] = next((w.severity for w in thing.wear if w.kind == kind), 0.0)
        return (severity[cast.front] * facing_up).astype(np.float32)


def undistorted(camera: Camera) -> Camera:
    """The camera that `camera.pinhole()` describes, as a camera."""
    pinhole = camera.pinhole()
    return dataclasses.replace(
        camera,
        width_px=pinhole.width_px,
        height_px=pinhole.height_px,
        centre_px=pinhole.centre_px,
        distortion=(0.0, 0.0, 0.0, 0.0, 0.0),
    )
