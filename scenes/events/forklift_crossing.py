"""A forklift cuts across: under way with its driver, close by the work."""

from __future__ import annotations

from generator.plan import ScenePlan
from generator.plugins import Event, event_factor
from generator.recipe import SceneRecipe
from generator.seeds import stream
from generator.stock import Stock
from scenes.people import Ground
from scenes.vehicles import place_forklift

_GROUND = Ground(reach_m=4.0)
_SPEED_M_S = (1.5, 3.5)


def happen(plan: ScenePlan, stock: Stock, recipe: SceneRecipe) -> SceneRecipe | None:
    """A driven forklift on its way past."""
    speed = float(stream(plan.seed, plan.scene, "event.forklift_crossing").uniform(*_SPEED_M_S))
    name = "event_forklift"
    made = place_forklift(plan, stock, recipe, _GROUND, driver=True, speed_m_s=round(speed, 3), lift_m=0.15, name=name)
    return None if made is recipe else made


EVENTS = (
    Event(
        "forklift_crossing",
        "A forklift cuts across beside the work, its driver aboard, at the speed of a cyclist.",
        event_factor("forklift_crossing", 0.02, "Whether a forklift cuts across beside the work."),
        families=("pallet", "rack"),
        happen=happen,
    ),
)
