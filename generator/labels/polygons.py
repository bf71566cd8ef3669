"""Masks as polygons that follow the edges of pixels, so that COCO's own rasteriser gives the very mask back.

A COCO polygon cannot have a hole. A piece with a hole is therefore cut along a pixel column through it, until no piece
has one: a washer becomes two halves, with its area and its hole intact.
"""

from __future__ import annotations

import cv2
import numpy as np

from generator.labels.frame import Window

_TURNS = ((1, 0), (0, 1), (-1, 0), (0, -1))  # right, down, left, up


def polygons(mask: np.ndarray, window: Window) -> list[list[float]]:
    """COCO polygons ``[x0, y0, x1, y1, ...]`` in picture pixels of a mask (h, w) that covers `window`."""
    found: list[list[float]] = []
    for piece in _pieces(mask.astype(np.uint8)):
        corners = _outline(piece) + np.array([window.left, window.top])
        found.append([float(v) for v in corners.ravel()])
    return found


def _pieces(mask: np.ndarray) -> list[np.ndarray]:
    """The mask as pieces without holes, each (h, w) uint8 and connected by pixel edges."""
    count, labels = cv2.connectedComponents(mask, connectivity=4)
    ready: list[np.ndarray] = []
    for label in range(1, count):
        piece = (labels == label).astype(np.uint8)
        column = _column_through_hole(piece)
        if column is None:
            ready.append(piece)
            continue
        left, right = piece.copy(), piece.copy()
        left[:, column:] = 0
        right[:, :column] = 0
        ready += _pieces(left) + _pieces(right)
    return ready


def _column_through_hole(piece: np.ndarray) -> int | None:
    """A column at which a cut opens the first hole of a connected piece; None if it has no hole."""
    padded = np.pad(1 - piece, 1, constant_values=1)
    count, labels = cv2.connectedComponents(padded, connectivity=8)
    outside = labels[0, 0]
    for label in range(1, count):
        if label != outside:
            columns = np.flatnonzero((labels == label).any(axis=0)) - 1
            return int(columns[0] + columns[-1] + 1) // 2
    return None


def _outline(piece: np.ndarray) -> np.ndarray:
    """(N, 2) corner points (x, y) around a piece without holes, clockwise as seen, the piece on the right hand."""
    padded = np.pad(piece, 1)
    row, column = (int(v[0]) for v in np.nonzero(piece))
    start = (column, row)  # the top left corner of the first pixel: the outline leaves it to the right
    (x, y), heading = start, 0
    corners: list[tuple[int, int]] = []
    while True:
        dx, dy = _TURNS[heading]
        x, y = x + dx, y + dy
        turn = _turn(padded, x, y, heading)
        if turn:
            corners.append((x, y))
            heading = (heading + turn) % 4
        if (x, y) == start and heading == 0:
            return np.array(corners)


def _turn(padded: np.ndarray, x: int, y: int, heading: int) -> int:
    """Which way the outline goes on at a corner: 1 right, 0 straight on, -1 left. `padded` has a rim of one."""
    dx, dy = _TURNS[heading]
    rx, ry = _TURNS[(heading + 1) % 4]
    # The pixels ahead, to the right and to the left hand; pixel (row y, column x) lies right and below corner (x, y).
    ahead_right = padded[y + 1 + min(dy + ry, 0), x + 1 + min(dx + rx, 0)]
    ahead_left = padded[y + 1 + min(dy - ry, 0), x + 1 + min(dx - rx, 0)]
    if not ahead_right:
        return 1
    return -1 if ahead_left else 0
