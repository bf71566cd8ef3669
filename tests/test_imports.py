"""Imports point down, and heavy ones stay behind their doors. Read from the source, so that nothing has to load."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).parents[1]
OURS = ("cli", "evaluation", "generator", "materials", "scenes")
STAGES = {"blender", "physics", "sensor", "labels", "dataset", "cad", "cluster"}
# What puts the stages together; every other module that lies flat in generator/ is the pure core.
FRAME = {
    "own_parts",
    "compose",
    "pipeline",
    "worker",
    "progress",
    "preview",
    "generate",
    "vary",
    "stress_maker",
    "stress_run",
    "one_picture",
    "replay",
    "listing",
    "doctor",
    "machine",
}
CORE_MAY_IMPORT = {"numpy", "yaml", "pydantic"}
DOORS = {"bpy": "blender", "bmesh": "blender", "mathutils": "blender", "blenderproc": "blender", "ray": "cluster"}
FILES = sorted([ROOT / "cli.py", *(f for top in OURS[1:] for f in (ROOT / top).rglob("*.py"))])


def module_name(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_name(file): file for file in FILES}


def imports(node: ast.AST) -> Iterator[str]:
    """Full names of what a piece of code imports, by statement or by ``import_module("...")``."""
    for child in ast.walk(node):
        if isinstance(child, ast.Import):
            yield from (alias.name for alias in child.names)
        elif isinstance(child, ast.ImportFrom):
            assert child.level == 0, "imports here are absolute"
            names = [f"{child.module}.{alias.name}" for alias in child.names]
            yield from (name if name in MODULES else str(child.module) for name in names)
        elif isinstance(child, ast.Call) and _called(child) in ("import_module", "__import__"):
            yield from (a.value for a in child.args if isinstance(a, ast.Constant) and isinstance(a.value, str))


def _called(call: ast.Call) -> str:
    """The last word of what is called: ``import_module`` of ``importlib.import_module(...)``."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def layer(module: str) -> int:
    """How high a module stands: core 0, materials 1, scenes 2, stages 3, frame and evaluation 4, command line 5."""
    top, *rest = module.split(".")
    if top != "generator":
        return {"cli": 5, "evaluation": 4, "scenes": 2, "materials": 1}[top]
    if not rest:
        return 0
    return 3 if rest[0] in STAGES else 4 if rest[0] in FRAME else 0


@cache
def imported(module: str) -> frozenset[str]:
    return frozenset(imports(tree(module)))


@cache
def tree(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text(encoding="utf-8"))


def test_a_module_imports_only_from_its_own_layer_or_below() -> None:
    ours = [(module, name) for module in MODULES for name in imported(module) if name.split(".")[0] in OURS]
    assert not [f"{module} imports {name}, which does not exist" for module, name in ours if name not in MODULES]
    assert not [
        f"{module} imports {name}, which stands above it" for module, name in ours if layer(name) > layer(module)
    ]


def test_stages_do_not_import_each_other() -> None:
    stages = {module: module.split(".")[1] for module in MODULES if layer(module) == 3}
    crossed = [(m, name) for m, own in stages.items() for name in imported(m) if stages.get(name, own) != own]
    assert not crossed


def test_blender_and_ray_stay_behind_their_doors() -> None:
    doors = [(m, name, DOORS[top]) for m in MODULES for name in imported(m) if (top := name.split(".")[0]) in DOORS]
    assert {door for _, _, door in doors} == set(DOORS.values())
    assert not [(m, name) for m, name, door in doors if not m.startswith(f"generator.{door}")]


def test_the_core_needs_little() -> None:
    allowed = {*CORE_MAY_IMPORT, *OURS, *sys.stdlib_module_names}
    core = [module for module in MODULES if layer(module) == 0]
    assert not [(m, name) for m in core for name in imported(m) if name.split(".")[0] not in allowed]


def test_no_module_imports_itself_in_a_circle_when_loaded() -> None:
    graph = {m: {n for n in _at_load(tree(m)) if n in MODULES and n != m} for m in MODULES}
    list(TopologicalSorter(graph).static_order())  # raises CycleError, which names the circle


def _at_load(node: ast.AST) -> Iterator[str]:
    """What is imported while a module loads: not within functions, nor for the type checker alone."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, (ast.Import, ast.ImportFrom)):
            yield from imports(child)
        elif isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            continue
        elif not isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)):
            yield from _at_load(child)


def test_the_command_line_loads_nothing_heavy() -> None:
    heavy = {
        "numpy",
        "pydantic",
        "yaml",
        "cv2",
        "scipy",
        "ray",
        "bpy",
        "trimesh",
        "mujoco",
        "pyarrow",
        "PIL",
        "generator",
    }
    code = "import sys, cli; print(*sorted({m.split('.')[0] for m in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert not heavy & set(done.stdout.split())


def test_every_frame_module_exists_so_that_the_list_above_stays_true() -> None:
    frame = {m for m in MODULES if m.startswith("generator.") and layer(m) == 4}
    assert {m.split(".")[1] for m in frame} == FRAME
    assert {m.split(".")[1] for m in MODULES if layer(m) == 3} == STAGES
