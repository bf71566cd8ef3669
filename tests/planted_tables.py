"""Tables of planned datasets, without pictures: factors as the plan draws them, objects at random."""

from __future__ import annotations

import numpy as np

from evaluation.columns import as_column
from evaluation.outcomes import Images, Truths
from generator.catalogue import load_catalogue
from generator.factors import Factor
from generator.plan import ANNOTATIONS_PER_IMAGE, plan_scenes
from generator.spec import DatasetSpec, StressSpec
from generator.stress import Base, Rung, Variant, changed, plan_bases, plan_variants, resolve_stress

CATEGORIES = {1: "bolt", 2: "nut", 3: "washer"}
_SIZE_PX = (160, 120)


def random_tables(images: int, seed: int = 0, views: int = 4) -> tuple[Images, Truths, dict[str, Factor]]:
    """An ordinary dataset of two scene families."""
    catalogue = load_catalogue()
    spec = DatasetSpec(name="planted", seed=seed, images={"train": images}, views_per_scene=views)
    rows = [
        (c.image_id, plan.scene, view.index, number, plan.family, c.factors, (-1, "", 0, None))
        for plan in plan_scenes(spec, catalogue)
        for view in plan.views
        for number, c in enumerate(view.captures)
    ]
    return _tables(rows, catalogue.factors, "train", seed)


def stress_tables(
    factors: tuple[str, ...], scenes: int, levels: int, pairs: tuple[str, ...] = (), seed: int = 0
) -> tuple[Images, Truths, dict[str, Factor]]:
    """A stress set as `glint stress` plans it."""
    catalogue = load_catalogue()
    plain = DatasetSpec(name="planted", seed=seed, images={"train": 1}, scenes={"workbench": 1.0})
    stress = StressSpec(factors=factors, pairs=pairs, levels=levels, scenes=scenes)
    spec = resolve_stress(plain, stress, catalogue)
    bases = list(plan_bases(spec, catalogue))
    made: list[tuple[Base | Variant, int, Rung]] = [(b, b.plan.scene, r) for b in bases for r in b.rungs]
    made += [(v, v.base, r) for v in plan_variants(spec, catalogue) for r in v.rungs]
    rows = []
    for _, base, rung in made:
        own = bases[base].plan.views[0].captures[0].factors
        record = rung.record(base)
        value = tuple(record["value"]) if isinstance(record["value"], list) else record["value"]
        stressed = (base, record["factor"], record["level"], value)
        rows.append((rung.image_id, base, 0, 0, bases[base].plan.family, changed(own, rung), stressed))
    return _tables(rows, catalogue.factors, "stress", seed)


def _tables(rows: list, factors: dict[str, Factor], split: str, seed: int) -> tuple[Images, Truths, dict[str, Factor]]:
    names = sorted({name for row in rows for name in row[5]})
    values = np.empty(len(rows), object)
    for number, row in enumerate(rows):
        values[number] = row[6][3]
    images = Images(
        np.array([r[0] for r in rows], np.int64),
        np.array([r[1] for r in rows], np.int64),
        np.array([r[2] for r in rows], np.int64),
        np.array([r[3] for r in rows], np.int64),
        np.array([split] * len(rows), object),
        np.array([r[4] for r in rows], object),
        {name: as_column([r[5].get(name) for r in rows]) for name in names},
        np.array([r[6][0] for r in rows], np.int64),
        np.array([r[6][1] for r in rows], object),
        np.array([r[6][2] for r in rows], np.int64),
        values,
        np.array([f"{split}/{r[0]:06d}.png" for r in rows], object),
        np.tile(np.array(_SIZE_PX, np.int64), (len(rows), 1)),
    )
    return images, _truths(images, seed), factors


def _truths(images: Images, seed: int) -> Truths:
    """As many objects as the scene has parts, up to twelve; the same instances on all pictures of a scene."""
    counts = np.clip(images.factors["scene.part_count"], 1, 12).astype(int)
    image = np.repeat(np.arange(len(images)), counts)
    instance = np.concatenate([np.arange(1, n + 1) for n in counts])
    kinds = np.array(list(CATEGORIES))[(images.scene[image] + instance) % len(CATEGORIES)]
    rng = np.random.default_rng(seed)
    boxes = np.concatenate([rng.uniform(0, 100, (len(image), 2)), np.full((len(image), 2), 15.0)], axis=1)
    return Truths(
        images.image_id[image] * ANNOTATIONS_PER_IMAGE + instance,
        image,
        kinds,
        boxes,
        np.full(len(image), 225.0),
        np.zeros(len(image), bool),
        np.zeros(len(image), bool),
        np.full(len(image), np.nan),
        np.zeros(len(image), bool),
    )
