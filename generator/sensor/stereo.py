"""Matching of an infrared pair: what a depth camera's own processor makes of it, holes and all."""

from __future__ import annotations

import cv2
import numpy as np

from generator.depth_camera import DEPTH_CAMERA, DepthCamera

_BLOCK_PX = 7
_STEP = 16  # OpenCV's disparities are in sixteenths, and their number a multiple of 16
_WHITE_PERCENTILE = 99.0
_OVER_NOISE = 3.0  # variance of a block against that of its noise, for a match to be believed


def stereo_depth(
    left: np.ndarray,
    right: np.ndarray,
    focal_px: float,
    focus_m: float,
    rng: np.random.Generator,
    camera: DepthCamera = DEPTH_CAMERA,
) -> np.ndarray:
    """(h, w) float32 metres along the optical axis, 0 where nothing was matched, from radiance (h, w) of both eyes.

    Semi-global matching (Hirschmueller, PAMI 2008) with the checks that such cameras do: left against right, unique,
    no speckles, more texture than noise.
    """
    eyes = [_exposed(eye, rng, camera) for eye in (left, right)]
    most_px = focal_px * camera.baseline_m / (camera.nearest * focus_m)
    matcher = cv2.StereoSGBM.create(
        minDisparity=0,
        numDisparities=max(_STEP, int(np.ceil(most_px / _STEP)) * _STEP),
        blockSize=_BLOCK_PX,
        P1=8 * _BLOCK_PX**2,
        P2=32 * _BLOCK_PX**2,
        disp12MaxDiff=1,
        uniquenessRatio=8,
        speckleWindowSize=60,
        speckleRange=2,
        mode=cv2.STEREO_SGBM_MODE_SGBM_3WAY,
    )
    disparity_px = matcher.compute(*eyes).astype(np.float32) / _STEP
    found = (disparity_px > 0.5) & _textured(eyes[0], camera)
    depth_m = focal_px * camera.baseline_m / np.where(found, disparity_px, 1.0)
    return np.where(found, depth_m, 0.0).astype(np.float32)


def _textured(eye: np.ndarray, camera: DepthCamera) -> np.ndarray:
    """(h, w) bool: where a block of the picture (h, w) uint8 varies more than shot noise makes it."""
    values, size = eye.astype(np.float32), (_BLOCK_PX, _BLOCK_PX)
    mean = cv2.boxFilter(values, -1, size)
    variance = cv2.boxFilter(values**2, -1, size) - mean**2
    noise = mean * 255 / camera.full_well_e + 1 / 12
    return variance > _OVER_NOISE * noise


def _exposed(eye: np.ndarray, rng: np.random.Generator, camera: DepthCamera) -> np.ndarray:
    """(h, w) uint8: exposed to its highlights, with shot noise."""
    white = max(float(np.percentile(eye, _WHITE_PERCENTILE)), 1e-9)
    electrons = rng.poisson(np.clip(eye / white, 0.0, 1.0) * camera.full_well_e)
    return np.rint(255 * np.clip(electrons / camera.full_well_e, 0.0, 1.0)).astype(np.uint8)
