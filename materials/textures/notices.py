"""Notices of a warehouse: labels of storage places with bar codes, load signs, and safety signs after ISO 7010.

Channels 0 to 2 are albedo in linear Rec.709, the fourth is a change of roughness. Letters are drawn with the scalable
font that comes with Pillow, at twice the size that is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from materials.textures import Texture
from materials.textures.noise import band_noise, smooth, spots

PLACE_COLUMNS, PLACE_ROWS = 8, 16  # labels of places: along an aisle; four levels, from the floor, of four aisles
LEVELS = 4
NOTICE_COLUMNS = NOTICE_ROWS = 4
NOTICES = (
    "load_yellow", "load_white", "aisle_12", "aisle_07",
    "extinguisher", "exit", "trucks", "no_walking",
    "helmet", "vest", "shoes", "first_aid",
    "dock_1", "dock_2", "dock_3", "voltage",
)  # fmt: skip
_SIZE = 1024
_FINE = 2
_BIG = 2 * _SIZE // NOTICE_COLUMNS  # pixels of a notice as drawn
_WHITE, _BLACK = (235, 234, 228), (24, 24, 25)
_YELLOW, _RED, _GREEN, _BLUE = (246, 190, 8), (178, 24, 28), (0, 122, 74), (0, 76, 150)
_BANDS = (_WHITE, _YELLOW, (240, 130, 30), (120, 190, 90))  # one colour a level, as pickers know them
_ARROW_LEVEL = 1  # the label of the floor's places points down, the others up

Draw = ImageDraw.ImageDraw


def place_labels(rng: np.random.Generator) -> np.ndarray:
    """Labels of 100 x 50 mm: aisle, bay and level, a bar code, an arrow to the place."""
    wide, high = _FINE * _SIZE // PLACE_COLUMNS, _FINE * _SIZE // PLACE_ROWS
    page = Image.new("RGB", (_FINE * _SIZE, _FINE * _SIZE), _WHITE)
    for row in range(PLACE_ROWS):
        aisle, level = 7 + 5 * (row // LEVELS), row % LEVELS
        for column in range(PLACE_COLUMNS):
            cell = Image.new("RGB", (wide, high), _WHITE)
            _place(ImageDraw.Draw(cell), f"{aisle:02d}-{2 * column + 11:02d}-{'ABCD'[level]}", level, (wide, high), rng)
            page.paste(cell, (column * wide, row * high))
    return _printed(page, rng)


def notices(rng: np.random.Generator) -> np.ndarray:
    """Sixteen notices of one size; signs are stretched to their plates when they are looked up."""
    page = Image.new("RGB", (_FINE * _SIZE, _FINE * _SIZE), _WHITE)
    for number, name in enumerate(NOTICES):
        cell = Image.new("RGB", (_BIG, _BIG), _WHITE)
        _DRAWN[name](ImageDraw.Draw(cell))
        row, column = divmod(number, NOTICE_COLUMNS)
        page.paste(cell, (column * _BIG, row * _BIG))
    return _printed(page, rng)


def _printed(page: Image.Image, rng: np.random.Generator) -> np.ndarray:
    """The drawing as albedo, yellowed in places, scuffed, with dirt in specks."""
    drawn = np.asarray(page.resize((_SIZE, _SIZE), Image.Resampling.BOX), np.float32) / 255.0
    colour = 0.8 * drawn**2.2 + 0.012
    shape = (_SIZE, _SIZE)
    aged = smooth(band_noise(rng, shape, 3, 90, 0.7), -0.5, 2.5)[..., None]
    colour *= 1.0 - aged * np.array([0.04, 0.07, 0.16])
    scuffed = smooth(spots(rng, shape, rng.gamma(1.2, 1.5, 90).clip(0.4, 7)), -0.8, 0.8)
    colour += (0.5 * scuffed)[..., None] * (0.42 - colour)
    return np.concatenate([np.clip(colour, 0.01, 0.85), (0.25 * scuffed)[..., None]], axis=-1)


def _write(draw: Draw, middle: tuple[float, float], text: str, size_px: float, ink: tuple[int, int, int]) -> None:
    draw.text(middle, text, fill=ink, font=ImageFont.load_default(size=size_px), anchor="mm")


def _place(draw: Draw, text: str, level: int, size: tuple[int, int], rng: np.random.Generator) -> None:
    wide, high = size
    draw.rectangle((5, 5, wide - 6, high - 6), fill=_BANDS[level], outline=_BLACK, width=2)
    _write(draw, (0.44 * wide, 0.3 * high), text, 0.36 * high, _BLACK)
    draw.rectangle((0.07 * wide, 0.52 * high, 0.81 * wide, 0.92 * high), fill=_WHITE)
    x = 0.1 * wide
    while x < 0.76 * wide:
        bar, gap = (2 * int(v) for v in rng.integers(1, 4, 2))
        draw.rectangle((x, 0.57 * high, x + bar - 1, 0.88 * high), fill=_BLACK)
        x += bar + gap
    tip, foot = (0.86, 0.2) if level < _ARROW_LEVEL else (0.14, 0.8)
    neck = tip + 0.45 * (foot - tip)
    points = [(0.895, tip), (0.965, neck), (0.92, neck), (0.92, foot), (0.87, foot), (0.87, neck), (0.825, neck)]
    draw.polygon([(x * wide, y * high) for x, y in points], fill=_BLACK)


def _px(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    return [(x * _BIG, y * _BIG) for x, y in points]


def _box(draw: Draw, box: tuple[float, float, float, float], ink: tuple[int, int, int], round_by: float = 0.0) -> None:
    draw.rounded_rectangle(tuple(v * _BIG for v in box), fill=ink, radius=round_by * _BIG)


def _disc(draw: Draw, x: float, y: float, radius: float, ink: tuple[int, int, int]) -> None:
    draw.ellipse(tuple(v * _BIG for v in (x - radius, y - radius, x + radius, y + radius)), fill=ink)


def _line(draw: Draw, points: list[tuple[float, float]], wide: float, ink: tuple[int, int, int]) -> None:
    draw.line(_px(points), fill=ink, width=round(wide * _BIG), joint="curve")


def _load(ground: tuple[int, int, int], draw: Draw) -> None:
    """Safe working loads of a rack: of a level, of a bay, and the distance of its beams (EN 15635)."""
    _box(draw, (0.02, 0.02, 0.98, 0.98), _BLACK, 0.05)
    _box(draw, (0.035, 0.035, 0.965, 0.965), ground, 0.04)
    _box(draw, (0.035, 0.035, 0.965, 0.2), _BLACK)
    _write(draw, (_BIG / 2, 0.118 * _BIG), "MAX. LOAD", 0.125 * _BIG, ground)
    for number, (what, load) in enumerate(
        (("PER PALLET", "1000 kg"), ("PER LEVEL", "3000 kg"), ("PER BAY", "9000 kg"))
    ):
        y = 0.33 + 0.185 * number
        _write(draw, (0.27 * _BIG, y * _BIG), what, 0.07 * _BIG, _BLACK)
        _write(draw, (0.71 * _BIG, y * _BIG), load, 0.12 * _BIG, _BLACK)
        _line(draw, [(0.05, y + 0.093), (0.95, y + 0.093)], 0.006, _BLACK)
    _write(draw, (_BIG / 2, 0.87 * _BIG), "DO NOT CLIMB   REPORT DAMAGE", 0.055 * _BIG, _RED)


def _big_text(text: str, ground: tuple[int, int, int], ink: tuple[int, int, int], draw: Draw) -> None:
    _box(draw, (0.02, 0.02, 0.98, 0.98), ground, 0.06)
    _write(draw, (_BIG / 2, 0.5 * _BIG), text, 0.72 * _BIG / max(0.62 * len(text), 1.0), ink)


def _extinguisher(draw: Draw) -> None:
    """F001: a fire extinguisher beside flames."""
    _box(draw, (0.02, 0.02, 0.98, 0.98), _RED, 0.05)
    _box(draw, (0.3, 0.34, 0.54, 0.9), _WHITE, 0.07)
    _box(draw, (0.37, 0.2, 0.47, 0.34), _WHITE)
    _line(draw, [(0.33, 0.15), (0.55, 0.2)], 0.045, _WHITE)
    _line(draw, [(0.4, 0.22), (0.24, 0.26), (0.19, 0.4), (0.18, 0.62)], 0.04, _WHITE)
    flame = [(0.64, 0.88), (0.6, 0.7), (0.68, 0.5), (0.66, 0.36), (0.78, 0.5), (0.8, 0.62), (0.86, 0.54), (0.87, 0.74)]
    draw.polygon(_px([*flame, (0.8, 0.88)]), fill=_WHITE)


def _exit(draw: Draw) -> None:
    """E002: somebody runs to a door, an arrow."""
    _box(draw, (0.02, 0.02, 0.98, 0.98), _GREEN, 0.05)
    _box(draw, (0.62, 0.12, 0.92, 0.88), _WHITE)
    _disc(draw, 0.44, 0.22, 0.065, _WHITE)
    _line(draw, [(0.42, 0.32), (0.36, 0.56)], 0.11, _WHITE)
    _line(draw, [(0.36, 0.56), (0.5, 0.66), (0.46, 0.86)], 0.07, _WHITE)
    _line(draw, [(0.36, 0.56), (0.27, 0.72), (0.12, 0.73)], 0.07, _WHITE)
    _line(draw, [(0.42, 0.34), (0.56, 0.42), (0.6, 0.34)], 0.05, _WHITE)
    _line(draw, [(0.4, 0.35), (0.26, 0.38), (0.22, 0.5)], 0.05, _WHITE)


def _warning(draw: Draw) -> None:
    draw.polygon(_px([(0.5, 0.06), (0.97, 0.9), (0.03, 0.9)]), fill=_BLACK)
    draw.polygon(_px([(0.5, 0.16), (0.9, 0.86), (0.1, 0.86)]), fill=_YELLOW)


def _trucks(draw: Draw) -> None:
    """W014: an industrial truck."""
    _warning(draw)
    _box(draw, (0.34, 0.6, 0.6, 0.74), _BLACK)
    _line(draw, [(0.36, 0.6), (0.4, 0.42), (0.54, 0.42), (0.58, 0.6)], 0.025, _BLACK)
    _line(draw, [(0.64, 0.4), (0.64, 0.77), (0.78, 0.77)], 0.03, _BLACK)
    for x in (0.39, 0.56):
        _disc(draw, x, 0.76, 0.05, _BLACK)


def _voltage(draw: Draw) -> None:
    """W012: electricity."""
    _warning(draw)
    draw.polygon(_px([(0.55, 0.3), (0.42, 0.58), (0.5, 0.57), (0.44, 0.8), (0.6, 0.5), (0.52, 0.51)]), fill=_BLACK)


def _no_walking(draw: Draw) -> None:
    """P004: no thoroughfare."""
    _disc(draw, 0.5, 0.5, 0.46, _RED)
    _disc(draw, 0.5, 0.5, 0.37, _WHITE)
    _disc(draw, 0.5, 0.24, 0.06, _BLACK)
    _line(draw, [(0.5, 0.33), (0.49, 0.56)], 0.11, _BLACK)
    _line(draw, [(0.49, 0.54), (0.57, 0.66), (0.62, 0.8)], 0.06, _BLACK)
    _line(draw, [(0.49, 0.54), (0.43, 0.68), (0.36, 0.79)], 0.06, _BLACK)
    _line(draw, [(0.22, 0.22), (0.78, 0.78)], 0.09, _RED)


def _duty(draw: Draw, kind: str) -> None:
    """M014, M015, M008: wear a helmet, a vest, safety shoes."""
    _disc(draw, 0.5, 0.5, 0.47, _BLUE)
    if kind == "helmet":
        draw.pieslice([0.26 * _BIG, 0.2 * _BIG, 0.74 * _BIG, 0.68 * _BIG], 180, 360, fill=_WHITE)
        _box(draw, (0.22, 0.44, 0.8, 0.5), _WHITE, 0.02)
        _disc(draw, 0.5, 0.6, 0.16, _WHITE)
    elif kind == "vest":
        outline = [(0.3, 0.2), (0.43, 0.2), (0.5, 0.36), (0.57, 0.2), (0.7, 0.2), (0.74, 0.8), (0.26, 0.8)]
        draw.polygon(_px(outline), fill=_WHITE)
        for y in (0.5, 0.64):
            _line(draw, [(0.27, y), (0.73, y)], 0.045, _BLUE)
    else:
        outline = [(0.3, 0.24), (0.5, 0.24), (0.52, 0.5), (0.78, 0.6), (0.8, 0.72), (0.28, 0.72)]
        draw.polygon(_px(outline), fill=_WHITE)
        _box(draw, (0.27, 0.74, 0.81, 0.79), _WHITE)


def _first_aid(draw: Draw) -> None:
    """E003."""
    _box(draw, (0.02, 0.02, 0.98, 0.98), _GREEN, 0.05)
    _box(draw, (0.4, 0.16, 0.6, 0.84), _WHITE)
    _box(draw, (0.16, 0.4, 0.84, 0.6), _WHITE)


_DRAWN: dict[str, Callable[[Draw], None]] = {
    "load_yellow": partial(_load, _YELLOW),
    "load_white": partial(_load, _WHITE),
    "aisle_12": partial(_big_text, "12", _BLUE, _WHITE),
    "aisle_07": partial(_big_text, "07", _YELLOW, _BLACK),
    "extinguisher": _extinguisher,
    "exit": _exit,
    "trucks": _trucks,
    "no_walking": _no_walking,
    "helmet": partial(_duty, kind="helmet"),
    "vest": partial(_duty, kind="vest"),
    "shoes": partial(_duty, kind="shoes"),
    "first_aid": _first_aid,
    "dock_1": partial(_big_text, "1", _YELLOW, _BLACK),
    "dock_2": partial(_big_text, "2", _WHITE, _BLACK),
    "dock_3": partial(_big_text, "3", _BLUE, _WHITE),
    "voltage": _voltage,
}

TEXTURES = (
    Texture("place_labels", "albedo and roughness of 8 x 16 labels of storage places", (800.0, 800.0), place_labels),
    Texture("notices", "albedo and roughness of 4 x 4 load, safety and dock signs", (800.0, 800.0), notices),
)
