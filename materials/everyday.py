"""The marks that even a new thing has: hairlines from its box, fingerprints, smears, patina, dirt in its recesses.

They are part of the material, not wear: nothing real is spotless, and no two parts of a pile look the same.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from materials.placing import sample_place

Range = tuple[float, float]  # lowest and highest of a number that is drawn for each thing


def rounded(value: float) -> float:
    """As recipes store numbers: six significant digits, the same on every machine."""
    return float(f"{value:.6g}")


def sample_marks(rng: np.random.Generator, strength: float = 1.0, scale: float = 1.0) -> dict[str, Any]:
    """How much a thing has been handled. `strength` 1 is a part from an open box; `scale` coarsens for large things."""
    lightness = rng.uniform(0.035, 0.11)
    return {
        "place": sample_place(rng),
        "scale": scale,
        "hairlines": rounded(strength * rng.uniform(0.05, 0.22)),  # added roughness
        "film": rounded(strength * rng.gamma(1.6, 0.06)),  # added roughness
        "veil": rounded(min(strength * rng.gamma(1.4, 0.07), 0.45)),  # share of light the patina takes
        "veil_colour": [rounded(lightness * f) for f in (1.15, 1.0, rng.uniform(0.6, 0.95))],
        "grime": rounded(min(strength * rng.uniform(0.1, 0.5), 0.9)),  # cover of the deepest recess
    }
