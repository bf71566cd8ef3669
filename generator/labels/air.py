"""What the air lets through, as a label beside wear: where a picture shows mist and not a thing."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np


def air_layer(wanted: Collection[str], transmission: np.ndarray | None) -> dict[str, np.ndarray]:
    """``air_transmission`` (H, W) float16, the share of the light that dust, haze and steam let through to each pixel.

    Where wear is asked for; empty where the air is clear.
    """
    if transmission is None or "wear" not in wanted:
        return {}
    return {"air_transmission": transmission.astype(np.float16)}
