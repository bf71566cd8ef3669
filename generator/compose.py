"""Compose: a plan becomes a recipe in which everything is fixed, resting poses and cameras included."""

from __future__ import annotations

import dataclasses
import fnmatch
from collections import defaultdict
from collections.abc import Mapping, Sequence

from generator.catalogue import load_catalogue
from generator.errors import SpecError
from generator.mesh import Mesh, mesh_from_bytes
from generator.own_parts import DEFAULT_MATERIALS
from generator.physics.settle import settle
from generator.physics.soft import settle_soft
from generator.plan import ScenePlan
from generator.plugins import Catalogue, Event, Part
from generator.recipe import MeshRef, SceneRecipe
from generator.spec import DatasetSpec, PartSpec
from generator.stock import Stock, StockPart
from generator.stopwatch import Stopwatch

_COMPANY = {"person", "vehicle"}  # roles of what comes to a scene beside its parts


def make_stock(spec: DatasetSpec, own_meshes: Mapping[str, bytes], *, held_out: bool) -> Stock:
    """What the scenes of a split may be composed from: the spec's parts, or the whole catalogue.

    Where several parts share a category (``classes: family``), a held-out split gets parts that the others never see.
    """
    catalogue = load_catalogue()
    parts = [part for line in spec.parts for part in _parts_of(line, spec, catalogue, own_meshes)]
    if not spec.parts:
        roles = {role for name in spec.scenes for role in catalogue.scenes[name].roles}
        listed = [part for part in catalogue.parts.values() if roles & set(part.roles)]
        parts = [_from_catalogue(part, spec, 1.0, None) for part in listed]
    _check_needs(spec, catalogue, parts)
    labelled = tuple(part for part in parts if part.category)
    _check_more_than_company(labelled)
    stock = Stock(labelled, catalogue, held_out, bool(spec.parts))
    if spec.classes == "part":
        return stock
    by_category: dict[str, list[str]] = defaultdict(list)
    for part in labelled:
        by_category[part.category].append(part.name)
    allowed = {name for names in by_category.values() for name in stock.pool(names)}
    return dataclasses.replace(stock, parts=tuple(p for p in labelled if p.name in allowed))


def categories(spec: DatasetSpec, own_meshes: Mapping[str, bytes]) -> dict[str, str]:
    """COCO category -> supercategory of everything that the spec can label, in every split, sorted by name."""
    stocks = [make_stock(spec, own_meshes, held_out=held_out) for held_out in (False, True)]
    found = {part.category: part.family for stock in stocks for part in stock.parts}
    return dict(sorted(found.items()))


def compose_scene(plan: ScenePlan, stock: Stock, watch: Stopwatch | None = None) -> tuple[SceneRecipe, dict[str, Mesh]]:
    """The recipe of one planned scene, settled and aimed, with the meshes by thing name.

    `watch` counts what is spent on arranging, settling and aiming.
    """
    family, watch = stock.catalogue.scenes[plan.family], watch or Stopwatch()
    with watch.stage("arrange"):
        loose = arrange(plan, stock)
        meshes = {thing.name: stock.mesh(thing.mesh) for thing in loose.things if thing.soft is None}
    with watch.stage("settle"):
        rested = afterwards(plan, stock, settle_soft(settle(loose, meshes), meshes))
        meshes = {thing.name: stock.mesh(thing.mesh) for thing in rested.things}
    with watch.stage("aim"):
        if family.judge is not None:
            rested = family.judge(rested, meshes)
            meshes = {thing.name: stock.mesh(thing.mesh) for thing in rested.things}
        return dataclasses.replace(rested, views=family.aim(plan, rested, meshes)), meshes


def arrange(plan: ScenePlan, stock: Stock) -> SceneRecipe:
    """The scene before physics, with what the plan lets happen."""
    stock = stock.of_family(plan.family)
    recipe = stock.catalogue.scenes[plan.family].arrange(plan, stock)
    for event in _events(plan, stock.catalogue):
        happened = event.happen(plan, stock, recipe) if event.happen is not None else None
        if happened is not None:
            recipe = _with_event(happened, event)
    return recipe


def afterwards(plan: ScenePlan, stock: Stock, recipe: SceneRecipe) -> SceneRecipe:
    """The scene at rest, with what happens only then."""
    stock = stock.of_family(plan.family)
    for event in _events(plan, stock.catalogue):
        happened = event.afterwards(plan, stock, recipe) if event.afterwards is not None else None
        if happened is not None:
            recipe = _with_event(happened, event)
    return recipe


def _events(plan: ScenePlan, catalogue: Catalogue) -> list[Event]:
    """Those that the plan wants; a plan of before there were events has none of their factors."""
    return [event for event in catalogue.events.values() if plan.factors.get(event.factor.name)]


def _with_event(recipe: SceneRecipe, event: Event) -> SceneRecipe:
    return dataclasses.replace(recipe, events=tuple(sorted({*recipe.events, event.name})))


def _check_more_than_company(labelled: Sequence[StockPart]) -> None:
    """Refuse a spec that labels people and vehicles alone: they come to scenes beside what those are made of."""
    if labelled and all(_COMPANY & set(part.roles) for part in labelled):
        raise SpecError(
            "parts: only people and vehicles are to be labelled, and they come to a scene beside its parts; add for "
            "example {part: carton_*}, or to classes a class for the rest, such as {'*': thing}"
        )


def _check_needs(spec: DatasetSpec, catalogue: Catalogue, parts: list[StockPart]) -> None:
    """Refuse a family that has nothing to show of what the spec lists."""
    there = {role for part in parts for role in part.roles}
    for name in spec.scenes:
        needs = catalogue.scenes[name].needs
        if needs and not there & set(needs):
            raise SpecError(
                f"scenes.{name}: none of the spec's parts is a {' or '.join(needs)}; add under parts for example "
                f"{{part: {needs[0]}_*}}, or leave out parts"
            )


def _parts_of(
    line: PartSpec, spec: DatasetSpec, catalogue: Catalogue, own_meshes: Mapping[str, bytes]
) -> list[StockPart]:
    if line.part is not None:
        names = fnmatch.filter(sorted(catalogue.parts), line.part)
        return [_from_catalogue(catalogue.parts[name], spec, line.weight, line.material) for name in names]
    name, family = line.name or "", line.family or ""
    mesh = mesh_from_bytes(own_meshes[name])
    wanted = (line.material,) if isinstance(line.material, str) else line.material or DEFAULT_MATERIALS
    return [
        StockPart(
            name=name,
            family=family,
            category=spec.category(name, family) or "",
            ref=MeshRef("cad", name, {"key": mesh.key}),
            load=lambda: mesh,
            materials=dict.fromkeys(mesh.slots, wanted),
            weight=line.weight,
        )
    ]


def _from_catalogue(part: Part, spec: DatasetSpec, weight: float, material: str | tuple[str, ...] | None) -> StockPart:
    wanted = (material,) if isinstance(material, str) else material
    return StockPart(
        name=part.name,
        family=part.family,
        category=(part.category if spec.classes == "part" else "") or spec.category(part.name, part.family) or "",
        ref=MeshRef("part", part.name, {}),
        load=part.load,
        materials=dict.fromkeys(part.materials, wanted) if wanted else part.materials,
        weight=weight,
        roles=part.roles,
        marks=part.marks,
    )
