"""The shutter: how long a row sees light, and how long it takes from the first row to the last."""

from __future__ import annotations

from generator.factors import Factor

OPEN = Factor(
    "sensor.shutter_ms",
    "ms",
    "capture",
    "How long the shutter is open: short makes lamps flicker, a multiple of 10 (at 50 Hz) makes them even; brightness "
    "is the meter's business.",
    {"log_uniform": [0.5, 15.0]},
    0.05,
    200.0,
)
READOUT = Factor(
    "sensor.readout_ms",
    "ms",
    "capture",
    "Time from the first row to the last: 0 is a global shutter, 15 to 60 a rolling one, in which what moves is "
    "skewed, flicker is bands and shake is not the same above and below.",
    0.0,
    0.0,
    100.0,
)
NEUTRAL_OPEN_MS = 10.0

FACTORS = (OPEN, READOUT)
