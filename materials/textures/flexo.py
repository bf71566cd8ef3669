"""What is printed on cartons in flexo: maker's marks, handling signs (ISO 780), codes, the box maker's certificate."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from materials.textures import Texture
from materials.textures.noise import band_noise, smooth
from materials.textures.printed import GOODS, SENDERS

FLEXO_COLUMNS, FLEXO_ROWS = 4, 4
FLEXO_MM = (450.0, 300.0)  # of one print at its true size
_CELL_PX = (384, 256)
_DRAWN = 2  # times as fine as it is kept, for smooth rims
_SHAPE = (FLEXO_ROWS * _CELL_PX[1], FLEXO_COLUMNS * _CELL_PX[0])
_FLUTE_MM = 7.1
_LANDS = ("GERMANY", "JAPAN", "PORTUGAL", "NORWAY", "POLAND", "ITALY", "VIETNAM")


def flexo(rng: np.random.Generator) -> np.ndarray:
    """Sixteen prints. R: ink 0..1, thin between flutes, worn. G: 1 where it is the second ink. B: where it is worn."""
    pages = [Image.new("L", (_SHAPE[1], _SHAPE[0]), 0) for _ in range(2)]
    for number in range(FLEXO_ROWS * FLEXO_COLUMNS):
        at = (number % FLEXO_COLUMNS * _CELL_PX[0], number // FLEXO_COLUMNS * _CELL_PX[1])
        sender = SENDERS[(number + number // len(SENDERS)) % len(SENDERS)]
        for page, cell in zip(pages, _Print(rng).drawn(sender.upper()), strict=True):
            page.paste(cell, at)
    first, second = (np.asarray(page, np.float32) / 255.0 for page in pages)
    flutes = np.cos(2 * np.pi * np.arange(_SHAPE[1]) * FLEXO_MM[0] / _CELL_PX[0] / _FLUTE_MM)[None, :]
    worn = smooth(band_noise(rng, _SHAPE, 8, 300, 0.7), 1.6, 3.2)
    thin = 0.05 * flutes + 0.05 * band_noise(rng, _SHAPE, 200, 700, 0.0) + 0.10 * band_noise(rng, _SHAPE, 6, 60, 0.6)
    ink = np.maximum(first, second) * np.clip(0.9 + thin - 0.5 * worn, 0.0, 1.0)
    return np.stack([ink, second / np.maximum(np.maximum(first, second), 1e-3), worn], axis=-1)


class _Print:
    """One design: what stands where on a side of 450 x 300 mm, drawn in two inks."""

    def __init__(self, rng: np.random.Generator) -> None:
        size = (_DRAWN * _CELL_PX[0], _DRAWN * _CELL_PX[1])
        self.rng = rng
        self.pages = [Image.new("L", size, 0) for _ in range(2)]
        self.inks = [ImageDraw.Draw(page) for page in self.pages]
        self.scale = size[0] / FLEXO_MM[0]

    def drawn(self, sender: str) -> list[Image.Image]:
        """Both inks, a cell each."""
        rng = self.rng
        left = bool(rng.random() < 0.6)
        if rng.random() < 0.85:
            self._maker(sender, int(rng.integers(2)), large=rng.random() < 0.6)
        signs = rng.permutation(["up", "glass", "dry", "stack"])[: int(rng.integers(2, 5))]
        self._signs([str(s) for s in signs], left=bool(rng.random() < 0.5))
        self._codes(18.0 if left else 262.0)
        if rng.random() < 0.7:
            self._certificate((390.0 if left else 60.0, 236.0))
        if rng.random() < 0.3:
            self._box(1, (10, 288, 440, 296))
            self._box(1, (10, 281, 440, 284))
        return [page.resize(_CELL_PX, Image.Resampling.LANCZOS) for page in self.pages]

    def _maker(self, name: str, ink: int, *, large: bool) -> None:
        """A wordmark, sometimes under or beside a plain figure."""
        word, kind = max(name.split(), key=len), int(self.rng.integers(4))
        high = min(1.35 * (380.0 if large else 250.0) / len(word), 62.0 if large else 44.0)
        x, y = 225.0, 134.0 if kind == 3 else 150.0
        above = y - 0.5 * high - 8.0
        if kind == 0:
            self._ring(ink, (x, above - 20), 20, 7)
        elif kind == 1:
            for step in range(3):
                self._box(ink, (x - 80 + 55 * step, above - 18, x - 35 + 55 * step, above))
        elif kind == 2:
            self._shape(ink, [(x - 36, above), (x, above - 36), (x + 36, above), (x, above - 17)])
        self._text(ink, (x, y), word, high, anchor="mm", bold=0.05)
        self._text(ink, (x, y + 0.62 * high), name, 12, anchor="mm")

    def _signs(self, signs: list[str], *, left: bool) -> None:
        for number, sign in enumerate(signs):
            x = (16.0 if left else 434.0 - 52.0 * len(signs)) + 52.0 * number
            self._frame(x, 14.0)
            getattr(self, f"_{sign}")(x + 23.0, 37.0)

    def _frame(self, x: float, y: float) -> None:
        self.inks[0].rectangle(self._px((x, y, x + 46, y + 46)), outline=255, width=round(1.6 * self.scale))

    def _up(self, x: float, y: float) -> None:
        for at in (x - 10, x + 10):
            self._shape(0, [(at, y - 17), (at + 7, y - 6), (at - 7, y - 6)])
            self._box(0, (at - 2.4, y - 6, at + 2.4, y + 11))
        self._box(0, (x - 18, y + 14, x + 18, y + 16.5))

    def _glass(self, x: float, y: float) -> None:
        bowl = [(-11, -17), (11, -17), (7, 1), (2, 4), (-2, 4), (-7, 1)]
        self._shape(0, [(x + dx, y + dy) for dx, dy in bowl])
        self._box(0, (x - 1.6, y + 3, x + 1.6, y + 14))
        self._box(0, (x - 9, y + 14, x + 9, y + 17))

    def _dry(self, x: float, y: float) -> None:
        box = self._px((x - 17, y - 15, x + 17, y + 15))
        self.inks[0].pieslice(box, 180, 360, fill=255)
        self._box(0, (x - 1.4, y, x + 1.4, y + 14))
        for drop in (-13, -5, 5, 13):
            self._box(0, (x + drop - 0.9, y - 21, x + drop + 0.9, y - 17))

    def _stack(self, x: float, y: float) -> None:
        for level in (-14.0, 3.0):
            self.inks[0].rectangle(self._px((x - 11, y + level, x + 11, y + level + 13)), outline=255, width=4)
        self._text(0, (x, y + 9.5), str(int(self.rng.integers(3, 9))), 11, anchor="mm")

    def _codes(self, x: float) -> None:
        """Lines of product code, goods, quantity, weight and origin."""
        rng = self.rng
        goods = GOODS[int(rng.integers(len(GOODS)))]
        lines = [
            f"ART. {int(rng.integers(1000, 9999))}-{int(rng.integers(10, 999)):03d}",
            goods,
            f"Q'TY {int(rng.choice([24, 50, 100, 200, 500]))} PCS",
            f"G.W. {rng.uniform(9, 24):.1f} / N.W. {rng.uniform(3, 9):.1f} KGS",
            f"MADE IN {_LANDS[int(rng.integers(len(_LANDS)))]}",
            f"C/NO. {'_' * 8}",
        ]
        for number, line in enumerate(lines[: int(rng.integers(3, 7))]):
            self._text(0, (x, 208.0 + 14.0 * number), line, 11.5 if number else 15.0)

    def _certificate(self, at: tuple[float, float]) -> None:
        """The box maker's ring: who made the board and what it withstands."""
        rng = self.rng
        self._ring(0, at, 31, 1.8)
        self._ring(0, at, 22, 1.2)
        lines = ("BOX CERT.", f"{int(rng.integers(20, 60))} ECT", f"{int(rng.integers(8, 20))} kg/cm2")
        for number, line in enumerate(lines):
            self._text(0, (at[0], at[1] - 8 + 8 * number), line, 7.0, anchor="mm")

    def _ring(self, ink: int, at: tuple[float, float], radius: float, wide: float) -> None:
        box = self._px((at[0] - radius, at[1] - radius, at[0] + radius, at[1] + radius))
        self.inks[ink].ellipse(box, outline=255, width=max(round(wide * self.scale), 1))

    def _box(self, ink: int, box: tuple[float, float, float, float]) -> None:
        self.inks[ink].rectangle(self._px(box), fill=255)

    def _shape(self, ink: int, points: list[tuple[float, float]]) -> None:
        self.inks[ink].polygon([(x * self.scale, y * self.scale) for x, y in points], fill=255)

    def _text(
        self, ink: int, at: tuple[float, float], text: str, size_mm: float, anchor: str = "ls", bold: float = 0.025
    ) -> None:
        """Letters of that height; plates are cut for bold strokes, `bold` of the height more than the font has."""
        size = max(round(size_mm * self.scale), 6)
        self.inks[ink].text(
            (at[0] * self.scale, at[1] * self.scale), text, fill=255, anchor=anchor,
            font=ImageFont.load_default(size=size), stroke_width=round(bold * size),
        )  # fmt: skip

    def _px(self, box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        a, b, c, d = (v * self.scale for v in box)
        return a, b, c, d


TEXTURES = (
    Texture(
        "printed_flexo",
        "4 x 4 prints of cartons: ink, whether it is the second",
        (FLEXO_COLUMNS * FLEXO_MM[0], FLEXO_ROWS * FLEXO_MM[1]),
        flexo,
    ),
)
