from __future__ import annotations

import itertools

import numpy as np
from small_dataset import scene_files

from generator.dataset.masks import decode
from generator.dataset.sheet import SheetPicture, category_colour, contact_sheet, draw_labels

NAMES = {1: "block", 2: "vial", 3: "washer"}


def grey_picture() -> SheetPicture:
    scene = scene_files(0)
    image = scene.images[0]
    annotations = [a for a in scene.annotations if a["image_id"] == image["id"]]
    return SheetPicture(np.full((72, 96, 3), 128, np.uint8), image, annotations, "train, scene 0")


def test_masks_are_tinted_in_the_colour_of_their_category_and_holes_are_not() -> None:
    made = grey_picture()
    tile = np.asarray(draw_labels(made, NAMES, 96)).astype(int)
    washer = made.annotations[0]
    mask = decode(washer["segmentation"], 72, 96)
    x, y, width, height = (int(v) for v in washer["bbox"])
    inside = np.zeros_like(mask)
    inside[y + 1 : y + height - 1, x + 1 : x + width - 1] = True
    hole = inside & ~mask
    hole[:, : x + width // 3] = hole[:, x + 2 * width // 3 :] = False
    hole[: y + height // 3] = hole[y + 2 * height // 3 :] = False
    assert hole.any()
    assert (np.abs(tile[hole] - 128).max(axis=1) == 0).any()
    toward = np.sign(np.array(category_colour(3)) - 128)
    moved = (tile[mask] - 128) * toward
    assert (moved.sum(axis=1) > 0).mean() > 0.8


def test_the_same_pictures_give_the_same_sheet_at_any_number() -> None:
    made = grey_picture()
    for count, columns in ((1, 1), (2, 2), (4, 2), (5, 3), (9, 4)):
        sheet = contact_sheet([made] * count, NAMES, "tiny", tile_px=160)
        assert sheet.width // 160 == columns
        assert np.array_equal(np.asarray(sheet), np.asarray(contact_sheet([made] * count, NAMES, "tiny", tile_px=160)))
    assert contact_sheet([], NAMES).width > 0


def test_neighbouring_categories_differ_in_colour() -> None:
    colours = [np.array(category_colour(number)) for number in range(1, 40)]
    steps = [np.abs(a - b).sum() for a, b in itertools.pairwise(colours)]
    assert min(steps) > 120


def test_a_thing_under_a_pixel_wide_on_the_sheet_is_no_trouble() -> None:
    made = grey_picture()
    thin = dict(made.annotations[0], bbox=[3.0, 3.0, 1.0, 1.0])
    draw_labels(SheetPicture(made.picture, made.image, [thin]), {1: "washer"}, made.picture.shape[1] // 3)
