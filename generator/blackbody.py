"""The colour of a black body: what a lamp's temperature means, to whoever builds lamps or mixes them anew."""

from __future__ import annotations

import numpy as np

from generator.observer import RGB_FROM_XYZ, observer

LUMINANCE = np.array([0.2126729, 0.7151522, 0.0721750])  # of linear Rec.709
_SECOND_RADIATION_NM_K = 1.438776877e7  # hc/k


def blackbody_rgb(temperature_k: float) -> tuple[float, float, float]:
    """Linear Rec.709 colour of a Planckian radiator, scaled to luminance 1; what lies outside the gamut is cut.

    Planck's law over the CIE 1931 observer.
    """
    wave_nm = np.arange(380.0, 781.0, 5.0)
    with np.errstate(over="ignore"):
        radiance = wave_nm**-5 / np.expm1(_SECOND_RADIATION_NM_K / (wave_nm * temperature_k))
    xyz = observer(wave_nm) @ radiance
    rgb = np.maximum(RGB_FROM_XYZ @ (xyz / xyz[1]), 0.0)
    rgb /= LUMINANCE @ rgb
    return float(rgb[0]), float(rgb[1]), float(rgb[2])
