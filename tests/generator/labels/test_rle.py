from __future__ import annotations

import cv2
import numpy as np
import pytest
from pycocotools import mask as coco_mask

from generator.labels.frame import Window
from generator.labels.polygons import polygons
from generator.labels.rle import rle, run_lengths


def random_masks(count: int) -> list[tuple[np.ndarray, Window, np.ndarray]]:
    """Noise and blobs in a window, with the same mask in the whole picture."""
    rng, made = np.random.default_rng(11), []
    for number in range(count):
        height, width = (int(v) for v in rng.integers(1, 24, 2))
        mask = rng.random((height, width)) < rng.uniform(0.1, 0.95)
        if number % 2:
            mask = cv2.GaussianBlur(mask.astype(np.float32), (0, 0), 1.2) > rng.uniform(0.3, 0.7)
        top, left, below, right = (int(v) for v in rng.integers(0, 4, 4))
        window = Window(top, top + height, left, left + width)
        picture = np.zeros((top + height + below, left + width + right), np.uint8)
        picture[window.slices] = mask
        made.append((mask, window, picture))
    return made


def test_runs_equal_those_of_cocos_own_encoder() -> None:
    for mask, window, picture in random_masks(300):
        height, width = picture.shape
        expected = coco_mask.encode(np.asfortranarray(picture))["counts"].decode()
        assert rle(mask, window, height, width, compressed=True)["counts"] == expected
        counts = run_lengths(mask, window, height, width)
        assert sum(counts) == height * width
        assert sum(counts[1::2]) == picture.sum()


@pytest.mark.parametrize("empty", [True, False])
def test_empty_and_full_masks(empty: bool) -> None:
    mask = np.full((3, 4), not empty)
    assert run_lengths(mask, Window(0, 3, 0, 4), 3, 4) == ([12] if empty else [0, 12])


def test_polygons_give_the_very_mask_back_holes_too() -> None:
    for mask, window, picture in random_masks(300):
        height, width = picture.shape
        found = polygons(mask, window)
        if not picture.any():
            assert found == []
            continue
        back = coco_mask.decode(coco_mask.merge(coco_mask.frPyObjects(found, height, width)))
        assert np.array_equal(back, picture)
        assert all(len(polygon) >= 8 for polygon in found)


def test_a_ring_keeps_its_hole_as_runs_and_as_two_polygons() -> None:
    rows, columns = np.mgrid[:60, :60]
    radius = np.hypot(rows - 30, columns - 30)
    ring = (radius < 27) & (radius > 12)
    window = Window(0, 60, 0, 60)
    assert coco_mask.area(coco_mask.frPyObjects(rle(ring, window, 60, 60, False), 60, 60)) == ring.sum()
    halves = polygons(ring, window)
    assert len(halves) == 2
    assert coco_mask.area(coco_mask.merge(coco_mask.frPyObjects(halves, 60, 60))) == ring.sum()
