"""What one photograph tells of itself without labels or a reference: the factors ``photo.*``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from evaluation.estimate_blur import MOST_PX, blur_px
from evaluation.estimate_jpeg import jpeg_quality
from evaluation.estimate_noise import noise
from evaluation.estimate_tone import cast, contrast, haze, highlights, level_ev
from generator.errors import DatasetError
from generator.factors import Factor

LEAST_PX = 48  # below it there is nothing to measure
LONGEST_PX = 640  # photographs are measured at this size at most, so that a thousand of them take a minute or two
PHOTO_SUFFIXES = (".png", ".jpg", ".jpeg", ".bmp", ".tif", ".tiff")


def _factor(name: str, unit: str, low: float, high: float, doc: str) -> Factor:
    return Factor(f"photo.{name}", unit, "capture", f"Estimated from the picture: {doc}", 0.0, low, high)


PHOTO_FACTORS = (
    _factor("level_ev", "EV", -12, 3, "how far its log average is from mid-grey; -2 is dark, +1 bright."),
    _factor("contrast", "share", 0, 1, "distance of its 5th from its 95th percentile of luma; 0.2 is flat, 0.8 harsh."),
    _factor("blur_px", "px", 0, MOST_PX, "how soft its steepest edges are, as a standard deviation; below 1 is sharp."),
    _factor("noise", "code", 0, 128, "standard deviation of its noise in code values of 255; 1 is clean, 8 grainy."),
    _factor("highlights", "share", 0, 1, "share of its pixels of which a colour is clipped."),
    _factor(
        "haze", "share", 0, 1, "share of contrast that even its most contrasted neighbourhoods lack; 0.1 is clear."
    ),
    _factor("cast", "log2", -8, 8, "blue against red where edges are seen; above 0 it is too blue, below too yellow."),
)
_MEASURES: Mapping[str, Callable[[np.ndarray], float]] = {
    "photo.level_ev": level_ev,
    "photo.contrast": contrast,
    "photo.noise": noise,
    "photo.highlights": highlights,
    "photo.haze": haze,
    "photo.cast": cast,
}
JPEG = "photo.jpeg_quality"  # of the file, not of the picture; used by intake alone


def estimate(image: np.ndarray) -> dict[str, float]:
    """Every factor of `PHOTO_FACTORS` for a picture (H, W, 3) uint8 of sRGB; NaN where it cannot be told."""
    found = {name: measure(image) for name, measure in _MEASURES.items()}
    found["photo.blur_px"] = blur_px(image, float(np.nan_to_num(found["photo.noise"])))
    return {factor.name: found[factor.name] for factor in PHOTO_FACTORS}


def estimated_factors(path: Path, longest_px: int = LONGEST_PX) -> dict[str, float]:
    """The same for a file, scaled down to `longest_px`; and the JPEG quality of one that is not scaled.

    Raises `DatasetError` for a file that is no picture, is damaged or is too small.
    """
    image, quality = _read(path, longest_px)
    return estimate(image) | {JPEG: quality}


def _read(path: Path, longest_px: int) -> tuple[np.ndarray, float]:
    """(H, W, 3) uint8, upright, and the quality of the file, NaN if what it did cannot be seen any more."""
    try:
        with Image.open(path) as photo:
            quality = jpeg_quality(photo) if max(photo.size) <= longest_px else float("nan")
            turned = ImageOps.exif_transpose(photo)
            if min(turned.size) < LEAST_PX:
                raise DatasetError(
                    f"{path}: has {turned.width} x {turned.height} px; {LEAST_PX} x {LEAST_PX} are the least that "
                    "anything can be told from"
                )
            colours = _in_colour(turned)
            colours.thumbnail((longest_px, longest_px), Image.Resampling.BOX, reducing_gap=None)
            return np.asarray(colours), quality
    except FileNotFoundError:
        raise DatasetError(f"{path}: there is no such file") from None
    except UnidentifiedImageError:
        raise DatasetError(f"{path}: is no picture that can be read ({', '.join(PHOTO_SUFFIXES)})") from None
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise DatasetError(f"{path}: cannot be read as a picture ({error})") from None


def _in_colour(photo: Image.Image) -> Image.Image:
    """Three channels of 8 bits; of a photograph of 16 bits the upper ones."""
    if photo.mode.startswith("I"):
        photo = Image.fromarray((np.asarray(photo).clip(0, 65535) // 257).astype(np.uint8))
    return photo.convert("RGB")
