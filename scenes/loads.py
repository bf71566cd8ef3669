"""Loads on pallets: cartons in layers, sacks, drums, stacks of empties; leaning, half gone, wrapped, strapped."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from generator.mesh import Mesh
from generator.plan import ScenePlan
from generator.recipe import MaterialRecipe, MeshRef, Thing, WearRecipe
from generator.stock import Stock, StockPart
from materials.cardboard import fitted, taped
from materials.textures import catalogue as textures
from scenes.dressing import draw_wear, mass_kg
from scenes.poses import as_matrix, yaw_matrix

GAP_M = 0.009  # between things that stand beside one another
CONTACT_M = 0.00005  # between things that stand on one another
_TURN_M = 0.0035  # that corners of neighbours come together by careless stacking
_ASIDE_M = 0.002  # that each is put off its place
_LOAD_WEAR = 0.7
_LAST = 0.3  # fill up to which a load's lowest layer is begun only
_DELIVERED = 0.95  # fill from which on nothing was taken away yet
_LABEL_SLOT = "label"
_NOT_ON_BOARD = ("coolant", "fingerprints", "grease", "oil_film", "rust", "scratches")
_ON_BOARD = ("dents", "marker", "water_marks")  # that only parts get otherwise
_REGRIND = 0.5  # of a plastic pallet's colour that is grey
_LUMINANCE = (0.2126, 0.7152, 0.0722)  # ITU-R BT.709
UPRIGHT = np.array([[1.0, 0.0, 0.0], [0.0, 0.0, -1.0], [0.0, 1.0, 0.0]])  # of a carton, whose top is +y


@dataclass(frozen=True, slots=True)
class Batch:
    """Things of one kind from one delivery: they share a few looks."""

    part: StockPart
    mesh: Mesh
    ref: MeshRef
    looks: tuple[tuple[tuple[MaterialRecipe, ...], tuple[WearRecipe, ...]], ...]
    odd: MeshRef | None = None  # another shape of the same size: crushed, or filled otherwise
    odd_share: float = 0.0
    others: tuple[MeshRef, ...] = ()  # shapes of the same size, of which any is as likely as the first


@dataclass(slots=True)
class Yard:
    """The floor being filled: what stands where, and how many things may still come."""

    plan: ScenePlan
    stock: Stock
    left: int
    things: list[Thing] = field(default_factory=list)
    batches: int = 0
    deck_m: tuple[float, float] = (math.inf, math.inf)  # the largest pallet that has room
    span_m: float = 0.0  # that a pallet must be long at least: from beam to beam

    def parts(self, role: str) -> list[StockPart]:
        """What the stock has of a role."""
        return [part for part in self.stock.parts if role in part.roles]

    def batch(self, part: StockPart, ref: MeshRef, rng: np.random.Generator, looks: int = 2) -> Batch:
        """A delivery of a part, in a few looks that its things share: each distinct look costs building time."""
        mesh = self.stock.mesh(ref)
        self.batches += 1
        made = []
        same = {slot: self._name(part, slot, rng) for slot in mesh.slots}
        for look in range(looks):
            wear = self._wear(part, f"batch_{self.batches}_{look}")
            slots = tuple(fitted(self.stock.sample_material(same[slot], rng), mesh.bounds_m) for slot in mesh.slots)
            if "pallet" in part.roles:
                slots = tuple(weathered(one) for one in slots)
            made.append((taped(slots), wear))
        return Batch(part, mesh, ref, tuple(made))

    def _wear(self, part: StockPart, name: str) -> tuple[WearRecipe, ...]:
        """What goods get: cartons are dented, soaked, written on and dusty, and no oily hand prints a row of dots."""
        if "carton" not in part.roles:
            return draw_wear(self.plan, self.stock, name, _LOAD_WEAR)
        known = self.stock.catalogue.wear
        usual = draw_wear(self.plan, self.stock, name, _LOAD_WEAR, (*_NOT_ON_BOARD, *_ON_BOARD))
        also = draw_wear(self.plan, self.stock, name, 1.0, [kind for kind in known if kind not in _ON_BOARD])
        return tuple(sorted((*usual, *also), key=lambda one: (known[one.kind].order, one.kind)))

    def _name(self, part: StockPart, slot: str, rng: np.random.Generator) -> str:
        names = self.stock.pool(part.materials.get(slot, ())) or self.stock.materials_for("part")
        return names[int(rng.integers(len(names)))]

    def add(
        self,
        batch: Batch,
        rotation: np.ndarray,
        at_m: np.ndarray,
        context: str,
        rng: np.random.Generator,
        *,
        ref: MeshRef | None = None,
        moves: bool = False,
    ) -> None:
        """One labelled thing with a look of its batch, its mesh's origin at `at_m`."""
        ref = ref or batch.ref
        materials, wear = batch.looks[int(rng.integers(len(batch.looks)))]
        mesh = self.stock.mesh(ref)
        materials = tuple(
            _centred(drawn, mesh, slot, float(ref.params.get("label_turn_deg", 0.0))) if slot == _LABEL_SLOT else drawn
            for drawn, slot in zip(materials, mesh.slots, strict=True)
        )
        number = 1 + sum(thing.category is not None for thing in self.things)
        self.left -= 1
        self.things.append(
            Thing(
                name=f"part_{number:03d}",
                mesh=ref,
                world_from_object=as_matrix(rotation, at_m),
                materials=materials,
                wear=wear,
                part=batch.part.name,
                category=batch.part.category,
                instance=number,
                transparent=any(self.stock.material(m.name).transparent for m in materials),
                mass_kg=mass_kg(mesh, materials, self.stock),
                friction=self.stock.material(materials[0].name).friction,
                moves=moves,
                context=context,
            )
        )


def weathered(drawn: MaterialRecipe) -> MaterialRecipe:
    """Coloured plastic as pallets have it: of regrind, sun-bleached and dull; anything else as it is."""
    if not drawn.name.startswith("plastic_") or "colour" not in drawn.params:
        return drawn
    rgb = [float(c) for c in drawn.params["colour"]]
    grey = 0.02 + 0.8 * sum(w * c for w, c in zip(_LUMINANCE, rgb, strict=True))
    faded = [round(_REGRIND * grey + (1 - _REGRIND) * c, 4) for c in rgb]
    return replace(drawn, params=drawn.params | {"colour": faded})


def _centred(label: MaterialRecipe, mesh: Mesh, slot: str, turn_deg: float = 0.0) -> MaterialRecipe:
    """A printed label whose print lies centred on the slot's first sheet, turned as that is, not on the mesh's middle.

    A second sheet of the slot shows what the map has beside that print: another label, or a piece of one.
    """
    place = label.params.get("place")
    if place is None:
        return label
    points = mesh.vertices_m[_first_sheet(mesh.faces[mesh.face_slots == mesh.slots.index(slot)])].astype(float)
    c, s = math.cos(math.radians(turn_deg)), math.sin(math.radians(turn_deg))
    points = points[:, :2] @ np.array([[c, -s], [s, c]])  # turned back
    middle = (points.min(axis=0) + points.max(axis=0)) / 2
    tile_mm = textures()["printed_labels"].tile_mm
    shift = [
        round(float(have) - float(m) * 1e3 / t, 6) for have, m, t in zip(place["shift"], middle, tile_mm, strict=False)
    ]
    turned = {"turn_deg": turn_deg} if turn_deg else {}
    return replace(label, params=label.params | turned | {"place": place | {"shift": [*shift, *place["shift"][2:]]}})


def _first_sheet(faces: np.ndarray) -> np.ndarray:
    """The vertices that hang together with the first of these triangles (F, 3)."""
    count = int(faces.max()) + 1
    ends = np.concatenate([faces[:, :2], faces[:, 1:]])
    links = coo_array((np.ones(len(ends)), (ends[:, 0], ends[:, 1])), shape=(count, count))
    _, sheet = connected_components(links, directed=False)
    return np.unique(faces[sheet[faces[:, 0]] == sheet[faces[0, 0]]])


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a pallet stands: its middle, its turn, and the size of its deck."""

    x_m: float
    y_m: float
    yaw_rad: float
    size_m: tuple[float, float]
    z_m: float = 0.0  # of what it stands on
    deck_m: float = 0.022  # thickness of its deck, under which straps go through

    def world(self, x: float, y: float, z: float) -> np.ndarray:
        """(3,) a point of the pallet's frame in the world."""
        return yaw_matrix(self.yaw_rad) @ np.array([x, y, z]) + np.array([self.x_m, self.y_m, self.z_m])


@dataclass(frozen=True, slots=True)
class Block:
    """What a load takes up in its pallet's frame: lowest and highest corner, and where its last full layer ends."""

    low_m: np.ndarray
    high_m: np.ndarray
    level_m: float = 0.0

    @property
    def full(self) -> bool:
        """Whether its top layer is full, so that film and straps lie flat on it."""
        return self.level_m >= self.high_m[2] - 0.02


def grid(size_m: tuple[float, float], footprint_m: tuple[float, float], over_m: float) -> list[tuple[float, float]]:
    """Middles of things with that footprint on a deck, in rows, GAP_M apart; they may stand out by `over_m`."""
    counts = [max(1, int((s + 2 * over_m + GAP_M) / (f + GAP_M))) for s, f in zip(size_m, footprint_m, strict=True)]
    pitch = [f + GAP_M for f in footprint_m]
    xs, ys = ([(i - (n - 1) / 2) * p for i in range(n)] for n, p in zip(counts, pitch, strict=True))
    return [(x, y) for x in xs for y in ys]


def layers_of(
    size_m: tuple[float, float], footprint_m: tuple[float, float], over_m: float
) -> tuple[list[list[tuple[float, float]]], list[bool]]:
    """One or two layer patterns that take turns (bonded where both ways fit), and whether each is turned by 90 deg."""
    straight, turned = grid(size_m, footprint_m, over_m), grid(size_m, (footprint_m[1], footprint_m[0]), over_m)
    best = max(len(straight), len(turned))
    ways = [(w, t) for w, t in ((straight, False), (turned, True)) if len(w) >= 0.75 * best and _fits(w, best)]
    ways.sort(key=lambda way: -len(way[0]))
    return [w for w, _ in ways], [t for _, t in ways]


def _fits(way: Sequence[tuple[float, float]], best: int) -> bool:
    return len(way) > 1 or best == 1


def stack(
    yard: Yard,
    spot: Spot,
    batches: Sequence[Batch],
    base_m: float,
    fill: float,
    lean: float,
    rng: np.random.Generator,
    *,
    upright: np.ndarray,
    tall_m: float,
    most_layers: int = 40,
) -> Block:
    """Layers of things up to `fill` times `tall_m`, each layer of one batch; they lean over by `lean`.

    `upright` turns a mesh so that it stands. The last layer may be begun only; it stops where the yard is full.
    """
    over = 0.03 if fill > 1 else 0.0
    away = rng.uniform(0, 2 * math.pi)
    drift = lean * float(rng.uniform(0.05, 0.1)) * np.array([math.cos(away), math.sin(away)])
    twist = lean * float(rng.normal(0, 0.03))
    z, layer, corners, level = base_m, 0, [], base_m
    while layer < most_layers and yard.left > 1:
        batch = batches[layer % len(batches)]
        size = np.abs(upright @ batch.mesh.extent_m)
        ways, turned = layers_of(spot.size_m, (float(size[0]), float(size[1])), over)
        share = (fill * tall_m - (z - base_m)) / float(size[2])
        if share < 0.2 and layer > 0:
            break
        places = sorted(ways[layer % len(ways)], key=lambda p: (round(p[0], 3), p[1]))
        whole = share >= (0.5 if fill >= _DELIVERED else 1.0) or (layer == 0 and fill > _LAST)
        want = len(places) if whole else max(1, round(share * len(places)))
        want = min(want, yard.left - 1)
        full = want == len(places)
        if not full and layer > 0 and fill >= _DELIVERED:
            break  # as delivered, loads are level
        turn = math.pi / 2 if turned[layer % len(ways)] else 0.0
        height = layer / 6
        middle = drift * height**1.4
        for x, y in places[:want]:
            own = turn + (math.pi if rng.random() < 0.5 else 0.0)
            spin = float(np.clip(rng.normal(0, 0.4), -1, 1)) * _TURN_M / float(np.hypot(size[0], size[1]))
            c, s = math.cos(twist * height), math.sin(twist * height)
            at = np.array([c * x - s * y, s * x + c * y]) + middle + rng.uniform(-_ASIDE_M, _ASIDE_M, 2)
            rotation = yaw_matrix(own + spin + twist * height) @ upright
            ref = batch.odd if batch.odd is not None and rng.random() < batch.odd_share else batch.ref
            if batch.others and ref is batch.ref:
                ref = (batch.ref, *batch.others)[int(rng.integers(len(batch.others) + 1))]
            points = yard.stock.mesh(ref).vertices_m @ rotation.T
            low, high = points.min(axis=0), points.max(axis=0)
            origin = np.array([*(at - (low + high)[:2] / 2), z - low[2]])  # its outline goes there, not its mass
            world = spot.world(float(origin[0]), float(origin[1]), float(origin[2]))
            yard.add(batch, yaw_matrix(spot.yaw_rad) @ rotation, world, "load", rng, ref=ref)
            corners += [low + origin, high + origin]
        z += float(size[2]) + CONTACT_M
        layer += 1
        level = z if full else level
        if not full:
            break
    if not corners:
        return Block(np.array([0, 0, base_m]), np.array([0, 0, base_m]))
    return Block(np.min(corners, axis=0), np.max(corners, axis=0), level)
