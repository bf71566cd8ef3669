"""A part as the CAD stage leaves it: closed surfaces by slot, convex pieces, and the axis, in millimetres."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from hulls import Hull
from surface import Surface


@dataclass(frozen=True)
class RawPart:
    """Surfaces that share a slot are separate closed bodies of it."""

    surfaces: Sequence[Surface]
    hulls: Sequence[Hull]
    axis: tuple[float, float, float] = (0.0, 0.0, 1.0)


def write_raw(part: RawPart, path: Path) -> None:
    """Store the part for the second stage; arrays are float64, rounded to 0.1 nm."""
    slots = list(dict.fromkeys(s.slot for s in part.surfaces))
    starts = np.cumsum([0] + [len(s.vertices_mm) for s in part.surfaces])
    buffer = io.BytesIO()
    np.savez(
        buffer,
        vertices_mm=np.round(
            np.concatenate([s.vertices_mm for s in part.surfaces]), 7
        ),  # last bits differ between runs
        faces=np.concatenate([s.faces + at for s, at in zip(part.surfaces, starts, strict=False)]),
        normals=np.round(np.concatenate([s.normals for s in part.surfaces]), 7),
        face_slots=np.concatenate([np.full(len(s.faces), slots.index(s.slot)) for s in part.surfaces]),
        slots=np.array(slots),
        hull_points=np.concatenate(part.hulls) if part.hulls else np.zeros((0, 3)),
        hull_sizes=np.array([len(h) for h in part.hulls], np.int64),
        axis=np.array(part.axis),
    )
    path.write_bytes(buffer.getvalue())
