"""The factors of a dataset that can be tested: what each was drawn for, and which draws could have changed places."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from evaluation.causes_ranges import Contrasts, contrasts_of
from evaluation.outcomes import Images
from generator.factors import Factor
from generator.plugins import PRESET_FACTOR

FEWEST_UNITS = 12


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
    """A factor that can be tested: what it was drawn for, and which draws could have changed places."""

    name: str
    unit: np.ndarray  # (I,) int64: unit of each image, -1 where the image lacks the factor
    strata: np.ndarray  # (U,)
    contrasts: Contrasts  # over units
    values: np.ndarray  # (I,) as in `Images.factors`


def candidates_of(images: Images, factors: dict[str, Factor]) -> list[Candidate]:
    """The factors with enough values in enough units to say anything of."""
    found = []
    for name, values in sorted(images.factors.items()):
        candidate = _candidate(images, name, values, factors.get(name))
        if candidate is not None:
            found.append(candidate)
    return found


def _candidate(images: Images, name: str, values: np.ndarray, factor: Factor | None) -> Candidate | None:
    known = values != "" if values.dtype == object else np.isfinite(values)
    scope = factor.scope if factor else "capture"
    unit = units_of(images, scope)
    unit[~known] = -1
    if not known.any():
        return None
    used, first = np.unique(unit[known], return_index=True)
    rows = np.flatnonzero(known)[first]
    unit = np.where(unit >= 0, np.searchsorted(used, unit), -1)
    if (values[rows][unit[known]] != values[known]).any():  # drawn more often than its scope says
        unit, rows = np.where(known, np.cumsum(known) - 1, -1), np.flatnonzero(known)
    if len(rows) < FEWEST_UNITS:
        return None
    contrasts = contrasts_of(name, values[rows])
    strata = [images.split, images.family]
    if scope == "capture" and PRESET_FACTOR in images.factors and name != PRESET_FACTOR:
        strata.append(images.factors[PRESET_FACTOR])
    codes = np.unique(
        ["\n".join(map(str, row)) for row in zip(*(s[rows] for s in strata), strict=True)], return_inverse=True
    )[1]
    return Candidate(name, unit, codes, contrasts, values) if len(contrasts) else None


def units_of(images: Images, scope: str) -> np.ndarray:
    """(I,) int64: which draw of this scope each image belongs to. Images that no scene is known of stand alone."""
    single = -1 - np.arange(len(images))
    scene = np.where(images.scene >= 0, images.scene, single)
    if scope == "scene":
        return np.unique(scene, return_inverse=True)[1].astype(np.int64)
    if scope == "view":
        pairs = np.stack([scene, images.view], axis=1)
        return np.unique(pairs, axis=0, return_inverse=True)[1].reshape(-1).astype(np.int64)
    return np.arange(len(images), dtype=np.int64)
