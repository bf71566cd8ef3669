"""Laboratory glass with its true wall: vials and bottles with caps, beakers with a spout, a test tube."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from hulls import Hull, frustum
from lathe import Corner, turned
from raw import RawPart
from surface import Surface

_EASE = 2 - np.sqrt(2)  # where the tangent at 45 degrees of a rounding of radius 1 meets its sides


def _vessel(outside: list[Corner], wall: float, floor: float, columns: int, rows_mm: float | None = None) -> Surface:
    """A vessel from its outer outline (bottom to rim, first corner at the bottom's edge) and its wall."""
    rim, lip = outside[-1], 0.45 * wall
    inner = _offset(outside, wall)[::-1]
    inner[-1] = (inner[-1][0], floor, max(inner[-1][2], 1.0))
    top = [(rim[0], rim[1], lip), (inner[0][0], rim[1], lip)]
    foot = outside[0][0]
    push = [(0.0, 0.35 * floor), (0.55 * foot, 0.3 * floor, 2.0), (0.72 * foot, 0.0, 0.6)]
    return turned([*push, *outside[:-1], *top, *inner[1:], (0.0, floor)], columns, "glass", rows_mm)


def _offset(outline: list[Corner], wall: float) -> list[tuple[float, float, float]]:
    """The outline moved inwards by the wall; roundings keep their centres."""
    points = np.array([c[:2] for c in outline])
    along = np.diff(points, axis=0)
    along /= np.linalg.norm(along, axis=1, keepdims=True)
    before, after = np.vstack([[[1.0, 0.0]], along]), np.vstack([along, along[-1:]])
    sides = [np.stack([-d[:, 1], d[:, 0]], axis=1) for d in (before, after)]
    shift = sides[0] + sides[1]
    shift *= wall / (shift * sides[0]).sum(axis=1, keepdims=True)
    turn = before[:, 0] * after[:, 1] - before[:, 1] * after[:, 0]
    radii = [c[2] if len(c) == 3 else 0.0 for c in outline]
    radii = [max(r - np.sign(t) * wall, 0.3) if r else 0.0 for r, t in zip(radii, turn, strict=True)]
    return [(float(r), float(z), float(q)) for (r, z), q in zip(points + shift, radii, strict=True)]


def _ribbed(radius: float, ribs: int, z0: float, z1: float, depth: float) -> Callable[[np.ndarray], np.ndarray]:
    """A map that presses grip ribs into the outer wall of a cap between two heights."""

    def bend(points: np.ndarray) -> np.ndarray:
        r = np.hypot(points[:, 0], points[:, 1])
        share = np.clip((r / radius - 0.93) / 0.05, 0, 1) * np.clip((points[:, 2] - z0) / 0.8, 0, 1)
        share = share * np.clip((z1 - points[:, 2]) / 0.8, 0, 1)
        wave = 0.5 - 0.5 * np.cos(ribs * np.arctan2(points[:, 1], points[:, 0]))
        pressed = points.copy()
        pressed[:, :2] *= (1 - share * wave * depth / radius)[:, None]
        return pressed

    return bend


def _cap(inner: float, outer: float, z0: float, z1: float, ribs: int) -> Surface:
    """A screw cap: closed on top, ribbed outside."""
    wall = outer - inner
    steps: list[Corner] = [(outer, z) for z in (z0 + 0.4, z0 + 0.8, z0 + 1.2, z1 - 1.6, z1 - 1.2, z1 - 0.8)]
    outline: list[Corner] = [(inner, z0, 0.2), (outer, z0, 0.3), *steps, (outer, z1, 0.8), (0.0, z1)]
    inside: list[Corner] = [(0.0, z1 - wall), (inner, z1 - wall, 0.4)]
    return turned([*outline, *inside], ribs * 4, "cap").bent(_ribbed(outer, ribs, z0 + 0.4, z1 - 0.8, 0.35))


def vial(diameter: float, height: float, neck: float, cap: tuple[float, float], wall: float) -> RawPart:
    """A screw-neck vial; `height` without its cap, `cap` is (diameter, height)."""
    r, n = diameter / 2, neck / 2
    shoulder = height - cap[1] * 0.95
    slope = (r - n) * 0.7
    outside: list[Corner] = [(r, 0.0, 0.12 * diameter), (r, shoulder - slope, 1.5), (n, shoulder, 1.0), (n, height)]
    glass = _vessel(outside, wall, 1.4 * wall, 56)
    top = height + 0.9
    lid = _cap(n + 0.12, cap[0] / 2, top - cap[1], top, 30)
    body = frustum([(r, 0), (r, shoulder - slope)], 20)
    taper = frustum([(r, shoulder - slope), (n + 0.2, shoulder), (n + 0.2, height - 0.5)], 20)
    return RawPart([glass, lid], [body, taper, frustum([(cap[0] / 2, top - cap[1]), (cap[0] / 2, top)], 24)])


def bottle(diameter: float, height: float, neck: float, cap: tuple[float, float], wall: float) -> RawPart:
    """An ISO 4796 laboratory bottle: round shoulder, neck with a bead, screw cap and pouring ring."""
    r, n = diameter / 2, neck / 2
    shoulder = height - cap[1] - 3.5
    turn = 0.6 * (r - n)
    outside: list[Corner] = [(r, 0.0, 0.1 * diameter), (r, shoulder, turn), (n, shoulder, 2.0), (n, height)]
    glass = _vessel(outside, wall, 1.5 * wall, 64)
    top = height + 1.6
    lid = _cap(n + 0.15, cap[0] / 2, top - cap[1], top, 30)
    ring = turned([(n + 0.15, top - cap[1] - 2.4), (cap[0] / 2 - 1, top - cap[1] - 2.4, 0.4),
                   (cap[0] / 2 - 1, top - cap[1] - 0.3, 0.4), (n + 0.15, top - cap[1] - 0.3)], 64, "cap")  # fmt: skip
    foot, top_r = _EASE * 0.1 * diameter, _EASE * turn
    low = frustum([(r - foot, 0), (r, foot), (r, shoulder - top_r), (r - top_r, shoulder)], 16)
    neck_hull = frustum([(n + 2.0, shoulder - 0.01), (n, shoulder + 2.0), (n, height - 2)], 20)
    lids = frustum([(cap[0] / 2 - 1, top - cap[1] - 2.4), (cap[0] / 2, top - cap[1]), (cap[0] / 2, top)], 20)
    return RawPart([glass, lid, ring], [low, neck_hull, lids])


def beaker(diameter: float, height: float, wall: float) -> RawPart:
    """An ISO 3819 low-form beaker: flared rim with a spout towards +x."""
    r, foot = diameter / 2, 0.12 * diameter
    rim = r + 0.02 * diameter + 0.3
    outside: list[Corner] = [(r, 0.0, foot), (r, height - 2.6, 2.5), (rim, height)]
    glass = _vessel(outside, wall, 1.2 * wall, 72, 4.0).bent(_spout(r, height))
    floor = frustum([(r - _EASE * foot, 0), (r, _EASE * foot), (r, foot)], 20)
    return RawPart([glass], [floor, *_wall_hulls(glass, foot, 16)])


def _spout(radius: float, height: float) -> Callable[[np.ndarray], np.ndarray]:
    """A map that draws the rim out into a spout."""

    def bend(points: np.ndarray) -> np.ndarray:
        angle = np.arctan2(points[:, 1], points[:, 0])
        lift = np.clip((points[:, 2] - (height - 0.24 * height)) / (0.24 * height), 0, 1)
        pull = np.exp(-((angle / 0.26) ** 2)) * lift**2
        drawn = points.copy()
        drawn[:, :2] *= (1 + 0.17 * pull)[:, None]
        drawn[:, 2] -= 0.02 * height * pull
        return drawn

    return bend


def _wall_hulls(glass: Surface, above: float, count: int) -> list[Hull]:
    """The wall in sectors: the hull of all faces whose middle lies in each, above a height."""
    corners = glass.vertices_mm[glass.faces]
    middle = corners.mean(axis=1)
    sector = np.floor((np.arctan2(middle[:, 1], middle[:, 0]) % (2 * np.pi)) / (2 * np.pi) * count).astype(int)
    outer = np.hypot(middle[:, 0], middle[:, 1]) > 0.72 * glass.vertices_mm[:, 0].max()
    return [
        corners[(sector == k) & (corners[:, :, 2].max(axis=1) > above) & outer].reshape(-1, 3) for k in range(count)
    ]


def test_tube(diameter: float, length: float, wall: float) -> RawPart:
    """An ISO 4142 test tube: round bottom, beaded rim."""
    r = diameter / 2
    rim = r + 0.5
    outline: list[Corner] = [(0.0, 0.0), (r, 0.0, r * 0.985), (r, length - 2.5, 0.6), (rim, length - 1.6, 0.5)]
    outline += [(rim, length, 0.5), (r - wall, length, 0.3), (r - wall, wall, (r - wall) * 0.985), (0.0, wall)]
    glass = turned(outline, 56, "glass", 12.0)
    base = frustum([(0.27 * r, 0), (0.74 * r, 0.19 * r), (r, 0.73 * r), (r, r)], 16)
    return RawPart([glass], [base, *_wall_hulls(glass, 0.9 * r, 10)])


PARTS: dict[str, Callable[[], RawPart]] = {
    "vial_2ml": partial(vial, 11.6, 32.0, 7.6, (10.8, 6.5), 0.9),
    "vial_10ml": partial(vial, 22.5, 46.0, 15.2, (18.0, 9.5), 1.1),
    "vial_20ml": partial(vial, 27.5, 57.0, 19.5, (22.5, 10.5), 1.2),
    "bottle_100ml": partial(bottle, 56.0, 100.0, 40.0, (51.0, 25.0), 2.2),
    "bottle_250ml": partial(bottle, 70.0, 138.0, 40.0, (51.0, 25.0), 2.4),
    "beaker_50ml": partial(beaker, 42.0, 60.0, 1.3),
    "beaker_100ml": partial(beaker, 50.0, 70.0, 1.4),
    "test_tube_16x100": partial(test_tube, 16.0, 100.0, 1.1),
}
