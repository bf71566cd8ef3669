"""Cables and hoses for any scene: laid out along a way, to be settled by physics with the stiffness of their kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from generator.plan import ScenePlan
from generator.points import bend_radius_m, with_points
from generator.recipe import MaterialRecipe, MeshRef, Soft, Thing
from generator.seeds import stream
from generator.stock import Stock, StockPart
from scenes.dressing import choose_material, draw_wear
from scenes.poses import as_matrix

_OVER_M = 0.004  # that cables are let go over what they are laid on


@dataclass(frozen=True, slots=True)
class CableKind:
    """What a cable is like: its shape and how it bends."""

    shape: str
    params: Mapping[str, Any]  # of the shape, but for `points`
    radius_m: float
    weight_kg_m: float
    bending_nm2: float
    least_radius_m: float
    slots: tuple[tuple[str, ...], ...]  # words in the names of materials


# Bend radii: IEC 60204-1 asks 4 (fixed) to 7.5 diameters of cables; makers of hoses about 6, of conduit 3.
KINDS: Mapping[str, CableKind] = {
    "lead": CableKind("cable", {"radius_m": 0.0033}, 0.0033, 0.055, 1.2e-3, 0.026,
                      (("cable_", "rubber_black"), ("copper_turned",))),
    "wire": CableKind("cable", {"radius_m": 0.0011, "bare_m": 0.006}, 0.0011, 0.009, 5e-5, 0.008,
                      (("plastic_red", "plastic_blue", "plastic_yellow", "plastic_white", "cable_"),
                       ("copper_turned",))),
    "air_hose": CableKind("hose", {"radius_m": 0.006, "fitting_m": 0.03}, 0.006, 0.09, 4e-3, 0.05,
                          (("plastic_blue", "plastic_black", "cable_orange"), ("brass_turned", "nickel_turned"))),
    "water_hose": CableKind("hose", {"radius_m": 0.0135, "fitting_m": 0.055}, 0.0135, 0.42, 2.5e-2, 0.11,
                            (("plastic_blue", "plastic_white", "plastic_yellow", "rubber_black"),
                             ("brass_turned", "stainless_steel_turned"))),
    "conduit": CableKind("hose", {"radius_m": 0.0085, "rib_m": 0.0016, "pitch_m": 0.0034, "fitting_m": 0.0}, 0.0085,
                         0.05, 8e-4, 0.03, (("plastic_black", "plastic_grey", "cable_orange"), ("plastic_black",))),
}  # fmt: skip


def lying_cable(
    plan: ScenePlan,
    stock: Stock,
    name: str,
    kind: str,
    way_m: np.ndarray,
    base_m: float,
    *,
    part: StockPart | None = None,
    instance: int = 0,
    context: str | None = None,
) -> Thing:
    """A cable or hose of `KINDS` that will lie along a way (N, 2) in the world, on a top at height `base_m`.

    It starts a little above the top, over things up to there; `pinned` it is nowhere. Its stream is ``cable.<name>``.
    With a part and an instance number it is labelled. The way may cross itself: later stretches start higher.
    """
    about = KINDS[kind]
    points = raised(way_m, base_m, about)
    rng = stream(plan.seed, plan.scene, f"cable.{name}")
    return soft_cable(plan, stock, name, about, points, rng, part=part, instance=instance, context=context)


def soft_cable(
    plan: ScenePlan,
    stock: Stock,
    name: str,
    about: CableKind,
    points_m: np.ndarray,
    rng: np.random.Generator,
    *,
    pinned: tuple[int, ...] = (),
    part: StockPart | None = None,
    instance: int = 0,
    context: str | None = None,
    materials: tuple[MaterialRecipe, ...] = (),
) -> Thing:
    """A cable whose centreline starts at these points (N, 3) of the world, evenly spaced as `evenly` gives them."""
    if not materials and part is not None:
        names = [stock.pool(wanted) or stock.materials_for("part") for wanted in part.materials.values()]
        materials = tuple(stock.sample_material(n[int(rng.integers(len(n)))], rng) for n in names)
    materials = materials or tuple(choose_material(stock, wanted, "bin", rng) for wanted in about.slots)
    length = float(np.linalg.norm(np.diff(points_m, axis=0), axis=1).sum())
    thing = Thing(
        name=name,
        mesh=MeshRef("shape", about.shape, dict(about.params)),
        world_from_object=as_matrix(np.eye(3), (0.0, 0.0, 0.0)),
        materials=materials,
        wear=draw_wear(plan, stock, name, 1.0 if part else 0.7),
        part=part.name if part else None,
        category=part.category if part else None,
        instance=instance,
        mass_kg=about.weight_kg_m * length,
        friction=stock.material(materials[0].name).friction,
        context=context,
        soft=Soft("cable", about.radius_m, about.weight_kg_m, about.bending_nm2, about.least_radius_m, pinned),
    )
    return with_points(thing, points_m)


def raised(way_m: np.ndarray, base_m: float, about: CableKind) -> np.ndarray:
    """(N, 3) evenly spaced points along a way (M, 2) over a top; where it comes back over itself it is higher."""
    level = evenly(np.column_stack([way_m, np.zeros(len(way_m))]), about)
    reach, lift = 2.6 * about.radius_m, np.zeros(len(level))
    spacing = float(np.linalg.norm(level[1] - level[0]))
    skip = max(3, int(3 * reach / spacing))
    for i in range(skip, len(level)):
        under = np.linalg.norm(level[: i - skip, :2] - level[i, :2], axis=1) < reach + spacing
        if under.any():
            lift[i] = lift[: i - skip][under].max() + 2.4 * about.radius_m
    lift = _widened(lift, max(2, int(about.least_radius_m / spacing)))
    level[:, 2] = base_m + about.radius_m + _OVER_M + lift
    return level


def evenly(line_m: np.ndarray, about: CableKind) -> np.ndarray:
    """(N, 3) points along a line (M, 3), as far apart as a kind of cable is bent: a third of its least radius."""
    way = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(line_m, axis=0), axis=1))])
    count = max(5, round(way[-1] / max(about.least_radius_m / 3, about.radius_m)) + 1)
    at = np.linspace(0.0, way[-1], count)
    return np.stack([np.interp(at, way, line_m[:, k]) for k in range(3)], axis=1)


def winding_way(
    start_m: Sequence[float], end_m: Sequence[float], slack: float, least_radius_m: float, rng: np.random.Generator
) -> np.ndarray:
    """(N, 2) a way from one place to another that wanders, longer than the straight one by about the share `slack`.

    It is straighter than that where it would bend tighter than `least_radius_m`.
    """
    a, b = np.asarray(start_m, float)[:2], np.asarray(end_m, float)[:2]
    t = np.linspace(0.0, 1.0, 120)
    across = np.array([-(b - a)[1], (b - a)[0]])
    swing = np.zeros_like(t)
    for waves in (1, 2, 3):
        swing += rng.normal(0, 1 / waves**1.3) * np.sin(np.pi * waves * t + (0 if waves == 1 else rng.uniform(0, 6.28)))
    swing -= swing[0] + (swing[-1] - swing[0]) * t
    line = a + t[:, None] * (b - a)
    low, high = 0.0, 2.0
    straight = float(np.linalg.norm(b - a))
    for _ in range(20):  # the swing that gives the length
        middle = 0.5 * (low + high)
        tried = line + middle * swing[:, None] * across
        long = float(np.linalg.norm(np.diff(tried, axis=0), axis=1).sum())
        wide = bend_radius_m(np.column_stack([tried, np.zeros(len(t))])).min() > 1.1 * least_radius_m
        low, high = (middle, high) if long < (1 + slack) * straight and wide else (low, middle)
    return line + low * swing[:, None] * across


def _widened(lift_m: np.ndarray, steps: int) -> np.ndarray:
    """What is raised is reached by a slope and left by one."""
    wide = lift_m.copy()
    for step in range(1, 3 * steps):
        share = 0.5 + 0.5 * np.cos(np.pi * step / (3 * steps))
        wide[step:] = np.maximum(wide[step:], share * lift_m[:-step])
        wide[:-step] = np.maximum(wide[:-step], share * lift_m[step:])
    return wide
