"""Rules at random for the simulated detector: of every shape and kind, on factors of which a dataset can tell."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from evaluation.causes_candidates import units_of
from evaluation.causes_record import Kind
from evaluation.outcomes import Images
from evaluation.planted import Rule, Shape, Term
from generator.factors import Factor
from generator.plugins import PRESET_FACTOR

FORMS = ("linear", "above", "below", "middle", "ends", "category", "pair", "two", "none")
_STRENGTH: dict[Kind, tuple[float, float]] = {"misses": (0.3, 0.7), "false_alarms": (1.0, 3.0), "scores": (0.2, 0.4)}
_LEAST_SHARE, _FEWEST_UNITS = 0.1, 6  # of the units must have hurting values, and others too
_TRIES = 500


def draw_rules(
    images: Images, factors: dict[str, Factor], form: str, kind: Kind, rng: np.random.Generator
) -> tuple[Rule, ...]:
    """Rules of one form: a single cause of a shape, a "pair" that hurts only together, "two" causes, or "none".

    Raises ValueError if the dataset has no factor for it.
    """
    if form == "none":
        return ()
    low, high = _STRENGTH[kind]
    if form == "two":
        first = draw_rules(images, factors, "above", kind, rng)
        second = draw_rules(images, factors, "linear", kind, rng)
        return first + second if first[0].factors != second[0].factors else draw_rules(images, factors, form, kind, rng)
    strength = float(rng.uniform(low, high))
    if form != "pair":
        return (Rule(kind, (_draw_term(images, factors, form, rng),), strength),)
    for _ in range(_TRIES):
        shapes: Sequence[Shape] = ("above", "below")
        terms = tuple(_draw_term(images, factors, str(rng.choice(shapes)), rng, least=0.35) for _ in range(2))
        both = terms[0].badness(images.factors[terms[0].factor]) * terms[1].badness(images.factors[terms[1].factor])
        scope = "scene" if "scene" in {factors[t.factor].scope for t in terms} else "capture"
        if terms[0].factor != terms[1].factor and _enough(images, both > 0, scope):
            return (Rule(kind, terms, min(1.3 * strength, 0.9) if kind == "misses" else strength),)
    raise ValueError("no two factors of this dataset can make a pair")


def _draw_term(
    images: Images, factors: dict[str, Factor], form: str, rng: np.random.Generator, least: float = _LEAST_SHARE
) -> Term:
    names = [n for n in _usable(images, factors) if (factors[n].kind == "category") == (form == "category")]
    for _ in range(_TRIES if names else 0):
        name = str(rng.choice(names))
        values = images.factors[name]
        term = _category(name, values, rng) if form == "category" else _numbers(name, values, form, rng)
        bad = term.badness(values) > (0.5 if form == "linear" else 0)
        if bad.mean() >= least and (~bad).mean() >= least and _enough(images, bad, factors[name].scope):
            return term
    raise ValueError(f"no factor of this dataset can hurt in the form '{form}'")


def _usable(images: Images, factors: dict[str, Factor]) -> list[str]:
    """Factors that differ; not the preset, which sets others and changes no picture by itself."""
    known = {name: values for name, values in images.factors.items() if name in factors and name != PRESET_FACTOR}
    if images.is_stress:
        return sorted(known.keys() & {str(name) for name in images.stress_factor})
    return sorted(name for name, values in known.items() if len({str(v) for v in values}) > 1)


def _category(name: str, values: np.ndarray, rng: np.random.Generator) -> Term:
    return Term(name, "category", name=str(rng.choice(sorted({str(v) for v in values if v != ""}))))


def _numbers(name: str, values: np.ndarray, form: str, rng: np.random.Generator) -> Term:
    known = np.sort(values[np.isfinite(values)])
    at = [float(known[int(q * (len(known) - 1))]) for q in (0.02, rng.uniform(0.15, 0.4), rng.uniform(0.6, 0.85), 0.98)]
    if form == "linear":
        ends = (at[0], at[3]) if rng.random() < 0.7 else (at[3], at[0])
        return Term(name, "linear", *ends) if ends[0] != ends[1] else Term(name, "above", at[3])
    if form in ("above", "below"):
        cut = float(known[int(rng.uniform(0.3, 0.8) * (len(known) - 1))])
        return Term(name, "above" if form == "above" else "below", cut)
    return Term(name, "middle" if form == "middle" else "ends", at[1], at[2])


def _enough(images: Images, bad: np.ndarray, scope: str) -> bool:
    """Whether enough scenes, or pictures, are on both sides."""
    if images.is_stress:
        return True
    unit = units_of(images, scope)
    return min(len(np.unique(unit[bad])), len(np.unique(unit[~bad]))) >= _FEWEST_UNITS
