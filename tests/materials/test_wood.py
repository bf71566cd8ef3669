"""Boards differ: staves of a bench are shuffled, boards of a pallet are cut from different places."""

from __future__ import annotations

import numpy as np
import pytest

from generator.catalogue import load_catalogue
from generator.shading import Graph, finish
from materials import textures
from materials.textures.wood import BEECH_STAVES, OAK_STAVES, planks

CATALOGUE = load_catalogue()


def built(name: str) -> Graph:
    material, graph = CATALOGUE.materials[name], Graph()
    return finish(graph, material.build(material.sample(np.random.default_rng(5)), graph))


@pytest.mark.parametrize("count", [OAK_STAVES, BEECH_STAVES])
def test_staves_of_a_map_are_alike_in_width_and_butt_together(count: int):
    row, joint, butt = planks(np.random.default_rng(1), count)
    widths = np.bincount(row[:, 0])
    assert widths.max() - widths.min() <= 1
    assert joint.min() < 1.0
    assert (butt[:, 0] < 1.0).all()


@pytest.mark.parametrize(("name", "count"), [("oak_worn", OAK_STAVES), ("beech_bench", BEECH_STAVES)])
def test_a_bench_draws_each_stave_anew(name: str, count: int):
    steps = [n.inputs[1] for n in built(name).nodes if n.props.get("operation") == "SNAP"]
    assert steps[0] == steps[1] == (1.0, 1.0 / count, 1.0)


def test_each_board_of_a_pallet_lies_elsewhere_in_the_wood():
    nodes = built("pallet_wood").nodes
    (noise,) = (n for n in nodes if n.type == "ShaderNodeTexWhiteNoise")
    assert noise.inputs["W"].output == "Random Per Island"
    assert not any(n.texture == "pallet_boards" for n in nodes)  # that map has joints and nails of its own


def test_a_flitch_has_no_joints_across_its_grain():
    """Joints are rows all along the grain that are much darker than their neighbours."""
    rows = {name: textures.load(name)[..., 1].mean(axis=1) for name in ("sawn_flitch", "pallet_boards")}
    darkest = {name: (mean.min() / np.median(mean)) for name, mean in rows.items()}
    assert darkest["pallet_boards"] < 0.3
    assert darkest["sawn_flitch"] > 0.7
