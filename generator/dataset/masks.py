"""COCO segmentations as arrays, read with COCO's own decoder: whatever wrote them, this is what others will see."""

from __future__ import annotations

from typing import Any

import numpy as np
from pycocotools import mask as coco_mask


def packed(segmentation: Any, height_px: int, width_px: int) -> dict[str, Any]:
    """Any COCO segmentation as pycocotools' packed run lengths. Raises ValueError for what is no segmentation."""
    try:
        if isinstance(segmentation, dict):
            if list(segmentation["size"]) != [height_px, width_px]:
                raise ValueError(f"is of size {segmentation['size']}, the picture of {[height_px, width_px]}")
            counts = segmentation["counts"]
            if isinstance(counts, (str, bytes)):
                data = counts.encode("ascii") if isinstance(counts, str) else counts
                return {"size": [height_px, width_px], "counts": data}
            if sum(counts) != height_px * width_px or min(counts) < 0:
                raise ValueError(f"has runs of {sum(counts)} pixels in all, the picture has {height_px * width_px}")
            return coco_mask.frPyObjects(segmentation, height_px, width_px)
        if not segmentation:
            return coco_mask.encode(np.zeros((height_px, width_px), np.uint8, order="F"))
        return coco_mask.merge(coco_mask.frPyObjects(segmentation, height_px, width_px))
    except (KeyError, TypeError, IndexError) as error:
        raise ValueError(f"is no segmentation ({error})") from None


def decode(segmentation: Any, height_px: int, width_px: int) -> np.ndarray:
    """Any COCO segmentation as an (H, W) bool mask. Raises ValueError for what is none."""
    return coco_mask.decode(packed(segmentation, height_px, width_px)).astype(bool)
