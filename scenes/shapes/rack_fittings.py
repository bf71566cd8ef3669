"""What is fixed to racks: labels of their places, sign plates, the barrier at the end of a row."""

from __future__ import annotations

import numpy as np

from generator.mesh import Mesh
from generator.plugins import Shape
from scenes.shapes._mesh import Piece, rotation, slab, turned_body
from scenes.shapes._plates import corners, fixed_mesh
from scenes.shapes.rack_uprights import POST_M
from scenes.shapes.racks import BEAM_M

LABEL_M = (0.1, 0.05)
PLACES = 3  # of pallets in a bay
BESIDE_M = 0.065  # from the middle of a place to its labels on the first beam: the floor's on the left, its own right
_PAPER_M = 0.0006
_LOST = 0.05  # share of labels that have come off


def label_pitch_m(bay_m: float) -> float:
    """Between the places of neighbours along a rack."""
    return (bay_m + POST_M[0]) / PLACES


def rack_labels(
    bays: int = 2, levels: int = 3, bay_m: float = 2.7, level_m: float = 1.7, depth_m: float = 1.1, pattern: int = 0
) -> Mesh:
    """Labels on the beams of one side of a rack, which look to -y: slots "level_0" (the floor's places), "level_1"...

    Those of the floor's places stick beside those of the first beam's. `pattern` says which have come off.
    """
    rng = np.random.default_rng(pattern)
    count, pitch = PLACES * bays, label_pitch_m(bay_m)
    paper = slab(*LABEL_M, _PAPER_M, 0.002, 0.0001, steps=2).turned(rotation("x", 90))
    pieces: list[Piece] = []
    for level in range(levels):
        z = max(level, 1) * level_m - BEAM_M / 2
        aside = -BESIDE_M if level == 0 else BESIDE_M if level == 1 else 0.0
        for place in range(count):
            if rng.random() >= _LOST or place == 0:
                x = (place - (count - 1) / 2) * pitch + aside
                one = paper.moved(x, -depth_m / 2 - _PAPER_M / 2 + 0.0001, z)
                pieces.append(Piece(one.points_m, one.faces, level, one.cavity))
    return fixed_mesh(pieces, tuple(f"level_{n}" for n in range(levels)))


def sign_plate(width_m: float = 0.3, height_m: float = 0.3, bolts: bool = True) -> Mesh:
    """A sign that looks to -y, the middle of its back at the origin: slots "print", "plate"."""
    board = slab(width_m, height_m, 0.003, 0.012, 0.0008, 1).turned(rotation("x", 90))
    face = slab(width_m - 0.003, height_m - 0.003, 0.0006, 0.011, 0.0002).turned(rotation("x", 90))
    pieces = [face.moved(0, -0.0032), board.moved(0, -0.0015)]
    if bolts:
        head = turned_body([(0.005, 0.0), (0.005, 0.002), (0.003, 0.0034)], 1, sides=10).turned(rotation("x", 90))
        for x in (-1, 1):
            for z in (-1, 1):
                pieces.append(head.moved(x * (width_m / 2 - 0.016), -0.0034, z * (height_m / 2 - 0.016)))
    return fixed_mesh(pieces, ("print", "plate"))


def end_barrier(length_m: float = 1.4, high_m: float = 0.4) -> Mesh:
    """A barrier along x on the floor: two posts on anchored plates, two rails with bands.

    Slots "rail", "band", "anchor".
    """
    pieces: list[Piece] = []
    for side in (-1, 1):
        x = side * (length_m / 2 - 0.1)
        pieces.append(slab(0.08, 0.08, high_m, 0.008, 0.004).moved(x, 0, high_m / 2 + 0.01))
        pieces.append(slab(0.18, 0.18, 0.01, 0.006, 0.002).moved(x, 0, 0.005))
        for dx in (-1, 1):
            for dy in (-1, 1):
                head = [(0.011, 0.0), (0.011, 0.0115), (0.0105, 0.012), (0.0105, 0.02), (0.009, 0.0215)]
                pieces.append(turned_body(head, 2, sides=6).moved(x + dx * 0.066, dy * 0.066))
    for z in (0.13, high_m - 0.07):
        pieces.append(slab(length_m, 0.05, 0.08, 0.008, 0.004).moved(0, -0.06, z))
        for x in np.arange(-length_m / 2 + 0.16, length_m / 2 - 0.15, 0.26):
            pieces.append(slab(0.13, 0.0508, 0.0808, 0.008, 0.004, 1).moved(float(x), -0.06, z))
    return fixed_mesh(pieces, ("rail", "band", "anchor"), [corners(piece) for piece in pieces])


SHAPES = (
    Shape(
        "rack_labels",
        "Labels of a rack's places on the beams of one side; a slot for each level.",
        rack_labels,
        stuff="rack",
    ),
    Shape("sign_plate", "Sign on a plate with bolts; slots print, plate.", sign_plate, stuff="wall"),
    Shape(
        "end_barrier",
        "Barrier before the end of a row of racks; slots rail, band, anchor.",
        end_barrier,
        stuff="rack",
    ),
)
