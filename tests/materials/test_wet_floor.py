"""Water on floors: as much of it as asked for, level and smooth where it stands."""

from __future__ import annotations

import numpy as np
import pytest

from generator.catalogue import load_catalogue
from generator.shading import Graph, finish
from materials import textures
from materials.wet_floor import WETNESS

WET = [m for m in load_catalogue().materials.values() if m.name.startswith("hygiene_")]


def built(material, **params):
    graph = Graph()
    drawn = material.sample(np.random.default_rng(3)) | params
    return finish(graph, material.build(drawn, graph))


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_the_share_of_the_map_under_water_is_the_one_asked_for(share):
    rank = textures.load("puddles")[..., 0]
    assert (rank > 1 - share).mean() == pytest.approx(share, abs=2e-3)


def test_puddles_are_decimetres_wide():
    wet = textures.load("puddles")[..., 0] > 0.7
    runs = [len(run) for row in wet[::16] for run in "".join("w" if v else " " for v in row).split() if len(run) > 12]
    metres = np.array(runs) * textures.catalogue()["puddles"].tile_mm[0] / wet.shape[1] / 1000
    assert 0.05 < np.median(metres) < 0.6


@pytest.mark.parametrize("material", WET, ids=lambda m: m.name)
def test_a_dry_floor_has_no_water_and_a_wet_one_has(material):
    dry = built(material, **{WETNESS: 0.0})
    wet = built(material, **{WETNESS: 0.4})
    assert not any(node.texture == "puddles" for node in dry.nodes)
    assert any(node.texture == "puddles" for node in wet.nodes)
    assert built(material, **{WETNESS: 0.6}).key != wet.key
