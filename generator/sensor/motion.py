"""Motion: what moves goes on while the shutter is open, and from row to row of a rolling one; the rest stays sharp."""

from __future__ import annotations

import cv2
import numpy as np

from generator.moving import row_times_s
from generator.plugins import SensorEffect
from generator.sensor.exposure import Exposure
from generator.sensor.shutter import NEUTRAL_OPEN_MS, OPEN, READOUT

_LEAST_PX = 0.25
_MOST_STEPS = 33


def streak(exposure: Exposure, rng: np.random.Generator) -> Exposure:
    """Radiance to radiance: the mean over the time that the shutter is open, centred on when its row is read.

    At each moment a pixel shows what has come to it, if that moves; else itself, if it is still; else, where something
    has just left, what is still beside it stands for what is behind. A still point before the moving ones hides them.
    A rolling shutter skews what moves; `generator.labels.rolling` does the same to its labels.
    """
    moving = exposure.moving
    if moving is None or exposure.depth_m is None:
        return exposure
    open_s, readout_s = (
        exposure.number(factor.name, neutral) * 1e-3 for factor, neutral in ((OPEN, NEUTRAL_OPEN_MS), (READOUT, 0.0))
    )
    longest_px = moving.fastest_px_s * open_s
    if max(longest_px, moving.fastest_px_s * readout_s) < _LEAST_PX:
        return exposure
    steps = min(max(3, 2 * int(np.ceil(longest_px / 2)) + 1), _MOST_STEPS)
    rows_s = row_times_s(len(moving.mask), readout_s)
    total = np.zeros_like(exposure.image)
    for moment in (np.arange(steps) + 0.5) / steps - 0.5:
        sources = moving.sources(rows_s + moment * open_s)
        stays = moving.stays(sources, exposure.depth_m)
        come = cv2.remap(
            exposure.image, sources[..., 0], sources[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        )
        total += np.where(stays[..., None], exposure.image, come)
    return exposure.but(image=total / np.float32(steps))


EFFECTS = (
    SensorEffect("motion", "What moves is drawn out along its way, and skewed by a rolling shutter.", 10, streak),
)
