"""Threaded holes: the bore of a solid is left open and a thread of ours takes its place."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from build123d import Cone, Cylinder, Face, GeomType, Location, Pos, Shape
from surface import Surface, bridge, merged, open_loops
from tessellate import tessellated
from threads import Thread, internal, pipe_thread, thread_surface


@dataclass(frozen=True)
class Port:
    """A threaded hole whose z axis runs into the part, from its mouth at z = 0."""

    place: Location
    thread: Thread
    bore_mm: float  # radius of the plain hole that goes on behind the thread
    columns: int = 24

    @property
    def wide_mm(self) -> float:
        """Radius of the counterbore that the thread fills."""
        return (
            float(max(abs(self.thread.radius(np.zeros(1), np.array([self.thread.low_mm]))[0]), -self.thread.low_mm))
            + 0.12
        )

    @property
    def matrix(self) -> np.ndarray:
        """(4, 4) part from port."""
        move = self.place.wrapped.Transformation()
        return np.array([[move.Value(r, c) for c in range(1, 5)] for r in range(1, 4)] + [[0.0, 0.0, 0.0, 1.0]])


def metric_port(place: Location, size: float, pitch: float, depth: float) -> Port:
    """A tapped blind hole, ISO 68-1."""
    through = internal(size, pitch, depth)
    slope = (through.high_mm - through.low_mm) / pitch
    ends = Thread(
        through.high_mm, through.low_mm, pitch, depth, pitch / 4,
        upper=through.upper[:1], lower=((through.high_mm - slope * depth, slope),),
    )  # fmt: skip
    return Port(place, ends, -through.high_mm - 0.05, 18)


def pipe_port(place: Location, depth: float, bore: float, half_inch: bool = True) -> Port:
    """An ISO 228-1 internal thread: G 1/2, or G 1/4."""
    diameter, minor, pitch = (20.955, 18.631, 1.814) if half_inch else (13.157, 11.445, 1.337)
    return Port(place, pipe_thread(diameter, minor, pitch, depth, True, True), bore, 30 if half_inch else 24)


def drilled(solid: Shape, ports: Sequence[Port], tip_mm: float | None = 2.0) -> Shape:
    """The solid with the counterbores cut, and with `tip_mm` of drilled hole and its cone behind."""
    for port in ports:
        deep = port.thread.length_mm
        solid = solid - port.place * Pos(0, 0, deep / 2) * Cylinder(port.wide_mm, deep)
        if tip_mm is not None:
            point = 0.55 * port.bore_mm
            solid = solid - port.place * Pos(0, 0, deep + tip_mm / 2) * Cylinder(port.bore_mm, tip_mm)
            solid = solid - port.place * Pos(0, 0, deep + tip_mm + point / 2) * Cone(port.bore_mm, 0.02, point)
    return solid


def threaded(solid: Shape, ports: Sequence[Port], **meshing: float | bool) -> Surface:
    """The surface of a `drilled` solid with the threads in their places."""
    base = tessellated(solid, leave_out=lambda f: any(_belongs(f, p) for p in ports), **meshing)
    rims = [base.vertices_mm[loop] for loop in open_loops(base)]
    pieces = [base]
    for port in ports:
        matrix = port.matrix
        inverse = np.linalg.inv(matrix)
        local = [r @ inverse[:3, :3].T + inverse[:3, 3] for r in rims]
        thread = thread_surface(port.thread, port.columns)
        ends = [thread.vertices_mm[loop] for loop in open_loops(thread)]
        made = [thread]
        for z, radius in ((0.0, port.wide_mm), (port.thread.length_mm, port.bore_mm)):
            rim = next(r for r in local if _fits(r, z, radius))
            end = next(e for e in ends if abs(e[:, 2].mean() - z) < 1e-4)
            made.append(bridge(end, rim, lambda p: np.broadcast_to(np.array([0.0, 0.0, -1.0]), p.shape)))
        pieces += [m.moved(matrix) for m in made]
    return merged(pieces)


def _fits(rim: np.ndarray, z: float, radius: float) -> bool:
    return bool(np.abs(rim[:, 2] - z).max() < 1e-4 and np.abs(np.hypot(rim[:, 0], rim[:, 1]) - radius).max() < 1e-3)


def _belongs(face: Face, port: Port) -> bool:
    """Whether a face is the wall or the floor of the port's counterbore."""
    inverse = np.linalg.inv(port.matrix)
    for edge in face.edges().filter_by(GeomType.CIRCLE):
        centre = inverse[:3, :3] @ np.array([edge.arc_center.X, edge.arc_center.Y, edge.arc_center.Z]) + inverse[:3, 3]
        at_axis = math.hypot(centre[0], centre[1]) < 1e-4 and abs(edge.radius - port.wide_mm) < 1e-4
        if at_axis and face.geom_type == GeomType.CYLINDER:
            return True
        if at_axis and face.geom_type == GeomType.PLANE and abs(centre[2] - port.thread.length_mm) < 1e-4:
            return True
    return False
