"""Robustness: mPC and rPC (Michaelis et al. 2019) over the ladders of a stress set.

The paper averages performance under corruption over kinds and severities; here kinds are factors of the scene, and
severities are the levels of their ladders. mPC is that mean, rPC its ratio to the performance on the unchanged bases.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from evaluation.levels import ladder_factors, ladder_levels
from evaluation.matching import Matching
from evaluation.outcomes import Outcomes
from evaluation.precision import precision_within


@dataclass(frozen=True, slots=True)
class Robustness:
    """AP and AP50, each 0..1: on the bases, mean over factors of the mean over levels, and the ratio."""

    clean: tuple[float, float]
    mpc: tuple[float, float]
    rpc: tuple[float, float]
    of_factor: dict[str, tuple[float, float]]  # mean over its levels


def measure_robustness(outcomes: Outcomes, matching: Matching) -> Robustness | None:
    """None outside stress sets, and without a base image."""
    images = outcomes.images
    base = (images.base >= 0) & (images.stress_factor == "")
    factors = ladder_factors(images)
    if not base.any() or not factors:
        return None
    clean = np.array(precision_within(matching, outcomes.categories, base))
    of_factor = {}
    for factor in factors:
        levels = [level for level in ladder_levels(images, factor) if level.label != "base"]
        found = np.array([precision_within(matching, outcomes.categories, level.rows) for level in levels])
        of_factor[factor] = np.nanmean(found, axis=0) if np.isfinite(found).any() else np.full(2, np.nan)
    mpc = np.nanmean(list(of_factor.values()), axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        rpc = np.where(clean > 0, mpc / clean, np.nan)
    return Robustness(_pair(clean), _pair(mpc), _pair(rpc), {name: _pair(v) for name, v in of_factor.items()})


def _pair(values: np.ndarray) -> tuple[float, float]:
    return float(values[0]), float(values[1])
