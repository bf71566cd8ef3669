"""Shipping cartons of corrugated board (FEFCO 0201): folded flaps with cut edges, tape, a label, knocked corners."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np

from generator.mesh import Mesh
from generator.plugins import Shape
from scenes.shapes._mesh import Piece, flat_ring, loft, make_mesh, rotation
from scenes.shapes._strips import bent, knocked, strip
from scenes.shapes.pallets import box_hull

BOARD_M = 0.004  # C flute with its liners
_LINER_M = 0.0005
_BEND_M = 0.005  # from where a wall begins to turn to where it has turned
_FOLD = 0.3605  # of that, by which the middle of a fold is cut back: three turns of 31 degrees, which wear as edges do
_BEAD_M = 0.00012  # that a fold stands above the wall beside it
_TAPE_M = 0.0003  # all that lies on the flaps: one strip or two
_TAPE_WIDE_M = 0.048
_LAP_M = 0.011  # how far below the top a flap goes over into its wall
_TUCK_M = 0.0014  # how deep its end lies in there, so that no edge shows
_LABEL_M = (0.105, 0.074)
_STUCK_M = 0.0006  # the farthest that tape and label stand off a wall
TAPES = ("seam", "double", "edges")
EXTRAS = ("none", "second", "remainder")
_APART_M = 0.008  # between two labels


@dataclass(frozen=True, slots=True)
class _Box:
    """The walls of a carton that stands on z = 0: half sizes at its edges, height of its flaps, bulge of its walls."""

    x_m: float
    y_m: float
    top_m: float
    bulge_m: float

    def swell_m(self, u_m: np.ndarray, half_m: float, z_m: np.ndarray) -> np.ndarray:
        """How far a wall stands out at u from its middle and at a height: nothing where its folds hold it."""
        share = np.clip((z_m - _LAP_M) / (self.top_m - 2 * _LAP_M), 0.0, 1.0)
        beside = (np.abs(u_m) > half_m - 0.007) | (z_m < 0.007) | (z_m > self.top_m - 0.011)
        bulge = self.bulge_m * 4 * share * (1 - share) * np.clip(1 - (u_m / half_m) ** 2, 0.0, 1.0)
        return bulge - np.where(beside, 0.0, _BEAD_M)

    def side_x(self, y_m: np.ndarray, z_m: np.ndarray) -> np.ndarray:
        """x of the wall at +x."""
        return self.x_m + self.swell_m(y_m, self.y_m, z_m)

    def front_y(self, x_m: np.ndarray, z_m: np.ndarray) -> np.ndarray:
        """How far the walls at -y and +y are from the middle."""
        return self.y_m + self.swell_m(x_m, self.x_m, z_m)


def shipping_carton(
    width_m: float,
    depth_m: float,
    height_m: float,
    bulge_m: float = 0.003,
    crush_m: float = 0.0,
    label_x: float = 0.12,
    label_y: float = 0.1,
    pattern: int = 0,
    tape: str = "seam",
    label_turn_deg: float = 0.0,
    extra: str = "none",
) -> Mesh:
    """A closed carton with its label side facing +z and its top facing +y: slots "board", "tape", "label".

    Its sides bulge by `bulge_m` in their middles; one upper corner may be crushed in by `crush_m`. The label lies off
    the middle of its side by these shares of width and height. `pattern` is this one of a batch: how its tape was laid
    and torn, where it was knocked; `tape` is one of `TAPES`. The label is turned counter-clockwise by `label_turn_deg`;
    beside it there may be, as `extra` of `EXTRAS` says, a second label or what is left of one that was torn off. So
    that labels print upright, z looks out of them.
    """
    rng = np.random.default_rng(pattern)
    box = _Box(width_m / 2 - bulge_m - _STUCK_M, depth_m / 2 - bulge_m - _STUCK_M, height_m - _TAPE_M, bulge_m)
    pieces = [_body(box), *_flaps(box, float(rng.uniform(0.0006, 0.002)))]
    pieces += _taped(box, tape, rng)
    pieces += _labels(box, (label_x * width_m, label_y * height_m), label_turn_deg, extra, pattern)
    half = np.array([box.x_m, box.y_m, box.top_m / 2])
    pieces = knocked(pieces, half, rng)
    if crush_m:
        corner, into = np.array([half[0], -half[1], box.top_m]), np.array([-1.0, 1.0, -0.6])
        pieces = [bent(p, corner, into, crush_m, 0.35 * min(width_m, depth_m)) for p in pieces]
    facing = rotation("x", -90)  # top to +y, front to +z
    pieces = [p.turned(facing) for p in pieces]
    return make_mesh(pieces, ("board", "tape", "label"), [box_hull(np.concatenate([p.points_m for p in pieces]))])


def _stations(half_m: float, first_m: float, middle: int = 4) -> np.ndarray:
    """Places along a wall from -half + first to half - first, closer together towards its ends, which get knocked."""
    near = np.minimum(np.array([0.0, 0.004, 0.011, 0.022, 0.04]), 0.4 * half_m)
    low = -half_m + first_m + near
    inner = np.linspace(low[-1], -low[-1], middle + 2)[1:-1]
    return np.concatenate([low, inner, -low[::-1]])


def _body(box: _Box) -> Piece:
    """Walls and the minor flaps under the others: all edges bent, not cut."""
    top = box.top_m - BOARD_M
    part = _FOLD * _BEND_M
    heights = np.concatenate([[0.0, part], top / 2 + _stations(top / 2, _BEND_M, 5), [top - part, top]])
    insets = np.zeros(len(heights))
    insets[[0, -1]], insets[[1, -2]] = _BEND_M, part
    rings = []
    for z, inset in zip(heights, insets, strict=True):
        corner = max(_BEND_M - inset, 0.2 * _BEND_M)
        sides = []
        for turn in range(4):
            along, out = (box.x_m, box.y_m) if turn % 2 == 0 else (box.y_m, box.x_m)
            u = _stations(along - inset, corner)
            v = out - inset + box.swell_m(u, along, np.full(len(u), z))
            side = np.column_stack([u, -v])
            fold = [along - inset - _FOLD * corner, -(out - inset - _FOLD * corner)]
            sides.append(np.concatenate([side, [fold]]) @ _quarter(turn))
        rings.append(flat_ring(np.concatenate(sides), float(z)))
    return loft(rings)


@cache
def _quarter(turns: int) -> np.ndarray:
    """(2, 2) that turns row vectors by so many quarters, counter-clockwise."""
    return np.linalg.matrix_power(np.array([[0.0, 1.0], [-1.0, 0.0]]), turns)


def _flaps(box: _Box, gap_m: float) -> list[Piece]:
    """The two major flaps, folded over from the long walls: two liners with the hollow of the flutes between."""
    x, pieces = _stations(box.x_m - 0.0005, 0.0), []
    short = x * (1 - 0.002 / box.x_m)
    part, lip = _FOLD * _BEND_M, 0.0003
    back = np.array([_BEND_M + 0.004, _BEND_M, part, 0.0, _BEAD_M, _BEAD_M + lip + _TUCK_M])
    y = np.concatenate([[gap_m, box.y_m * 0.5], box.y_m - back]) + lip
    z = box.top_m - np.array([_BEAD_M, _BEAD_M, _BEAD_M, 0.0, part, _BEND_M, 0.5 * (_BEND_M + _LAP_M), 1.6 * _LAP_M])
    inwards = _LINER_M * np.array([[0, -1], [0, -1], [0, -1], [0, -1], [-0.7, -0.7], [-1, 0], [-1, 0], [-1, 0]])
    for side in (-1.0, 1.0):

        def sheet(x: np.ndarray, y: np.ndarray, z: np.ndarray, side: float = side) -> np.ndarray:
            return np.stack(np.broadcast_arrays(x[None], side * y[:, None], z[:, None]), axis=-1)

        outer = sheet(x, y, z)
        pieces.append(strip(outer, sheet(x, y + inwards[:, 0], z + inwards[:, 1])))
        flat = y[[0, 1, 3]]
        for spread, from_y, high, low, deep in (
            (short, flat + np.array([0.002, 0.0, 0.0]), _LINER_M, BOARD_M - _LINER_M, 0.9),
            (x, flat, BOARD_M - _LINER_M, BOARD_M, 0.3),
        ):
            level = np.full(3, box.top_m)
            pieces.append(strip(sheet(spread, from_y, level - high), sheet(spread, from_y, level - low), cavity=deep))
    return pieces


def _taped(box: _Box, kind: str, rng: np.random.Generator) -> list[Piece]:
    if kind not in TAPES:
        raise ValueError(f"no way of taping called '{kind}'; there are: {', '.join(TAPES)}")
    strips = [_seam_strip(box, rng, _TAPE_M if kind != "double" else 0.5 * _TAPE_M)]
    if kind == "double":
        strips.append(_seam_strip(box, rng, _TAPE_M))
    if kind == "edges":
        strips += [_edge_strip(box, side, rng) for side in (-1.0, 1.0)]
    return strips


def _seam_strip(box: _Box, rng: np.random.Generator, lift_m: float) -> Piece:
    """Tape along the seam of the flaps and down both ends: a little crooked, its ends cut or torn, and wrinkled."""
    off, skew = rng.normal(0.0, 0.002), rng.normal(0.0, 0.004)
    across = np.linspace(-0.5, 0.5, 13)
    ends = [_end(across, rng) for _ in range(2)]
    top = _stations(box.x_m - 0.0012, 0.0, 5)
    outer = []
    for side, (long_m, wrinkle) in zip((-1.0, 1.0), ends, strict=True):
        rows = []
        for number, share in enumerate((0.0, 0.12, 0.3, 0.5, 0.72, 1.0)):
            z = box.top_m - 0.007 - (1.0 - share) * (long_m - 0.007)
            y = across * _TAPE_WIDE_M + off + side * skew
            lift = 0.0002 + 0.5 * lift_m + (1 - share) ** 2 * wrinkle[number]
            rows.append(np.column_stack([side * (box.side_x(y, z) + lift), y, z]))
        y = across * _TAPE_WIDE_M + off + side * skew
        rows.append(np.column_stack([np.full(13, side * (box.x_m + 0.0002)), y, np.full(13, box.top_m - 0.002)]))
        outer.append(np.stack(rows))
    flat = [
        np.column_stack([np.full(13, x), across * _TAPE_WIDE_M + off + skew * x / box.x_m, np.full(13, box.top_m)])
        + np.array([0.0, 0.0, lift_m])
        for x in top
    ]
    path = np.concatenate([outer[0], np.stack(flat), outer[1][::-1]])
    return strip(path, path - _down(path, 0.0001), slot=1)


def _down(path: np.ndarray, by_m: float) -> np.ndarray:
    """(P, C, 3) normals of a strip that runs along its first axis and spreads along y, times `by_m`, outwards."""
    along = np.gradient(path.mean(axis=1), axis=0)
    normal = np.column_stack([-along[:, 2], np.zeros(len(along)), along[:, 0]])
    return by_m * (normal / np.linalg.norm(normal, axis=1, keepdims=True))[:, None, :]


def _end(across: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """How far one end hangs down (13,), and its wrinkles (6, 13) in metres: cut by teeth, or torn across."""
    teeth = 0.0008 * np.where(np.arange(len(across)) % 2 == 0, 1.0, -1.0)
    torn = rng.random() < 0.25
    slant = rng.uniform(-0.03, 0.03) * across if torn else rng.uniform(-0.003, 0.003) * across
    fray = rng.normal(0.0, 0.002, len(across)) if torn else teeth
    wave = np.cumsum(rng.normal(0.0, 0.00012, (6, len(across))), axis=1)
    return rng.uniform(0.045, 0.075) + slant + fray, np.clip(np.abs(wave), 0.0, 0.00025)


def _edge_strip(box: _Box, side: float, rng: np.random.Generator) -> Piece:
    """Tape over the upper edge of a short wall, where the major flaps are cut."""
    y = np.linspace(-box.y_m + _BEND_M, box.y_m - _BEND_M, 13)
    low = 0.5 * _TAPE_WIDE_M + rng.normal(0.0, 0.002)
    rows = []
    for x_in, down in ((_TAPE_WIDE_M - low, 0.0), (0.012, 0.0), (0.0012, 0.0), (0.0, 0.002), (0.0, 0.008), (0.0, low)):
        z = np.full(13, box.top_m - down + (0.00012 if down == 0.0 else 0.0))
        x = box.x_m - x_in + 0.0001 * (down > 0) if down < 0.005 else box.side_x(y, z) + 0.00015
        rows.append(np.column_stack([side * np.broadcast_to(x, 13), y, z]))
    path = np.stack(rows)
    return strip(path, path + side * _down(path, 0.0001), slot=1)


def _labels(box: _Box, off_m: tuple[float, float], turn_deg: float, extra: str, pattern: int) -> list[Piece]:
    """The label, first, and what else of paper is on its wall, where it has room beside the label."""
    if extra not in EXTRAS:
        raise ValueError(f"nothing beside a label is called '{extra}'; there are: {', '.join(EXTRAS)}")
    size = (min(_LABEL_M[0], 1.6 * box.x_m), min(_LABEL_M[1], 0.7 * box.top_m))
    at = _on_wall(box, off_m, size, turn_deg)
    pieces = [_label(box, at, size, turn_deg)]
    if extra == "none":
        return pieces
    rng = np.random.default_rng([pattern, EXTRAS.index(extra)])
    torn = extra == "remainder"
    own = (float(rng.uniform(0.03, 0.075)), float(rng.uniform(0.018, 0.05))) if torn else size
    turn = float(rng.normal(0.0, 2.5))
    for _ in range(8):
        off = (float(rng.uniform(-1, 1)) * box.x_m, float(rng.uniform(-0.5, 0.5)) * box.top_m)
        place = _on_wall(box, off, own, turn)
        apart = np.abs(np.subtract(place, at)) - (_reach(size, turn_deg) + _reach(own, turn))
        if apart.max() > _APART_M:
            return [*pieces, _label(box, place, own, turn, rng if torn else None)]
    return pieces


def _reach(size_m: tuple[float, float], turn_deg: float) -> np.ndarray:
    """(2,) half the width and height that a turned label takes."""
    c, s = abs(np.cos(np.radians(turn_deg))), abs(np.sin(np.radians(turn_deg)))
    return 0.5 * np.array([size_m[0] * c + size_m[1] * s, size_m[0] * s + size_m[1] * c])


def _on_wall(box: _Box, off_m: tuple[float, float], size_m: tuple[float, float], turn_deg: float) -> np.ndarray:
    """(2,) x and height of a label's middle, so far off the wall's middle as the wall has room."""
    reach = _reach(size_m, turn_deg)
    room = np.maximum(np.array([box.x_m - 0.02, box.top_m / 2 - 0.017]) - reach, 0.0)
    return np.array([0.0, box.top_m / 2]) + np.clip(off_m, -room, room)


def _label(
    box: _Box, at_m: np.ndarray, size_m: tuple[float, float], turn_deg: float, rng: np.random.Generator | None = None
) -> Piece:
    """Paper on the front wall, which it follows; with an rng three of its edges are torn."""
    u, v = np.meshgrid(np.linspace(-0.5, 0.5, 7), np.linspace(-0.5, 0.5, 6))
    if rng is not None:
        u = u * rng.uniform(0.55, 1.0, (6, 1)) + rng.uniform(-0.03, 0.03, (6, 1))
        v = np.where(v > 0, v * rng.uniform(0.5, 1.0, (1, 7)), v)
    u, v = u * size_m[0], v * size_m[1]
    c, s = np.cos(np.radians(turn_deg)), np.sin(np.radians(turn_deg))
    x, z = at_m[0] + c * u - s * v, at_m[1] + s * u + c * v
    wall = np.stack([x, -box.front_y(x, z), z], axis=-1)
    return strip(wall - [0.0, 0.0003, 0.0], wall - [0.0, 0.0001, 0.0], slot=2)


SHAPES = (
    Shape(
        "shipping_carton",
        "Closed carton with bulged sides, folded flaps, tape and label; slots board, tape, label.",
        shipping_carton,
        stuff="packing",
    ),
)
