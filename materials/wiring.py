"""Short names for the arithmetic of shader graphs. What is known when the graph is built is computed at once."""

from __future__ import annotations

from generator.shading import Colour, Graph, Input, Scalar, Socket


def plus(graph: Graph, a: Scalar, b: Scalar) -> Scalar:
    """a + b."""
    if not isinstance(a, Socket) and not isinstance(b, Socket):
        return a + b
    if a == 0.0 or b == 0.0:
        return b if a == 0.0 else a
    return graph.node("ShaderNodeMath", {0: a, 1: b}, operation="ADD")


def minus(graph: Graph, a: Scalar, b: Scalar) -> Scalar:
    """a - b."""
    if not isinstance(a, Socket) and not isinstance(b, Socket):
        return a - b
    return a if b == 0.0 else graph.node("ShaderNodeMath", {0: a, 1: b}, operation="SUBTRACT")


def times(graph: Graph, a: Scalar, b: Scalar) -> Scalar:
    """a * b."""
    if not isinstance(a, Socket) and not isinstance(b, Socket):
        return a * b
    if a == 1.0 or b == 1.0:
        return b if a == 1.0 else a
    return graph.node("ShaderNodeMath", {0: a, 1: b}, operation="MULTIPLY")


def times_plus(graph: Graph, a: Scalar, b: Scalar, c: Scalar) -> Scalar:
    """a * b + c in one node."""
    if not isinstance(a, Socket) and not isinstance(b, Socket):
        return plus(graph, a * b, c)
    return graph.node("ShaderNodeMath", {0: a, 1: b, 2: c}, operation="MULTIPLY_ADD")


def limited(graph: Graph, a: Scalar, less: float = 0.0) -> Socket:
    """a - less, cut to 0..1."""
    return graph.node("ShaderNodeMath", {0: a, 1: -less}, operation="ADD", use_clamp=True)


def ramp(graph: Graph, a: Scalar, low: Scalar, high: Scalar) -> Socket:
    """0 below `low`, 1 above `high`, straight between."""
    return graph.node(
        "ShaderNodeMapRange", {0: a, 1: low, 2: high, 3: 0.0, 4: 1.0}, interpolation_type="LINEAR", clamp=True
    )


def blend(graph: Graph, a: Scalar, b: Scalar, share_of_b: Scalar) -> Scalar:
    """From a to b."""
    if not any(isinstance(v, Socket) for v in (a, b, share_of_b)):
        return a + (b - a) * share_of_b  # type: ignore[operator]
    return graph.node("ShaderNodeMix", {0: share_of_b, 2: a, 3: b}, data_type="FLOAT", clamp_factor=True)


def blend_colour(graph: Graph, a: Colour, b: Colour, share_of_b: Scalar, how: str = "MIX") -> Socket:
    """From a to b, or a multiplied by b ("MULTIPLY"), or another of Blender's blend modes."""
    mixed = graph.node(
        "ShaderNodeMix",
        {0: share_of_b, 6: rgba(a), 7: rgba(b)},
        data_type="RGBA",
        blend_type=how,
        clamp_factor=True,
    )
    return graph.output(mixed, 2)


def rgba(colour: Colour) -> Input:
    """A colour as an input of a colour socket, which wants an alpha."""
    return colour if isinstance(colour, Socket) else (*colour, 1.0)


def channels(graph: Graph, colour: Socket) -> tuple[Socket, Socket, Socket]:
    """The three channels of a texture."""
    split = graph.node("ShaderNodeSeparateColor", {0: colour}, mode="RGB")
    return split, graph.output(split, 1), graph.output(split, 2)


def scaled(
    graph: Graph, vector: Socket, factor: tuple[float, float, float], shift: tuple[float, float, float]
) -> Socket:
    """vector * factor + shift, by component."""
    return graph.node("ShaderNodeVectorMath", {0: vector, 1: factor, 2: shift}, operation="MULTIPLY_ADD")


def dot(graph: Graph, a: Socket, b: Input) -> Socket:
    """Scalar product."""
    return graph.output(graph.node("ShaderNodeVectorMath", {0: a, 1: b}, operation="DOT_PRODUCT"), 1)


def cross(graph: Graph, a: Socket, b: Input) -> Socket:
    """Vector product."""
    return graph.node("ShaderNodeVectorMath", {0: a, 1: b}, operation="CROSS_PRODUCT")


def add_vectors(graph: Graph, a: Socket, b: Socket, factor_of_b: float = 1.0) -> Socket:
    """a + factor * b."""
    factor = (factor_of_b, factor_of_b, factor_of_b)
    return graph.node("ShaderNodeVectorMath", {0: b, 1: factor, 2: a}, operation="MULTIPLY_ADD")


def vector(graph: Graph, x: Scalar, y: Scalar, z: Scalar = 0.0) -> Socket:
    """A vector of three scalars."""
    return graph.node("ShaderNodeCombineXYZ", {0: x, 1: y, 2: z})
