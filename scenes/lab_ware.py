"""Laboratory ware being put on a bench: each vessel with its own fill, those of one batch alike."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from generator.plan import ScenePlan
from generator.recipe import MaterialRecipe, MeshRef
from generator.seeds import stream
from generator.stock import Stock, StockPart
from scenes.content import Item, labelled_thing
from scenes.laying import Bench
from scenes.parts.labware import as_shape
from scenes.poses import as_matrix, yaw_matrix
from scenes.shapes.labware import EMPTY, LABELS, VESSELS

CONTACT_M = 5e-5  # between what stands and what it stands on
_STEPS = 40  # of fill: meshes are kept by their numbers
_OWN_SPREAD, _BATCH_SPREAD = 0.03, 0.14
_LOOKS = 3  # in which the things of one batch come: each costs building time
_WATERY = ("liquid_water", "liquid_solvent", "liquid_dye_blue", "liquid_dye_red", "liquid_dye_green", "liquid_culture")
_LIQUIDS = {
    "petri_dish": ("liquid_agar", "liquid_blood_agar"),
    "serum_vial": ("liquid_water", "liquid_solvent", "liquid_dye_red", "liquid_oil"),
    "serological_pipette": ("liquid_water", "liquid_dye_red"),
    "pasteur_pipette": ("liquid_water", "liquid_dye_blue"),
}
_WRITTEN_SHARE, _WRITINGS, _ALIKE = 0.5, 12, 3  # of batches; how many writings there are, and in one batch
_TAPES = ("painted_wall_white", "painted_wall_cream", "plastic_yellow", "plastic_green")
_INKS = ("cable_black", "plastic_blue", "plastic_black")
_LIDS = ("plastic_clear", "plastic_pmma", "plastic_pet")
ROLE = "labware"


@dataclass(frozen=True, slots=True)
class Batch:
    """Ware of one part that came together: a few looks, a common fill."""

    part: StockPart
    names: dict[str, str]  # slot -> material
    fill: float
    label: int = 0  # what is written on the first one's strip of tape; 0 is none
    closed: bool = False  # with its lid on
    looks: list[dict[str, MaterialRecipe]] = field(default_factory=list)


@dataclass(slots=True)
class Ware:
    """The bench being laid with ware: how many labelled things may still come, how full vessels are."""

    bench: Bench
    stocked: tuple[StockPart, ...]  # what there is of ware; without a category it is scenery
    left: int
    fill: float
    count: int = 0
    batches: int = 0

    @property
    def plan(self) -> ScenePlan:
        """Of the scene."""
        return self.bench.plan

    @property
    def stock(self) -> Stock:
        """Of the scene."""
        return self.bench.stock

    def parts(self, *families: str) -> list[StockPart]:
        """What there is of these families."""
        return [part for part in self.stocked if part.family in families]

    def batch(
        self, part: StockPart, rng: np.random.Generator, *, empty: bool = False, closed: bool | None = None
    ) -> Batch:
        """A batch with its materials and its fill drawn; one in eight is empty.

        Half of the batches that have room for it are written on. Half of the tip boxes are `closed`, unless told.
        """
        slots = {slot: self._name(names, rng) for slot, names in part.materials.items()}
        slots["liquid"] = self._name(_LIQUIDS.get(part.family, _WATERY), rng)
        fill = float(np.clip(self.fill + rng.normal(0, _BATCH_SPREAD), 0, 1)) if self.fill > 0 else 0.0
        fill = 0.0 if empty or rng.random() < 0.125 else fill
        own = stream(self.plan.seed, self.plan.scene, f"lab.batch.{self.batches}")
        self.batches += 1
        label = int(own.integers(1, _WRITINGS)) if part.name in LABELS and own.random() < _WRITTEN_SHARE else 0
        shut = part.family == "tip_box" and (bool(own.random() < 0.5) if closed is None else closed)
        if label:
            slots |= {"tape": self._name(_TAPES, own), "ink": self._name(_INKS, own)}
        if shut:
            slots["lid"] = self._name(_LIDS, own)
        return Batch(part, slots, fill, label, shut)

    def _name(self, names: tuple[str, ...], rng: np.random.Generator) -> str:
        pool = self.stock.pool(names)
        return pool[int(rng.integers(len(pool)))]

    def item(self, batch: Batch, rng: np.random.Generator) -> Item:
        """One thing of a batch, filled about as the others are."""
        part, fill = batch.part, 0.0
        if part.name in VESSELS and batch.fill >= EMPTY:
            fill = round(float(np.clip(batch.fill + rng.normal(0, _OWN_SPREAD), EMPTY, 1)) * _STEPS) / _STEPS
        if fill >= EMPTY or batch.label:
            params: dict[str, str | float] = {"kind": part.name, "fill": fill}
            if batch.label:
                params["label"] = batch.label + self.count % _ALIKE
            part = replace(part, ref=MeshRef("shape", "lab_vessel", params))
        elif batch.closed:
            part = replace(part, ref=MeshRef("shape", "tip_box", {"lid": 1}))
        mesh = self.stock.mesh(part.ref)
        if len(batch.looks) < _LOOKS:
            batch.looks.append({s: self.stock.sample_material(n, rng) for s, n in batch.names.items()})
        look = batch.looks[int(rng.integers(len(batch.looks)))]
        return Item(part, mesh, tuple(look[slot] for slot in mesh.slots))

    def put(
        self,
        item: Item,
        rotation: np.ndarray,
        at_m: tuple[float, float, float],
        context: str,
        *,
        moves: bool = False,
    ) -> None:
        """An item whose lowest point comes to `at_m` (of the bench's frame), turned with the bench."""
        turned = yaw_matrix(self.bench.support.yaw_rad) @ rotation
        low = float((np.concatenate([item.mesh.vertices_m, *item.mesh.hulls]) @ turned[2]).min())
        where = self.bench.world(at_m[0], at_m[1], at_m[2] + CONTACT_M - low)
        self.count += 1
        labelled = bool(item.part.category)
        number = 1 + sum(thing.category is not None for thing in self.bench.things) if labelled else 0
        thing = labelled_thing(self.plan, self.stock, item, number, as_matrix(turned, where), context, moves=moves)
        if not labelled:
            thing = replace(thing, name=f"ware_{self.count:03d}", category=None, part=None)
        self.left -= 1
        self.bench.things.append(thing)


def stocked_ware(stock: Stock) -> tuple[StockPart, ...]:
    """Ware that the spec lists; without any, the catalogue's as scenery, so that a laboratory looks like one."""
    listed = tuple(part for part in stock.parts if ROLE in part.roles)
    if listed:
        return listed
    found = []
    for part in stock.catalogue.parts.values():
        if ROLE in part.roles:
            ref = as_shape(part.name)
            found.append(StockPart(part.name, part.family, "", ref, part.load, part.materials, roles=part.roles))
    return tuple(found)
