"""What lies in a scene: how many parts of which kinds, each with its own material, wear, mass and label."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from generator.factors import Factor
from generator.mesh import Mesh
from generator.plan import ScenePlan
from generator.recipe import MaterialRecipe, Matrix, Thing
from generator.seeds import stream
from generator.stock import Stock, StockPart
from materials.marks import sample_mark
from scenes.alike import lookalikes
from scenes.dressing import draw_wear, mass_kg
from scenes.line import of_supplier, of_variant

COUNT = Factor(
    "scene.part_count",
    "count",
    "scene",
    "Labelled things in the scene: few lie apart, many hide one another.",
    {"log_uniform": [8, 44]},
    1,
    200,
    kind="integer",
    moves_geometry=True,
)
KINDS = Factor(
    "scene.part_kinds",
    "count",
    "scene",
    "Different parts among the labelled things at most; 1 is a bin of one kind.",
    {"choice": [1, 2, 3, 4, 6], "weights": [2, 3, 3, 2, 1]},
    1,
    40,
    kind="integer",
    moves_geometry=True,
)
GLASS = Factor(
    "scene.glass_share",
    "share",
    "scene",
    "Share of the labelled things on a workbench that are glass vessels (none where the parts have no glass).",
    {"uniform": [0.0, 0.4]},
    moves_geometry=True,
)
DISTRACTORS = Factor(
    "scene.distractors",
    "count",
    "scene",
    "Unlabelled things that lie about: notebooks, tape, cartons; more of them means more to be mistaken for a part.",
    {"choice": [0, 1, 2, 3, 4, 6], "weights": [1, 3, 4, 3, 2, 1]},
    0,
    12,
    kind="integer",
    moves_geometry=True,
)

FACTORS = (COUNT, KINDS, GLASS, DISTRACTORS)

_ALIKE_OCTAVES = 1.1  # how much in size the kinds of one lot differ
_SAME_BATCH = 0.85  # share of the things of one kind that are of one material


@dataclass(frozen=True, slots=True)
class Item:
    """One labelled thing that still needs a pose."""

    part: StockPart
    mesh: Mesh
    materials: tuple[MaterialRecipe, ...]


def draw_items(plan: ScenePlan, stock: Stock, role: str, count: int, kinds: int) -> list[Item]:
    """`count` things of at most `kinds` different parts with that role, drawn by weight, alike in size.

    Without a part of that role there is none. One kind is mostly of one batch, so of one material. Look-alikes, which
    have no category, come on top.
    """
    candidates = of_variant(plan, [part for part in stock.parts if role in part.roles])
    if not candidates or count == 0:
        return []
    chosen = _draw_kinds(
        stock, candidates, min(kinds, count, len(candidates)), stream(plan.seed, plan.scene, f"{role}.kinds")
    )
    rng = stream(plan.seed, plan.scene, f"{role}.shares")
    shares = rng.dirichlet(np.full(len(chosen), 1.2))
    picks = [*range(len(chosen)), *rng.choice(len(chosen), size=max(count - len(chosen), 0), p=shares)]
    lot = [chosen[int(pick)] for pick in picks]
    if role == "part":
        others = lookalikes(plan, stock, chosen)
        where = stream(plan.seed, plan.scene, "lookalikes.where").integers(len(lot), size=len(others))
        for place, other in sorted(zip(where.tolist(), others, strict=True), key=lambda pair: -pair[0]):
            lot.insert(place + 1, other)  # the first stays a labelled one
    items = []
    for index, part in enumerate(lot):
        mesh = stock.mesh(part.ref)
        items.append(Item(part, mesh, _draw_materials(plan, stock, part, mesh, f"{role}.{index:03d}")))
    return items


def _draw_kinds(stock: Stock, candidates: list[StockPart], count: int, rng: np.random.Generator) -> list[StockPart]:
    """Distinct parts by weight; the first sets the size that the others are likely to have."""
    sizes = np.log2([stock.mesh(part.ref).radius_m for part in candidates])
    weights = np.array([part.weight for part in candidates], float)
    chosen: list[int] = []
    for _ in range(count):
        now = weights.copy()
        now[chosen] = 0.0
        if chosen:
            now *= np.exp(-0.5 * ((sizes - sizes[chosen[0]]) / _ALIKE_OCTAVES) ** 2) + 1e-9
        chosen.append(int(rng.choice(len(candidates), p=now / now.sum())))
    return [candidates[i] for i in chosen]


def _draw_materials(
    plan: ScenePlan, stock: Stock, part: StockPart, mesh: Mesh, label: str
) -> tuple[MaterialRecipe, ...]:
    own = stream(plan.seed, plan.scene, f"thing.{label}.material")
    odd = own.random() > _SAME_BATCH
    batch = stream(plan.seed, plan.scene, f"batch.{part.name}")
    materials = []
    for slot in mesh.slots:
        names = stock.pool(part.materials.get(slot, ())) or stock.materials_for("part")
        batch_pick, own_pick = int(batch.integers(len(names))), int(own.integers(len(names)))
        supplied = of_supplier(plan, part, slot, names)
        materials.append(stock.sample_material(supplied or names[own_pick if odd else batch_pick], own))
    mark = sample_mark(part.marks, mesh, stream(plan.seed, plan.scene, f"thing.{label}.mark"))
    if mark is not None:
        materials[0] = replace(materials[0], params=materials[0].params | {"mark": mark})
    return tuple(materials)


def labelled_thing(
    plan: ScenePlan, stock: Stock, item: Item, instance: int, pose: Matrix, context: str, *, moves: bool = True
) -> Thing:
    """An item as a thing that physics may move, with wear and mass of its own; labelled unless it is a look-alike."""
    name = f"part_{instance:03d}"
    return Thing(
        name=name,
        mesh=item.part.ref,
        world_from_object=pose,
        materials=item.materials,
        wear=draw_wear(plan, stock, name),
        part=item.part.name,
        category=item.part.category or None,
        instance=instance if item.part.category else 0,
        transparent=any(stock.material(m.name).transparent for m in item.materials),
        mass_kg=mass_kg(item.mesh, item.materials, stock),
        friction=stock.material(item.materials[0].name).friction,
        moves=moves,
        context=context,
    )
