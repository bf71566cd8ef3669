"""How mass is spread in a body: exactly, from the triangles of its mesh."""

from __future__ import annotations

import numpy as np

from generator.mesh import Mesh


def unit_inertia_m2(mesh: Mesh) -> np.ndarray:
    """(3, 3) float64: the inertia about the centre of mass of a body of this shape and 1 kg, in m^2.

    Tetrahedra between the origin and each triangle (Tonon 2004). A mesh that encloses nothing counts as its box.
    """
    a, b, c = np.moveaxis(mesh.vertices_m.astype(np.float64)[mesh.faces], 1, 0)
    volumes = np.einsum("fi,fi->f", a, np.cross(b, c)) / 6
    total = volumes.sum()
    box = mesh.extent_m
    if mesh.watertight and total > 1e-6 * float(box.prod()):
        corners = np.stack([a, b, c], axis=1)
        sums = corners.sum(axis=1)
        second = np.einsum("f,fki,fkj->ij", volumes, corners, corners) + np.einsum("f,fi,fj->ij", volumes, sums, sums)
        second /= 20 * total
    else:
        second = np.diag(box**2) / 12
    inertia = np.trace(second) * np.eye(3) - second
    values, frame = np.linalg.eigh(inertia)
    largest = max(float(values[2]), 1e-12)
    values = np.maximum(values, 1e-3 * largest)
    values[0] = max(values[0], values[2] - values[1])  # no body breaks the triangle inequality
    return np.asarray(frame @ np.diag(values) @ frame.T)
