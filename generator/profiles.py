"""Profiles: how exact a picture is. Named by the measured error in docs/profiles.md, not by a sample count."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Profile:
    """Settings of the path tracer. Bounces are the same in all profiles: too few turn glass and metal black."""

    name: str
    samples: int
    adaptive_threshold: float  # noise level at which a pixel gets no more samples; 0 is off
    denoise_quality: str  # "FAST" or "HIGH", of the denoiser's network
    denoise_prefilter: str  # "FAST" or "ACCURATE", of its guides
    denoise: bool = True


PROFILES = {
    "draft": Profile("draft", 6, 0.0, "FAST", "FAST"),
    "standard": Profile("standard", 12, 0.0, "HIGH", "FAST"),
    "reference": Profile("reference", 1024, 0.01, "HIGH", "ACCURATE"),
}
