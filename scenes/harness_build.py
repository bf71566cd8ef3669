"""A harness put onto its board: bundles over forks, connectors on their places or amiss, tape and ties."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from generator.points import points_in_world
from generator.recipe import Thing
from scenes.dressing import choose_material, still_thing
from scenes.harness_layout import Layout, Stretch
from scenes.harness_parts import PLUGS, SLEEVES, WIRE_M, Work, put_bundle, put_plug, put_tie
from scenes.poses import as_matrix
from scenes.shapes.harness import bundle_radius_m

_FORK_OFF_M = 0.036  # of the forks from a breakout
_TIE_OFF_M = 0.026
_PAD_M = 0.003  # least thickness of what a connector lies on
_POINTS = 90
_BUNDLES = {"bare": ("wire_bundle_bare",), "tape": ("wire_bundle_taped",), "conduit": ("wire_bundle_sleeved",),
            "mixed": tuple(SLEEVES)}  # fmt: skip


def build(work: Work, layout: Layout, bundling: str, defects: float) -> list[tuple[float, ...]]:
    """Everything of the harness; gives the printed rectangles (x, y, width, depth in mm, yaw in degrees) of connectors.

    Bundles are pinned where they branch, at their forks, at their ties and in their connectors.
    """
    rng = work.rng
    cradle, block = float(rng.uniform(0.018, 0.03)), float(rng.choice([0.0, 0.012, 0.02]))
    kinds = work.of("cable", _BUNDLES[bundling])
    if work.parts("cable") and not set(kinds) & set(work.parts("cable")):
        kinds = work.of("cable", tuple(SLEEVES))
    names = [kinds[int(rng.integers(len(kinds)))] for _ in layout.stretches]
    radii = [_radius_m(name, s) for name, s in zip(names, layout.stretches, strict=True)]
    height = cradle + max(radii)
    marks: list[tuple[float, ...]] = []
    pending: list[tuple[Stretch, str, float]] = []
    for stretch, name, radius in zip(layout.stretches, names, radii, strict=True):
        if work.left <= 0 and pending and not stretch.trunk:
            continue
        marks += _stretch(work, stretch, name, radius, height, block, defects)
        pending.append((stretch, name, radius))
    _wrap_breakouts(work, layout, pending, height)
    return marks


def _radius_m(name: str, stretch: Stretch) -> float:
    return bundle_radius_m(stretch.wires, WIRE_M, SLEEVES[name])


def _stretch(
    work: Work, stretch: Stretch, name: str, radius: float, height: float, block: float, defects: float
) -> list[tuple[float, ...]]:
    """One bundle with its forks and, at its end, its connector."""
    rng = work.rng
    forks = fork_shares(stretch)
    tie = [share for share in (tie_share(stretch),) if share is not None]
    missing, wrong = (bool(u < 0.5 * defects) for u in rng.random(2))
    known = work.of("connector", tuple(PLUGS))
    fits = [n for n in known if stretch.wires <= PLUGS[n].ways <= 3 * stretch.wires]
    right = str(rng.choice(fits or sorted(known, key=lambda n: abs(PLUGS[n].ways - stretch.wires))[:1]))
    plug = str(rng.choice([n for n in known if n != right] or [right])) if wrong else right
    ends_free = stretch.last == -1 and missing
    entry = PLUGS[plug].entry_m
    lift = block if radius < entry + block else max(radius - entry + 0.0005, _PAD_M)
    low = height if stretch.last != -1 else (radius + 0.004 if ends_free else lift + entry)
    line = _line(stretch, height, low, forks, rng)
    grid = PLUGS[plug].grid if stretch.last == -1 and not ends_free else (0, 0, 0.0042)
    bare = (0.012, 0.03 if stretch.last == -1 else 0.012)
    context = "no_connector" if ends_free else "on_board"
    bundle = put_bundle(work, name, stretch.wires, line, (*forks, *tie), context, grid, bare, held=not ends_free)
    for share in forks:
        _fork(work, *_pinned_at(bundle, share), radius)
    for share in tie:
        clips = work.of("clip", ("tree_clip_6", "cable_tie_100") if stretch.trunk else ("cable_tie_100",))
        clip = clips[int(rng.integers(len(clips)))]
        if work.parts("clip") and (work.left <= 0 or clip not in work.parts("clip")):
            continue
        put_tie(work, clip, *_pinned_at(bundle, share), radius)
    if stretch.last != -1:
        return []
    heading = math.atan2(*(line[-1] - line[-4])[[1, 0]])
    mark = _mark(right, line[-1], heading)
    if not ends_free:
        entry_at = (float(line[-1, 0]), float(line[-1, 1]), low)
        put_plug(work, plug, entry_at, heading, "wrong_connector" if wrong else "in_place")
        if lift > 0:
            _block(work, mark, lift, heading)
    _label(work, mark)
    return [mark]


def fork_shares(stretch: Stretch) -> tuple[float, ...]:
    """Where forks hold a stretch, as shares of its length: beside the breakouts of the trunk."""
    if not stretch.trunk or stretch.length_m < 3.2 * _FORK_OFF_M:
        return ()
    off = _FORK_OFF_M / stretch.length_m
    return (off, 1 - off) if stretch.last != -1 else (off,)


def tie_share(stretch: Stretch) -> float | None:
    """Where the tie of a stretch is, as a share of its length; short ones have none."""
    if stretch.trunk:
        return 0.5 if stretch.length_m > 4.6 * _FORK_OFF_M and stretch.last != -1 else None
    return _TIE_OFF_M / stretch.length_m if stretch.length_m > 0.1 else None


def _line(
    stretch: Stretch, height: float, low: float, forks: tuple[float, ...], rng: np.random.Generator
) -> np.ndarray:
    """(M, 3) a centreline with some slack: level at breakouts, forks and connectors, sagging between them."""
    t = np.linspace(0.0, 1.0, _POINTS)
    start, end = np.array(stretch.start_m), np.array(stretch.end_m)
    held = forks[0] if forks else (tie_share(stretch) or 0.1) + 0.03
    until = forks[1] if len(forks) > 1 else 0.88
    free = np.clip((t - held) / (until - held), 0.0, 1.0)
    across = np.array([-math.sin(stretch.heading_rad), math.cos(stretch.heading_rad)])
    slack = float(rng.uniform(0.002, 0.012)) if stretch.trunk else float(rng.uniform(0.005, 0.03))
    wave = 2 / math.pi * math.sqrt(slack) * stretch.length_m * np.sin(math.pi * free) ** 2
    share = float(rng.uniform(-1, 1)) if not stretch.trunk else float(rng.uniform(-0.4, 0.4))
    level = start + t[:, None] * (end - start) + (share * wave)[:, None] * across
    z = height + (low - height) * free**2 * (3 - 2 * free)
    sag = math.sqrt(1 - share**2) * wave
    return np.column_stack([level, np.maximum(z - sag, np.minimum(z, low))])


def _pinned_at(bundle: Thing, share: float) -> tuple[np.ndarray, np.ndarray]:
    """(3,) the middle of the two points that are pinned at a share of a bundle's length, and (3,) the way it goes."""
    points = points_in_world(bundle)
    number = round(share * (len(points) - 1))
    along = points[number + 1] - points[number]
    return (points[number] + points[number + 1]) / 2, along / np.linalg.norm(along)


def _fork(work: Work, at_m: np.ndarray, along: np.ndarray, radius: float) -> None:
    """A fork of the board under a bundle at a point of the world."""
    steel = choose_material(work.stock, ("steel_zinc", "stainless_steel_brushed", "steel_galvanised"), "part", work.rng)
    foot = choose_material(work.stock, ("plastic_black", "plastic_grey", "plastic_blue"), "bin", work.rng)
    params = {"gap_m": round(2 * radius + 0.003, 4), "cradle_m": round(float(at_m[2]) - radius - 1e-4, 5),
              "prong_m": round(2 * radius + 0.012, 4)}  # fmt: skip
    yaw = math.atan2(along[1], along[0])
    place = (float(at_m[0]), float(at_m[1]), 0.0)
    work.bench.things.append(
        still_thing(work.stock, f"fork_{work.count('fork_')}", "fork", params, place, yaw, (foot, steel), (), "support")
    )


def _mark(name: str, entry_m: np.ndarray, heading: float) -> tuple[float, ...]:
    """The printed outline of a connector's place."""
    size = {"pin_connector": 13.0, "sealed_connector": 46.0, "relay_socket": 26.0, "ring_terminal": 25.0}[
        PLUGS[name].shape
    ]
    wide = {"relay_socket": 46.0, "ring_terminal": 16.0}.get(
        PLUGS[name].shape, 6.2 * max(PLUGS[name].grid[1], 2) + 12.0
    )
    x = float(entry_m[0]) * 1e3 + 0.5 * size * math.cos(heading)
    y = float(entry_m[1]) * 1e3 + 0.5 * size * math.sin(heading)
    return tuple(round(v, 1) for v in (x, y, size + 8.0, wide, math.degrees(heading)))


def _block(work: Work, mark: tuple[float, ...], high: float, heading: float) -> None:
    """What lifts a connector to the height of its wires: a printed block of plastic."""
    plastic = choose_material(work.stock, ("plastic_",), "bin", work.rng)
    wide, deep = (float(v) * 1e-3 for v in mark[2:4])
    size = {"width_m": wide - 0.011, "depth_m": deep - 0.006, "height_m": round(high, 5), "corner_m": 0.002,
            "bevel_m": 0.0006}  # fmt: skip
    at = work.bench.world(mark[0] * 1e-3, mark[1] * 1e-3, 0.0)
    yaw = work.bench.support.yaw_rad + heading
    name = f"block_{work.count('block_')}"
    place = (float(at[0]), float(at[1]), 0.0)
    work.bench.things.append(still_thing(work.stock, name, "block", size, place, yaw, (plastic,), (), "support"))


def _label(work: Work, mark: tuple[float, ...]) -> None:
    """A stuck-on label beside a connector's place, with its number."""
    rng = work.rng
    side = float(rng.choice([-1, 1])) * (0.5 * float(mark[3]) + 14.0) * 1e-3
    yaw = math.radians(mark[4])
    at = (mark[0] * 1e-3 - side * math.sin(yaw), mark[1] * 1e-3 + side * math.cos(yaw))
    if not work.bench.scatter.is_free(*at, 0.016):
        return
    work.bench.scatter.taken.append((*at, 0.016))
    paper = choose_material(work.stock, ("shipping_label",), "wall", rng)
    size = {"width_m": 0.036, "depth_m": 0.016, "thickness_m": 0.0003, "corner_m": 0.001}
    where = work.bench.world(*at, 0.0)
    turn = work.bench.support.yaw_rad + round(yaw / math.pi * 2) * math.pi / 2 + float(rng.normal(0, 0.04))
    name = f"label_{work.count('label_')}"
    place = (float(where[0]), float(where[1]), 0.0)
    work.bench.things.append(still_thing(work.stock, name, "sheet", size, place, turn, (paper,), (), "support"))


def _wrap_breakouts(work: Work, layout: Layout, built: list[tuple[Stretch, str, float]], height: float) -> None:
    """Tape around every breakout, a sleeve along each of its ways."""
    tape = choose_material(work.stock, ("rubber_black", "cable_black", "plastic_black"), "part", work.rng)
    for number, node in enumerate(layout.nodes_m):
        trunk: list[tuple[float, float]] = []
        branch: list[tuple[float, float]] = []
        for stretch, _, radius in built:
            for where, heading in ((stretch.first, stretch.heading_rad), (stretch.last, stretch.heading_rad + math.pi)):
                if where == number:
                    (trunk if stretch.trunk else branch).append((math.degrees(heading), radius))
        ways = trunk[:2] + branch
        if len(ways) < 2:
            continue
        params = {
            "radius_m": round(max(r for _, r in trunk or ways), 5),
            "branch_radius_m": round(max((r for _, r in branch), default=WIRE_M), 5),
            "angles": " ".join(f"{angle:.1f}" for angle, _ in ways),
        }
        thing = still_thing(
            work.stock, f"wrap_{number}", "tape_wrap", params, (0, 0, 0), work.bench.support.yaw_rad, (tape,)
        )
        work.bench.things.append(_centred(work, thing, np.array([*node, height])))


def _centred(work: Work, thing: Thing, at_m: np.ndarray) -> Thing:
    """A wrap with its ball, which is the first of its pieces, at a place of the board's frame."""
    mesh = work.stock.mesh(thing.mesh)
    ball = mesh.vertices_m[: 11 * 20].astype(float)
    rotation = np.array(thing.world_from_object)[:3, :3]
    at = work.bench.world(*at_m) - rotation @ ((ball.min(axis=0) + ball.max(axis=0)) / 2)
    return replace(thing, world_from_object=as_matrix(rotation, at), friction=0.6)
