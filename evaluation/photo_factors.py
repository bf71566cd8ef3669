"""Photographs carry no factors: those that can be estimated from the pictures stand in for them in the slices.

They say how a picture looks, not what made it so, and nobody drew them at random: a level on which a model fails is a
hint, never a cause.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import numpy as np

from evaluation.estimate import PHOTO_FACTORS, estimated_factors
from evaluation.labels import Labels
from generator.errors import DatasetError

_SAID_EVERY = 500


def with_photo_factors(labels: Labels, say: Callable[[str], None] = lambda line: None) -> Labels:
    """The labels with ``photo.*`` as factors, if they have none and their pictures are there; else as they are.

    A picture that is missing or cannot be measured has none (NaN).
    """
    if labels.factors or labels.images.factors or labels.pictures is None:
        return labels
    columns = {factor.name: np.full(len(labels.images), np.nan) for factor in PHOTO_FACTORS}
    for row, path in enumerate(labels.images.path):
        if row and row % _SAID_EVERY == 0:
            say(f"looked at {row:,} of {len(labels.images):,} pictures")
        try:
            found = estimated_factors(labels.pictures / str(path))
        except DatasetError:
            continue
        for name, column in columns.items():
            column[row] = found[name]
    images = dataclasses.replace(labels.images, factors=columns)
    return dataclasses.replace(labels, images=images, factors={factor.name: factor for factor in PHOTO_FACTORS})
