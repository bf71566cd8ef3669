"""Cloth shows its threads and its fuzz."""

from __future__ import annotations

import numpy as np
import pytest

from generator.catalogue import load_catalogue
from generator.shading import Graph, finish
from materials import textures

CATALOGUE = load_catalogue()


@pytest.mark.parametrize(("name", "least"), [("glove_grey", 0.3), ("glove_white", 0.3), ("hi_vis_yellow", 0.05)])
def test_cloth_has_fibres_that_stand_out_and_knit_more_than_weave(name: str, least: float):
    material, graph = CATALOGUE.materials[name], Graph()
    built = finish(graph, material.build(material.sample(np.random.default_rng(1)), graph))
    (body,) = (n for n in built.nodes if n.type == "ShaderNodeBsdfPrincipled")
    assert body.inputs["Sheen Weight"] >= least


@pytest.mark.parametrize(("name", "map_name"), [("glove_grey", "textile_knit"), ("hi_vis_yellow", "textile_weave")])
def test_threads_tilt_the_light_enough_to_be_seen_and_less_than_steps_would(name: str, map_name: str):
    """The typical slope of the relief: 2 to 30 degrees."""
    params = CATALOGUE.materials[name].sample(np.random.default_rng(1))
    per_tile = textures.load(map_name)[..., 2:]
    tile_m = textures.catalogue()[map_name].tile_mm[0] * 1e-3
    slope = params["relief_m"] * np.hypot(per_tile[..., 0], per_tile[..., 1]) / tile_m
    assert 2 < np.degrees(np.arctan(np.median(slope))) < 30


def test_plastic_has_no_fuzz():
    material, graph = CATALOGUE.materials["plastic_blue"], Graph()
    built = finish(graph, material.build(material.sample(np.random.default_rng(1)), graph))
    (body,) = (n for n in built.nodes if n.type == "ShaderNodeBsdfPrincipled")
    assert "Sheen Weight" not in body.inputs
