"""What things are made of and how worn they are: materials from the split's pool, wear around the scene's factors."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np
from scipy.special import betaincinv, ndtr

from generator.mesh import Mesh
from generator.plan import ScenePlan
from generator.recipe import MaterialRecipe, MeshRef, Thing, WearRecipe
from generator.seeds import stream
from generator.stock import Stock
from scenes.poses import as_matrix, yaw_matrix

_LEAST_SEVERITY = 0.02
_OF_AGE = 0.5  # share of what wears a thing that is its age, and so common to all kinds (a variance)


def choose_material(stock: Stock, wanted: Sequence[str], use: str, rng: np.random.Generator) -> MaterialRecipe:
    """A material of the pool whose name has one of the wanted words; else one for that use; else any opaque one."""
    known = stock.catalogue.materials
    named = [name for name, m in known.items() if not m.transparent and any(word in name for word in wanted)]
    names = stock.pool(named) or stock.materials_for(use) or stock.pool([n for n, m in known.items()])
    return stock.sample_material(names[int(rng.integers(len(names)))], rng)


def material_for(stock: Stock, use: str, rng: np.random.Generator) -> MaterialRecipe:
    """A material of the pool made for "bin", "bench", "floor" or "wall"."""
    return choose_material(stock, (), use, rng)


def draw_wear(
    plan: ScenePlan, stock: Stock, thing: str, share: float = 1.0, without: Collection[str] = ()
) -> tuple[WearRecipe, ...]:
    """The wear of one thing, after its own history; over the things of a scene severities average the factors.

    `share` scales the severities of things that suffer less than parts do; below 1, kinds that only parts have are left
    out, as are the kinds `without`, which do not come to such a place.
    """
    worn = []
    known = stock.catalogue.wear
    age = float(stream(plan.seed, plan.scene, f"thing.{thing}.age").normal())
    for kind in sorted(known, key=lambda kind: (known[kind].order, kind)):
        if kind in without or (share < 1.0 and known[kind].parts_only):
            continue
        level = float(plan.factors.get(known[kind].factor.name, 0.0)) * share
        rng = stream(plan.seed, plan.scene, f"thing.{thing}.{kind}")
        rank = float(ndtr(math.sqrt(_OF_AGE) * age + math.sqrt(1.0 - _OF_AGE) * float(rng.normal())))
        severity = severity_at(level, rank, known[kind].evenness)
        if severity >= _LEAST_SEVERITY:
            worn.append(stock.sample_wear(kind, severity, rng))
    return tuple(worn)


def severity_at(level: float, rank: float, evenness: float) -> float:
    """The severity of the thing that is at `rank` (0..1) among its like, where things have `level` on average.

    The quantile of Beta(e L / (1 - L), e): its mean is L for every evenness e, and each thing's severity rises with L.
    """
    if level <= 0.0 or level >= 1.0:
        return min(max(level, 0.0), 1.0)
    return round(float(betaincinv(evenness * level / (1.0 - level), evenness, rank)), 6)


def still_thing(
    stock: Stock,
    name: str,
    shape: str,
    params: Mapping[str, Any],
    at_m: tuple[float, float, float],
    yaw_rad: float,
    materials: tuple[MaterialRecipe, ...],
    wear: tuple[WearRecipe, ...] = (),
    context: str | None = None,
) -> Thing:
    """Something that stays where it stands: `at_m` is below its middle, on what it stands on."""
    ref = MeshRef("shape", shape, dict(params))
    mesh = stock.mesh(ref)
    low = float(mesh.bounds_m[0, 2])
    return Thing(
        name=name,
        mesh=ref,
        world_from_object=as_matrix(yaw_matrix(yaw_rad), (at_m[0], at_m[1], at_m[2] - low)),
        materials=materials,
        wear=wear,
        friction=stock.material(materials[0].name).friction,
        context=context,
    )


def mass_kg(mesh: Mesh, materials: Sequence[MaterialRecipe], stock: Stock) -> float:
    """Of a thing: its volume at the densities of its materials, by the share of surface of each."""
    corners = mesh.vertices_m[mesh.faces].astype(float)
    area = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1)
    shares = np.bincount(mesh.face_slots, weights=area, minlength=len(mesh.slots)) / area.sum()
    density = sum(s * stock.material(m.name).density_kg_m3 for s, m in zip(shares, materials, strict=True))
    return max(float(mesh.volume_m3 * density), 1e-9)
