"""A stock of simple parts and materials, so that composing is tested without the catalogue's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from generator.factors import Factor
from generator.mesh import Mesh
from generator.plan import ScenePlan, plan_scenes
from generator.plugins import Catalogue, Material, Wear
from generator.recipe import MeshRef, SceneRecipe
from generator.shading import Graph, Surface
from generator.spec import DatasetSpec
from generator.stock import Stock, StockPart
from scenes import bin as bin_family
from scenes import content, conveyor, framing, lamps, light, workbench
from scenes.shapes import benches, clutter, containers, conveyors, rooms
from scenes.shapes._mesh import make_mesh, rotation, slab, turned_body


def _sample(rng: np.random.Generator) -> dict[str, Any]:
    return {"shade": float(rng.uniform(0.2, 0.8))}


def _build(params: Mapping[str, Any], graph: Graph) -> Surface:
    def close(into: Graph, surface: Surface) -> Any:
        return into.node("ShaderNodeBsdfDiffuse", {"Roughness": 0.5})

    return Surface(close=close, kind="plastic", roughness=0.5)


def _material(name: str, *use: str, transparent: bool = False) -> Material:
    return Material(name, name, _sample, _build, 7800.0 if "steel" in name else 1200.0, 0.4, transparent, use)


def _wear(kind: str, order: int) -> Wear:
    factor = Factor(f"surface.{kind}", "share", "scene", f"How much {kind}.", {"uniform": [0, 1]})
    return Wear(kind, kind, factor, lambda rng, s: {"cover": s * float(rng.uniform(0.5, 1))}, lambda p, s, g: s, order)


MATERIALS = (
    *(_material(f"steel_{n}", "part") for n in ("brushed", "milled", "polished", "turned", "cast")),
    *(_material(f"plastic_{n}", "bin", "part") for n in ("blue", "grey", "red", "black")),
    *(_material(f"wood_{n}", "bench") for n in ("oak", "beech", "pine")),
    *(_material(f"concrete_{n}", "floor") for n in ("raw", "sealed")),
    *(_material(f"paint_{n}", "wall", "bin") for n in ("white", "green", "grey")),
    _material("cardboard", "bench"),
    _material("rubber_black", "bench"),
    _material("glass_clear", "part", transparent=True),
)


def _bolt() -> Mesh:
    head = turned_body([(0.005, 0.0), (0.0065, 0.0006), (0.0065, 0.005), (0.006, 0.0053)], sides=12)
    shank = turned_body([(0.004, 0.005), (0.004, 0.034), (0.0035, 0.035)], sides=12)
    return make_mesh([head, shank], ("body",), axis=(0, 0, 1))


def _spanner() -> Mesh:
    pieces = [slab(0.16, 0.012, 0.005, 0.002, 0.001), slab(0.03, 0.028, 0.007, 0.008, 0.001).moved(0.085)]
    return make_mesh(pieces, ("body",))


def _vial() -> Mesh:
    return make_mesh(
        [turned_body([(0.011, 0.0), (0.0115, 0.001), (0.0115, 0.04), (0.006, 0.045)])], ("body",), axis=(0, 0, 1)
    )


def _plate() -> Mesh:
    return make_mesh([slab(0.04, 0.025, 0.003, 0.003, 0.0005).turned(rotation("x", 0))], ("body",))


def stock_part(
    name: str, make: Callable[[], Mesh], materials: tuple[str, ...], roles: tuple[str, ...] = ("part",)
) -> StockPart:
    return StockPart(name, name, name, MeshRef("part", name, {}), make, {"body": materials}, 1.0, roles)


STEELS = ("steel_brushed", "steel_milled", "steel_polished", "steel_turned", "steel_cast")
PARTS = (
    stock_part("bolt", _bolt, STEELS),
    stock_part("plate", _plate, STEELS),
    stock_part("spanner", _spanner, STEELS, ("tool",)),
    stock_part("vial", _vial, ("glass_clear",), ("glass",)),
)


def catalogue() -> Catalogue:
    wear = (_wear("dust", 70), _wear("scratches", 80))
    factors = (*content.FACTORS, *framing.FACTORS, *lamps.FACTORS, *light.FACTORS, *(w.factor for w in wear))
    factors += conveyor.SCENES[0].factors
    shapes = (*benches.SHAPES, *clutter.SHAPES, *containers.SHAPES, *conveyors.SHAPES, *rooms.SHAPES)
    return Catalogue(
        materials={m.name: m for m in MATERIALS},
        wear={w.kind: w for w in wear},
        parts={},
        shapes={s.name: s for s in shapes},
        scenes={f.name: f for f in (*bin_family.SCENES, *conveyor.SCENES, *workbench.SCENES)},
        sensors={},
        factors={f.name: f for f in factors},
    )


def composed(plan: ScenePlan, stock: Stock) -> tuple[SceneRecipe, dict[str, Mesh]]:
    """The recipe as let go (nothing settled) with its cameras, and the meshes."""
    family = stock.catalogue.scenes[plan.family]
    recipe = family.arrange(plan, stock)
    meshes = {thing.name: stock.mesh(thing.mesh) for thing in recipe.things}
    return replace(recipe, views=family.aim(plan, recipe, meshes)), meshes


def make_stock(parts: tuple[StockPart, ...] = PARTS, *, held_out: bool = False) -> Stock:
    return Stock(parts, catalogue(), held_out)


def plans(family: str, scenes: int = 1, *, views: int = 2, captures: int = 1, **more: Any) -> list[ScenePlan]:
    """Plans of scenes without people, whose bodies this small catalogue lacks."""
    if family == "conveyor":
        more["factors"] = {"scene.people": 0} | more.get("factors", {})
    spec = DatasetSpec(
        name="try",
        seed=more.pop("seed", 5),
        images=more.pop("images", {"train": scenes * views * captures}),
        resolution=(160, 120),
        scenes={family: 1.0},
        views_per_scene=views,
        captures_per_view=captures,
        **more,
    )
    return list(plan_scenes(spec, catalogue()))
