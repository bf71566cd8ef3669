"""The uprights of a pallet rack: open sections with rows of key-holes, base plates with their anchors."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from scenes.shapes._mesh import Piece, rotation, slab, turned_body

POST_M = (0.1, 0.075)  # across the aisle's direction, into the rack
PLATE_M = (0.16, 0.13, 0.008)  # base plate
HOLE_PITCH_M = 0.075
_HOLE_X_M = 0.023  # of the two rows, from the middle
_CELL_M = 0.01  # half the width of a row's strip
_HOLE_M = np.array([(30, -130), (75, 60), (45, 130), (-45, 130), (-75, 60), (-30, -130)]) * 1e-4  # wide above
_DEEP_M = 0.03
_CHAMFER_M, _SHEET_M, _LIP_M = 0.003, 0.0025, 0.018
_BACK_M = -0.0015  # the channel's bottom: behind the holes, which show its dark
_RIM = ((0, 1, 4), (0, 4, 9), (1, 5, 4), (1, 2, 5), (2, 6, 5), (2, 3, 6), (3, 7, 6), (3, 8, 7), (3, 0, 8), (0, 9, 8))


def upright(high_m: float) -> Piece:
    """An upright from the floor, its perforated face towards -y, its open side towards +y; middle at the origin."""
    columns = np.array([-POST_M[0] / 2 + _CHAMFER_M, *_strip(-1), *_strip(1), POST_M[0] / 2 - _CHAMFER_M])
    count = int(high_m / HOLE_PITCH_M) - 1  # none at the very ends
    first = (high_m - count * HOLE_PITCH_M) / 2
    levels = np.concatenate([[0.0], first + HOLE_PITCH_M * np.arange(count + 1), [high_m]])
    front = -POST_M[1] / 2
    x, z = np.meshgrid(columns, levels)
    points = [np.stack([x.ravel(), np.full(x.size, front), z.ravel()], axis=1)]
    index = np.arange(x.size).reshape(x.shape)
    a, b, c, d = (part.ravel() for part in (index[:-1, :-1], index[:-1, 1:], index[1:, 1:], index[1:, :-1]))
    column = np.tile(np.arange(len(columns) - 1), len(levels) - 1)
    row = np.repeat(np.arange(len(levels) - 1), len(columns) - 1)
    holed = np.isin(column, (1, 3)) & (row > 0) & (row <= count)
    faces = [np.stack(t, axis=1)[~holed] for t in ((a, b, c), (a, c, d))]
    corners = np.stack([a, b, c, d], axis=1)[holed]
    middles = (points[0][corners[:, 0]] + points[0][corners[:, 2]]) / 2
    faces.append(_holes(points, corners, middles))
    faces.append(_section(points, index, high_m))
    cavity = np.concatenate([np.full(len(p), deep) for p, deep in zip(points, (0.0, 0.3, 1.0, 0.2), strict=True)])
    return Piece(np.concatenate(points), np.concatenate(faces), 0, cavity)


def _strip(side: int) -> tuple[float, float]:
    return side * _HOLE_X_M - _CELL_M, side * _HOLE_X_M + _CELL_M


def _holes(points: list[np.ndarray], corners: np.ndarray, middles: np.ndarray) -> np.ndarray:
    """(F, 3) rims, walls and ends of the key-holes in cells with these (N, 4) corners; appends their points."""
    start, count, sides = sum(len(p) for p in points), len(corners), len(_HOLE_M)
    rim = middles[:, None] + np.stack([_HOLE_M[:, 0], np.zeros(sides), _HOLE_M[:, 1]], axis=1)
    points += [rim.reshape(-1, 3), (rim + np.array([0.0, _DEEP_M, 0.0])).reshape(-1, 3)]
    near = start + np.arange(count * sides).reshape(count, sides)
    far = near + count * sides
    cell = np.concatenate([corners, near], axis=1)
    made = [cell[:, list(t)] for t in _RIM]
    for k in range(sides):
        n = (k + 1) % sides
        made += [np.stack([near[:, k], near[:, n], far[:, n]], axis=1)]
        made += [np.stack([near[:, k], far[:, n], far[:, k]], axis=1)]
    made += [np.stack([far[:, 0], far[:, k], far[:, k + 1]], axis=1) for k in range(1, sides - 1)]
    return np.concatenate(made)


def _section(points: list[np.ndarray], index: np.ndarray, high_m: float) -> np.ndarray:
    """(F, 3) all but the perforated face: chamfers, flanges, lips, the channel, both ends; appends their points."""
    half, front, back = POST_M[0] / 2, -POST_M[1] / 2, POST_M[1] / 2
    right = [(half, front + _CHAMFER_M), (half, back), (half - _LIP_M, back), (half - _LIP_M, back - _SHEET_M)]
    right += [(half - _SHEET_M, back - _SHEET_M), (half - _SHEET_M, _BACK_M)]
    outline = np.array(right + [(-x, y) for x, y in reversed(right)])
    start, size = sum(len(p) for p in points), len(outline)
    points.append(np.concatenate([np.column_stack([outline, np.full(size, z)]) for z in (0.0, high_m)]))
    low, high = start + np.arange(size), start + size + np.arange(size)
    made = []
    for k in range(size - 1):
        made += [(low[k], low[k + 1], high[k + 1]), (low[k], high[k + 1], high[k])]
    for edge, below, above, flip in ((index[:, -1], low[0], high[0], 1), (index[:, 0], low[-1], high[-1], -1)):
        chamfer = [(below, q, p) for p, q in pairwise(edge)] + [(below, above, edge[-1])]
        made += [t[::flip] for t in chamfer]
    for ends, ring, flip in ((index[0], low, -1), (index[-1], high, 1)):
        web = (ring[11], *ends, ring[0], ring[5])
        cap = [(ring[6], p, q) for p, q in pairwise(web)]
        for (b, c, d, e, f, g), way in ((ring[:6], 1), (ring[:5:-1], -1)):  # flanges with their lips
            cap += [t[::way] for t in ((b, c, f), (b, f, g), (c, d, e), (c, e, f))]
        made += [t[::flip] for t in cap]
    return np.array(made)


def base_plate(slot: int = 0, anchor_slot: int = 2) -> list[Piece]:
    """A base plate on the floor around the origin, with two anchor bolts: washers, nuts, ends of studs (M10)."""
    pieces = [slab(*PLATE_M, 0.004, 0.002, slot, 2).moved(0, 0, PLATE_M[2] / 2)]
    for side in (-1, 1):
        at = (side * 0.065, side * 0.042, PLATE_M[2])
        for profile, sides in (
            ([(0.0102, -0.001), (0.0102, 0.0015), (0.0095, 0.002)], 14),
            ([(0.0096, 0.001), (0.0098, 0.0015), (0.0098, 0.009), (0.0085, 0.0098)], 6),
            ([(0.005, 0.0), (0.005, 0.021), (0.0042, 0.022)], 10),
        ):
            turned = turned_body(profile, anchor_slot, sides=sides).turned(rotation("z", 20.0 * side))
            pieces.append(turned.moved(*at))
    return pieces
