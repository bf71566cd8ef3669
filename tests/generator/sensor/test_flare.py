"""What lamps do in a lens: stars, ghosts, veils, and where the light of all of them goes."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from generator.recipe import ALL, Capture, Lamp, View
from generator.sensor.beyond import beyond_frame, seen_at
from generator.sensor.chromatic_aberration import disperse
from generator.sensor.ghosts import lens_ghosts, mirror
from generator.sensor.lamplight import LampLight, lamp_lights
from generator.sensor.starburst import diffract, star
from generator.sensor.veiling_glare import veil

RNG = np.random.default_rng(0)
LAMP = LampLight(np.array([0.0, 0.0, 2.0]), np.array([0.0, 0.0, -1.0]), False, 0.1, np.full(3, 10.0), "key")


def dot(height: int = 121, width: int = 161, at: tuple[int, int] = (60, 80)) -> np.ndarray:
    light = np.zeros((height, width, 3), np.float32)
    light[at] = 1000.0
    return light


@pytest.mark.parametrize("blades", [5, 6, 8])
def test_a_star_has_a_spike_for_each_edge_both_ways(camera_of, blades):
    camera = dataclasses.replace(camera_of(321, 241), f_number=16.0)
    kernel = star(camera, blades, 0.3, 545e-6)
    half = kernel.shape[0] // 2
    angle = np.linspace(0, 2 * np.pi, 720, endpoint=False)
    ring = [kernel[round(half + 60 * np.sin(a)), round(half + 60 * np.cos(a))] for a in angle]
    lit = np.array(ring) > 0.25 * max(ring)
    assert int((lit & ~np.roll(lit, 1)).sum()) == (blades if blades % 2 == 0 else 2 * blades)
    assert kernel.sum() == pytest.approx(1, abs=1e-5)


def test_stars_grow_with_the_f_number_and_fall_off_as_its_square(camera_of):
    kernels = [star(dataclasses.replace(camera_of(321, 241), f_number=f), 6, 0.0, 545e-6) for f in (4.0, 16.0)]
    half = kernels[0].shape[0] // 2
    spike = [kernel[:, half + 40].sum() for kernel in kernels]
    assert spike[1] / spike[0] == pytest.approx(4.0, rel=0.15)
    near, far = kernels[0][half - 3 : half + 4, half + 30].sum(), kernels[0][half - 3 : half + 4, half + 60].sum()
    assert near / far == pytest.approx(4.0, rel=0.05)


@pytest.mark.parametrize(("effect", "factors"), [(diffract, {"lens.blades": 7}), (veil, {"lens.veiling_glare": 0.1})])
def test_star_and_veil_keep_the_light_of_the_frame(under_way, effect, factors):
    light = dot() + 0.5
    after = effect(under_way(light, factors), RNG).image
    np.testing.assert_allclose(after.sum(axis=(0, 1), dtype=float), light.sum(axis=(0, 1), dtype=float), rtol=1e-3)
    even = effect(under_way(np.full((72, 96, 3), 3.0), factors), RNG).image
    np.testing.assert_allclose(even, 3.0, rtol=2e-3)


@pytest.mark.parametrize(
    ("effect", "factors"),
    [(diffract, {"lens.blades": 6}), (veil, {"lens.veiling_glare": 0.1}), (mirror, {"lens.ghosts": 0.05})],
)
def test_stray_light_is_linear(under_way, effect, factors):
    one, other = dot(at=(30, 40)), np.random.default_rng(1).random((121, 161, 3)).astype(np.float32)
    parts = [effect(under_way(light, factors), RNG).image for light in (one, other)]
    both = effect(under_way(one + 2 * other, factors), RNG).image
    np.testing.assert_allclose(both, parts[0] + 2 * parts[1], atol=2e-3)


def test_ghosts_lie_on_the_line_from_the_lamp_through_the_middle_and_hold_at_most_their_share(under_way):
    light = dot(241, 321, at=(60, 80))  # 60 up and 80 left of the middle
    extra = mirror(under_way(light, {"lens.ghosts": 0.05}), RNG).image.sum(axis=2, dtype=float)
    extra[60, 80] -= 0.95 * 3000
    assert 0.2 * 0.05 < extra.sum() / light.sum() <= 0.05 * 1.01
    y, x = np.mgrid[0:241, 0:321] - np.array([120, 160])[:, None, None]
    off_line = np.abs(x * 0.6 - y * 0.8)  # distance from the line through lamp and middle
    assert (extra * off_line).sum() / extra.sum() < 12
    turned = (extra * (x > 0)).sum() / extra.sum()
    assert turned > 0.2  # some are on the other side


def test_a_lens_keeps_its_ghosts():
    assert lens_ghosts(np.random.default_rng(3), 640) == lens_ghosts(np.random.default_rng(3), 640)
    assert sum(g.share for g in lens_ghosts(np.random.default_rng(3), 640)) == pytest.approx(1)


def test_a_lamp_outside_the_frame_veils_its_own_side_and_one_behind_does_nothing(under_way):
    light = np.full((72, 96, 3), 0.1, np.float32)
    state = under_way(light, {"lens.veiling_glare": 0.05})
    beside = dataclasses.replace(LAMP, at_m=np.array([1.4, 0.0, 2.0]))
    behind = dataclasses.replace(LAMP, at_m=np.array([0.0, 0.0, -2.0]))
    veiled = veil(state.but(lamps=(beside,)), RNG).image
    assert veiled[36, 90, 1] > veiled[36, 5, 1] > 0.1005
    np.testing.assert_array_equal(veil(state.but(lamps=(behind,)), RNG).image, veil(state, RNG).image)


def test_a_lamp_in_the_frame_is_not_counted_twice(camera_of):
    camera = camera_of()
    assert seen_at(LAMP, camera) == pytest.approx([48, 36])
    assert beyond_frame((LAMP,), camera) == []
    assert len(beyond_frame((dataclasses.replace(LAMP, at_m=np.array([1.4, 0, 2.0])),), camera)) == 1


def test_lamps_are_those_of_the_recipe_with_the_light_of_the_capture(camera_of):
    pose = ((1.0, 0, 0, 0.5), (0, 1.0, 0, 0), (0, 0, 1.0, 3.0), (0, 0, 0, 1.0))
    lamp = Lamp("key", "panel", (0.3, 0.2), pose, 20.0, 6504.0, "key")
    capture = Capture(1, "1.png", {}, {"key": (2.0, 2.0, 2.0)}, 0)
    (seen,) = lamp_lights((lamp,), View(0, camera_of(), (capture,), 0), capture)
    np.testing.assert_allclose(seen.at_m, [0.5, 0, 3.0])
    np.testing.assert_allclose(seen.axis, [0, 0, -1])
    assert seen.flux_rgb_w.mean() == pytest.approx(40, rel=0.1)
    built = View(0, camera_of(), (), 0, {"key": (3.0, 3.0, 3.0)})
    (traced,) = lamp_lights((lamp,), built, Capture(1, "1.png", {}, {ALL: (1.0, 1.0, 1.0)}, 0))
    np.testing.assert_allclose(traced.flux_rgb_w, 1.5 * seen.flux_rgb_w)


@pytest.mark.parametrize("tube", [False, True])
def test_a_lamp_sends_out_all_of_its_flux(tube):
    lamp = dataclasses.replace(LAMP, at_m=np.zeros(3), tube=tube)
    way = np.random.default_rng(0).normal(size=(200_000, 3))
    way /= np.linalg.norm(way, axis=1, keepdims=True)
    assert lamp.intensity(way).mean() * 4 * np.pi == pytest.approx(1, rel=0.02)


def test_colour_fringes_grow_towards_the_corners_and_leave_green_alone(under_way):
    light = np.full((241, 321, 3), 0.01, np.float32)
    rows = [(120, 160), (120, 300), (10, 10)]
    for y, x in rows:
        light[y - 4 : y + 5, x - 4 : x + 5] = 5.0
    after = disperse(under_way(light, {"lens.lateral_ca_px": 2.0}), RNG).image
    np.testing.assert_array_equal(after[:, :, 1], light[:, :, 1])

    def middle(channel, y, x):
        part = after[y - 9 : y + 10, x - 9 : x + 10, channel].astype(float) - 0.01
        yy, xx = np.mgrid[-9:10, -9:10]
        return np.array([(part * xx).sum(), (part * yy).sum()]) / part.sum()

    moved = [np.linalg.norm(middle(0, y, x)) for y, x in rows]
    assert moved[0] < 0.05 < moved[1] < moved[2] == pytest.approx(1.72, abs=0.25)
    np.testing.assert_allclose(middle(0, 10, 10), -middle(2, 10, 10), atol=0.15)
    assert middle(0, 10, 10)[0] < 0  # red lies farther out


def test_nothing_happens_without_the_factor(under_way):
    state = under_way(dot(), {}, lamps=(LAMP,))
    for effect in (diffract, veil, mirror, disperse):
        assert effect(state, RNG) is state
