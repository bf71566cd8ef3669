"""An atlas of marks of manufacture: stamped grades, etched codes, moulded text. Drawn with Pillow's own font.

Eight marks of each kind, one kind a row from the top: on a bolt's head, around a screw's socket, etched, moulded.
Height is 0 to 1 in the strokes; what is etched has none.
"""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from materials.textures import Texture
from materials.textures.noise import band_noise, blurred, smooth

COLUMNS, ROWS = 8, 4
KINDS = ("head", "ring", "etched", "moulded")  # by row, from the top
_CELL_PX, _FINE = 256, 3  # each mark is drawn three times as large
_BIG = _CELL_PX * _FINE

# Grade above, made-up maker below; property classes after ISO 898-1 and ISO 3506-1.
_HEADS = (
    ("8.8", "GLT"), ("8.8", "K.R"), ("10.9", "VM"), ("8.8", "NOR"),
    ("A2-70", "BX"), ("10.9", "TKS"), ("8.8", "HD"), ("A2-70", "GLT"),
)  # fmt: skip
_RINGS = (
    "12.9 GLT 12.9", "8.8 K.R 8.8", "A2-70 BX", "12.9 VM", "10.9 TKS 10.9", "12.9 NOR", "A2-70 HD A2-70", "8.8 GLT",
)  # fmt: skip
_CODES = ("4711-02", "GL 1830.5", "7H-20416", "X25 B/2", "0982-114", "SN 55310", "R3-6027A", "26W14 K2")
_MOULDED = (">PA6-GF30<", ">ABS<", ">POM<", ">PP-T20<", ">PC+ABS<", ">PE-HD<", ">PA66<", ">PBT-GF<")


def marks(rng: np.random.Generator) -> np.ndarray:
    """Height, roughness and tone of all marks."""
    shape = (ROWS * _CELL_PX, COLUMNS * _CELL_PX)
    height = np.zeros(shape, np.float32)
    tone = np.zeros_like(height)
    for column in range(COLUMNS):
        drawn = (
            _head(*_HEADS[column]),
            _ring(_RINGS[column]),
            _etched(rng, _CODES[column]),
            _plate(_MOULDED[column], column),
        )
        for row, picture in enumerate(drawn):
            cell = np.s_[row * _CELL_PX : (row + 1) * _CELL_PX, column * _CELL_PX : (column + 1) * _CELL_PX]
            (tone if KINDS[row] == "etched" else height)[cell] = _reduced(picture)
    worn = 0.75 + 0.25 * smooth(band_noise(rng, shape, 40, 300, 0.6), -1.5, 0.8)  # no punch presses evenly
    speckle = 0.7 + 0.3 * smooth(band_noise(rng, shape, 150, 900, 0.2), -1.5, 0.5)
    height = smooth(blurred(height, 1.6), 0.08, 0.85) * worn
    return np.stack([height, np.maximum(0.6 * height, tone), tone * speckle], axis=-1)


def _reduced(picture: Image.Image) -> np.ndarray:
    small = picture.resize((_CELL_PX, _CELL_PX), Image.Resampling.BOX)
    return np.asarray(small, np.float32) / 255.0


def _blank() -> tuple[Image.Image, ImageDraw.ImageDraw]:
    picture = Image.new("L", (_BIG, _BIG), 0)
    return picture, ImageDraw.Draw(picture)


def _text(draw: ImageDraw.ImageDraw, at: tuple[float, float], text: str, share: float, bold: float = 0.0) -> None:
    """Text about a place, both as shares of the cell; `share` is the height of its capitals, `bold` adds to strokes."""
    font = ImageFont.load_default(size=share * _BIG / 0.72)
    width = round(bold * share * _BIG)
    draw.text((at[0] * _BIG, at[1] * _BIG), text, fill=255, font=font, anchor="mm", stroke_width=width)


def _head(grade: str, maker: str) -> Image.Image:
    """Capitals of a fifth of the head, as on bolts from M6 to M16."""
    picture, draw = _blank()
    _text(draw, (0.5, 0.36), grade, 0.19 if len(grade) < 5 else 0.16, 0.05)
    _text(draw, (0.5, 0.66), maker, 0.17, 0.05)
    return picture


def _ring(text: str) -> Image.Image:
    """Text around a socket, its feet towards the middle."""
    picture, _ = _blank()
    radius, side = 0.385 * _BIG, _BIG // 5
    for index, letter in enumerate(text):
        stamp = Image.new("L", (side, side), 0)
        font = ImageFont.load_default(size=0.115 * _BIG / 0.72)
        ImageDraw.Draw(stamp).text((side / 2, side / 2), letter, fill=255, font=font, anchor="mm", stroke_width=4)
        turn_deg = (index - 0.5 * (len(text) - 1)) * 17.0
        turned = stamp.rotate(-turn_deg, Image.Resampling.BICUBIC)
        x, y = radius * np.sin(np.deg2rad(turn_deg)), -radius * np.cos(np.deg2rad(turn_deg))
        picture.paste(255, (round(_BIG / 2 + x - side / 2), round(_BIG / 2 + y - side / 2)), turned)
    return picture


def _etched(rng: np.random.Generator, code: str) -> Image.Image:
    """A square of modules with solid left and lower borders, and lines beside it, in the middle half of the cell."""
    picture, draw = _blank()
    modules, left, top, side = 14, 0.05, 0.3, 0.4
    dark = rng.random((modules, modules)) < 0.5
    dark[:, 0] = dark[-1, :] = True
    dark[0, :] = np.arange(modules) % 2 == 0
    dark[:, -1] = np.arange(modules) % 2 == 1
    pitch = side / modules
    for row, column in zip(*np.nonzero(dark), strict=True):
        x, y = (left + column * pitch) * _BIG, (top + row * pitch) * _BIG
        draw.rectangle((x, y, x + pitch * _BIG, y + pitch * _BIG), fill=255)
    for line, text in enumerate((code[:5], code[5:].strip(" -") or "A", f"{int(rng.integers(10, 53)):02d}/26")):
        _text(draw, (0.735, 0.36 + 0.14 * line), text, 0.085)
    return picture


def _plate(resin: str, column: int) -> Image.Image:
    """The resin's mark, a cavity number, and the clock that tells the month in which it was moulded."""
    picture, draw = _blank()
    _text(draw, (0.5, 0.32), resin, 0.09, 0.03)
    _text(draw, (0.27, 0.6), f"{column + 1}", 0.14, 0.03)
    middle, radius = (0.68 * _BIG, 0.62 * _BIG), 0.13 * _BIG
    draw.ellipse([c + s * radius for s in (-1, 1) for c in middle], outline=255, width=10)
    for month in range(12):
        angle = 2 * np.pi * month / 12
        x, y = middle[0] + 0.78 * radius * np.sin(angle), middle[1] - 0.78 * radius * np.cos(angle)
        draw.ellipse((x - 5, y - 5, x + 5, y + 5), fill=255)
    tip = 2 * np.pi * (column * 5 % 12) / 12
    draw.line((middle, (middle[0] + 0.6 * radius * np.sin(tip), middle[1] - 0.6 * radius * np.cos(tip))), 255, 12)
    return picture


TEXTURES = (
    Texture("marks", "stamps, etched codes, moulded text: height, roughness, tone", (8.0, 4.0), marks, relief=0),
)
