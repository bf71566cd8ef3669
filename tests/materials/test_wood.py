"""Boards differ: staves of a bench are shuffled, boards of a pallet are cut from different places."""

from __future__ import annotations

import numpy as np
import pytest

from generator.catalogue import load_catalogue
from generator.mesh import mesh_from_bytes, mesh_to_bytes
from generator.shading import Graph, finish
from materials import textures
from materials.textures.wood import BEECH_STAVES, OAK_STAVES, planks
from scenes.shapes.pallets import BOARD_M, HEIGHT_M, KINDS, wooden_pallet

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


def test_each_board_of_each_pallet_is_drawn_anew():
    """By the piece and by the thing: pallets of one make share their mesh, and those of one look their material."""
    nodes = built("pallet_wood").nodes
    (noise,) = (n for n in nodes if n.type == "ShaderNodeTexWhiteNoise")
    mixed = nodes[noise.inputs["W"].node]
    assert {mixed.inputs[0].output, mixed.inputs[2].output} == {"Object Index", "Random Per Island"}
    assert not any(n.texture == "pallet_boards" for n in nodes)  # that map has joints and nails of its own


def test_pallets_are_of_all_ages():
    """Fresh wood reflects half the light and more, weathered wood a fifth, and old wood has lost its hue."""
    rng = np.random.default_rng(3)
    drawn = [CATALOGUE.materials["pallet_wood"].sample(rng) for _ in range(60)]
    old = np.array([d["old"] for d in drawn])
    new = np.array([d["new"] for d in drawn])
    assert (new[:, 0] > old[:, 0]).all()
    assert new[:, 0].max() > 0.52
    assert old[:, 0].min() < 0.2
    assert (old[:, 0] / old[:, 2])[old[:, 0] < 0.2].mean() < 1.45 < (new[:, 0] / new[:, 2]).mean()


@pytest.mark.parametrize("kind", KINDS)
def test_grain_runs_along_each_board_of_a_pallet(kind: str):
    """The stringer boards lie across the deck: what the others' ends face, their sides face."""
    mesh = wooden_pallet(kind, broken_board=1)
    across = np.abs(mesh.axis[:, 1]) == 1.0
    assert np.abs(mesh.axis[~across, 0]).min() == 1.0
    high = mesh.vertices_m[:, 2] - mesh.bounds_m[0, 2]
    assert high[across].min() == pytest.approx(HEIGHT_M - 2 * BOARD_M, abs=1e-3)
    assert high[across].max() == pytest.approx(HEIGHT_M - BOARD_M, abs=1e-3)
    assert np.ptp(mesh.vertices_m[across, 1]) == pytest.approx(KINDS[kind][1] * 1e-3, abs=1e-3)
    assert across.sum() % 3 == 0
    np.testing.assert_array_equal(mesh_from_bytes(mesh_to_bytes(mesh)).axis, mesh.axis)


def test_a_log_has_knots_darker_and_redder_than_its_wood():
    wood = textures.load("sawn_flitch")
    value = wood[..., :3].mean(axis=2)
    dark = wood[(value < 0.45) & (value > 0.25)].mean(axis=0)
    assert 0.01 < (value < 0.45).mean() < 0.08
    assert dark[0] / dark[2] > 1.15
    assert np.median(value) == pytest.approx(1.0, abs=0.08)


def test_a_flitch_has_no_joints_across_its_grain():
    """Joints are rows all along the grain that are much darker than their neighbours."""
    rows = {name: textures.load(name)[..., 1].mean(axis=1) for name in ("sawn_flitch", "pallet_boards")}
    darkest = {name: (mean.min() / np.median(mean)) for name, mean in rows.items()}
    assert darkest["pallet_boards"] < 0.3
    assert darkest["sawn_flitch"] > 0.7
