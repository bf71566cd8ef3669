"""Maps of grounds and prints at their true size: grain in tenths of a millimetre, stripes, bars and words where due."""

from __future__ import annotations

import numpy as np
import pytest

from materials import textures
from materials.textures import noise


def test_the_grain_of_a_mat_is_a_third_of_a_millimetre() -> None:
    """The mean wavelength of its creases, from their spectrum."""
    texture = textures.catalogue()["ground_leather"]
    creases = textures.load("ground_leather")[..., 1]
    power = np.abs(np.fft.rfft2(creases - creases.mean())) ** 2
    fy, fx = noise.frequencies(creases.shape)
    radius = np.hypot(fy, fx)
    mean = float((power * radius).sum() / power.sum())
    assert 0.2 < texture.tile_mm[0] / mean < 0.6


def test_hazard_stripes_are_a_hundred_millimetres_apart_along_an_edge() -> None:
    stripes = textures.load("printed_hazard")
    yellow = stripes[..., 0] - stripes[..., 2] > 0.2
    rows = yellow[::64].astype(int)
    power = np.abs(np.fft.rfft(rows - rows.mean(axis=1, keepdims=True), axis=1)).mean(axis=0)
    assert int(power.argmax()) == 4  # over 400 mm


def test_labels_are_printed_each_with_its_own_words_and_the_same_every_time() -> None:
    atlas = textures.load("printed_labels")
    np.testing.assert_array_equal(atlas, textures.make("printed_labels").astype(np.float32))
    ink = atlas[..., 1] < 0.3
    cells = [ink[256 * r : 256 * r + 256, 256 * c : 256 * c + 256] for r in range(4) for c in range(4)]
    for cell in cells:
        assert 0.08 < cell.mean() < 0.5
        bars = np.diff(cell[200].astype(int))
        assert np.abs(bars).sum() > 30, "a bar code"
    alike = [np.mean(a == b) for i, a in enumerate(cells) for b in cells[:i]]
    assert max(alike) < 0.97


def test_bars_of_checker_plate_have_their_length_and_height() -> None:
    plate = textures.load("ground_tread")
    tops = plate[..., 1] > 0.3
    share = float(tops.mean())
    assert 0.04 < share < 0.2  # twenty bars of about 22 x 3 mm on 100 x 100 mm
    steep = np.abs(plate[..., 2]).max() * 1.2e-3 / 0.1  # of a plate 1.2 mm high
    assert 0.5 < steep < 6.0


@pytest.mark.parametrize("name", ["trodden_bench", "trodden_floor"])
def test_what_use_leaves_is_narrow_where_it_is_strong_and_faint_where_it_is_wide(name: str) -> None:
    tone, soil, marks, _ = np.moveaxis(textures.load(name), 2, 0)
    px_per_mm = tone.shape[0] / textures.catalogue()[name].tile_mm[0]
    wide = noise.blurred(tone, 60.0 * px_per_mm)
    assert wide.std() < 0.02, "no camouflage"
    for layer in (soil, marks):
        assert (layer > 0.3).mean() < 0.12
        assert layer.max() > 0.4
