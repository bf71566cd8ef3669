"""A lamp's watts arrive as watts."""

from __future__ import annotations

import math

import numpy as np
import pytest
from tiny_scenes import box, camera, pose, recipe, thing

from generator.blackbody import LUMINANCE
from generator.recipe import Lamp

DISTANCE_M = 1.0
SMALL = {
    "panel": Lamp("l", "panel", (0.03, 0.02), pose(0, 0, DISTANCE_M), 10.0, 5000.0, "key"),
    "disc": Lamp("l", "disc", (0.03, 0.03), pose(0, 0, DISTANCE_M), 10.0, 5000.0, "key"),
    "grid": Lamp("l", "panel", (0.24, 0.02), pose(0, 0, DISTANCE_M), 10.0, 5000.0, "key", "grid"),
}
TUBE = Lamp("l", "tube", (0.4, 0.026), pose(0, 0, DISTANCE_M), 10.0, 5000.0, "key")


@pytest.mark.blender
@pytest.mark.parametrize("name", SMALL)
def test_irradiance_under_a_small_lamp(renderer, name):
    """E = flux / (pi d^2) straight below: a Lambert emitter's intensity along its normal is flux / pi."""
    lamp = SMALL[name]
    view = camera((0.5, 0, 0.5), focal_px=1500.0)  # sees 4 cm around the foot of the lamp
    scene = recipe((thing("floor", "grey", at=(0, 0, -0.005)),), view, lamps=(lamp,))
    (seen,) = renderer.render(scene, {"floor": box(0.5, 0.5, 0.01)})
    irradiance = math.pi / 0.5 * float((seen.radiance["key"] @ LUMINANCE).mean())
    assert irradiance == pytest.approx(lamp.power_w / math.pi / DISTANCE_M**2, rel=0.03)


@pytest.mark.blender
@pytest.mark.parametrize("name", SMALL)
def test_a_mirror_sees_the_lamp(renderer, name):
    """Copper flat on the floor shows the emitter as bright as it is: the lamp has a shape, not just a strength."""
    lamp = SMALL[name]
    view = camera((0.3, 0, 1.0), target_m=(0.15, 0, 0), focal_px=400.0)
    scene = recipe((thing("mirror", "copper", at=(0, 0, -0.005)),), view, lamps=(lamp,))
    (seen,) = renderer.render(scene, {"mirror": box(1.0, 1.0, 0.01)})
    picture = seen.radiance["key"] @ LUMINANCE
    assert picture.max() > 100 * (np.median(picture) + 1e-6)


@pytest.mark.blender
def test_a_tube_is_as_bright_as_its_flux_over_its_surface(renderer):
    view = camera((0, 0.3, DISTANCE_M), (0, 0, DISTANCE_M), focal_px=3000.0)  # sees 6 mm of the tube's side
    (seen,) = renderer.render(recipe((thing("floor"),), view, lamps=(TUBE,)), {"floor": box(0.1, 0.1, 0.01)})
    expected = TUBE.power_w / math.pi / (math.pi * 0.026 * 0.4)
    assert float((seen.radiance["key"] @ LUMINANCE).mean()) == pytest.approx(expected, rel=0.02)


@pytest.mark.blender
@pytest.mark.parametrize("name", ["panel", "disc", "grid"])
def test_nothing_shines_upwards_from_a_panel(renderer, name):
    lamp = SMALL[name]
    scene = recipe((thing("ceiling", "grey", at=(0, 0, 1.5)),), camera((0, 0.01, 1.2), (0, 0, 1.5)), lamps=(lamp,))
    (seen,) = renderer.render(scene, {"ceiling": box(0.5, 0.5, 0.01)})
    assert float(seen.radiance["key"].max()) < 1e-4
