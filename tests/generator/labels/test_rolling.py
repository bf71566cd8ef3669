"""A rolling shutter skews what moves: labels row by row as the picture, and nothing of what stands still."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from small_scene import bench_meshes, bench_recipe

from generator.labels.cast import SceneCaster
from generator.labels.panoptic import panoptic_ids
from generator.labels.rolling import rolled
from generator.moving import moving_pixels
from generator.sensor.exposure import Exposure
from generator.sensor.motion import streak
from generator.sensor.shutter import OPEN, READOUT

VELOCITY = (2.0, 0.0, 0.0)
READOUT_S = 0.08


@pytest.fixture(scope="module")
def scene():
    """The small bench with one washer and one block that move, its view, what rays met, and what moves."""
    recipe, meshes = bench_recipe(), bench_meshes()
    going = ("washer_1", "block_3")
    things = tuple(dataclasses.replace(t, velocity_m_s=VELOCITY if t.name in going else None) for t in recipe.things)
    recipe = dataclasses.replace(recipe, things=things)
    view = recipe.views[0]
    cast = SceneCaster(things, meshes).cast(view.camera)
    return recipe, view, cast, moving_pixels(recipe, meshes, view.camera, cast.front, cast.depth_m)


def full(masks, name: str, shape: tuple[int, ...]) -> np.ndarray:
    whole = np.zeros(shape, bool)
    whole[masks.window.slices] = getattr(masks, name)
    return whole


def test_a_global_shutter_and_what_stands_still_change_nothing(scene) -> None:
    *_, cast, moving = scene
    assert rolled(cast, moving, 0.0) is cast
    assert rolled(cast, None, READOUT_S) is cast


def test_each_row_of_what_moves_is_where_it_is_when_the_row_is_read(scene) -> None:
    *_, cast, moving = scene
    assert moving is not None
    assert moving.instances == {1, 3}
    skewed = rolled(cast, moving, READOUT_S)
    shape = cast.front.shape
    before = {m.instance: full(m, "amodal", shape) for m in cast.things}
    after = {m.instance: full(m, "amodal", shape) for m in skewed.things}
    furthest = 0.0
    for number in moving.instances:
        for row in np.flatnonzero(before[number].any(axis=1)):
            left = np.flatnonzero(before[number][row])[0]
            if not after[number][row].any() or left == 0:
                continue
            time_s = ((row + 0.5) / shape[0] - 0.5) * READOUT_S
            way_px = moving.px_s[row, left, 0] * time_s
            now = np.flatnonzero(after[number][row])[0]
            if now > 0:
                assert now - left == pytest.approx(way_px, abs=1.5)
                furthest = max(furthest, abs(way_px))
    assert furthest > 3
    for number in before.keys() - moving.instances:
        assert np.array_equal(before[number], after[number]), "what stands still keeps its silhouette"


def test_labels_hold_together(scene) -> None:
    *_, cast, moving = scene
    skewed = rolled(cast, moving, READOUT_S)
    total = np.zeros(cast.front.shape, int)
    for masks in skewed.things:
        assert not (masks.seen & ~masks.amodal).any()
        assert not (masks.front & ~masks.seen).any()
        assert np.isfinite(masks.depth_m[masks.seen]).all()
        assert all(masks.amodal.any(axis=way)[[0, -1]].all() for way in (0, 1)), "windows are tight"
        total[masks.window.slices] += masks.front
        assert (skewed.front[masks.window.slices][masks.front] == masks.instance).all()
    assert total.max() == 1
    assert np.array_equal(total > 0, skewed.front > 0)
    assert set(np.unique(panoptic_ids(skewed))) == set(np.unique(panoptic_ids(cast)))


def test_the_picture_is_skewed_as_its_labels_are(scene) -> None:
    _, view, cast, moving = scene
    lens = view.camera
    paint = np.repeat(cast.front[..., None] * np.float32(10), 3, axis=2)
    exposure = Exposure(
        image=paint,
        saturated=np.zeros(cast.front.shape, bool),
        camera=lens,
        traced=lens.pinhole(),
        factors={OPEN.name: 0.05, READOUT.name: READOUT_S * 1e3},
        depth_m=cast.depth_m,
        moving=moving,
    )
    picture = streak(exposure, np.random.default_rng(0)).image[..., 0]
    labels = rolled(cast, moving, READOUT_S).front
    changed = (labels != cast.front).sum()
    assert changed > 100
    assert (np.abs(picture - labels * 10.0) > 5).sum() < 0.12 * changed, "but for the rims, which the picture blends"
