"""Blur from a belt: its length is speed times shutter, it is centred, light is kept, still things stay sharp."""

from __future__ import annotations

import numpy as np
import pytest
from small_scene import camera

from generator.moving import Moving
from generator.sensor.exposure import Exposure
from generator.sensor.motion import streak
from generator.sensor.shutter import OPEN

HEIGHT, WIDTH = 72, 96


def exposed(image: np.ndarray, mask: np.ndarray, px_s: float, open_ms: float, depth_m: np.ndarray | float = 1.0):
    """Everything under the mask going right at that speed."""
    field = np.zeros((HEIGHT, WIDTH, 2), np.float32)
    field[..., 0] = px_s
    lens = camera(WIDTH, HEIGHT)
    return Exposure(
        image=np.repeat(image[..., None], 3, axis=2).astype(np.float32),
        saturated=np.zeros((HEIGHT, WIDTH), bool),
        camera=lens,
        traced=lens.pinhole(),
        factors={OPEN.name: open_ms},
        depth_m=np.broadcast_to(np.float32(depth_m), (HEIGHT, WIDTH)).astype(np.float32),
        moving=Moving(mask, field),
    )


def stripe() -> tuple[np.ndarray, np.ndarray]:
    """A bright bar, 11 px wide, that moves before a dark still ground."""
    mask = np.zeros((HEIGHT, WIDTH), bool)
    mask[:, 40:51] = True
    return np.where(mask, 1.0, 0.1), mask


def run(one: Exposure) -> np.ndarray:
    return streak(one, np.random.default_rng(0)).image[36, :, 0]


def test_nothing_moving_or_hardly_leaves_the_picture_alone() -> None:
    image, mask = stripe()
    slow = exposed(image, mask, 10.0, 10.0)
    assert streak(slow, np.random.default_rng(0)) is slow
    still = slow.but(moving=None)
    assert streak(still, np.random.default_rng(0)) is still


def test_the_ramp_of_an_edge_is_as_long_as_the_way_and_its_middle_stays() -> None:
    image, mask = stripe()
    row = run(exposed(image, mask, 800.0, 10.0))  # 8 px
    ramp = np.flatnonzero((row > 0.11) & (row < 0.99))
    assert ramp.min() == pytest.approx(40 - 4, abs=1)
    assert ramp.max() == pytest.approx(50 + 4, abs=1)
    middle = (np.arange(WIDTH) * (row - 0.1)).sum() / (row - 0.1).sum()
    assert middle == pytest.approx(45.0, abs=0.3)
    assert row.max() == pytest.approx(1.0, abs=0.02)


def test_light_is_kept() -> None:
    image, mask = stripe()
    row = run(exposed(image, mask, 600.0, 10.0))
    assert (row - 0.1).sum() == pytest.approx((image[36] - 0.1).sum(), rel=0.06)


def test_a_texture_that_moves_all_over_is_blurred_along_the_way_only() -> None:
    noise = np.random.default_rng(1).uniform(0, 1, (HEIGHT, WIDTH))
    everywhere = np.ones((HEIGHT, WIDTH), bool)
    image = streak(exposed(noise, everywhere, 900.0, 10.0), np.random.default_rng(0)).image[..., 0]
    inner = image[10:-10, 20:-20]
    along = np.abs(np.diff(inner, axis=1)).mean()
    across = np.abs(np.diff(inner, axis=0)).mean()
    assert along < 0.5 * across
    assert inner.var() == pytest.approx(noise.var() / 9, rel=0.35)  # the mean of nine pixels


def test_what_stands_still_before_the_belt_stays_sharp() -> None:
    image, mask = stripe()
    depth = np.ones((HEIGHT, WIDTH))
    depth[:, 51:60] = 0.5  # a post right beside the bar, nearer
    depth[:, 30:40] = 2.0  # and ground behind it
    row = run(exposed(image, mask, 800.0, 10.0, depth))
    assert row[51:60] == pytest.approx(0.1, abs=1e-6)
    assert row[37:40].min() > 0.15
