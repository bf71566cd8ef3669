"""Cloth for any scene: a jacket or a vest slung over a load, a rag or a glove left lying, draped by physics."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from generator.plan import ScenePlan
from generator.points import with_points
from generator.recipe import MeshRef, Soft, Thing
from generator.seeds import stream
from generator.stock import Stock
from scenes.dressing import choose_material, draw_wear
from scenes.poses import as_matrix, yaw_matrix
from scenes.shapes.cloth import cloth_mask


@dataclass(frozen=True, slots=True)
class ClothKind:
    """What a cloth is like: its grid, and how it bends."""

    rows: int
    columns: int
    spacing_m: float
    thickness_m: float
    weight_kg_m2: float
    bending_nm: float
    taped: int
    cloth: tuple[str, ...]  # words in the names of materials


# Bending stiffness of woven cloth: 1e-5 to 2e-4 N m (Kawabata); a padded jacket has several layers of it.
KINDS: Mapping[str, ClothKind] = {
    "jacket": ClothKind(37, 79, 0.02, 0.006, 0.55, 6e-4, 1, ("hi_vis",)),
    "vest": ClothKind(34, 52, 0.02, 0.0024, 0.2, 8e-5, 1, ("hi_vis",)),
    "rag": ClothKind(29, 32, 0.011, 0.0024, 0.25, 6e-5, 0, ("rag_",)),
    "glove": ClothKind(46, 24, 0.0054, 0.005, 0.7, 2e-4, 0, ("glove_",)),
}


def lying_cloth(
    plan: ScenePlan,
    stock: Stock,
    name: str,
    kind: str,
    at_m: tuple[float, float, float],
    yaw_rad: float,
    *,
    context: str = "clutter",
) -> Thing:
    """A cloth of `KINDS`, never labelled, let go flat or rumpled around a point, a little over what is below it.

    Its stream is ``cloth.<name>``. Physics drapes it over what lies there.
    """
    about = KINDS[kind]
    rng = stream(plan.seed, plan.scene, f"cloth.{name}")
    materials = [choose_material(stock, about.cloth, "bin", rng)]
    if about.taped:
        materials.append(choose_material(stock, ("retroreflective",), "bin", rng))
    params = {
        "cut": kind,
        "rows": about.rows,
        "columns": about.columns,
        "spacing_m": about.spacing_m,
        "thickness_m": about.thickness_m,
        "taped": about.taped,
    }
    points = _let_go(about, kind, rng) @ yaw_matrix(yaw_rad).T + np.array(at_m)
    area = len(points) * about.spacing_m**2
    thing = Thing(
        name=name,
        mesh=MeshRef("shape", "cloth", params),
        world_from_object=as_matrix(np.eye(3), (0.0, 0.0, 0.0)),
        materials=tuple(materials),
        wear=draw_wear(plan, stock, name, 0.7),
        mass_kg=about.weight_kg_m2 * area,
        friction=stock.material(materials[0].name).friction,
        context=context,
        soft=Soft("cloth", about.thickness_m / 2, about.weight_kg_m2, about.bending_nm),
    )
    return with_points(thing, points)


def _let_go(about: ClothKind, kind: str, rng: np.random.Generator) -> np.ndarray:
    """(N, 3) the cloth around the origin as a hand lets it go: gathered in waves along one way, of its own length."""
    place = np.argwhere(cloth_mask(kind, about.rows, about.columns)).astype(float) * about.spacing_m
    place -= place.mean(axis=0)
    turn = float(rng.uniform(0, np.pi))
    across = np.array([np.cos(turn), np.sin(turn)])
    way = place @ across
    steep = float(rng.uniform(0.25, 0.85)) * (0.4 if kind == "glove" else 1.0)  # sine of the steepest slope
    long = float(rng.uniform(0.11, 0.2)) * (0.6 if kind in ("rag", "glove") else 1.6)
    t = np.linspace(way.min() - 0.01, way.max() + 0.01, 2000)
    slope = steep * np.sin(2 * np.pi * t / long + rng.uniform(0, 6.28))
    level = np.concatenate([[0.0], np.cumsum(np.sqrt(1 - slope[1:] ** 2) * np.diff(t))])
    up = np.concatenate([[0.0], np.cumsum(slope[1:] * np.diff(t))])
    moved = np.interp(way, t, level - level.mean()) - way
    height = np.interp(way, t, up)
    points = np.column_stack([place[:, 1] + moved * across[1], place[:, 0] + moved * across[0], height - height.min()])
    points[:, :2] -= points[:, :2].mean(axis=0)
    return points
