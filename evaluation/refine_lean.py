"""Leaning: a factor's distribution mixed with one over the values that hurt, in the shapes that a spec knows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from evaluation.causes_ranges import Range
from evaluation.refine_report import Findings, Weakness
from evaluation.refine_targets import drawn_over
from generator.factors import Distribution, Factor, parse_distribution
from generator.plugins import PRESET_FACTOR, Catalogue
from generator.spec import DatasetSpec

_DRAWS = 4000
_DRAWN_ENOUGH = 0.8  # of the base's draws: where so many are already, thin data is not the reason


@dataclass(frozen=True, slots=True)
class Change:
    """A factor that the next dataset draws otherwise."""

    factor: str
    written: Any  # as a spec says it
    lean: float  # share of draws that come from the values that hurt
    before: float  # share of the base's draws that lie there
    after: float
    loss: float  # recall that is lost there, 0..1
    reasons: tuple[str, ...]


def lean(spec: DatasetSpec, catalogue: Catalogue, findings: Findings, keep: float) -> list[Change]:
    """One change for each factor, so that a share `keep` of all pictures is drawn from the base in every factor.

    The rest goes to the factors by their worth: the chances 1 - lean of all of them multiply to `keep`.
    """
    by_factor: dict[str, list[Weakness]] = {}
    for weakness in findings.weaknesses:
        if weakness.range.factor in catalogue.factors:
            by_factor.setdefault(weakness.range.factor, []).append(weakness)
    aimed = {name: _targets(spec, catalogue, name, own, findings.seen) for name, own in by_factor.items()}
    usable = {name: own for name, own in by_factor.items() if aimed[name]}
    total = sum(max(w.worth for w in own) for own in usable.values())
    changes = []
    for name, own in usable.items():
        share = max(w.worth for w in own) / total if total > 0 else 1 / len(usable)
        changes.append(_change(spec, catalogue, name, own, aimed[name], 1 - keep**share))
    return sorted(changes, key=lambda change: (-change.lean, change.factor))


def _change(
    spec: DatasetSpec,
    catalogue: Catalogue,
    name: str,
    own: Sequence[Weakness],
    targets: Sequence[tuple[Weakness, Any]],
    leaning: float,
) -> Change:
    factor = catalogue.factors[name]
    base = _base(spec, catalogue, factor)
    heavy = [w.worth for w, _ in targets]
    scale = leaning / sum(heavy) if sum(heavy) > 0 else 0.0
    parts = [(part, (1 - leaning) * weight) for part, weight in base]
    aims: list[tuple[Any, float]] = []
    for weakness, part in targets:  # of several kinds of failure over the same values
        share = scale * weakness.worth if sum(heavy) > 0 else leaning / len(targets)
        same = next((i for i, (known, _) in enumerate(aims) if known == part), None)
        if same is None:
            aims.append((part, share))
        else:
            aims[same] = (part, aims[same][1] + share)
    parts += aims
    written = _written(parts)
    new = parse_distribution(written, factor, name)
    old = parse_distribution(_written(base), factor, name)
    own = [w for w in own if any(w is aimed for aimed, _ in targets)]
    ranges = [w.range for w in own]
    return Change(
        factor=name,
        written=written,
        lean=leaning,
        before=_share(old, factor, ranges),
        after=_share(new, factor, ranges),
        loss=max(w.loss for w in own),
        reasons=tuple(dict.fromkeys(w.reason for w in own)),
    )


def _base(spec: DatasetSpec, catalogue: Catalogue, factor: Factor) -> list[tuple[Any, float]]:
    """The plain distributions that the base draws a factor from, with their shares: one for each kind of camera."""
    if factor.name in spec.factors or factor.scope != "capture" or PRESET_FACTOR not in catalogue.factors:
        return _plain(spec.distribution(factor), 1.0)
    cameras = spec.distribution(catalogue.factors[PRESET_FACTOR])
    shares: dict[str, float] = {}
    for part, weight in _plain(cameras, 1.0):
        chosen = parse_distribution(part, catalogue.factors[PRESET_FACTOR], PRESET_FACTOR)
        weights = chosen.weights or (1.0,)
        for name, own in zip(chosen.values, weights, strict=True):
            shares[str(name)] = shares.get(str(name), 0.0) + weight * own / sum(weights)
    found: list[tuple[Any, float]] = []
    for camera, share in shares.items():
        written = catalogue.presets[camera].factors.get(factor.name, factor.default)
        found += _plain(parse_distribution(written, factor, factor.name), share)
    merged: list[tuple[Any, float]] = []
    for part, share in found:
        at = next((i for i, (known, _) in enumerate(merged) if known == part), None)
        if share > 0 and at is None:
            merged.append((part, share))
        elif share > 0 and at is not None:
            merged[at] = (part, merged[at][1] + share)
    return merged


def _plain(distribution: Distribution, share: float) -> list[tuple[Any, float]]:
    """A mixture as its parts, so that refining again does not nest."""
    if distribution.kind != "mixture":
        return [(distribution.as_spec(), share)]
    total = sum(distribution.weights)
    return [(p.as_spec(), share * w / total) for p, w in zip(distribution.parts, distribution.weights, strict=True)]


def _targets(
    spec: DatasetSpec,
    catalogue: Catalogue,
    name: str,
    own: Sequence[Weakness],
    seen: Mapping[str, tuple[float, float]],
) -> list[tuple[Weakness, Any]]:
    """A distribution over each range that hurts, as far as the base draws or the evaluated pictures went.

    A cause says "above 1.2 px" of pictures up to 6 px: what 40 px would do, nobody has seen.
    """
    factor = catalogue.factors[name]
    base = parse_distribution(_written(_base(spec, catalogue, factor)), factor, name)
    own = [w for w in own if _share(base, factor, [w.worst or w.range]) < _DRAWN_ENOUGH]
    if factor.kind == "category":
        drawn = base.values if base.kind != "fixed" else factor.choices
        found = [(w, [str(v) for v in drawn if w.range.contains(np.array([v], object))[0]]) for w in own]
        return [(w, {"choice": names, "weights": [1.0] * len(names)}) for w, names in found if names]
    return [(w, target) for w in own for target in drawn_over(w.range, base, factor, seen.get(name))]


def _written(parts: Sequence[tuple[Any, float]]) -> Any:
    if len(parts) == 1:
        return parts[0][0]
    total = sum(weight for _, weight in parts)
    return {
        "mixture": [_rounded(part) for part, _ in parts],
        "weights": [float(f"{weight / total:.4g}") for _, weight in parts],
    }


def _rounded(part: Any) -> Any:
    """Ends of uniform distributions to six digits, as they are drawn."""
    if isinstance(part, dict) and "uniform" in part:
        return {"uniform": [float(f"{v:.6g}") for v in part["uniform"]]}
    return part


def _share(distribution: Distribution, factor: Factor, ranges: Sequence[Range]) -> float:
    """The share of draws that lie in any of the ranges, from a fixed stream."""
    rng = np.random.default_rng(0)
    drawn = [distribution.draw(rng, factor) for _ in range(_DRAWS)]
    values = np.array(drawn, object if factor.kind == "category" else np.float64)
    return float(np.logical_or.reduce([r.contains(values) for r in ranges]).mean())
