"""Containers hold what is poured into them, at sizes that are sold where one fits."""

from __future__ import annotations

import numpy as np
import pytest

from scenes.containers import BINS_M, TRAYS_M, choose_container
from scenes.shapes._mesh import make_mesh, slab
from scenes.shapes.containers import open_bin


@pytest.mark.parametrize("size_m", [0.0005, 0.01, 0.05, 0.3, 5.0])
@pytest.mark.parametrize("count", [1, 12, 60])
@pytest.mark.parametrize("shallow", [False, True])
def test_the_pile_fits_and_is_not_lost(size_m, count, shallow):
    mesh = make_mesh([slab(size_m, 0.7 * size_m, 0.5 * size_m, 0.1 * size_m, 0.05 * size_m)], ("body",))
    for seed in range(5):
        container = choose_container([mesh] * count, shallow, np.random.default_rng(seed))
        pile_m3 = count * np.prod(mesh.extent_m)
        room_m3 = np.prod(container.inner_m) * container.height_m
        assert pile_m3 < 0.95 * room_m3
        assert min(container.inner_m) > 2 * mesh.radius_m
        assert pile_m3 > 0.002 * room_m3
        made = open_bin(**container.params)
        assert made.extent_m[:2] == pytest.approx(container.outer_m, rel=1e-3)


def test_usual_parts_get_a_size_that_is_sold():
    mesh = make_mesh([slab(0.04, 0.013, 0.013, 0.002, 0.001)], ("body",))
    container = choose_container([mesh] * 40, False, np.random.default_rng(0))
    size = tuple(container.params[k] for k in ("width_m", "depth_m", "height_m"))
    assert size in BINS_M + TRAYS_M
