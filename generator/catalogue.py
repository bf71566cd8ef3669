"""The catalogue: every plugin in a plugin folder, found by its module-level tuple. Nothing registers itself."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import Any

from generator.factors import Factor
from generator.plugins import Catalogue, Event, SceneFamily

_FOLDERS = {
    "MATERIALS": ("materials",),
    "WEAR": ("materials.wear",),
    "PARTS": ("scenes.parts",),
    "SHAPES": ("scenes.shapes",),
    "SCENES": ("scenes",),
    "EVENTS": ("scenes.events",),
    "EFFECTS": ("generator.sensor", "generator.sensor.air", "generator.sensor.window"),
    "PRESETS": ("generator.sensor",),
    "FACTORS": ("scenes", "materials", "generator.sensor"),
}


@cache
def load_catalogue() -> Catalogue:
    """All plugins by name. Raises ValueError if two share a name."""
    wear = _by_name(_found("WEAR"), "kind")
    events, sensors = _by_name(_found("EVENTS")), _by_name(_found("EFFECTS"))
    scenes = {name: _with_events(family, events.values()) for name, family in _by_name(_found("SCENES")).items()}
    factors: list[Factor] = [*_found("FACTORS"), *(w.factor for w in wear.values())]
    factors += [event.factor for event in events.values()]
    for owner in (*scenes.values(), *sensors.values()):
        factors.extend(owner.factors)
    return Catalogue(
        materials=_by_name(_found("MATERIALS")),
        wear=wear,
        parts=_by_name(_found("PARTS")),
        shapes=_by_name(_found("SHAPES")),
        scenes=scenes,
        sensors=dict(sorted(sensors.items(), key=lambda item: item[1].order)),
        factors=_by_name(factors),
        presets=_by_name(_found("PRESETS")),
        events=events,
    )


def _with_events(family: SceneFamily, events: Iterable[Event]) -> SceneFamily:
    """The family with the factors of the events that can happen in it and not everywhere."""
    own = tuple(event.factor for event in events if family.name in event.families)
    return replace(family, factors=(*family.factors, *own))


def _found(tuple_name: str) -> list[Any]:
    """The members of all module-level tuples of that name in their folders, in the order of module names."""
    found: list[Any] = []
    for folder in _FOLDERS[tuple_name]:
        package = importlib.import_module(folder)
        for info in sorted(pkgutil.iter_modules(package.__path__), key=lambda i: i.name):
            if not info.ispkg:
                found.extend(getattr(importlib.import_module(f"{folder}.{info.name}"), tuple_name, ()))
    return found


def _by_name(plugins: Iterable[Any], attribute: str = "name") -> dict[str, Any]:
    named: dict[str, Any] = {}
    for plugin in plugins:
        name = getattr(plugin, attribute)
        if name in named and named[name] is not plugin:
            raise ValueError(f"two plugins are called '{name}'")
        named[name] = plugin
    return dict(sorted(named.items()))
