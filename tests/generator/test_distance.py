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
    assert mix.inputs[1] == graph.surface
    assert plain.nodes[: len(graph.nodes)] == graph.nodes
    assert plain.layers == graph.layers


def test_alpha_becomes_the_mean_alpha():
    graph = Graph()
    image = graph.node("ShaderNodeTexImage", texture="dust")
    graph.surface = graph.node("ShaderNodeBsdfDiffuse", {"Roughness": graph.output(image, "Alpha")})
    plain = plain_when_scattered(graph, _mean)
    assert plain.nodes[2].inputs == {"Roughness": 0.5}


def test_a_graph_without_textures_stays_as_it_is():
    graph = Graph()
    graph.surface = graph.node("ShaderNodeBsdfDiffuse", {"Roughness": 0.5})
    assert plain_when_scattered(graph, _mean) is graph
