"""What is printed, taped and signed: shipping labels with text, bar codes and arrows, packing tape, hazard stripes.

Letters are drawn with the scalable font that comes with Pillow, so that they are the same on every machine. Channels
0 to 2 are albedo in linear Rec.709, the fourth is a change of roughness.
"""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from materials.textures import Texture
from materials.textures.noise import band_noise, grid, smooth, spots
from materials.textures.strokes import Strokes, deposit_max, taper, trace

_SIZE = 1024
_SHAPE = (_SIZE, _SIZE)
_LABELS = 4  # a side: the atlas holds 4 x 4 labels of 105 x 74 mm (DIN A7), tightly set
_CELL_PX = _SIZE // _LABELS
SENDERS = (
    "NORDWERK GmbH",
    "Halden Fastening AS",
    "MERIDIAN TOOL CO.",
    "Kessler & Sohn",
    "Aoki Seiki K.K.",
    "P. Duarte Lda",
)
GOODS = ("HEX BOLT M8x30 8.8 ZN", "BEARING 6204-2RS C3", "O-RING 24x3 NBR 70", "FLANGE DN25 PN16", "VALVE 1/2\" PTFE",
          "SPRING 2x20x50 SS", "FUSE 10A gG 10x38", "SEAL KIT HYD. 63/40")  # fmt: skip

_MESSAGES = (  # of sealing tape: words, height in pixels, ink
    ("FRAGILE • HANDLE WITH CARE", 68, (0.55, 0.02, 0.02)),
    ("SECURITY SEAL  SECURITY SEAL", 60, (0.02, 0.06, 0.30)),
    ("NORDWERK  NORDWERK", 88, (0.02, 0.19, 0.07)),
)


def labels(rng: np.random.Generator) -> np.ndarray:
    """Sixteen labels on white thermal paper, each with its own words, numbers, bar code and signs; scuffed."""
    page = Image.new("L", (_SIZE, _SIZE), 255)
    for row in range(_LABELS):
        for column in range(_LABELS):
            page.paste(_label(rng), (column * _CELL_PX, row * _CELL_PX))
    ink = 1.0 - np.asarray(page, np.float32) / 255.0
    faded = 0.9 - 0.25 * smooth(band_noise(rng, _SHAPE, 3, 60, 0.7), 0.3, 2.4)
    scuffed = _rubbed(rng, 900)
    ink = ink * faded * (1.0 - 0.8 * scuffed)
    fibre = band_noise(rng, _SHAPE, 100, 500, 0.2)
    paper = 0.72 * (1.0 + 0.012 * fibre - 0.10 * smooth(band_noise(rng, _SHAPE, 4, 120, 0.8), 1.0, 3.0))
    grey = paper * (1.0 - ink) + 0.025 * ink
    colour = grey[..., None] * np.array([1.0, 0.99, 0.955])
    return np.concatenate([np.clip(colour, 0.01, 0.85), (0.2 * scuffed - 0.1 * ink)[..., None]], axis=-1)


def _label(rng: np.random.Generator) -> Image.Image:
    """One label, 256 x 256 pixels for 105 x 74 mm (it is stretched when it is looked up)."""
    cell = Image.new("L", (_CELL_PX, _CELL_PX), 255)
    draw = ImageDraw.Draw(cell)
    draw.rectangle((3, 3, 252, 252), outline=0, width=2)
    sender = SENDERS[int(rng.integers(len(SENDERS)))]
    goods = GOODS[int(rng.integers(len(GOODS)))]
    number = "".join(str(d) for d in rng.integers(0, 10, 12))
    _write(draw, (10, 8), sender, 22)
    draw.line((3, 40, 252, 40), fill=0, width=2)
    _write(draw, (10, 46), goods, 18)
    _write(draw, (10, 72), f"QTY {int(rng.choice([10, 25, 50, 100, 200, 500]))}   LOT {number[:6]}", 17)
    kind = int(rng.integers(3))
    if kind == 0:
        _arrows(draw)
    elif kind == 1:
        _matrix(draw, rng, 168, 98, 4, 18)
        _write(draw, (10, 104), "PO " + number[5:], 17)
        _write(
            draw,
            (10, 130),
            f"{int(rng.integers(1, 40))} / {int(rng.integers(40, 90))}  {rng.uniform(0.4, 19):.1f} kg",
            17,
        )
    else:
        _write(draw, (10, 92), "FRAGILE" if rng.random() < 0.5 else f"BAY {int(rng.integers(1, 60)):02d}-C", 52)
    _bars(draw, rng, 14, 184, 228, 44)
    _write(draw, (40, 230), number, 16)
    return cell


def _write(draw: ImageDraw.ImageDraw, at: tuple[int, int], text: str, size_px: int) -> None:
    draw.text(at, text, fill=0, font=ImageFont.load_default(size=size_px))


def _arrows(draw: ImageDraw.ImageDraw) -> None:
    """This way up: two arrows over a bar (ISO 780, sign 3)."""
    for x in (70, 150):
        draw.polygon(((x, 130), (x + 18, 98), (x + 36, 130)), fill=0)
        draw.rectangle((x + 11, 130, x + 25, 162), fill=0)
    draw.rectangle((58, 168, 198, 174), fill=0)


def _bars(draw: ImageDraw.ImageDraw, rng: np.random.Generator, left: int, top: int, wide: int, high: int) -> None:
    """Bars and gaps of one to four modules, as code 128 has them; they encode nothing."""
    x = left
    while x < left + wide - 8:
        bar, gap = (2 * int(v) for v in rng.integers(1, 4, 2))
        draw.rectangle((x, top, x + bar - 1, top + high), fill=0)
        x += bar + gap


def _matrix(draw: ImageDraw.ImageDraw, rng: np.random.Generator, left: int, top: int, module: int, count: int) -> None:
    """The look of a data matrix: solid left and lower border, alternating others; it encodes nothing."""
    cells = rng.random((count, count)) < 0.5
    cells[:, 0], cells[-1, :] = True, True
    cells[0, :], cells[:, -1] = np.arange(count) % 2 == 0, np.arange(count) % 2 == 1
    for row, column in np.argwhere(cells):
        x, y = left + int(column) * module, top + int(row) * module
        draw.rectangle((x, y, x + module - 1, y + module - 1), fill=0)


def _rubbed(rng: np.random.Generator, count: int) -> np.ndarray:
    """Scuffs: short fine lines in a few directions, and bare spots. 0..1."""
    canvas = np.zeros(_SHAPE, np.float32)
    angle = rng.choice([0.3, 1.2, 2.4], count) + rng.normal(0, 0.15, count)
    lines = Strokes(rng.random((count, 2)) * _SIZE, angle, rng.gamma(1.5, 22, count),
                    rng.normal(0, 0.15, count), rng.random(count) ** 2, np.zeros(count))  # fmt: skip
    track = trace(lines, 0.8)
    deposit_max(canvas, track.y, track.x, lines.value[track.owner] * taper(track.along))
    return np.maximum(canvas, 0.8 * smooth(spots(rng, _SHAPE, rng.gamma(1.2, 1.6, 70).clip(0.4, 9)), -0.8, 0.8))


def hazard(rng: np.random.Generator) -> np.ndarray:
    """Yellow and black at 45 degrees, bands of 70.7 mm: painted or taped, scuffed through, tyred. 400 x 400 mm."""
    y, x = grid(_SHAPE)
    edge = 0.004 * band_noise(rng, _SHAPE, 40, 300, 0.3)
    phase = ((x + y) * 4.0 + edge) % 1.0
    black = smooth(0.25 - np.abs(phase - 0.5), -0.006, 0.006)
    worn = np.maximum(_rubbed(rng, 1500), smooth(band_noise(rng, _SHAPE, 6, 240, 0.7), 1.7, 2.6))
    dirt = 0.35 * smooth(band_noise(rng, _SHAPE, 4, 200, 0.6), 0.0, 3.0)
    paint = np.array([0.72, 0.42, 0.012]) * (1 - black[..., None]) + 0.022 * black[..., None]
    screed = 0.24 * np.exp(0.1 * band_noise(rng, _SHAPE, 40, 500, 0.2))[..., None] * np.array([1.02, 1.0, 0.95])
    bare = (0.75 * worn)[..., None]
    colour = (paint * (1 - bare) + screed * bare) * (1.0 - dirt[..., None])
    return np.concatenate([np.clip(colour, 0.01, 0.8), (0.3 * worn + 0.2 * dirt)[..., None]], axis=-1)


def tape(rng: np.random.Generator) -> np.ndarray:
    """Brown packing tape: glue in streaks along u, bubbles under it, dull scratches. 100 x 50 mm."""
    shape = (512, 1024)
    streak = band_noise(rng, shape, 6, 200, 0.5, stretch=(1.0, 12.0))
    bubble = smooth(
        spots(rng, shape, rng.gamma(1.3, 4.0, 60).clip(0.8, 22), 0.2 * band_noise(rng, shape, 8, 80)), -1, 1
    )
    value = np.exp(0.07 * streak + 0.16 * bubble)
    colour = np.clip(value[..., None] * np.array([0.33, 0.19, 0.085]), 0.02, 0.7)
    return np.concatenate([colour, (0.05 * streak + 0.08 * bubble)[..., None]], axis=-1)


def sealing_tape(rng: np.random.Generator) -> np.ndarray:
    """White tape with a message over and over along u, three rolls above one another, 50 mm each. 200 x 150 mm."""
    shape = (768, 1024)
    roll = shape[0] // len(_MESSAGES)
    colour = np.full((*shape, 3), 1.0) * np.array([0.66, 0.655, 0.63])
    ink = Image.new("L", (shape[1], shape[0]), 0)
    draw = ImageDraw.Draw(ink)
    for number, (text, size, _) in enumerate(_MESSAGES):
        middle = (number + 0.5) * roll
        draw.text((shape[1] / 2, middle), text, fill=255, font=ImageFont.load_default(size=size), anchor="mm",
                  stroke_width=round(0.03 * size))  # fmt: skip
        for edge in (-0.36, 0.36):
            draw.line((0, middle + edge * roll, shape[1], middle + edge * roll), fill=255, width=8)
    streak = band_noise(rng, shape, 6, 200, 0.5, stretch=(1.0, 12.0))
    worn = smooth(band_noise(rng, shape, 8, 300, 0.6), 1.7, 3.2)
    share = (np.asarray(ink, np.float32) / 255.0 * (0.95 - 0.6 * worn) * np.clip(0.97 + 0.02 * streak, 0, 1))[..., None]
    inks = np.repeat([tint for *_, tint in _MESSAGES], roll, axis=0)[:, None, :]
    bubble = smooth(
        spots(rng, shape, rng.gamma(1.3, 3.0, 50).clip(0.8, 16), 0.2 * band_noise(rng, shape, 8, 80)), -1, 1
    )
    colour = (colour * (1.0 - share) + inks * share) * np.exp(0.015 * streak - 0.05 * bubble)[..., None]
    return np.concatenate([np.clip(colour, 0.02, 0.8), (0.04 * streak + 0.1 * bubble)[..., None]], axis=-1)


TEXTURES = (
    Texture("printed_labels", "albedo and roughness of 4 x 4 labels", (420.0, 296.0), labels),
    Texture("printed_hazard", "albedo and roughness of hazard stripes", (400.0, 400.0), hazard),
    Texture("printed_tape", "albedo and roughness of packing tape", (100.0, 50.0), tape),
    Texture("printed_sealing", "albedo and roughness of printed sealing tape, 3 rolls", (200.0, 150.0), sealing_tape),
)
