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


def test_the_rim_of_a_puddle_leans_towards_its_middle():
    """Where the map rises towards deeper water, so does its gradient: the last two channels, per tile."""
    found = textures.load("puddles")
    rank, along_u = found[..., 0], found[..., 2]
    rises = np.roll(rank, -2, axis=1) - np.roll(rank, 2, axis=1)
    shore = np.abs(rank - 0.6) < 0.02
    steep = shore & (np.abs(rises) > np.quantile(np.abs(rises[shore]), 0.5))
    assert (np.sign(rises[steep]) == np.sign(along_u[steep])).mean() > 0.95


@pytest.mark.parametrize("material", WET, ids=lambda m: m.name)
def test_a_puddle_is_level_but_for_its_rim(material):
    nodes = built(material, **{WETNESS: 0.4}).nodes
    assert any(n.props.get("operation") == "NORMALIZE" for n in nodes[:-1])  # the direction of the rim's slope
    scales = [n for n in nodes if n.props.get("operation") == "MULTIPLY_ADD" and n.inputs.get(1) == -1.2]
    assert len(scales) == 1  # pool * (1 - pool) * 4 * 0.3: nothing in the middle, 17 degrees at most at the shore
