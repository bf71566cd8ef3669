"""``preview.png``: which pictures of a dataset go on its contact sheet, and the sheet itself."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from generator.dataset import layout
from generator.dataset.sheet import SheetPicture, contact_sheet

_PICTURES = 12
Record = Mapping[str, Any]


class Sample:
    """Records spread evenly over a stream of unknown length, in order; never more than twice the sheet's pictures."""

    def __init__(self, split: str, most: int = _PICTURES) -> None:
        self.split = split
        self._most = most
        self._step = 1
        self._seen = 0
        self._kept: list[tuple[Record, Sequence[Record]]] = []

    def offer(self, image: Record, annotations: Sequence[Record]) -> None:
        """The next image of the stream."""
        if self._seen % self._step == 0:
            self._kept.append((image, annotations))
        if len(self._kept) > 2 * self._most:
            self._kept, self._step = self._kept[::2], 2 * self._step
        self._seen += 1

    def __len__(self) -> int:
        return len(self._kept)

    def take(self, count: int) -> list[tuple[Record, Sequence[Record]]]:
        """`count` of the kept ones, spread evenly."""
        count = min(count, len(self._kept))
        return [self._kept[index * len(self._kept) // count] for index in range(count)]


def preview_bytes(folder: Path, name: str, samples: Mapping[str, Sample], categories: Sequence[Record]) -> bytes:
    """The contact sheet of a dataset as PNG: some pictures of every split that has any."""
    made = [
        SheetPicture(
            np.asarray(Image.open(folder / layout.picture_file(split, image["file_name"])).convert("RGB")),
            image,
            annotations,
            _caption(split, image),
        )
        for split, count in share_out({split: len(sample) for split, sample in samples.items()}).items()
        for image, annotations in samples[split].take(count)
    ]
    sheet = contact_sheet(made, {c["id"]: c["name"] for c in categories}, title=name)
    buffer = io.BytesIO()
    sheet.save(buffer, "PNG", compress_level=6)
    return buffer.getvalue()


def _caption(split: str, image: Record) -> str:
    """Where the picture comes from; of a stress set, what is changed in it."""
    if "stress" not in image:
        return f"{split}, scene {image['scene']}, {image.get('family', '')}".rstrip(", ")
    stress = image["stress"]
    values = stress["value"] if isinstance(stress["value"], list) else [stress["value"]]
    shown = [f"{value:.4g}" if isinstance(value, (int, float)) else str(value) for value in values]
    return f"base {stress['base']}, " + (
        f"{stress['factor']} {' and '.join(shown)}" if stress["level"] else "unchanged"
    )


def share_out(available: Mapping[str, int], places: int = _PICTURES) -> dict[str, int]:
    """Places on the sheet for each split: one for each that has pictures, then turn by turn to the largest rest."""
    given = dict.fromkeys(available, 0)
    for _ in range(places):
        open_splits = [split for split in available if given[split] < available[split]]
        if not open_splits:
            break
        given[max(open_splits, key=lambda s: (given[s] == 0, available[s] / (given[s] + 1)))] += 1
    return given
