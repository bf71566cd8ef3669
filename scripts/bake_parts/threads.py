"""Screw threads as exact helical surfaces: flats, flanks, chamfered starts and run-outs, closed ring to closed ring.

Per column (an angle around z) the section of a thread is a polygon; its corners are cut exactly by the lines of the
chamfer and the run-out. The columns have the same number of corners, so the surface between them has no gaps.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from surface import Surface, merged, trusted


@dataclass(frozen=True)
class Thread:
    """A 60 degree ISO 68-1 or 55 degree ISO 228-1 thread, right-handed, from z = 0 to `length_mm`.

    Limits are straight lines r(z) = r0 + slope * z: material stays below the `upper` and above the `lower` ones.
    For an internal thread radii count negative, so that one set of rules serves both.
    """

    high_mm: float  # signed radius of the crest
    low_mm: float  # signed radius of the root
    pitch_mm: float
    length_mm: float
    crest_mm: float  # width of the flat on the crest
    half_angle_deg: float = 30.0
    upper: tuple[tuple[float, float], ...] = ()
    lower: tuple[tuple[float, float], ...] = ()

    @property
    def flank_mm(self) -> float:
        """Length of a flank along z."""
        return (self.high_mm - self.low_mm) * math.tan(math.radians(self.half_angle_deg))

    def radius(self, z: np.ndarray, ideal: np.ndarray) -> np.ndarray:
        """Signed radius after the limits have cut the ideal one."""
        for start, slope in self.upper:
            ideal = np.minimum(ideal, start + slope * z)
        for start, slope in self.lower:
            ideal = np.maximum(ideal, start + slope * z)
        return ideal


def external(diameter: float, pitch: float, length: float, tip: bool = True, runout: float = 1.2) -> Thread:
    """ISO 68-1 external thread; z = 0 is the chamfered tip, `length` the end of the run-out of `runout` pitches."""
    height = pitch * math.sqrt(3) / 2
    high, low = diameter / 2, diameter / 2 - 17 / 24 * height
    upper = ((low - 0.15 * pitch, 1.0),) if tip else ()
    slope = (high - low) / (runout * pitch) if runout else 0.0
    lower = ((high - slope * length, slope),) if runout else ()
    return Thread(high, low, pitch, length, pitch / 8, upper=upper, lower=lower)


def internal(diameter: float, pitch: float, length: float) -> Thread:
    """ISO 68-1 internal thread through a nut, countersunk at both ends."""
    low, high = -diameter / 2, -(diameter / 2 - 5 / 8 * pitch * math.sqrt(3) / 2)
    start = -mouth_mm(diameter)
    return Thread(high, low, pitch, length, pitch / 4, upper=((start, 1.0), (start + length, -1.0)))


def mouth_mm(diameter: float) -> float:
    """Radius of the countersink at the end of an internal thread."""
    return diameter / 2 * 1.04 + 0.05


def pipe_thread(diameter: float, minor: float, pitch: float, length: float, inside: bool, blind: bool) -> Thread:
    """ISO 228-1 thread (55 degrees), inside a fitting or outside; `blind` ends it in a run-out."""
    high, low = (-minor / 2, -diameter / 2) if inside else (diameter / 2, minor / 2)
    crest = (pitch - 2 * (high - low) * math.tan(math.radians(27.5))) / 2
    ease = 0.4
    upper, lower = [(low - ease, 1.0)], []
    if blind:
        slope = (high - low) / pitch
        lower = [(high - slope * length, slope)]
    else:
        upper.append((low - ease + length, -1.0))
    return Thread(high, low, pitch, length, crest, 27.5, tuple(upper), tuple(lower))


def thread_surface(thread: Thread, columns: int = 32) -> Surface:
    """The thread's surface, open at both ends; the rings there have `columns` corners and a constant radius."""
    angles = np.arange(columns + 1) * 2 * np.pi / columns
    z, kind = _rows(thread, angles)
    ideal = _ideal(thread, z, angles)
    z, ideal = _cut(thread, z, ideal)
    z = np.clip(z, 0.0, thread.length_mm)
    signed = thread.radius(z, _ideal(thread, z, angles))
    spokes = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    spokes[-1] = spokes[0]
    points = np.concatenate([np.abs(signed)[..., None] * spokes[:, None], z[..., None]], axis=2)
    normals = _normals(thread, z, signed, kind, angles)
    count = z.shape[1]
    grid = np.arange((columns + 1) * count).reshape(columns + 1, count)  # the last column welds to the first
    a, b, c, d = grid[:-1, :-1], grid[1:, :-1], grid[1:, 1:], grid[:-1, 1:]
    low, high = normals[..., 0, :], normals[..., 1, :]
    na, nb, nc, nd = low[:-1], low[1:], high[1:], high[:-1]
    faces = np.concatenate([np.stack(t, axis=2).reshape(-1, 3) for t in ((a, b, c), (a, c, d))])
    corner = np.concatenate([np.stack(t, axis=2).reshape(-1, 3, 3) for t in ((na, nb, nc), (na, nc, nd))])
    if thread.high_mm < 0:
        faces, corner = faces[:, ::-1], corner[:, ::-1]
    return merged([trusted(Surface(points.reshape(-1, 3), faces, corner))])


def _rows(thread: Thread, angles: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Heights (columns, rows) of the corners, two rows per strip, and the kind of each strip (rows - 1,)."""
    pitch = thread.pitch_mm
    root = pitch - thread.crest_mm - 2 * thread.flank_mm
    turns = range(-2, math.ceil(thread.length_mm / pitch) + 2)
    marks = np.cumsum([0.0, root, thread.flank_mm, thread.crest_mm])
    corners = np.array([k * pitch + m for k in turns for m in marks] + [(turns[-1] + 1) * pitch])
    doubled = np.repeat(corners, 2)[1:]  # the second of each pair moves to where a limit cuts the strip
    kinds = np.tile(np.repeat([0, 1, 2, 3], 2), len(turns))
    return doubled[None] + (angles * pitch / (2 * np.pi))[:, None], kinds


def _ideal(thread: Thread, z: np.ndarray, angles: np.ndarray) -> np.ndarray:
    """Signed radius of the endless thread at heights (columns, rows)."""
    pitch = thread.pitch_mm
    root = pitch - thread.crest_mm - 2 * thread.flank_mm
    phase = (z - (angles * pitch / (2 * np.pi))[:, None]) % pitch
    marks = np.cumsum([0.0, root, thread.flank_mm, thread.crest_mm, thread.flank_mm])
    return np.interp(phase, marks, [thread.low_mm, thread.low_mm, thread.high_mm, thread.high_mm, thread.low_mm])


def _cut(thread: Thread, z: np.ndarray, ideal: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Move the middle corner of each strip to where the first limit crosses it."""
    start, end = z[:, :-2:2], z[:, 2::2]
    r_start, r_end = ideal[:, :-2:2], ideal[:, 2::2]
    middle = end.copy()
    for r0, slope in (*thread.upper, *thread.lower):
        before, after = r_start - (r0 + slope * start), r_end - (r0 + slope * end)
        crosses = before * after < 0
        share = np.where(crosses, before / np.where(crosses, before - after, 1.0), 1.0)
        inside = crosses & (share > 1e-3) & (share < 1 - 1e-3)
        middle = np.where(inside, start + share * (end - start), middle)
    z = z.copy()
    z[:, 1:-1:2] = middle
    return z, ideal


def _normals(thread: Thread, z: np.ndarray, signed: np.ndarray, kind: np.ndarray, angles: np.ndarray) -> np.ndarray:
    """(columns, strips, 2, 3): outward normals at the lower and the upper edge of each strip."""
    middle = (z[:, 1:] + z[:, :-1]) / 2
    tangent = math.tan(math.radians(thread.half_angle_deg))
    ideal = _ideal(thread, middle, angles)
    lead = thread.pitch_mm / (2 * np.pi * np.abs(thread.low_mm))
    rise = np.array([[0, 0, 0], [1, lead, -1 / tangent], [0, 0, 0], [1, -lead, 1 / tangent]])  # radial, around, along
    rise[[0, 2], 0] = 1.0
    if thread.high_mm < 0:
        rise[1::2, 1] *= -1
    low = np.broadcast_to(rise[kind], (*middle.shape, 3)).copy()
    high = low.copy()
    low[:, kind == 0] = rise[3] / np.linalg.norm(rise[3]) + rise[0]  # the root is rounded: its normals lean
    high[:, kind == 0] = rise[1] / np.linalg.norm(rise[1]) + rise[0]
    for limits, sign in ((thread.upper, 1.0), (thread.lower, -1.0)):
        for r0, slope in limits:
            cut = sign * (ideal - (r0 + slope * middle)) > 1e-9
            low[cut] = high[cut] = (1.0, 0.0, -slope)
    both = np.stack([low, high], axis=2)
    both /= np.linalg.norm(both, axis=3, keepdims=True)
    inward = -1.0 if thread.high_mm < 0 else 1.0
    cos, sin = np.cos(angles)[:, None, None], np.sin(angles)[:, None, None]
    radial, around, along = inward * both[..., 0], both[..., 1], both[..., 2]
    return np.stack([radial * cos - around * sin, radial * sin + around * cos, along], axis=3)
