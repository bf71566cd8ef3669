"""Pallets to the boards that norms give: wooden ones, whole or broken, and plastic ones."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from generator.mesh import Mesh
from generator.plugins import Shape
from scenes.shapes._mesh import Piece, loft, make_mesh, rotation, slab, turned_body

# Length, width, widths of the top boards, which run along the length (mm). EN 13698-1, EN 13698-2, CP3 of the VCI.
KINDS = {
    "cp3": (1140, 1140, (140, 95, 95, 140, 95, 95, 140)),
    "eur": (1200, 800, (145, 100, 145, 100, 145)),
    "half": (800, 600, (120, 100, 120, 100, 120)),
    "industrial": (1200, 1000, (145, 100, 100, 145, 100, 100, 145)),
}
HEIGHT_M = 0.144
BOARD_M, _BLOCK_M = 0.022, 0.078
MOULDED_DECK_M = 0.035
_STRINGER_M = 0.145
_NAIL_M = 0.0055


def wooden_pallet(
    kind: str = "eur",
    pattern: int = 0,
    broken_board: int = -1,
    break_at: float = 0.3,
    gap_m: float = 0.25,
    missing_block: int = -1,
) -> Mesh:
    """A nailed pallet of wood, its length along x: slots "wood", "nail".

    `pattern` sets how crooked it was nailed. A broken top board (0 is the lowest in y) has a splintered gap at
    `break_at` of its length; of the nine blocks one may be missing.
    """
    length, width = KINDS[kind][0] * 1e-3, KINDS[kind][1] * 1e-3
    rng = np.random.default_rng(pattern)
    top_z = HEIGHT_M - BOARD_M / 2
    pieces: list[Piece] = []
    middles = _board_middles(kind)
    for index, (y, wide) in enumerate(zip(middles, KINDS[kind][2], strict=True)):
        shift = rng.uniform(-0.003, 0.003)
        if index == broken_board:
            pieces += [p.moved(shift, y, top_z) for p in _broken(length, wide * 1e-3, break_at, gap_m, rng)]
        else:
            pieces.append(_board(length, wide * 1e-3).turned(_askew(rng)).moved(shift, y, top_z))
    stringers = np.array([-1.0, 0.0, 1.0]) * (length - _STRINGER_M) / 2
    for x in stringers:
        pieces.append(slab(_STRINGER_M, width, BOARD_M, 0.002, 0.0015, 0).moved(x, 0, top_z - BOARD_M))
    rows = [(-(width - 0.1) / 2, 0.1), (0.0, _STRINGER_M), ((width - 0.1) / 2, 0.1)]
    for number, (x, (y, deep)) in enumerate((x, row) for x in stringers for row in rows):
        turn = rotation("z", float(rng.normal(0, 0.8)))
        if number != missing_block:
            block = slab(_STRINGER_M, deep, _BLOCK_M, 0.003, 0.002).turned(turn)
            pieces.append(block.moved(x + rng.uniform(-0.004, 0.004), y, BOARD_M + _BLOCK_M / 2))
    pieces += [_board(length, deep).moved(rng.uniform(-0.003, 0.003), y, BOARD_M / 2) for y, deep in rows]
    hulls = [box_hull(p.points_m) for p in pieces]  # the heads of nails are inside these
    for x in stringers:
        for index, y in enumerate(middles):
            if index != broken_board:
                pieces += _nails(x, y, KINDS[kind][2][index] * 1e-3, rng)
    mesh = make_mesh(pieces, ("wood", "nail"), hulls)
    return replace(mesh, axis=_grain(pieces))


def _grain(pieces: list[Piece]) -> np.ndarray:
    """(V, 3) unit, how the piece of each corner was sawn: along x, in the boards under the deck along y."""
    grains = []
    for piece in pieces:
        across = np.ptp(piece.points_m[:, 1]) > 2 * _STRINGER_M  # all else is narrow
        grains.append(np.tile([0.0, 1.0, 0.0] if across else [1.0, 0.0, 0.0], (len(piece.points_m), 1)))
    return np.concatenate(grains).astype(np.float32)


def _board_middles(kind: str) -> list[float]:
    """Where the top boards lie across: the outer ones flush with the sides, gaps alike."""
    _, width, boards = KINDS[kind]
    gap = (width - sum(boards)) / (len(boards) - 1)
    edges = np.cumsum([0.0, *(b + gap for b in boards)])[:-1]
    return [float(edge + board / 2 - width / 2) * 1e-3 for edge, board in zip(edges, boards, strict=True)]


def _askew(rng: np.random.Generator) -> np.ndarray:
    return rotation("z", float(np.clip(rng.normal(0, 0.12), -0.3, 0.3)))


def _board(length_m: float, width_m: float) -> Piece:
    return slab(length_m, width_m, BOARD_M, 0.002, 0.0015)


def _broken(length_m: float, width_m: float, at: float, gap_m: float, rng: np.random.Generator) -> list[Piece]:
    """What is left of a board on both sides of a gap: stumps that end in splinters along the grain."""
    middle = (at - 0.5) * length_m
    pieces = []
    for side in (-1, 1):
        inner = middle + side * gap_m / 2
        outer = side * length_m / 2
        size = abs(outer - inner)
        if size < 0.06 or side * (outer - inner) < 0:
            continue
        pieces.append(_board(size, width_m).moved((outer + inner) / 2))
        strips = 7
        for number in range(strips):
            wide = width_m / strips
            y = ((number + 0.5) / strips - 0.5) * (width_m - 0.004)
            reach = float(rng.gamma(1.6, 0.028)) + 0.006
            tip = -side * min(reach, 0.4 * gap_m)
            pieces.append(_splinter(inner + side * 0.01, inner + tip, y, 0.94 * wide, rng))
    return pieces


def _splinter(from_m: float, to_m: float, y_m: float, wide_m: float, rng: np.random.Generator) -> Piece:
    """A wedge along the grain that thins out to a ragged edge."""
    h = BOARD_M / 2 - 0.002
    lift = float(rng.uniform(-0.5, 0.5)) * h
    root = np.array([[-wide_m / 2, -h], [wide_m / 2, -h], [wide_m / 2, h], [-wide_m / 2, h]])
    tip = root * np.array([0.35, 0.12]) + np.array([float(rng.normal(0, 0.1)) * wide_m, lift])
    if to_m < from_m:  # the loft runs along +x
        (from_m, root), (to_m, tip) = (to_m, tip), (from_m, root)
    rings = [np.column_stack([np.full(4, x), y_m + r[:, 0], r[:, 1]]) for x, r in ((from_m, root), (to_m, tip))]
    return loft(rings)


def _nails(x_m: float, y_m: float, wide_m: float, rng: np.random.Generator) -> list[Piece]:
    """Two or three nail heads where a board crosses, a little sunk or proud, never in line."""
    r = _NAIL_M
    head = turned_body([(r, -0.003), (r, -0.0002), (0.8 * r, 0.0)], 1, sides=10)
    nails = []
    for share in (-0.3, 0.0, 0.3) if wide_m > 0.12 else (-0.25, 0.25):
        dx, dy = rng.uniform(-0.035, 0.035), share * wide_m + rng.uniform(-0.006, 0.006)
        nails.append(head.moved(x_m + dx, y_m + dy, HEIGHT_M + rng.uniform(-0.0004, 0.0)))
    return nails


def plastic_pallet(length_m: float = 1.2, width_m: float = 0.8, bars: int = 9) -> Mesh:
    """A moulded pallet: a grid for a deck, nine feet that narrow downwards, three runners; one slot, "body"."""
    deck, foot_m = MOULDED_DECK_M, 0.09
    z = HEIGHT_M - deck / 2
    bar, rim = 0.022, 0.04
    pieces = [slab(length_m, rim, deck, 0.008, 0.003).moved(0, s * (width_m - rim) / 2, z) for s in (-1, 1)]
    pieces += [slab(rim, width_m, deck, 0.008, 0.003).moved(s * (length_m - rim) / 2, 0, z) for s in (-1, 1)]
    for y in (np.arange(bars) + 1) / (bars + 1) - 0.5:
        pieces.append(slab(length_m - rim, bar, deck, 0.002, 0.002, steps=1).moved(0, y * width_m, z))
    across = round(bars * length_m / width_m)
    for x in (np.arange(across) + 1) / (across + 1) - 0.5:
        pieces.append(slab(bar, width_m - rim, 0.8 * deck, 0.002, 0.002, steps=1).moved(x * length_m, 0, z - 0.002))
    foot = slab(1.0, 1.0, foot_m, 0.12, 0.02)
    for x in (-1, 0, 1):
        for y in (-1, 0, 1):
            wide, deep = (0.18 if x == 0 else 0.14), (0.15 if y == 0 else 0.1)
            points = foot.points_m.copy()
            points[:, :2] *= np.array([wide, deep]) * (0.94 + 0.06 * (points[:, 2:] / foot_m + 0.5))
            at = (x * (length_m - 0.15) / 2, y * (width_m - 0.11) / 2)
            pieces.append(Piece(points + np.array([*at, 0.02 + foot_m / 2]), foot.faces))
    pieces += [slab(length_m, 0.1, 0.024, 0.02, 0.004).moved(0, y * (width_m - 0.11) / 2, 0.012) for y in (-1, 0, 1)]
    return make_mesh(pieces, ("body",), [box_hull(p.points_m) for p in pieces])


def box_hull(points_m: np.ndarray) -> np.ndarray:
    """(8, 3) corners of the upright box around points."""
    low, high = points_m.min(axis=0), points_m.max(axis=0)
    return np.array([(x, y, z) for x in (low[0], high[0]) for y in (low[1], high[1]) for z in (low[2], high[2])])


def board_piece(length_m: float = 0.3, width_m: float = 0.1, pattern: int = 0) -> Mesh:
    """A piece that broke off a pallet: sawn at one end, splintered at the other."""
    rng = np.random.default_rng(pattern)
    pieces = [_board(0.7 * length_m, width_m).moved(-0.15 * length_m)]
    for number in range(5):
        y, start = ((number + 0.5) / 5 - 0.5) * (width_m - 0.004), 0.2 * length_m - 0.01
        pieces.append(_splinter(start, start + rng.uniform(0.2, 1.0) * 0.3 * length_m, y, 0.18 * width_m, rng))
    return make_mesh(pieces, ("wood",))


SHAPES = (
    Shape(
        "wooden_pallet",
        "Nailed pallet to real boards, whole or broken; slots wood, nail.",
        wooden_pallet,
        stuff="pallet",
    ),
    Shape(
        "plastic_pallet", "Moulded pallet with a grid deck, nine feet, three runners.", plastic_pallet, stuff="pallet"
    ),
    Shape("board_piece", "A piece that broke off a pallet board, with splinters.", board_piece, stuff="pallet"),
)
