"""How high everything stands, seen from above, and what lies on it when small things are dropped one by one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

_LARGE_CELLS = 12  # triangles that span more are filled cell by cell


@dataclass(slots=True)
class Heights:
    """The highest surface over each cell of a level grid, in metres; -inf where there is none."""

    low_m: np.ndarray  # (2,) corner of the first cell
    cell_m: float
    top_m: np.ndarray  # (nx, ny)

    @staticmethod
    def around(low_m: np.ndarray, high_m: np.ndarray, cell_m: float) -> Heights:
        """An empty grid over a rectangle."""
        count = np.ceil((np.asarray(high_m) - low_m) / cell_m).astype(int)
        return Heights(np.asarray(low_m, float), cell_m, np.full((int(count[0]), int(count[1])), -np.inf))

    def raise_triangles(self, triangles_m: np.ndarray) -> None:
        """Lay triangles (T, 3, 3) into the grid, by lattices of points finer than its cells."""
        high = self.low_m + self.cell_m * np.array(self.top_m.shape)
        box_low, box_high = triangles_m[..., :2].min(axis=1), triangles_m[..., :2].max(axis=1)
        inside = (box_high >= self.low_m).all(axis=1) & (box_low <= high).all(axis=1)
        triangles, span = triangles_m[inside], (box_high - box_low)[inside].max(axis=1)
        for large in np.flatnonzero(span > _LARGE_CELLS * self.cell_m):
            self._fill(triangles[large])
        steps = np.ceil(span / (0.6 * self.cell_m)).astype(int) + 1
        for n in np.unique(steps[span <= _LARGE_CELLS * self.cell_m]):
            i, j = (v.ravel() for v in np.meshgrid(np.arange(n + 1), np.arange(n + 1)))
            kept = i + j <= n
            share = np.stack([i[kept], j[kept], n - i[kept] - j[kept]], axis=1) / n
            self.raise_points(np.einsum("sk,tkc->tsc", share, triangles[steps == n]).reshape(-1, 3))

    def _fill(self, triangle_m: np.ndarray) -> None:
        """Lay one large triangle (3, 3) into the grid: its height at the middle of each cell that it covers."""
        flat = (triangle_m[:, :2] - self.low_m) / self.cell_m - 0.5
        first = np.maximum(np.floor(flat.min(axis=0)).astype(int), 0)
        last = np.minimum(np.ceil(flat.max(axis=0)).astype(int) + 1, self.top_m.shape)
        (ax, ay), (bx, by), (cx, cy) = flat
        area = (bx - ax) * (cy - ay) - (cx - ax) * (by - ay)
        if abs(area) < 1e-9 or (last <= first).any():
            return
        x, y = np.arange(first[0], last[0])[:, None], np.arange(first[1], last[1])[None]
        b = ((x - ax) * (cy - ay) - (cx - ax) * (y - ay)) / area
        c = ((bx - ax) * (y - ay) - (x - ax) * (by - ay)) / area
        z = triangle_m[0, 2] * (1 - b - c) + triangle_m[1, 2] * b + triangle_m[2, 2] * c
        part = self.top_m[first[0] : last[0], first[1] : last[1]]
        np.maximum(part, np.where((b >= 0) & (c >= 0) & (b + c <= 1), z, -np.inf), out=part)

    def raise_points(self, points_m: np.ndarray) -> None:
        """Lay points (N, 3) into the grid; what is beside it is left out."""
        cells, inside = self._cells(points_m)
        np.maximum.at(self.top_m, (cells[inside, 0], cells[inside, 1]), points_m[inside, 2])

    def under(self, points_m: np.ndarray) -> np.ndarray:
        """(N,) height of the surface under points; -inf beside the grid."""
        cells, inside = self._cells(points_m)
        found = np.full(len(points_m), -np.inf)
        found[inside] = self.top_m[cells[inside, 0], cells[inside, 1]]
        return found

    def _cells(self, points_m: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        cells = np.floor((points_m[:, :2] - self.low_m) / self.cell_m).astype(int)
        return cells, ((cells >= 0) & (cells < self.top_m.shape)).all(axis=1)


def dropped(
    heights: Heights,
    forms: Iterable[np.ndarray],
    at_m: np.ndarray,
    steepest: float,
) -> list[float | None]:
    """Heights of the origins of small things, each (N, 3) about its origin, let down in turn at `at_m` (M, 2).

    Each rests on its highest contact with what was there and with those before it. None where it lies beside the grid,
    or where what is under it differs in height by more than `steepest` of its own size: there it would slide off.
    """
    found: list[float | None] = []
    for form, place in zip(forms, at_m, strict=True):
        points = form + np.array([place[0], place[1], 0.0])
        ground = heights.under(points)
        reach = float(np.ptp(form[:, :2], axis=0).max())
        if not np.isfinite(ground).all() or float(np.ptp(ground)) > steepest * reach + heights.cell_m:
            found.append(None)
            continue
        rise = float((ground - form[:, 2]).max())
        points[:, 2] += rise
        heights.raise_points(points)
        found.append(rise)
    return found
