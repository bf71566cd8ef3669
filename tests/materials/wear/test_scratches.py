from __future__ import annotations

import itertools

import numpy as np
from graph_values import GraphValues

from generator.shading import Graph
from materials.esd_mat import MATERIALS as MATS
from materials.steel import MATERIALS as STEEL
from materials.wear.dust import DUST
from materials.wear.scratches import SCRATCHES


def scratched(severity: float) -> np.ndarray:
    graph = Graph()
    surface = STEEL[0].build(STEEL[0].sample(np.random.default_rng(0)), graph)
    worn = SCRATCHES.build(SCRATCHES.sample(np.random.default_rng(1), severity), surface, graph)
    return np.asarray(GraphValues(graph, step=2).of(worn.layers["wear_scratches"]))


def test_scratched_share_grows_with_severity():
    shares = [float(scratched(level).mean()) for level in np.linspace(0.05, 1.0, 12)]
    assert all(b > a for a, b in itertools.pairwise(shares))
    assert shares[0] < 0.01
    assert 0.15 < shares[-1] < 0.5


def test_a_scratch_that_is_there_stays_there():
    before, after = scratched(0.3), scratched(0.6)
    assert np.all(after >= before - 1e-9)


def test_layer_is_a_share():
    layer = scratched(1.0)
    assert layer.min() >= 0.0
    assert layer.max() <= 1.0


def test_scratches_are_as_wide_on_a_bench_as_in_the_hand():
    def tile(material) -> float:
        graph = Graph()
        surface = material.build(material.sample(np.random.default_rng(0)), graph)
        before = len(graph.nodes)
        SCRATCHES.build(SCRATCHES.sample(np.random.default_rng(1), 0.5), surface, graph)
        image = next(n for n in graph.nodes[before:] if n.texture == "scratches")
        return 1.0 / abs(graph.nodes[image.inputs[0].node].inputs[1][0])

    assert tile(MATS[0]) == tile(STEEL[0])


def test_a_bench_is_scratched_here_more_and_there_less():
    graph = Graph()
    surface = MATS[0].build(MATS[0].sample(np.random.default_rng(0)), graph)
    worn = SCRATCHES.build(SCRATCHES.sample(np.random.default_rng(1), 0.5), surface, graph)
    shares = [
        float(np.mean(GraphValues(graph, step=4, at_m=(x, 0.2, 0.0)).of(worn.layers["wear_scratches"])))
        for x in np.linspace(0.0, 1.0, 8)
    ]
    assert max(shares) > 1.2 * min(shares)


def test_a_bench_at_its_worst_is_not_all_scratch():
    graph = Graph()
    surface = MATS[0].build(MATS[0].sample(np.random.default_rng(0)), graph)
    worn = SCRATCHES.build(SCRATCHES.sample(np.random.default_rng(1), 1.0), surface, graph)
    for x in np.linspace(0.0, 1.0, 8):
        assert np.mean(GraphValues(graph, at_m=(x, 0.2, 0.0)).of(worn.layers["wear_scratches"])) < 0.5


def test_scratches_cut_through_dust():
    def dusty(fresh: float) -> float:
        graph = Graph()
        surface = STEEL[0].build(STEEL[0].sample(np.random.default_rng(0)), graph)
        surface = DUST.build(DUST.sample(np.random.default_rng(2), 0.5), surface, graph)
        params = SCRATCHES.sample(np.random.default_rng(1), 0.8) | {"fresh": fresh}
        return float(np.mean(GraphValues(graph).of(SCRATCHES.build(params, surface, graph).layers["wear_dust"])))

    assert dusty(0.9) < dusty(0.0) - 0.02


def test_none_leaves_the_surface_as_it_was():
    graph = Graph()
    surface = STEEL[0].build(STEEL[0].sample(np.random.default_rng(0)), graph)
    assert SCRATCHES.build(SCRATCHES.sample(np.random.default_rng(1), 0.0), surface, graph) is surface
