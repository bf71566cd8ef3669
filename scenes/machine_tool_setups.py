"""How work is held in a machine: in a three-jaw chuck, in a vice on parallels, or down on a fixture plate."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from generator.mesh import Mesh
from scenes.content import Item, labelled_thing
from scenes.gripping import TOUCH_M, Chucked, Held, between_jaws, flat_sides, in_chuck, standing
from scenes.heights import Heights
from scenes.laying import Bench
from scenes.machine_tool_room import Cabin
from scenes.poses import as_matrix, yaw_matrix
from scenes.shapes.workholding import PITCH_M, stud_m

CHUCKS_M = (0.125, 0.16, 0.2, 0.25)
VICES_M = (0.1, 0.125, 0.16)
_JAW_OUT = 0.18  # length of a chuck's jaws against its diameter
_BACK_M = 0.007  # of the work before the chuck's face
_LONGEST_M = 0.26  # that stands out of a chuck
_OPEN = 0.8  # how far a vice opens against its width
_FOOT_M = 0.055  # height of a vice's bed over the table
_PARALLELS_M = (0.0, 0.008, 0.012, 0.016, 0.02, 0.024, 0.028, 0.032, 0.036, 0.04, 0.045)
_CAST = ("painted_steel_grey", "painted_steel_blue", "painted_steel_green", "steel_cast", "hammertone_grey")
_HARD = ("steel_ground", "steel_milled", "steel_brushed")
_DARK = ("steel_black_oxide",)


@dataclass(slots=True)
class Setup:
    """A machine being set up: what is held is taken out of `items`."""

    cabin: Cabin
    bench: Bench
    items: list[Item]

    def hold(self, item: Item, rotation: np.ndarray, at_m: tuple[float, float, float]) -> None:
        """Put a part where it is held: `rotation` turns it into the machine's frame."""
        number = 1 + sum(thing.category is not None for thing in self.bench.things)
        turn = yaw_matrix(self.cabin.yaw_rad) @ rotation
        pose = as_matrix(turn, self.cabin.world(*at_m))
        plan, stock = self.bench.plan, self.bench.stock
        self.bench.things.append(labelled_thing(plan, stock, item, number, pose, "clamped", moves=False))
        self.items.remove(item)

    def block(self, x: float, y: float, half_x: float, half_y: float) -> None:
        """Keep a rectangle of the table free of what lies loose."""
        self.bench.scatter.blocked += ((x, y, half_x, half_y),)


def set_chuck(setup: Setup, rng: np.random.Generator) -> None:
    """A chuck on the left with the first part that three jaws hold; without one its jaws stand half open."""
    cabin = setup.cabin
    diameter = float(rng.choice(CHUCKS_M[1:]))
    found: tuple[Item, Chucked] | None = None
    for item in setup.items[:12]:
        for size in CHUCKS_M:
            held = in_chuck(item.mesh, _JAW_OUT * size - _BACK_M, rng)
            if held is not None and _suits(held, size):
                found, diameter = (item, held), size
                break
        if found:
            break
    high = 0.5 * diameter + 0.09
    face = -0.13 + 0.1 * (diameter - 0.2)
    axis = (face, 0.06, high)
    body = cabin.pick(_HARD + _DARK, "part", rng)
    dark, bolt = cabin.pick(_DARK, "part", rng), cabin.pick(_DARK, "part", rng)
    jaw = cabin.pick(("steel_ground", "steel_black_oxide"), "part", rng)
    wear = cabin.worn("chuck", 0.8)
    add = setup.bench.things.append
    add(cabin.put("chuck", "chuck", {"diameter_m": diameter}, axis, (body, dark), wear))
    spin = found[1].spin_rad if found else float(rng.uniform(0, 2))
    radius = found[1].radius_m if found else 0.14 * diameter
    for number in range(3):
        angle = spin + number * 2 * math.pi / 3
        out = np.array([0.0, math.cos(angle), math.sin(angle)])
        turn = np.stack([out, np.cross([1.0, 0.0, 0.0], out), [1.0, 0.0, 0.0]], axis=1)
        at = np.array(axis) + (radius + TOUCH_M) * out + np.array([0.0002, 0, 0])
        place = (float(at[0]), float(at[1]), float(at[2]))
        jaws = {"diameter_m": diameter, "out_m": _JAW_OUT * diameter}
        add(
            cabin.put(
                f"chuck_jaw_{number}",
                "chuck_jaw",
                jaws,
                place,
                (jaw, bolt, dark),
                cabin.worn(f"jaw_{number}", 0.8),
                turn,
            )
        )
    _headstock(setup, axis, diameter, rng)
    setup.block(face - 0.15, 0.06, 0.15 + _JAW_OUT * diameter + 0.02, 0.5 * diameter + 0.04)
    if found:
        item, held = found
        setup.hold(item, held.rotation, (face + _BACK_M - float(held.low_m[0]), axis[1], axis[2]))
        setup.block(face + _BACK_M + held.size_m[0] / 2, 0.06, held.size_m[0] / 2 + 0.02, 0.02)


def _suits(held: Chucked, diameter_m: float) -> bool:
    """Whether jaws of a chuck of that size close on a part and carry it."""
    closes = 0.082 * diameter_m < 1.65 * held.radius_m and held.radius_m < 0.26 * diameter_m
    rest = float(max(np.abs(held.low_m[1:]).max(), np.abs(held.low_m[1:] + held.size_m[1:]).max()))
    return bool(closes and rest < 0.42 * diameter_m and 0.025 < held.size_m[0] < _LONGEST_M)


def _headstock(setup: Setup, axis: tuple[float, float, float], diameter_m: float, rng: np.random.Generator) -> None:
    """The headstock behind the chuck, up to the wall."""
    cabin = setup.cabin
    right, left = axis[0] - 0.128, -cabin.width_m / 2 + 0.006
    wide, tall = right - left, axis[2] + 0.6 * diameter_m
    paint = cabin.pick(
        ("painted_steel_grey", "powder_coat_grey", "stainless_steel_brushed", "painted_wall_white"), "bin", rng
    )
    trim = cabin.pick(_HARD, "part", rng)
    bolt = cabin.pick(_DARK, "part", rng)
    params = {"long_m": wide, "depth_m": 1.5 * diameter_m, "high_m": tall, "axis_m": axis[2]}
    params["flange_m"] = 0.53 * diameter_m
    at = (right, axis[1], 1e-4)
    wear = cabin.worn("headstock", 0.7)
    setup.bench.things.append(cabin.put("headstock", "headstock", params, at, (paint, trim, bolt), wear))


def set_vice(setup: Setup, rng: np.random.Generator) -> None:
    """A vice on the table with the first part that it holds, on parallels; without one it stands empty."""
    width = float(rng.choice(VICES_M))
    found: tuple[Item, Held] | None = None
    for item in setup.items[:12]:
        for size in VICES_M:
            held = _fits_vice(item.mesh, size)
            if held is not None:
                found, width = (item, held), max(width, size) if held.size_m[2] > 0.03 else size
                held = _fits_vice(item.mesh, width)
                found = (item, held) if held is not None else found
                width = width if held is not None else size
                break
        if found:
            break
    turn = yaw_matrix(float(rng.choice([0.0, 0.0, math.pi / 2, -math.pi / 2])))
    place = (float(rng.uniform(-0.12, 0.12)), float(rng.uniform(-0.02, 0.03)))
    hold_vice(setup, found, place, turn, width, rng)


def hold_vice(
    setup: Setup,
    found: tuple[Item, Held] | None,
    place_m: tuple[float, float],
    turn: np.ndarray,
    width_m: float,
    rng: np.random.Generator,
) -> None:
    """A machine vice on the table, closed on a part, or a little open."""
    cabin, add = setup.cabin, setup.bench.things.append
    gap = float(found[1].size_m[1]) + 2 * TOUCH_M if found else float(rng.uniform(0.01, 0.4)) * width_m
    cast, bolt = cabin.pick(_CAST + _DARK, "part", rng), cabin.pick((*_DARK, "steel_zinc_blue"), "part", rng)
    jaw = cabin.pick(_HARD, "part", rng)

    place_m = _over_slots(setup, place_m, turn, width_m, gap)

    def at(x: float, y: float, z: float) -> tuple[float, float, float]:
        level = turn @ np.array([x, y + gap / 2, z])
        return (place_m[0] + float(level[0]), place_m[1] + float(level[1]), float(level[2]))

    size = {"width_m": width_m, "open_m": round(gap, 5)}
    add(
        cabin.put("vice", "vice_base", size, at(0, 0, _FOOT_M + 5e-5), (cast, jaw, bolt), cabin.worn("vice", 0.8), turn)
    )
    moving = at(0, -gap, _FOOT_M + 5e-5)
    add(
        cabin.put(
            "vice_jaw", "vice_jaw", {"width_m": width_m}, moving, (cast, jaw, bolt), cabin.worn("vice_jaw", 0.8), turn
        )
    )
    long = gap + 0.95 * width_m
    middle = turn @ np.array([0, 0.32 * width_m - long / 2 + gap / 2, 0])
    across = np.abs(turn) @ np.array([0.7 * width_m + 0.01, long / 2 + 0.06, 0])
    setup.block(place_m[0] + float(middle[0]), place_m[1] + float(middle[1]), float(across[0]), float(across[1]))
    if not found:
        return
    item, held = found
    bottom = _parallel_m(held, 0.36 * width_m)
    if bottom > 0:
        for number, y in enumerate((-TOUCH_M - 0.0025, -gap + TOUCH_M + 0.0025)):
            bar = {"length_m": 0.95 * width_m, "high_m": bottom, "thick_m": 0.004 if gap < 0.02 else 0.005}
            ground = cabin.pick(_HARD, "part", rng)
            add(
                cabin.put(
                    f"parallel_{number}", "parallel", bar, at(0, y, _FOOT_M + 6e-5 + bottom / 2), (ground,), (), turn
                )
            )
    low = held.low_m
    spot = at(
        -float(low[0] + held.size_m[0] / 2),
        -TOUCH_M - float(low[1] + held.size_m[1]),
        _FOOT_M + 7e-5 + TOUCH_M + bottom - float(low[2]),
    )
    setup.hold(item, turn @ held.rotation, spot)


def _over_slots(
    setup: Setup, place_m: tuple[float, float], turn: np.ndarray, width_m: float, gap_m: float
) -> tuple[float, float]:
    """The place moved along y by at most half a pitch, to where the vice's studs stand in T-slots of the table."""
    long = gap_m + 0.95 * width_m
    stud = turn @ np.array([stud_m(width_m), 0.32 * width_m - long / 2 + gap_m / 2, 0.0])
    slots = max(2, int((setup.cabin.table_m - 0.03) / PITCH_M))
    first = (1 - slots) / 2 * PITCH_M
    y = place_m[1] + float(stud[1])
    return place_m[0], place_m[1] + first + round((y - first) / PITCH_M) * PITCH_M - y


def _parallel_m(held: Held, jaw_m: float) -> float:
    """The highest parallels on which a part is still gripped by a third of its height."""
    most = jaw_m - max(0.003, 0.35 * float(held.size_m[2]))
    return max((high for high in _PARALLELS_M if high <= most), default=0.0) if held.size_m[1] > 0.0125 else 0.0


def _fits_vice(mesh: Mesh, width_m: float) -> Held | None:
    """How a vice of that width holds a part; None if it does not."""
    jaw = 0.36 * width_m
    for held in between_jaws(mesh, _OPEN * width_m)[:6]:
        tall = float(held.size_m[2])
        if 0.008 < tall < 2.6 * jaw and held.size_m[0] < 2.2 * width_m and _parallel_m(held, jaw) + tall > jaw + 0.001:
            return held
    return None


def set_fixture(setup: Setup, rng: np.random.Generator) -> None:
    """A drilled plate on the table with parts in rows, each held down by a strap clamp, the first against pins."""
    cabin, add = setup.cabin, setup.bench.things.append
    pitch = float(rng.choice([0.04, 0.05]))
    wide, deep, thick = float(rng.choice([0.4, 0.48, 0.56])), float(rng.choice([0.28, 0.32])), 0.03
    plate = cabin.pick(("aluminium_milled", "steel_ground", "steel_milled", "aluminium_anodised_clear"), "part", rng)
    bush = cabin.pick((*_DARK, "steel_ground"), "part", rng)
    size = {"width_m": wide, "depth_m": deep, "thick_m": thick, "pitch_m": pitch}
    add(
        cabin.put(
            "fixture_plate", "hole_plate", size, (0, 0, thick + 5e-5), (plate, bush), cabin.worn("fixture_plate", 0.8)
        )
    )
    top = thick + 1e-4
    setup.block(0, 0, wide / 2 + 0.005, deep / 2 + 0.005)
    rows = [(-deep / 4, 1.0), (deep / 4, -1.0)]
    used = [-wide / 2 + 0.012] * 2
    for item in list(setup.items[:16]):
        row = int(np.argmin(used))
        held = standing(item.mesh)
        if held is None or not _lies_on_fixture(held):
            continue
        arm = 0.075
        start = used[row]
        end = start + float(held.size_m[0]) + arm
        if end > wide / 2 - 0.008:
            continue
        y = rows[row][0]
        at = np.array([start - held.low_m[0], y - held.low_m[1] - held.size_m[1] / 2, top + TOUCH_M - held.low_m[2]])
        nose = _flat_top(item.mesh, held)
        if nose is None:
            continue
        number = sum(thing.name.startswith("clamp_stud") for thing in setup.bench.things)
        edge = start + float(held.size_m[0])
        _clamp(setup, number, (edge, y + nose[1], top), nose[0], rng)
        spot = (float(at[0]), float(at[1]), float(at[2]))
        setup.hold(item, held.rotation, spot)
        if number < 2:
            _pins(setup, item, held, spot, top, number, rng)
        used[row] = end + 0.012


def _lies_on_fixture(held: Held) -> bool:
    return bool(held.size_m[0] < 0.26 and held.size_m[1] < 0.115 and 0.006 < held.size_m[2] < 0.12)


def _flat_top(mesh: Mesh, held: Held) -> tuple[float, float] | None:
    """Height over the part's foot of a flat place by its +x edge, and its y against the middle; None without one."""
    points = mesh.vertices_m.astype(float) @ held.rotation.T - held.low_m
    heights = Heights.around(np.array([-0.001, -0.001]), held.size_m[:2] + 0.001, 0.001)
    heights.raise_triangles(points[mesh.faces])
    over = min(0.012, 0.25 * float(held.size_m[0]))
    edge = float(held.size_m[0])
    for y in (0.5, 0.35, 0.65, 0.5):
        middle = y * float(held.size_m[1])
        x0, x1 = int((edge - over - 0.001) / 0.001), int((edge + 0.002) / 0.001) + 1
        y0, y1 = max(int((middle - 0.016) / 0.001), 0), int((middle + 0.018) / 0.001) + 1
        found = heights.top_m[max(x0, 0) : x1, y0:y1]
        high = float(found.max(initial=-np.inf))
        if np.isfinite(high) and high > 0.005 and float((found > high - 0.00015).sum()) > 0.3 * over * 1000 * 12:
            return high, middle - float(held.size_m[1]) / 2
    return None


def _clamp(
    setup: Setup, number: int, edge_m: tuple[float, float, float], high_m: float, rng: np.random.Generator
) -> None:
    """A strap clamp from +x onto a part's edge, its heel on a step block as high, its stud beside the part."""
    cabin, add = setup.cabin, setup.bench.things.append
    x, y, top = edge_m
    over, long, thick = 0.0095, 0.078, 0.014
    level = top + high_m + 2 * TOUCH_M + 2e-5
    flip = yaw_matrix(math.pi)
    nut = cabin.pick(("steel_black_oxide", "steel_zinc_blue", "steel_zinc_yellow"), "part", rng)
    steel = cabin.pick((*_DARK, "steel_forged", "steel_zinc_blue"), "part", rng)
    size = {"length_m": long, "wide_m": 0.026, "thick_m": thick, "slot_m": 0.011}
    middle = x - over + long / 2
    add(
        cabin.put(
            f"clamp_{number}",
            "strap_clamp",
            size,
            (middle, y, level),
            (steel,),
            cabin.worn(f"clamp_{number}", 0.8),
            flip,
        )
    )
    stud = {"reach_m": round(level + thick - top - 0.0004, 5), "out_m": round(float(rng.uniform(0.004, 0.02)), 4)}
    add(
        cabin.put(
            f"clamp_stud_{number}", "clamp_stud", stud, (middle - 0.008, y, level + thick + TOUCH_M), (nut, steel)
        )
    )
    block = {"high_m": round(level - top - 3e-5, 6), "wide_m": 0.026, "long_m": 0.024}
    add(
        cabin.put(
            f"step_block_{number}",
            "step_block",
            block,
            (x - over + long - 0.0135, y, top + 1e-5),
            (steel,),
            (),
            np.eye(3),
        )
    )


def _pins(
    setup: Setup,
    item: Item,
    held: Held,
    at_m: tuple[float, float, float],
    top_m: float,
    row: int,
    rng: np.random.Generator,
) -> None:
    """Two pins on the part's -y side where that is flat at its foot."""
    cabin = setup.cabin
    for side in flat_sides(item.mesh):
        way = held.rotation @ side.normal
        points = side.points_m @ held.rotation.T + np.array(at_m)
        if way[1] > -0.9999 or points[:, 2].min() > top_m + 0.004 or np.ptp(points[:, 0]) < 0.02:
            continue
        steel = cabin.pick(_HARD, "part", rng)
        size = {"diameter_m": 0.01, "out_m": 0.01}
        for end, x in enumerate((points[:, 0].min() + 0.007, points[:, 0].max() - 0.007)):
            place = (float(x), float(points[:, 1].min()) - 0.005 - TOUCH_M, top_m)
            setup.bench.things.append(cabin.put(f"pin_{row}_{end}", "locating_pin", size, place, (steel,)))
        return


def can_hold(kind: str, mesh: Mesh) -> bool:
    """Whether a setup of that kind can hold a part."""
    if kind == "chuck":
        fixed = np.random.default_rng(0)  # any spin of the jaws will do
        found = ((in_chuck(mesh, _JAW_OUT * size - _BACK_M, fixed), size) for size in CHUCKS_M)
        return any(held is not None and _suits(held, size) for held, size in found)
    if kind == "vice":
        return any(_fits_vice(mesh, size) is not None for size in VICES_M)
    held = standing(mesh)
    return held is not None and _lies_on_fixture(held) and _flat_top(mesh, held) is not None


SETUPS: Mapping[str, Callable[[Setup, np.random.Generator], None]] = {
    "chuck": set_chuck,
    "fixture": set_fixture,
    "vice": set_vice,
}
