"""Stress sets: base scenes, and ladders of pictures in which one factor changes and nothing else.

A ladder has the same values at the same levels in every base scene, so that levels can be compared over all of them.
Level 0 of every ladder is the unchanged base. Pure: no picture is made here.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from generator.errors import SpecError, unknown_name
from generator.factors import Distribution, Factor, Value, parse_distribution
from generator.plan import ScenePlan, plan_scenes
from generator.plugins import PRESET_FACTOR, Catalogue
from generator.spec import DatasetSpec, StressSpec

SPLIT = "stress"
LEFT_OUT = {  # of the default ladders, with the reason; they can be named
    PRESET_FACTOR: "says how other factors are drawn and changes no picture by itself",
    "sensor.unit": "is a serial number: neighbouring values have nothing in common",
    "sensor.readout_ms": "acts only where lamps flicker or the camera shakes: pair it with light.flicker",
    "sensor.shutter_ms": "acts only where lamps flicker or the sensor is warm: pair it with light.flicker",
    "lens.blades": "acts only where a bright lamp is in the picture",
}
_USELESS = (PRESET_FACTOR,)  # cannot even be named
_SCOPES = ("capture", "view", "scene")


@dataclass(frozen=True, slots=True)
class Ladder:
    """One factor, or two at once, with the values that it takes at levels 1, 2, ..."""

    name: str  # "surface.dust", or "surface.dust+light.level_ev"
    factors: tuple[str, ...]
    levels: tuple[tuple[Value, ...], ...]  # for each level a value of each factor


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


@dataclass(frozen=True, slots=True)
class Variant:
    """A scene of its own, because a factor changes the things or the lamps of a base: the rungs that share them."""

    scene: int  # its number in the dataset, after those of all bases
    base: int
    rungs: tuple[Rung, ...]


def ladder_scope(ladder: Ladder, catalogue: Catalogue) -> str:
    """How much is made anew for a rung: "capture" nothing but the picture, "view" its light, "scene" the scene."""
    return max((catalogue.factors[name].scope for name in ladder.factors), key=_SCOPES.index)


def default_factors(spec: DatasetSpec, catalogue: Catalogue) -> tuple[str, ...]:
    """The factors that get a ladder where none is named: all that change pictures, by themselves, and move nothing."""
    own = {factor.name for family in catalogue.scenes.values() for factor in family.factors}
    return tuple(
        name
        for name, factor in catalogue.factors.items()
        if not factor.moves_geometry
        and name not in LEFT_OUT
        and (name not in own or _everywhere(name, spec, catalogue))
    )


def resolve_stress(spec: DatasetSpec, stress: StressSpec, catalogue: Catalogue) -> DatasetSpec:
    """The spec of the stress set: its factors named, one view of each scene, one split, all its pictures counted.

    Raises `SpecError` for factors that are unknown or that a ladder cannot change.
    """
    for name in stress.factors:
        _check_factor(name, "--factors", spec, catalogue)
    for pair in stress.pairs:
        _check_pair(pair, spec, catalogue)
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


def ladders(spec: DatasetSpec, catalogue: Catalogue) -> tuple[Ladder, ...]:
    """All ladders of a stress set: those of single factors, then the pairs."""
    stress = settings_of(spec)
    single = [
        Ladder(name, (name,), tuple((value,) for value in levels_of(spec, catalogue, name, stress.levels)))
        for name in stress.factors
    ]
    double = []
    for pair in stress.pairs:
        names = tuple(pair.split("+"))
        ends = [ends_of(spec, catalogue, name) for name in names]
        double.append(Ladder(pair, names, tuple(itertools.product(*ends))))
    return (*single, *double)


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


def settings_of(spec: DatasetSpec) -> StressSpec:
    """What a resolved spec says under ``stress``. Raises ValueError if it says nothing."""
    if spec.stress is None:
        raise ValueError("not the spec of a stress set")
    return spec.stress


def levels_of(spec: DatasetSpec, catalogue: Catalogue, name: str, count: int) -> tuple[Value, ...]:
    """The values of a factor's ladder, rising: `count` over all that the spec may draw, or every choice of a category.

    Even steps, or even ratios where the spec draws by ratio. A factor of whole numbers has no more levels than numbers.
    A factor that the spec holds fixed goes through its whole range.
    """
    factor = catalogue.factors[name]
    drawn = _distributions(spec, catalogue, factor)
    if factor.kind == "category":
        return factor.choices
    low = min(span[0] for span in (_span(d, factor) for d in drawn))
    high = max(span[1] for span in (_span(d, factor) for d in drawn))
    if low == high:
        low, high = factor.low, factor.high
    by_ratio = low > 0 and any(d.kind == "log_uniform" for d in drawn)
    all_around = factor.unit == "deg" and high - low == 360.0  # where both ends are the same direction
    steps = [index / (count if all_around else count - 1) for index in range(count)]
    values = [low * (high / low) ** step if by_ratio else low + (high - low) * step for step in steps]
    if factor.kind == "integer":
        return tuple(sorted({int(min(max(round(v), math.ceil(low)), math.floor(high))) for v in values}))
    return tuple(dict.fromkeys(min(max(float(f"{v:.6g}"), low), high) for v in values))


def ends_of(spec: DatasetSpec, catalogue: Catalogue, name: str) -> tuple[Value, ...]:
    """The values of a factor in a pair: the two ends of its ladder, or every choice of a category."""
    return levels_of(spec, catalogue, name, 2)


def plan_bases(spec: DatasetSpec, catalogue: Catalogue) -> Iterator[Base]:
    """The base scenes, each with the rungs that share its things: those of view and capture factors."""
    each = ladders(spec, catalogue)
    for plan in _base_plans(spec, catalogue):
        yield Base(plan, _by_scene(plan, each, catalogue)[()])


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


def _distributions(spec: DatasetSpec, catalogue: Catalogue, factor: Factor) -> tuple[Distribution, ...]:
    """How the spec may draw a factor: as it says, or as each kind of camera does that it may draw."""
    if factor.name in spec.factors or factor.scope != "capture" or PRESET_FACTOR not in catalogue.factors:
        return (spec.distribution(factor),)
    cameras = spec.distribution(catalogue.factors[PRESET_FACTOR])
    weights = cameras.weights or (1.0,) * len(cameras.values)
    drawn = [str(name) for name, weight in zip(cameras.values, weights, strict=True) if weight > 0]
    written = [catalogue.presets[name].factors.get(factor.name, factor.default) for name in drawn]
    return tuple(parse_distribution(w, factor, f"factors.{factor.name}") for w in written)


def _span(distribution: Distribution, factor: Factor) -> tuple[float, float]:
    """The least and the largest value that is drawn; of a normal distribution two standard deviations."""
    if distribution.kind == "normal":
        mean, sd = (float(v) for v in distribution.values)
        return max(mean - 2 * sd, factor.low), min(mean + 2 * sd, factor.high)
    values = distribution.values
    if distribution.kind == "choice":
        values = tuple(v for v, weight in zip(values, distribution.weights, strict=True) if weight > 0)
    return min(float(v) for v in values), max(float(v) for v in values)


def _check_pair(pair: str, spec: DatasetSpec, catalogue: Catalogue) -> None:
    names = pair.split("+")
    if len(names) != 2 or names[0] == names[1]:
        raise SpecError(f"--pairs: '{pair}' is no pair; write two factors, such as surface.dust+light.level_ev")
    for name in names:
        _check_factor(name, "--pairs", spec, catalogue)


def _check_factor(name: str, where: str, spec: DatasetSpec, catalogue: Catalogue) -> None:
    """Refuse a factor of which there is no ladder, and say why."""
    if name not in catalogue.factors:
        raise SpecError(f"{where}: {unknown_name('factor', name, catalogue.factors)}")
    if catalogue.factors[name].moves_geometry:
        raise SpecError(
            f"{where}: {name} makes another scene or moves the camera, so its pictures have nothing to be compared "
            "with. Set it under factors in the spec, and slice an ordinary dataset by it."
        )
    if name in _USELESS:
        raise SpecError(f"{where}: {name} {LEFT_OUT[name]}. Name the factors that it draws.")
    if not _everywhere(name, spec, catalogue):
        raise SpecError(f"{where}: {name} is not a factor of all of this spec's scenes ({', '.join(spec.scenes)})")


def _everywhere(name: str, spec: DatasetSpec, catalogue: Catalogue) -> bool:
    """Whether all scene families of the spec have a factor: some have factors of their own."""
    owners = {family.name for family in catalogue.scenes.values() if any(f.name == name for f in family.factors)}
    return not owners or set(spec.scenes) <= owners


def changed(factors: Mapping[str, Value], rung: Rung) -> dict[str, Value]:
    """The factors of a picture with those of a rung, sorted by name."""
    return dict(sorted((dict(factors) | dict(rung.changes)).items()))
