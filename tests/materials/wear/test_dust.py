from __future__ import annotations

import itertools

import numpy as np
import pytest
from graph_values import GraphValues

from generator.shading import Graph
from materials import textures
from materials.cardboard import MATERIALS as BOARDS
from materials.painted_steel import MATERIALS
from materials.wear.dust import DUST, SOFT, WIPED, threshold

BOARD = BOARDS[0]
LEVELS = (0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0)


def cover(severity: float, up: float = 1.0, cavity: float = 0.0, **changes: object) -> float:
    return float(np.mean(covers(severity, up, cavity, **changes)))


def covers(severity: float, up: float = 1.0, cavity: float = 0.0, **changes: object) -> np.ndarray:
    graph = Graph()
    surface = MATERIALS[0].build(MATERIALS[0].sample(np.random.default_rng(0)), graph)
    params = DUST.sample(np.random.default_rng(1), severity) | changes
    worn = DUST.build(params, surface, graph)
    return np.asarray(GraphValues(graph, up, cavity).of(worn.layers["wear_dust"]))


def board_cover(severity: float) -> np.ndarray:
    graph = Graph()
    surface = BOARD.build(BOARD.sample(np.random.default_rng(0)), graph)
    worn = DUST.build(DUST.sample(np.random.default_rng(1), severity) | {"wiped": 0.0}, surface, graph)
    return np.asarray(GraphValues(graph).of(worn.layers["wear_dust"]))


def test_little_dust_on_a_carton_is_a_veil_and_no_pepper():
    for level in LEVELS:
        assert board_cover(level).mean() == pytest.approx(level, abs=0.03)
    assert board_cover(0.1).std() < 0.35 * board_cover(0.1).mean()
    assert covers(0.1).std() > covers(0.1).mean()  # on paint its grains stand alone


def test_threshold_inverts_the_mean_cover():
    order = (np.arange(100_000) + 0.5) / 100_000
    for level in LEVELS:
        assert np.clip((threshold(level) - order) / SOFT, 0, 1).mean() == pytest.approx(level, abs=1e-4)


def test_covered_share_of_upward_area_is_the_severity():
    for level in LEVELS:
        assert cover(level) == pytest.approx(level, abs=0.03)


def test_mean_of_wiped_tracks_is_known():
    assert textures.load("dust")[..., 1].mean() == pytest.approx(WIPED, abs=0.003)


def test_cover_grows_with_severity():
    covers = [cover(level) for level in np.linspace(0.02, 1.0, 12)]
    assert all(b > a for a, b in itertools.pairwise(covers))


def test_nothing_settles_on_what_faces_down_and_less_on_slopes():
    assert cover(0.8, up=-1.0) == 0.0
    assert cover(0.8, up=0.0) == 0.0
    assert 0.0 < cover(0.8, up=0.4) < cover(0.8)


def test_recesses_catch_more():
    assert cover(0.4, cavity=0.8) > cover(0.4) + 0.03


def test_hands_wipe_it_off():
    tracks = textures.load("dust")[::4, ::4, 1].reshape(-1) > 0.5
    wiped, even = covers(0.5, wiped=0.9), covers(0.5, wiped=0.0)
    assert wiped[tracks].mean() < 0.7 * even[tracks].mean()
    assert wiped.mean() == pytest.approx(even.mean(), abs=0.01), "the severity is what is left"


def test_none_leaves_the_surface_as_it_was():
    graph = Graph()
    surface = MATERIALS[0].build(MATERIALS[0].sample(np.random.default_rng(0)), graph)
    nodes = len(graph.nodes)
    assert DUST.build(DUST.sample(np.random.default_rng(1), 0.0), surface, graph) is surface
    assert len(graph.nodes) == nodes


def test_dust_from_a_source_is_thinner_far_from_it():
    near, far = cover(0.8, source=[0.0, 0.0, 0.0, 10.0]), cover(0.8, source=[5.0, 0.0, 0.0, 0.5])
    assert near == pytest.approx(cover(0.8), abs=1e-6)
    assert 0.0 < far < 0.3 * near
