"""A person where none should be: walking into the robot's zone, or standing there with a phone."""

from __future__ import annotations

from generator.plan import ScenePlan
from generator.plugins import Event, event_factor
from generator.recipe import SceneRecipe
from generator.seeds import stream
from generator.stock import Stock
from scenes.people import Ground, place_people

_GROUND = Ground(reach_m=2.2)  # closer than anybody works here


def happen(plan: ScenePlan, stock: Stock, recipe: SceneRecipe) -> SceneRecipe | None:
    """One person close to the work who does not work there."""
    approaches = stream(plan.seed, plan.scene, "event.person_intrusion").random() < 0.6
    made = place_people(
        plan,
        stock,
        recipe,
        _GROUND,
        count=1,
        activities=("walking",) if approaches else ("phone",),
        intent="approaching" if approaches else "distracted",
        name="event_person",
    )
    return made if len(made.things) > len(recipe.things) else None


EVENTS = (
    Event(
        "person_intrusion",
        "A person is where none should be: walks into the zone of the machine, or stands there with a phone.",
        event_factor("person_intrusion", 0.02, "Whether a person is in the zone of the machine."),
        families=("conveyor", "pallet", "rack"),
        happen=happen,
    ),
)
