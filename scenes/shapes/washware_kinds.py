"""Vessels of a wash-down room, for `lab_vessel`: preserve jars and clear bottles with their lids."""

from __future__ import annotations

from collections.abc import Mapping

from scenes.shapes._turning import arc
from scenes.shapes.labware_kinds import Vessel, in_metres


def _jar(width: float, height: float, mouth: float, wall: float) -> Vessel:
    """A preserve jar with a twist-off lid of tinplate."""
    r, n, corner = width / 2, mouth / 2, 0.12 * width
    shoulder = height - 24
    outer = [(r - corner, 0.0), *arc((r - corner, corner), corner, -70, 0, 4), (r, shoulder - 8)]
    outer += [
        (0.97 * r, shoulder - 2),
        (n + 2, shoulder + 6),
        (n - 1, shoulder + 8),
        (n - 1, height - 1),
        (n - 1.8, height),
    ]
    inner = [(n - 4, height), (n - 4, shoulder + 7), (n - 3, shoulder + 4), (0.97 * r - wall, shoulder - 4)]
    inner += [(r - wall, shoulder - 10), *arc((r - corner, corner), corner - wall, 0, -90, 4), (0.3 * r, wall + 1)]
    lid = [
        (n + 1.4, height - 13),
        (n + 2.2, height - 12.4),
        (n + 2.0, height + 0.6),
        (n + 1.2, height + 1.4),
        (0.6 * n, height + 1.0),
    ]
    slices = (0.0, corner, shoulder - 8, shoulder + 8, height)
    return Vessel(
        in_metres(outer),
        in_metres(inner),
        (shoulder + 2) * 1e-3,
        ("glass", "cap"),
        tuple(z * 1e-3 for z in slices),
        fittings=(("cap", in_metres(lid)),),
    )


def _bottle(width: float, height: float, wall: float) -> Vessel:
    """A blown bottle with a waist, a neck ring and a screw cap."""
    r, n = width / 2, 13.0
    outer = [(0.72 * r, 0.0), (0.9 * r, 2.0), (r, 9.0), (r, 0.24 * height), (0.95 * r, 0.28 * height)]
    outer += [(0.95 * r, 0.34 * height), (r, 0.38 * height), (r, 0.62 * height), (0.93 * r, 0.7 * height)]
    outer += [(0.72 * r, 0.79 * height), (0.46 * r, 0.87 * height), (n, 0.91 * height), (n, 0.925 * height)]
    outer += [(n + 3.5, 0.928 * height), (n + 3.5, 0.937 * height), (n - 0.5, 0.94 * height), (n - 0.5, height)]
    inner = [
        (n - 2.2, height),
        (n - 2.0, 0.91 * height),
        (0.46 * r - wall, 0.868 * height),
        (0.72 * r - wall, 0.787 * height),
    ]
    inner += [(0.93 * r - wall, 0.697 * height), (r - wall, 0.617 * height), (r - wall, 0.383 * height)]
    inner += [(0.95 * r - wall, 0.337 * height), (0.95 * r - wall, 0.283 * height), (r - wall, 0.237 * height)]
    inner += [(r - wall, 9.5), (0.9 * r - wall, 3.4), (0.3 * r, 2.2)]
    cap = [(n + 1.6, 0.945 * height), (n + 2.0, 0.948 * height), (n + 2.0, height + 1.0), (n + 1.0, height + 2.0)]
    slices = (0.0, 0.009, 0.62e-3 * height, 0.79e-3 * height, 0.91e-3 * height, height * 1e-3)
    return Vessel(
        in_metres(outer),
        in_metres(inner),
        0.84 * height * 1e-3,
        ("body", "cap"),
        slices,
        fittings=(("cap", in_metres(cap)),),
        wetting=0.5,
    )


WASH_KINDS: Mapping[str, Vessel] = {
    "preserve_jar_370ml": _jar(72, 108, 63, 2.4),
    "preserve_jar_720ml": _jar(86, 152, 78, 2.6),
    "clear_bottle_500ml": _bottle(64, 205, 0.8),
    "clear_bottle_1l": _bottle(83, 268, 0.9),
}
