"""Interactions in datasets drawn at random: two factors that together hurt more than they add up to.

Only pairs with a factor that was found alone are tried (heredity): two factors that each do nothing on average rarely
do much together, and there are thousands of pairs. The test flips the signs of the scenes' scores, of what a model with
both factors' own shapes leaves (`statistics.flipped`). It is one-sided: failures that merely overlap add up to less.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from evaluation.causes_candidates import Candidate, units_of
from evaluation.causes_random import Finding, RandomSearch, terms_of
from evaluation.causes_ranges import Range
from evaluation.causes_response import Response, unexplained
from evaluation.outcomes import Images
from evaluation.statistics import flipped, holm, tail_p

_FEWEST_SCENES = 4  # that a pair must happen in
_ALONE = 0.001  # p of a factor where its partner does no harm, for it to be called a cause by itself too


def search_interactions(
    work: RandomSearch, given: Sequence[Response], singles: Sequence[Finding], alpha: float
) -> list[Finding]:
    """All findings: the pairs, and those of `singles` that are more than one half of a pair."""
    pairs: list[Finding] = []
    for response in given:
        own = [f for f in singles if f.kind == response.kind]
        tried: set[frozenset[str]] = set()
        for single in own:
            pairs += _with(work, response, single.ranges[0], own, tried)
    adjusted = holm(np.array([f.p for f in pairs]))
    kept = [replace(f, p=float(q)) for f, q in zip(pairs, adjusted, strict=True) if q <= alpha]
    kept = _best_of_each(kept)
    by_kind = {response.kind: response for response in given}
    alone = [f for f in singles if _stands_alone(work, by_kind[f.kind], f, kept)]
    return [*alone, *kept]


def _with(
    work: RandomSearch, response: Response, first: Range, own: Sequence[Finding], tried: set[frozenset[str]]
) -> list[Finding]:
    """Every other factor with this one."""
    images = work.images
    values = images.factors
    mains = [terms_of(values[f.ranges[0].factor], f.ranges[0]) for f in own]
    main_residual = unexplained(response, images, mains)
    found = []
    for candidate in work.candidates:
        pair = frozenset((first.factor, candidate.name))
        if len(pair) < 2 or pair in tried:
            continue
        tried.add(pair)
        chosen = next((f.ranges[0] for f in own if f.ranges[0].factor == candidate.name), None)
        seconds = [chosen] if chosen is not None else _sides(candidate, response, main_residual)
        terms = mains if chosen is not None else [*mains, terms_of(candidate.values)]
        finding = _test(work, response, first, seconds, terms)
        if finding is not None:
            found.append(finding)
    return found


def _sides(candidate: Candidate, response: Response, residual: np.ndarray) -> list[Range]:
    """The ranges of a factor, each turned to where what is left of the response is larger."""
    found = []
    for range_ in candidate.contrasts.ranges:
        if range_ is None:
            continue
        inside = range_.contains(candidate.values)[response.image]
        if inside.any() and not inside.all():
            worse = residual[inside].mean() > residual[~inside].mean()
            found.append(range_ if worse else range_.turned())
    return found


def _test(
    work: RandomSearch, response: Response, first: Range, seconds: Sequence[Range], terms: Sequence[np.ndarray]
) -> Finding | None:
    """The best of `seconds` beside `first`, and the p-value of the best."""
    images = work.images
    both = np.stack(
        [first.contains(images.factors[first.factor]) & s.contains(images.factors[s.factor]) for s in seconds]
        or [np.zeros(len(images), bool)],
        axis=1,
    )
    scene = units_of(images, "scene")
    happens = np.array([len(np.unique(scene[column])) for column in both.T])
    usable = np.flatnonzero(happens >= _FEWEST_SCENES)
    if not len(usable):
        return None
    size = np.bincount(response.image, minlength=len(images)).astype(float)
    total = np.bincount(response.image, unexplained(response, images, terms, counts=True), minlength=len(images))
    design = np.concatenate([np.ones((len(images), 1)), _families(images), *terms], axis=1)
    weighted = design * size[:, None]
    gram = weighted.T @ design + 1e-6 * np.eye(design.shape[1])
    products = both[:, usable].astype(float)
    products -= design @ np.linalg.solve(gram, weighted.T @ products)
    scores = np.zeros((int(scene.max()) + 1, len(usable)))
    np.add.at(scores, scene, products * total[:, None])
    scores /= np.sqrt(np.maximum((scores**2).sum(axis=0), 1e-12))
    z = scores.sum(axis=0)
    chance = flipped(scores, work.permutations, work.rng).max(axis=1)
    best = int(np.argmax(z))
    return Finding(response.kind, (first, seconds[usable[best]]), tail_p(float(z[best]), chance))


def _best_of_each(pairs: Sequence[Finding]) -> list[Finding]:
    """A factor's strongest pair only: neighbours in chance correlation would repeat it."""
    kept: list[Finding] = []
    for finding in sorted(pairs, key=lambda f: f.p):
        names = {r.factor for r in finding.ranges}
        if not any(names & {r.factor for r in k.ranges} for k in kept if k.kind == finding.kind):
            kept.append(finding)
    return kept


def _stands_alone(work: RandomSearch, response: Response, single: Finding, pairs: Sequence[Finding]) -> bool:
    """Whether a factor hurts also where its partner in a pair does no harm."""
    name = single.ranges[0].factor
    for pair in pairs:
        if pair.kind != single.kind or name not in {r.factor for r in pair.ranges}:
            continue
        partner = next(r for r in pair.ranges if r.factor != name)
        values = work.images.factors[partner.factor]
        harmless = ~partner.contains(values)[response.image]
        candidate = next(c for c in work.candidates if c.name == name)
        rest = Response(
            response.kind,
            response.y[harmless],
            response.image[harmless],
            response.group[harmless],
            response.row[harmless],
        )
        if work.z_and_p(rest, unexplained(rest, work.images), candidate)[1] > _ALONE:
            return False
    return True


def _families(images: Images) -> np.ndarray:
    codes = np.unique(images.family.astype(str), return_inverse=True)[1]
    return np.eye(int(codes.max(initial=-1)) + 1)[codes]
