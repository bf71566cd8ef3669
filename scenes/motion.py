"""Things that move while they are photographed: how fast, and how late something acts on the picture."""

from __future__ import annotations

from generator.factors import Factor

LATENCY = Factor(
    "time.latency_ms",
    "ms",
    "view",
    "Time from mid-exposure until something acts on the picture: labels of moving things say where they are by then.",
    {"choice": [0.0, 20.0, 50.0, 100.0, 200.0], "weights": [1, 2, 3, 3, 1]},
    0.0,
    2000.0,
)
