from __future__ import annotations

from generator.profiles import PROFILES, Profile


def test_a_view_of_glass_gets_more_samples_the_more_of_it_there_is():
    profile = Profile("p", 12, 0.0, "HIGH", "FAST", clear_samples=24)
    assert [profile.samples_at(share) for share in (0.0, 0.025, 0.05, 0.9)] == [12, 18, 24, 24]


def test_a_profile_without_samples_for_glass_treats_all_views_alike():
    assert Profile("p", 12, 0.0, "HIGH", "FAST").samples_at(0.5) == 12


def test_no_profile_takes_fewer_samples_for_glass():
    for profile in PROFILES.values():
        assert profile.samples_at(1.0) >= profile.samples_at(0.0) == profile.samples
