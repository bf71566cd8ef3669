"""Connectors and terminals of wire harnesses: wires come in at -x, the mating face looks to +x, the latch is on top."""

from __future__ import annotations

import numpy as np

from generator.mesh import Mesh
from generator.plugins import Shape
from scenes.shapes._mesh import Piece, loft, make_mesh, rotation, rounded_rect, slab, turned_body

_TOWARDS_X = rotation("y", 90)  # what was built along z


def _along_x(ring: np.ndarray, x_m: float) -> np.ndarray:
    """(N, 3): an outline (N, 2) in y and z at a place along x, counter-clockwise seen from +x."""
    return np.column_stack([np.full(len(ring), x_m), ring])


def _silo(size_m: float, hole_m: float, start_m: float, end_m: float, y_m: float, z_m: float) -> Piece:
    """A square tube open at +x: one cavity of the mating face, with its floor half way in."""
    outer, inner = rounded_rect(size_m, size_m, 0.12 * size_m), rounded_rect(hole_m, hole_m, 0.1 * hole_m)
    bevel = 0.06 * size_m
    trimmed = rounded_rect(size_m - 2 * bevel, size_m - 2 * bevel, 0.1 * size_m)
    rings = [
        _along_x(outer, start_m),
        _along_x(outer, end_m - bevel),
        _along_x(trimmed, end_m),
        _along_x(inner, end_m),
        _along_x(inner, start_m + 0.35 * (end_m - start_m)),
    ]
    return loft(rings, cavity=[0, 0, 0, 0.3, 1.0]).moved(0, y_m, z_m)


def pin_connector(
    rows: int = 2, columns: int = 6, pitch_m: float = 0.0042, length_m: float = 0.0128, latch: int = 1
) -> Mesh:
    """A housing for crimped terminals, of single silos in a grid; slots "housing", "terminal"."""
    back = 0.45 * length_m
    wide, high = columns * pitch_m + 0.0012, rows * pitch_m + 0.0012
    body = slab(back, wide, high, 0.0008, 0.0003).moved(-length_m / 2 + back / 2)
    pieces = [body]
    for row in range(rows):
        for column in range(columns):
            y, z = (column - (columns - 1) / 2) * pitch_m, (row - (rows - 1) / 2) * pitch_m
            pieces.append(_silo(0.96 * pitch_m, 0.66 * pitch_m, -length_m / 2 + 0.9 * back, length_m / 2, y, z))
            terminal = slab(0.4 * length_m, 0.5 * pitch_m, 0.5 * pitch_m, 0.0002, 0.0001, 1)
            pieces.append(terminal.moved(0.12 * length_m, y, z))
    hull = [np.concatenate([p.points_m for p in pieces])]
    if latch:
        arm = slab(0.95 * length_m, 0.3 * wide if columns < 3 else 0.0065, 0.0012, 0.0006, 0.0003)
        foot = slab(0.2 * length_m, 0.006 if columns > 2 else 0.25 * wide, 0.0022, 0.0004, 0.0002)
        top = high / 2
        pieces += [arm.moved(0.05 * length_m, 0, top + 0.0022), foot.moved(0.2 * length_m, 0, top + 0.0008)]
        hull.append(np.concatenate([pieces[-1].points_m, pieces[-2].points_m]))
    return make_mesh(pieces, ("housing", "terminal"), hull)


def sealed_connector(ways: int = 4, length_m: float = 0.046) -> Mesh:
    """A sealed connector in the manner of DT: oval nose, collar, rubber grommet with the wires; slots housing, seal."""
    columns = max(1, (ways + 1) // 2)
    pitch, half = 0.0062, 0.5 * length_m
    wide, high = columns * pitch + 0.0075, (0.0145 if ways > 1 else 0.011)
    nose = rounded_rect(wide, high, 0.48 * high, 5)
    collar = rounded_rect(wide + 0.004, high + 0.0042, 0.3 * high, 5)
    lip = rounded_rect(wide - 0.0016, high - 0.0016, 0.46 * high, 5)
    front = [_along_x(r, x) for r, x in ((nose, -0.1 * length_m), (nose, half - 0.0008), (lip, half))]
    front.append(_along_x(rounded_rect(wide - 0.004, high - 0.004, 0.4 * high, 5), half))
    front.append(_along_x(rounded_rect(wide - 0.004, high - 0.004, 0.4 * high, 5), half - 0.012))
    pieces = [loft(front, cavity=[0, 0, 0, 0.4, 1.0])]
    middle = [_along_x(nose, -0.34 * length_m), _along_x(collar, -0.33 * length_m), _along_x(collar, -0.06 * length_m)]
    pieces.append(loft([*middle, _along_x(nose, -0.05 * length_m)]))
    rear = rounded_rect(wide - 0.002, high - 0.002, 0.4 * high, 5)
    shrunk = rounded_rect(wide - 0.0034, high - 0.0034, 0.4 * high, 5)
    pieces.append(loft([_along_x(shrunk, -half), _along_x(rear, -half + 0.0007), _along_x(rear, -0.3 * length_m)], 1))
    latch = slab(0.42 * length_m, 0.009, 0.0022, 0.0012, 0.0005).moved(0.05 * length_m, 0, high / 2 + 0.0026)
    pieces.append(latch)
    for row in (-1, 1) if ways > 1 else (0,):
        for column in range(columns):
            pin = turned_body([(0.0008, 0), (0.0011, 0.0004), (0.0011, 0.008), (0.0005, 0.0092)], 2, sides=12)
            y, z = (column - (columns - 1) / 2) * pitch, row * 0.25 * high
            pieces.append(pin.turned(_TOWARDS_X).moved(half - 0.0125, y, z))
    hulls = [np.concatenate([p.points_m for p in pieces[:3]]), latch.points_m]
    return make_mesh(pieces, ("housing", "seal", "terminal"), hulls)


def ring_terminal(bolt_m: float = 0.006, wire_m: float = 0.002) -> Mesh:
    """A crimped ring of tinned sheet with a sleeve over its barrel; slots "metal", "sleeve"."""
    thick, outer, inner = 0.0009, bolt_m, 0.54 * bolt_m
    angles = np.linspace(0, 2 * np.pi, 32, endpoint=False)
    circle = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    rings = [
        np.column_stack([r * circle, np.full(32, z)])
        for r, z in ((outer - 1e-4, -thick / 2), (outer, 0.0), (outer - 1e-4, thick / 2), (inner, thick / 2),
                     (inner, -thick / 2))
    ]  # fmt: skip
    pieces = [loft(rings, closed=True)]
    neck = slab(0.45 * bolt_m + 0.002, 0.9 * bolt_m, thick, 0.0003, 0.0001).moved(-outer - 0.1 * bolt_m)
    barrel, sleeve = 1.6 * wire_m, 1.75 * wire_m
    length = 0.011
    tube = [(0.9 * sleeve, 0.0), (sleeve, 0.0004), (sleeve, 0.85 * length), (0.92 * sleeve, length)]
    metal = [(barrel, 0.0), (barrel, 0.3 * length), (0.8 * barrel, 0.34 * length)]
    start = -outer - 0.25 * bolt_m - length
    pieces += [neck, turned_body(tube, 1, sides=20).turned(_TOWARDS_X).moved(start, 0, sleeve - thick / 2)]
    pieces.append(turned_body(metal, sides=20).turned(_TOWARDS_X).moved(start + 0.9 * length, 0, sleeve - thick / 2))
    flat = [np.concatenate([pieces[0].points_m, neck.points_m])]
    hulls = [*_half_rings(outer, inner, thick), *[p.points_m for p in pieces[1:]]]
    return make_mesh(pieces, ("metal", "sleeve"), hulls or flat)


def _half_rings(outer_m: float, inner_m: float, thick_m: float) -> list[np.ndarray]:
    hulls = []
    for start in range(8):
        arc = (start + np.linspace(0, 1, 4)) * np.pi / 4
        rim = np.concatenate([r * np.stack([np.cos(arc), np.sin(arc)], axis=1) for r in (outer_m, 0.97 * inner_m)])
        hulls.append(np.concatenate([np.column_stack([rim, np.full(8, s * thick_m / 2)]) for s in (-1, 1)]))
    return hulls


def relay_socket(side_m: float = 0.03, high_m: float = 0.024) -> Mesh:
    """A socket for an ISO 7588 mini relay, five blades; slots "housing", "terminal". The blades go in from +x."""
    body = slab(high_m, side_m, side_m, 0.002, 0.0006)
    rim = slab(0.0025, side_m + 0.003, side_m + 0.003, 0.0025, 0.0006).moved(high_m / 2 - 0.006)
    ear = slab(0.003, 0.011, 0.012, 0.003, 0.0005).moved(-high_m / 2 + 0.004, side_m / 2 + 0.0045, 0)
    pieces = [body, rim, ear]
    x = high_m / 2
    for y, z, upright in ((0.0, 0.0085, 0), (0.0, -0.0085, 0), (0.0085, 0.0, 1), (-0.0085, 0.0, 1), (0.0, 0.0, 0)):
        wide, tall = (0.0022, 0.0082) if upright else (0.0082, 0.0022)
        frame_outer, frame_inner = rounded_rect(wide + 0.0016, tall + 0.0016, 0.0008), rounded_rect(wide, tall, 0.0004)
        rings = [
            _along_x(frame_outer, x - 0.0004),
            _along_x(frame_outer, x + 0.0006),
            _along_x(frame_inner, x + 0.0006),
        ]
        pieces.append(loft([*rings, _along_x(frame_inner, x + 0.0001)], cavity=[0, 0, 0.4, 1.0]).moved(0, y, z))
        blade = slab(0.0004, wide - 0.0006, tall - 0.0006, 0.0002, 0.0001, 1).moved(x + 0.0002, y, z)
        pieces.append(blade)
    hulls = [np.concatenate([p.points_m for p in (body, *pieces[3:])]), rim.points_m, ear.points_m]
    return make_mesh(pieces, ("housing", "terminal"), hulls)


SHAPES = (
    Shape(
        "pin_connector", "Housing of single silos in a grid, with terminals; slots housing, terminal.", pin_connector
    ),
    Shape("sealed_connector", "Sealed oval connector with a grommet; slots housing, seal, terminal.", sealed_connector),
    Shape("ring_terminal", "Crimped ring terminal; slots metal, sleeve.", ring_terminal),
    Shape("relay_socket", "Socket of a mini relay; slots housing, terminal.", relay_socket),
)
