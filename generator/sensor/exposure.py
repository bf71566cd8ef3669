"""What the effects hand on to one another: one picture on its way from light to file."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from generator.camera import Camera, Pinhole
from generator.factors import Value
from generator.moving import Moving
from generator.recipe import Jet
from generator.sensor.lamplight import LampLight


@dataclass(frozen=True, slots=True)
class Exposure:
    """One picture under way. What `image` holds changes along the way; each effect says what it takes and gives.

    Radiance (W/(m^2 sr), scene-linear Rec.709) up to the exposure; then electrons; after the converter a share of
    full scale; after the tone curve sRGB code values, 0..1.
    """

    image: np.ndarray  # (H, W, 3) float32; (H, W) between colour filter and demosaicing
    saturated: np.ndarray  # (H, W) bool, where a colour is clipped in the developed picture
    camera: Camera
    traced: Pinhole  # the camera without distortion that the light was traced for
    factors: Mapping[str, Value]
    lamps: tuple[LampLight, ...] = ()  # of the scene, in the camera's frame
    depth_m: np.ndarray | None = None  # (H, W) float32 in the camera's pixels, along its axis; 0 where nothing is
    air: np.ndarray | None = None  # (H, W) float32, share of the light that the air lets through; None is all
    moving: Moving | None = None  # what moves while the shutter is open; None where nothing does
    jets: tuple[Jet, ...] = ()  # of the scene, in the world
    gain: float = 1.0  # analogue gain, at least 1: full scale is reached at full well / gain
    electrons_per_radiance: float = 0.0  # of the most sensitive channel, once exposed

    def number(self, factor: str, neutral: float) -> float:
        """The value of a factor; where the capture has none, the value at which the effect does nothing."""
        return float(self.factors.get(factor, neutral))

    def word(self, factor: str, neutral: str) -> str:
        """The same for a factor that is one of several words."""
        return str(self.factors.get(factor, neutral))

    def jet(self, kind: str) -> Jet | None:
        """Where that is given off, if the scene says so."""
        return next((jet for jet in self.jets if jet.kind == kind), None)

    def but(self, **changes: Any) -> Exposure:
        """A copy with some fields changed."""
        return dataclasses.replace(self, **changes)
