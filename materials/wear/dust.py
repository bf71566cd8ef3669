"""Settled dust: grains, lint and a matte film on what faces up and in recesses, wiped where hands went."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import numpy as np

from generator.factors import Factor
from generator.plugins import Wear
from generator.shading import Cover, Graph, Scalar, Socket, Surface
from materials import placing, wiring
from materials.closures import matte
from materials.everyday import rounded
from materials.optics import Triple
from materials.wear.spread import away, drift, laid

SOFT = 0.5  # width of the step from bare to covered, in the order of settling: dust has no hard rim

_RUBBED_M = 1.5e-3  # how far from an edge hands and other parts keep it thin
_HELD = (0.2, 0.9)  # upward share of the normal from which dust stays, and at which all of it does

_THINS = 0.85  # share by which it has thinned out far from where it comes from
_UNEVEN = 0.3  # share by which a film on fibres is thicker and thinner from place to place
_SWEPT = 0.6  # of that film, that is gone where sleeves and loads went, and lies beside

WIPED = 0.0626  # mean of the tracks in the map

# What dust sticks to, and how much sooner it settles there, also on what is steep.
STICKY = {"wear_grease": 0.4, "wear_coolant": 0.25, "wear_tape_residue": 0.4}

# Albedo, linear: cement, plaster and card dust; iron and resin from grinding.
LIGHT = (0.31, 0.288, 0.255)
DARK = (0.085, 0.075, 0.066)


def threshold(cover: float, soft: float = SOFT) -> float:
    """How far along its order the dust has settled, so that the mean cover is `cover`.

    The order of settling r is spread evenly over 0..1 and cover at r is clip((t - r) / soft, 0, 1), whose mean is
    t^2 / 2 soft below t = soft, t - soft / 2 up to 1, and 1 - (1 + soft - t)^2 / 2 soft above.
    """
    if cover <= soft / 2:
        return float(np.sqrt(2 * soft * cover))
    if cover <= 1 - soft / 2:
        return cover + soft / 2
    return 1 + soft - float(np.sqrt(max(2 * soft * (1 - cover), 0.0)))


def sample(colour: Triple, rng: np.random.Generator, severity: float) -> dict[str, Any]:
    """Where it lies on this thing, and how much wiping and recesses change it."""
    shade, warm = rng.uniform(0.9, 1.1), rng.normal(0.0, 0.02)
    return {
        "severity": rounded(severity),
        "place": placing.sample_place(rng),
        "colour": [rounded(c * shade * f) for c, f in zip(colour, (1 + warm, 1.0, 1 - warm), strict=True)],
        "wiped": rounded(rng.uniform(0.1, 0.8)),
        "caught": rounded(rng.uniform(0.3, 0.9)),  # how much sooner it settles deep in a recess
        "rubbed": rounded(rng.uniform(0.4, 0.95)),  # share that is gone from edges
    }


def build(layer: str, params: Mapping[str, Any], surface: Surface, graph: Graph) -> Surface:
    """A dull layer: more on what faces up, in recesses and on grease, less along edges, in the order of settling.

    ``source`` of the parameters is where it comes from, (x, y, z, reach) in the thing's own metres: it is as thick as
    the severity says within half the reach, and has thinned out at twice.
    """
    if params["severity"] <= 0.0:
        return surface
    order, wiped, tone = wiring.channels(graph, placing.boxed(graph, "dust", params["place"], patches=True).colour)
    wipe = params["wiped"] * (1.0 - params["severity"] ** 2)
    slow = drift(graph, params["place"], surface)
    large = slow != 0.0  # tracks of fingers would repeat on it, and its own map has the wipes of cloths
    film = large and surface.kind == "fibre"
    settled = threshold(params["severity"]) / (1.0 if large else 1.0 - wipe * WIPED)
    lot: Scalar = wiring.times_plus(graph, placing.cavity(graph), params["caught"] * settled, settled)
    if large:
        lot = wiring.times_plus(graph, slow, (_SWEPT if film else 0.2) * wipe * settled, lot)
    else:
        lot = wiring.times_plus(graph, wiped, -wipe * settled, lot)
    lot = wiring.times(graph, lot, _held(graph))
    if "source" in params:
        lot = wiring.times(graph, lot, wiring.times_plus(graph, away(graph, {"work": params["source"]}), -_THINS, 1.0))
    rub = params["rubbed"] * (1.0 - params["severity"] ** 2)
    near = wiring.ramp(graph, placing.edge_m(graph), 0.0, _RUBBED_M)
    lot = wiring.times(graph, lot, wiring.times_plus(graph, near, rub, 1.0 - rub))
    for sticky, more in STICKY.items():
        if sticky in surface.layers:
            lot = wiring.times_plus(graph, surface.layers[sticky], more * settled, lot)
    if film:
        cover = _film(graph, lot, order, params["severity"], settled)
    else:
        cover = wiring.limited(graph, wiring.times(graph, wiring.minus(graph, lot, order), 1.0 / SOFT))
    r, g, b = params["colour"]
    pale = wiring.blend_colour(graph, (r * 0.7, g * 0.7, b * 0.7), (r * 1.3, g * 1.3, b * 1.3), tone)
    # Seen at a slant, grains stand before one another: the film looks thicker by 1 / cosine.
    facing = graph.output(graph.node("ShaderNodeLayerWeight", {"Blend": 0.5}), "Facing")
    shown = wiring.limited(graph, wiring.times(graph, cover, wiring.times_plus(graph, facing, 0.4, 1.0)))
    return laid(surface, layer, cover, Cover(shown, matte(graph, pale)))


def _film(graph: Graph, lot: Scalar, order: Socket, severity: float, settled: float) -> Socket:
    """Cover 0..1 of fibres, of mean `severity`: an even veil, a little thicker where dust settles first.

    Grains sink in between fibres, and what lies on cartons and boards for months is too fine to be told apart: drawn
    in the order of settling, little of it would be pepper.
    """
    uneven = _UNEVEN * (1.0 - severity)
    share = severity / settled
    thick = wiring.times_plus(graph, order, -2.0 * uneven * share, (1.0 + uneven) * share)
    return graph.node("ShaderNodeMath", {0: lot, 1: thick}, operation="MULTIPLY", use_clamp=True)


def _held(graph: Graph) -> Socket:
    """Share of the dust that stays at this slant: all on what faces up, none on what faces down."""
    geometry = graph.node("ShaderNodeNewGeometry")
    split = graph.node("ShaderNodeSeparateXYZ", {0: graph.output(geometry, "Normal")})
    return wiring.ramp(graph, graph.output(split, 2), *_HELD)


DUST = Wear(
    "dust",
    "Light dust on upward faces and in recesses: grains, lint, wiped tracks. Layer: share of the pixel covered.",
    Factor(
        "surface.dust",
        "share",
        "scene",
        "Share of upward-facing area under light dust: 0 clean, 1 nothing of the surface to be seen.",
        {"normal": [0.0, 0.16]},
    ),
    partial(sample, LIGHT),
    partial(build, "wear_dust"),
    order=70,
    evenness=30.0,
)
GRINDING_DUST = Wear(
    "grinding_dust",
    "Dark dust of grinding, as light dust otherwise. Layer: share of the pixel covered.",
    Factor(
        "surface.grinding_dust",
        "share",
        "scene",
        "Share of upward-facing area under dark grinding dust: 0 none, 1 nothing of the surface to be seen.",
        {"choice": [0.0, 0.1, 0.35], "weights": [6, 2, 1]},
    ),
    partial(sample, DARK),
    partial(build, "wear_grinding_dust"),
    order=71,
    evenness=30.0,
)
WEAR = (DUST, GRINDING_DUST)
