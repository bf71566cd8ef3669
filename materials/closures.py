"""The base shaders: metal, opaque bodies under a glossy skin, and clear bodies. Each closes a `Surface`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from generator.shading import Colour, Graph, Input, Socket, Surface
from materials.optics import Conductor
from materials.wiring import rgba

Close = Callable[[Graph, Surface], Socket]


def conductor(metal: Conductor) -> Close:
    """A bare metal after its n and k. Rotation turns the highlight across the lines along `tangent`."""

    def close(graph: Graph, surface: Surface) -> Socket:
        inputs: dict[str | int, Input] = {
            "IOR": metal.n,
            "Extinction": metal.k,
            "Roughness": surface.roughness,
        }
        if surface.tangent is not None:
            inputs |= {"Anisotropy": surface.anisotropy, "Rotation": 0.25, "Tangent": surface.tangent}
        return graph.node(
            "ShaderNodeBsdfMetallic",
            _with_normal(inputs, surface),
            distribution="MULTI_GGX",
            fresnel_type="PHYSICAL_CONDUCTOR",
        )

    return close


def reflector(edge: Colour) -> Close:
    """A metal, bare, stained or under a thin film: reflects `surface.colour` at normal incidence, by F82 at a slant.

    Costs less than the exact equations, and takes any colour: films and stains are computed into it.
    """

    def close(graph: Graph, surface: Surface) -> Socket:
        inputs: dict[str | int, Input] = {
            "Base Color": rgba(surface.colour),
            "Edge Tint": rgba(edge),
            "Roughness": surface.roughness,
        }
        if surface.tangent is not None:
            inputs |= {"Anisotropy": surface.anisotropy, "Rotation": 0.25, "Tangent": surface.tangent}
        return graph.node(
            "ShaderNodeBsdfMetallic", _with_normal(inputs, surface), distribution="MULTI_GGX", fresnel_type="F82"
        )

    return close


def matte(graph: Graph, colour: Any) -> Socket:
    """A rough, dull layer: dust, dirt, oxide."""
    return graph.node("ShaderNodeBsdfDiffuse", {"Color": rgba(colour), "Roughness": 0.0})


def _with_normal(inputs: dict[str | int, Input], surface: Surface) -> dict[str | int, Input]:
    if surface.normal is not None:
        inputs["Normal"] = surface.normal
    return inputs
