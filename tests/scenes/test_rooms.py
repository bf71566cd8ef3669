"""Rooms: every kind has a key light where the factors say, and surroundings for metal to reflect."""

from __future__ import annotations

import math

import numpy as np
import pytest
from small_stock import composed, make_stock, plans

from scenes.lamps import ROOM
from scenes.rooms import sky_share

KINDS = ROOM.choices


def _recipe(room: str, **factors: object):
    plan = plans("bin", views=2, factors={"light.room": room, "scene.part_count": 4, **factors})[0]
    return composed(plan, make_stock())[0]


@pytest.mark.parametrize("room", KINDS)
def test_the_key_light_comes_from_where_the_factors_say(room):
    recipe = _recipe(room, **{"light.key_azimuth_deg": 40, "light.key_elevation_deg": 50})
    places = np.array([np.array(lamp.world_from_object)[:3, 3] for lamp in recipe.lamps if lamp.name.startswith("key")])
    if room == "ring":
        elevation = np.degrees(np.arctan2(places[:, 2], np.linalg.norm(places[:, :2], axis=1)))
        assert elevation == pytest.approx(50, abs=1)
        return
    x, y, z = places.mean(axis=0)
    assert math.degrees(math.atan2(y, x)) == pytest.approx(40, abs=1)
    assert math.degrees(math.atan2(z, math.hypot(x, y))) == pytest.approx(50, abs=12)


@pytest.mark.parametrize("room", KINDS)
def test_lamps_are_real_and_hang_in_the_room(room):
    recipe = _recipe(room)
    for lamp in recipe.lamps:
        assert 0.1 < lamp.power_w < 2000
        assert 0.02 < min(lamp.size_m) <= max(lamp.size_m) < 2
        assert np.array(lamp.world_from_object)[2, 3] > 0
    names = {thing.name for thing in recipe.things}
    assert "floor" in names
    assert sum(name.startswith("wall_") for name in names) >= 2
    assert any(name.startswith(("cabinet_", "shelf_")) for name in names)


@pytest.mark.parametrize("room", ["window", "mixed"])
def test_windows_have_frames_before_their_panes(room):
    recipe = _recipe(room)
    frame = next(thing for thing in recipe.things if thing.name.startswith("frame_"))
    pane = next(lamp for lamp in recipe.lamps if lamp.name == frame.name.removeprefix("frame_"))
    in_front = np.linalg.inv(np.array(pane.world_from_object)) @ np.array(frame.world_from_object)[:, 3]
    assert -0.1 < in_front[2] < 0


def test_an_open_field_sees_the_whole_sky_and_a_closed_room_none():
    far = (3.0, 3.0, 3.0, 3.0)
    assert sky_share(0.3, far, (False,) * 4, 2.5, False, -0.8) == 1
    assert sky_share(0.3, far, (True,) * 4, 2.5, True, -0.8) == 0
    assert 0 < sky_share(0.3, far, (True, False, True, True), 2.5, True, -0.8) < 0.3


def test_a_wide_ceiling_leaves_the_share_that_the_cosine_law_gives():
    """Under a disc-like ceiling at height h that ends at distance r, the open share is h^2 / (h^2 + r^2) at least."""
    share = sky_share(0.0, (4.0, 4.0, 4.0, 4.0), (False,) * 4, 2.0, True, -0.8)
    assert 2**2 / (2**2 + (4 * math.sqrt(2)) ** 2) < share < 2**2 / (2**2 + 4**2)
