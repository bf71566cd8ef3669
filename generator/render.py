"""What a renderer gives back for one view. Blender's is in `generator.blender`; tests have one that draws polygons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from generator.mesh import Mesh
from generator.recipe import SceneRecipe


@dataclass(frozen=True, slots=True)
class ViewRender:
    """One view as traced, in the pixels of `view.camera.pinhole()`: before lens and sensor."""

    view: int  # View.index
    radiance: Mapping[str, np.ndarray]  # light group -> (h, w, 3) float32, scene-linear Rec.709, W/(m^2 sr), denoised
    ids: np.ndarray  # (h, w) int32, instance number of the first surface at the pixel centre; 0 for the rest
    layers: Mapping[str, np.ndarray] = field(default_factory=dict)  # "wear_dust" -> (h, w) float32, 0..1; "stereo_left"


class Renderer(Protocol):
    """Renders all views of a recipe, one after the other; what is loaded once stays loaded between calls."""

    def render(self, recipe: SceneRecipe, meshes: Mapping[str, Mesh]) -> Iterator[ViewRender]:
        """Views in order. `meshes` maps the name of each thing to its mesh."""
        ...
