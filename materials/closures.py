"""The base shaders of metals, and the dull layer that lies on things. Each closes a `Surface`; see also `skins`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from generator.shading import Colour, Graph, Input, Socket, Surface
from materials.optics import Conductor
from materials.wiring import rgba

Close = Callable[[Graph, Surface], Socket]


def conductor(metal: Conductor) -> Close:
    """A bare metal after its n and k."""

    def close(graph: Graph, surface: Surface) -> Socket:
        return _metallic(graph, surface, {"IOR": metal.n, "Extinction": metal.k}, "PHYSICAL_CONDUCTOR")

    return close


@dataclass(frozen=True, slots=True)
class Reflector:
    """A metal, bare, stained or under a thin film: reflects `surface.colour` at normal incidence, by F82 at a slant.

    Costs less than the exact equations, and takes any colour: films and stains are computed into it.
    """

    edge: Colour
    metal: str | None = None  # in `CONDUCTORS`: what wear lays bare, and what rusts; None under a coat that holds

    def __call__(self, graph: Graph, surface: Surface) -> Socket:
        """The shader, in the surface's colour."""
        inputs: dict[str | int, Input] = {"Base Color": rgba(surface.colour), "Edge Tint": rgba(self.edge)}
        return _metallic(graph, surface, inputs, "F82")


def metal_of(surface: Surface) -> str | None:
    """The name in `CONDUCTORS` of the metal that a surface is of; None for other substances and under a coat."""
    return surface.close.metal if isinstance(surface.close, Reflector) else None


def matte(graph: Graph, colour: Any) -> Socket:
    """A rough, dull layer: dust, dirt, oxide."""
    return graph.node("ShaderNodeBsdfDiffuse", {"Color": rgba(colour), "Roughness": 0.0})


def _metallic(graph: Graph, surface: Surface, optics: dict[str | int, Input], fresnel: str) -> Socket:
    """Blender's metal; its highlight is turned across the lines along `tangent`."""
    inputs: dict[str | int, Input] = optics | {"Roughness": surface.roughness}
    if surface.tangent is not None:
        inputs |= {"Anisotropy": surface.anisotropy, "Rotation": 0.25, "Tangent": surface.tangent}
    if surface.normal is not None:
        inputs["Normal"] = surface.normal
    return graph.node("ShaderNodeBsdfMetallic", inputs, distribution="MULTI_GGX", fresnel_type=fresnel)
