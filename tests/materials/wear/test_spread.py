"""Where wear is laid: more where work is done, alike everywhere where nothing says where that is."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from graph_values import GraphValues

from generator.shading import Graph
from materials.steel import MATERIALS as STEEL
from materials.wear.fingerprints import FINGERPRINTS
from materials.wear.scratches import SCRATCHES
from materials.wear.spread import away

WORK = [0.1, -0.2, 0.01, 0.15]


def test_it_is_nothing_within_half_the_reach_and_one_from_twice():
    for off, expected in (((0, 0, 0), 0.0), ((0.07, 0, 0), 0.0), ((0, 0.31, 0), 1.0), ((0, 0, 0.5), 1.0)):
        graph = Graph()
        far = away(graph, {"work": WORK})
        at = tuple(float(v) for v in np.array(WORK[:3]) + off)
        assert GraphValues(graph, at_m=at).of(far) == pytest.approx(expected, abs=1e-6)
    assert away(Graph(), {}) == 0.0


def covered(kind: Any, layer: str, off_m: float, work: bool) -> float:
    graph = Graph()
    surface = STEEL[0].build(STEEL[0].sample(np.random.default_rng(0)), graph)
    params = kind.sample(np.random.default_rng(1), 0.6)
    if work:
        params["place"]["work"] = WORK
    worn = kind.build(params, surface, graph)
    at = (WORK[0] + off_m, WORK[1], WORK[2])
    return float(np.mean(GraphValues(graph, step=2, at_m=at).of(worn.layers[layer])))


@pytest.mark.parametrize(("kind", "layer"), [(SCRATCHES, "wear_scratches"), (FINGERPRINTS, "wear_fingerprints")])
def test_wear_of_hands_and_tools_is_full_at_the_work_and_little_far_from_it(kind, layer):
    near, far, anywhere = (covered(kind, layer, *case) for case in ((0.0, True), (1.0, True), (0.0, False)))
    assert near == pytest.approx(anywhere, rel=0.02)
    assert far < 0.5 * near
