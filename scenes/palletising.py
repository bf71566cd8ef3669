"""One pallet with what is on it: the deck, whole or broken, its load, film and straps around it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from generator.recipe import MeshRef, Thing
from generator.stock import StockPart
from scenes.binding import bind
from scenes.dressing import choose_material, draw_wear, still_thing
from scenes.loads import CONTACT_M, UPRIGHT, Batch, Block, Spot, Yard, layers_of, stack
from scenes.poses import yaw_matrix
from scenes.shapes.cartons import EXTRAS, TAPES
from scenes.shapes.pallets import BOARD_M, HEIGHT_M, KINDS, MOULDED_DECK_M

LOADS = ("cartons", "drums", "empties", "sacks")
_ROLES = {"cartons": "carton", "drums": "drum", "sacks": "sack", "empties": "pallet"}
_TALL_M = {"cartons": 1.35, "sacks": 0.9, "drums": 0.7, "empties": 1.3}
_MIXED_SHARE = 0.25
_RARELY = 0.02
_LABELS = ((0.27, -0.22), (0.24, 0.2), (-0.27, -0.2), (0.02, -0.25))  # off the middle, shares of width and height
_TAPED = (0.7, 0.15, 0.15)  # of `TAPES`
_EXTRA = (0.7, 0.17, 0.13)  # of `EXTRAS`
_CROOKED_DEG = (2.2, 8.0)  # spread and most of how labels are turned
_KINDS = 3  # cartons of a batch besides the first: each is a mesh of its own
_PATTERNS = 24  # in which pallets are nailed: meshes are kept by their numbers


def put_pallet(
    yard: Yard,
    spot_m: tuple[float, float, float],
    load: str,
    fill: float,
    rng: np.random.Generator,
    *,
    z_m: float = 0.0,
    context: str = "carrier",
) -> tuple[Spot, Block]:
    """A pallet at (x, y, yaw) with its load, bound as the factors say; gives its deck and what the load takes up."""
    factors = yard.plan.factors
    damage, lean = float(factors["pallet.damage"]), float(factors["pallet.lean"])
    carrier = _carrier(yard, load, rng)
    batch = yard.batch(carrier, _deck(carrier.name, damage, rng), rng, looks=1) if carrier else None
    size = batch.mesh.extent_m if batch else np.array([1.2, 0.8, HEIGHT_M])
    moulded = batch is not None and batch.ref.kind == "part"
    deck = MOULDED_DECK_M if moulded else BOARD_M
    spot = Spot(*spot_m, (math.ceil(size[0] * 1e3) / 1e3, math.ceil(size[1] * 1e3) / 1e3), z_m, deck)
    if batch is None:
        yard.things.append(_unlabelled(yard, spot, rng))
    elif yard.left > 0:
        _stand(yard, batch, spot, 0.0, context, rng)
    if load == "empties" and batch is not None:
        return spot, _empties(yard, spot, batch, fill, damage, rng)
    batches = _goods(yard, spot, load, fill, rng)
    if not batches:
        return spot, Block(np.zeros(3), np.zeros(3))
    first = len(yard.things)
    block = stack(
        yard,
        spot,
        batches,
        HEIGHT_M + CONTACT_M,
        fill,
        lean,
        rng,
        upright=UPRIGHT if "carton" in batches[0].part.roles else np.eye(3),
        tall_m=_TALL_M[load],
        most_layers=1 if "drum" in batches[0].part.roles else 40,
    )
    bind(yard, spot, block, lean, rng, first)
    return spot, block


def _carrier(yard: Yard, load: str, rng: np.random.Generator) -> StockPart | None:
    """The pallet that goes with a load: drums want a square one, half pallets carry cartons only."""
    parts = [p for p in yard.parts("pallet") if "half" not in p.name or load == "cartons"] or yard.parts("pallet")
    extents = [(p, p.load().extent_m) for p in parts]
    parts = [p for p, extent in extents if np.all(extent[:2] <= yard.deck_m) and extent[0] >= yard.span_m]
    if not parts:
        return None
    weights = np.array([p.weight * (4.0 if load == "drums" and "cp3" in p.name else 1.0) for p in parts])
    return parts[int(rng.choice(len(parts), p=weights / weights.sum()))]


def _deck(name: str, damage: float, rng: np.random.Generator) -> MeshRef:
    """The mesh of a pallet: wooden ones are nailed anew each time, and break as `damage` says."""
    kind = name.removeprefix("pallet_")
    pattern, at = int(rng.integers(_PATTERNS)), float(rng.choice([0.12, 0.28, 0.5, 0.72, 0.88]))
    breaks, loses = rng.random() < damage, rng.random() < 0.6 * damage
    if kind not in KINDS:
        return MeshRef("part", name, {})
    boards = len(KINDS[kind][2])
    board = int(rng.choice([0, boards - 1, int(rng.integers(boards))]))
    params: dict[str, object] = {"kind": kind, "pattern": pattern}
    if breaks:
        params |= {"broken_board": board, "break_at": at, "gap_m": float(rng.choice([0.06, 0.2, 0.4]))}
    if loses:
        params |= {"missing_block": int(rng.choice([0, 2, 3, 5, 6, 8]))}
    return MeshRef("shape", "wooden_pallet", params)


def _stand(yard: Yard, batch: Batch, spot: Spot, z_m: float, context: str, rng: np.random.Generator) -> None:
    """A pallet level at a height, its outline and not its mass over the spot."""
    bounds = batch.mesh.bounds_m
    middle = -(bounds[0, :2] + bounds[1, :2]) / 2
    at = spot.world(float(middle[0]), float(middle[1]), z_m - float(bounds[0, 2]))
    yard.add(batch, yaw_matrix(spot.yaw_rad), at, context, rng)


def _unlabelled(yard: Yard, spot: Spot, rng: np.random.Generator) -> Thing:
    """A whole pallet that carries a load where the spec's parts have none to label."""
    wood = choose_material(yard.stock, ("pallet_wood",), "bench", rng)
    nail = choose_material(yard.stock, ("nail_heads",), "part", rng)
    name = f"pallet_{sum(thing.name.startswith('pallet_') for thing in yard.things)}"
    at = spot.world(0.0, 0.0, 0.0)
    place = (float(at[0]), float(at[1]), float(at[2]))
    wear = draw_wear(yard.plan, yard.stock, name, 0.7)
    params = {"kind": "eur", "pattern": int(rng.integers(_PATTERNS))}
    return still_thing(yard.stock, name, "wooden_pallet", params, place, spot.yaw_rad, (wood, nail), wear, "support")


def _empties(yard: Yard, spot: Spot, first: Batch, fill: float, damage: float, rng: np.random.Generator) -> Block:
    """Pallets on one another, a little askew, every few of another make of boards."""
    batch, z = first, HEIGHT_M + CONTACT_M
    for number in range(max(1, round(fill * _TALL_M["empties"] / HEIGHT_M))):
        if yard.left <= 1:
            break
        if number % 4 == 2:
            batch = yard.batch(first.part, _deck(first.part.name, 0.6 * damage, rng), rng, looks=1)
        aside = rng.uniform(-0.015, 0.015, 2)
        askew = replace(spot, yaw_rad=spot.yaw_rad + float(rng.normal(0, 0.012)) + math.pi * int(rng.integers(2)))
        place = spot.world(float(aside[0]), float(aside[1]), 0.0)
        _stand(yard, batch, replace(askew, x_m=float(place[0]), y_m=float(place[1])), z, "stacked", rng)
        z += HEIGHT_M + CONTACT_M
    half = np.array(spot.size_m) / 2
    return Block(np.array([*-half, HEIGHT_M]), np.array([*half, z]))


def _goods(yard: Yard, spot: Spot, load: str, fill: float, rng: np.random.Generator) -> list[Batch]:
    """One delivery or, sometimes, a few that take turns; of what the yard still has room for."""
    parts = yard.parts(_ROLES[load]) or [p for role in ("carton", "sack", "drum") for p in yard.parts(role)]
    if not parts:
        return []
    room = spot.size_m[0] * spot.size_m[1] * _TALL_M[load] * min(fill, 1.0)
    counts = np.array([room / max(float(np.prod(p.load().extent_m)), 1e-6) for p in parts])
    near = np.exp(-0.5 * (np.log2(counts / max(yard.left - 1, 2)) / 0.9) ** 2) + 1e-6
    layer = np.array([_layer(spot, p) for p in parts])
    whole = np.where((layer > 1) & (layer < yard.left), 1.0, _RARELY)  # one alone, or a begun layer, is seldom seen
    weights = near * whole * np.array([p.weight for p in parts])
    first = int(rng.choice(len(parts), p=weights / weights.sum()))
    chosen = [parts[first]]
    if load == "cartons" and rng.random() < _MIXED_SHARE:
        same = [p for p in parts if _footprint(p) == _footprint(parts[first])]
        chosen.append(same[int(rng.integers(len(same)))])
    battered = 0.04 + 0.25 * float(yard.plan.factors["pallet.damage"])
    return [_varied(yard.batch(part, made(part.name, rng), rng), battered, rng) for part in chosen]


def _varied(batch: Batch, battered: float, rng: np.random.Generator) -> Batch:
    """Sacks of two fillings; cartons taped, labelled and knocked each in its own way, some with a corner pushed in."""
    if batch.ref.name == "sack":
        return replace(batch, odd=MeshRef("shape", "sack", {"pattern": int(rng.integers(4, 8))}), odd_share=0.5)
    if batch.ref.name == "shipping_carton":
        crushed = batch.ref.params | {"crush_m": float(rng.choice([0.02, 0.04]))}
        others = tuple(MeshRef("shape", "shipping_carton", _by_hand(batch.ref.params, rng)) for _ in range(_KINDS))
        return replace(batch, odd=MeshRef("shape", "shipping_carton", crushed), odd_share=battered, others=others)
    return batch


def _by_hand(params: Mapping[str, Any], rng: np.random.Generator) -> dict[str, Any]:
    """Another carton of the batch: its label a little off where the others have theirs, or elsewhere."""
    x, y = (round(float(params[key] + rng.normal(0.0, 0.05)), 4) for key in ("label_x", "label_y"))
    if rng.random() < 0.3:
        x, y = _LABELS[int(rng.integers(len(_LABELS)))]
    made = dict(params) | {"label_x": x, "label_y": y, "pattern": int(rng.integers(1000))}
    turn = round(float(np.clip(rng.normal(0.0, _CROOKED_DEG[0]), -_CROOKED_DEG[1], _CROOKED_DEG[1])), 2)
    return made | {"label_turn_deg": turn, "extra": str(rng.choice(EXTRAS, p=_EXTRA))}


def _layer(spot: Spot, part: StockPart) -> int:
    """How many of a part make a full layer."""
    extent = np.abs((UPRIGHT if "carton" in part.roles else np.eye(3)) @ part.load().extent_m)
    return max(len(way) for way in layers_of(spot.size_m, (float(extent[0]), float(extent[1])), 0.0)[0])


def _footprint(part: StockPart) -> tuple[float, float]:
    extent = part.load().extent_m
    return round(float(extent[0]), 3), round(float(extent[2]), 3)


def made(name: str, rng: np.random.Generator) -> MeshRef:
    """The mesh of goods: cartons bulge, and their labels lie where this maker sticks them."""
    bulge, where = float(rng.choice([0.001, 0.003, 0.005])), int(rng.integers(4))
    crease = int(rng.integers(4))
    if name.startswith("carton_"):
        size = [int(v) * 1e-3 for v in name.removeprefix("carton_").split("x")]
        params: dict[str, object] = {"width_m": size[0], "depth_m": size[1], "height_m": size[2], "bulge_m": bulge}
        params |= {"label_x": _LABELS[where][0], "label_y": _LABELS[where][1], "pattern": int(rng.integers(1000))}
        params["tape"] = str(rng.choice(TAPES, p=_TAPED))
        return MeshRef("shape", "shipping_carton", params)
    if name.startswith("sack_"):
        return MeshRef("shape", "sack", {"pattern": crease})
    return MeshRef("part", name, {})
