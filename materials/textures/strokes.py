"""Strokes on a torus: scratches, hairlines, fibres and pores, drawn with anti-aliased splats."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class Strokes:
    """N curved lines. Lengths and widths in pixels, angles in radians, curvature in radians over the length."""

    start: np.ndarray  # (N, 2) y, x
    angle: np.ndarray  # (N,)
    length: np.ndarray  # (N,)
    bend: np.ndarray  # (N,) total turn
    value: np.ndarray  # (N,) what the line's middle deposits
    wander: np.ndarray  # (N,) amplitude of a slow wobble across the line, pixels


@dataclass(frozen=True, slots=True)
class Trace:
    """All points of all strokes, half a pixel apart."""

    y: np.ndarray  # (P,)
    x: np.ndarray
    across_y: np.ndarray  # (P,) unit vector across the stroke
    across_x: np.ndarray
    along: np.ndarray  # (P,) 0..1
    owner: np.ndarray  # (P,) index of the stroke


def trace(strokes: Strokes, step_px: float = 0.6) -> Trace:
    """The points of all strokes."""
    count = np.maximum(np.ceil(strokes.length / step_px).astype(np.int64), 2)
    owner = np.repeat(np.arange(len(count)), count)
    first = np.repeat(np.cumsum(count) - count, count)
    along = (np.arange(len(owner)) - first) / (count[owner] - 1)
    bend, length = strokes.bend[owner], strokes.length[owner]
    turn = strokes.angle[owner] + bend * (along - 0.5)
    # Position along an arc: integral of the direction, exact for a constant turn rate.
    small = np.abs(bend) < 1e-4
    radius = length / np.where(small, 1.0, bend)
    begin = strokes.angle[owner] - bend * 0.5
    x = np.where(small, along * length * np.cos(turn), radius * (np.sin(turn) - np.sin(begin)))
    y = np.where(small, along * length * np.sin(turn), -radius * (np.cos(turn) - np.cos(begin)))
    wobble = strokes.wander[owner] * np.sin(along * length / 37.0 + owner * 1.7)
    across_y, across_x = np.cos(turn), -np.sin(turn)
    return Trace(
        strokes.start[owner, 0] + y + wobble * across_y,
        strokes.start[owner, 1] + x + wobble * across_x,
        across_y,
        across_x,
        along,
        owner,
    )


def deposit_sum(canvas: np.ndarray, y: np.ndarray, x: np.ndarray, value: np.ndarray) -> None:
    """Add values at fractional places, shared among the four nearest pixels."""
    for index, weight in _corners(canvas.shape, y, x):
        canvas += np.bincount(index, weight * value, canvas.size).reshape(canvas.shape)


def deposit_max(canvas: np.ndarray, y: np.ndarray, x: np.ndarray, value: np.ndarray) -> None:
    """Raise pixels to values at fractional places, weighted by nearness."""
    flat = canvas.reshape(-1)
    for index, weight in _corners(canvas.shape, y, x):
        np.maximum.at(flat, index, (np.minimum(1.0, 1.4 * weight) * value).astype(canvas.dtype))


def _corners(shape: tuple[int, ...], y: np.ndarray, x: np.ndarray) -> tuple[tuple[np.ndarray, np.ndarray], ...]:
    """Flat index and bilinear weight of the four pixels around each place."""
    height, width = shape
    y0, x0 = np.floor(y), np.floor(x)
    ty, tx = y - y0, x - x0
    rows, columns = y0.astype(np.int64) % height, x0.astype(np.int64) % width
    below, right = (rows + 1) % height, (columns + 1) % width
    return (
        (rows * width + columns, (1 - ty) * (1 - tx)),
        (rows * width + right, (1 - ty) * tx),
        (below * width + columns, ty * (1 - tx)),
        (below * width + right, ty * tx),
    )


def taper(along: np.ndarray, sharpness: float = 0.35) -> np.ndarray:
    """Rises from both ends of a stroke: tools touch down and lift off."""
    return np.sin(np.pi * np.clip(along, 0.0, 1.0)) ** sharpness
