"""The factor tables: a row for each image and for each annotation, as Parquet, written a row group at a time."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from generator.factors import Factor

_ROWS_PER_GROUP = 4096
_FACTOR_TYPES = {"number": pa.float64(), "integer": pa.int64(), "category": pa.string()}
Record = Mapping[str, Any]


class Table:
    """Rows on their way into a Parquet file; no more than one row group is held. The same rows give the same bytes."""

    def __init__(self, file: BinaryIO, columns: Sequence[tuple[str, pa.DataType]]) -> None:
        self._schema = pa.schema(list(columns))
        self._writer = pq.ParquetWriter(file, self._schema, compression="zstd")
        self._rows: list[dict[str, Any]] = []

    def add(self, row: dict[str, Any]) -> None:
        """One row; a column that it lacks is null."""
        self._rows.append(row)
        if len(self._rows) == _ROWS_PER_GROUP:
            self._flush()

    def close(self) -> None:
        """Write what is left and the footer."""
        if self._rows:
            self._flush()
        self._writer.close()

    def _flush(self) -> None:
        self._writer.write_table(pa.Table.from_pylist(self._rows, schema=self._schema))
        self._rows = []


def image_columns(factors: Mapping[str, Factor], *, stress: bool = False) -> list[tuple[str, pa.DataType]]:
    """Columns of ``factors.parquet``: what names an image, then one column for each factor, by its own name.

    Those of a `stress` set also say which base an image belongs to, what is changed in it, and at which level.
    """
    fixed: list[tuple[str, pa.DataType]] = [
        ("image_id", pa.int64()),
        ("split", pa.string()),
        ("file_name", pa.string()),
        ("scene", pa.int64()),
        ("view", pa.int64()),
        ("capture", pa.int64()),
        ("family", pa.string()),
        ("width", pa.int64()),
        ("height", pa.int64()),
        ("objects", pa.int64()),
        ("label_agreement", pa.float64()),
    ]
    if stress:
        fixed += [("stress_base", pa.int64()), ("stress_factor", pa.string()), ("stress_level", pa.int64())]
    return fixed + [(name, _FACTOR_TYPES[factor.kind]) for name, factor in sorted(factors.items())]


def image_row(image: Record, split: str, objects: int) -> dict[str, Any]:
    """The row of one image that shows `objects` labelled things."""
    names = ("file_name", "scene", "view", "capture", "family", "width", "height", "label_agreement")
    row = {"image_id": image["id"], "split": split, "objects": objects} | {name: image.get(name) for name in names}
    if stress := image.get("stress"):
        row |= {f"stress_{name}": stress[name] for name in ("base", "factor", "level")}
    return row | dict(image["factors"])


def instance_columns(wear_kinds: Sequence[str]) -> list[tuple[str, pa.DataType]]:
    """Columns of ``instances.parquet``: two for each kind of wear, its severity and the share that it covers."""
    number, whole, text, flag = pa.float64(), pa.int64(), pa.string(), pa.bool_()
    fixed = [
        ("annotation_id", whole),
        ("image_id", whole),
        ("split", text),
        ("scene", whole),
        ("category_id", whole),
        ("category", text),
        ("part", text),
        ("material", text),
        ("context", text),
        ("transparent", flag),
        ("x_px", number),
        ("y_px", number),
        ("width_px", number),
        ("height_px", number),
        ("area_px", whole),
        ("visibility", number),
        ("truncated", flag),
        ("saturated", number),
        ("behind_transparent", number),
        ("depth_m", number),
        ("speed_m_s", number),
        ("intent", text),
    ]
    wear = [(f"{column}_{kind}", number) for kind in sorted(wear_kinds) for column in ("wear", "wear_cover")]
    return fixed + wear


def instance_row(annotation: Record, image: Record, split: str, category: str) -> dict[str, Any]:
    """The row of one annotation. `depth_m` is that of its origin, along the optical axis; soft things have none."""
    attributes = annotation["attributes"]
    x, y, width, height = annotation["bbox"]
    row = {
        "annotation_id": annotation["id"],
        "image_id": annotation["image_id"],
        "split": split,
        "scene": image["scene"],
        "category_id": annotation["category_id"],
        "category": category,
        "x_px": x,
        "y_px": y,
        "width_px": width,
        "height_px": height,
        "area_px": annotation["area"],
        "visibility": annotation["visibility"],
        "truncated": annotation["truncated"],
        "depth_m": annotation["pose"]["camera_from_object"][2][3] if "pose" in annotation else None,
        "speed_m_s": math.hypot(*annotation["velocity_m_s"]) if "velocity_m_s" in annotation else None,
    }
    names = ("part", "material", "context", "intent", "transparent", "saturated", "behind_transparent")
    row |= {name: attributes.get(name) for name in names}
    row |= {f"wear_{kind}": severity for kind, severity in attributes["wear"].items()}
    return row | {f"wear_cover_{kind}": share for kind, share in attributes["wear_cover"].items()}
