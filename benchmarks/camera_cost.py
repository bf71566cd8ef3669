"""CPU seconds of each effect of lens, sensor and air on one picture, in its place on the way, and of all together.

    python benchmarks/camera_cost.py [WIDTH HEIGHT]

The light is made up (a noisy bench, two lamps in the frame, a wall with things before it), so Blender is not needed.
Every effect runs at a strength that is seen; the best of five runs counts.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import numpy as np

from generator.camera import Camera
from generator.recipe import Capture, Lamp, View
from generator.render import ViewRender
from generator.seeds import stream
from generator.sensor.develop import develop, effects
from generator.sensor.exposure import Exposure
from generator.sensor.lamplight import lamp_lights

LEVEL = ((0.0, 0.0, 1.0, 0.0), (-1.0, 0.0, 0.0, 0.0), (0.0, -1.0, 0.0, 0.5), (0.0, 0.0, 0.0, 1.0))
LAMPS = tuple(
    Lamp(
        f"l{n}",
        "panel",
        (0.3, 0.3),
        ((1.0, 0, 0, 1.0), (0, 1.0, 0, n - 2.0), (0, 0, 1.0, 2.0), (0, 0, 0, 1.0)),
        30.0,
        4500.0,
        g,
    )
    for n, g in enumerate(("key", "fill", "fill", "fill"))
)
STRENGTH = {
    "air.haze": 0.3,
    "air.steam": 0.6,
    "air.dust": 0.4,
    "air.sparks": 120,
    "lens.window_dirt": 0.1,
    "lens.window_scratches": 0.03,
    "lens.window_drops": 0.1,
    "lens.condensation": 0.3,
    "lens.blades": 7,
    "lens.ghosts": 0.01,
    "lens.lateral_ca_px": 0.6,
    "lens.veiling_glare": 0.02,
    "lens.blur_px": 0.8,
    "lens.bloom": 0.02,
    "camera.shake_px": 3.0,
    "light.flicker": 0.3,
    "sensor.shutter_ms": 3.0,
    "sensor.readout_ms": 25.0,
    "sensor.vignetting": 0.3,
    "sensor.prnu": 0.01,
    "sensor.hot_pixels": 0.0002,
    "sensor.dsnu_e": 2.0,
    "sensor.column_e": 1.0,
    "sensor.row_e": 1.0,
    "sensor.read_noise_e": 3.0,
    "sensor.full_well_e": 9000.0,
    "sensor.dark_e": 5.0,
    "sensor.adc_bits": 12,
    "sensor.mosaic": "bayer",
    "sensor.wb_error_mired": 8.0,
    "sensor.denoise": 0.5,
    "sensor.auto_tone": 0.5,
    "sensor.local_tone": 0.5,
    "sensor.contrast": 1.2,
    "sensor.sharpness": 0.6,
    "sensor.jpeg_quality": 85,
    "sensor.exposure_ev": 0.3,
    "sensor.auto_exposure": 1.0,
}


def bench_light(width: int, height: int) -> np.ndarray:
    light = np.random.default_rng(1).uniform(0.1, 0.8, (height, width, 3)).astype(np.float32)
    light[height // 8 : height // 8 + 8, width // 4 : width // 2] = 800.0
    light[height // 5 : height // 5 + 6, 3 * width // 4 : 3 * width // 4 + 6] = 800.0
    return light


def best_cpu_s(act: Callable[[], object], times: int = 5) -> float:
    spent = []
    for _ in range(times):
        start = time.process_time()
        act()
        spent.append(time.process_time() - start)
    return min(spent)


def main() -> None:
    width, height = (int(a) for a in sys.argv[1:3]) if len(sys.argv) > 2 else (640, 480)
    lens = (-0.1, 0.02, 0.0, 0.0, 0.0)
    camera = Camera(width, height, 1.1 * width, (width / 2, height / 2), lens, LEVEL, 8.0, 7.2, 5.6, 1.0)
    pinhole = camera.pinhole()
    light = bench_light(pinhole.width_px, pinhole.height_px)
    render = ViewRender(0, {"all": light}, np.zeros((1, 1), np.int32))
    depth = np.full((height, width), 1.5, np.float32)
    depth[height // 2 :] = 0.9

    def whole(factors: dict) -> float:
        capture = Capture(1, "1.png", factors, {"all": (1.0, 1.0, 1.0)}, 5)
        view = View(0, camera, (capture,), 0)
        return best_cpu_s(lambda: develop(view, capture, render, LAMPS, depth))

    view = View(0, camera, (), 0)
    lamps = lamp_lights(LAMPS, view, Capture(1, "1.png", {}, {}, 5))
    state = Exposure(light, np.zeros((height, width), bool), camera, pinhole, STRENGTH, lamps, depth)
    print(f"{width} x {height}, CPU seconds")
    for effect in effects():
        spent = best_cpu_s(lambda: effect.apply(state, stream(5, 0, effect.name)))  # noqa: B023
        state = effect.apply(state, stream(5, 0, effect.name))
        print(f"{effect.name:24}{spent:8.3f}  {', '.join(f.name for f in effect.factors)}")
    print(f"{'whole, all neutral':24}{whole({}):8.3f}")
    print(f"{'whole, everything at once':24}{whole(STRENGTH):8.3f}")


if __name__ == "__main__":
    main()
