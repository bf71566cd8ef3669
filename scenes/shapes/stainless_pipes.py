"""Pipework of stainless tube with clamps and valves on a stand, and a pump skid."""

from __future__ import annotations

import numpy as np

from generator.mesh import Mesh
from generator.plugins import Shape
from scenes.shapes._mesh import Piece, make_mesh, rotation, slab
from scenes.shapes._sweep import bent_path, rod, rod_hulls
from scenes.shapes.stainless import box_of, turned

_TUBE, _BRIGHT, _COLOUR = 0, 1, 2
_RADIUS_M = 0.0255  # DN 50 by DIN 11866: 51 mm less its wall


class _Build:
    """Pieces and their hulls as they come."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.hulls: list[np.ndarray] = []

    def pipe(self, corners: list[tuple[float, float, float]], radius_m: float = _RADIUS_M) -> None:
        """A tube through corners, bent at 1.5 diameters."""
        path = bent_path(corners, 3 * radius_m, 6)
        self.pieces.append(rod(path, radius_m, _TUBE, 20))
        self.hulls += rod_hulls(path, radius_m)

    def turned(self, profile: list[tuple[float, float]], slot: int, turn: np.ndarray, at: np.ndarray) -> None:
        """A body of revolution, turned and moved."""
        piece, hulls = turned(profile, slot, 28)
        self.pieces.append(piece.turned(turn).moved(*at))
        self.hulls += [hull @ turn.T + at for hull in hulls]

    def block(self, piece: Piece) -> None:
        """A piece that its box stands for."""
        self.pieces.append(piece)
        self.hulls.append(box_of(piece))

    def clamp(self, at: np.ndarray, turn: np.ndarray) -> None:
        """A clamp joint around a tube that runs along z of `turn`, with its wing nut."""
        r = _RADIUS_M
        profile = [(r + 0.004, -0.012), (r + 0.013, -0.009), (r + 0.013, 0.009), (r + 0.004, 0.012)]
        self.turned(profile, _BRIGHT, turn, at)
        nut = slab(0.03, 0.012, 0.012, 0.003, 0.002, _BRIGHT, 1).moved(r + 0.02)
        self.pieces.append(nut.turned(turn).moved(*at))
        self.hulls.append(box_of(nut) @ turn.T + at)

    def valve(self, at: np.ndarray, turn: np.ndarray, driven: bool) -> None:
        """A butterfly valve between two clamps, with a lever or an actuator out along y of `turn`."""
        r = _RADIUS_M
        side = turn @ rotation("x", -90)
        self.turned([(r + 0.01, -0.024), (r + 0.014, -0.02), (r + 0.014, 0.02), (r + 0.01, 0.024)], _BRIGHT, turn, at)
        for z in (-0.03, 0.03):
            self.clamp(at + turn @ np.array([0, 0, z]), turn)
        if driven:
            profile = [(0.02, 0.03), (0.02, 0.09), (0.045, 0.095), (0.045, 0.21), (0.03, 0.225)]
            self.turned(profile, _BRIGHT, side, at)
            self.turned([(0.028, 0.224), (0.03, 0.226), (0.03, 0.26), (0.02, 0.268)], _COLOUR, side, at)
        else:
            self.turned([(0.012, 0.03), (0.012, 0.075)], _BRIGHT, side, at)
            grip = slab(0.022, 0.14, 0.016, 0.007, 0.005, _COLOUR, 2).moved(0, 0.05, 0.08)
            self.pieces.append(grip.turned(side).moved(*at))
            self.hulls.append(box_of(grip) @ side.T + at)


def pipe_stand(width_m: float = 1.8, height_m: float = 1.5, lines: int = 3, pattern: int = 0) -> Mesh:
    """Lines of tube along x on a stand, with drops, bends, clamps and valves that differ by `pattern`.

    Slots: tube, bright (clamps, valves, the stand), colour (grips and indicators).
    """
    rng = np.random.default_rng(pattern)
    build = _Build()
    half = width_m / 2
    for side in (-1, 1):
        build.block(slab(0.05, 0.05, height_m, 0.004, 0.003, _BRIGHT).moved(side * (half - 0.15), 0.09, height_m / 2))
        build.block(slab(0.14, 0.14, 0.008, 0.006, 0.002, _BRIGHT).moved(side * (half - 0.15), 0.09, 0.004))
    along = rotation("y", 90)
    heights = np.linspace(0.45, height_m - 0.15, lines) + rng.uniform(-0.05, 0.05, lines)
    for number, z in enumerate(heights):
        drop = float(rng.uniform(-half + 0.35, half - 0.35))
        end = float(rng.choice([-1, 1]))
        if rng.random() < 0.6:
            corners = [(-end * half, 0, z), (end * half * 0.6, 0, z), (end * half * 0.6, -0.18, z)]
            corners.append((end * half * 0.6, -0.18, 0.15 + 0.05 * number))
        else:
            corners = [(-half, 0, z), (half, 0, z)]
        build.pipe([(float(x), float(y), float(h)) for x, y, h in corners])
        for x in np.sort(rng.uniform(-half + 0.1, 0.4 * half, 2)) * end:
            build.clamp(np.array([x, 0, z]), along)
        if rng.random() < 0.75:
            build.valve(
                np.array([drop * 0.5, 0, z]),
                along @ rotation("z", float(rng.choice([0, 90]))),
                bool(rng.random() < 0.4),
            )
        for side in (-1, 1):
            build.block(slab(0.03, 0.1, 0.02, 0.003, 0.002, _BRIGHT).moved(side * (half - 0.15), 0.045, z - 0.033))
    return make_mesh(build.pieces, ("tube", "bright", "colour"), build.hulls, axis=(1, 0, 0))


def pump_skid(length_m: float = 0.8, motor_m: float = 0.11) -> Mesh:
    """A sanitary pump on a base frame with ball feet: motor under a cowl, casing, two ports, a switch box.

    Slots: tube (shroud), bright (casing, frame), colour (switch).
    """
    build = _Build()
    n, r = length_m, motor_m
    high = 0.2
    for y in (-0.16, 0.16):
        build.block(slab(n, 0.05, 0.05, 0.005, 0.004, _BRIGHT).moved(0, y, high - 0.025))
    for x in (-0.42 * n, 0.42 * n):
        build.block(slab(0.05, 0.27, 0.05, 0.005, 0.004, _BRIGHT).moved(x, 0, high - 0.025))
        for y in (-0.16, 0.16):
            foot = [(0.034, 0.0), (0.036, 0.005), (0.016, 0.03), (0.012, high - 0.05)]
            build.turned(foot, _BRIGHT, np.eye(3), np.array([x, y, 0.0]))
    build.block(slab(0.75 * n, 0.3, 0.006, 0.004, 0.002, _BRIGHT).moved(0, 0, high + 0.003))
    along, axis = rotation("y", 90), high + 0.006 + 0.03 + r
    shroud = [(0.8 * r, -0.36 * n), (r, -0.35 * n), (r, 0.08 * n), (0.9 * r, 0.11 * n), (0.5 * r, 0.12 * n)]
    build.turned(shroud, _TUBE, along, np.array([0, 0, axis]))
    casing = [(0.4 * r, 0.11 * n), (0.5 * r, 0.2 * n), (1.15 * r, 0.21 * n), (1.2 * r, 0.22 * n), (1.2 * r, 0.29 * n)]
    casing += [(1.12 * r, 0.31 * n), (0.3 * r, 0.32 * n)]
    build.turned(casing, _BRIGHT, along, np.array([0, 0, axis]))
    build.pipe([(0.3 * n, 0, axis), (0.3 * n + 0.16, 0, axis)])
    build.clamp(np.array([0.3 * n + 0.12, 0, axis]), along)
    build.pipe([(0.25 * n, 0.9 * r, axis), (0.25 * n, 0.9 * r, axis + 2.6 * r)])
    build.clamp(np.array([0.25 * n, 0.9 * r, axis + 2.3 * r]), np.eye(3))
    for x in (-0.28 * n, 0.0):
        build.block(slab(0.05, 0.2, 0.04, 0.004, 0.003, _BRIGHT).moved(x, 0, high + 0.02))
    build.block(slab(0.11, 0.07, 0.14, 0.006, 0.004, _TUBE).moved(-0.12 * n, 0, axis + r + 0.06))
    build.turned([(0.016, 0.0), (0.015, 0.02), (0.012, 0.022)], _COLOUR, rotation("x", 90),
                 np.array([-0.12 * n, -0.034, axis + r + 0.07]))  # fmt: skip
    _supply(build, (-0.12 * n, 0.034, axis + r + 0.06), 0.16 + 0.07)
    return make_mesh(build.pieces, ("tube", "bright", "colour"), build.hulls, axis=(1, 0, 0))


def _supply(build: _Build, box_m: tuple[float, float, float], out_m: float) -> None:
    """A conduit from the face of a switch box (towards +y) down to a flange on the floor, `out_m` out of the middle."""
    x, y, z = box_m
    build.turned([(0.017, 0.0), (0.017, 0.012), (0.0135, 0.016), (0.0135, 0.03)], _BRIGHT, rotation("x", -90),
                 np.array([x, y, z]))  # fmt: skip
    build.pipe([(x, y + 0.01, z), (x, out_m, z), (x, out_m, 0.004)], 0.0105)
    build.turned([(0.04, 0.0), (0.04, 0.006), (0.018, 0.009), (0.014, 0.02)], _BRIGHT, np.eye(3),
                 np.array([x, out_m, 0.0]))  # fmt: skip


SHAPES = (
    Shape(
        "pipe_stand",
        "Lines of stainless tube with valves on a stand; slots tube, bright, colour.",
        pipe_stand,
        stuff="machine",
    ),
    Shape("pump_skid", "Sanitary pump on a base frame; slots tube, bright, colour.", pump_skid, stuff="machine"),
)
