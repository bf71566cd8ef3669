"""The window before the lens: what lies on it is out of focus by the law of the thin lens, and moves no label."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from generator.sensor.window.condensation import fog
from generator.sensor.window.dirt import _LARGEST_MM, _MIDDLE_MM, _SPREAD, soil
from generator.sensor.window.drops import wet
from generator.sensor.window.glass import DISTANCE_MM, plate_of, through_lens
from generator.sensor.window.scratches import scratch, streaks
from generator.sensor.window.specks import draw_discs, scattered_discs

EFFECTS = {
    "lens.window_dirt": soil,
    "lens.window_scratches": scratch,
    "lens.window_drops": wet,
    "lens.condensation": fog,
}


def rng() -> np.random.Generator:
    return np.random.default_rng(4)


def texture(height: int = 120, width: int = 160) -> np.ndarray:
    return np.random.default_rng(1).uniform(0.2, 2.0, (height, width, 3)).astype(np.float32)


@pytest.mark.parametrize(("factor", "effect"), EFFECTS.items())
def test_nothing_on_the_window_changes_nothing(under_way, factor, effect):
    state = under_way(texture(), {factor: 0.0})
    assert effect(state, rng()) is state
    assert effect(under_way(texture()), rng()).image.tobytes() == texture().tobytes()


@pytest.mark.slow
@pytest.mark.parametrize(("factor", "effect"), EFFECTS.items())
def test_a_window_is_the_same_twice_linear_and_worse_when_there_is_more_on_it(under_way, factor, effect):
    def through(light, share):
        return effect(under_way(light, {factor: share}), rng()).image

    light = texture()
    np.testing.assert_array_equal(through(light, 0.2), through(light, 0.2))
    np.testing.assert_allclose(through(3 * light, 0.2), 3 * through(light, 0.2), rtol=1e-3, atol=1e-4)
    change = [np.abs(through(light, share) - light).mean() for share in (0.02, 0.08, 0.2)]
    assert 0 < change[0] < change[1] < change[2]


def test_the_blur_of_a_point_on_the_window_follows_the_thin_lens(under_way):
    state = under_way(texture(240, 320))
    camera = dataclasses.replace(state.camera, f_number=2.8)
    wide, narrow = (plate_of(state.but(camera=dataclasses.replace(camera, f_number=f))) for f in (2.8, 11.2))
    pixel_mm = camera.sensor_width_mm / camera.width_px
    radius_px = wide.blur_cells * wide.cell_px
    assert radius_px == pytest.approx(camera.focal_mm**2 / (2 * 2.8 * DISTANCE_MM) / pixel_mm)
    assert narrow.blur_cells * narrow.cell_px == pytest.approx(radius_px / 4)
    assert wide.columns * wide.cell_mm > camera.width_px * pixel_mm * DISTANCE_MM / camera.focal_mm


def test_a_spot_on_the_window_is_drawn_where_it_lies_with_the_shape_of_the_iris(under_way):
    state = under_way(texture(240, 320))
    plate = plate_of(state)
    field = np.zeros((plate.rows, plate.columns), np.float32)
    row, column = plate.rows // 2 + 5, plate.columns // 2 - 9
    field[row, column] = 1.0
    drawn = through_lens(field, plate, state)
    y, x = np.mgrid[0:240, 0:320]
    middle = np.array([(drawn * x).sum(), (drawn * y).sum()]) / drawn.sum()
    wanted = (np.array([column, row]) - plate.border + 0.5) * plate.cell_px - 0.5
    np.testing.assert_allclose(middle, wanted, atol=0.6)
    assert drawn.sum() == pytest.approx(plate.cell_px**2, rel=0.03)
    assert np.sqrt((drawn > 0.5 * drawn.max()).sum() / np.pi) == pytest.approx(
        plate.blur_cells * plate.cell_px, rel=0.15
    )


@pytest.mark.parametrize("share", [0.02, 0.1, 0.3])
def test_dirt_covers_the_share_that_was_asked_for(under_way, share):
    plate = plate_of(under_way(texture(240, 320)))
    covered = [
        draw_discs(
            plate, *scattered_discs(np.random.default_rng(seed), plate, share, _MIDDLE_MM, _SPREAD, _LARGEST_MM)
        ).mean()
        for seed in range(6 if share < 0.1 else 2)  # thousands of specks are even by themselves
    ]
    assert np.mean(covered) == pytest.approx(share, rel=0.15)


def test_dirt_adds_to_what_was_there_and_never_takes_a_speck_away(under_way):
    plate = plate_of(under_way(texture()))
    few, many = (scattered_discs(rng(), plate, share, _MIDDLE_MM, _SPREAD, _LARGEST_MM) for share in (0.05, 0.2))
    np.testing.assert_array_equal(few[0], many[0][: len(few[0])])


def test_dirt_darkens_an_even_field_and_glows_next_to_a_lamp(under_way):
    dark = soil(under_way(np.full((120, 160, 3), 1.0), {"lens.window_dirt": 0.2}), rng()).image
    assert 0.8 < dark.mean() < 0.95
    light = np.full((120, 160, 3), 1.0, np.float32)
    light[55:65, 75:85] = 3000.0
    near = soil(under_way(light, {"lens.window_dirt": 0.2}), rng()).image
    assert near[40:50, 60:100].max() > 3.0


def test_scratches_keep_the_light_and_streak_across_themselves(under_way):
    light = np.zeros((121, 161, 3), np.float32)
    light[60, 80] = 100.0
    state = under_way(light, {"lens.window_scratches": 0.2})
    after = scratch(state, rng()).image
    assert after.sum(dtype=float) == pytest.approx(300.0, rel=2e-2)
    assert after[60, 80, 1] == pytest.approx(80.0, rel=0.02)
    kernel = streaks(state, rng())
    assert kernel.sum() == pytest.approx(1, abs=1e-5)
    np.testing.assert_allclose(kernel, kernel[::-1, ::-1], atol=1e-6)


@pytest.mark.parametrize("share", [0.15, 0.5, 0.9])
def test_fog_covers_about_its_share_and_keeps_an_even_field(under_way, share):
    state = under_way(np.full((120, 160, 3), 2.0), {"lens.condensation": share})
    np.testing.assert_allclose(fog(state, rng()).image, 2.0, rtol=1e-3)
    noisy = under_way(texture(), {"lens.condensation": share})
    hidden = np.abs(fog(noisy, rng()).image - noisy.image) > 0.5 * np.abs(noisy.image - noisy.image.mean())
    assert hidden.mean() == pytest.approx(share, abs=0.16)


def test_a_drop_turns_what_is_seen_through_it_upside_down(under_way):
    """A field that is bright above and dark below is dark above and bright below inside of large drops."""
    light = np.repeat(np.linspace(2, 0, 240)[:, None, None], 320, axis=1).repeat(3, axis=2).astype(np.float32)
    state = under_way(light, {"lens.window_drops": 0.1})
    wet_light = wet(state, rng()).image[:, :, 1]
    slope = np.diff(wet_light, axis=0)
    assert (slope < 0).mean() > 0.6
    assert slope.max() > 0.05
    even = wet(under_way(np.full((240, 320, 3), 1.0), {"lens.window_drops": 0.3}), rng()).image
    assert even.max() <= 1.0001
    assert even.mean() > 0.85
