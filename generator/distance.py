"""Plain shading for light that has already been scattered: where no eye can follow, no texture is looked up.

A path that has left a matte surface carries light, not a picture: grain, scratches and relief of what it meets next
average out. Its shading therefore takes the mean of each texture and no relief. What the camera sees, directly, in a
mirror or through glass, keeps every detail. Texture lookups on scattered paths were two fifths of the tracing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from generator.shading import Graph, Input, Socket

MeanColour = Callable[[str], tuple[float, float, float, float]]  # texture name -> mean of its channels

_FAR_BOUNCES = 2.5  # reflections of reflections count as scattered from here on
_RELIEF = ("ShaderNodeBump", "ShaderNodeNormalMap")
_DIRECTION_INPUTS = ("Tangent", "Anisotropy")


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
    """Copies what a socket depends on, with textures as constants and without relief."""

    def __init__(self, graph: Graph, mean_colour: MeanColour) -> None:
        self._graph = graph
        self._mean_colour = mean_colour
        self._copies: dict[int, int] = {}

    def value(self, socket: Socket) -> Input | None:
        """What stands for a socket in the plain twin; None where nothing does, so that the input keeps its default."""
        node = self._graph.nodes[socket.node]
        if node.texture is not None:
            mean = self._mean_colour(node.texture)
            return mean[3] if socket.output in (1, "Alpha") else mean[:3]
        if node.type in _RELIEF:
            return None
        if socket.node not in self._copies:
            inputs = self._plain_inputs(node.type, node.inputs)
            self._copies[socket.node] = self._graph.node(node.type, inputs, **node.props).node
        return Socket(self._copies[socket.node], socket.output)

    def _plain_inputs(self, type: str, inputs: Mapping[str | int, Input]) -> dict[str | int, Input]:
        plain: dict[str | int, Any] = {}
        for key, given in inputs.items():
            if type.startswith("ShaderNodeBsdf") and key in _DIRECTION_INPUTS:
                continue
            value = self.value(given) if isinstance(given, Socket) else given
            if value is not None:
                plain[key] = value
        return plain
