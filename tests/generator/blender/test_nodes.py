from __future__ import annotations

import numpy as np
import pytest

from generator.shading import Graph

pytestmark = pytest.mark.blender


@pytest.fixture
def nodes(renderer):
    renderer.start()
    from generator.blender import nodes

    return nodes


def textured() -> Graph:
    graph = Graph()
    where = graph.output(graph.node("ShaderNodeTexCoord"), "Object")
    image = graph.node("ShaderNodeTexImage", {"Vector": where}, texture="marks", projection="BOX", projection_blend=0.2)
    mixed = graph.node("ShaderNodeMix", {0: 0.5, "A": (0.2, 0.2, 0.2), "B": image}, data_type="RGBA")
    graph.surface = graph.node("ShaderNodeBsdfDiffuse", {"Color": mixed, "Roughness": 0.3})
    graph.layers = {"wear_marks": graph.output(image, "Alpha")}
    return graph


def test_a_graph_becomes_its_node_tree(nodes):
    pixels = np.linspace(0, 1, 4 * 8 * 4, dtype=np.float32).reshape(4, 8, 4)
    material = nodes.build_material("marked", textured(), lambda name: {"marks": pixels}[name])
    outside = {node.bl_idname: node for node in material.node_tree.nodes}
    by_type = {node.bl_idname: node for node in outside["ShaderNodeGroup"].node_tree.nodes}
    image = by_type["ShaderNodeTexImage"]
    assert image.projection == "BOX"
    assert image.image.colorspace_settings.name == "Non-Color"
    back = np.zeros(pixels.size, np.float32)
    image.image.pixels.foreach_get(back)
    np.testing.assert_allclose(back.reshape(pixels.shape)[::-1], pixels, atol=1e-6)
    diffuse = by_type["ShaderNodeBsdfDiffuse"]
    assert diffuse.inputs["Color"].links[0].from_node == by_type["ShaderNodeMix"]
    assert diffuse.inputs["Color"].links[0].from_socket.type == "RGBA"
    assert diffuse.inputs["Roughness"].default_value == pytest.approx(0.3)
    assert outside["ShaderNodeOutputAOV"].aov_name == "wear_marks"


def test_a_long_graph_lies_in_groups_and_equal_groups_are_built_once(nodes):
    import bpy

    def long(roughness: float) -> Graph:
        graph = Graph()
        last = graph.output(graph.node("ShaderNodeTexCoord"), "Object")
        for _ in range(40):
            last = graph.node("ShaderNodeVectorMath", {0: last, 1: (0.1, 0.2, 0.3)}, operation="ADD")
        graph.surface = graph.node("ShaderNodeBsdfDiffuse", {"Color": last, "Roughness": roughness})
        return graph

    built = [nodes.build_material(name, long(roughness)) for name, roughness in (("a", 0.1), ("b", 0.2))]
    groups = [[n.node_tree for n in m.node_tree.nodes if n.bl_idname == "ShaderNodeGroup"] for m in built]
    assert len(groups[0]) > 1
    assert groups[0][:-1] == groups[1][:-1]
    assert groups[0][-1] != groups[1][-1]
    assert len(bpy.data.node_groups) == len(groups[0]) + 1
    kinds = [n.bl_idname for tree in groups[0] for n in tree.nodes]
    assert kinds.count("ShaderNodeVectorMath") == 40


def test_equal_graphs_share_one_material_and_one_image(nodes):
    calls: list[str] = []

    def load(name: str) -> np.ndarray:
        calls.append(name)
        return np.zeros((4, 4, 1), np.float32)

    assert nodes.build_material("a", textured(), load) == nodes.build_material("a", textured(), load)
    nodes.build_material("b", textured(), load)
    assert calls == ["marks"]


@pytest.mark.parametrize(
    ("type", "inputs", "props", "message"),
    [
        ("ShaderNodeBsdfDiffus", {}, {}, "no node type 'ShaderNodeBsdfDiffus'"),
        ("ShaderNodeBsdfDiffuse", {"Colour": 1.0}, {}, "no input 'Colour'; there are: Color"),
        ("ShaderNodeMath", {}, {"operation": "PLUS"}, "operation"),
    ],
)
def test_what_blender_does_not_have_is_named(nodes, type, inputs, props, message):
    graph = Graph()
    graph.surface = graph.node(type, inputs, **props)
    with pytest.raises(ValueError, match=message):
        nodes.build_material("wrong", graph)


def test_a_graph_without_a_surface_is_refused(nodes):
    with pytest.raises(ValueError, match="no surface"):
        nodes.build_material("open", Graph())


def test_a_texture_of_a_wrong_shape_is_refused(nodes):
    with pytest.raises(ValueError, match=r"\(4, 4, 2\)"):
        nodes.build_material("marked", textured(), lambda name: np.zeros((4, 4, 2), np.float32))
