"""Postures of people at work, each varied a little by a number: how they stand, walk, work, bend, squat, carry, sit."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from scenes.shapes._skeleton import HIP, Arm, Foot, Posture, mirrored

POSTURES = ("bending", "carrying", "phone", "reaching", "seated", "squatting", "standing", "walking", "working")
CARRIED_M = (0.4, 0.3, 0.22)  # a box between the hands: across, ahead, high
CARRIED_AT = (0.235, 0.585)  # of its middle: ahead and up, shares of the stature
STEERING = (-0.012, 0.456)  # where a driver's hands are


def posture(name: str, pattern: int = 0, phase: float = 0.0) -> Posture:
    """A posture by name. `pattern` varies it, and turns some around left and right; `phase` (0..1) is of a step.

    Raises KeyError for a name that is not of `POSTURES`.
    """
    rng = np.random.default_rng([pattern, POSTURES.index(name) if name in POSTURES else 0])
    made = _MADE[name](rng, phase)
    if name not in ("walking", "carrying", "seated") and rng.random() < 0.5:
        made = mirrored(made)
    return made


def _feet(rng: np.random.Generator, apart: float, stagger: float = 0.0) -> tuple[Foot, Foot]:
    x = stagger / 2 + float(rng.normal(0, 0.006))
    out = rng.uniform(4.0, 16.0, 2)
    return Foot(x, apart, float(out[0])), Foot(-x, -apart, -float(out[1]))


def _hanging(rng: np.random.Generator) -> Arm:
    return Arm(float(rng.uniform(-6, 10)), float(rng.uniform(7, 13)), float(rng.uniform(10, 28)))


def _standing(rng: np.random.Generator, phase: float) -> Posture:
    """At ease: arms hanging, or hands on the hips, or one hand at the other forearm."""
    arms = (_hanging(rng), _hanging(rng))
    kind = rng.random()
    if kind < 0.25:
        akimbo = Arm(
            target=(0.03, 0.118, 0.60),
            elbow=(-0.55, 1.0, -0.1),
            fingers=(0.75, -0.25, -0.6),
            palm=(-0.2, -1, 0),
            grip="flat",
        )
        arms = (akimbo, akimbo)
    elif kind < 0.45:
        over = Arm(
            target=(0.135, -0.035, 0.655),
            elbow=(-0.2, 0.9, -0.8),
            fingers=(-0.1, -1, 0.05),
            palm=(-1, 0, -0.2),
            grip="flat",
        )
        under = Arm(
            target=(0.150, -0.03, 0.625),
            elbow=(-0.2, 0.9, -0.8),
            fingers=(-0.1, -1, -0.05),
            palm=(-1, 0, 0.2),
            grip="flat",
        )
        arms = (over, under)
    return Posture(
        side_deg=float(rng.uniform(1, 5)),
        bend_deg=float(rng.uniform(0, 6)),
        twist_deg=float(rng.uniform(-8, 8)),
        nod_deg=float(rng.uniform(0, 14)),
        turn_deg=float(rng.uniform(-28, 28)),
        feet=_feet(rng, float(rng.uniform(0.055, 0.085)), float(rng.uniform(-0.05, 0.05))),
        arms=arms,
    )


def step(phase: float, foot: int) -> Foot:
    """A foot of a walker: 0 is the contact of its heel, 0.6 the push-off of its toes (Perry, "Gait Analysis", 1992)."""
    t = (phase + 0.5 * foot) % 1.0
    long, aside = 0.195, 0.036 * (1 - 2 * foot)
    yaw = 6.0 * (1 - 2 * foot)
    if t < 0.6:  # stance
        x = long - 2 * long * t / 0.6
        pitch = float(np.interp(t, (0.0, 0.1, 0.36, 0.6), (-16.0, 0.0, 0.0, 44.0)))
        return Foot(x, aside, yaw, pitch)
    s = (t - 0.6) / 0.4
    x = -long + 2 * long * (s - math.sin(2 * math.pi * s) / (2 * math.pi))
    pitch = float(np.interp(s, (0.0, 0.25, 0.6, 1.0), (44.0, 34.0, 2.0, -16.0)))
    return Foot(x, aside, yaw, pitch, 0.022 * math.sin(math.pi * s) ** 2)


def _walking(rng: np.random.Generator, phase: float) -> Posture:
    swing = math.cos(2 * math.pi * phase)
    lively = float(rng.uniform(0.7, 1.2))
    arms = tuple(
        Arm(2.0 - sign * 21 * lively * swing, float(rng.uniform(6, 10)), 24.0 + 10 * max(0.0, -sign * swing) * lively)
        for sign in (1, -1)
    )
    return Posture(
        hips=HIP - 0.006,
        tilt_deg=5.0,
        bend_deg=float(rng.uniform(1, 6)),
        twist_deg=7.0 * swing * lively,
        nod_deg=float(rng.uniform(0, 10)),
        turn_deg=float(rng.uniform(-15, 15)),
        feet=(step(phase, 0), step(phase, 1)),
        arms=arms,  # type: ignore[arg-type]
        knees_out=0.03,
        balanced=False,
    )


def _working(rng: np.random.Generator, phase: float) -> Posture:
    """Both hands on something at the height of a bench."""
    high, ahead = float(rng.uniform(0.55, 0.60)), float(rng.uniform(0.24, 0.28))
    hands = tuple(
        Arm(
            target=(
                ahead + float(rng.uniform(-0.03, 0.03)),
                float(rng.uniform(0.05, 0.11)),
                high + float(rng.uniform(-0.01, 0.02)),
            ),
            elbow=(-0.5, 0.55, -0.9),
            fingers=(1.0, float(rng.uniform(-0.5, 0.0)), float(rng.uniform(-0.5, -0.15))),
            palm=(0.1, -0.5, -1.0),
            grip=str(rng.choice(["relaxed", "grip", "flat"])),
        )
        for _ in range(2)
    )
    return Posture(
        tilt_deg=8.0,
        bend_deg=float(rng.uniform(12, 24)),
        twist_deg=float(rng.uniform(-10, 10)),
        nod_deg=float(rng.uniform(28, 40)),
        turn_deg=float(rng.uniform(-8, 8)),
        feet=_feet(rng, float(rng.uniform(0.06, 0.09)), float(rng.uniform(-0.1, 0.1))),
        arms=hands,  # type: ignore[arg-type]
    )


def _reaching(rng: np.random.Generator, phase: float) -> Posture:
    """One hand up to something on a shelf, the other low."""
    up = Arm(
        target=(float(rng.uniform(0.2, 0.27)), float(rng.uniform(0.04, 0.12)), float(rng.uniform(0.86, 1.0))),
        elbow=(0.1, 0.9, -0.5),
        fingers=(0.7, 0.0, 0.7),
        palm=(0.7, 0.0, -0.7),
        grip="flat",
    )
    return Posture(
        bend_deg=float(rng.uniform(-4, 6)),
        twist_deg=float(rng.uniform(-18, -4)),
        side_deg=-4.0,
        nod_deg=float(rng.uniform(-28, -14)),
        turn_deg=float(rng.uniform(0, 14)),
        feet=_feet(rng, 0.07, float(rng.uniform(0.04, 0.12))),
        arms=(up, _hanging(rng)),
    )


def _bending(rng: np.random.Generator, phase: float) -> Posture:
    """Stooped over something low, knees a little bent."""
    low = float(rng.uniform(0.22, 0.34))
    hands = tuple(
        Arm(
            target=(0.27 + float(rng.uniform(-0.02, 0.03)), float(rng.uniform(0.08, 0.12)), low),
            elbow=(-0.4, 0.8, 0.1),
            fingers=(0.5, -0.2, -0.9),
            palm=(0.0, -1.0, -0.2),
            grip="relaxed",
        )
        for _ in range(2)
    )
    return Posture(
        hips=HIP - float(rng.uniform(0.05, 0.09)),
        tilt_deg=float(rng.uniform(34, 42)),
        bend_deg=float(rng.uniform(34, 46)),
        twist_deg=float(rng.uniform(-8, 8)),
        nod_deg=10.0,
        feet=_feet(rng, 0.085, float(rng.uniform(0.03, 0.14))),
        arms=hands,  # type: ignore[arg-type]
        knees_out=0.3,
    )


def _squatting(rng: np.random.Generator, phase: float) -> Posture:
    """Down on the heels of one foot and the ball of the other, hands at work before the knees."""
    hands = tuple(
        Arm(
            target=(
                0.24 + float(rng.uniform(-0.02, 0.04)),
                float(rng.uniform(0.05, 0.1)),
                float(rng.uniform(0.2, 0.3)),
            ),
            elbow=(-0.2, 1.0, -0.1),
            fingers=(0.9, -0.3, -0.5),
            palm=(0.0, -0.7, -0.7),
            grip="relaxed",
        )
        for _ in range(2)
    )
    feet = (Foot(0.07, 0.085, 14.0), Foot(-0.07, -0.085, -10.0, 38.0))
    return Posture(
        hips=float(rng.uniform(0.20, 0.235)),
        tilt_deg=float(rng.uniform(10, 18)),
        bend_deg=float(rng.uniform(26, 36)),
        nod_deg=20.0,
        turn_deg=float(rng.uniform(-15, 15)),
        feet=feet,
        arms=hands,  # type: ignore[arg-type]
        knees_out=0.45,
    )


def _carrying(rng: np.random.Generator, phase: float) -> Posture:
    """A box held before the belly at its sides, while walking."""
    tall = 1.75
    ahead, high = CARRIED_AT
    arm = Arm(
        target=(ahead - 0.052, (CARRIED_M[0] / 2 + 0.0225) / tall, high + 0.006),
        elbow=(-0.9, 0.5, -0.6),
        fingers=(1.0, -0.05, -0.35),
        palm=(0.0, -1.0, 0.0),
        grip="flat",
    )
    walk = _walking(rng, phase)
    return replace(
        walk,
        tilt_deg=1.0,
        bend_deg=-2.0,
        twist_deg=0.0,
        arms=(arm, arm),
        nod_deg=float(rng.uniform(4, 16)),
        load_kg=8.0,
    )


def _phone(rng: np.random.Generator, phase: float) -> Posture:
    """Eyes on a phone in one hand."""
    hand = Arm(
        target=(float(rng.uniform(0.15, 0.18)), float(rng.uniform(0.0, 0.03)), float(rng.uniform(0.655, 0.69))),
        elbow=(-0.35, 0.45, -1.0),
        fingers=(0.45, -0.35, 0.75),
        palm=(-0.85, -0.2, 0.5),
        grip="hold",
    )
    return Posture(
        bend_deg=float(rng.uniform(6, 14)),
        nod_deg=float(rng.uniform(34, 44)),
        turn_deg=float(rng.uniform(0, 8)),
        side_deg=float(rng.uniform(0, 4)),
        feet=_feet(rng, float(rng.uniform(0.05, 0.075)), float(rng.uniform(-0.05, 0.05))),
        arms=(hand, _hanging(rng)),
    )


def _seated(rng: np.random.Generator, phase: float) -> Posture:
    """On a forklift's seat: hands at the wheel, feet at the pedals."""
    ahead, high = STEERING
    left = Arm(
        target=(ahead - 0.035, 0.075, high),
        elbow=(-0.6, 0.7, -0.8),
        fingers=(0.8, -0.5, 0.35),
        palm=(0.55, -0.2, -0.8),
        grip="grip",
    )
    right = replace(left, target=(ahead + 0.005, 0.135, high - 0.03), fingers=(0.9, -0.1, 0.1), palm=(0.1, 0.0, -1.0))
    return Posture(
        hips=0.298,
        tilt_deg=-10.0,
        bend_deg=float(rng.uniform(6, 12)),
        nod_deg=float(rng.uniform(2, 10)),
        turn_deg=float(rng.uniform(-35, 35)),
        feet=(Foot(0.02, 0.075, 6.0), Foot(0.05, -0.06, -6.0)),
        arms=(left, right),
        knees_out=0.12,
        balanced=False,
        back_m=-0.44,
    )


_MADE = {
    "bending": _bending,
    "carrying": _carrying,
    "phone": _phone,
    "reaching": _reaching,
    "seated": _seated,
    "squatting": _squatting,
    "standing": _standing,
    "walking": _walking,
    "working": _working,
}
