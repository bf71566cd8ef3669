"""Shading as data: materials and wear describe a node graph, and the Blender door builds it.

Because a graph is plain data, materials need no Blender: they are tested, compared and cached by content.
A node type is Blender's own name ("ShaderNodeBsdfMetallic"); inputs are numbers, tuples or sockets of other nodes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Socket:
    """An output of a node of the graph: by node index and by the name (or position) of the output."""

    node: int
    output: str | int = 0


Input = float | int | tuple[float, ...] | str | bool | Socket
Scalar = float | Socket
Colour = tuple[float, float, float] | Socket


@dataclass(frozen=True, slots=True)
class Node:
    """One node: Blender type, properties set on it, and inputs by name or by position."""

    type: str
    props: dict[str, Any]
    inputs: dict[str | int, Input]
    texture: str | None = None  # for image nodes: the name of a texture in `materials.textures`


@dataclass(slots=True)
class Graph:
    """Records nodes in the order in which they are added. A socket refers only to earlier nodes."""

    nodes: list[Node] = field(default_factory=list)
    surface: Socket | None = None
    layers: dict[str, Socket] = field(default_factory=dict)  # AOV name -> scalar in 0..1

    def node(
        self, type: str, inputs: dict[str | int, Input] | None = None, *, texture: str | None = None, **props: Any
    ) -> Socket:
        """Add a node; returns its first output. Take another one with ``socket.node`` and `Socket`."""
        self.nodes.append(Node(type, props, dict(inputs or {}), texture))
        return Socket(len(self.nodes) - 1, 0)

    def output(self, socket: Socket, name: str | int) -> Socket:
        """Another output of the same node."""
        return Socket(socket.node, name)

    def needed(self, sockets: Iterable[Socket]) -> set[int]:
        """Indices of the nodes on which any of the sockets depends, their own included."""
        found: set[int] = set()
        waiting = [socket.node for socket in sockets]
        while waiting:
            index = waiting.pop()
            if index not in found:
                found.add(index)
                waiting.extend(v.node for v in self.nodes[index].inputs.values() if isinstance(v, Socket))
        return found

    @property
    def key(self) -> str:
        """Hex digest of the content: equal graphs are built once."""

        def plain(value: Any) -> Any:
            if isinstance(value, Socket):
                return {"socket": [value.node, value.output]}
            if isinstance(value, tuple):
                return [plain(v) for v in value]
            return value

        def plain_items(values: dict[Any, Any]) -> dict[str, Any]:
            return {str(k): plain(v) for k, v in values.items()}

        content = [[n.type, n.texture, plain_items(n.props), plain_items(n.inputs)] for n in self.nodes]
        text = json.dumps([content, plain(self.surface), plain_items(self.layers)], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Cover:
    """Something that lies on a surface and hides it where `mask` is 1: dust, bare metal in a chip, later grease."""

    mask: Scalar
    closure: Socket  # a shader


Kind = Literal["metal", "coated", "plastic", "glass", "mineral", "fibre"]


@dataclass(frozen=True, slots=True)
class Surface:
    """What a material gives to the wear that follows it: inputs still open, closed by `finish`.

    Wear adds to `roughness`, `colour` and `slope`, lays covers, and names its layers; `close` makes the base
    shader last, from the worn inputs. `kind` tells wear how the substance takes damage: metal shows grooves, a coat
    lets through what is under it, plastic whitens, glass shows hairlines, fibre and stone darken or fray.
    """

    close: Callable[[Graph, Surface], Socket]
    kind: Kind
    roughness: Scalar
    colour: Colour = (0.8, 0.8, 0.8)
    slope: Socket | None = None  # gradient of the relief in the thing's own frame, m/m; `finish` makes `normal` of it
    normal: Socket | None = None  # set by `finish`
    tangent: Socket | None = None  # world space, along the marks of the finish
    anisotropy: Scalar = 0.0
    reach: float = 1.0  # how coarse marks are: 1 for a part in the hand, 4 for a bench, 12 for a floor
    covers: tuple[Cover, ...] = ()
    layers: dict[str, Socket] = field(default_factory=dict)


def finish(graph: Graph, surface: Surface) -> Graph:
    """Tilt the normal by the relief, close the base shader, lay the covers on it, and register the layers.

    The relief is a gradient read from a map: a bump node would look up its whole input three times (+40% a sample).
    """
    if surface.slope is not None:
        surface = replace(surface, normal=tilted(graph, surface.slope))
    shader = surface.close(graph, surface)
    for cover in surface.covers:
        shader = graph.node("ShaderNodeMixShader", {0: cover.mask, 1: shader, 2: cover.closure})
    graph.surface = shader
    graph.layers = dict(surface.layers)
    return graph


def tilted(graph: Graph, slope: Socket) -> Socket:
    """The shading normal after a gradient in the thing's own frame: N - grad h, normalised, in world space."""
    world = graph.node(
        "ShaderNodeVectorTransform", {0: slope}, vector_type="VECTOR", convert_from="OBJECT", convert_to="WORLD"
    )
    normal = graph.output(graph.node("ShaderNodeNewGeometry"), "Normal")
    tilted = graph.node("ShaderNodeVectorMath", {0: normal, 1: world}, operation="SUBTRACT")
    return graph.node("ShaderNodeVectorMath", {0: tilted}, operation="NORMALIZE")
