"""Works out the scalars of a recorded graph with numpy, so that what Blender will compute is tested without it."""

from __future__ import annotations

from typing import Any

import numpy as np

from generator.shading import Graph, Socket
from materials import textures


class GraphValues:
    """Values on the texels of one texture, or on a single point, for a given way up and depth of recess."""

    def __init__(
        self,
        graph: Graph,
        up: float = 1.0,
        cavity: float = 0.0,
        step: int = 4,
        at_m: tuple[float, float, float] = (0.0, 0.0, 0.0),
        edge_m: float = 1.0,
    ) -> None:
        self._graph, self._up, self._cavity, self._step = graph, up, cavity, step
        self._at_m, self._edge_m = np.array(at_m), edge_m

    def of(self, value: Any) -> Any:
        """A plain number, or the value of a socket: () or (N,) for scalars, (..., 3) for colours and vectors."""
        if not isinstance(value, Socket):
            return np.asarray(value, float)[..., :3] if isinstance(value, tuple) else float(value)
        node = self._graph.nodes[value.node]
        made = getattr(self, "_" + node.type.removeprefix("ShaderNode").lower())(node, value.output)
        return made

    def _math(self, node: Any, _: Any) -> Any:
        a, b, c = (self.of(node.inputs.get(i, 0.0)) for i in range(3))
        operation = node.props["operation"]
        made = {"ADD": a + b, "SUBTRACT": a - b, "MULTIPLY": a * b, "MULTIPLY_ADD": a * b + c,
                "SINE": np.sin(a), "MINIMUM": np.minimum(a, b), "MAXIMUM": np.maximum(a, b)}[operation]  # fmt: skip
        return np.clip(made, 0, 1) if node.props.get("use_clamp") else made

    def _maprange(self, node: Any, _: Any) -> Any:
        value, low, high, to_low, to_high = (self.of(node.inputs[i]) for i in range(5))
        share = (value - low) / (high - low)
        return to_low + (np.clip(share, 0.0, 1.0) if node.props["clamp"] else share) * (to_high - to_low)

    def _clamp(self, node: Any, _: Any) -> Any:
        return np.clip(*(self.of(node.inputs[i]) for i in range(3)))

    def _mix(self, node: Any, _: Any) -> Any:
        share, a, b = (self.of(node.inputs[i]) for i in (0, 2, 3))
        return a + (b - a) * np.clip(share, 0.0, 1.0)

    def _texcoord(self, _: Any, output: Any) -> Any:
        assert output == "Object"
        return self._at_m

    def _vectormath(self, node: Any, _: Any) -> Any:
        assert node.props["operation"] == "DOT_PRODUCT"
        return np.sum(self.of(node.inputs[0]) * self.of(node.inputs[1]), axis=-1)

    def _layerweight(self, _: Any, output: Any) -> Any:
        assert output == "Facing"
        return 0.0

    def _separatecolor(self, node: Any, output: Any) -> Any:
        return self.of(node.inputs[0])[..., int(output)]

    def _separatexyz(self, node: Any, output: Any) -> Any:
        return self.of(node.inputs[0])[..., int(output)]

    def _newgeometry(self, _: Any, output: Any) -> Any:
        assert output == "Normal"
        return np.array([np.sqrt(1 - self._up**2), 0.0, self._up])

    def _attribute(self, node: Any, _: Any) -> Any:
        if node.props["attribute_name"] == "edge":
            return np.array([self._edge_m, 1.0, 1.0])
        assert node.props["attribute_name"] == "cavity"
        return self._cavity

    def _teximage(self, node: Any, output: Any) -> Any:
        pixels = textures.load(node.texture)[:: self._step, :: self._step].astype(float)
        pixels = pixels.reshape(-1, pixels.shape[2])
        return pixels[:, 3] if output == 1 else pixels[:, :3]
