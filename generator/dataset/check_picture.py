"""Checks of one picture: its format, its size, and that it shows something."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from PIL import Image

_BLACK, _WHITE = 12, 250  # of 255
_SHARE = 0.98  # of the pixels


def picture_fault(picture: np.ndarray) -> str | None:
    """What makes a picture (H, W, 3) uint8 useless: nearly all of it black, or blown out. None for a good one."""
    if float((picture.max(axis=2) <= _BLACK).mean()) > _SHARE:
        return f"is black: more than {_SHARE:.0%} of its pixels are at most {_BLACK} of 255"
    if float((picture.min(axis=2) >= _WHITE).mean()) > _SHARE:
        return f"is blown out: more than {_SHARE:.0%} of its pixels are at least {_WHITE} of 255"
    return None


def check_picture(path: Path, width_px: int, height_px: int) -> Iterator[str]:
    """Faults of a picture file: not an 8-bit RGB PNG, another size than its record says, black, blown out."""
    try:
        with Image.open(path) as image:
            if image.format != "PNG" or image.mode != "RGB":
                yield f"is {image.format} {image.mode}, not an 8-bit RGB PNG"
            if image.size != (width_px, height_px):
                yield f"is {image.size[0]} x {image.size[1]}, its record says {width_px} x {height_px}"
            fault = picture_fault(np.asarray(image.convert("RGB")))
    except (OSError, ValueError, SyntaxError) as error:  # what Pillow raises for a broken PNG
        yield f"cannot be read: {error}"
        return
    if fault:
        yield fault
