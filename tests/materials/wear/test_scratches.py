from __future__ import annotations

import itertools

import numpy as np
from graph_values import GraphValues

from generator.shading import Graph
from materials.esd_mat import MATERIALS as MATS
from materials.steel import MATERIALS as STEEL
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


def test_scratches_on_a_bench_are_coarser_than_in_the_hand():
    def tile(material) -> float:
        graph = Graph()
        surface = material.build(material.sample(np.random.default_rng(0)), graph)
        before = len(graph.nodes)
        SCRATCHES.build(SCRATCHES.sample(np.random.default_rng(1), 0.5), surface, graph)
        placed = next(n for n in graph.nodes[before:] if n.type == "ShaderNodeVectorMath")
        return 1.0 / abs(placed.inputs[1][0])

    assert tile(MATS[0]) > 2.0 * tile(STEEL[0])


def test_none_leaves_the_surface_as_it_was():
    graph = Graph()
    surface = STEEL[0].build(STEEL[0].sample(np.random.default_rng(0)), graph)
    assert SCRATCHES.build(SCRATCHES.sample(np.random.default_rng(1), 0.0), surface, graph) is surface
