"""Maps of wear: shares as promised, sizes in millimetres as in life."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import ndimage

from materials import textures
from materials.textures.films import SMEARS_MM
from materials.textures.handling import fingerprint
from materials.textures.noise import SIZE
from materials.textures.worn import DUST_MM


@pytest.mark.parametrize("name", ["smears", "oil", "rust"])
def test_ranks_are_even(name):
    rank = textures.load(name)[..., 0]
    shares = [float((rank < t).mean()) for t in (0.1, 0.5, 0.9)]
    np.testing.assert_allclose(shares, (0.1, 0.5, 0.9), atol=0.002)


def test_drops_stand_on_as_much_as_their_rank_says():
    rank = textures.load("drops")[..., 0]
    for share in (0.05, 0.2, 0.4):
        assert (rank > 1.0 - share).mean() == pytest.approx(share, abs=0.01)


def test_ridges_of_a_finger_are_0_45_mm_apart():
    mm_px = 0.05
    power = np.zeros(2)
    for seed in range(4):
        print_ = fingerprint(np.random.default_rng(seed), mm_px)
        spectrum = np.abs(np.fft.fft2(print_ - print_.mean())) ** 2
        frequency = np.hypot(*np.meshgrid(*(np.fft.fftfreq(n, mm_px) for n in print_.shape), indexing="ij"))
        power += [spectrum[(frequency > low) & (frequency < high)].sum() for low, high in ((1.6, 3.4), (0.7, 1.4))]
    assert power[0] > 2.0 * power[1]


def test_dust_has_no_blotches():
    order = textures.load("dust")[..., 0]
    means = ndimage.uniform_filter(order, int(8.0 * SIZE / DUST_MM), mode="wrap")
    assert means.std() < 0.03


def test_scratches_are_fine():
    scratched = textures.load("scratches")[..., 0] > 0.3
    fat = ndimage.binary_opening(scratched, ndimage.iterate_structure(ndimage.generate_binary_structure(2, 1), 5))
    assert 0.05 < scratched.mean() < 0.3
    assert fat.mean() < 0.03 * scratched.mean(), "next to nothing is wider than 0.6 mm"


def test_smears_are_as_wide_as_fingers():
    thick = textures.load("smears")[..., 1] > 0.25
    half_mm = ndimage.distance_transform_edt(thick).max() * SMEARS_MM / SIZE
    assert 2.0 < half_mm < 15.0
