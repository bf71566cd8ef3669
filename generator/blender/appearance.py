"""What a thing looks like, as a recipe has it: its material with its wear, and the layers these give. Pure."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np

from generator.distance import plain_when_scattered
from generator.errors import SpecError, unknown_name
from generator.lowering import lowered
from generator.plugins import Catalogue
from generator.recipe import MaterialRecipe, SceneRecipe, WearRecipe
from generator.shading import Graph, finish
from materials import textures


def wear_layers(recipe: SceneRecipe) -> tuple[str, ...]:
    """Names of the wear layers that the recipe asks for: one for each kind that anything in the scene has."""
    if "wear" not in recipe.layers:
        return ()
    return tuple(sorted({f"wear_{wear.kind}" for thing in recipe.things for wear in thing.wear}))


def traced_graph(
    material: MaterialRecipe,
    wear: tuple[WearRecipe, ...],
    catalogue: Catalogue,
    load_texture: Callable[[str], np.ndarray] | None = None,
) -> Graph:
    """What Cycles gets: `worn_graph`, plain to light that has been scattered already, in as few steps as will do."""
    load = load_texture or textures.load
    graph = worn_graph(material, wear, catalogue)
    return lowered(plain_when_scattered(graph, lambda name: _mean_colour(name, load)))


@cache
def _mean_colour(name: str, load: Callable[[str], np.ndarray]) -> tuple[float, float, float, float]:
    """Mean of each channel; grey is repeated, a missing alpha is 1."""
    pixels = np.asarray(load(name), np.float32)
    mean = pixels.reshape(*pixels.shape[:2], -1).mean(axis=(0, 1), dtype=np.float64)
    if len(mean) == 1:
        mean = np.repeat(mean, 3)
    red, green, blue, alpha = (*mean.tolist(), 1.0)[:4]
    return red, green, blue, alpha


def worn_graph(material: MaterialRecipe, wear: tuple[WearRecipe, ...], catalogue: Catalogue) -> Graph:
    """The node graph of a material with its wear, in the order in which it came about; severity 0 leaves none."""
    if material.name not in catalogue.materials:
        raise SpecError(unknown_name("material", material.name, catalogue.materials))
    graph = Graph()
    surface = catalogue.materials[material.name].build(material.params, graph)
    for one in wear:
        if one.kind not in catalogue.wear:
            raise SpecError(unknown_name("wear", one.kind, catalogue.wear))
        if one.severity > 0:
            surface = catalogue.wear[one.kind].build(one.params, surface, graph)
    return finish(graph, surface)
