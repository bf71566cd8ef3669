"""Plain shading for light that has already been scattered: where no eye can follow, no texture is looked up.

A path that has left a matte surface carries light, not a picture: grain, scratches and relief of what it meets next
average out. Its shading therefore takes the mean of each texture and no relief. What the camera sees, directly, in a
mirror or through glass, keeps every detail. Texture lookups on scattered paths were two fifths of the tracing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from generator.folding import Outputs, fold, output_of
from generator.shading import Graph, Input, Node, Socket

MeanColour = Callable[[str], tuple[float, float, float, float]]  # texture name -> mean of its channels

_FAR_BOUNCES = 2.5  # reflections of reflections count as scattered from here on
_RELIEF = ("ShaderNodeBump", "ShaderNodeNormalMap")
_SHADERS = ("ShaderNodeBsdf", "ShaderNodeFresnel", "ShaderNodeLayerWeight")
_DIRECTION_INPUTS = ("Normal", "Coat Normal", "Tangent", "Anisotropy")


def plain_when_scattered(graph: Graph, mean_colour: MeanColour) -> Graph:
    """The finished graph with a plain twin of its surface for scattered light; layers stay as they are.

    A graph without textures is given back unchanged. Raises ValueError for a graph that has no surface.
    """
    if graph.surface is None:
        raise ValueError("the graph has no surface; close it with generator.shading.finish")
    if all(node.texture is None for node in graph.nodes):
        return graph
    twin = Graph(list(graph.nodes), graph.surface, dict(graph.layers))
    plain = _Copier(twin, mean_colour).value(graph.surface)
    if not isinstance(plain, Socket):
        raise ValueError("the surface of the graph is no shader")
    if graph.layers:
        twin, plain = _looked_up_in_one_place(twin, plain)
    if twin.surface is None:
        raise ValueError("the graph has no surface")
    twin.surface = twin.node("ShaderNodeMixShader", {0: _scattered(twin), 1: twin.surface, 2: plain})
    return twin


def _scattered(graph: Graph) -> Socket:
    """1 for rays that left a matte surface, or that were reflected often; else 0."""
    path = graph.node("ShaderNodeLightPath")
    matte = graph.node("ShaderNodeMath", {0: graph.output(path, "Diffuse Depth"), 1: 0.5}, operation="GREATER_THAN")
    depth = graph.output(path, "Ray Depth")
    deep = graph.node("ShaderNodeMath", {0: depth, 1: _FAR_BOUNCES}, operation="GREATER_THAN")
    return graph.node("ShaderNodeMath", {0: matte, 1: deep}, operation="MAXIMUM")


def _looked_up_in_one_place(twin: Graph, plain: Socket) -> tuple[Graph, Socket]:
    """The graph and its plain surface, with maps looked up in one place of theirs by light that was scattered.

    Cycles works out what a layer depends on for every ray, also where the plain surface is taken and though layers are
    written for rays of the camera alone. One place stays in the processor's cache; places all over the maps do not.
    Coordinates on which the plain surface depends are left alone.
    """
    needed = twin.needed([plain])
    moved = Graph()
    seen = moved.node("ShaderNodeMath", {0: 1.0, 1: _scattered(moved)}, operation="SUBTRACT")
    here = moved.node("ShaderNodeTexCoord")
    seen_here = moved.node("ShaderNodeVectorMath", {0: moved.output(here, "Object"), "Scale": seen}, operation="SCALE")
    start = len(moved.nodes)

    def shifted(value: Input) -> Input:
        if not isinstance(value, Socket):
            return value
        if twin.nodes[value.node].type == "ShaderNodeTexCoord" and value.output == "Object":
            return Socket(value.node + start, value.output) if value.node in needed else seen_here
        return Socket(value.node + start, value.output)

    for node in twin.nodes:
        inputs = {key: shifted(value) for key, value in node.inputs.items()}
        moved.nodes.append(Node(node.type, node.props, inputs, node.texture))
    moved.layers = {name: Socket(layer.node + start, layer.output) for name, layer in twin.layers.items()}
    moved.surface = None if twin.surface is None else Socket(twin.surface.node + start, twin.surface.output)
    return moved, Socket(plain.node + start, plain.output)


class _Copier:
    """Copies what a socket depends on, with textures as constants, what follows from them, and no relief."""

    def __init__(self, graph: Graph, mean_colour: MeanColour) -> None:
        self._graph = graph
        self._mean_colour = mean_colour
        self._copies: dict[int, int | Outputs] = {}  # node -> its copy, or what it comes to

    def value(self, socket: Socket) -> Input | None:
        """What stands for a socket in the plain twin; None where nothing does, so that the input keeps its default."""
        node = self._graph.nodes[socket.node]
        if node.texture is not None:
            mean = self._mean_colour(node.texture)
            return mean[3] if socket.output in (1, "Alpha") else mean[:3]
        if node.type in _RELIEF:
            return None
        if node.type == "ShaderNodeMixShader":
            share = self._given(node.inputs[0])
            if isinstance(share, (int, float)) and not 0 < share < 1:
                return self._given(node.inputs[1 if share <= 0 else 2])
        if socket.node not in self._copies:
            inputs = self._plain_inputs(node.type, node.inputs)
            self._copies[socket.node] = self._copy(socket.node, node, inputs)
        copy = self._copies[socket.node]
        return Socket(copy, socket.output) if isinstance(copy, int) else output_of(copy, socket.output)

    def _copy(self, index: int, node: Node, inputs: dict[str | int, Input]) -> int | Outputs:
        if inputs == node.inputs:
            return index  # no texture bears on it
        folded = fold(node.type, node.props, inputs)
        return self._graph.node(node.type, inputs, **node.props).node if folded is None else folded

    def _given(self, given: Input) -> Input | None:
        return self.value(given) if isinstance(given, Socket) else given

    def _plain_inputs(self, type: str, inputs: Mapping[str | int, Input]) -> dict[str | int, Input]:
        plain: dict[str | int, Any] = {}
        for key, given in inputs.items():
            if key in _DIRECTION_INPUTS and type.startswith(_SHADERS):
                continue
            value = self._given(given)
            if value is not None:
                plain[key] = value
        return plain
