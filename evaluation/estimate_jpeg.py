"""How hard a file was compressed: its own tables say it."""

from __future__ import annotations

import numpy as np
from PIL import Image

# Luminance table of annex K of the JPEG standard (ITU-T T.81), which most encoders scale.
_ANNEX_K = (
    "16 11 10 16 24 40 51 61 12 12 14 19 26 58 60 55 14 13 16 24 40 57 69 56 14 17 22 29 51 87 80 62 "
    "18 22 37 56 68 109 103 77 24 35 55 64 81 104 113 92 49 64 78 87 103 121 120 101 72 92 95 98 112 100 103 99"
)


def jpeg_quality(photo: Image.Image) -> float:
    """The quality, 1..100, at which libjpeg's tables are as coarse as those of this file; NaN for other formats.

    Exact for encoders that scale the tables of the standard, as libjpeg does; of others the nearest in the mean.
    """
    tables = getattr(photo, "quantization", None)
    if photo.format != "JPEG" or not tables:
        return float("nan")
    return float(1 + np.argmin(np.abs(_coarseness() - sum(tables[min(tables)]))))


def _coarseness() -> np.ndarray:
    """(100,) sums of libjpeg's luminance table at qualities 1 to 100."""
    standard = np.array(_ANNEX_K.split(), int)
    quality = np.arange(1, 101)
    scale = np.where(quality < 50, 5000 // quality, 200 - 2 * quality)
    return np.asarray(np.clip((standard * scale[:, None] + 50) // 100, 1, 255).sum(axis=1))
