"""How kinds of wear are laid: covers of a known mean share, slow change over large things, cuts through loose wear."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from generator.factors import Factor
from generator.shading import Colour, Cover, Graph, Scalar, Socket, Surface
from materials import placing, wiring

LOOSE = ("wear_dust", "wear_grinding_dust", "wear_grease")  # layers that a scratch or a wipe takes off
_LARGE = 1.5  # reach from which on a map repeats so often that its copies must differ


def spread(graph: Graph, rank: Scalar, share: float, soft: float) -> Socket:
    """Cover 0..1 that is there from rank 1 downwards, with mean `share` over ranks spread evenly over 0..1.

    `soft` is the width of the rim in ranks; it narrows near a share of 0 or 1, so that the mean stays exact.
    """
    half = 0.5 * min(soft, 2.0 * share, 2.0 * (1.0 - share))
    half = max(half, 1e-4)
    return wiring.ramp(graph, rank, 1.0 - share - half, 1.0 - share + half)


def appeared(graph: Graph, rank: Scalar, severity: float, slow: Scalar = 0.0) -> Socket:
    """1 where something has appeared by this severity: its rank in the map is 1 minus the severity at which it does.

    Rank 0 is where there never is anything. Where `slow` (see `drift`) is below 0, what comes late does not come.
    """
    if slow != 0.0:
        away = wiring.limited(graph, wiring.times(graph, slow, -2.0))
        rank = wiring.times_plus(graph, away, -0.5, rank)
    start = max(0.99 - severity, 0.002)
    return wiring.ramp(graph, rank, start, start + 0.01)


def nothing(graph: Graph) -> Socket:
    """A layer of 0: for substances that do not wear in this way."""
    return graph.node("ShaderNodeMath", {0: 0.0, 1: 0.0}, operation="ADD")


def drift(graph: Graph, place: Mapping[str, Any], surface: Surface) -> Scalar:
    """-1..1, mean 0, changing over decimetres without repeating: 0 on what is held in the hand.

    The sine of a bent phase; on benches and floors it makes the copies of a map differ.
    """
    if surface.reach < _LARGE:
        return 0.0
    here = placing.point(graph)
    phase = [6.283 * float(s) for s in place["shift"]]
    bend = wiring.times_plus(graph, wiring.dot(graph, here, (17.1, -9.7, 12.9)), 1.0, phase[0])
    slow = wiring.times_plus(graph, wiring.dot(graph, here, (5.3, 14.9, -8.1)), 1.0, phase[1])
    bent = graph.node("ShaderNodeMath", {0: bend}, operation="SINE")
    return graph.node("ShaderNodeMath", {0: wiring.times_plus(graph, bent, 1.7, slow)}, operation="SINE")


def away(graph: Graph, place: Mapping[str, Any]) -> Scalar:
    """How far the work is, for wear that comes where hands and tools are: 0 within half its reach, 1 from twice on.

    ``work`` of a place is (x, y, z, reach) in the thing's own metres; without one it is 0 everywhere.
    """
    if "work" not in place:
        return 0.0
    x, y, z, reach = (float(v) for v in place["work"])
    here = placing.point(graph)
    towards = wiring.dot(graph, here, (x, y, z))
    squared = wiring.times_plus(graph, towards, -2.0, wiring.dot(graph, here, here))  # less the square of (x, y, z)
    own = x * x + y * y + z * z
    return wiring.ramp(graph, squared, 0.25 * reach**2 - own, 4.0 * reach**2 - own)


def at_work(graph: Graph, place: Mapping[str, Any], surface: Surface) -> Scalar:
    """-2..1: `drift`, less far from the work, so that wear `appeared` is more where the work is."""
    slow, far = drift(graph, place, surface), away(graph, place)
    return slow if far == 0.0 else wiring.minus(graph, slow, far)


def thinned(graph: Graph, surface: Surface, by: Scalar) -> Surface:
    """All covers, and the layers of loose wear, less the share `by`: what cuts or wipes takes them off."""
    left = wiring.times_plus(graph, by, -1.0, 1.0)
    covers = tuple(Cover(wiring.times(graph, cover.mask, left), cover.closure) for cover in surface.covers)
    loose = {name: wiring.times(graph, surface.layers[name], left) for name in LOOSE if name in surface.layers}
    return replace(surface, covers=covers, layers=surface.layers | loose)  # type: ignore[arg-type]


def laid(surface: Surface, layer: str, cover: Socket, *covers: Cover) -> Surface:
    """The surface with covers on it and a layer named."""
    return replace(surface, covers=(*surface.covers, *covers), layers=surface.layers | {layer: cover})


def mixed(
    graph: Graph, surface: Surface, share: Scalar, colour: Colour | None = None, roughness: Scalar | None = None
) -> Surface:
    """The surface with its colour (of a metal its reflectance) and roughness drawn towards others, in one shader."""
    if colour is not None:
        surface = replace(surface, colour=wiring.blend_colour(graph, surface.colour, colour, share))
    if roughness is not None:
        surface = replace(surface, roughness=wiring.blend(graph, surface.roughness, roughness, share))
    return surface


def multiplied(graph: Graph, surface: Surface, share: Scalar, colour: Colour) -> Surface:
    """The surface seen through something that colours what it reflects."""
    return replace(surface, colour=wiring.blend_colour(graph, surface.colour, colour, share, "MULTIPLY"))


def tilted_by(graph: Graph, surface: Surface, slope: Socket) -> Surface:
    """The surface with one more relief on it, a gradient in its own frame."""
    return replace(surface, slope=slope if surface.slope is None else wiring.add_vectors(graph, surface.slope, slope))


def named(surface: Surface, layer: str, cover: Socket) -> Surface:
    """The surface with a layer named."""
    return replace(surface, layers=surface.layers | {layer: cover})


def factor_of(kind: str, doc: str, clean: int = 6) -> Factor:
    """The factor of a kind of wear that most things do not have: `clean` scenes without it for three with."""
    return Factor(f"surface.{kind}", "share", "scene", doc, {"choice": [0.0, 0.2, 0.5], "weights": [clean, 2, 1]})
