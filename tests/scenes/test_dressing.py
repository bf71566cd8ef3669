from __future__ import annotations

from generator.catalogue import load_catalogue
from generator.plan import plan_scenes
from generator.spec import DatasetSpec
from generator.stock import Stock
from scenes.dressing import draw_wear

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
