"""Materials as Blender knows them: a recorded graph (`generator.shading.Graph`) becomes a node tree."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

import bpy
import numpy as np

from generator.chunks import Chunk, cut
from generator.shading import Graph, Input, Node, Socket

_SOCKET_TYPES = {
    "VALUE": "NodeSocketFloat",
    "INT": "NodeSocketInt",
    "BOOLEAN": "NodeSocketBool",
    "VECTOR": "NodeSocketVector",
    "RGBA": "NodeSocketColor",
    "SHADER": "NodeSocketShader",
}
LoadTexture = Callable[[str], np.ndarray]  # name -> (H, W), (H, W, 1), (H, W, 3) or (H, W, 4) float32; row 0 is the top


def build_material(name: str, graph: Graph, load_texture: LoadTexture | None = None) -> bpy.types.Material:
    """Realise a finished graph; the same graph within a scene gives the same material again.

    Nodes lie in groups, cut by `generator.chunks`. Every layer of the graph becomes an AOV Output node. `load_texture`
    gives the arrays of image nodes (`materials.textures.load` unless a test says otherwise).

    Raises ValueError if the graph has no surface, or names a node, property or socket that Blender does not have.
    """
    if graph.surface is None:
        raise ValueError(f"material '{name}': the graph has no surface; close it with generator.shading.finish")
    identity = f"{graph.key}-{name}"[:60]
    known = bpy.data.materials.get(identity)
    if known is not None:
        return known
    material = bpy.data.materials.new(identity)
    material.use_nodes = True
    tree = material.node_tree
    tree.nodes.clear()
    outputs: dict[Socket, bpy.types.NodeSocket] = {}
    for chunk in cut(graph):
        group = tree.nodes.new("ShaderNodeGroup")
        group.node_tree = _build_group(chunk, [outputs[socket].type for socket in chunk.takes], load_texture)
        for socket, input in zip(chunk.takes, group.inputs, strict=True):
            tree.links.new(outputs[socket], input)
        outputs.update(zip(chunk.gives, group.outputs, strict=True))
    tree.links.new(outputs[graph.surface], tree.nodes.new("ShaderNodeOutputMaterial").inputs["Surface"])
    for layer, socket in sorted(graph.layers.items()):
        aov = tree.nodes.new("ShaderNodeOutputAOV")
        aov.aov_name = layer
        tree.links.new(outputs[socket], aov.inputs["Value"])
    return material


def _build_group(chunk: Chunk, types: Sequence[str], load_texture: LoadTexture | None) -> bpy.types.NodeTree:
    """The chunk as a node group with an input for each socket that it takes, of the given types."""
    identity = "-".join((chunk.key, *(kind[:2] for kind in types)))
    identity = identity if len(identity) < 60 else hashlib.sha256(identity.encode()).hexdigest()[:32]
    known = bpy.data.node_groups.get(identity)
    if known is not None:
        return known
    tree = bpy.data.node_groups.new(identity, "ShaderNodeTree")
    for index, kind in enumerate(types):
        tree.interface.new_socket(f"in {index}", in_out="INPUT", socket_type=_SOCKET_TYPES[kind])
    entry = tree.nodes.new("NodeGroupInput")
    taken = {socket: entry.outputs[index] for index, socket in enumerate(chunk.takes)}
    built: list[bpy.types.Node] = []

    def find(socket: Socket) -> bpy.types.NodeSocket:
        return taken[socket] if socket in taken else _output(built[socket.node - chunk.start], socket.output)

    for recorded in chunk.nodes:
        built.append(_build_node(tree, recorded, find, load_texture))
    given = [find(socket) for socket in chunk.gives]
    for index, socket in enumerate(given):
        tree.interface.new_socket(f"out {index}", in_out="OUTPUT", socket_type=_SOCKET_TYPES[socket.type])
    leave = tree.nodes.new("NodeGroupOutput")
    for socket, input in zip(given, leave.inputs, strict=False):
        tree.links.new(socket, input)
    return tree


def build_image(name: str, load_texture: LoadTexture | None = None) -> bpy.types.Image:
    """The texture of that name as data: no colour management, alpha a channel like the others. Made once a scene."""
    known = bpy.data.images.get(name)
    if known is not None:
        return known
    pixels = _four_channels(np.asarray((load_texture or _load_texture)(name), np.float32), name)
    height, width = pixels.shape[:2]
    image = bpy.data.images.new(name, width, height, alpha=True, float_buffer=True, is_data=True)
    image.alpha_mode = "CHANNEL_PACKED"
    image.pixels.foreach_set(np.ascontiguousarray(pixels[::-1]).ravel())  # Blender counts rows from the bottom
    image.update()
    return image


def _load_texture(name: str) -> np.ndarray:
    from materials.textures import load

    return load(name)


def _four_channels(pixels: np.ndarray, name: str) -> np.ndarray:
    """(H, W, 4) float32: grey is repeated, a missing alpha is 1."""
    if pixels.ndim == 2:
        pixels = pixels[..., None]
    if pixels.ndim != 3 or pixels.shape[2] not in (1, 3, 4):
        raise ValueError(f"texture '{name}' has shape {pixels.shape}; expected (H, W) with 1, 3 or 4 channels")
    if pixels.shape[2] == 4:
        return pixels
    colour = np.broadcast_to(pixels, (*pixels.shape[:2], 3))
    return np.concatenate([colour, np.ones((*pixels.shape[:2], 1), np.float32)], axis=2)


def _build_node(
    tree: bpy.types.NodeTree,
    recorded: Node,
    find: Callable[[Socket], bpy.types.NodeSocket],
    load_texture: LoadTexture | None,
) -> bpy.types.Node:
    try:
        node = tree.nodes.new(recorded.type)
    except RuntimeError:
        raise ValueError(f"Blender has no node type '{recorded.type}'") from None
    for prop, value in recorded.props.items():
        if prop == "ramp":
            _set_ramp(node, value)
            continue
        if prop == "mapping":  # of an image node: place * factor + shift, by axis
            node.texture_mapping.scale, node.texture_mapping.translation = value
            continue
        try:
            setattr(node, prop, value)
        except (AttributeError, TypeError) as error:
            raise ValueError(f"{recorded.type}.{prop} = {value!r}: {error}") from None
    if recorded.texture is not None:
        node.image = build_image(recorded.texture, load_texture)
    for key, value in recorded.inputs.items():
        socket = _pick(node.inputs, key, recorded.type, "input")
        if isinstance(value, Socket):
            tree.links.new(find(value), socket)
        else:
            _set_number(socket, value)
    return node


def _set_number(socket: bpy.types.NodeSocket, value: Input) -> None:
    """Set an input where it has another value: each that is set costs a look at the whole tree."""
    wanted = _fitted(socket, value)
    current = socket.default_value
    if isinstance(wanted, (bool, str, int)):
        if current != wanted:
            socket.default_value = wanted
    elif not np.array_equal(np.asarray(current, np.float32), np.asarray(wanted, np.float32)):
        socket.default_value = wanted


def _set_ramp(node: bpy.types.Node, stops: Any) -> None:
    """Stops of a colour ramp: ((position, (r, g, b)), ...), at least two, in order."""
    elements = node.color_ramp.elements
    while len(elements) < len(stops):
        elements.new(1.0)
    for element, (position, colour) in zip(elements, stops, strict=True):
        element.position = position
        element.color = (*colour, 1.0)[:4]


def _output(node: bpy.types.Node, output: str | int) -> bpy.types.NodeSocket:
    if output == 0 and not node.outputs[0].enabled:  # a Mix node has one output per data type
        return next(s for s in node.outputs if s.enabled)
    return _pick(node.outputs, output, node.bl_idname, "output")


def _pick(sockets: Any, key: str | int, node_type: str, side: str) -> bpy.types.NodeSocket:
    """A socket by name or position; of several with one name the one that is in use."""
    if isinstance(key, int):
        if 0 <= key < len(sockets):
            return sockets[key]
    else:
        named = [s for s in sockets if s.name == key]
        if named:
            return next((s for s in named if s.enabled), named[0])
    raise ValueError(f"{node_type} has no {side} {key!r}; there are: {', '.join(s.name for s in sockets)}")


def _fitted(socket: bpy.types.NodeSocket, value: Input) -> Any:
    """A plain value in the shape that the socket takes: one number for all channels, alpha 1 where it is missing."""
    if isinstance(value, (bool, str)):
        return value
    current = socket.default_value
    if not hasattr(current, "__len__"):
        return int(value) if isinstance(current, int) else float(value)  # type: ignore[arg-type]
    if isinstance(value, (int, float)):
        return [float(value)] * min(len(current), 3) + [1.0] * (len(current) - 3)
    numbers = [float(v) for v in value]  # type: ignore[union-attr]
    return numbers + [1.0] * (len(current) - len(numbers))
