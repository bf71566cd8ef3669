"""Scene family `harness`: a board on which a wire harness is built, with its bundles, connectors, ties and clips."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np

from generator.factors import Factor
from generator.mesh import Mesh
from generator.plan import ScenePlan
from generator.plugins import SceneFamily
from generator.recipe import SceneRecipe, Thing, View
from generator.seeds import stream
from generator.stock import Stock
from scenes.cables import KINDS, lying_cable, winding_way
from scenes.content import draw_items
from scenes.dressing import choose_material, draw_wear, still_thing
from scenes.framing import aim_views
from scenes.harness_build import build
from scenes.harness_layout import LAYOUTS, Layout, draw_layout
from scenes.harness_left import drawing, leave_about
from scenes.harness_parts import Work
from scenes.laying import Bench, heap_up, lay
from scenes.poses import Scatter
from scenes.props import Top, scatter_props
from scenes.rooms import furnish
from scenes.supports import Support

WIRES = Factor(
    "harness.wires",
    "count",
    "scene",
    "Wires in the thickest bundle at most: 2 is a sensor lead, 16 the trunk of a machine.",
    {"choice": [4, 6, 8, 10, 12, 16], "weights": [1, 2, 3, 3, 2, 1]},
    2,
    16,
    kind="integer",
    moves_geometry=True,
)
BUNDLING = Factor(
    "harness.bundling",
    "name",
    "scene",
    "What holds wires together: ties alone, tape, corrugated conduit, or some of each.",
    {"choice": ["bare", "tape", "conduit", "mixed"], "weights": [2, 2, 1, 3]},
    kind="category",
    choices=("bare", "conduit", "mixed", "tape"),
    moves_geometry=True,
)
LAYOUT = Factor(
    "harness.layout",
    "name",
    "scene",
    "Course of the trunk over the board: straight (spine), in a bow, or with a step.",
    {"choice": ["spine", "bow", "step"], "weights": [2, 2, 2]},
    kind="category",
    choices=LAYOUTS,
    moves_geometry=True,
)
DEFECTS = Factor(
    "harness.defects",
    "share",
    "scene",
    "Share of the connectors' places that are amiss: half of them empty (wires end free), half with a wrong connector.",
    {"choice": [0.0, 0.15, 0.5], "weights": [5, 2, 1]},
    moves_geometry=True,
)
LOOSE = Factor(
    "harness.loose",
    "count",
    "scene",
    "Loose cables and wires that lie over the board and the harness.",
    {"choice": [0, 1, 2, 4], "weights": [3, 3, 2, 1]},
    0,
    8,
    kind="integer",
    moves_geometry=True,
)
_BOARDS_M = ((1.0, 0.7), (1.2, 0.8), (1.5, 0.8))
_BOARD_WEAR = 0.4  # severity against that of what lies on it
_NOT_HERE = ("coolant", "dents", "edge_wear", "grease", "grinding_dust", "oil_film", "rust", "water_marks")
_THICK_M = 0.018
_EDGE_M = 0.03
_OVER_M = 0.06  # at which loose cables are let go: over the harness
_LEADS = {"lead": "lead_pvc_6mm", "wire": "lead_wire_2mm"}


def arrange(plan: ScenePlan, stock: Stock) -> SceneRecipe:
    """The board with the harness pinned to it, parts and spare connectors put down, loose cables over everything."""
    rng = stream(plan.seed, plan.scene, "harness")
    size = _BOARDS_M[int(rng.choice(len(_BOARDS_M)))]
    support = Support((), -_THICK_M - float(rng.choice([0.78, 0.86, 0.95])), float(rng.uniform(-math.pi, math.pi)),
                      (size[0] / 2 - _EDGE_M, size[1] / 2 - _EDGE_M), "bench")  # fmt: skip
    bench = Bench(plan, stock, support, Scatter(support.half_m, []), 0.3 * size[0], 0.0, [])
    work = Work(bench, int(plan.factors["scene.part_count"]), rng)
    own = draw_items(plan, stock, "part", work.left // 2, int(plan.factors["scene.part_kinds"]))
    own += draw_items(plan, stock, "tool", min(len(own), 1), 1)
    loose = min(int(plan.factors[LOOSE.name]), work.left // 4)
    spare = min(int(rng.integers(0, 4)), work.left // 6)
    work.left -= len(own) + loose + spare
    ends = int(np.clip(round(work.left / 2.6), 2, 9))
    layout = draw_layout(str(plan.factors[LAYOUT.name]), ends, int(plan.factors[WIRES.name]), bench.scatter, rng)
    marks = build(work, layout, str(plan.factors[BUNDLING.name]), float(plan.factors[DEFECTS.name]))
    for item in draw_items(plan, stock, "connector", spare, 2):
        lay(bench, item, "loose")
    for item in heap_up(bench, own):
        lay(bench, item, "on_board")
    work.left += loose
    _loose_cables(work, int(plan.factors[LOOSE.name]))
    plot, printed = drawing(bench, size)
    board = [*_board(bench, size, layout, [*marks, *printed]), *plot]
    count = int(plan.factors["scene.distractors"])
    leave_about(bench, count)
    clutter = scatter_props(plan, stock, count, [Top(bench.scatter)], support.yaw_rad, 0.35 * size[0], 1.0)
    room = furnish(plan, stock, support.floor_m, 1.0)
    return room.recipe(plan, (*board, *clutter, *bench.things))


def _board(bench: Bench, size_m: tuple[float, float], layout: Layout, marks: list[tuple[float, ...]]) -> list[Thing]:
    """The board with the harness printed on it, on its frame."""
    plan, stock, support = bench.plan, bench.stock, bench.support
    rng = stream(plan.seed, plan.scene, "harness.board")
    wood = ("plywood", "laminate_white", "laminate_grey", "painted_steel_green", "painted_steel_grey", "powder_coat")
    top = choose_material(stock, wood, "bench", rng)
    ink = choose_material(stock, ("cable_black", "plastic_blue", "plastic_red"), "part", rng)
    rim = choose_material(stock, ("beech", "aluminium_anodised_clear", "plywood"), "bench", rng)
    steel = choose_material(stock, ("powder_coat", "painted_steel"), "bin", rng)
    lines = " ".join(f"{1e3 * v:.1f}" for s in layout.stretches for v in (*s.start_m, *s.end_m))
    params = {
        "width_m": size_m[0],
        "depth_m": size_m[1],
        "thickness_m": _THICK_M,
        "lines": lines,
        "marks": " ".join(f"{v:.1f}" for mark in marks for v in mark),
    }
    wear = draw_wear(plan, stock, "bench_top", _BOARD_WEAR, _NOT_HERE)
    board = still_thing(stock, "bench_top", "harness_board", params, (0, 0, -_THICK_M), support.yaw_rad,
                        (top, ink, rim), wear)  # fmt: skip
    high = -_THICK_M - support.floor_m
    frame = {"width_m": size_m[0], "depth_m": size_m[1], "height_m": high, "tube_m": 0.045}
    legs = still_thing(stock, "bench_frame", "bench_frame", frame, (0, 0, support.floor_m), support.yaw_rad, (steel,))
    return [board, legs]


def _loose_cables(work: Work, count: int) -> None:
    """Leads and wires thrown over the board, one over the other, those labelled that the spec has."""
    bench = work.bench
    half = np.array(bench.support.half_m)
    turn = bench.world(1, 0, 0)[:2], bench.world(0, 1, 0)[:2]
    for number in range(count):
        rng = stream(bench.plan.seed, bench.plan.scene, f"harness.loose.{number}")
        known = [k for k, name in _LEADS.items() if name in work.parts("cable")] or list(_LEADS)
        kind = known[int(rng.integers(len(known)))]
        start = rng.uniform(-0.75, 0.75, 2) * half
        end = np.clip(start + rng.uniform(0.25, 0.6) * np.array([math.cos(a := rng.uniform(0, 6.28)), math.sin(a)]),
                      -0.8 * half, 0.8 * half)  # fmt: skip
        way = winding_way(start, end, float(rng.uniform(0.05, 0.5)), 1.5 * KINDS[kind].least_radius_m, rng)
        way = np.clip(way, -0.9 * half, 0.9 * half)
        part = work.parts("cable").get(_LEADS[kind])
        instance = work.number() if part else 0
        work.left -= part is not None
        name = f"part_{instance:03d}" if part else f"loose_{number}"
        world = way[:, :1] * turn[0] + way[:, 1:] * turn[1]
        bench.things.append(
            lying_cable(bench.plan, bench.stock, name, kind, world, _OVER_M + 0.014 * number, part=part,
                        instance=instance, context="loose")
        )  # fmt: skip


def aim(plan: ScenePlan, recipe: SceneRecipe, meshes: Mapping[str, Mesh]) -> tuple[View, ...]:
    """Cameras over the board."""
    return aim_views(plan, recipe, meshes)


SCENES = (
    SceneFamily(
        "harness",
        "A wire harness on its board: bundles over forks, connectors, ties, clips, loose cables.",
        arrange,
        aim,
        factors=(WIRES, BUNDLING, LAYOUT, DEFECTS, LOOSE),
        roles=("cable", "connector", "clip"),
    ),
)
