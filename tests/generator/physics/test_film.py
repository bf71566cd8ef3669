"""Stretch film against what it does around things of known form."""

from __future__ import annotations

import numpy as np
import pytest

from generator.physics.film import film_depth_m, tighten
from generator.physics.soft_contacts import Obstacles, find_obstacles
from generator.recipe import RECIPE_VERSION, MeshRef, SceneRecipe, Soft, Surroundings, Thing
from scenes.shapes.films import FilmSheet, film_sheet
from scenes.shapes.rooms import block
from scenes.winding import CLEAR_M, Wound, outline, wind

pytestmark = pytest.mark.slow
_SOFT = Soft("film", 0.0003, 0.065, 0.0, pull=0.03)
_LOW, _HIGH = (0.5, 0.4, 0.2), (0.34, 0.3, 0.2)  # sizes of two blocks, one on the other


def _blocks() -> tuple[Obstacles, list[np.ndarray]]:
    """A narrow block on a wide one, as obstacles and as corners."""
    things, meshes, corners = [], {}, []
    for name, size, z in (("low", _LOW, 0.1), ("high", _HIGH, 0.30005)):
        meshes[name] = block(*size)
        pose = np.eye(4)
        pose[2, 3] = z
        things.append(Thing(name, MeshRef("shape", "block", {}), tuple(map(tuple, pose.tolist())), ()))
        corners.append(np.concatenate(meshes[name].hulls) + np.array([0, 0, z]))
    light = Surroundings(None, 0.0, 1.0)
    recipe = SceneRecipe(RECIPE_VERSION, "", 0, 0, "", "", "", (), {}, tuple(things), (), light, ())
    return find_obstacles(recipe, meshes, np.full(3, -9.0), np.full(3, 9.0)), corners


def _wound(torn: float = 0.0, tail_m: float = 0.0) -> tuple[Wound, FilmSheet, Obstacles]:
    obstacles, corners = _blocks()
    rng = np.random.default_rng(3)
    wound = wind(corners, 0.03, 0.4, lip=True, spacing_m=0.04, columns=40, torn=torn, tail_m=tail_m, rng=rng)
    return wound, film_sheet(wound.rows, wound.columns, wound.torn, wound.tail), obstacles


def test_film_is_tight_around_its_load_bridges_the_step_and_is_drawn_in_over_the_top():
    wound, sheet, obstacles = _wound()
    rested, depth = tighten(wound.points_m, sheet, _SOFT, obstacles)
    assert depth < 5e-4
    assert film_depth_m(rested, sheet, _SOFT, obstacles) == depth
    ring = rested[sheet.around[2]]
    assert np.abs(np.abs(ring[:, 0]).max() - _LOW[0] / 2) < 0.003  # at the low block's faces
    assert np.abs(np.abs(ring[:, 1]).max() - _LOW[1] / 2) < 0.003
    heights = rested[sheet.around][:, :, 2].mean(axis=1)
    step = int(np.argmin(np.abs(heights - 0.24)))
    bridging = np.abs(rested[sheet.around[step]][:, 0]).max()
    assert _HIGH[0] / 2 + 0.004 < bridging < _LOW[0] / 2  # neither on the upper block nor straight up
    edge = rested[sheet.around[-1]]
    assert np.all(np.abs(edge[:, 0]) < _HIGH[0] / 2)
    assert np.all(edge[:, 2] < 0.42)


def test_torn_film_opens_and_its_loose_end_hangs():
    wound, sheet, obstacles = _wound(torn=1.0, tail_m=0.3)
    rested, depth = tighten(wound.points_m, sheet, _SOFT, obstacles)
    assert depth < 1e-3
    assert (sheet.around < 0).sum() > 2
    root, end = rested[sheet.tail[0]], rested[sheet.tail[-1]]
    assert np.linalg.norm(root - rested[sheet.clings], axis=1).max() < 0.02
    assert end[:, 2].mean() < root[:, 2].mean() - 0.1
    again, _ = tighten(wound.points_m, sheet, _SOFT, obstacles)
    assert np.array_equal(rested, again)


def test_film_keeps_its_length():
    wound, sheet, obstacles = _wound()
    rested, _ = tighten(wound.points_m, sheet, _SOFT, obstacles)
    up = np.linalg.norm(np.diff(rested[sheet.around], axis=0), axis=2)
    before = np.linalg.norm(np.diff(wound.points_m[sheet.around], axis=0), axis=2)
    assert np.quantile(up / before, 0.95) < 1.1


def test_outlines_have_their_points_off_the_load_and_close_together_at_corners():
    corners = np.array([(x, y) for x in (-0.6, 0.6) for y in (-0.4, 0.4)])
    ring = outline(corners, 64)
    assert ring.shape == (64, 2)
    away = np.maximum(np.abs(ring) - [0.6, 0.4], 0)
    assert np.hypot(*away.T) == pytest.approx(CLEAR_M, abs=2e-4)
    gaps = np.linalg.norm(np.roll(ring, -1, axis=0) - ring, axis=1)
    assert gaps.max() < 0.12
    assert gaps.min() < 0.004
    turned = outline(corners @ np.array([[np.cos(0.02), -np.sin(0.02)], [np.sin(0.02), np.cos(0.02)]]), 64)
    assert np.linalg.norm(turned - ring, axis=1).max() < 0.03  # what is nearly alike has its points in nearly one place


def test_a_loose_end_on_torn_film_is_refused():
    with pytest.raises(ValueError, match="gone"):
        film_sheet(6, 12, "2 3 3 3", "2 3 5 3")
