"""Shading as data: materials and wear describe a node graph, and the Blender door builds it.

Because a graph is plain data, materials need no Blender: they are tested, compared and cached by content.
A node type is Blender's own name ("ShaderNodeBsdfMetallic"); inputs are numbers, tuples or sockets of other nodes.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any


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

    @property
    def key(self) -> str:
        """Hex digest of the content: equal graphs are built once."""

        def plain(value: Any) -> Any:
            if isinstance(value, Socket):
                return {"socket": [value.node, value.output]}
            if isinstance(value, tuple):
                return [plain(v) for v in value]
            return value

        content = [
            [
                n.type,
                n.texture,
                {k: plain(v) for k, v in n.props.items()},
                {str(k): plain(v) for k, v in n.inputs.items()},
            ]
            for n in self.nodes
        ]
        layers = {k: plain(v) for k, v in self.layers.items()}
        text = json.dumps([content, plain(self.surface), layers], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Cover:
    """Something that lies on a surface and hides it where `mask` is 1: dust, later grease or paint."""

    mask: Scalar
    closure: Socket  # a shader


@dataclass(frozen=True, slots=True)
class Surface:
    """What a material gives to the wear that follows it: inputs still open, closed by `finish`.

    Wear changes `roughness` and `normal`, adds covers, and names its layers; `closure` is a function name that the
    material module knows, so that the base shader is made last, from the worn inputs.
    """

    close: Any  # Callable[[Graph, Surface], Socket]: makes the base shader from the inputs below
    roughness: Scalar
    normal: Socket | None = None
    tangent: Socket | None = None
    anisotropy: Scalar = 0.0
    colour: Colour = (0.8, 0.8, 0.8)
    covers: tuple[Cover, ...] = ()
    layers: dict[str, Socket] = field(default_factory=dict)


def finish(graph: Graph, surface: Surface) -> Graph:
    """Close the base shader, lay the covers on it, and register the layers."""
    shader: Socket = surface.close(graph, surface)
    for cover in surface.covers:
        shader = graph.node("ShaderNodeMixShader", {0: cover.mask, 1: shader, 2: cover.closure})
    graph.surface = shader
    graph.layers = dict(surface.layers)
    return graph
