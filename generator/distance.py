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
    path = twin.node("ShaderNodeLightPath")
    scattered = twin.node("ShaderNodeMath", {0: twin.output(path, "Diffuse Depth"), 1: 0.5}, operation="GREATER_THAN")
    deep = twin.node("ShaderNodeMath", {0: twin.output(path, "Ray Depth"), 1: _FAR_BOUNCES}, operation="GREATER_THAN")
    either = twin.node("ShaderNodeMath", {0: scattered, 1: deep}, operation="MAXIMUM")
    twin.surface = twin.node("ShaderNodeMixShader", {0: either, 1: graph.surface, 2: plain})
    return twin


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
