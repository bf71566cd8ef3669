"""The contact sheet: pictures with their boxes, masks and names drawn, to be looked at before anything is trained."""

from __future__ import annotations

import colorsys
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from generator.dataset.masks import decode

_PAPER, _INK, _FAINT = (17, 19, 23), (236, 239, 244), (150, 157, 168)
_GAP_PX, _CAPTION_PX, _MARGIN_PX = 14, 26, 20
_FILL = 0.2  # opacity of masks
_NAMED_AREA = 0.0035  # share of the tile from which a thing gets its name written
_GOLDEN = 0.618033988749895
Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class SheetPicture:
    """One picture of a sheet with its COCO records."""

    picture: np.ndarray  # (H, W, 3) uint8, sRGB
    image: Record
    annotations: Sequence[Record]
    caption: str = ""  # "train, scene 3, bin"


def contact_sheet(
    pictures: Sequence[SheetPicture],
    categories: Mapping[int, str],
    title: str = "",
    tile_px: int = 480,
    *,
    masks: bool = True,
) -> Image.Image:
    """Pictures side by side, `tile_px` wide each, about as wide as a screen. `categories` maps ids to names.

    Without `masks` only boxes and names are drawn, so that surfaces keep their look. The same pictures give the same
    sheet.
    """
    columns = _columns(len(pictures))
    tiles = [draw_labels(p, categories, tile_px, masks=masks) for p in pictures]
    tile_height = max((tile.height for tile in tiles), default=0)
    rows = -(-len(tiles) // columns)
    top = _MARGIN_PX + (44 if title else 0)
    width = 2 * _MARGIN_PX + columns * tile_px + (columns - 1) * _GAP_PX
    height = top + rows * (tile_height + _CAPTION_PX + _GAP_PX) + _MARGIN_PX - _GAP_PX
    sheet = Image.new("RGB", (width, max(height, 1)), _PAPER)
    draw = ImageDraw.Draw(sheet)
    if title:
        draw.text((_MARGIN_PX, _MARGIN_PX - 4), title, _INK, _font(24))
    for index, (tile, made) in enumerate(zip(tiles, pictures, strict=True)):
        x = _MARGIN_PX + index % columns * (tile_px + _GAP_PX)
        y = top + index // columns * (tile_height + _CAPTION_PX + _GAP_PX)
        sheet.paste(tile, (x, y))
        name = str(made.image["file_name"])
        things = f"{len(made.annotations)} thing{'' if len(made.annotations) == 1 else 's'}"
        draw.text((x, y + tile_height + 5), "  ·  ".join(filter(None, [name, made.caption, things])), _FAINT, _font(14))
    return sheet


def _columns(count: int) -> int:
    """How many tiles stand side by side: up to four, in rows that are full where that can be."""
    return {0: 1, 1: 1, 2: 2, 3: 3, 4: 2, 5: 3, 6: 3}.get(count, 4)


def draw_labels(made: SheetPicture, categories: Mapping[int, str], width_px: int, *, masks: bool = True) -> Image.Image:
    """One picture, scaled to `width_px`, with a tinted mask, an outline, a box and a name for each thing."""
    height_full, width_full = made.picture.shape[:2]
    scale = width_px / width_full
    size = (width_px, max(1, round(height_full * scale)))
    canvas = cv2.resize(made.picture, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    near_last = sorted(made.annotations, key=lambda a: -_depth(a))
    if masks:
        canvas = _tinted(canvas, near_last, (height_full, width_full), scale)
    tile = Image.fromarray(canvas)
    _draw_boxes(ImageDraw.Draw(tile, "RGBA"), near_last, categories, scale, size)
    return tile


def _tinted(canvas: np.ndarray, annotations: Sequence[Record], full_px: tuple[int, int], scale: float) -> np.ndarray:
    """The scaled picture with the masks of all things over it; `full_px` is the height and width before scaling."""
    size = (canvas.shape[1], canvas.shape[0])
    tinted = canvas.astype(np.float32)
    outlines = np.zeros((size[1], size[0], 3), np.uint8)
    for annotation in annotations:
        colour = np.array(category_colour(annotation["category_id"]), np.float32)
        mask = decode(annotation["segmentation"], *full_px).astype(np.float32)
        small = cv2.resize(mask, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)[..., None]
        tinted += _FILL * small * (colour - tinted)
        contours, _ = cv2.findContours((small[..., 0] > 0.5).astype(np.uint8), cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
        cv2.drawContours(outlines, contours, -1, tuple(int(c) for c in colour), 1)
    drawn = outlines.any(axis=2)
    tinted[drawn] = outlines[drawn]
    whole: np.ndarray = np.clip(np.rint(tinted), 0, 255).astype(np.uint8)
    return whole


def category_colour(category_id: int) -> tuple[int, int, int]:
    """A bright colour for a category; neighbouring ids are far apart in hue."""
    hue = category_id * _GOLDEN % 1.0
    saturation, value = (0.85, 1.0) if category_id % 2 else (0.55, 1.0)
    red, green, blue = colorsys.hsv_to_rgb(hue, saturation, value)
    return round(red * 255), round(green * 255), round(blue * 255)


def _draw_boxes(
    draw: ImageDraw.ImageDraw,
    annotations: Sequence[Record],
    categories: Mapping[int, str],
    scale: float,
    size: tuple[int, int],
) -> None:
    """Boxes of all things, and the names of those that are large enough and have room for one."""
    taken: list[tuple[float, float, float, float]] = []
    for annotation in annotations:
        x, y, width, height = (v * scale for v in annotation["bbox"])
        colour = category_colour(annotation["category_id"])
        right, bottom = max(x, x + width - 1), max(y, y + height - 1)  # a box may be under a pixel wide here
        draw.rectangle((x, y, right, bottom), outline=(*colour, 150))
    for annotation in sorted(annotations, key=lambda a: -a["area"]):
        x, y, width, height = (v * scale for v in annotation["bbox"])
        if width * height < _NAMED_AREA * size[0] * size[1]:
            continue
        name = categories.get(annotation["category_id"], str(annotation["category_id"]))
        _write_name(draw, name, (x, y), category_colour(annotation["category_id"]), size, taken)


def _write_name(
    draw: ImageDraw.ImageDraw,
    name: str,
    corner: tuple[float, float],
    colour: tuple[int, int, int],
    size: tuple[int, int],
    taken: list[tuple[float, float, float, float]],
) -> None:
    """A name on a dark strip above the corner of a box, unless it would hide another one."""
    font = _font(11)
    left, top, right, bottom = draw.textbbox((0, 0), name, font)
    width, height = right - left + 6, bottom - top + 5
    x = min(max(corner[0], 0), size[0] - width)
    y = corner[1] - height if corner[1] >= height else corner[1]
    spot = (x, y, x + width, y + height)
    if any(spot[0] < t[2] and t[0] < spot[2] and spot[1] < t[3] and t[1] < spot[3] for t in taken):
        return
    taken.append(spot)
    draw.rectangle(spot, fill=(*_PAPER, 205))
    light = tuple((2 * c + 255) // 3 for c in colour)  # dark hues could not be read
    draw.text((x + 3 - left, y + 2 - top), name, light, font)


def _depth(annotation: Record) -> float:
    if "pose" not in annotation:
        return math.inf  # a soft thing: drawn under the others
    return float(annotation["pose"]["camera_from_object"][2][3])


def _font(size_px: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size_px)  # the typeface that comes with Pillow: the same on every machine
