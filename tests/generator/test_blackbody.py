from __future__ import annotations

import numpy as np

from generator.blackbody import LUMINANCE, blackbody_rgb


def test_blackbody_has_luminance_one_and_turns_from_red_to_blue():
    colours = np.array([blackbody_rgb(t) for t in (2000, 3000, 4500, 6500, 9000, 15000)])
    np.testing.assert_allclose(colours @ LUMINANCE, 1.0, rtol=1e-6)
    assert (np.diff(colours[:, 0]) < 0).all()
    assert (np.diff(colours[:, 2]) > 0).all()


def test_blackbody_chromaticity_is_on_the_planckian_locus():
    # CIE 15, illuminant A (2856 K): x = 0.4476, y = 0.4074; and 6500 K: x = 0.3135, y = 0.3237
    xyz_from_rgb = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    for temperature_k, expected in ((2856, (0.4476, 0.4074)), (6500, (0.3135, 0.3237))):
        xyz = xyz_from_rgb @ np.array(blackbody_rgb(temperature_k))
        np.testing.assert_allclose(xyz[:2] / xyz.sum(), expected, atol=0.004)
