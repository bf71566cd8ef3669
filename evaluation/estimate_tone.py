"""Level, contrast, clipped highlights, haze and colour cast of one picture, from its tones alone."""

from __future__ import annotations

import cv2
import numpy as np

GREY = 0.18  # linear light that the meter of a camera makes of an average scene; generator/sensor/metering.py
_CLIPPED = 250  # code value from which a channel counts as lost
_LUMINANCE = np.array([[0.2126, 0.7152, 0.0722]], np.float32)
_DARK_WINDOW = 15  # px at a width of 640, as He et al. take it
_MINKOWSKI = 6.0  # norm of the edges, the best of van de Weijer et al.


def linear_light(image: np.ndarray) -> np.ndarray:
    """(H, W, 3) uint8 of sRGB to float32 linear light, 0..1 (IEC 61966-2-1)."""
    code = np.arange(256) / 255
    table = np.where(code <= 0.04045, code / 12.92, ((code + 0.055) / 1.055) ** 2.4)
    return table.astype(np.float32)[image]


def level_ev(image: np.ndarray) -> float:
    """How far the log average of the light is from mid-grey, in stops: what a meter that weighs all alike is off by."""
    light = linear_light(image)
    height, width = light.shape[:2]
    small = cv2.resize(light, (-(-width // 4), -(-height // 4)), interpolation=cv2.INTER_AREA)
    luminance = cv2.transform(small, _LUMINANCE).ravel().astype(np.float64)
    average = np.exp(np.log(luminance + 1e-3 * luminance.mean() + 1e-6).mean())
    return float(np.log2(average / GREY))


def contrast(image: np.ndarray) -> float:
    """Distance of the 5th from the 95th percentile of luma, 0..1."""
    low, high = np.percentile(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), (5, 95))
    return float((high - low) / 255)


def highlights(image: np.ndarray) -> float:
    """Share of pixels of which a colour is clipped, 0..1."""
    return float((image.max(axis=2) >= _CLIPPED).mean())


def haze(image: np.ndarray) -> float:
    """Share of the light that the air seems to take, 0..1: the dark channel over the light of the air.

    In clear air something in every neighbourhood is dark in some colour; what is left there is light of the air
    (He, Sun and Tang, "Single image haze removal using dark channel prior", TPAMI 2011, equations 5, 11 and 12). The
    lower quarter of the picture's dark channel stands for all, so that pale things do not count as haze.
    """
    window = max(3, round(_DARK_WINDOW * image.shape[1] / 640))
    light = linear_light(image)
    dark = cv2.erode(light.min(axis=2), np.ones((window, window), np.uint8))
    brightest = dark >= np.percentile(dark, 99.9)
    air = np.maximum(light[brightest].mean(axis=0), 1e-3)
    share = cv2.erode((light / air).min(axis=2), np.ones((window, window), np.uint8))
    return float(np.clip(np.percentile(share, 25), 0, 1))


def cast(image: np.ndarray) -> float:
    """log2 of blue against red in the light that edges are seen in: above 0 too blue; NaN for a picture without colour.

    Edges are grey on average, whatever large areas are (van de Weijer, Gevers and Gijsenij, "Edge-based color
    constancy", TIP 2007), here with the first derivative and a Minkowski norm of 6.
    """
    if (image == image[:, :, :1]).all():
        return float("nan")
    light = cv2.GaussianBlur(linear_light(image), (0, 0), 1.0)
    clipped = cv2.dilate((image.max(axis=2) >= _CLIPPED).astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    strength = np.hypot(cv2.Sobel(light, cv2.CV_32F, 1, 0), cv2.Sobel(light, cv2.CV_32F, 0, 1)).astype(np.float64)
    kept = strength[~clipped]
    if len(kept) == 0:
        return float("nan")
    norm = ((kept / max(kept.max(), 1e-9)) ** _MINKOWSKI).mean(axis=0) ** (1 / _MINKOWSKI)
    return float(np.log2(max(norm[2], 1e-6) / max(norm[0], 1e-6)))
