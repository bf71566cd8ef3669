"""Double open-ended (DIN 3110), double ring (flat, DIN 837) and combination spanners (DIN 3113), sizes forged in."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from build123d import (
    Circle,
    Polygon,
    Pos,
    Rectangle,
    RegularPolygon,
    Rot,
    Shape,
    Sketch,
    SlotOverall,
    extrude,
    fillet,
)
from hulls import Hull
from plates import plate
from raw import RawPart
from stamps import raised
from tessellate import tessellated

_TILT_DEG = 15.0


def _jaw(size: float, turn: float) -> tuple[Sketch, Sketch]:
    """An open end at the origin, its mouth towards -x turned by `turn` degrees: the head, and what it is cut by."""
    width = size + 0.15
    head = Circle(size * 1.06) + Pos(size * 0.3, 0) * Circle(size * 0.95)
    mouth = Pos(-size, 0) * Rectangle(2 * size + 0.4 * size, width) + Pos(size * 0.2, 0) * Circle(width / 2)
    tips = Pos(-size * 1.02, 0) * Rectangle(0.5 * size, 4 * size)
    cut = mouth + tips
    return Rot(0, 0, turn) * head, Rot(0, 0, turn) * cut


def _ring(size: float) -> tuple[Sketch, Sketch]:
    """A ring end at the origin, and its twelve-point hole."""
    star = RegularPolygon((size + 0.12) / 2, 6, major_radius=False)
    star += Rot(0, 0, 30) * star
    return Circle(size * 0.5 + 0.27 * size + 0.8), star


def spanner(left: str, right: str, sizes: tuple[float, float], length: float) -> RawPart:
    """A spanner along x; its ends are "open" or "ring" in these sizes, `length` between the ends' middles."""
    thick = {"open": 0.24, "ring": 0.36}
    shapes, cuts, solids, heights, ends = [], [], [], [], []
    for kind, size, side in ((left, sizes[0], 0), (right, sizes[1], 1)):
        head, cut = _jaw(size, _TILT_DEG) if kind == "open" else _ring(size)
        place = Pos(0, 0) if side == 0 else Pos(length, 0) * Rot(0, 0, 180)
        height = thick[kind] * size + 2.0
        shapes.append(place * head)
        cuts.append(place * cut)
        ends.append((kind, size, place))
        heights.append(height)
        solids.append(_softened(Pos(0, 0, -height / 2) * extrude(place * head, height), 0.9))
    handle = _handle(sizes, length)
    grip = min(heights) * 0.82
    bar = _softened(Pos(0, 0, -grip / 2) * extrude(handle, grip), 0.8)
    body = bar + solids[0] + solids[1]
    for cut in cuts:
        body -= Pos(0, 0, -20) * extrude(cut, 40)
    panel = SlotOverall(0.62 * length, 0.5 * min(sizes))
    for side in (1, -1):
        trough = Pos(length / 2, 0, side * (grip / 2)) * extrude(panel, 0.5, both=True)
        body -= trough
    words = (f"{sizes[0]:g}", "CHROM-VAN", f"{sizes[1]:g}")
    spots = (0.28 * length, 0.5 * length, 0.72 * length)
    for word, x in zip(words, spots, strict=True):
        tall = 0.24 * min(sizes) * (1.25 if len(word) < 4 else 0.8)
        body += Pos(x, 0, grip / 2 - 0.5) * raised(word, tall, 0.3)
    return RawPart([tessellated(body, 0.03, 0.25)], _hulls(shapes, cuts, ends, handle, heights, grip), (1.0, 0.0, 0.0))


def _handle(sizes: tuple[float, float], length: float) -> Sketch:
    """The bar between the heads, tapered with their sizes."""
    a, b = 0.4 * sizes[0], 0.4 * sizes[1]
    return Polygon((0, a), (0, -a), (length, -b), (length, b), align=None)


def _softened(body: Shape, radius: float) -> Shape:
    """The body with the edges of its upper and lower faces rounded."""
    flat = [e for e in body.edges() if abs(e.tangent_at(0.5).Z) < 1e-6]
    return fillet(flat, radius)


def _hulls(
    shapes: list[Sketch],
    cuts: list[Sketch],
    ends: list[tuple[str, float, Pos]],
    handle: Sketch,
    heights: list[float],
    grip: float,
) -> list[Hull]:
    """Each head less its mouth, and the bar between the heads."""
    pieces: list[Hull] = []
    bar = handle
    for head, cut, height, (kind, size, place) in zip(shapes, cuts, heights, ends, strict=True):
        hole = cut if kind == "open" else place * Circle(0.515 * size)  # the round hole inside the points
        for face in (head - hole).faces():
            pieces += plate(face, -height / 2, height / 2)
        bar = bar - head - cut
    for face in bar.faces():
        pieces += plate(face, -grip / 2, grip / 2)
    return pieces


PARTS: dict[str, Callable[[], RawPart]] = {
    "open_spanner_10": partial(spanner, "open", "open", (8.0, 10.0), 112.0),
    "open_spanner_13": partial(spanner, "open", "open", (10.0, 13.0), 135.0),
    "ring_spanner_10": partial(spanner, "ring", "ring", (8.0, 10.0), 115.0),
    "ring_spanner_13": partial(spanner, "ring", "ring", (10.0, 13.0), 135.0),
    "combination_spanner_13": partial(spanner, "open", "ring", (13.0, 13.0), 140.0),
}
