"""From CAD solids to triangles with the normals of the CAD surfaces."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from build123d import Axis, Edge, Face, Shape, Wire, revolve
from lathe import Corner, _segments
from OCP.BRep import BRep_Tool
from OCP.BRepAdaptor import BRepAdaptor_Surface
from OCP.BRepLib import BRepLib_ToolTriangulatedShape
from OCP.BRepMesh import BRepMesh_IncrementalMesh
from OCP.GeomAbs import GeomAbs_Torus
from OCP.gp import gp_Torus
from OCP.IMeshTools import IMeshTools_Parameters
from OCP.TopAbs import TopAbs_REVERSED
from OCP.TopLoc import TopLoc_Location
from surface import Surface, _unit, bridge, merged, open_loops, radial


def revolved(corners: Sequence[Corner]) -> Shape:
    """A solid turned around z from a polygon in (r, z) mm with rounded corners, as `lathe.turned` takes it."""
    edges: list[Edge] = []
    for points, normals in _segments(corners, None):
        ends = [(float(r), 0.0, float(z)) for r, z in points[[0, -1]]]
        if np.ptp(normals, axis=0).max() < 1e-9:
            edges.append(Edge.make_line(*ends))
        else:
            r, z = points[len(points) // 2] if len(points) % 2 else _arc_middle(points, normals)
            edges.append(Edge.make_three_point_arc(ends[0], (float(r), 0.0, float(z)), ends[1]))
    last, first = edges[-1] @ 1, edges[0] @ 0
    if (last - first).length > 1e-9:
        edges.append(Edge.make_line(last, first))
    return revolve(Face(Wire(edges)), Axis.Z)


def _arc_middle(points: np.ndarray, normals: np.ndarray) -> np.ndarray:
    """The point half-way along an arc whose first and last normals are known."""
    spoke = normals[0] + normals[-1]
    radius = np.linalg.norm(points[0] - points[-1]) / np.linalg.norm(normals[0] - normals[-1])
    sign = np.sign(float((points[0] - points[-1]) @ (normals[0] - normals[-1])))
    centre = points[0] - sign * radius * normals[0]
    return centre + sign * radius * spoke / np.linalg.norm(spoke)


def tessellated(
    shape: Shape,
    deflection_mm: float = 0.02,
    angle_rad: float = 0.25,
    leave_out: Callable[[Face], bool] | None = None,
    slot: str = "body",
    inner: bool = True,
) -> Surface:
    """The surface of a solid, welded; faces that `leave_out` picks are left open for another surface.

    Without `inner`, faces get no corners inside: exact normals make that do for fillets, not for pierced walls.
    """
    kept = [f for f in shape.faces() if leave_out is None or not leave_out(f)]  # measuring a face drops its triangles
    rules = IMeshTools_Parameters()
    rules.Deflection, rules.DeflectionInterior = deflection_mm, 4 * deflection_mm
    rules.Angle, rules.AngleInterior = angle_rad, 2 * angle_rad
    rules.InternalVerticesMode = inner
    BRepMesh_IncrementalMesh(shape.wrapped, rules)
    return merged([_face(f) for f in kept], slot)


def _face(face: Face) -> Surface:
    location = TopLoc_Location()
    topo = face.wrapped
    mesh = BRep_Tool.Triangulation_s(topo, location)
    BRepLib_ToolTriangulatedShape.ComputeNormals_s(topo, mesh)
    move = location.Transformation()
    count = mesh.NbNodes()
    points = np.array([mesh.Node(i).Transformed(move).Coord() for i in range(1, count + 1)])
    normals = np.array([mesh.Normal(i).Transformed(move).Coord() for i in range(1, count + 1)])
    triangles = np.array([mesh.Triangle(i).Get() for i in range(1, mesh.NbTriangles() + 1)]) - 1
    if topo.Orientation() == TopAbs_REVERSED:
        triangles = triangles[:, ::-1]
    corner = normals[triangles]
    flat = np.cross(
        points[triangles[:, 1]] - points[triangles[:, 0]], points[triangles[:, 2]] - points[triangles[:, 0]]
    )
    flat = _unit(flat)
    away = (corner * flat[:, None]).sum(axis=2) < 0
    if away.mean() > 0.5:
        corner, away = -corner, ~away
    corner = np.where(away[..., None], flat[:, None], corner)  # poles, where the surface has no normal
    surface = Surface(points, triangles, corner)
    kind = BRepAdaptor_Surface(topo)
    return _ring_fillet(surface, kind.Torus()) if kind.GetType() == GeomAbs_Torus else surface


def _ring_fillet(surface: Surface, torus: gp_Torus) -> Surface:
    """A fillet that runs all the way round, in two strips: the mesher would cut it into thousands of triangles."""
    welded = merged([surface])
    loops = open_loops(welded)
    if len(loops) != 2:
        return surface
    place = torus.Position()
    x, z = np.array(place.XDirection().Coord()), np.array(place.Direction().Coord())
    frame = np.eye(4)
    frame[:3, :3] = np.stack([x, np.cross(z, x), z], axis=1)
    frame[:3, 3] = place.Location().Coord()
    local = welded.moved(np.linalg.inv(frame))
    major, minor = torus.MajorRadius(), torus.MinorRadius()
    corners = local.vertices_mm[local.faces[0]]
    sign = np.sign(((corners - major * radial(corners)) * local.normals[0]).sum())
    a, b = (local.vertices_mm[loop] for loop in loops)
    spoke = a - major * radial(a)
    target = (b - major * radial(b))[0]
    turn = radial(a) * np.linalg.norm(target[:2]) * np.sign(np.linalg.norm(b[0, :2]) - major) + [0, 0, target[2]]
    middle = spoke + turn
    middle = major * radial(a) + minor * middle / np.linalg.norm(middle, axis=1, keepdims=True)

    def normal(points: np.ndarray) -> np.ndarray:
        return sign * (points - major * radial(points)) / minor

    return merged([bridge(a, middle, normal), bridge(middle, b, normal)]).moved(frame)
