"""What a node of plain numbers gives, computed here instead of in every ray: the arithmetic of Blender's nodes.

Only the kinds that materials use between a texture and a shader. A kind, a setting or an input that is not known here
leaves the node as it is, so nothing is ever guessed. Source of the formulas: Blender's manual, Shader Nodes, Converter.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from generator.shading import Input, Socket

Vector = tuple[float, ...]
Outputs = tuple[float | Vector, ...]  # what can be in use: one, or three that are taken apart

_MATH: dict[str, Callable[..., float]] = {
    "ADD": lambda a, b: a + b,
    "SUBTRACT": lambda a, b: a - b,
    "MULTIPLY": lambda a, b: a * b,
    "DIVIDE": lambda a, b: a / b if b else 0.0,
    "MULTIPLY_ADD": lambda a, b, c: a * b + c,
    "MINIMUM": min,
    "MAXIMUM": max,
    "GREATER_THAN": lambda a, b: float(a > b),
    "LESS_THAN": lambda a, b: float(a < b),
    "ABSOLUTE": abs,
    "SINE": math.sin,
    "COSINE": math.cos,
}
_PARTS = ("Red", "Green", "Blue", "X", "Y", "Z")
_VECTOR_MATH: dict[str, Callable[..., float]] = {
    name: _MATH[name] for name in ("ADD", "SUBTRACT", "MULTIPLY", "MULTIPLY_ADD", "MINIMUM", "MAXIMUM", "ABSOLUTE")
}


def fold(type: str, props: Mapping[str, Any], inputs: Mapping[str | int, Input]) -> Outputs | None:
    """The outputs of a node all of whose inputs are plain; None where this has to be left to Blender."""
    if any(isinstance(value, (Socket, bool, str)) for value in inputs.values()):
        return None
    known = _FOLDS.get(type)
    try:
        return None if known is None else known(props, inputs)
    except (KeyError, TypeError):  # an input left open, a setting unknown, a colour where a number is needed
        return None


def output_of(outputs: Outputs, output: str | int) -> float | Vector:
    """One of the outputs, by position or name. Raises ValueError for one that the node does not have."""
    if len(outputs) == 1:  # a Mix node has one for each type of data; only one is in use
        return outputs[0]
    return outputs[output if isinstance(output, int) else _PARTS.index(output) % 3]


def _math(props: Mapping[str, Any], inputs: Mapping[str | int, Any]) -> Outputs:
    value = _MATH[props["operation"]](*(_number(inputs[i]) for i in range(len(inputs))))
    return (min(max(value, 0.0), 1.0) if props.get("use_clamp") else value,)


def _vector_math(props: Mapping[str, Any], inputs: Mapping[str | int, Any]) -> Outputs:
    each = _VECTOR_MATH[props["operation"]]
    numbers = zip(*(_vector(inputs[i]) for i in range(len(inputs))), strict=True)
    return (tuple(each(*of_axis) for of_axis in numbers),)


def _map_range(props: Mapping[str, Any], inputs: Mapping[str | int, Any]) -> Outputs:
    if props["interpolation_type"] != "LINEAR" or not props["clamp"]:
        raise KeyError
    value, low, high, to_low, to_high = (_number(inputs[i]) for i in range(5))
    share = (value - low) / (high - low) if high != low else 0.0
    return (to_low + min(max(share, 0.0), 1.0) * (to_high - to_low),)


def _mix(props: Mapping[str, Any], inputs: Mapping[str | int, Any]) -> Outputs:
    share = min(max(_number(inputs[0]), 0.0), 1.0)
    if props["data_type"] == "FLOAT":
        return (_number(inputs[2]) + share * (_number(inputs[3]) - _number(inputs[2])),)
    below, above = _vector(inputs[6]), _vector(inputs[7])
    if props["blend_type"] == "MULTIPLY":
        above = tuple(a * b for a, b in zip(below, above, strict=True))
    elif props["blend_type"] != "MIX":
        raise KeyError
    return (tuple(a + share * (b - a) for a, b in zip(below, above, strict=True)),)


def _separate(props: Mapping[str, Any], inputs: Mapping[str | int, Any]) -> Outputs:
    if props.get("mode", "RGB") != "RGB":
        raise KeyError
    return _vector(inputs[0])


def _combine(props: Mapping[str, Any], inputs: Mapping[str | int, Any]) -> Outputs:
    return (tuple(_number(inputs[i]) for i in range(3)),)


def _number(value: Any) -> float:
    """Raises TypeError for a colour or a vector, unless it is grey."""
    if isinstance(value, tuple):
        if len(set(value[:3])) > 1:
            raise TypeError
        value = value[0]
    return float(value)


def _vector(value: Any) -> Vector:
    return tuple(value[:3]) if isinstance(value, tuple) else (float(value),) * 3


_FOLDS: dict[str, Callable[[Mapping[str, Any], Mapping[str | int, Any]], Outputs]] = {
    "ShaderNodeMath": _math,
    "ShaderNodeVectorMath": _vector_math,
    "ShaderNodeMapRange": _map_range,
    "ShaderNodeMix": _mix,
    "ShaderNodeSeparateColor": _separate,
    "ShaderNodeSeparateXYZ": _separate,
    "ShaderNodeCombineXYZ": _combine,
}
