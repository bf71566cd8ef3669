"""Stress sets: base scenes, and ladders of pictures in which one factor changes and nothing else.

Level 0 of every ladder is the unchanged base. Pure: no picture is made here.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from generator.factors import Value
from generator.ladders import Ladder, check_ladders, default_factors, ladder_scope, ladders, settings_of
from generator.plan import ScenePlan, plan_scenes
from generator.plugins import Catalogue
from generator.spec import DatasetSpec, StressSpec

SPLIT = "stress"


@dataclass(frozen=True, slots=True)
class Rung:
    """One picture of a stress set. Level 0 with no factor is the unchanged base."""

    image_id: int
    factor: str = ""
    level: int = 0
    changes: tuple[tuple[str, Value], ...] = ()

    @property
    def file_name(self) -> str:
        """Of its picture."""
        return f"{self.image_id:06d}.png"

    def record(self, base: int) -> dict[str, Any]:
        """What its image record says under ``stress``. `base` is the number of the base scene."""
        values = [value for _, value in self.changes]
        value = None if not values else values[0] if len(values) == 1 else values
        return {"base": base, "factor": self.factor, "level": self.level, "value": value}


@dataclass(frozen=True, slots=True)
class Base:
    """One base scene: its plan, and the pictures that share its things. `plan.scene` is its number."""

    plan: ScenePlan
    rungs: tuple[Rung, ...]  # the unchanged picture first
    elsewhere: tuple[Rung, ...] = ()  # those of its variants; some may ask for what this scene has anyway


@dataclass(frozen=True, slots=True)
class Variant:
    """A scene of its own, because a factor changes the things or the lamps of a base: the rungs that share them."""

    scene: int  # its number in the dataset, after those of all bases
    base: int
    rungs: tuple[Rung, ...]


def resolve_stress(spec: DatasetSpec, stress: StressSpec, catalogue: Catalogue) -> DatasetSpec:
    """The spec of the stress set: its factors named, one view of each scene, one split, all its pictures counted.

    Raises `SpecError` for factors that are unknown or that a ladder cannot change.
    """
    check_ladders(spec, stress, catalogue)
    named = stress.factors or (() if stress.pairs else default_factors(spec, catalogue))
    whole = stress.model_copy(
        update={"factors": tuple(dict.fromkeys(named)), "pairs": tuple(dict.fromkeys(stress.pairs))}
    )
    name = spec.name if spec.stress else f"{spec.name[: 64 - len(SPLIT) - 1]}_{SPLIT}"
    resolved = spec.model_copy(
        update={"name": name, "stress": whole, "views_per_scene": 1, "captures_per_view": 1, "images": {SPLIT: 1}}
    )
    pictures = whole.scenes * (1 + sum(len(ladder.levels) for ladder in ladders(resolved, catalogue)))
    return resolved.model_copy(update={"images": {SPLIT: pictures}})


def describe(spec: DatasetSpec, catalogue: Catalogue) -> dict[str, Any]:
    """What ``dataset.json`` says of a stress set: its base scenes, and the values of every ladder by level."""
    each = ladders(spec, catalogue)
    return {
        "bases": settings_of(spec).scenes,
        "images_per_base": 1 + sum(len(ladder.levels) for ladder in each),
        "ladders": [
            {
                "factor": ladder.name,
                "scope": ladder_scope(ladder, catalogue),
                "levels": [list(values) if len(values) > 1 else values[0] for values in ladder.levels],
            }
            for ladder in each
        ],
    }


def plan_bases(spec: DatasetSpec, catalogue: Catalogue) -> Iterator[Base]:
    """The base scenes, each with the rungs that share its things: those of view and capture factors."""
    each = ladders(spec, catalogue)
    for plan in _base_plans(spec, catalogue):
        own, *others = _by_scene(plan, each, catalogue).values()
        yield Base(plan, own, tuple(itertools.chain(*others)))


def plan_variants(spec: DatasetSpec, catalogue: Catalogue) -> Iterator[Variant]:
    """The rungs that need another scene, base by base, numbered after the bases.

    Rungs with the same factors of the scene share one, whatever else they change: a pair of dust and light level is
    traced once for each amount of dust.
    """
    each = ladders(spec, catalogue)
    number = itertools.count(settings_of(spec).scenes)
    for plan in _base_plans(spec, catalogue):
        for of_scene, rungs in _by_scene(plan, each, catalogue).items():
            if of_scene:
                yield Variant(next(number), plan.scene, rungs)


def changed(factors: Mapping[str, Value], rung: Rung) -> dict[str, Value]:
    """The factors of a picture with those of a rung, sorted by name."""
    return dict(sorted((dict(factors) | dict(rung.changes)).items()))


def _base_plans(spec: DatasetSpec, catalogue: Catalogue) -> Iterator[ScenePlan]:
    """As `plan_scenes` plans as many pictures of one view each, with room for the rungs between the image ids."""
    scenes = settings_of(spec).scenes
    pictures = spec.images[SPLIT] // scenes
    for plan in plan_scenes(spec.model_copy(update={"images": {SPLIT: scenes}}), catalogue):
        yield _renumbered(plan, 1 + plan.scene * pictures)


def _renumbered(plan: ScenePlan, image_id: int) -> ScenePlan:
    """The plan of one picture with another image id."""
    (view,) = plan.views
    (capture,) = view.captures
    named = replace(capture, image_id=image_id, file_name=Rung(image_id).file_name)
    return replace(plan, views=(replace(view, captures=(named,)),))


def _by_scene(
    plan: ScenePlan, each: Sequence[Ladder], catalogue: Catalogue
) -> dict[tuple[tuple[str, Value], ...], tuple[Rung, ...]]:
    """Every picture of one base, by the factors of the scene that it changes; those of the base itself come first."""
    first = plan.views[0].captures[0].image_id
    number = itertools.count(first + 1)
    found: dict[tuple[tuple[str, Value], ...], tuple[Rung, ...]] = {(): (Rung(first),)}
    for ladder in each:
        for level, values in enumerate(ladder.levels, start=1):
            changes = tuple(zip(ladder.factors, values, strict=True))
            key = tuple(change for change in changes if catalogue.factors[change[0]].scope == "scene")
            found[key] = (*found.get(key, ()), Rung(next(number), ladder.name, level, changes))
    return found
