"""Level, contrast, clipped highlights, haze and colour cast of one picture, from its tones alone."""

from __future__ import annotations

import cv2
import numpy as np

GREY = 0.18  # linear light that the meter of a camera makes of an average scene; generator/sensor/metering.py
_CLIPPED = 250  # code value from which a channel counts as lost
_LUMINANCE = np.array([[0.2126, 0.7152, 0.0722]], np.float32)
_HAZE_SIDE_PX, _HAZE_SIGMA_PX, _HAZE_WINDOW_PX = 320, 2.0, 11  # of the picture made small, so that noise is none
_MOST_CLIPPED = 0.2
_HAZE_FLOOR = 0.004  # linear light, about one code value: black on black is no contrast
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
    """Share of contrast that the most contrasted twentieth of neighbourhoods lacks, 0..1: in clear air next to none.

    NaN where more than a fifth of the picture is clipped, for contrast is lost there whatever the air is like.
    Light that the air scatters is added to dark and bright alike, so Michelson's contrast (b - d) / (b + d) falls where
    it is largest (Koschmieder's law). The dark channel of He, Sun and Tang (CVPR 2009) goes by dark things alone;
    indoors, before pale benches, it follows haze far less (docs/intake.md).
    """
    if highlights(image) > _MOST_CLIPPED:
        return float("nan")
    scale = _HAZE_SIDE_PX / max(image.shape[:2])
    size = (max(1, round(image.shape[1] * scale)), max(1, round(image.shape[0] * scale)))
    luminance = cv2.resize(cv2.transform(linear_light(image), _LUMINANCE), size, interpolation=cv2.INTER_AREA)
    smooth = cv2.GaussianBlur(luminance, (0, 0), _HAZE_SIGMA_PX)
    around = np.ones((_HAZE_WINDOW_PX, _HAZE_WINDOW_PX), np.uint8)
    bright, dark = cv2.dilate(smooth, around), cv2.erode(smooth, around)
    contrasts = (bright - dark) / (bright + dark + _HAZE_FLOOR)
    return float(np.clip(1 - np.percentile(contrasts, 95), 0, 1))


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
