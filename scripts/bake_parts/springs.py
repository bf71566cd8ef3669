"""Coil springs of round wire: compression with closed and ground ends, extension with loops."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from hulls import frustum, ring
from raw import RawPart
from surface import Surface, trusted
from sweep import helix, round_wire, swept


def compression_spring(wire: float, outside: float, length: float, active: float) -> RawPart:
    """DIN 2098 style: one dead coil at each end, ground flat; the length is that of the free spring."""
    radius = (outside - wire) / 2
    turns = active + 2.0
    count = int(turns * 22)
    part = np.linspace(0, turns, count + 1)
    pitch = (length - 2.2 * wire - wire * 0.6) / (turns - 2.3)
    slope = np.interp(part, [0, 0.85, 1.45, turns - 1.45, turns - 0.85, turns], [1, 1, 0, 0, 1, 1])
    speed = wire * 1.02 * slope + pitch * (1 - slope)
    height = np.concatenate([[0], np.cumsum((speed[1:] + speed[:-1]) / 2 * np.diff(part))])
    height = (height / height[-1]) * (length - 0.4 * wire) + 0.2 * wire
    surface = swept(*helix(radius, height, part * 2 * np.pi), *round_wire(wire / 2, 10))
    flat = surface.vertices_mm.copy()
    flat[:, 2] = np.clip(flat[:, 2], 0, length)
    ground = trusted(Surface(flat, surface.faces, surface.normals))
    return RawPart([ground], ring(outside / 2 - wire, outside / 2, 0, length, 12))


def extension_spring(wire: float, outside: float, turns: int) -> RawPart:
    """Close-wound, with a loop at each end that stands on the body's middle (DIN 2097)."""
    radius = (outside - wire) / 2
    angles = np.linspace(0, turns * 2 * np.pi, turns * 20 + 1)
    height = angles / (2 * np.pi) * wire * 1.01
    coil = np.stack([radius * np.cos(angles), radius * np.sin(angles), height - height[-1] / 2], axis=1)
    top = _loop(radius, wire) + np.array([0, 0, coil[-1, 2]])
    bottom = (_loop(radius, wire) * np.array([1, -1, -1]) + np.array([0, 0, coil[0, 2]]))[::-1]
    line = np.concatenate([bottom, coil[5:-5], top])
    across, up = _frames(line)
    surface = swept(line, across, up, *round_wire(wire / 2, 10))
    hulls = [frustum([(outside / 2, coil[0, 2] - wire / 2), (outside / 2, coil[-1, 2] + wire / 2)], 16)]
    for ends in (np.arange(0, len(bottom) + 2), np.arange(len(line) - len(top) - 2, len(line))):
        for piece in np.array_split(ends[:-1], 8):
            run = np.append(piece, piece[-1] + 1)
            circle, _ = round_wire(wire / 2 * 1.02, 10)
            points = (
                line[run][:, None] + circle[None, :, :1] * across[run][:, None] + circle[None, :, 1:] * up[run][:, None]
            )
            hulls.append(points.reshape(-1, 3))
    return RawPart([surface], hulls)


def _loop(radius: float, wire: float) -> np.ndarray:
    """From the coil's end at angle zero, height zero, up into a loop around the y axis."""
    rise = radius * 0.85 + 0.6 * wire
    turn = np.linspace(-0.55, np.pi + 0.9, 26)
    circle = np.stack([radius * np.cos(turn), np.zeros_like(turn), rise + radius * np.sin(turn)], axis=1)
    start, leave = -4 * 2 * np.pi / 20, circle[0]
    begin = np.array([radius * np.cos(start), radius * np.sin(start), -4 / 20 * wire])
    pull = 1.1 * np.linalg.norm(leave - begin)
    m0, m1 = (
        np.array([-np.sin(start), np.cos(start), 0]) * pull,
        np.array([-np.sin(turn[0]), 0, np.cos(turn[0])]) * pull,
    )
    t = np.linspace(0, 1, 9)[:-1, None]
    blend = (2 * t**3 - 3 * t**2 + 1) * begin + (t**3 - 2 * t**2 + t) * m0
    blend = blend + (3 * t**2 - 2 * t**3) * leave + (t**3 - t**2) * m1
    return np.concatenate([blend, circle])


def _frames(line: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Frames that do not twist along a line (double reflection would be finer; the steps are small)."""
    tangent = np.gradient(line, axis=0)
    tangent /= np.linalg.norm(tangent, axis=1, keepdims=True)
    across = np.empty_like(line)
    seed = np.cross(tangent[0], [0.3, 0.9, 0.2])
    for i, t in enumerate(tangent):
        seed = seed - (seed @ t) * t
        seed = seed / np.linalg.norm(seed)
        across[i] = seed
    return across, np.cross(tangent, across)


PARTS: dict[str, Callable[[], RawPart]] = {
    "compression_spring_1x10x30": partial(compression_spring, 1.0, 10.0, 30.0, 7),
    "compression_spring_2x20x50": partial(compression_spring, 2.0, 20.0, 50.0, 6),
    "extension_spring_1x8x40": partial(extension_spring, 1.0, 8.0, 24),
}
