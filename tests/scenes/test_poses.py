"""Start poses: nothing touches, rotations are rotations, laid things lie flat."""

from __future__ import annotations

import numpy as np
import pytest

from scenes.poses import (
    Scatter,
    any_rotation,
    facing,
    flat_rotation,
    lowest_m,
    stack_starts,
    upright_rotation,
    yaw_matrix,
)
from scenes.shapes._mesh import make_mesh, rotation, slab, turned_body


@pytest.mark.parametrize("seed", range(4))
def test_layers_do_not_touch_and_stay_in_the_area(seed):
    rng = np.random.default_rng(seed)
    radii = rng.uniform(0.005, 0.03, 50).tolist()
    starts = np.array(stack_starts(radii, (0.3, 0.2), 0.01, rng))
    gap = np.linalg.norm(starts[:, None] - starts, axis=2) - np.add.outer(radii, radii) + np.eye(50)
    assert gap.min() > 0
    assert np.all(np.abs(starts[:, :2]) + np.array(radii)[:, None] <= [0.15, 0.1])
    assert np.all(starts[:, 2] - radii >= 0.01)


def test_a_thing_larger_than_the_area_starts_in_its_middle():
    (start,) = stack_starts([0.5], (0.1, 0.1), 0.0, np.random.default_rng(0))
    assert np.abs(start[:2]).max() < 0.05
    assert start[2] >= 0.5


def test_rotations_are_rotations():
    rng = np.random.default_rng(1)
    for matrix in (any_rotation(rng), yaw_matrix(0.7), facing(np.array([1.0, 2, 3]), np.zeros(3), 0.4)):
        assert matrix @ matrix.T == pytest.approx(np.eye(3), abs=1e-12)
        assert np.linalg.det(matrix) == pytest.approx(1)


def test_any_rotation_is_uniform():
    rng = np.random.default_rng(2)
    turned = np.array([any_rotation(rng)[:, 0] for _ in range(4000)])
    assert np.abs(turned.mean(axis=0)).max() < 0.05
    assert np.abs(np.cov(turned.T) - np.eye(3) / 3).max() < 0.03


def test_facing_looks_along_minus_z():
    at = np.array([1.0, -2.0, 3.0])
    assert facing(at, np.zeros(3))[:, 2] == pytest.approx(at / np.linalg.norm(at))


def test_a_tool_is_laid_on_its_flat_side():
    mesh = make_mesh([slab(0.03, 0.005, 0.2, 0.002, 0.001).turned(rotation("x", 33))], ("body",))
    turned = mesh.vertices_m @ flat_rotation(mesh).T
    assert np.ptp(turned, axis=0) == pytest.approx([0.2, 0.03, 0.005], rel=1e-3)
    assert lowest_m(mesh, flat_rotation(mesh)) == pytest.approx(-0.0025, rel=1e-3)


def test_a_vessel_stands_on_its_foot():
    body = turned_body([(0.02, 0.0), (0.02, 0.05), (0.005, 0.06)])
    mesh = make_mesh([body.turned(rotation("y", 90))], ("body",), axis=(1, 0, 0))
    turned = mesh.vertices_m @ upright_rotation(mesh).T
    low = turned[turned[:, 2] < turned[:, 2].min() + 1e-4]
    assert np.linalg.norm(low[:, :2], axis=1).max() == pytest.approx(0.02, rel=0.01)


def test_scattered_circles_are_disjoint_and_keep_off_what_is_blocked():
    rng = np.random.default_rng(3)
    scatter = Scatter((0.5, 0.3), [], ((0.0, 0.0, 0.1, 0.08),))
    placed = [place for _ in range(12) if (place := scatter.place(0.04, 0.1, rng)) is not None]
    assert len(placed) >= 10
    points = np.array(placed)
    gap = np.linalg.norm(points[:, None] - points, axis=2) + np.eye(len(points))
    assert gap.min() >= 0.08
    assert not np.any((np.abs(points[:, 0]) < 0.1) & (np.abs(points[:, 1]) < 0.08))


def test_a_full_top_says_so():
    scatter = Scatter((0.05, 0.05), [(0.0, 0.0, 0.05)])
    assert scatter.place(0.03, 0.02, np.random.default_rng(0)) is None
