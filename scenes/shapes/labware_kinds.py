"""Laboratory vessels as profiles: outside from the foot up, inside from the rim down, with the norms' dimensions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scenes.shapes._turning import arc

Points = tuple[tuple[float, float], ...]  # (radius, height) in metres
Points3 = tuple[tuple[float, float, float], ...]


@dataclass(frozen=True, slots=True)
class Vessel:
    """A hollow body of revolution with its fittings. Profiles are (radius, height) in metres."""

    outer: Points  # from the foot up to the rim
    inner: Points  # from the rim down to the bottom
    brim_m: float  # height of the liquid in a vessel that is full
    slots: tuple[str, ...]
    slices_m: tuple[float, ...] = ()  # heights between which a frustum stands for the vessel in physics
    fittings: tuple[tuple[str, Points], ...] = ()  # slot and outer profile of caps, seals, stoppers
    fitting_slices_m: tuple[float, ...] = ()  # the same of a single fitting; without them one frustum holds it
    foot_m: tuple[float, float, int] | None = None  # width, thickness and corners of a foot of its own
    print_lines: tuple[tuple[float, float, float], ...] = ()  # height, half angle in degrees, width
    print_radius_m: float = 0.0
    sides: int = 40
    hollow: bool = False  # whether things may lie in it; else it is solid for physics
    wetting: float = 1.0  # how far what is in it climbs the wall, against water in glass


def in_metres(points: Sequence[tuple[float, float]]) -> Points:
    """A profile given in millimetres."""
    return tuple((r * 1e-3, z * 1e-3) for r, z in points)


def _scale(low: float, high: float, count: int, every: int, half_deg: float = 16.0) -> Points3:
    """Graduation lines from `low` to `high` (mm): each `every`-th is long."""
    step = (high - low) / (count - 1)
    lines = [(low + i * step, half_deg * (1.0 if i % every == 0 else 0.5), 0.5) for i in range(count)]
    return tuple((z * 1e-3, half, w * 1e-3) for z, half, w in lines)


def _beaker(width: float, height: float, wall: float) -> Vessel:
    """ISO 3819 low form, with a beaded rim."""
    r, rim = width / 2, width / 2 + 1.8
    corner = 0.12 * width
    outer = [(r - corner, 0.0), *arc((r - corner, corner), corner, -70, 0, 4), (r, height - 5)]
    outer += [(r + 0.5, height - 3), *arc((rim - 1.0, height - 1.0), 1.0, 0, 90, 2)]
    inner = [*arc((rim - 1.0, height - 1.0), 1.0, 135, 180, 1), (r - wall, height - 4), (r - wall, corner + 0.2)]
    inner += [*arc((r - corner, corner), corner - wall, 0, -90, 4)[1:], (0.3 * r, wall)]
    lines = _scale(0.2 * height, 0.78 * height, 5, 2)
    return Vessel(
        in_metres(outer),
        in_metres(inner),
        0.9 * height * 1e-3,
        ("glass", "print"),
        print_lines=lines,
        print_radius_m=r * 1e-3,
        hollow=True,
    )


def _erlenmeyer(width: float, height: float, neck: float, wall: float) -> Vessel:
    """ISO 1773, narrow neck with a beaded rim."""
    r, n, corner = width / 2, neck / 2, 0.16 * width
    shoulder = 0.70 * height
    outer = [(r - corner, 0.0), *arc((r - corner, corner), corner, -75, 12, 5), (n + 4, shoulder)]
    outer += [
        (n + 0.8, shoulder + 6),
        (n, shoulder + 12),
        (n, height - 4),
        (n + 2, height - 2.4),
        (n + 2.2, height - 1),
    ]
    outer += [(n + 1.2, height)]
    inner = [(n - 0.4, height), (n - wall, height - 2), (n - wall, shoulder + 12), (n - wall + 0.8, shoulder + 6)]
    inner += [(n + 4 - wall, shoulder - 0.5), *arc((r - corner, corner), corner - wall, 12, -90, 6), (0.3 * r, wall)]
    slices = (0.0, corner, shoulder, height - 4, height)
    return Vessel(in_metres(outer), in_metres(inner), 0.62 * height * 1e-3, ("glass",), tuple(z * 1e-3 for z in slices))


def _cylinder(width: float, height: float, foot: float, wall: float) -> Vessel:
    """ISO 4788 measuring cylinder on a hexagonal foot."""
    r = width / 2
    outer = [(r - 1, 8.0), (r, 9.0), (r, height - 4), (r + 2.2, height - 1.5), (r + 2.0, height)]
    inner = [(r + 0.8, height), (r - wall, height - 4), (r - wall, 13.0), (r - wall - 2, 11.0), (0.4 * r, 10.4)]
    lines = _scale(0.13 * height, 0.7 * height, 21, 5, 34.0)
    slices = (0.008, (height - 4) * 1e-3, height * 1e-3)
    return Vessel(
        in_metres(outer),
        in_metres(inner),
        0.7 * height * 1e-3,
        ("glass", "print", "foot"),
        slices,
        foot_m=(foot * 1e-3, 0.0085, 6),
        print_lines=lines,
        print_radius_m=r * 1e-3,
        sides=36,
    )


def _volumetric(bulb: float, height: float, neck: float, wall: float) -> Vessel:
    """ISO 1042 volumetric flask with its plastic stopper; the ring mark on the neck is printed."""
    r, n, middle = bulb / 2, neck / 2, bulb / 2 - 1.5
    outer = [(0.55 * r, 0.0), *arc((0.0, middle), r, -52, 68, 10), (n + 0.6, middle + 0.99 * r), (n, middle + r + 5)]
    outer += [(n, height - 14), (n + 1.6, height - 11), (n + 1.8, height - 1), (n + 1.2, height)]
    inner = [(n + 0.3, height), (n + 0.2, height - 12), (n - wall, height - 15), (n - wall, middle + r + 5)]
    inner += [*arc((0.0, middle), r - wall, 70, -50, 9), (0.3 * r, 1.5)]
    mark = middle + r + 0.45 * (height - middle - r)
    stopper = [(n - 0.2, height - 9), (n + 0.25, height + 0.2), (n + 3, height + 0.6), (n + 3, height + 4)]
    stopper += [(n + 1.6, height + 5), (n + 1.6, height + 13), (n + 0.9, height + 14)]
    slices = (0.0, 0.3 * middle, middle, middle + 0.72 * r, middle + r + 5, height - 14, height)
    return Vessel(
        in_metres(outer),
        in_metres(inner),
        mark * 1e-3,
        ("glass", "print", "cap"),
        tuple(z * 1e-3 for z in slices),
        fittings=(("cap", in_metres(stopper)),),
        print_lines=((mark * 1e-3, 170.0, 4e-4),),
        print_radius_m=n * 1e-3,
    )


def _serum_vial(width: float, height: float, neck: float, wall: float) -> Vessel:
    """ISO 8362-1 injection vial: stopper, crimped aluminium seal, flip-off cap."""
    r, n, body = width / 2, neck / 2, height - 11.5
    outer = [(r - 1.4, 0.0), (r - 0.5, 0.4), (r, 1.4), (r, body - 4), (r - 0.6, body - 2), (n + 1.2, body + 0.6)]
    outer += [(n, body + 2), (n, height - 3.8), (n + 1.6, height - 3.4), (n + 1.6, height - 0.4), (n + 1.2, height)]
    inner = [(n - 2.4, height), (n - 1.6, body + 2), (n - 0.4, body + 0.2), (r - wall - 0.6, body - 2.6)]
    inner += [(r - wall, body - 4.2), (r - wall, 2.4), (r - wall - 1.2, 1.5), (0.3 * r, 1.8)]
    seal = [(n + 1.0, height - 4.6), (n + 1.9, height - 4.4), (n + 1.9, height + 1.2), (n + 1.4, height + 1.6)]
    button = [(n + 0.9, height + 1.5), (n + 1.9, height + 1.7), (n + 1.9, height + 2.8), (n + 1.3, height + 3.2)]
    slices = (0.0, body - 4, body + 2, height - 3.8, height)
    return Vessel(
        in_metres(outer),
        in_metres(inner),
        (body - 4) * 1e-3,
        ("glass", "cap", "seal"),
        tuple(z * 1e-3 for z in slices),
        fittings=(("seal", in_metres(seal)), ("cap", in_metres(button))),
        sides=32,
    )


def _tube(width: float, length: float, wall: float) -> Vessel:
    """ISO 4142 test tube: round bottom, slightly flared rim."""
    r = width / 2
    outer = [*arc((0.0, r), r, -80, 0, 6), (r, length - 2), (r + 0.5, length - 0.6), (r + 0.2, length)]
    inner = [(r - wall + 0.2, length), (r - wall, length - 2), (r - wall, r)]
    inner += arc((0.0, r), r - wall, 0, -78, 6)[1:]
    slices = (outer[0][1] * 1e-3, 0.4 * r * 1e-3, r * 1e-3, (length - 2) * 1e-3, length * 1e-3)
    return Vessel(in_metres(outer), in_metres(inner), 0.9 * length * 1e-3, ("glass",), slices, sides=28)


def _screw_tube(width: float, length: float, cap: float, cone: float) -> Vessel:
    """Centrifuge tube with a conical bottom, a printed scale and a screw cap."""
    r, wall, c = width / 2, 1.1, cap / 2
    outer = [(2.0, 0.0), (3.0, 0.8), (r - 0.8, cone), (r, cone + 2.5), (r, length)]
    inner = [(r - wall, length), (r - wall, cone + 2.8), (r - wall - 0.7, cone + 0.4), (2.6, 2.0), (1.0, 1.5)]
    lid = [(c - 0.6, length - 9), (c, length - 8.4), (c, length + 2.5), (c - 1.2, length + 3.6)]
    lines = _scale(cone + 8, 0.84 * length, 9, 2, 24.0)
    slices = (0.0, cone + 2.5, length)
    return Vessel(
        in_metres(outer),
        in_metres(inner),
        0.86 * length * 1e-3,
        ("body", "print", "cap"),
        tuple(z * 1e-3 for z in slices),
        fittings=(("cap", in_metres(lid)),),
        print_lines=lines,
        print_radius_m=r * 1e-3,
        sides=32,
        wetting=0.4,
    )


def _serological(width: float, length: float, wall: float) -> Vessel:
    """ISO 12771 serological pipette of polystyrene: drawn tip, printed scale."""
    r = width / 2
    outer = [(1.0, 0.0), (1.6, 1.0), (r, 42), (r, length - 22), (r - 0.9, length - 18), (r - 0.9, length)]
    inner = [(r - 1.4, length), (r - wall - 0.9, length - 18), (r - wall, length - 22), (r - wall, 42), (0.7, 1.5)]
    slices = (0.0, 0.042, (length - 22) * 1e-3, length * 1e-3)
    return Vessel(
        in_metres(outer),
        in_metres(inner),
        0.82 * length * 1e-3,
        ("body", "print"),
        slices,
        print_lines=_scale(70, 0.83 * length, 21, 5, 60.0),
        print_radius_m=r * 1e-3,
        sides=24,
    )


def _pasteur(length: float) -> Vessel:
    """ISO 7712 Pasteur pipette of glass with a rubber teat."""
    outer = [(0.6, 0.0), (0.75, 0.4), (0.85, 85), (3.0, 100), (3.5, 104), (3.5, length - 1), (3.2, length)]
    inner = [(2.8, length), (2.7, 104), (2.2, 100), (0.45, 86), (0.35, 1.0)]
    teat = [(3.4, length - 14), (4.6, length - 13.5), (4.8, length - 4), (7.0, length + 8), (7.2, length + 26)]
    teat += [(6.0, length + 36), (3.0, length + 41)]
    slices = (0.0, 0.085, 0.104, length * 1e-3)
    bulb = tuple(v * 1e-3 for v in (length - 14, length - 4, length + 8, length + 26, length + 41))
    return Vessel(
        in_metres(outer),
        in_metres(inner),
        0.1,
        ("glass", "teat"),
        slices,
        fittings=(("teat", in_metres(teat)),),
        fitting_slices_m=bulb,
        sides=20,
    )


def _dish(width: float, height: float, wall: float, *, lid: bool) -> Vessel:
    """ISO 24998 Petri dish of polystyrene; its lid is the same, wider and flatter, and lies upside down on it."""
    r = width / 2
    outer = [(r - 0.8, 0.0), (r - 0.2, 0.2), (r, 0.8), (r, height - 0.5), (r - 0.2, height)]
    inner = [(r - wall, height), (r - wall, wall + 0.8), (r - wall - 0.6, wall), (0.4 * r, wall)]
    return Vessel(
        in_metres(outer),
        in_metres(inner),
        0.55 * height * 1e-3,
        ("body",),
        hollow=True,
        sides=56 if lid else 52,
        wetting=0.35,
    )


KINDS: Mapping[str, Vessel] = {
    "beaker_250ml": _beaker(70, 95, 1.5),
    "beaker_600ml": _beaker(90, 125, 1.8),
    "erlenmeyer_100ml": _erlenmeyer(64, 105, 22, 1.4),
    "erlenmeyer_250ml": _erlenmeyer(85, 145, 34, 1.6),
    "measuring_cylinder_50ml": _cylinder(26, 200, 60, 1.5),
    "measuring_cylinder_100ml": _cylinder(31, 260, 72, 1.6),
    "volumetric_flask_100ml": _volumetric(60, 170, 13, 1.2),
    "serum_vial_2r": _serum_vial(16, 35, 10.5, 1.0),
    "serum_vial_10r": _serum_vial(24, 45, 16.5, 1.0),
    "culture_tube_16x150": _tube(16, 150, 1.1),
    "culture_tube_12x75": _tube(12, 75, 0.9),
    "centrifuge_tube_15ml": _screw_tube(16.6, 117, 22, 22),
    "centrifuge_tube_50ml": _screw_tube(28.5, 113, 34.5, 15),
    "serological_pipette_10ml": _serological(9.4, 342, 0.9),
    "pasteur_pipette_230": _pasteur(230),
    "petri_dish_90": _dish(87.5, 14.5, 1.1, lid=False),
    "petri_lid_90": _dish(91.5, 8.0, 1.1, lid=True),
}
