from __future__ import annotations

import numpy as np
import pytest

from generator.catalogue import load_catalogue
from generator.plan import plan_scenes
from generator.spec import DatasetSpec
from generator.stock import Stock
from scenes.dressing import draw_wear, severity_at

CATALOGUE = load_catalogue()


def test_wear_is_drawn_in_the_order_in_which_it_comes_about():
    everything = {wear.factor.name: 0.8 for wear in CATALOGUE.wear.values()}
    spec = DatasetSpec(name="t", images={"train": 1}, factors=everything)
    plan = next(iter(plan_scenes(spec, CATALOGUE)))
    worn = draw_wear(plan, Stock((), CATALOGUE), "bolt")
    orders = [CATALOGUE.wear[one.kind].order for one in worn]
    assert len(worn) == len(CATALOGUE.wear)
    assert orders == sorted(orders)
    assert worn == draw_wear(plan, Stock((), CATALOGUE), "bolt")


def test_what_is_clean_has_no_wear():
    spec = DatasetSpec(name="t", images={"train": 1}, factors={w.factor.name: 0.0 for w in CATALOGUE.wear.values()})
    plan = next(iter(plan_scenes(spec, CATALOGUE)))
    assert draw_wear(plan, Stock((), CATALOGUE), "bolt") == ()


@pytest.mark.parametrize("level", [0.05, 0.3, 0.8])
@pytest.mark.parametrize("kind", sorted(CATALOGUE.wear))
def test_the_things_of_a_scene_have_a_kind_of_wear_as_the_factor_says_on_average(kind: str, level: float):
    ranks = (np.arange(2000) + 0.5) / 2000
    severities = [severity_at(level, float(rank), CATALOGUE.wear[kind].evenness) for rank in ranks]
    assert abs(np.mean(severities) - level) < 0.003
    assert min(severities) >= 0.0
    assert max(severities) <= 1.0


def test_each_thing_is_worn_more_where_the_factor_is_higher():
    for evenness in (0.7, 3.0, 8.0):
        for rank in (0.02, 0.3, 0.6, 0.9, 0.99):
            rising = [severity_at(level, rank, evenness) for level in np.linspace(0.0, 1.0, 41)]
            assert (np.diff(rising) >= 0).all()
            assert rising[0] == 0.0
            assert rising[-1] == 1.0


def test_few_things_had_tape_on_them_and_all_get_dusty():
    spec = DatasetSpec(
        name="t", images={"train": 1}, factors={w.factor.name: 0.15 for w in CATALOGUE.wear.values()}
    )  # fmt: skip
    plan = next(iter(plan_scenes(spec, CATALOGUE)))
    stock = Stock((), CATALOGUE)
    worn = [{wear.kind for wear in draw_wear(plan, stock, f"bolt_{i}")} for i in range(200)]
    share = {kind: sum(kind in kinds for kinds in worn) / 200 for kind in CATALOGUE.wear}
    assert share["tape_residue"] < 0.45
    assert share["dust"] > 0.95


def test_what_is_old_has_more_of_every_kind():
    spec = DatasetSpec(name="t", images={"train": 1}, factors={w.factor.name: 0.3 for w in CATALOGUE.wear.values()})
    plan = next(iter(plan_scenes(spec, CATALOGUE)))
    stock = Stock((), CATALOGUE)
    worn = [{w.kind: w.severity for w in draw_wear(plan, stock, f"bolt_{i}")} for i in range(200)]
    grease, scratches = (np.array([one.get(kind, 0.0) for one in worn]) for kind in ("grease", "scratches"))
    assert np.corrcoef(grease, scratches)[0, 1] > 0.25
