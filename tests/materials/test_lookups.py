"""What materials ask of a sample: how many texture lookups and nodes, which is what they cost."""

from __future__ import annotations

import numpy as np
import pytest

from generator.catalogue import load_catalogue
from generator.shading import Graph, finish

CATALOGUE = load_catalogue()
SCATTERING = ("cardboard_", "shipping_", "packing_", "hazard_", "hi_vis_", "glove_", "retro", "liquid_")
PALLETS = ("pallet_wood", "nail_heads")
ONE = (
    "plastic_",
    "rubber_black",
    "cable_",
    "painted_steel_",
    "powder_coat_",
    "hammertone_",
    "glass_",
    *SCATTERING,
    *PALLETS,
)
TWO = (
    "oak_",
    "beech_",
    "plywood",
    "laminate_",
    "esd_mat_",
    "rubber_mat",
    "concrete_",
    "epoxy_",
    "painted_wall_",
    "carton_",
)
THIN = ("stretch_film", "bubble_wrap", "blister_", "glass_safety")


def graph_of(name: str) -> Graph:
    graph = Graph()
    material = CATALOGUE.materials[name]
    return finish(graph, material.build(material.sample(np.random.default_rng(4)), graph))


@pytest.mark.parametrize(
    "name", [n for n in CATALOGUE.materials if n.startswith((*ONE, *TWO, *THIN, "brick", "checker"))]
)
def test_a_material_looks_up_one_map_a_ground_two(name: str) -> None:
    graph = graph_of(name)
    images = [node for node in graph.nodes if node.texture is not None]
    assert len(images) <= (1 if name.startswith((*ONE, *THIN)) else 2)
    clear = CATALOGUE.materials[name].transparent
    assert len(graph.nodes) <= (40 if clear else 31)
    if not clear:
        assert all(node.props.get("projection_blend", 0.0) == 0.0 for node in images), "a fade looks up three times"


def test_the_wall_that_a_liquid_wets_has_the_index_of_glass_over_that_of_the_liquid() -> None:
    graph = graph_of("liquid_water")
    (mix,) = (node for node in graph.nodes if node.type == "ShaderNodeMix")
    assert mix.inputs[2] == pytest.approx(1.333)
    assert mix.inputs[3] == pytest.approx(1.523 / 1.333)


@pytest.mark.parametrize("name", ["stretch_film", "glass_safety", "bubble_wrap"])
def test_thin_sheets_do_not_refract(name: str) -> None:
    types = {node.type for node in graph_of(name).nodes}
    assert "ShaderNodeBsdfTransparent" in types
    assert not types & {"ShaderNodeBsdfRefraction", "ShaderNodeBsdfGlass", "ShaderNodeBsdfPrincipled"}
