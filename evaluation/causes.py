"""Causes: which factors make a model worse, in what way, over which values, and how sure that is.

    causes = find_causes(outcomes)

On a stress set the pictures of a ladder are compared with each other (`evaluation.paired`). In any other dataset of
Glint the draws of its plan are the experiment (`evaluation.causes_random`, `evaluation.interactions`).
Misses are those at the operating point, the score with the best F1; false alarms those from the score on that gives two
of them per image, if that is lower.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from evaluation.causes_candidates import candidates_of
from evaluation.causes_effects import compare, doses, drawn_with, effect, examples, is_monotone
from evaluation.causes_random import Finding, search
from evaluation.causes_ranges import Range
from evaluation.causes_record import KINDS, Cause, Design, Dose, Example, Kind, cause_sentence
from evaluation.causes_response import Response, responses
from evaluation.interactions import search_interactions
from evaluation.operating import above, alarm_score, best_score
from evaluation.outcomes import Images, Outcomes
from evaluation.paired import search_ladders

__all__ = ["KINDS", "Cause", "Design", "Dose", "Example", "Kind", "Range", "find_causes"]
ALPHA = 0.04  # a little under 5 %, because fitted tails are not exact
_PAIR_ALPHA = 0.02  # of pairs in random data, tried only where a factor was found: keeps findings clean
PERMUTATIONS = 999
_ALIKE = 0.5  # of the pictures in either of two ranges: from so many in both, they are one range


def find_causes(
    outcomes: Outcomes,
    *,
    score: float | None = None,
    alpha: float = ALPHA,
    seed: int = 0,
    permutations: int = PERMUTATIONS,
) -> list[Cause]:
    """All causes, largest effects first within misses, then false alarms, then scores.

    Where nothing matters, a cause is reported with a chance of at most `alpha`. The same outcomes and seed give the
    same causes. Without factors (photographs of a user's own) there are none. `score` is the operating point, by
    default that of the best F1.
    """
    operating = best_score(outcomes) if score is None else score
    working, alarms_from = above(outcomes, operating), alarm_score(outcomes, operating)
    given = [response for response in responses(working, above(outcomes, alarms_from)) if len(response)]
    if outcomes.images.is_stress:
        found = search_ladders(outcomes, given, alpha, seed, permutations)
    else:
        singles, work = search(
            outcomes.images, candidates_of(outcomes.images, outcomes.factors), given, alpha, seed, permutations
        )
        found = search_interactions(work, given, singles, min(alpha, _PAIR_ALPHA))
    scores = {"misses": operating, "scores": operating, "false_alarms": alarms_from}
    return _sorted(_without_reverse_sides(_measured(working, given, found, scores, seed), outcomes.images))


def _measured(
    working: Outcomes, given: Sequence[Response], found: Sequence[Finding], scores: Mapping[str, float], seed: int
) -> list[Cause]:
    """Findings with their effects. One whose interval holds zero is dropped: it is no cause to act on.

    `scores` says from which score each kind of failure is counted.
    """
    by_kind = {response.kind: response for response in given}
    causes = []
    for finding in found:
        comparison = compare(working, by_kind[finding.kind], finding)
        size, interval = effect(comparison, seed)
        if comparison.response.sign * size <= 0 or interval[0] <= 0 <= interval[1]:
            continue
        design: Design = "ladder" if working.images.is_stress else "random"
        used = comparison.used
        single = len(finding.ranges) == 1
        causes.append(
            Cause(
                factors=tuple(r.factor for r in finding.ranges),
                kind=finding.kind,
                design=design,
                ranges=finding.ranges,
                effect=size,
                interval=interval,
                p=finding.p,
                images=len(np.unique(comparison.response.image[used])),
                objects=int(used.sum()) if finding.kind != "false_alarms" else 0,
                scenes=len(np.unique(comparison.cluster[used])),
                monotone=is_monotone(finding.ranges),
                doses=doses(working, comparison, finding.ranges[0].factor) if single else (),
                examples=examples(working, comparison),
                score=scores[finding.kind],
                sentence=cause_sentence(
                    finding.kind, design, finding.ranges, size, interval, scores[finding.kind], working.factors
                )
                + "".join(drawn_with(working, found) for found in finding.ranges),
            )
        )
    return causes


def _without_reverse_sides(causes: list[Cause], images: Images) -> list[Cause]:
    """Where a factor makes a model find less, it also raises fewer false alarms.

    That is the same thing seen from behind, and no reason to say that clean pictures cause false alarms.
    """
    kept = []
    for cause in causes:
        others = [c for c in causes if c.kind != "false_alarms" and c.factors == cause.factors]
        if cause.kind == "false_alarms" and len(cause.factors) == 1 and others:
            values = images.factors[cause.factors[0]]
            if images.is_stress:
                values = values[images.stress_factor == cause.factors[0]]
            own, theirs = cause.ranges[0].contains(values), [c.ranges[0].contains(values) for c in others]
            if all((own & other).sum() < _ALIKE * (own | other).sum() for other in theirs):
                continue
        kept.append(cause)
    return kept


def _sorted(causes: list[Cause]) -> list[Cause]:
    return sorted(causes, key=lambda c: (KINDS.index(c.kind), -abs(c.effect), c.factors))
