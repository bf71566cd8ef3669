"""Motion: what rides on a belt goes on while the shutter is open; what stands still stays sharp."""

from __future__ import annotations

import cv2
import numpy as np

from generator.plugins import SensorEffect
from generator.sensor.exposure import Exposure
from generator.sensor.shutter import NEUTRAL_OPEN_MS, OPEN

_LEAST_PX = 0.25
_MOST_STEPS = 33
_BEHIND = 1.01  # depth against that of what comes by, from which a still point lies behind it


def streak(exposure: Exposure, rng: np.random.Generator) -> Exposure:
    """Radiance to radiance: the mean over the time that the shutter is open, centred, so that no label moves.

    At each moment a pixel shows what has come to it, if that moves; else itself, if it is still; else, where something
    has just left, what is still beside it stands for what is behind. A still point before the moving ones hides them.
    """
    moving = exposure.moving
    if moving is None or exposure.depth_m is None:
        return exposure
    open_s = exposure.number(OPEN.name, NEUTRAL_OPEN_MS) * 1e-3
    longest_px = float(np.linalg.norm(moving.px_s[moving.mask], axis=1).max()) * open_s
    if longest_px < _LEAST_PX:
        return exposure
    steps = min(max(3, 2 * int(np.ceil(longest_px / 2)) + 1), _MOST_STEPS)
    height, width = moving.mask.shape
    grid = np.stack(np.meshgrid(np.arange(width), np.arange(height)), axis=2).astype(np.float32)
    moves, depth = moving.mask.astype(np.float32), exposure.depth_m.astype(np.float32)
    total = np.zeros_like(exposure.image)
    for moment in (np.arange(steps) + 0.5) / steps - 0.5:
        source = grid - moving.px_s * np.float32(moment * open_s)
        come = _looked_up(exposure.image, source)
        arrives = _looked_up(moves, source, cv2.INTER_NEAREST) > 0.5
        behind = depth * np.float32(_BEHIND) > _looked_up(depth, source, cv2.INTER_NEAREST)
        stays = ~moving.mask & ~(arrives & (behind | (depth == 0)))
        total += np.where(stays[..., None], exposure.image, come)
    return exposure.but(image=total / np.float32(steps))


def _looked_up(image: np.ndarray, source: np.ndarray, how: int = cv2.INTER_LINEAR) -> np.ndarray:
    found: np.ndarray = cv2.remap(image, source[..., 0], source[..., 1], how, borderMode=cv2.BORDER_REPLICATE)
    return found


EFFECTS = (SensorEffect("motion", "What rides on a belt is drawn out along its way.", 10, streak),)
