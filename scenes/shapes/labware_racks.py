"""What holds vessels on a laboratory bench: tube racks of crossed bars, tip boxes, clear tubs with lids."""

from __future__ import annotations

import numpy as np

from generator.mesh import Mesh
from generator.plugins import Shape
from scenes.shapes._mesh import Piece, flat_ring, loft, make_mesh, rounded_rect, slab, turned_body

BAR_M = 0.0026  # of a rack's lattice
BASE_M = 0.004  # thickness of a rack's bottom
BOX_M, LID_M = 0.058, 0.018  # height of a tip box without its lid, and of the lid
_WALL_M = 0.0014  # of a tub
_PLATE_M = 0.003  # thickness of a rack's end plates


def tube_rack(columns: int = 10, rows: int = 4, pitch_m: float = 0.021, height_m: float = 0.07) -> Mesh:
    """A rack of crossed bars on three levels between end plates, with bands along its long sides.

    Tubes stand on its bottom and show between the bands.
    """
    wide, deep = columns * pitch_m + BAR_M, rows * pitch_m + BAR_M
    long = wide + 2 * _PLATE_M
    pieces = [slab(long, deep, BASE_M, 0.002, 0.0008, 0, 1).moved(0, 0, BASE_M / 2)]
    for level in (0.5, 1.0):
        z = level * height_m - 0.0035
        for j in range(1, rows):
            pieces.append(slab(wide, BAR_M, 0.005, 0.0004, 0.0004, 0, 1).moved(0, (j - rows / 2) * pitch_m, z))
        for i in range(columns + 1):
            pieces.append(slab(BAR_M, deep, 0.0044, 0.0004, 0.0004, 0, 1).moved((i - columns / 2) * pitch_m, 0, z))
    for low, high in ((0.0, 0.012), (0.5 * height_m - 0.008, 0.5 * height_m), (height_m - 0.01, height_m)):
        band = slab(long - 0.0004, BAR_M, high - low, 0.0008, 0.0005, 0, 1)
        pieces += [band.moved(0, s * rows / 2 * pitch_m, (low + high) / 2) for s in (-1, 1)]
    end = slab(_PLATE_M, deep, height_m, 0.0012, 0.0008, 0, 1)
    pieces += [end.moved(s * (wide + _PLATE_M) / 2, 0, height_m / 2) for s in (-1, 1)]
    return make_mesh(pieces, ("body",))


def tip_box(columns: int = 12, rows: int = 8, taken: int = 0, lid: int = 0) -> Mesh:
    """A box of pipette tips: a coloured tray with 96 tips, `taken` of them gone; with `lid` 1 closed by a clear lid."""
    wide, deep, high, pitch = 0.122, 0.084, BOX_M, 0.009
    base = slab(wide, deep, high, 0.006, 0.002, 0, 2).moved(0, 0, high / 2)
    deck = slab(wide - 0.006, deep - 0.006, 0.004, 0.004, 0.0008, 1, 2).moved(0, 0, high + 0.0015)
    pieces: list[Piece] = [base, deck]
    top = high + 0.0035
    ring = [(0.0031, top - 0.002), (0.0034, top - 0.001), (0.0034, top + 0.0055), (0.0031, top + 0.006)]
    for number in range(taken, columns * rows):
        i, j = divmod(number, rows)
        tip = turned_body(ring, 2, sides=10)
        pieces.append(tip.moved((i - (columns - 1) / 2) * pitch, (j - (rows - 1) / 2) * pitch))
    end = high + LID_M if lid else top + 0.006
    corners = [(x, y, z) for x in (-wide / 2, wide / 2) for y in (-deep / 2, deep / 2) for z in (0.0, end)]
    if lid:
        pieces.append(_hood_of(wide, deep, high + 5e-5, high + LID_M))
    return make_mesh(pieces, ("box", "deck", "tip", "lid") if lid else ("box", "deck", "tip"), [np.array(corners)])


def _hood_of(wide_m: float, deep_m: float, low_m: float, high_m: float) -> Piece:
    """A lid of clear plastic open below, 1.6 mm thick: from its ceiling down inside, up outside."""
    inside = [(0.012, high_m - 0.0018), (0.0045, high_m - 0.0018), (0.0026, high_m - 0.003), (0.0016, low_m)]
    outside = [(0.0, low_m), (0.0008, high_m - 0.0022), (0.0022, high_m - 0.0003), (0.004, high_m), (0.012, high_m)]
    rings = [
        flat_ring(rounded_rect(wide_m - 2 * off, deep_m - 2 * off, max(0.006 - off, 0.0015)), z)
        for off, z in (*inside, *outside)
    ]
    return loft(rings, 3)


def clear_tub(width_m: float = 0.12, depth_m: float = 0.085, height_m: float = 0.055) -> Mesh:
    """An open tub of clear plastic with true walls and a lip that its lid snaps over."""
    corner, taper, lip = 0.014, 0.004, 0.0035
    outline = [(taper + 0.002, 0.0), (taper + 0.0005, 0.0005), (taper, 0.0014), (0.0002, height_m - 0.004)]
    outline += [(-lip, height_m - 0.0035), (-lip, height_m - 0.0008), (-lip + 0.0004, height_m)]
    inside = [(_WALL_M, height_m), (_WALL_M + 0.0003, height_m - 0.002), (taper + _WALL_M, 0.004)]
    inside += [(taper + _WALL_M + 0.0006, _WALL_M + 0.0008), (taper + _WALL_M + 0.0018, _WALL_M)]
    rings = [
        flat_ring(rounded_rect(width_m - 2 * off, depth_m - 2 * off, max(corner - off, 0.002)), z)
        for off, z in (*outline, *inside)
    ]
    size = len(rings[0])
    hulls = [np.concatenate([r[[j, (j + 1) % size]] for r in rings[2:12]]) for j in range(size)]
    floor = np.concatenate([rings[0], rings[1], rings[2], rings[-1]])
    return make_mesh([loft(rings)], ("body",), [*hulls, floor], axis=(0, 0, 1))


def tub_lid(width_m: float = 0.12, depth_m: float = 0.085, height_m: float = 0.006) -> Mesh:
    """The lid of a clear tub: a panel with a rim that turns down over the tub's lip."""
    wide, deep, corner = width_m + 0.0105, depth_m + 0.0105, 0.0185
    under = [(0.012, height_m - 0.0026), (0.010, height_m - 0.0012), (0.0013, height_m - 0.0012), (0.0011, 0.0)]
    over = [(0.0, 0.0), (0.0, height_m - 0.0006), (0.0006, height_m), (0.010, height_m), (0.012, height_m - 0.0014)]
    rings = [flat_ring(rounded_rect(wide - 2 * off, deep - 2 * off, corner - off), z) for off, z in (*under, *over)]
    size = len(rings[0])
    rim = [np.concatenate([rings[k][[j, (j + 1) % size]] for k in (2, 3, 4, 5, 6)]) for j in range(size)]
    panel = np.concatenate([rings[1], rings[2], rings[6], rings[7]])
    middle = np.concatenate([rings[0], rings[1], rings[7], rings[8]])
    return make_mesh([loft(rings)], ("body",), [*rim, panel, middle], axis=(0, 0, 1))


SHAPES = (
    Shape("tube_rack", "Rack of crossed bars for test tubes.", tube_rack, stuff="container"),
    Shape("tip_box", "Box of 96 pipette tips; slots box, deck, tip.", tip_box, stuff="container"),
    Shape("clear_tub", "Open tub of clear plastic.", clear_tub, stuff="container"),
    Shape("tub_lid", "Lid of a clear tub.", tub_lid, stuff="container"),
)
