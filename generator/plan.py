"""The plan: which scene belongs to which split, what family it is, and the value of every factor of every image.

Pure and cheap: a plan of a million images is a generator. Image ids follow from the position in the plan, so shards
merge without renumbering and the number of workers changes nothing.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from generator.factors import Scope, Value
from generator.plugins import PRESET_FACTOR, Catalogue
from generator.seeds import stream
from generator.spec import DatasetSpec

ANNOTATIONS_PER_IMAGE = 4096  # annotation id = image id * this + instance number


@dataclass(frozen=True, slots=True)
class CapturePlan:
    """One image: its id, its file name and all its factors (the scene's, the view's and its own)."""

    image_id: int
    file_name: str
    factors: dict[str, Value]


@dataclass(frozen=True, slots=True)
class ViewPlan:
    """One camera position."""

    index: int
    factors: dict[str, Value]  # the scene's and the view's
    captures: tuple[CapturePlan, ...]


@dataclass(frozen=True, slots=True)
class ScenePlan:
    """One scene, before anything is composed."""

    spec: str
    seed: int
    scene: int
    split: str
    family: str
    resolution: tuple[int, int]  # width, height
    profile: str
    layers: tuple[str, ...]
    factors: dict[str, Value]  # the scene's
    views: tuple[ViewPlan, ...]

    @property
    def held_out(self) -> bool:
        """Whether this scene draws from the pools that the other splits never see."""
        return _is_held_out(self.split)


def _is_held_out(split: str) -> bool:
    return split.endswith("_ood")


def count_scenes(spec: DatasetSpec) -> int:
    """How many scenes the spec asks for."""
    per_scene = spec.views_per_scene * spec.captures_per_view
    return sum(-(-images // per_scene) for images in spec.images.values())


def plan_scenes(spec: DatasetSpec, catalogue: Catalogue) -> Iterator[ScenePlan]:
    """All scenes of the spec, in order. Splits keep the order in which the spec names them."""
    scene, first_image = 0, 1
    for split, images in spec.images.items():
        left = images
        families = take_turns(spec.scenes)
        while left > 0:
            plan = _plan_scene(spec, catalogue, spec.seed, (scene, split, next(families)), first_image, left)
            made = sum(len(view.captures) for view in plan.views)
            yield plan
            scene, first_image, left = scene + 1, first_image + made, left - made


def take_turns(weights: Mapping[str, float]) -> Iterator[str]:
    """Names in proportion to their weights at every point of the sequence, so that few scenes cover all families."""
    made = dict.fromkeys(sorted(weights), 0)
    total = sum(weights.values())
    for turn in itertools.count(1):
        name = max(made, key=lambda n: weights[n] / total * turn - made[n])
        made[name] += 1
        yield name


def plan_again(plan: ScenePlan, spec: DatasetSpec, catalogue: Catalogue, take: int) -> ScenePlan:
    """The same place in the dataset with everything drawn anew, because a take turned out useless."""
    images = [capture.image_id for view in plan.views for capture in view.captures]
    seed = spec.seed + (take << 32)  # a spec's own seed is below 2**32
    return _plan_scene(spec, catalogue, seed, (plan.scene, plan.split, plan.family), images[0], len(images))


def _plan_scene(
    spec: DatasetSpec, catalogue: Catalogue, seed: int, place: tuple[int, str, str], first_image: int, left: int
) -> ScenePlan:
    scene, split, family = place
    catalogue = _of_family(catalogue, family)
    draw = partial(draw_factors, spec, catalogue, seed, scene, held_out=_is_held_out(split))
    scene_factors = draw("scene", "")
    catalogue = _with_sources(catalogue, family, scene_factors)
    draw = partial(draw_factors, spec, catalogue, seed, scene, held_out=_is_held_out(split))
    views: list[ViewPlan] = []
    image_id = first_image
    for index in range(spec.views_per_scene):
        count = min(spec.captures_per_view, left - (image_id - first_image))
        if count <= 0:
            break
        view_factors = scene_factors | draw("view", f"view.{index}")
        captures = []
        for number in range(count):
            own = draw("capture", f"view.{index}.capture.{number}")
            captures.append(CapturePlan(image_id, f"{image_id:06d}.png", dict(sorted((view_factors | own).items()))))
            image_id += 1
        views.append(ViewPlan(index, view_factors, tuple(captures)))
    return ScenePlan(
        spec.name,
        seed,
        scene,
        split,
        family,
        spec.resolution,
        spec.profile,
        spec.layers,
        scene_factors,
        tuple(views),
    )


def _of_family(catalogue: Catalogue, family: str) -> Catalogue:
    """The catalogue without the factors that belong to other families alone: a bin has no belt speed."""
    own = {factor.name for factor in catalogue.scenes[family].factors} if family in catalogue.scenes else set()
    others = {factor.name for scene in catalogue.scenes.values() for factor in scene.factors} - own
    if not others:
        return catalogue
    return replace(catalogue, factors={n: f for n, f in catalogue.factors.items() if n not in others})


def _with_sources(catalogue: Catalogue, family: str, scene: Mapping[str, Value]) -> Catalogue:
    """The catalogue as drawn in a scene: what nothing there gives off into the air is 0 unless a spec asks for it."""
    sources = {source.factor: source for source in catalogue.scenes[family].air} if family in catalogue.scenes else {}
    factors = dict(catalogue.factors)
    for name, factor in catalogue.factors.items():
        if factor.sourced:
            source = sources.get(name)
            there = source is not None and (source.where is None or source.where(scene))
            own = factor.default if source is None or source.default is None else source.default
            factors[name] = replace(factor, default=own if there else 0)
    return replace(catalogue, factors=factors)


def draw_factors(
    spec: DatasetSpec, catalogue: Catalogue, seed: int, scene: int, scope: Scope, where: str, *, held_out: bool = False
) -> dict[str, Value]:
    """The values of all factors of one scope. Each has its own stream, named by `where` and by the factor.

    The preset comes first: it says how factors are drawn that the spec does not name.
    """
    drawn: dict[str, Value] = {}
    given: Mapping[str, Any] = {}
    names = sorted((name for name, factor in catalogue.factors.items() if factor.scope == scope), key=_preset_first)
    for name in names:
        rng = stream(seed, scene, f"{where}/{name}")
        drawn[name] = spec.draw(catalogue.factors[name], given.get(name), rng, held_out=held_out)
        if name == PRESET_FACTOR:
            given = catalogue.presets[str(drawn[name])].factors
    return dict(sorted(drawn.items()))


def _preset_first(name: str) -> tuple[bool, str]:
    return name != PRESET_FACTOR, name
