"""Groups of laboratory ware as people leave them: tubes in racks, vials in trays, stacks of dishes, tubs, vessels."""

from __future__ import annotations

import math

import numpy as np

from generator.stock import StockPart
from scenes.content import Item
from scenes.dressing import choose_material, draw_wear, still_thing
from scenes.lab_ware import CONTACT_M, Batch, Ware
from scenes.laying import lay
from scenes.parts.labware import RACKS
from scenes.poses import Scatter, upright_rotation, yaw_matrix
from scenes.shapes.labware_racks import BAR_M, BASE_M, BOX_M, LID_M

_UPSIDE_DOWN = np.diag([1.0, -1.0, -1.0])
_LEAST_FOOT = 0.3  # radius of the foot against the vessel's, to stand on
_LID_FLOOR_M, _DISH_M = 0.0011, 0.0145
_TRAY_WALL_M = 0.0012
_TOUCHING_M = (0.0002, 0.0015)  # between vessels that were pushed together
_TRIES, _GAP_M = 120, 0.006
_WIDEST_TUBE_M = {"tube_rack_16": 0.0178, "tube_rack_30": 0.0296}


def rack(ware: Ware, rng: np.random.Generator) -> bool:
    """A rack with tubes of one batch in some of its places; False where there is no room for it or no tube."""
    racks = ware.parts("tube_rack")
    if not racks:
        return False
    part = racks[int(rng.integers(len(racks)))]
    size = RACKS.get(part.name)
    if size is None:
        return False
    within = _WIDEST_TUBE_M[part.name]
    tubes = [p for p in ware.parts("culture_tube", "centrifuge_tube") if _body_m(ware, p) <= within]
    wanted = min(ware.left - 1, int(size["columns"] * size["rows"] * rng.uniform(0.15, 0.8)))
    if not tubes or wanted < 1:
        return False
    holder = ware.item(ware.batch(part, rng), rng)
    place = _place(ware, (float(holder.mesh.extent_m[0]), float(holder.mesh.extent_m[1])), rng)
    if place is None:
        return False
    x, y, turn = place
    base = ware.bench.base_m
    ware.put(holder, yaw_matrix(turn), (x, y, base), "on_bench")
    batch = ware.batch(tubes[int(rng.integers(len(tubes)))], rng)
    widest = float(ware.stock.mesh(batch.part.ref).extent_m[:2].max())
    room = min(size["pitch_m"] - BAR_M - _body_m(ware, batch.part), size["pitch_m"] - widest)
    slack = max(room / 2 - 2e-4, 0.0)
    for number in _places_taken(size["columns"], size["rows"], wanted, rng):
        i, j = divmod(int(number), size["rows"])
        local = np.array([(i - (size["columns"] - 1) / 2), (j - (size["rows"] - 1) / 2)]) * size["pitch_m"]
        at = _turned(place, local + rng.uniform(-0.7, 0.7, 2) * slack)
        ware.put(ware.item(batch, rng), yaw_matrix(rng.uniform(0, 6.28)), (*at, base + CONTACT_M + BASE_M), "in_rack")
    return True


def _places_taken(columns: int, rows: int, count: int, rng: np.random.Generator) -> list[int]:
    """Places in the order in which people fill a rack: from one end, with a gap here and there."""
    order = np.arange(columns * rows)
    order = order[::-1] if rng.random() < 0.5 else order
    kept = order[rng.random(len(order)) > float(rng.choice([0.0, 0.1, 0.5]))]
    return [int(v) for v in kept[:count]]


def _body_m(ware: Ware, part: StockPart) -> float:
    """Diameter of a tube below its cap."""
    mesh = ware.stock.mesh(part.ref)
    body = mesh.vertices_m[mesh.vertices_m[:, 2] < mesh.bounds_m[0, 2] + 0.6 * mesh.extent_m[2]]
    return 2 * float(np.hypot(body[:, 0], body[:, 1]).max())


def tray(ware: Ware, rng: np.random.Generator) -> bool:
    """Vials of one batch in a shallow tray, shoulder to shoulder, some taken out."""
    vials = ware.parts("serum_vial")
    if not vials or ware.left < 3:
        return False
    batch = ware.batch(vials[int(rng.integers(len(vials)))], rng)
    width = 2 * _foot_m(ware.item(batch, rng)) + 0.0006
    count = min(ware.left, int(rng.integers(6, 41)))
    columns = max(2, round(math.sqrt(1.6 * count)))
    rows = max(2, -(-count // columns))
    inner = ((columns + 0.5) * width, (rows - 1) * width * math.sqrt(0.75) + width)
    margin = 2 * (_TRAY_WALL_M + 0.002 + 0.003)
    params = {"width_m": round(inner[0] + margin, 5), "depth_m": round(inner[1] + margin, 5)}
    params |= {"height_m": float(rng.choice([0.018, 0.025, 0.032])), "wall_m": _TRAY_WALL_M, "corner_m": 0.01}
    params |= {"taper_m": 0.002, "lip_m": 0.004, "ribs": 0}
    place = _place(ware, (params["width_m"] + 0.009, params["depth_m"] + 0.009), rng)
    if place is None:
        return False
    base = ware.bench.base_m
    at = ware.bench.world(place[0], place[1], base)
    steel = choose_material(
        ware.stock, ("stainless_steel_brushed", "aluminium_anodised_clear", "plastic_white"), "bin", rng
    )
    yaw = ware.bench.support.yaw_rad + place[2]
    name = f"tray_{len(ware.bench.things)}"
    wear = draw_wear(ware.plan, ware.stock, name, 0.7)
    where = (float(at[0]), float(at[1]), float(at[2]))
    holder = still_thing(ware.stock, name, "open_bin", params, where, yaw, (steel,), wear, "container")
    ware.bench.things.append(holder)
    spots = [(i + 0.5 * (j % 2) - (columns - 0.5) / 2, (j - (rows - 1) / 2) * math.sqrt(0.75)) for j in range(rows)
             for i in range(columns)]  # fmt: skip
    for i in sorted(rng.permutation(len(spots))[:count]):
        spot = _turned(place, np.array(spots[int(i)]) * width)
        ware.put(ware.item(batch, rng), yaw_matrix(rng.uniform(0, 6.28)), (*spot, base + _TRAY_WALL_M), "in_tray")
    return True


def dishes(ware: Ware, rng: np.random.Generator) -> bool:
    """A stack of one to five Petri dishes with their lids on; sometimes a lid lies beside."""
    bottoms, lids = ware.parts("petri_dish"), ware.parts("petri_lid")
    if not bottoms or ware.left < 1:
        return False
    place = _place(ware, (0.096, 0.096), rng)
    if place is None:
        return False
    batch = ware.batch(bottoms[0], rng)
    cover = ware.batch(lids[0], rng, empty=True) if lids else None
    z = ware.bench.base_m
    for level in range(min(int(rng.choice([1, 1, 2, 3, 4, 5])), max(1, ware.left // 2))):
        off = rng.normal(0, 0.0012, 2).clip(-0.002, 0.002) * (level > 0)
        at = (float(place[0] + off[0]), float(place[1] + off[1]))
        ware.put(
            ware.item(batch, rng), yaw_matrix(rng.uniform(0, 6.28)), (*at, z), "on_bench" if level == 0 else "stacked"
        )
        if cover is None or ware.left < 1:
            break
        if level == 0 and rng.random() < 0.3:
            beside = _place(ware, (0.094, 0.094), rng)
            if beside is not None:
                over = np.eye(3) if rng.random() < 0.5 else _UPSIDE_DOWN
                ware.put(ware.item(cover, rng), over, (beside[0], beside[1], ware.bench.base_m), "on_bench")
            break
        lid = ware.item(cover, rng)
        rim = z + CONTACT_M + _DISH_M
        ware.put(lid, _UPSIDE_DOWN, (*at, rim + _LID_FLOOR_M - float(lid.mesh.extent_m[2])), "on_dish")
        z = rim + CONTACT_M + _LID_FLOOR_M
    return True


def tub(ware: Ware, rng: np.random.Generator) -> bool:
    """A clear tub with vials standing in it, its lid on or beside."""
    tubs, lids = ware.parts("clear_tub"), ware.parts("tub_lid")
    if not tubs or ware.left < 2:
        return False
    holder = ware.item(ware.batch(tubs[0], rng), rng)
    place = _place(ware, (float(holder.mesh.extent_m[0]), float(holder.mesh.extent_m[1])), rng)
    if place is None:
        return False
    base = ware.bench.base_m
    ware.put(holder, yaw_matrix(place[2]), (place[0], place[1], base), "on_bench")
    if lids and ware.left > 2:
        lid = ware.item(ware.batch(lids[0], rng), rng)
        if rng.random() < 0.5:
            top = base + CONTACT_M + float(holder.mesh.extent_m[2]) + 0.0012
            turned = yaw_matrix(place[2])
            ware.put(lid, turned, (place[0], place[1], top - float(lid.mesh.extent_m[2])), "on_tub")
        else:
            beside = _place(ware, (float(lid.mesh.extent_m[0]), float(lid.mesh.extent_m[1])), rng)
            if beside is not None:
                ware.put(lid, yaw_matrix(beside[2]) @ _UPSIDE_DOWN, (beside[0], beside[1], base), "on_bench")
    vials = ware.parts("serum_vial")
    if not vials:
        return True
    batch = ware.batch(vials[int(rng.integers(len(vials)))], rng)
    width = 2 * _foot_m(ware.item(batch, rng)) + 0.0012
    columns, rows = int(0.098 / width), int(0.062 / width)
    for number in sorted(rng.permutation(columns * rows)[: min(ware.left, int(rng.integers(2, 13)))]):
        i, j = divmod(int(number), rows)
        spot = _turned(place, np.array([i - (columns - 1) / 2, j - (rows - 1) / 2]) * width)
        ware.put(ware.item(batch, rng), yaw_matrix(rng.uniform(0, 6.28)), (*spot, base + 0.0015), "in_tub")
    return True


def stand(ware: Ware, item: Item, rng: np.random.Generator, *, fallen: bool) -> None:
    """A vessel by itself on its foot, or lying where it fell; what cannot stand is laid down."""
    rotation = upright_rotation(item.mesh)
    across = np.linalg.norm(item.mesh.vertices_m @ rotation[:2].T, axis=1)
    height = item.mesh.vertices_m @ rotation[2]
    radius = float(across.max())
    foot = float(across[height < height.min() + 0.01 * radius].max())
    if fallen or foot < _LEAST_FOOT * radius:
        loose(ware, item, "fallen" if fallen else "on_bench")
        return
    place = ware.bench.scatter.place(1.05 * radius, ware.bench.spread_m, rng)
    if place is not None:
        turned = yaw_matrix(rng.uniform(0, 2 * math.pi)) @ rotation
        ware.put(item, turned, (*place, ware.bench.base_m), "on_bench")


def huddle(ware: Ware, batch: Batch, count: int, rng: np.random.Generator) -> None:
    """Up to six vessels of one batch pushed together, one in the middle and the others around it, nearly touching."""
    items = [ware.item(batch, rng) for _ in range(count)]
    rotations = [yaw_matrix(rng.uniform(0, 2 * math.pi)) @ upright_rotation(item.mesh) for item in items]
    radius = max(float(np.linalg.norm(item.mesh.vertices_m @ turn[:2].T, axis=1).max())
                 for item, turn in zip(items, rotations, strict=True))  # fmt: skip
    spots, angle = [np.zeros(2)], float(rng.uniform(0, 2 * math.pi))
    for _ in items[1:]:
        spots.append((2 * radius + float(rng.uniform(*_TOUCHING_M))) * np.array([math.cos(angle), math.sin(angle)]))
        angle += math.radians(60.0 + float(rng.uniform(0.2, 4.0)))
    middle = (np.min(spots, axis=0) + np.max(spots, axis=0)) / 2
    around = max(float(np.linalg.norm(spot - middle)) for spot in spots) + radius
    place = ware.bench.scatter.place(1.03 * around, ware.bench.spread_m, rng)
    if place is None:
        return
    for item, turn, spot in zip(items, rotations, spots, strict=True):
        at = np.array(place) + spot - middle
        ware.put(item, turn, (float(at[0]), float(at[1]), ware.bench.base_m), "on_bench")


def tips(ware: Ware, rng: np.random.Generator) -> bool:
    """Two or three closed tip boxes, one on the other, a little askew."""
    boxes = ware.parts("tip_box")
    if not boxes or ware.left < 2:
        return False
    place = _place(ware, (0.132, 0.096), rng)
    if place is None:
        return False
    z = ware.bench.base_m
    for level in range(min(int(rng.choice([2, 2, 3])), ware.left)):
        item = ware.item(ware.batch(boxes[0], rng, closed=True), rng)
        turn = place[2] + (level > 0) * float(rng.normal(0, 0.02))
        off = _turned(place, rng.normal(0, 0.0012, 2).clip(-0.0025, 0.0025) * (level > 0))
        ware.put(item, yaw_matrix(turn), (*off, z), "on_bench" if level == 0 else "stacked")
        z += BOX_M + LID_M + CONTACT_M
    return True


def loose(ware: Ware, item: Item, context: str) -> None:
    """A thing laid down flat, free to settle. Scenery is never loose: it would be labelled."""
    if not item.part.category:
        return
    before = len(ware.bench.things)
    lay(ware.bench, item, context)
    ware.left -= len(ware.bench.things) - before


def _foot_m(item: Item) -> float:
    """Radius of what stands."""
    return float(np.hypot(item.mesh.vertices_m[:, 0], item.mesh.vertices_m[:, 1]).max())


def _place(ware: Ware, size_m: tuple[float, float], rng: np.random.Generator) -> tuple[float, float, float] | None:
    """A free place for a rectangle, with its turn: nearly square to the bench, close beside what is there."""
    scatter, spread = ware.bench.scatter, ware.bench.spread_m
    turn = float(rng.choice([0.0, 0.5])) * math.pi + float(rng.normal(0, 0.07))
    c, s = abs(math.cos(turn)), abs(math.sin(turn))
    half = (c * size_m[0] / 2 + s * size_m[1] / 2, s * size_m[0] / 2 + c * size_m[1] / 2)
    room = (scatter.half_m[0] - half[0], scatter.half_m[1] - half[1])
    if min(room) < 0:
        return None
    for attempt in range(_TRIES):
        x, y = (float(v) for v in rng.normal(0, spread * (1 + 3 * attempt / _TRIES), 2))
        if abs(x) <= room[0] and abs(y) <= room[1] and _is_free(scatter, (x, y), half):
            scatter.blocked += ((x, y, half[0] + _GAP_M / 2, half[1] + _GAP_M / 2),)
            return x, y, turn
    return None


def _is_free(scatter: Scatter, at: tuple[float, float], half: tuple[float, float]) -> bool:
    """Whether a rectangle touches neither a circle nor a rectangle that is taken."""
    for x, y, radius in scatter.taken:
        gap = math.hypot(max(abs(x - at[0]) - half[0], 0.0), max(abs(y - at[1]) - half[1], 0.0))
        if gap < radius + _GAP_M:
            return False
    return all(
        abs(x - at[0]) > half[0] + w + _GAP_M / 2 or abs(y - at[1]) > half[1] + d + _GAP_M / 2
        for x, y, w, d in scatter.blocked
    )


def _turned(place: tuple[float, float, float], local_m: np.ndarray) -> tuple[float, float]:
    """A point of a group's own frame in the bench's."""
    x, y, turn = place
    c, s = math.cos(turn), math.sin(turn)
    return float(x + c * local_m[0] - s * local_m[1]), float(y + s * local_m[0] + c * local_m[1])
