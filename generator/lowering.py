"""The same surface in fewer steps: a recorded graph rewritten into what Cycles works out fastest.

Cycles runs one step for each node and one more for every plain number that a Math node takes; a node that clamps is
two nodes, three numbers more. A Map Range keeps its numbers within itself. So what is a * x + b of one value is carried
along as such and becomes a Map Range where something needs it, or goes into the limits of the Map Range that follows.
The place of a texture goes into its image node (property ``mapping``: factor and shift by axis). Source: the `compile`
of each node in Cycles 4.5, ``scene/shader_nodes.cpp``, and `SVMCompiler::stack_assign`, ``scene/svm.cpp``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from generator.shading import Graph, Input, Node, Socket

_PLAIN = (int, float)


def lowered(graph: Graph) -> Graph:
    """A graph that gives the same surface and layers, to rounding, without nodes that nothing needs."""
    rewriting = _Rewriting(graph)
    rewriting.all_nodes()
    return _pruned(rewriting.made)


@dataclass(frozen=True, slots=True)
class _Line:
    """The number scale * base + shift."""

    base: Socket
    scale: float = 1.0
    shift: float = 0.0

    def times(self, factor: float) -> _Line:
        return _Line(self.base, self.scale * factor, self.shift * factor)

    def plus(self, more: float) -> _Line:
        return _Line(self.base, self.scale, self.shift + more)


class _Rewriting:
    """Goes through a graph in its order; `made` is the new one."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self.made = Graph()
        self._lines: dict[Socket, _Line] = {}  # of the old graph -> in terms of the new one
        self._built: dict[_Line, Socket] = {}
        self._stretched: dict[Socket, tuple[Socket, tuple[float, ...]]] = {}  # new vector -> what, times what
        self._placed: dict[Socket, tuple[Socket, tuple[Any, Any]]] = {}  # new vector -> of what, its factor and shift
        self._moved: dict[int, int] = {}  # node of the old graph -> of the new one

    def all_nodes(self) -> None:
        for index, node in enumerate(self._graph.nodes):
            line = self._line_of(node)
            if line is not None:
                self._lines[Socket(index, 0)] = line
            else:
                self._moved[index] = self._copied(node)
        surface = self._graph.surface
        self.made.surface = None if surface is None else self._socket(surface)
        self.made.layers = {name: self._socket(layer) for name, layer in self._graph.layers.items()}

    def _line_of(self, node: Node) -> _Line | None:
        """What a node of arithmetic comes to; None for what stays a node of its own."""
        given = [node.inputs[i] for i in range(len(node.inputs)) if i in node.inputs]
        if any(isinstance(value, (str, bool, tuple)) for value in given) or len(given) != len(node.inputs):
            return None
        if node.type == "ShaderNodeMath":
            made = self._sum(node.props["operation"], [self._number(value) for value in given])
            return self._limited(made) if made is not None and node.props.get("use_clamp") else made
        if node.type == "ShaderNodeMapRange" and node.props.get("interpolation_type", "LINEAR") == "LINEAR":
            return self._ranged(node, given)
        return None

    def _number(self, value: Any) -> _Line | float:
        return self._line(value) if isinstance(value, Socket) else float(value)

    def _line(self, socket: Socket) -> _Line:
        known = self._lines.get(Socket(socket.node, 0)) if socket.node not in self._moved else None
        return _Line(Socket(self._moved[socket.node], socket.output)) if known is None else known

    def _sum(self, operation: str, given: list[_Line | float]) -> _Line | None:
        match operation, given:
            case "MULTIPLY", [a, b]:
                return self._product(a, b)
            case "ADD", [a, b]:
                return self._added(a, b)
            case "SUBTRACT", [a, b]:
                return self._added(a, b.times(-1.0) if isinstance(b, _Line) else -b)
            case "MULTIPLY_ADD", [_Line() as a, _Line() as b, _Line() as c] if not a.shift and not b.shift:
                into = self._node("MULTIPLY_ADD", a.base, self._built_of(b.times(a.scale)), self._built_of(c))
                return _Line(into)
            case "MULTIPLY_ADD", [a, b, c]:
                product = a * b if isinstance(a, float) and isinstance(b, float) else self._product(a, b)
                return None if product is None else self._added(product, c)
        return None

    def _product(self, a: _Line | float, b: _Line | float) -> _Line | None:
        if isinstance(a, _Line) and isinstance(b, _Line):
            if a.shift or b.shift:
                return _Line(self._node("MULTIPLY", self._built_of(a), self._built_of(b)))
            return _Line(self._node("MULTIPLY", a.base, b.base), a.scale * b.scale)
        if isinstance(a, _Line):
            return a.times(b) if isinstance(b, float) else None
        return b.times(a) if isinstance(b, _Line) else None

    def _added(self, a: _Line | float, b: _Line | float) -> _Line | None:
        if isinstance(a, _Line) and isinstance(b, _Line):
            shift = a.shift + b.shift
            if a.scale == b.scale == 1.0:
                return _Line(self._node("ADD", a.base, b.base), 1.0, shift)
            if b.scale == 1.0:
                a, b = b, a
            if a.scale == 1.0 and b.scale == -1.0:
                return _Line(self._node("SUBTRACT", a.base, b.base), 1.0, shift)
            base = self._built_of(_Line(a.base, a.scale))
            return _Line(self._node("MULTIPLY_ADD", b.base, b.scale, base), 1.0, shift)
        if isinstance(a, _Line):
            return a.plus(b) if isinstance(b, float) else None
        return b.plus(a) if isinstance(b, _Line) else None

    def _limited(self, line: _Line) -> _Line:
        if line.scale == 1.0 and line.shift == 0.0:
            return _Line(self.made.node("ShaderNodeClamp", {0: line.base, 1: 0.0, 2: 1.0}))
        return self._clamped_range(line, 0.0, 1.0, 0.0, 1.0) if line.scale else line

    def _ranged(self, node: Node, given: list[Any]) -> _Line | None:
        if not isinstance(given[0], Socket) or not all(isinstance(v, _PLAIN) for v in given[1:5]) or len(given) != 5:
            return None
        low, high, to_low, to_high = (float(v) for v in given[1:5])
        line = self._line(given[0])
        if low == high or line.scale == 0.0:
            return None
        if node.props.get("clamp"):
            return self._clamped_range(line, low, high, to_low, to_high)
        scale = (to_high - to_low) / (high - low)
        return line.times(scale).plus(to_low - low * scale)

    def _clamped_range(self, line: _Line, low: float, high: float, to_low: float, to_high: float) -> _Line:
        low, high = (low - line.shift) / line.scale, (high - line.shift) / line.scale
        inputs: dict[str | int, Input] = {0: line.base, 1: low, 2: high, 3: to_low, 4: to_high}
        return _Line(self.made.node("ShaderNodeMapRange", inputs, interpolation_type="LINEAR", clamp=True))

    def _node(self, operation: str, *given: Input) -> Socket:
        return self.made.node("ShaderNodeMath", dict(enumerate(given)), operation=operation)

    def _built_of(self, line: _Line) -> Socket:
        """The line as a socket of the new graph."""
        if line.scale == 1.0 and line.shift == 0.0:
            return line.base
        if line not in self._built:
            inputs: dict[str | int, Input] = {0: line.base, 1: 0.0, 2: 1.0, 3: line.shift, 4: line.scale + line.shift}
            range_ = self.made.node("ShaderNodeMapRange", inputs, interpolation_type="LINEAR", clamp=False)
            self._built[line] = range_
        return self._built[line]

    def _socket(self, socket: Socket) -> Socket:
        return self._built_of(self._line(socket))

    def _copied(self, node: Node) -> int:
        inputs = {k: self._socket(v) if isinstance(v, Socket) else v for k, v in node.inputs.items()}
        if node.type == "ShaderNodeVectorMath":
            return self._vector(node.props, inputs)
        props = node.props
        if node.type == "ShaderNodeTexImage" and isinstance(inputs[0], Socket) and inputs[0] in self._placed:
            inputs[0], mapping = self._placed[inputs[0]]
            props = {**props, "mapping": mapping}
        return self.made.node(node.type, inputs, texture=node.texture, **props).node

    def _vector(self, props: dict[str, Any], inputs: dict[str | int, Input]) -> int:
        """Vector arithmetic: a sum of something stretched is one node."""
        operation = props["operation"]
        if operation == "MULTIPLY_ADD" and inputs[1] == (1.0, 1.0, 1.0):
            operation, inputs = "ADD", {0: inputs[0], 1: inputs[2]}
        if operation == "ADD":
            for one, other in ((inputs[0], inputs[1]), (inputs[1], inputs[0])):
                if isinstance(one, Socket) and one in self._stretched:
                    what, factor = self._stretched[one]
                    operation, inputs = "MULTIPLY_ADD", {0: what, 1: factor, 2: other}
                    break
        made = self.made.node("ShaderNodeVectorMath", inputs, operation=operation)
        if operation == "MULTIPLY" and isinstance(inputs[0], Socket) and isinstance(inputs[1], tuple):
            self._stretched[made] = (inputs[0], inputs[1])
        if operation == "MULTIPLY_ADD" and isinstance(inputs[0], Socket):
            by = (inputs[1], inputs[2])
            if all(isinstance(value, tuple) for value in by):
                self._placed[made] = (inputs[0], by)
        return made.node


def _pruned(graph: Graph) -> Graph:
    """The graph without nodes on which neither surface nor layer depends."""
    roots = [graph.surface] if graph.surface is not None else []
    needed = sorted(graph.needed([*roots, *graph.layers.values()]))
    place = {old: new for new, old in enumerate(needed)}

    def moved(value: Any) -> Any:
        return Socket(place[value.node], value.output) if isinstance(value, Socket) else value

    nodes = [graph.nodes[old] for old in needed]
    kept = [Node(n.type, n.props, {k: moved(v) for k, v in n.inputs.items()}, n.texture) for n in nodes]
    return Graph(kept, moved(graph.surface), {name: moved(layer) for name, layer in graph.layers.items()})
