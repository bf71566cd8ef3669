"""Cameras: real lenses and sensors at distances that show the work, aimed like a camera that somebody screwed down.

The work is the labelled things where they came to rest. `camera.framing` says how much of the picture's width it
takes; focal length and sensor then give the distance. Nothing is centred, things are cut by the border.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from generator.camera import Camera, look_at
from generator.factors import Factor, Value
from generator.mesh import Mesh
from generator.plan import ScenePlan, ViewPlan
from generator.recipe import ALL, Capture, Lamp, SceneRecipe, View
from generator.seeds import stream
from scenes.fronts import SCREENED_SHARE, Front
from scenes.lenses import BENCH_DISTANCES_M, bend, choose_sensor
from scenes.light import gains, mix_of
from scenes.sight import Scenery, in_frame

FRAMING = Factor(
    "camera.framing",
    "share",
    "view",
    "Width of the work against the width of the picture: 0.3 is small and far, 1 fills it, above 1 it is cut off.",
    {"log_uniform": [0.75, 1.9]},
    0.2,
    3.0,
    moves_geometry=True,
)
ELEVATION = Factor(
    "camera.elevation_deg",
    "deg",
    "view",
    "Height of the camera over the horizon: 90 looks straight down, 10 along the bench.",
    {"normal": [52.0, 16.0]},
    5.0,
    90.0,
    moves_geometry=True,
)
AZIMUTH = Factor(
    "camera.azimuth_deg",
    "deg",
    "view",
    "Side from which the camera looks, turning from x towards y.",
    {"uniform": [-180.0, 180.0]},
    -180.0,
    180.0,
    moves_geometry=True,
)
ROLL = Factor(
    "camera.roll_deg",
    "deg",
    "view",
    "Turn of the camera around its axis; at 0 the horizon is level.",
    {"normal": [0.0, 7.0]},
    -180.0,
    180.0,
    moves_geometry=True,
)
FOCAL = Factor(
    "camera.focal_mm",
    "mm",
    "view",
    "Focal length: 4 is close and wide with strong perspective, 50 is far and flat.",
    {"log_uniform": [6.0, 35.0]},
    4.0,
    50.0,
    moves_geometry=True,
)
F_NUMBER = Factor(
    "camera.f_number",
    "f-number",
    "view",
    "Aperture: 1.4 blurs what is not at the focus distance, 16 is sharp all through.",
    {"log_uniform": [2.8, 16.0]},
    1.4,
    16.0,
)
FOCUS = Factor(
    "camera.focus_error",
    "share",
    "view",
    "How far the focus is off the work, against its distance; below 0 it is too near.",
    {"normal": [0.0, 0.01]},
    -0.3,
    0.3,
)
DISTORTION = Factor(
    "camera.distortion_k1",
    "share",
    "view",
    "Radial distortion k1 (Brown-Conrady): below 0 straight lines bulge outwards (barrel), above 0 inwards.",
    {"normal": [-0.04, 0.06]},
    -0.3,
    0.15,
    moves_geometry=True,
)

FACTORS = (FRAMING, ELEVATION, AZIMUTH, ROLL, FOCAL, F_NUMBER, FOCUS, DISTORTION)

_TRIES = 14
_ENOUGH_SHARE = 1 / 3  # of the labelled things whose middle is to be in the frame
_SEEN_SHARE = 0.3  # of them, not hidden by what stands still


@dataclass(frozen=True, slots=True)
class Work:
    """What the camera is to show: middle and size of the labelled things."""

    middle_m: np.ndarray  # (3,)
    radius_m: float  # horizontally, of all but the farthest fifth
    thing_m: float  # radius of a typical thing
    usual_m: tuple[float, float] = BENCH_DISTANCES_M  # distances at which cameras hang here
    highest_m: float = math.inf  # that a camera may hang


def aim_views(
    plan: ScenePlan,
    recipe: SceneRecipe,
    meshes: Mapping[str, Mesh],
    work: Work | None = None,
    front: Front | None = None,
) -> tuple[View, ...]:
    """All views of a settled scene. Without a `work`, it is the labelled things. Cameras stay before a `front`."""
    scenery = Scenery.of(recipe, meshes)
    work = work or _work(recipe, meshes)
    alone = all(len({mix_of(capture.factors) for capture in view.captures}) == 1 for view in plan.views)
    views = []
    for view in plan.views:
        captures = tuple(
            Capture(
                capture.image_id,
                capture.file_name,
                capture.factors,
                {ALL: (1.0, 1.0, 1.0)} if alone else gains(mix_of(capture.factors)),
                _number(plan, f"view.{view.index}.capture.{i}.noise"),
            )
            for i, capture in enumerate(view.captures)
        )
        camera = _aim(plan, view, work, scenery, recipe.lamps, front)
        light = gains(mix_of(view.captures[0].factors)) if alone else {}
        views.append(View(view.index, camera, captures, _number(plan, f"view.{view.index}.samples"), light))
    return tuple(views)


def _number(plan: ScenePlan, name: str) -> int:
    return int(stream(plan.seed, plan.scene, name).integers(2**31 - 1))


def _work(recipe: SceneRecipe, meshes: Mapping[str, Mesh]) -> Work:
    things = recipe.labelled
    if not things:
        raise ValueError("a scene without a labelled thing has nothing to show")
    centres = np.array([np.array(t.world_from_object)[:3, 3] for t in things])
    size = float(np.median([meshes[t.name].radius_m for t in things]))
    middle = np.median(centres, axis=0)
    spread = np.linalg.norm(centres[:, :2] - middle[:2], axis=1)
    return Work(middle, float(np.quantile(spread, 0.8)) + size, size)


def _aim(
    plan: ScenePlan,
    view: ViewPlan,
    work: Work,
    scenery: Scenery,
    lamps: tuple[Lamp, ...],
    front: Front | None,
) -> Camera:
    """The camera of one view: the first of a few draws that shows enough; else the best of them.

    Later draws look nearer the middle, a little wider and from higher up, over the rim of a deep bin; before a front
    they look into its middle instead.
    """
    rng = stream(plan.seed, plan.scene, f"view.{view.index}.aim")
    best: tuple[float, Camera] | None = None
    for attempt in range(_TRIES):
        late = max(attempt - 3, 0) / (_TRIES - 4)
        offset = rng.normal(0, 0.22, 2) * work.radius_m * (1 - late)
        preference = rng.random()
        camera = _try(plan, view, work, offset, preference, late, lamps, front)
        score = _score(camera, scenery, front)
        if best is None or score > best[0] + 1e-9:
            best = (score, camera)
        if score >= 1.0:
            break
    assert best is not None
    return best[1]


def _try(
    plan: ScenePlan,
    view: ViewPlan,
    work: Work,
    offset_m: np.ndarray,
    preference: float,
    late: float,
    lamps: tuple[Lamp, ...],
    front: Front | None,
) -> Camera:
    """One draw of a camera, stepped back before the front where there is one."""
    if front is None:
        return _camera(plan, view.factors, work, offset_m, preference, late, lamps, 30.0 * late)
    aside = float(stream(plan.seed, plan.scene, f"view.{view.index}.aside.{late:.3f}").uniform(-1, 1))
    factors = front.before(view.factors, AZIMUTH, ELEVATION, late, aside)
    return front.stepped_back(_camera(plan, factors, work, offset_m, preference, late, lamps, 0.0))


def _score(camera: Camera, scenery: Scenery, front: Front | None) -> float:
    """1 if enough is seen; less the less is seen; below 0 inside a thing or under what the work lies on."""
    eye = camera.pose[:3, 3]
    if scenery.is_inside(eye):
        return -1.0
    open_share = 1.0 if front is None else (1 - front.screened(camera)) / (1 - SCREENED_SHARE)
    inside = in_frame(camera, scenery.centres_m)
    seen = inside & scenery.visible_from(eye, None if front is None else front.screens_m)
    wanted_inside = max(_ENOUGH_SHARE * len(inside), 1.0)
    wanted_seen = max(_SEEN_SHARE * len(inside), 1.0)
    return float(min(inside.sum() / wanted_inside, seen.sum() / wanted_seen, open_share, 1.0))


def _camera(
    plan: ScenePlan,
    factors: Mapping[str, Value],
    work: Work,
    offset_m: np.ndarray,
    preference: float,
    late: float,
    lamps: tuple[Lamp, ...],
    raised_deg: float,
) -> Camera:
    width_px, height_px = plan.resolution
    focal_mm = float(factors[FOCAL.name])
    shown_m = 2 * work.radius_m / float(factors[FRAMING.name]) * (1 + 0.6 * late)
    shown_m = max(shown_m, 1.5 * work.thing_m)
    elevation = math.radians(min(90.0, float(factors[ELEVATION.name]) + raised_deg))
    azimuth = math.radians(float(factors[AZIMUTH.name]))
    towards = np.array([math.cos(azimuth), math.sin(azimuth), 0.0]) * math.cos(elevation)
    towards[2] = math.sin(elevation)
    target = work.middle_m + np.array([offset_m[0], offset_m[1], 0.0])
    aspect = height_px / width_px
    sensor_mm, distance = choose_sensor(focal_mm, shown_m, aspect, preference, target, towards, lamps, work.usual_m)
    distance = max(distance, 1.2 * work.thing_m)
    distance = min(distance, (work.highest_m - float(target[2])) / float(towards[2]))
    eye = target + distance * towards
    if elevation > math.radians(89.0):  # straight down there is no horizon: the azimuth turns the picture instead
        eye = target + distance * np.array([0.02 * math.cos(azimuth), 0.02 * math.sin(azimuth), 0.9998])
    corner = 0.5 * math.hypot(sensor_mm, sensor_mm * height_px / width_px) / focal_mm
    k1, k2 = bend(float(factors[DISTORTION.name]), corner)
    pose = look_at(eye, target, float(factors[ROLL.name]))
    return Camera(
        width_px=width_px,
        height_px=height_px,
        focal_px=focal_mm / sensor_mm * width_px,
        centre_px=(width_px / 2, height_px / 2),
        distortion=(k1, k2, 0.0, 0.0, 0.0),
        world_from_camera=tuple(tuple(float(v) for v in row) for row in pose),
        focal_mm=focal_mm,
        sensor_width_mm=sensor_mm,
        f_number=float(factors[F_NUMBER.name]),
        focus_m=distance * (1 + float(factors[FOCUS.name])),
    )
