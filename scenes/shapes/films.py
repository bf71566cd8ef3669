"""Stretch film around a load as physics tightened it: rings of points from below, torn open, with a loose end."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from generator.mesh import Mesh
from generator.plugins import Shape
from generator.points import points_from_text
from scenes.shapes._mesh import Piece, rounded_rect
from scenes.shapes._skins import block_hulls, halved, two_sided
from scenes.shapes._tubes import soft_mesh

THICK_M = 0.0006  # several layers of 23 um, with the air between them
_BLOCK = 4  # cells along a convex piece
_USUAL_M = (1.2, 0.8, 1.0)  # of the load of a film without points
_CORNER_M = 0.012


@dataclass(frozen=True, slots=True)
class FilmSheet:
    """Which points a film has, and how they hang together."""

    around: np.ndarray  # (rows, columns) number of each point, counter-clockwise from above; -1 where it is torn away
    tail: np.ndarray  # (length, breadth) of the loose end, from where it clings; (0, 0) without one
    clings: np.ndarray  # (breadth,) points of what goes around that the loose end hangs on

    @property
    def count(self) -> int:
        """Of all points."""
        return int((self.around >= 0).sum()) + self.tail.size


@lru_cache(maxsize=64)
def film_sheet(rows: int, columns: int, torn: str = "", tail: str = "") -> FilmSheet:
    """The sheet of a film: `torn` is "row column row column ..." of points that are gone, `tail` "row column length
    breadth" of its loose end. Points that no whole cell has are gone too.

    Raises ValueError where a loose end hangs on what is gone.
    """
    there = np.ones((rows, columns), bool)
    gone = np.array(torn.split(), int).reshape(-1, 2)
    there[gone[:, 0], gone[:, 1] % columns] = False
    whole = _whole(there)
    kept = np.zeros_like(there)
    for i in (0, 1):
        for j in (0, 1):
            kept[i : rows - 1 + i] |= np.roll(whole, j, axis=1)
    around = np.full(there.shape, -1)
    around[kept] = np.arange(int(kept.sum()))
    if not tail:
        return FilmSheet(around, np.zeros((0, 0), int), np.zeros(0, int))
    row, column, length, breadth = (int(v) for v in tail.split())
    clings = around[row : row + breadth, column % columns]
    if len(clings) != breadth or (clings < 0).any():
        raise ValueError(f"the loose end of a film hangs on rows {row} to {row + breadth} of column {column}: gone")
    return FilmSheet(around, kept.sum() + np.arange(length * breadth).reshape(length, breadth), clings)


def _whole(there: np.ndarray) -> np.ndarray:
    """(rows - 1, columns) bool: cells that have all four corners; the last column's join the first."""
    beside = np.roll(there, -1, axis=1)
    return np.asarray(there[:-1] & there[1:] & beside[:-1] & beside[1:])


def stretch_film(
    points: str = "",
    rows: int = 8,
    columns: int = 24,
    torn: str = "",
    tail: str = "",
    thickness_m: float = THICK_M,
) -> Mesh:
    """Film around a load, open above and below: a closed skin with an inside and an outside. One slot, "film".

    `points` are those of `film_sheet`. Without them it goes straight around a usual load and has no loose end.
    """
    sheet = film_sheet(rows, columns, torn, tail)
    middle = points_from_text(points) if points else _straight(rows, columns)[sheet.around.reshape(-1) >= 0]
    cells, block = _cells(sheet)
    points_m, faces = two_sided(middle, halved(cells), thickness_m)
    hulls = block_hulls(cells, block, *np.split(points_m, 2))
    return soft_mesh([Piece(points_m, faces)], ("film",), hulls)


def _cells(sheet: FilmSheet) -> tuple[np.ndarray, np.ndarray]:
    """(C, 4) points of each cell, counter-clockwise from outside, and (C,) which convex piece it is part of."""
    around, tail = sheet.around, sheet.tail
    row, column = np.nonzero(_whole(around >= 0))
    after = (column + 1) % around.shape[1]
    cells = [
        np.stack([around[row, column], around[row, after], around[row + 1, after], around[row + 1, column]], axis=1)
    ]
    blocks = [row // _BLOCK * 1000 + column // _BLOCK]
    if tail.size:
        i, j = (v.reshape(-1) for v in np.meshgrid(*(np.arange(n - 1) for n in tail.shape), indexing="ij"))
        cells.append(np.stack([tail[i, j], tail[i + 1, j], tail[i + 1, j + 1], tail[i, j + 1]], axis=1))
        blocks.append(10**6 + i * 1000 + j // _BLOCK)
    return np.concatenate(cells), np.concatenate(blocks)


def _straight(rows: int, columns: int) -> np.ndarray:
    """(rows columns, 3) around a usual load, its columns evenly apart."""
    width, depth, height = _USUAL_M
    outline = rounded_rect(width, depth, _CORNER_M, 4)
    ends = np.concatenate([outline, outline[:1]])
    way = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(ends, axis=0), axis=1))])
    at = np.arange(columns) / columns * way[-1]
    ring = np.column_stack([np.interp(at, way, ends[:, axis]) for axis in (0, 1)])
    heights = (np.arange(rows) / (rows - 1) - 0.5) * height
    return np.concatenate([np.column_stack([ring, np.full(columns, z)]) for z in heights])


SHAPES = (
    Shape(
        "stretch_film",
        "Stretch film around a load, tightened by physics, whole or torn.",
        stretch_film,
        stuff="packing",
    ),
)
