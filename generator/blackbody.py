"""The colour of a black body: what a lamp's temperature means, to whoever builds lamps or mixes them anew."""

from __future__ import annotations

import numpy as np

_RGB_FROM_XYZ = np.array(
    [[3.2404542, -1.5371385, -0.4985314], [-0.9692660, 1.8760108, 0.0415560], [0.0556434, -0.2040259, 1.0572252]]
)  # linear Rec.709, white D65 (IEC 61966-2-1)
LUMINANCE = np.array([0.2126729, 0.7151522, 0.0721750])  # of linear Rec.709
_SECOND_RADIATION_NM_K = 1.438776877e7  # hc/k
_LOBES = (  # height, centre in nm and the two inverse widths of each lobe of x, y, z
    ((1.056, 599.8, 0.0264, 0.0323), (0.362, 442.0, 0.0624, 0.0374), (-0.065, 501.1, 0.0490, 0.0382)),
    ((0.821, 568.8, 0.0213, 0.0247), (0.286, 530.9, 0.0613, 0.0322)),
    ((1.217, 437.0, 0.0845, 0.0278), (0.681, 459.0, 0.0385, 0.0725)),
)


def blackbody_rgb(temperature_k: float) -> tuple[float, float, float]:
    """Linear Rec.709 colour of a Planckian radiator, scaled to luminance 1; what lies outside the gamut is cut.

    Planck's law over the CIE 1931 observer, in the fit of Wyman, Sloan, Shirley (JCGT 2/2, 2013).
    """
    wave_nm = np.arange(380.0, 781.0, 5.0)
    with np.errstate(over="ignore"):
        radiance = wave_nm**-5 / np.expm1(_SECOND_RADIATION_NM_K / (wave_nm * temperature_k))
    xyz = _observer(wave_nm) @ radiance
    rgb = np.maximum(_RGB_FROM_XYZ @ (xyz / xyz[1]), 0.0)
    rgb /= LUMINANCE @ rgb
    return float(rgb[0]), float(rgb[1]), float(rgb[2])


def _observer(wave_nm: np.ndarray) -> np.ndarray:
    """(3, N) colour matching functions."""
    rows = []
    for lobes in _LOBES:
        row = np.zeros_like(wave_nm)
        for height, centre, below, above in lobes:
            width = np.where(wave_nm < centre, below, above)
            row += height * np.exp(-0.5 * ((wave_nm - centre) * width) ** 2)
        rows.append(row)
    return np.stack(rows)
