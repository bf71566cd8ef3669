"""Triangles on their way from a file to a `Mesh`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(slots=True)
class Soup:
    """Triangles that are being mended in place; every array but the first has one row per face."""

    vertices: np.ndarray  # (V, 3) float64
    faces: np.ndarray  # (F, 3) int64
    normals: np.ndarray | None  # (F, 3, 3) float64 corner normals as given
    slots: np.ndarray  # (F,) uint8

    def keep(self, chosen: np.ndarray) -> None:
        """Drop all faces but the chosen ones (mask or indices)."""
        self.faces, self.slots = self.faces[chosen], self.slots[chosen]
        self.normals = None if self.normals is None else self.normals[chosen]

    def flip(self, wrong: np.ndarray) -> None:
        """Turn faces round (mask), with their corner normals in step."""
        self.faces[wrong] = self.faces[wrong][:, ::-1]
        if self.normals is not None:
            self.normals[wrong] = self.normals[wrong][:, ::-1]


def area_vectors(soup: Soup) -> np.ndarray:
    """(F, 3): normals with twice the area of the face as length."""
    a, b, c = np.moveaxis(soup.vertices[soup.faces], 1, 0)
    return np.cross(b - a, c - a)
