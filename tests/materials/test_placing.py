"""Where maps lie on things, in Blender: patches show unlike parts of a map, so nothing repeats in rows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tiny_scenes import PLAIN, box, camera, recipe, thing, tiny_catalogue

from generator.plugins import Material
from generator.recipe import Surroundings
from generator.shading import Graph, Socket, Surface
from materials import placing
from materials.textures import catalogue

pytestmark = pytest.mark.blender
MAP, TILES = "dust", 4  # any map: what it shows is put in below
PLACE = {"shift": [0.31, 0.17, 0.6], "flip": [1.0, 1.0, 1.0]}


def mapped(patches: bool) -> Material:
    """Matte, as pale as its map says, laid by `boxed`."""

    def close(graph: Graph, surface: Surface) -> Socket:
        colour = placing.boxed(graph, MAP, PLACE, patches=patches).colour
        return graph.node("ShaderNodeBsdfDiffuse", {"Color": colour})

    return Material(
        f"map_{patches}", "A test's.", lambda rng: {}, lambda p, g: Surface(close, "mineral", 1.0), 1.0, 0.5
    )


def copies_are_alike(patches: bool) -> float:
    """Correlation of a board of 4 x 4 tiles with itself, moved by one tile."""
    from generator.blender.renderer import BlenderRenderer

    material = mapped(patches)
    known = replace(tiny_catalogue(), materials={material.name: material})
    blots = np.kron(np.random.default_rng(3).random((8, 8, 3)), np.ones((4, 4, 1))).astype(np.float32)
    studio: Any = BlenderRenderer(
        known, device="cpu", load_texture=lambda name: blots, profile=replace(PLAIN, samples=16)
    )
    side_m = TILES * catalogue()[MAP].tile_mm[0] / 1e3
    seen = camera((0.0, 0.0, 10.0), focal_px=48.0 * 9.99 / side_m, width_px=48, height_px=48, centre_px=(24.0, 24.0))
    board = {"board": box(2 * side_m, 2 * side_m, 0.02)}
    lit = recipe((thing("board", material.name),), seen, fill=Surroundings(None, 0.0, 1.0))
    light = np.asarray(next(iter(studio.render(lit, board))).radiance["world"], np.float64).mean(axis=2)
    tile = 48 // TILES
    return float(np.corrcoef(light[:, tile:].ravel(), light[:, :-tile].ravel())[0, 1])


def test_patches_break_up_the_copies_of_a_map():
    assert copies_are_alike(patches=False) > 0.9
    assert abs(copies_are_alike(patches=True)) < 0.45
