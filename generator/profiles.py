"""Profiles: how exact a picture is. Named by the measured error in docs/profiles.md, not by a sample count."""

from __future__ import annotations

from dataclasses import dataclass

_CLEAR_SHARE = 0.05  # of the pixels, from which on a view is one of glass


@dataclass(frozen=True, slots=True)
class Profile:
    """Settings of the path tracer. Bounces are the same in all profiles: too few turn glass and metal black."""

    name: str
    samples: int
    adaptive_threshold: float  # noise level at which a pixel gets no more samples; 0 is off
    denoise_quality: str  # "FAST" or "HIGH", of the denoiser's network
    denoise_prefilter: str  # "FAST" or "ACCURATE", of its guides
    denoise: bool = True
    clear_samples: int = 0  # of a view that clear things fill by a twentieth or more; 0 is as of any other

    def samples_at(self, clear_share: float) -> int:
        """Samples of a view in which labelled clear things take that share (0..1) of the pixels.

        What is seen in glass and through it is a dozen small pictures on top of one another: with the samples that
        matte things need, the denoiser smears them into grey smoke.
        """
        more = max(self.clear_samples - self.samples, 0)
        return self.samples + round(more * min(clear_share / _CLEAR_SHARE, 1.0))


PROFILES = {
    "draft": Profile("draft", 6, 0.0, "FAST", "FAST"),
    "standard": Profile("standard", 12, 0.0, "HIGH", "FAST", clear_samples=24),
    "reference": Profile("reference", 1024, 0.01, "HIGH", "ACCURATE"),
}
