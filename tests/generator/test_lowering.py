"""A lowered graph gives the same numbers, in fewer steps."""

from __future__ import annotations

import numpy as np
import pytest

from generator.blender.appearance import worn_graph
from generator.catalogue import load_catalogue
from generator.lowering import lowered
from generator.recipe import MaterialRecipe, WearRecipe
from generator.seeds import stream
from generator.shading import Graph, Socket
from tests.graph_values import GraphValues

CATALOGUE = load_catalogue()
KINDS = sorted(CATALOGUE.wear, key=lambda kind: (CATALOGUE.wear[kind].order, kind))


def _value(graph: Graph) -> Socket:
    """A number that differs from place to place: one that nothing can be worked out from beforehand."""
    return graph.output(graph.node("ShaderNodeAttribute", attribute_name="cavity", attribute_type="GEOMETRY"), "Fac")


def _math(graph: Graph, operation: str, *given: float | Socket, limit: bool = False) -> Socket:
    return graph.node("ShaderNodeMath", dict(enumerate(given)), operation=operation, use_clamp=limit)


def _ranged(graph: Graph, value: Socket, limits: tuple[float, float, float, float], clamp: bool) -> Socket:
    inputs = {0: value, **dict(enumerate(limits, 1))}
    return graph.node("ShaderNodeMapRange", inputs, interpolation_type="LINEAR", clamp=clamp)  # type: ignore[arg-type]


@pytest.mark.parametrize("cavity", [-0.7, 0.0, 0.2, 0.55, 1.0, 3.0])
def test_chains_of_arithmetic_keep_their_value(cavity: float) -> None:
    graph = Graph()
    x = _value(graph)
    up = graph.output(
        graph.node("ShaderNodeSeparateXYZ", {0: graph.output(graph.node("ShaderNodeNewGeometry"), "Normal")}), 2
    )
    line = _math(graph, "MULTIPLY_ADD", x, 0.7, -0.2)
    other = _math(graph, "MULTIPLY", 3.0, up)
    ends = {
        "line": line,
        "falling": _math(graph, "SUBTRACT", 0.4, line),
        "limited": _math(graph, "ADD", _math(graph, "MULTIPLY", line, -1.5), 0.9, limit=True),
        "limited as it is": _math(graph, "ADD", x, 0.0, limit=True),
        "ramp": _ranged(graph, _math(graph, "SUBTRACT", 1.0, line), (0.2, 0.9, 0.0, 1.0), True),
        "stretched": _ranged(graph, line, (0.5, 0.1, 2.0, -1.0), False),
        "product of lines": _math(graph, "MULTIPLY", line, other),
        "sum of lines": _math(graph, "ADD", line, other),
        "difference": _math(graph, "SUBTRACT", other, line),
        "product and sum": _math(graph, "MULTIPLY_ADD", line, other, _math(graph, "MULTIPLY", x, 0.1)),
        "scaled product": _math(graph, "MULTIPLY_ADD", _math(graph, "MULTIPLY", x, 0.5), other, line),
        "times nothing": _math(graph, "ADD", _math(graph, "MULTIPLY", x, 0.0), 0.3, limit=True),
        "sine": _math(graph, "SINE", line),
        "least": _math(graph, "MINIMUM", line, other),
    }
    graph.surface, graph.layers = x, ends
    lower = lowered(graph)
    before, after = GraphValues(graph, 0.8, cavity), GraphValues(lower, 0.8, cavity)
    for name, socket in graph.layers.items():
        assert after.of(lower.layers[name]) == pytest.approx(before.of(socket), abs=1e-6), name


@pytest.mark.parametrize("material", ["steel_brushed", "painted_steel_blue", "plastic_white", "laminate_grey"])
def test_all_layers_of_wear_keep_their_values(material: str) -> None:
    made = CATALOGUE.materials[material]
    wear = tuple(WearRecipe(k, 0.4, CATALOGUE.wear[k].sample(stream(5, 0, k), 0.4)) for k in KINDS)
    graph = worn_graph(MaterialRecipe(material, made.sample(stream(5, 0, material))), wear, CATALOGUE)
    lower = lowered(graph)
    assert len(lower.nodes) <= len(graph.nodes)
    assert sorted(lower.layers) == sorted(graph.layers)
    before, after = (
        GraphValues(graph, 0.7, 0.3, 16, (0.1, 0.2, 0.3), 4e-4),
        GraphValues(lower, 0.7, 0.3, 16, (0.1, 0.2, 0.3), 4e-4),
    )
    for name, layer in graph.layers.items():
        np.testing.assert_allclose(after.of(lower.layers[name]), before.of(layer), atol=2e-5, err_msg=name)


def test_the_place_of_a_texture_goes_into_its_image() -> None:
    graph = Graph()
    point = graph.output(graph.node("ShaderNodeTexCoord"), "Object")
    moved = {0: point, 1: (2.0, 3.0, 4.0), 2: (0.1, 0.2, 0.3)}
    where = graph.node("ShaderNodeVectorMath", moved, operation="MULTIPLY_ADD")  # type: ignore[arg-type]
    graph.surface = graph.node("ShaderNodeTexImage", {0: where}, texture="dust")
    lower = lowered(graph)
    assert [node.type for node in lower.nodes] == ["ShaderNodeTexCoord", "ShaderNodeTexImage"]
    assert lower.nodes[1].props["mapping"] == ((2.0, 3.0, 4.0), (0.1, 0.2, 0.3))


def test_a_slope_is_stretched_and_added_in_one_node() -> None:
    graph = Graph()
    one = graph.output(graph.node("ShaderNodeNewGeometry"), "Normal")
    other = graph.output(graph.node("ShaderNodeTexCoord"), "Object")
    steep = graph.node("ShaderNodeVectorMath", {0: one, 1: (2.0, -3.0, 4.0)}, operation="MULTIPLY")
    plus = {0: steep, 1: (1.0, 1.0, 1.0), 2: other}
    graph.surface = graph.node("ShaderNodeVectorMath", plus, operation="MULTIPLY_ADD")  # type: ignore[arg-type]
    lower = lowered(graph)
    (made,) = (node for node in lower.nodes if node.type == "ShaderNodeVectorMath")
    assert made.props["operation"] == "MULTIPLY_ADD"
    assert made.inputs[1] == (2.0, -3.0, 4.0)
