"""What the eye makes of a spectrum: the CIE 1931 observer and linear Rec.709, for the colours of lamps and of films."""

from __future__ import annotations

import numpy as np

RGB_FROM_XYZ = np.array(
    [[3.2404542, -1.5371385, -0.4985314], [-0.9692660, 1.8760108, 0.0415560], [0.0556434, -0.2040259, 1.0572252]]
)  # linear Rec.709, white D65 (IEC 61966-2-1)
_LOBES = (  # height, centre in nm and the two inverse widths of each lobe of x, y, z
    ((1.056, 599.8, 0.0264, 0.0323), (0.362, 442.0, 0.0624, 0.0374), (-0.065, 501.1, 0.0490, 0.0382)),
    ((0.821, 568.8, 0.0213, 0.0247), (0.286, 530.9, 0.0613, 0.0322)),
    ((1.217, 437.0, 0.0845, 0.0278), (0.681, 459.0, 0.0385, 0.0725)),
)


def observer(wave_nm: np.ndarray) -> np.ndarray:
    """(3, N) colour matching functions x, y, z of the CIE 1931 observer at wavelengths (N,).

    In the fit of Wyman, Sloan and Shirley, JCGT 2(2), 2013.
    """
    rows = []
    for lobes in _LOBES:
        row = np.zeros_like(wave_nm)
        for height, centre, below, above in lobes:
            width = np.where(wave_nm < centre, below, above)
            row += height * np.exp(-0.5 * ((wave_nm - centre) * width) ** 2)
        rows.append(row)
    return np.stack(rows)
