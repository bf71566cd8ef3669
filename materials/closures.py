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


def opaque(index: float, specular: float = 0.5) -> Close:
    """A coloured body under a smooth or rough skin of that refractive index: paint, plastic, lacquered wood, stone.

    `specular` below 0.5 weakens the skin's reflection, as dust and pores do.
    """

    def close(graph: Graph, surface: Surface) -> Socket:
        inputs: dict[str | int, Input] = {
            "Base Color": rgba(surface.colour),
            "Roughness": surface.roughness,
            "IOR": index,
            "Specular IOR Level": specular,
        }
        return graph.node("ShaderNodeBsdfPrincipled", _with_normal(inputs, surface))

    return close


def clear(index: float) -> Close:
    """A clear body: refracts, and colours what passes by `colour` for each wall of two faces."""

    def close(graph: Graph, surface: Surface) -> Socket:
        inputs: dict[str | int, Input] = {
            "Base Color": rgba(surface.colour),
            "Roughness": surface.roughness,
            "IOR": index,
            "Transmission Weight": 1.0,
        }
        return graph.node("ShaderNodeBsdfPrincipled", _with_normal(inputs, surface), distribution="GGX")

    return close


def matte(graph: Graph, colour: Any) -> Socket:
    """A rough, dull layer: dust, dirt, oxide."""
    return graph.node("ShaderNodeBsdfDiffuse", {"Color": rgba(colour), "Roughness": 0.0})


def _with_normal(inputs: dict[str | int, Input], surface: Surface) -> dict[str | int, Input]:
    if surface.normal is not None:
        inputs["Normal"] = surface.normal
    return inputs
