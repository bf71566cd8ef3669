"""Cloth that physics draped: a jacket, a vest, a rag, a glove, a sheet, as a grid of points cut to an outline."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np

from generator.mesh import Mesh
from generator.plugins import Shape
from generator.points import points_from_text
from scenes.shapes._mesh import Piece
from scenes.shapes._skins import block_hulls, halved, rim_of, two_sided
from scenes.shapes._tubes import soft_mesh

CUTS = ("glove", "jacket", "rag", "sheet", "vest")
_BLOCK = 4  # cells along a convex piece
_RIM_PASSES = 3
_TAPE_M = 0.05  # width of reflective tape, EN ISO 20471


@cache
def _mask(cut: str, rows: int, columns: int) -> np.ndarray:
    """(rows, columns) bool: which points of the grid the cut has. Rows go from the hem to the shoulders."""
    u = np.linspace(-1, 1, columns)[None, :]  # across
    v = np.linspace(0, 1, rows)[:, None]  # upwards
    if cut == "jacket":  # sleeves stand out at the shoulders, a notch for the neck
        body = np.abs(u) <= 0.42
        sleeve = (v <= 0.96) & (v >= 0.66 + 0.05 * np.abs(u))
        neck = (u / 0.12) ** 2 + ((v - 1.02) / 0.09) ** 2 < 1
        return np.asarray((body | sleeve) & ~neck)
    if cut == "glove":  # palm, four fingers upwards, a thumb aside, a cuff below
        palm = (np.abs(u + 0.1) < 0.62) & (v < 0.58)
        ends = ((-0.56, 0.84), (-0.24, 0.96), (0.07, 1.0), (0.37, 0.9))
        fingers = np.zeros((rows, columns), bool)
        for middle, tip in ends:
            fingers |= (np.abs(u - middle) < 0.125) & (v < tip) & (v >= 0.5)
        lean = 0.52 + 0.75 * (v - 0.26)
        thumb = (np.abs(u - lean) < 0.16) & (v > 0.22) & (v < 0.66)
        return np.asarray(palm | fingers | thumb)
    if cut == "vest":  # opened out flat: two fronts and the back, arm holes between them
        holes = ((np.abs(u) - 0.5) / 0.13) ** 2 + ((v - 0.82) / 0.26) ** 2 < 1
        neck = (u / 0.16) ** 2 + ((v - 1.03) / 0.12) ** 2 < 1
        fronts = (np.abs(u) > 0.8) & (v > 1.0 - 1.6 * (np.abs(u) - 0.8))
        return ~(holes | neck | fronts)
    if cut == "rag":  # torn by hand: corners gone, edges uneven
        edge = 0.05 * np.sin(9.1 * u + 2.0) + 0.03 * np.sin(17.0 * v)
        inside = (np.abs(u) < 0.97 + edge) & (np.abs(v * 2 - 1) < 0.96 + edge)
        return np.asarray(inside & (np.abs(u) + np.abs(2 * v - 1) < 1.82))
    return np.ones((rows, columns), bool)


def cloth_mask(cut: str, rows: int, columns: int) -> np.ndarray:
    """(rows, columns) bool: which points of a grid there are, without any that no whole cell has."""
    mask = _mask(cut, rows, columns)
    cells = _cells(mask)
    kept = np.zeros_like(mask)
    for i in (0, 1):
        for j in (0, 1):
            kept[i : rows - 1 + i, j : columns - 1 + j] |= cells
    return kept


def _cells(mask: np.ndarray) -> np.ndarray:
    """(rows - 1, columns - 1) bool: cells that have all four corners."""
    return mask[:-1, :-1] & mask[1:, :-1] & mask[:-1, 1:] & mask[1:, 1:]


def cloth(
    points: str = "",
    cut: str = "rag",
    rows: int = 12,
    columns: int = 12,
    spacing_m: float = 0.012,
    thickness_m: float = 0.002,
    taped: int = 0,
) -> Mesh:
    """A piece of cloth; slots "cloth", and with `taped` "tape" for its reflective bands. Without points it lies flat.

    `points` are those of `cloth_mask`, row by row.
    """
    mask = cloth_mask(cut, rows, columns)
    number = np.full(mask.shape, -1)
    number[mask] = np.arange(int(mask.sum()))
    place = np.argwhere(mask)
    if points:
        middle = points_from_text(points)
    else:
        middle = np.column_stack([place[:, 1] * spacing_m, place[:, 0] * spacing_m, np.zeros(len(place))])
        middle -= middle.mean(axis=0)
    cells = np.argwhere(_cells(mask))
    corners = np.stack([number[cells[:, 0] + i, cells[:, 1] + j] for i, j in ((0, 0), (0, 1), (1, 1), (1, 0))], axis=1)
    top = halved(corners)
    points_m, faces = two_sided(_smooth_rim(middle, rim_of(top)), top, thickness_m)
    taped_cells = _taped(cut, cells, mask.shape, spacing_m) if taped else np.zeros(len(cells), bool)
    slot = np.concatenate([taped_cells.repeat(2), taped_cells.repeat(2), np.zeros(len(faces) - 2 * len(top), bool)])
    pieces = [Piece(points_m, faces[~slot], 0)]
    if slot.any():
        pieces.append(Piece(points_m, faces[slot], 1))
    hulls = block_hulls(corners, cells[:, 0] // _BLOCK * 10000 + cells[:, 1] // _BLOCK, *np.split(points_m, 2))
    return _joined(pieces, ("cloth", "tape") if taped else ("cloth",), hulls)


def _joined(pieces: list[Piece], slots: tuple[str, ...], hulls: list[np.ndarray]) -> Mesh:
    """One closed surface of two slots: the pieces share their points, so the normals run on across the tape."""
    faces = np.concatenate([piece.faces for piece in pieces])
    mesh = soft_mesh([Piece(pieces[0].points_m, faces)], slots[:1], hulls)
    which = np.concatenate([np.full(len(piece.faces), piece.slot, np.uint8) for piece in pieces])
    if len(mesh.faces) != len(faces):
        raise ValueError(f"cloth of {len(pieces[0].points_m) // 2} points has faces without an area")
    return replace(mesh, face_slots=which, slots=slots)


def _smooth_rim(points_m: np.ndarray, rim: np.ndarray) -> np.ndarray:
    """The points with the steps of the grid taken out of the outline: each rim point goes between its neighbours."""
    smooth = points_m.copy()
    for _ in range(_RIM_PASSES):
        total, count = np.zeros_like(smooth), np.bincount(rim.reshape(-1), minlength=len(smooth))
        for one, other in (rim.T, rim.T[::-1]):
            np.add.at(total, one, smooth[other])
        on = count > 0
        smooth[on] = 0.5 * smooth[on] + 0.5 * total[on] / count[on][:, None]
    return smooth


def _taped(cut: str, cells: np.ndarray, shape: tuple[int, ...], spacing_m: float) -> np.ndarray:
    """(C,) bool: cells under reflective tape: two bands around the body, one down each shoulder, one on each sleeve."""
    rows, columns = shape
    u = 2 * (cells[:, 1] + 0.5) / (columns - 1) - 1
    v = (cells[:, 0] + 0.5) / (rows - 1)
    band = _TAPE_M / spacing_m / (rows - 1)
    trunk = np.abs(u) < 0.43 if cut == "jacket" else np.ones(len(u), bool)
    around = trunk & ((np.abs(v - 0.2) < band / 2) | (np.abs(v - 0.42) < band / 2))
    across = 2 * _TAPE_M / spacing_m / (columns - 1)
    shoulder = (0.24 if cut == "jacket" else 0.28) + 0.5 * across
    down = trunk & (np.abs(np.abs(u) - shoulder) < across / 2) & (v > 0.42)
    sleeve = (cut == "jacket") & (np.abs(np.abs(u) - 0.72) < across / 2)
    return np.asarray(around | down | sleeve)


SHAPES = (Shape("cloth", "Draped cloth, cut to a jacket, a vest, a rag or a sheet; slots cloth, tape.", cloth),)
