"""What every kind of wear keeps: none is none, more is more, the share is as asked, one lookup, layers in 0..1."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from graph_values import GraphValues

from generator.catalogue import load_catalogue
from generator.shading import Graph, Surface
from materials.closures import metal_of
from materials.optics import CONDUCTORS, normal_reflectance
from materials.wear.oil_film import oil_ramp, under_oil
from materials.wear.spread import spread

CATALOGUE = load_catalogue()
KINDS = sorted(CATALOGUE.wear)
MOST = {"grease": 0.45, "oil_film": 0.8, "rust": 0.75, "coolant": 0.4}
LEVELS = (0.1, 0.25, 0.5, 0.75, 1.0)


def on(material: str, graph: Graph) -> Surface:
    made = CATALOGUE.materials[material]
    return made.build(made.sample(np.random.default_rng(0)), graph)


def layer(kind: str, severity: float, material: str = "steel_polished", **where: float) -> np.ndarray:
    graph = Graph()
    wear = CATALOGUE.wear[kind]
    worn = wear.build(wear.sample(np.random.default_rng(1), severity), on(material, graph), graph)
    return np.atleast_1d(GraphValues(graph, edge_m=where.pop("edge_m", 0.0), **where).of(worn.layers[f"wear_{kind}"]))


@pytest.mark.parametrize("kind", KINDS)
def test_severity_0_adds_nothing(kind):
    graph = Graph()
    surface = on("painted_steel_red", graph)
    nodes = len(graph.nodes)
    wear = CATALOGUE.wear[kind]
    assert wear.build(wear.sample(np.random.default_rng(1), 0.0), surface, graph) is surface
    assert len(graph.nodes) == nodes


@pytest.mark.parametrize("kind", KINDS)
def test_wear_looks_up_one_map(kind):
    graph = Graph()
    surface = on("painted_steel_red", graph)
    before = len(graph.nodes)
    wear = CATALOGUE.wear[kind]
    wear.build(wear.sample(np.random.default_rng(1), 0.6), surface, graph)
    assert sum(node.texture is not None for node in graph.nodes[before:]) == 1


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("material", ["steel_polished", "painted_steel_red"])
def test_layer_is_a_share_that_grows_with_severity(kind, material):
    layers = [layer(kind, level, material) for level in LEVELS]
    assert min(float(one.min()) for one in layers) >= 0.0
    assert max(float(one.max()) for one in layers) <= 1.0
    means = [float(one.mean()) for one in layers]
    assert all(b > a for a, b in itertools.pairwise(means))


@pytest.mark.parametrize("kind", sorted(MOST))
def test_covered_share_is_the_severity_times_the_most(kind):
    for level in LEVELS:
        assert layer(kind, level, edge_m=0.02).mean() == pytest.approx(MOST[kind] * level, abs=0.02)


def test_at_the_worst_there_is_still_something_between():
    for kind in ("dents", "fingerprints", "tape_residue", "marker"):
        assert layer(kind, 1.0).mean() < 0.35, kind


def test_spread_has_the_asked_for_mean_whatever_its_rim():
    ranks = (np.arange(100_000) + 0.5) / 100_000
    for share, soft in itertools.product((0.01, 0.2, 0.5, 0.9, 1.0), (0.01, 0.1, 0.4)):
        graph = Graph()
        node = graph.nodes[spread(graph, graph.node("rank"), share, soft).node]
        low, high = node.inputs[1], node.inputs[2]
        assert np.clip((ranks - low) / (high - low), 0, 1).mean() == pytest.approx(share, abs=1e-3)


@pytest.mark.parametrize(
    "material", ["aluminium_polished", "aluminium_anodised_black", "brass_turned", "plastic_red", "glass_clear"]
)
def test_only_iron_and_coats_rust(material):
    assert layer("rust", 1.0, material).max() == 0.0


def test_steel_rusts_sooner_at_its_edges_and_in_recesses():
    open_face = layer("rust", 0.3, edge_m=0.02).mean()
    assert layer("rust", 0.3, edge_m=0.0).mean() > 1.5 * open_face
    assert layer("rust", 0.3, edge_m=0.02, cavity=0.8).mean() > 1.1 * open_face


def test_paint_rusts_from_its_edges():
    assert layer("rust", 0.6, "painted_steel_red", edge_m=0.0).mean() > 0.3
    assert layer("rust", 0.6, "painted_steel_red", edge_m=0.02).mean() < 0.02


def test_edges_wear_and_faces_do_not():
    near = [layer("edge_wear", 0.6, "painted_steel_red", edge_m=m).mean() for m in (0.0, 0.4e-3, 1.2e-3, 6e-3)]
    assert near[0] > near[1] > near[2] > near[3] == 0.0


def test_grease_lies_in_recesses_first():
    assert layer("grease", 0.3, cavity=0.8).mean() > 1.5 * layer("grease", 0.3).mean()


def test_dust_sticks_to_grease_also_where_it_is_steep():
    def dusty(up: float, *before: str) -> float:
        graph = Graph()
        surface = on("steel_polished", graph)
        for kind in (*before, "dust"):
            wear = CATALOGUE.wear[kind]
            surface = wear.build(wear.sample(np.random.default_rng(2), 0.5), surface, graph)
        return float(np.mean(GraphValues(graph, up).of(surface.layers["wear_dust"])))

    assert dusty(1.0, "grease") > dusty(1.0) + 0.02
    assert dusty(-1.0, "grease") > 0.01
    assert dusty(-1.0) == 0.0


def test_wear_comes_about_in_order():
    order = {kind: wear.order for kind, wear in CATALOGUE.wear.items()}
    assert order["dents"] < order["edge_wear"] < order["rust"] < order["grease"] < order["dust"] < order["scratches"]


def test_the_metal_under_stains_and_films_is_known():
    known = {
        "steel_brushed": "iron",
        "copper_polished": "copper",
        "steel_heat_tinted": "iron",
        "stainless_steel_welded": "stainless_steel",
        "steel_galvanised": "zinc",
        "aluminium_anodised_red": None,
        "plastic_red": None,
    }
    for material, metal in known.items():
        assert metal_of(on(material, Graph())) == metal


def test_steel_rusts_where_it_was_welded_or_hot_and_stainless_does_not():
    rusty = {m: layer("rust", 0.6, m).mean() for m in ("steel_ground", "steel_heat_tinted", "steel_welded")}
    assert min(rusty.values()) == pytest.approx(max(rusty.values()), abs=0.02)
    assert layer("rust", 0.6, "stainless_steel_welded").max() == 0.0


def test_film_of_oil_interferes():
    iron = CONDUCTORS["iron"]
    shares = under_oil(iron, np.array([0.0, 100.0, 180.0, 3000.0]))
    np.testing.assert_allclose(shares[0], normal_reflectance(iron), atol=0.003)
    # Two bounds of one film: (r12 -+ r01)^2 / (1 -+ r01 r12)^2 with the two Fresnel amplitudes.
    index = iron.n[1] + 1j * iron.k[1]
    r01, r12 = 0.475 / 2.475, abs((1.475 - index) / (1.475 + index))
    fine = under_oil(iron, np.linspace(0.0, 260.0, 200))[:, 1]
    assert fine.min() == pytest.approx(((r12 - r01) / (1 - r01 * r12)) ** 2, abs=0.03)
    assert fine.max() == pytest.approx(((r12 + r01) / (1 + r01 * r12)) ** 2, abs=0.05)
    hue = np.ptp(shares / shares[0], axis=1)
    assert hue[1] > 0.2
    assert hue[3] < 0.1, "a thick film has no colour"


def test_ramp_of_a_film_is_a_share_of_the_bare_metal():
    stops = oil_ramp("iron", 600.0)
    assert stops[0] == (0.0, (1.0, 1.0, 1.0))
    assert stops[-1][0] == 1.0
    assert all(0.0 <= c <= 1.0 for _, colour in stops for c in colour)
    assert np.ptp([colour[2] for _, colour in stops]) > 0.3
