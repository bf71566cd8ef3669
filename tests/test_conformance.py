"""Every plugin keeps the rules: sampled the same twice, built the same twice, plain data, listed, documented."""

from __future__ import annotations

import ast
import importlib.util
import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from generator.catalogue import load_catalogue
from generator.factors import Factor, parse_distribution
from generator.mesh import Mesh
from generator.plan import plan_scenes
from generator.plugins import Material, Part, SceneFamily, SensorEffect, Shape, Wear
from generator.recipe import MeshRef, SceneRecipe, recipe_from_json, recipe_to_json
from generator.sensor.develop import effects
from generator.shading import Graph, Socket, Surface, finish
from generator.spec import DatasetSpec
from generator.stock import Stock, StockPart
from materials import textures

ROOT = Path(__file__).parents[1]
CATALOGUE = load_catalogue()
SNAKE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
USES = {"part", "bin", "bench", "floor", "wall", "prop"}
UNITS = {
    "share",
    "deg",
    "EV",
    "f-number",
    "K",
    "m",
    "m/s",
    "mm",
    "ms",
    "px",
    "1/K",
    "1/m2",
    "e-",
    "count",
    "name",
    "bit",
    "mired",
    "slope",
    "quality",
}
SEVERITIES = (0.0, 0.3, 1.0)

materials = pytest.mark.parametrize("material", CATALOGUE.materials.values(), ids=lambda m: m.name)
wear_kinds = pytest.mark.parametrize("wear", CATALOGUE.wear.values(), ids=lambda w: w.kind)
parts = pytest.mark.parametrize("part", CATALOGUE.parts.values(), ids=lambda p: p.name)
families = pytest.mark.parametrize("family", CATALOGUE.scenes.values(), ids=lambda f: f.name)
factors = pytest.mark.parametrize("factor", CATALOGUE.factors.values(), ids=lambda f: f.name)


def rng(seed: int = 3) -> np.random.Generator:
    return np.random.default_rng(seed)


def through_json(params: Any) -> Any:
    """Parameters as a recipe's file gives them back; fails on what JSON cannot hold."""
    return json.loads(json.dumps(params, allow_nan=False))


def sentence(text: str) -> bool:
    return len(text) > 15 and text.endswith(".") and "\n" not in text and text == text.strip()


def built(material: Material, params: Any) -> tuple[Graph, Surface]:
    graph = Graph()
    return graph, material.build(params, graph)


# Names, sentences, listing


def test_there_is_as_much_as_was_promised() -> None:
    counts = {"materials": 30, "wear": 2, "parts": 30, "scenes": 2, "sensors": 8, "factors": 16}
    for kind, least in counts.items():
        assert len(getattr(CATALOGUE, kind)) >= least, kind


@pytest.mark.parametrize("kind", ["materials", "wear", "shapes", "scenes", "events", "sensors", "factors"])
def test_every_plugin_says_in_a_sentence_what_it_does(kind: str) -> None:
    wrong = [name for name, plugin in getattr(CATALOGUE, kind).items() if not sentence(plugin.doc)]
    assert not wrong, f"{kind} without a sentence that ends with a full stop: {wrong}"


@pytest.mark.parametrize("kind", ["materials", "wear", "parts", "shapes", "scenes", "events", "sensors"])
def test_names_are_snake_case_and_filed_under_themselves(kind: str) -> None:
    for name, plugin in getattr(CATALOGUE, kind).items():
        assert SNAKE.fullmatch(name), name
        assert name == getattr(plugin, "kind" if kind == "wear" else "name")


def test_the_page_of_the_catalogue_is_up_to_date() -> None:
    spec = importlib.util.spec_from_file_location("write_catalogue", ROOT / "scripts" / "write_catalogue.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    assert script.FILE.read_text(encoding="utf-8") == script.catalogue_page(), "run: make docs"


# Factors


@factors
def test_factors_are_well_formed(factor: Factor) -> None:
    owner, _, what = factor.name.partition(".")
    assert SNAKE.fullmatch(owner)
    assert SNAKE.fullmatch(what)
    assert factor.unit in UNITS
    if factor.kind == "category":
        assert len(factor.choices) == len(set(factor.choices)) >= 2
    else:
        assert factor.low < factor.high
    suffixes = {"_deg": "deg", "_ev": "EV", "_mm": "mm", "_m": "m", "_px": "px", "_k": "K", "_e": "e-"}
    for suffix, unit in suffixes.items():
        if factor.name.endswith(suffix):
            assert factor.unit == unit, "the unit in the name is not the factor's unit"


@factors
def test_the_default_of_a_factor_stays_in_its_range_and_is_the_same_twice(factor: Factor) -> None:
    distribution = parse_distribution(factor.default, factor, factor.name)
    values = [[distribution.draw(r, factor) for _ in range(60)] for r in (rng(), rng())]
    assert values[0] == values[1]
    assert all(factor.check(value, factor.name) == value for value in values[0])
    assert through_json(values[0]) == values[0]


def test_every_factor_has_one_owner_and_wear_factors_are_shares() -> None:
    for wear in CATALOGUE.wear.values():
        assert wear.factor.name == f"surface.{wear.kind}"
        assert (wear.factor.low, wear.factor.high) == (0.0, 1.0)


def test_the_factor_of_an_event_has_its_name_and_the_event_is_rare() -> None:
    for event in CATALOGUE.events.values():
        assert event.factor.name == f"event.{event.name}"
        assert event.happen is not None or event.afterwards is not None
        assert set(event.families) <= set(CATALOGUE.scenes)
        assert event.factor.default["weights"][1] <= 0.05


# Materials and wear


@materials
def test_a_material_is_sampled_and_built_the_same_twice_also_from_a_recipe(material: Material) -> None:
    params = material.sample(rng())
    assert material.sample(rng()) == params
    assert material.sample(rng(4)) != params, "no two things are alike"
    assert through_json(params) == params
    graphs = [finish(*built(material, p)) for p in (params, params, through_json(params))]
    assert len({graph.key for graph in graphs}) == 1, "building draws or depends on more than its parameters"
    assert graphs[0].surface is not None
    for index, node in enumerate(graphs[0].nodes):
        assert all(value.node < index for value in node.inputs.values() if isinstance(value, Socket))
        assert node.texture is None or node.texture in textures.catalogue()


def test_a_material_s_use_is_one_that_parts_and_scenes_ask_for() -> None:
    assert not [m.name for m in CATALOGUE.materials.values() if not m.use or set(m.use) - USES]


def one_of_each_kind() -> list[Material]:
    """The first material of each kind of substance."""
    found = {built(m, m.sample(rng()))[1].kind: m for m in reversed(CATALOGUE.materials.values())}
    return list(found.values())


@materials
def test_every_wear_goes_on_a_material_and_leaves_its_layer(material: Material) -> None:
    base = material.sample(rng())
    for wear in CATALOGUE.wear.values():
        graph, surface = built(material, base)
        worn = wear.build(wear.sample(rng(), 0.6), surface, graph)
        assert f"wear_{wear.kind}" in finish(graph, worn).layers, wear.kind


@wear_kinds
def test_wear_is_built_the_same_twice_also_from_a_recipe(wear: Wear) -> None:
    params = wear.sample(rng(), 0.6)
    for material in one_of_each_kind():
        keys = set()
        for given in (params, through_json(params)):
            graph, surface = built(material, material.sample(rng()))
            keys.add(finish(graph, wear.build(given, surface, graph)).key)
        assert len(keys) == 1, material.name


def test_all_kinds_of_wear_go_on_one_thing_in_the_order_in_which_they_come_about() -> None:
    for material in one_of_each_kind():
        graph, worn = built(material, material.sample(rng()))
        for wear in sorted(CATALOGUE.wear.values(), key=lambda w: w.order):
            worn = wear.build(wear.sample(rng(), 0.5), worn, graph)
        assert set(finish(graph, worn).layers) == {f"wear_{kind}" for kind in CATALOGUE.wear}, material.name


@wear_kinds
@pytest.mark.parametrize("severity", SEVERITIES)
def test_wear_is_sampled_the_same_twice_and_as_plain_data(wear: Wear, severity: float) -> None:
    params = wear.sample(rng(), severity)
    assert wear.sample(rng(), severity) == params
    through_json(params)


# Parts, shapes and scenes


@pytest.mark.slow  # every part of the catalogue
@parts
def test_a_part_is_a_sound_mesh_with_a_material_for_each_slot(part: Part) -> None:
    mesh = part.load()
    assert mesh.key == part.load().key
    assert part.name.startswith(part.family)
    assert len(part.doc) > 8
    assert part.source
    assert set(part.materials) == set(mesh.slots)
    unknown = {name for names in part.materials.values() for name in names} - set(CATALOGUE.materials)
    assert not unknown
    assert all(names for names in part.materials.values())
    assert mesh.hulls
    assert 0.002 < mesh.extent_m.max() < (4.0 if {"person", "vehicle"} & set(part.roles) else 1.5)
    assert 0 < mesh.volume_m3 <= float(np.prod(mesh.extent_m)) * 1.0001
    assert len(mesh.faces) < 60_000


@cache
def loose_scene(family: str, seed: int) -> tuple[SceneRecipe, Stock]:
    """The scene as arranged, before physics."""
    spec = DatasetSpec(name="t", seed=seed, images={"train": 1}, resolution=(96, 72), scenes={family: 1.0})
    stocked = tuple(
        StockPart(p.name, p.family, p.name, MeshRef("part", p.name, {}), p.load, p.materials, roles=p.roles)
        for p in CATALOGUE.parts.values()
    )
    stock = Stock(stocked, CATALOGUE)
    plan = next(iter(plan_scenes(spec, CATALOGUE)))
    return CATALOGUE.scenes[family].arrange(plan, stock), stock


@pytest.mark.slow
@families
def test_a_scene_is_arranged_the_same_twice_and_survives_json(family: SceneFamily) -> None:
    recipe, _ = loose_scene(family.name, 1)
    again, _ = loose_scene.__wrapped__(family.name, 1)
    text = recipe_to_json(recipe)
    assert recipe_to_json(again) == text
    assert recipe_to_json(recipe_from_json(text)) == text
    assert recipe_to_json(loose_scene(family.name, 2)[0]) != text
    names = [thing.name for thing in recipe.things]
    assert len(names) == len(set(names))
    instances = [thing.instance for thing in recipe.labelled]
    assert instances == list(range(1, len(instances) + 1))


@families
def test_a_scene_uses_only_what_the_catalogue_has(family: SceneFamily) -> None:
    recipe, stock = loose_scene(family.name, 1)
    for thing in recipe.things:
        mesh = stock.mesh(thing.mesh)
        assert len(thing.materials) == len(mesh.slots), thing.name
        assert {m.name for m in thing.materials} <= set(CATALOGUE.materials)
        assert {w.kind for w in thing.wear} <= set(CATALOGUE.wear)


@pytest.mark.slow
@families
def test_shapes_of_a_scene_are_made_the_same_from_a_recipe(family: SceneFamily) -> None:
    recipe, _ = loose_scene(family.name, 1)
    for ref in (thing.mesh for thing in recipe.things if thing.mesh.kind == "shape"):
        shape: Shape = CATALOGUE.shapes[ref.name]
        meshes: list[Mesh] = [shape.make(**params) for params in (ref.params, through_json(ref.params))]
        assert meshes[0].key == meshes[1].key


# The camera


@pytest.mark.parametrize("effect", effects(), ids=lambda e: e.name)
def test_an_effect_of_the_camera_is_in_the_catalogue_with_its_factors(effect: SensorEffect) -> None:
    assert CATALOGUE.sensors[effect.name] is effect
    for factor in effect.factors:
        assert CATALOGUE.factors[factor.name] is factor
        assert factor.scope == "capture", "what happens after the light is traced costs no render"
        assert not factor.moves_geometry


# Hidden randomness and clocks

FORBIDDEN_MODULES = {"random", "uuid", "secrets"}
FORBIDDEN_CALLS = re.compile(
    r"(time\.(time|time_ns|ctime|localtime|gmtime)|(datetime\.)?datetime\.(now|utcnow|today)|date\.today|os\.urandom|id|hash"
    r"|(np|numpy)\.random\.(?!default_rng|Generator|SeedSequence|PCG64)\w+)"
)
MAKES_PICTURES = [
    file
    for folder in ("generator", "materials", "scenes")
    for file in sorted((ROOT / folder).rglob("*.py"))
    if "cluster" not in file.parts  # moves finished work about; its clocks and tokens reach no dataset
]


def dotted(called: ast.expr) -> str:
    """``np.random.rand`` of that call; what no plain name begins with begins with a point."""
    if isinstance(called, ast.Attribute):
        return f"{dotted(called.value)}.{called.attr}"
    return called.id if isinstance(called, ast.Name) else ""


def offences(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        line = getattr(node, "lineno", 0)
        if isinstance(node, ast.Import):
            yield from (f"{line}: import {a.name}" for a in node.names if a.name.split(".")[0] in FORBIDDEN_MODULES)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in FORBIDDEN_MODULES:
            yield f"{line}: from {node.module}"
        elif isinstance(node, ast.Call):
            name = dotted(node.func)
            if FORBIDDEN_CALLS.fullmatch(name):
                yield f"{line}: {name}"
            if name.endswith("default_rng") and not node.args and not node.keywords:
                yield f"{line}: a generator without a seed"


def test_nothing_random_but_named_streams_and_no_clocks() -> None:
    trees = {file: ast.parse(file.read_text(encoding="utf-8")) for file in MAKES_PICTURES}
    assert not [f"{file.relative_to(ROOT)}:{found}" for file, tree in trees.items() for found in offences(tree)]


@pytest.mark.parametrize(
    "code",
    [
        "import random",
        "from uuid import uuid4",
        "import time\ntime.time()",
        "datetime.now()",
        "datetime.datetime.now()",
        "np.random.rand(3)",
        "np.random.seed(0)",
        "np.random.default_rng()",
        "hash('a')",
        "os.urandom(3)",
    ],
)
def test_the_scan_finds_what_it_looks_for(code: str) -> None:
    assert list(offences(ast.parse(code)))


def test_the_scan_lets_pass_what_is_allowed() -> None:
    code = "np.random.default_rng(3)\ntime.process_time()\ntime.monotonic()\nnp.random.SeedSequence(1)\nobject.hash()\n"
    assert list(offences(ast.parse(code))) == []
