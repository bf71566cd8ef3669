"""Who fits where: whether a person or a vehicle can stand at a place without being in something else.

Things are taken as their convex pieces (`Mesh.hulls`), and those as prisms: their outline seen from above, between
their lowest and highest points. Outlines are compared along sixteen directions, so the answer errs to the safe side.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from generator.mesh import Mesh
from generator.recipe import Thing

_DIRECTIONS = 16
_FLAT_M = 0.012  # over the floor: lines, labels, spills, to be stepped on
_LOOSE_M = 0.12  # around what still falls
_UNDERFOOT = ("floor", "ceiling")
_WHOLE = ("shelf",)  # racks: nobody stands inside of them
_ANGLES = np.arange(_DIRECTIONS) * math.pi / _DIRECTIONS
_ACROSS = np.stack([np.cos(_ANGLES), np.sin(_ANGLES)])  # (2, D)


@dataclass(frozen=True, slots=True, eq=False)
class Prisms:
    """Upright prisms: reach along each direction, lowest and highest points, in metres."""

    low: np.ndarray  # (N, D + 1), the last is the height
    high: np.ndarray

    def meets(self, other: Prisms, gap_m: float) -> bool:
        """Whether any of these comes nearer than `gap_m` to any of the others, seen from above, at one height."""
        if not len(self.low) or not len(other.low):
            return False
        gap = np.full(self.low.shape[1], gap_m)
        gap[-1] = min(gap_m, 0.02)
        apart = (self.low[:, None] > other.high + gap) | (self.high[:, None] < other.low - gap)
        return bool((~apart.any(axis=2)).any())

    def moved(self, x_m: float, y_m: float) -> Prisms:
        """The same prisms elsewhere on the floor."""
        shift = np.append(np.array([x_m, y_m]) @ _ACROSS, 0.0)
        return Prisms(self.low + shift, self.high + shift)

    def near(self, x_m: float, y_m: float, within_m: float) -> Prisms:
        """Those that come within that distance of a place."""
        at = np.append(np.array([x_m, y_m]) @ _ACROSS, 0.0)
        close = ((self.low - at <= within_m) & (self.high - at >= -within_m))[:, :-1].all(axis=1)
        return Prisms(self.low[close], self.high[close])


def prisms_of(pieces_m: Iterable[np.ndarray]) -> Prisms:
    """Convex pieces (N, 3), in the world."""
    found = [np.concatenate([piece[:, :2] @ _ACROSS, piece[:, 2:]], axis=1) for piece in pieces_m]
    if not found:
        empty = np.zeros((0, _DIRECTIONS + 1))
        return Prisms(empty, empty)
    return Prisms(np.array([f.min(axis=0) for f in found]), np.array([f.max(axis=0) for f in found]))


def joined(parts: Iterable[Prisms]) -> Prisms:
    """All of them."""
    listed = list(parts)
    return Prisms(np.concatenate([p.low for p in listed]), np.concatenate([p.high for p in listed]))


def thing_prisms(thing: Thing, mesh: Mesh) -> Prisms:
    """What a thing takes up where it stands; what is still to fall, and may roll, with some room around."""
    pose = np.array(thing.world_from_object)
    if thing.moves:
        at, reach = pose[:3, 3], mesh.radius_m + _LOOSE_M
        low = np.append(at[:2] @ _ACROSS, 0.0) - np.append(np.full(_DIRECTIONS, reach), at[2] + 1e3)
        high = np.append(at[:2] @ _ACROSS, at[2]) + reach
        return Prisms(low[None], high[None])
    pieces = (mesh.vertices_m,) if thing.name.startswith(_WHOLE) or not mesh.hulls else mesh.hulls
    return prisms_of(piece.astype(float) @ pose[:3, :3].T + pose[:3, 3] for piece in pieces)


def obstacles(things: Iterable[Thing], meshes: Mapping[str, Mesh], floor_m: float) -> Prisms:
    """All that stands on the floor or hangs over it; what is painted or lies flat on it is none. `meshes` by thing."""
    found = [thing_prisms(thing, meshes[thing.name]) for thing in things if not thing.name.startswith(_UNDERFOOT)]
    everything = joined([prisms_of(()), *found])
    stands = everything.high[:, -1] > floor_m + _FLAT_M
    return Prisms(everything.low[stands], everything.high[stands])
