"""Ladders: which factors a stress set changes, alone or in pairs, and the values that each goes through.

A ladder has the same values at the same levels in every base scene, so that levels can be compared over all of them.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

from generator.errors import SpecError, unknown_name
from generator.factors import Distribution, Factor, Value, parse_distribution
from generator.plugins import PRESET_FACTOR, Catalogue
from generator.spec import DatasetSpec, StressSpec

LEFT_OUT = {  # of the default ladders, with the reason; they can be named
    PRESET_FACTOR: "says how other factors are drawn and changes no picture by itself",
    "sensor.unit": "is a serial number: neighbouring values have nothing in common",
    "sensor.readout_ms": "acts only where things move, lamps flicker or the camera shakes: pair it with light.flicker",
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


def settings_of(spec: DatasetSpec) -> StressSpec:
    """What a resolved spec says under ``stress``. Raises ValueError if it says nothing."""
    if spec.stress is None:
        raise ValueError("not the spec of a stress set")
    return spec.stress


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
    by_ratio = low > 0 and any(part.kind == "log_uniform" for d in drawn for part in (d, *d.parts))
    all_around = factor.unit == "deg" and high - low == 360.0  # where both ends are the same direction
    steps = [index / (count if all_around else count - 1) for index in range(count)]
    values = [low * (high / low) ** step if by_ratio else low + (high - low) * step for step in steps]
    if factor.kind == "integer":
        return tuple(sorted({int(min(max(round(v), math.ceil(low)), math.floor(high))) for v in values}))
    return tuple(dict.fromkeys(min(max(float(f"{v:.6g}"), low), high) for v in values))


def ends_of(spec: DatasetSpec, catalogue: Catalogue, name: str) -> tuple[Value, ...]:
    """The values of a factor in a pair: the two ends of its ladder, or every choice of a category."""
    return levels_of(spec, catalogue, name, 2)


def check_ladders(spec: DatasetSpec, stress: StressSpec, catalogue: Catalogue) -> None:
    """Refuse factors that are unknown or that a ladder cannot change. Raises `SpecError` that says why."""
    for name in stress.factors:
        _check_factor(name, "--factors", spec, catalogue)
    for pair in stress.pairs:
        _check_pair(pair, spec, catalogue)


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
