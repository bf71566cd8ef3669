"""Laboratory vessels by name, each to its norm's dimensions, filled to any share with a liquid that has a meniscus."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from generator.mesh import Mesh
from generator.plugins import Shape
from scenes.shapes._mesh import Piece, loft, turned_body
from scenes.shapes._turning import circle, cut_at, frustums, marks, meniscus, skin, wall_hulls, with_inside
from scenes.shapes.labware_kinds import KINDS, Vessel
from scenes.shapes.washware_kinds import WASH_KINDS
from scenes.shapes.written_labels import written_label

_RISE_M = 0.0016  # how far water climbs a clean wall
VESSELS: Mapping[str, Vessel] = {**KINDS, **WASH_KINDS}
LABELS: Mapping[str, tuple[float, float]] = {  # between which heights a strip of tape is stuck on
    "beaker_250ml": (0.05, 0.07),
    "beaker_600ml": (0.07, 0.095),
    "erlenmeyer_100ml": (0.02, 0.04),
    "erlenmeyer_250ml": (0.03, 0.055),
    "serum_vial_10r": (0.008, 0.024),
    "volumetric_flask_100ml": (0.03, 0.044),
}
EMPTY = 0.03  # share below which a vessel counts as empty: no liquid is drawn


def lab_vessel(kind: str, fill: float = 0.0, label: int = 0) -> Mesh:
    """A vessel of `VESSELS`, upright around z, filled to `fill` (0 to 1) of its working height.

    Slots are those of the kind, "liquid" where it is not empty, and with a `label` above 0, which says what is
    written on it, "tape" and "ink"; only those of `LABELS` take one.
    Raises ValueError for a kind that there is not, or a share outside 0..1.
    """
    if kind not in VESSELS:
        raise ValueError(f"no vessel is called '{kind}'; there are: {', '.join(VESSELS)}")
    if not 0.0 <= fill <= 1.0:
        raise ValueError(f"a vessel is filled to a share of 0 to 1, not {fill:g}")
    vessel = VESSELS[kind]
    full = fill >= EMPTY
    liquid = len(vessel.slots)
    slots = (*vessel.slots, "liquid") if full else vessel.slots
    fittings = _fittings(vessel)
    if label > 0 and kind in LABELS:
        fittings += written_label(vessel.outer, *LABELS[kind], label, len(slots), len(slots) + 1)
        slots = (*slots, "tape", "ink")
    if not full:
        rings = _rings(vessel, (*vessel.outer, *vessel.inner))
        return with_inside([skin(rings, 0, low=True, high=True), *fittings], [], slots, _hulls(vessel))
    bottom = vessel.inner[-1][1]
    dry, wet = cut_at(vessel.inner, bottom + fill * (vessel.brim_m - bottom))
    rise = min(_RISE_M * vessel.wetting, 0.45 * wet[0][0], 0.8 * (wet[0][1] - bottom))
    glass = skin(_rings(vessel, (*vessel.outer, *dry)), 0, low=True, high=False)
    surface = skin(_rings(vessel, meniscus(*wet[0], rise)), liquid, low=False, high=True)
    wetted = skin(_rings(vessel, wet), liquid, low=False, high=True, cavity=1.0)
    hulls = _hulls(vessel)
    if vessel.hollow:  # nothing comes to rest in a liquid
        hulls += frustums(((wet[0][0], bottom), wet[0]), (bottom, wet[0][1]), -5e-4)
    return with_inside([glass, surface, *fittings], [wetted], slots, hulls)


def _rings(vessel: Vessel, profile: tuple[tuple[float, float], ...] | list[tuple[float, float]]) -> list[np.ndarray]:
    return [circle(r, z, vessel.sides) for r, z in profile]


def _fittings(vessel: Vessel) -> list[Piece]:
    """Cap, seal, foot and printed marks: closed bodies of their own."""
    pieces = [turned_body(profile, vessel.slots.index(slot), sides=vessel.sides) for slot, profile in vessel.fittings]
    if vessel.foot_m:
        wide, thick, corners = vessel.foot_m
        steps = ((0.96, 0.0), (1.0, 0.1), (1.0, 0.55), (0.9, 0.85), (0.6, 1.0))
        rings = [circle(share * wide / 2, z * thick, corners) for share, z in steps]
        pieces.append(loft(rings, vessel.slots.index("foot")))
    if vessel.print_lines:
        pieces += marks(vessel.print_radius_m, vessel.print_lines, vessel.slots.index("print"))
    return pieces


def _hulls(vessel: Vessel) -> list[np.ndarray]:
    hulls = _hollow(vessel) if vessel.hollow else frustums(vessel.outer, vessel.slices_m)
    for _, profile in vessel.fittings:
        ends = (min(z for _, z in profile), max(z for _, z in profile))
        hulls += frustums(profile, vessel.fitting_slices_m or ends)
    if vessel.foot_m:
        wide, thick, corners = vessel.foot_m
        hulls.append(np.concatenate([circle(wide / 2, z, corners) for z in (0.0, thick)]))
    return hulls


def _hollow(vessel: Vessel) -> list[np.ndarray]:
    """The floor, and the wall in wedges: what lies in the vessel lies against what is seen."""
    floor = vessel.inner[-1][1]
    widest = max(r for r, _ in vessel.outer)
    proud = 5e-5 if vessel.print_lines else 0.0
    outer = [(r + proud, max(z, 0.0)) for r, z in vessel.outer if r > 0.68 * widest]
    inner = [(r, z) for r, z in vessel.inner if r > 0.68 * widest]
    under = [(r, z) for r, z in vessel.outer if z < floor]
    level = max([r for r, z in vessel.outer if z <= 2 * floor])
    slab = frustums(((level, 0.0), (level, floor)), (0.0, floor), 0.0) if under else []
    return [*wall_hulls(_rings(vessel, (*outer, *inner))), *slab]


SHAPES = (Shape("lab_vessel", "A laboratory vessel by name, filled to any share.", lab_vessel),)
