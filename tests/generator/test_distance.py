"""The plain twin of a surface: same closures, no lookups."""

from generator.distance import plain_when_scattered
from generator.shading import Graph


def _mean(name: str) -> tuple[float, float, float, float]:
    return (0.2, 0.4, 0.6, 0.5)


def _textured() -> Graph:
    graph = Graph()
    place = graph.node("ShaderNodeTexCoord")
    image = graph.node("ShaderNodeTexImage", {"Vector": graph.output(place, "Object")}, texture="oak")
    relief = graph.node("ShaderNodeBump", {"Height": graph.output(image, "Alpha")})
    graph.surface = graph.node("ShaderNodeBsdfDiffuse", {"Color": image, "Roughness": 0.3, "Normal": relief})
    graph.layers = {"wear_dust": graph.output(image, "Alpha")}
    return graph


def test_scattered_light_meets_the_mean_without_relief():
    plain = plain_when_scattered(_textured(), _mean)
    twins = [node for node in plain.nodes if node.type == "ShaderNodeBsdfDiffuse"]
    assert len(twins) == 2
    assert twins[1].inputs == {"Color": (0.2, 0.4, 0.6), "Roughness": 0.3}


def test_the_camera_sees_the_surface_itself():
    graph = _textured()
    plain = plain_when_scattered(graph, _mean)
    mix = plain.nodes[plain.surface.node]
    assert mix.type == "ShaderNodeMixShader"
    surface = plain.nodes[mix.inputs[1].node]
    assert surface.type == "ShaderNodeBsdfDiffuse"
    assert set(surface.inputs) == {"Color", "Roughness", "Normal"}
    layer = plain.layers["wear_dust"]
    assert plain.nodes[layer.node].texture == "oak"
    assert layer.node == surface.inputs["Color"].node


def test_maps_of_layers_are_looked_up_in_one_place_by_scattered_light():
    plain = plain_when_scattered(_textured(), _mean)
    (image,) = (node for node in plain.nodes if node.texture is not None)
    place = plain.nodes[image.inputs["Vector"].node]
    assert (place.type, place.props["operation"]) == ("ShaderNodeVectorMath", "SCALE")
    assert plain.nodes[place.inputs[0].node].type == "ShaderNodeTexCoord"
    seen = plain.nodes[place.inputs["Scale"].node]
    assert (seen.props["operation"], seen.inputs[0]) == ("SUBTRACT", 1.0)
    scattered, mix = plain.nodes[seen.inputs[1].node], plain.nodes[plain.surface.node]
    assert scattered.props == plain.nodes[mix.inputs[0].node].props == {"operation": "MAXIMUM"}


def test_a_place_on_which_the_plain_surface_depends_stays():
    graph = _textured()
    point = graph.output(graph.node("ShaderNodeTexCoord"), "Object")
    graph.surface = graph.node("ShaderNodeBsdfDiffuse", {"Color": point, "Roughness": graph.layers["wear_dust"]})
    plain = plain_when_scattered(graph, _mean)
    for node in plain.nodes:
        if node.type == "ShaderNodeBsdfDiffuse" and "Normal" not in node.inputs:
            assert plain.nodes[node.inputs["Color"].node].type == "ShaderNodeTexCoord"


def test_alpha_becomes_the_mean_alpha():
    graph = Graph()
    image = graph.node("ShaderNodeTexImage", texture="dust")
    graph.surface = graph.node("ShaderNodeBsdfDiffuse", {"Roughness": graph.output(image, "Alpha")})
    plain = plain_when_scattered(graph, _mean)
    assert plain.nodes[2].inputs == {"Roughness": 0.5}


def test_what_follows_from_a_mean_is_a_number_and_what_no_texture_bears_on_is_shared():
    graph = Graph()
    image = graph.node("ShaderNodeTexImage", texture="dust")
    mask = graph.node("ShaderNodeMath", {0: graph.output(image, "Alpha"), 1: 0.2}, operation="ADD")
    facing = graph.node("ShaderNodeLayerWeight", {"Blend": 0.5})
    bare = graph.node("ShaderNodeBsdfMetallic", {"Roughness": facing})
    coat = graph.node("ShaderNodeBsdfDiffuse", {"Roughness": mask})
    graph.surface = graph.node("ShaderNodeMixShader", {0: facing, 1: bare, 2: coat})
    plain = plain_when_scattered(graph, _mean)
    twin = plain.nodes[plain.nodes[plain.surface.node].inputs[2].node]
    assert twin.inputs[0] == facing
    assert twin.inputs[1] == bare
    assert plain.nodes[twin.inputs[2].node].inputs == {"Roughness": 0.7}


def test_a_cover_that_comes_to_nothing_is_left_out():
    graph = Graph()
    image = graph.node("ShaderNodeTexImage", texture="dust")
    share = graph.node("ShaderNodeMath", {0: graph.output(image, "Alpha"), 1: 0.9}, operation="GREATER_THAN")
    bare, cover = graph.node("ShaderNodeBsdfMetallic"), graph.node("ShaderNodeBsdfDiffuse")
    graph.surface = graph.node("ShaderNodeMixShader", {0: share, 1: bare, 2: cover})
    plain = plain_when_scattered(graph, _mean)
    assert plain.nodes[plain.surface.node].inputs[2] == bare


def test_a_graph_without_textures_stays_as_it_is():
    graph = Graph()
    graph.surface = graph.node("ShaderNodeBsdfDiffuse", {"Roughness": 0.5})
    assert plain_when_scattered(graph, _mean) is graph
