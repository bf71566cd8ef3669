"""Whole cameras: how the factors of lens and sensor are drawn for each kind, unless a spec names them.

The catalogue's own defaults are those of the industrial camera; the others replace what differs. Figures are of the
order that data sheets and teardowns of such cameras give (small pixels hold 2000 to 7000 electrons, an OV2640 8 bits
after its converter; rolling shutters take 15 to 60 ms from top to bottom), not those of one model.
"""

from __future__ import annotations

from generator.factors import Factor
from generator.plugins import PRESET_FACTOR, Preset

_NO_WINDOW = {
    "lens.window_dirt": {"choice": [0.0, 0.01], "weights": [4, 1]},  # on the lens itself
    "lens.window_scratches": {"choice": [0.0, 0.02], "weights": [4, 1]},
    "lens.window_drops": 0.0,
    "lens.condensation": 0.0,
}

PRESETS = (
    Preset(
        "industrial_global_shutter",
        "A machine vision camera with a good lens behind a window: clean, even, uncompressed.",
        {},
    ),
    Preset(
        "webcam_rolling_shutter",
        "A webcam: soft, denoised, sharpened and compressed, with bands where lamps flicker.",
        {
            **_NO_WINDOW,
            "sensor.readout_ms": {"uniform": [15, 33]},
            "sensor.shutter_ms": {"log_uniform": [3, 30]},
            "sensor.full_well_e": {"log_uniform": [2500, 7000]},
            "sensor.adc_bits": 10,
            "sensor.denoise": {"uniform": [0.3, 0.9]},
            "sensor.sharpness": {"uniform": [0.5, 1.5]},
            "sensor.jpeg_quality": {"choice": [92, 82, 65], "weights": [2, 2, 1]},
            "sensor.auto_tone": {"uniform": [0.2, 0.9]},
            "sensor.wb_error_mired": {"normal": [0, 18]},
            "sensor.contrast": {"normal": [1.3, 0.15]},
            "sensor.vignetting": {"uniform": [0.1, 0.45]},
            "lens.blades": 0,
            "lens.blur_px": {"log_uniform": [0.6, 1.5]},
            "lens.lateral_ca_px": {"normal": [0, 0.5]},
            "lens.bloom": {"log_uniform": [0.008, 0.05]},
            "lens.veiling_glare": {"log_uniform": [0.01, 0.05]},
            "camera.shake_px": {"choice": [0, 0.8, 2.5], "weights": [4, 2, 1]},
        },
    ),
    Preset(
        "esp32_module",
        "A camera module for a few coins: noisy, striped, soft in the corners, off in colour, hard JPEG.",
        {
            **_NO_WINDOW,
            "sensor.readout_ms": {"uniform": [30, 66]},
            "sensor.shutter_ms": {"log_uniform": [5, 50]},
            "sensor.full_well_e": {"log_uniform": [2000, 5000]},
            "sensor.read_noise_e": {"log_uniform": [4, 9]},
            "sensor.dark_e": {"uniform": [5, 40]},
            "sensor.adc_bits": {"choice": [8, 10], "weights": [2, 1]},
            "sensor.prnu": {"uniform": [0.008, 0.02]},
            "sensor.dsnu_e": {"uniform": [1, 5]},
            "sensor.column_e": {"uniform": [0.5, 3]},
            "sensor.row_e": {"uniform": [0.3, 2]},
            "sensor.hot_pixels": {"choice": [0.00001, 0.0002], "weights": [3, 1]},
            "sensor.denoise": {"uniform": [0.0, 0.5]},
            "sensor.sharpness": {"uniform": [0.4, 1.3]},
            "sensor.jpeg_quality": {"choice": [85, 65, 45, 30], "weights": [2, 3, 2, 1]},
            "sensor.auto_tone": {"uniform": [0, 0.6]},
            "sensor.wb_error_mired": {"normal": [0, 28]},
            "sensor.contrast": {"normal": [1.35, 0.2]},
            "sensor.vignetting": {"uniform": [0.25, 0.6]},
            "sensor.exposure_ev": {"normal": [0, 0.6]},
            "lens.blades": 0,
            "lens.blur_px": {"log_uniform": [0.8, 2.0]},
            "lens.lateral_ca_px": {"normal": [0, 0.8]},
            "lens.bloom": {"log_uniform": [0.01, 0.08]},
            "lens.veiling_glare": {"log_uniform": [0.02, 0.1]},
            "lens.ghosts": {"choice": [0.004, 0.015], "weights": [1, 1]},
        },
    ),
    Preset(
        "phone",
        "A phone held by hand: bright shadows, crisp edges, texture smoothed away.",
        {
            **_NO_WINDOW,
            "sensor.readout_ms": {"uniform": [8, 20]},
            "sensor.shutter_ms": {"log_uniform": [4, 30]},
            "sensor.full_well_e": {"log_uniform": [3000, 6500]},
            "sensor.read_noise_e": {"log_uniform": [1, 2.5]},
            "sensor.adc_bits": 10,
            "sensor.denoise": {"uniform": [0.4, 1.0]},
            "sensor.sharpness": {"uniform": [0.6, 1.4]},
            "sensor.local_tone": {"uniform": [0.2, 0.8]},
            "sensor.auto_tone": {"uniform": [0.2, 0.8]},
            "sensor.jpeg_quality": {"choice": [95, 90], "weights": [1, 1]},
            "sensor.wb_error_mired": {"normal": [0, 8]},
            "sensor.exposure_ev": {"normal": [0, 0.3]},
            "lens.blades": 0,
            "lens.blur_px": {"log_uniform": [0.4, 0.9]},
            "lens.ghosts": {"choice": [0.001, 0.006], "weights": [1, 1]},
            "lens.veiling_glare": {"log_uniform": [0.005, 0.04]},
            "camera.shake_px": {"choice": [0.3, 1.0, 3.0], "weights": [3, 3, 1]},
        },
    ),
)

PRESET = Factor(
    PRESET_FACTOR,
    "name",
    "capture",
    "What kind of camera it is: sets how all factors of lens and sensor are drawn that the spec does not name.",
    {"choice": [preset.name for preset in PRESETS], "weights": [6, 2, 1, 2]},
    kind="category",
    choices=tuple(preset.name for preset in PRESETS),
)

FACTORS = (PRESET,)
