"""ISO screws: heads and dimensions of bd_warehouse, threads of our own, joined to one closed body."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from functools import partial

import numpy as np
from bd_warehouse.fastener import CounterSunkScrew, HexHeadScrew, Screw, SocketHeadCapScrew
from build123d import Cone, Cylinder, Face, Pos, Shape
from hexagons import hexagon_blank
from hulls import Hull, frustum, hexagon
from raw import RawPart
from stamps import around, raised
from surface import Surface, bridge, cap, merged, open_loops, radial
from tessellate import revolved, tessellated
from threads import external, thread_surface

PITCH = {4: 0.7, 5: 0.8, 6: 1.0, 8: 1.25, 10: 1.5, 12: 1.75}
_HEAD_MM = {6: 4.0, 8: 5.3, 10: 6.4, 12: 7.5}  # nominal k of ISO 4014 and 4017
_RELIEF = 0.15


def hex_bolt(size: int, length: float, grade: str = "8.8") -> RawPart:
    """ISO 4017 (thread to the head) or, when long, ISO 4014 (with a shank)."""
    norm = "iso4014" if length > 5 * size else "iso4017"
    screw = HexHeadScrew(f"M{size}-{PITCH[size]:g}", length, norm)
    height, flats = _HEAD_MM[size], screw.screw_data["s"]  # bd_warehouse has the largest height, not the nominal one
    head = hexagon_blank(flats, height, lower=False)
    ledge = Cylinder(flats, 0.06 * size) - Cylinder(flats * 0.465, 0.06 * size)
    head = head - Pos(0, 0, 0.03 * size) * ledge
    head += Pos(0, 0, height) * Pos(0, 0.2 * flats, 0) * raised(grade, 0.2 * flats, _RELIEF)
    head += Pos(0, 0, height) * Pos(0, -0.2 * flats, 0) * raised("GLT", 0.17 * flats, _RELIEF)
    body = _with_shank(screw, head, length)
    top = frustum([(flats * 0.45, length + height + _RELIEF)], 12)
    hull = np.concatenate([hexagon(flats, length + 0.03 * size, length + height - 0.02 * size), top])
    rim = frustum([_flare(screw, length), (flats * 0.465, length), (flats * 0.5, length + height)], 24)
    return RawPart([body], [_shank_hull(screw, length), np.concatenate([hull, rim])])


def socket_screw(size: int, length: float) -> RawPart:
    """ISO 4762 with a knurled head."""
    screw = SocketHeadCapScrew(f"M{size}-{PITCH[size]:g}", length, "iso4762")
    height, radius = screw.screw_data["k"], screw.screw_data["dk"] / 2
    head = _socket_finish(screw.make_head(), screw.screw_data["s"], screw.screw_data["t"], height)
    if size >= 6:
        inner, outer = screw.screw_data["s"] / np.sqrt(3) * 1.06, radius - 0.075 * height
        head += Pos(0, 0, height) * around("12.9", 0.65 * (outer - inner), (inner + outer) / 2, 0.08)
    body = _with_shank(screw, head, length, knurl_mm=radius)
    crown = (radius, length + height), (radius - 0.075 * height, length + height + 0.08)
    top = frustum([_flare(screw, length), (radius, length), *crown], 24)
    return RawPart([body], [_shank_hull(screw, length), top])


def countersunk_screw(size: int, length: float) -> RawPart:
    """ISO 10642; the length counts the head."""
    screw = CounterSunkScrew(f"M{size}-{PITCH[size]:g}", length, "iso10642")
    data = screw.screw_data
    head = screw.make_head()
    height = head.bounding_box().max.Z
    head = _socket_finish(head, data["s"], data["t"], height)
    radius = head.bounding_box().max.X
    body = _with_shank(screw, head, length - height, flat=False)
    cone = frustum(
        [(size / 2, length - height), (radius, length - height + radius + 0.15 - size / 2), (radius, length)]
    )
    return RawPart([body], [_shank_hull(screw, length - height), cone])


def _socket_finish(head: Shape, flats: float, depth: float, height: float) -> Shape:
    """A drill point below the hexagon and a chamfer around its mouth."""
    corner = flats / np.sqrt(3)
    mouth = Cone(corner * 0.9, corner * 1.06, corner * 0.16)
    point = Cone(0.01, flats * 0.49, flats * 0.28)
    return head - Pos(0, 0, height - corner * 0.08) * mouth - Pos(0, 0, height - depth - flats * 0.14) * point


def _with_shank(screw: Screw, head: Shape, length: float, knurl_mm: float | None = None, flat: bool = True) -> Surface:
    """Head and shank as a solid, the thread as a surface: one closed body with its tip at z = 0.

    A `flat` bearing face has a fillet to the shank.
    """
    pitch, radius = screw.thread_pitch, screw.thread_diameter / 2
    grip = screw.grip_length + screw.thread_offset
    threaded = length - (grip if grip > 2 * pitch else pitch)
    start = threaded + 0.3 * pitch
    round_mm, reach = 0.05 * screw.thread_diameter, length + 0.5 * radius
    flare = (radius, length, round_mm), (radius + 3 * round_mm, length), (radius + 3 * round_mm, length + 0.05 * radius)
    neck = (*flare, (radius, length + 0.05 * radius)) if flat else ()
    stub = revolved([(0, start), (radius, start), *neck, (radius, reach), (0, reach)])
    body = (Pos(0, 0, length) * head + stub).clean()

    def open_face(face: Face) -> bool:
        box = face.bounding_box()
        if start + 1e-4 > box.max.Z:
            return True
        tall = 0.5 * screw.screw_data["k"] < box.size.Z
        return knurl_mm is not None and tall and abs(box.max.X - knurl_mm) < 1e-3 and length - 1e-6 <= box.min.Z

    solid = tessellated(body, 0.015, 0.25, open_face)
    columns = 24 if screw.thread_diameter < 6 else 30
    thread = thread_surface(external(screw.thread_diameter, pitch, threaded), columns)
    tip, end = sorted((thread.vertices_mm[r] for r in open_loops(thread)), key=lambda ring: ring[:, 2].mean())
    rims = sorted((solid.vertices_mm[r] for r in open_loops(solid)), key=lambda ring: ring[:, 2].mean())
    pieces = [solid, thread, cap(tip, np.array([0.0, 0.0, -1.0])), bridge(end, rims[0], radial)]
    if knurl_mm is not None:
        pieces += _knurl(rims[1], rims[2], knurl_mm)
    return merged(pieces)


def _knurl(low: np.ndarray, high: np.ndarray, radius: float) -> list[Surface]:
    """Straight knurling between two rims of a head."""
    flutes, depth, run = 48, 0.018 * radius + 0.04, 0.06 * radius
    columns = 2 * flutes
    angles = np.arange(columns) * 2 * np.pi / columns
    unit = np.stack([np.cos(angles), np.sin(angles), np.zeros(columns)], axis=1)
    waved = unit * (radius - depth * (np.arange(columns) % 2))[:, None]
    z0, z1 = low[:, 2].mean(), high[:, 2].mean()
    up = np.array([0.0, 0.0, 1.0])
    heights = [z0 + 0.5 * run, z0 + run, z1 - run, z1 - 0.5 * run]
    rings = [base + h * up for base, h in zip((unit * radius, waved, waved, unit * radius), heights, strict=True)]
    strips = [bridge(low, rings[0], radial), bridge(rings[3], high, radial)]
    for a, b in itertools.pairwise(rings):
        after_a, after_b = np.roll(a, -1, axis=0), np.roll(b, -1, axis=0)
        corners = np.concatenate([np.stack([a, after_a, after_b], axis=1), np.stack([a, after_b, b], axis=1)])
        flat = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        flat /= np.linalg.norm(flat, axis=1, keepdims=True)
        faces = np.arange(3 * len(corners)).reshape(-1, 3)
        strips.append(Surface(corners.reshape(-1, 3), faces, np.repeat(flat[:, None], 3, axis=1)))
    return strips


def _flare(screw: Screw, length: float) -> tuple[float, float]:
    """Radius and height where the fillet under the head begins."""
    return screw.thread_diameter / 2, length - 0.05 * screw.thread_diameter


def _shank_hull(screw: Screw, length: float) -> Hull:
    """The shank with the thread's major diameter, its tip chamfered as the thread is."""
    radius, pitch = screw.thread_diameter / 2, screw.thread_pitch
    tip = radius - 17 / 24 * pitch * np.sqrt(3) / 2 - 0.15 * pitch
    return frustum([(tip, 0.0), (radius, radius - tip), (radius, length)])


PARTS: dict[str, Callable[[], RawPart]] = {
    **{f"hex_bolt_m{d}x{n}": partial(hex_bolt, d, n) for d, n in ((6, 20), (8, 30), (8, 50), (10, 40), (12, 70))},
    **{f"socket_screw_m{d}x{n}": partial(socket_screw, d, n) for d, n in ((4, 12), (6, 20), (8, 25), (8, 45))},
    **{f"countersunk_screw_m{d}x{n}": partial(countersunk_screw, d, n) for d, n in ((4, 12), (5, 16), (8, 25))},
}
