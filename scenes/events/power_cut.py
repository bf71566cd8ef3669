"""A power cut: the lamps are out, and emergency lights alone shine."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from generator.plan import ScenePlan
from generator.plugins import Event, event_factor
from generator.recipe import Lamp, SceneRecipe
from generator.seeds import stream
from generator.stock import Stock
from scenes.light import FILL, KEY, REFERENCE_W_M2, irradiance
from scenes.poses import as_matrix

_LEFT_W_M2 = REFERENCE_W_M2 * 15 / 600  # EN 1838: at least 15 lux where a task is dangerous
_OUT = 1e-6  # of what a lamp emitted: its glass is there, dark
_OUTSIDE = 0.01  # what comes in from a street at night, against day
_SIZE_M = (0.3, 0.1)  # of an emergency light


def happen(plan: ScenePlan, stock: Stock, recipe: SceneRecipe) -> SceneRecipe:
    """All lamps out; two emergency lights below the ceiling, one of them nearer than the other."""
    rng = stream(plan.seed, plan.scene, "event.power_cut")
    highest = max(lamp.world_from_object[2][3] for lamp in recipe.lamps)
    out = tuple(replace(lamp, power_w=lamp.power_w * _OUT) for lamp in recipe.lamps)
    lights = []
    for number, share in enumerate((0.75, 0.25)):
        angle, slant = rng.uniform(0, 2 * math.pi), math.radians(rng.uniform(30, 55))
        at = highest * np.array([math.cos(angle) * math.tan(slant), math.sin(angle) * math.tan(slant), 1.0])
        light = Lamp(
            name=f"emergency_{number}",
            shape="panel",
            size_m=_SIZE_M,
            world_from_object=as_matrix(np.eye(3), at),  # a panel shines along -z
            power_w=1.0,
            temperature_k=5500.0,
            group=KEY if number == 0 else FILL,
        )
        lights.append(replace(light, power_w=share * _LEFT_W_M2 / irradiance(light)))
    dark = replace(recipe.surroundings, strength=recipe.surroundings.strength * _OUTSIDE)
    return replace(recipe, lamps=(*out, *lights), surroundings=dark)


EVENTS = (
    Event(
        "power_cut",
        "A power cut at night: lamps are out, two emergency lights give some 15 lux.",
        event_factor("power_cut", 0.01, "Whether the power is cut: 15 lux of emergency lights.", moves_geometry=False),
        happen=happen,
    ),
)
