"""Pictures of a report: thumbnails inside the page, with boxes drawn over them, each a link to the full picture."""

from __future__ import annotations

import base64
import io
import os
from dataclasses import dataclass
from html import escape
from pathlib import Path
from urllib.parse import quote

import numpy as np
from PIL import Image, UnidentifiedImageError

_WIDTH_PX = 360
_QUALITY = 80
_ASPECT = 4 / 3
_CONTEXT = 3.0  # a close-up is so many times as large as what it is about
_LEAST_SHARE = 0.3  # of the picture's width: fewer pixels show nothing but blur

Window = tuple[float, float, float, float]  # left, top, width, height in picture pixels


@dataclass(frozen=True, slots=True)
class Box:
    """A box to draw. `kind` is its meaning and colour: right, missed, wrong, or object (what was there instead)."""

    xywh_px: tuple[float, ...]
    kind: str
    label: str = ""


class Album:
    """Makes figures of a dataset's pictures. Where one cannot be found, its figure says so and shows the boxes."""

    def __init__(self, pictures: Path | None, page_folder: Path) -> None:
        self._pictures, self._page_folder = pictures, page_folder
        self._opened: tuple[str, Image.Image | None] = ("", None)  # figures of one picture tend to come together

    def figure(self, path: str, size_px: tuple[int, int], boxes: list[Box], caption: str, window: Window) -> str:
        """HTML of one figure that shows `window` of the picture. `caption` is HTML."""
        left, top, width, height = window
        line = max(width, height) / 130
        alt = escape(f"{path}: " + "; ".join(f"{box.label} ({box.kind})" for box in boxes[:6]), quote=True)
        inside = self._image(path, size_px, window, alt)
        drawn = "".join(_drawn(box, line, window) for box in boxes)
        view = f"{left:.1f} {top:.1f} {width:.1f} {height:.1f}"
        frame = f'{inside}<svg viewBox="{view}" aria-hidden="true">{drawn}</svg>'
        link = self._link(path)
        shown = f'<a class="frame" href="{link}">{frame}</a>' if link else f'<span class="frame">{frame}</span>'
        return f"<figure>{shown}<figcaption>{caption}</figcaption></figure>"

    def _link(self, path: str) -> str | None:
        if self._pictures is None or not (self._pictures / path).is_file():
            return None
        full = os.path.relpath((self._pictures / path).resolve(), self._page_folder.resolve())
        return quote(full.replace(os.sep, "/"))

    def _image(self, path: str, size_px: tuple[int, int], window: Window, alt: str) -> str:
        picture = self._open(path)
        left, top, width, height = window
        shape = f"aspect-ratio:{width:.0f}/{height:.0f}"
        if picture is None or picture.size != tuple(size_px):
            return f'<span class="absent" style="{shape}">picture not found</span>'
        crop = picture.crop((round(left), round(top), round(left + width), round(top + height)))
        scale = min(1.0, _WIDTH_PX / crop.width)
        small = crop.resize(
            (max(1, round(crop.width * scale)), max(1, round(crop.height * scale))), Image.Resampling.BOX
        )
        buffer = io.BytesIO()
        small.save(buffer, "JPEG", quality=_QUALITY, optimize=True)
        data = base64.b64encode(buffer.getvalue()).decode("ascii")
        return f'<img loading="lazy" style="{shape}" alt="{alt}" src="data:image/jpeg;base64,{data}">'

    def _open(self, path: str) -> Image.Image | None:
        if self._opened[0] != path:
            picture = None
            if self._pictures is not None:
                try:
                    with Image.open(self._pictures / path) as file:
                        picture = file.convert("RGB")
                except (OSError, ValueError, UnidentifiedImageError):
                    picture = None
            self._opened = (path, picture)
        return self._opened[1]


def whole(size_px: tuple[int, int]) -> Window:
    """The window that shows all of a picture."""
    return 0.0, 0.0, float(size_px[0]), float(size_px[1])


def close_up(boxes: list[Box], size_px: tuple[int, int]) -> Window:
    """A window of four to three around boxes, with room to see what is beside them, inside the picture."""
    corners = np.array([[b.xywh_px[0], b.xywh_px[1], *np.add(b.xywh_px[:2], b.xywh_px[2:])] for b in boxes])
    low, high = corners[:, :2].min(axis=0), corners[:, 2:].max(axis=0)
    extent, limit = high - low, np.array(size_px, float)
    width = max(_CONTEXT * extent[0], _CONTEXT * extent[1] * _ASPECT, _LEAST_SHARE * limit[0])
    width = min(width, limit[0], limit[1] * _ASPECT)
    shape = np.array([width, width / _ASPECT])
    corner = np.clip((low + high) / 2 - shape / 2, 0, limit - shape)
    left, top, width, height = (float(np.floor(v)) for v in (*corner, *shape))
    return left, top, max(width, 1.0), max(height, 1.0)


def _drawn(box: Box, line: float, window: Window) -> str:
    """A box, and its label above it, or under it for what is there: two labels seldom lie on each other then."""
    x, y, width, height = (float(v) for v in box.xywh_px)
    place = f'x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}"'
    drawn = f'<rect class="halo" {place}/>'
    drawn += f'<rect class="{box.kind}" {place}/>'
    if box.label:
        size = 6.5 * line
        low = y + height + 1.1 * size if box.kind == "object" else y - 0.4 * size
        low = min(max(low, window[1] + 1.1 * size), window[1] + window[3] - line)
        room = window[0] + window[2] - 0.68 * size * len(box.label)
        across = max(min(x, room), window[0] + line)
        at = f'x="{across:.1f}" y="{low:.1f}" font-size="{size:.1f}"'
        drawn += f'<text class="{box.kind}" {at}>{escape(box.label)}</text>'
    return drawn
