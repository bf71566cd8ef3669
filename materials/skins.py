"""The shaders of what is not bare metal: bodies under a skin, plate with dirt on it, clear walls, thin clear sheets.

GGX without its correction for multiple scattering: on a dielectric skin the correction is below a hundredth of the
light, and a sample costs a fifth less without it.
"""

from __future__ import annotations

from generator.shading import Colour, Graph, Input, Scalar, Socket, Surface
from materials import wiring
from materials.closures import Close
from materials.wiring import rgba

_FACE_PASSES = 0.957  # 1 - ((n - 1) / (n + 1))^2 of glass, straight on
_RIM_LOSS, _RIM_POWER = 0.25, 3.0  # what is let by at the very rim; how soon a wall darkens towards it


def skin(index: float, specular: float = 0.5, fuzz: float = 0.0) -> Close:
    """A coloured body under a smooth or rough skin of that refractive index: paint, plastic, lacquered wood, stone.

    `specular` below 0.5 weakens the skin's reflection, as dust and pores do. `fuzz` above 0 is fibres that stand out
    of cloth and shine where they are seen from the side.
    """

    def close(graph: Graph, surface: Surface) -> Socket:
        loose: dict[str | int, Input] = {"Sheen Weight": fuzz, "Sheen Roughness": 0.5} if fuzz else {}
        return _principled(graph, surface, {"IOR": index, "Specular IOR Level": specular, **loose})

    return close


def coated_wall(index: float, film_nm: float, film_index: float) -> Close:
    """A clear wall under a thin film: an antireflection coat, whose colour turns with the angle."""

    def close(graph: Graph, surface: Surface) -> Socket:
        film: dict[str | int, Input] = {"Thin Film Thickness": film_nm, "Thin Film IOR": film_index}
        seen = _principled(graph, surface, {"IOR": index, "Transmission Weight": 1.0, **film})
        return _letting_light_by(graph, surface, seen)

    return close


def wall(index: Scalar, *, rough: bool = False) -> Close:
    """A clear wall that refracts, and colours what passes by `colour` for each pair of faces.

    It refracts what the camera and mirrors see. For the light that falls on matte things behind it, it is a tinted
    filter, darker towards its rims: shadows of glass are light, with dark edges, at the few samples of a picture, where
    the refracted paths to a small lamp would not be found. A `rough` wall spreads light so far that they are.
    """

    def close(graph: Graph, surface: Surface) -> Socket:
        seen = _principled(graph, surface, {"IOR": index, "Transmission Weight": 1.0})
        return seen if rough else _letting_light_by(graph, surface, seen)

    return close


def _letting_light_by(graph: Graph, surface: Surface, seen: Socket) -> Socket:
    """The shader `seen`, but a filter for rays to lamps and from matte surfaces.

    Both kinds see the same filter, so that no light counts twice. What a face lets by falls with the cube of
    1 - cosine: reflection, and light that a grazed wall bends elsewhere.
    """
    path = graph.node("ShaderNodeLightPath")
    lighting = wiring.limited(graph, wiring.plus(graph, graph.output(path, 1), graph.output(path, 2)))
    facing = graph.output(graph.node("ShaderNodeLayerWeight", {"Blend": 0.5}), "Facing")
    cube = graph.node("ShaderNodeMath", {0: facing, 1: _RIM_POWER}, operation="POWER")
    passed = wiring.times_plus(graph, cube, _RIM_LOSS - _FACE_PASSES, _FACE_PASSES)
    face = graph.node("ShaderNodeGamma", {0: rgba(surface.colour), 1: 0.5})  # a wall has two faces
    colour = graph.node("ShaderNodeVectorMath", {0: face, "Scale": passed}, operation="SCALE")
    by = graph.node("ShaderNodeBsdfTransparent", {"Color": colour})
    return graph.node("ShaderNodeMixShader", {0: lighting, 1: seen, 2: by})


def plate(dirt: Scalar) -> Close:
    """A metal of that colour at normal incidence, dull where `dirt` (0..1) lies on it: one shader for both."""

    def close(graph: Graph, surface: Surface) -> Socket:
        metallic = wiring.times_plus(graph, dirt, -1.0, 1.0)
        return _principled(graph, surface, {"Metallic": metallic, "IOR": 1.5})

    return close


def thin(index: float, haze: Scalar) -> Close:
    """A sheet so thin that nothing behind it is displaced: mirrors at both faces, lets through, and scatters a little.

    What both faces together reflect is 2 R / (1 + R) of Fresnel's R; `haze` (0..1) is the share of the rest that the
    sheet scatters forwards, as a wrinkled, scratched or stretched film does. `colour` is what it lets through.
    """

    def close(graph: Graph, surface: Surface) -> Socket:
        normal: dict[str | int, Input] = {} if surface.normal is None else {"Normal": surface.normal}
        back = graph.output(graph.node("ShaderNodeNewGeometry"), "Backfacing")
        side = wiring.times_plus(graph, back, -2.0, 1.0)
        # Cycles turns the index over on the back of a face, as on the way out of a solid; a sheet is alike on both.
        same = graph.node("ShaderNodeMath", {0: index, 1: side}, operation="POWER")
        once = graph.node("ShaderNodeFresnel", {"IOR": same, **normal})
        twice = graph.node(
            "ShaderNodeMath",
            {0: wiring.times(graph, once, 2.0), 1: wiring.plus(graph, once, 1.0)},
            operation="DIVIDE",
        )
        through = graph.node("ShaderNodeBsdfTransparent", {"Color": rgba(surface.colour)})
        scattered = graph.node("ShaderNodeBsdfTranslucent", {"Color": rgba(surface.colour), **normal})
        inside = graph.node("ShaderNodeMixShader", {0: haze, 1: through, 2: scattered})
        glossy = graph.node(
            "ShaderNodeBsdfAnisotropic",
            {"Color": (1.0, 1.0, 1.0, 1.0), "Roughness": surface.roughness, **normal},
            distribution="GGX",
        )
        return graph.node("ShaderNodeMixShader", {0: twice, 1: inside, 2: glossy})

    return close


def deepened(graph: Graph, through: tuple[float, float, float], times: float = 3.0) -> Colour:
    """The tint of a wall: `through` straight on, darker by that power at the rim, where light runs along the wall.

    It stands for a volume, at the price of four small nodes: light that grazes a vessel's wall passes several times
    its thickness.
    """
    facing = graph.output(graph.node("ShaderNodeLayerWeight", {"Blend": 0.5}), "Facing")
    rim = wiring.times(graph, facing, wiring.times(graph, facing, facing))
    r, g, b = (float(f"{c**times:.6g}") for c in through)
    return wiring.blend_colour(graph, through, (r, g, b), rim)


def _principled(graph: Graph, surface: Surface, inputs: dict[str | int, Input]) -> Socket:
    all_inputs: dict[str | int, Input] = {"Base Color": rgba(surface.colour), "Roughness": surface.roughness, **inputs}
    if surface.normal is not None:
        all_inputs["Normal"] = surface.normal
    return graph.node("ShaderNodeBsdfPrincipled", all_inputs, distribution="GGX")
