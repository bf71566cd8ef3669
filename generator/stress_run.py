"""`glint stress`: plan the ladders, make the base scenes, then the variants of those that are there, commit, merge."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from generator.catalogue import load_catalogue
from generator.cluster.jobs import Job
from generator.compose import categories
from generator.dataset import layout
from generator.dataset.merge import merge
from generator.dataset.store import Failure, Store, open_dataset
from generator.generate import Crew, Request, Summary, open_crew, resolve_request, run_scenes
from generator.ladders import LEFT_OUT, Ladder, default_factors, ladder_scope, ladders, settings_of
from generator.own_parts import OwnParts
from generator.progress import Display
from generator.spec import StressSpec
from generator.stress import SPLIT, plan_bases, plan_variants, resolve_stress
from generator.stress_maker import VariantJob
from generator.worker import StressWorker

_TRACED = {"capture": "nothing", "view": "the view", "scene": "the scene"}


@dataclass(frozen=True, slots=True)
class StressRequest:
    """What `glint stress` was asked for; None is the spec's word or the default. `run` has no use for `frames`."""

    run: Request = field(default_factory=Request)
    factors: tuple[str, ...] | None = None
    pairs: tuple[str, ...] | None = None
    levels: int | None = None
    scenes: int | None = None

    def settings(self, written: StressSpec | None) -> StressSpec:
        """What the spec says of ladders, with the command line's overrides."""
        asked = {"factors": self.factors, "pairs": self.pairs, "levels": self.levels, "scenes": self.scenes}
        given = {name: value for name, value in asked.items() if value is not None}
        return StressSpec.model_validate((written.model_dump() if written else {}) | given)


def generate_stress(request: StressRequest, display: Display) -> Summary:
    """Make what is missing of a stress set. Raises `GlintError` for what the user can mend; nothing is lost by it."""
    start = time.monotonic()
    catalogue = load_catalogue()
    own = resolve_request(request.run.spec, display, seed=request.run.seed, profile=request.run.profile)
    spec = resolve_stress(own.spec, request.settings(own.spec.stress), catalogue)
    own = OwnParts(spec, own.meshes)
    out = request.run.out or Path("outputs") / spec.name
    with open_dataset(out, spec, fresh=request.run.fresh) as store:
        for name in sorted(own.meshes):
            store.write_mesh(own.key(name), own.meshes[name])
        failures, interrupted = _make_missing(request, own, store, display)
        images = store.image_count()
        if not interrupted:
            display.say("merging")
            merge(store, spec, catalogue, categories(spec, own.meshes), failures)
    return Summary(out, images, spec.images[SPLIT], len(failures), interrupted, time.monotonic() - start)


def stress_plan(request: StressRequest, display: Display) -> str:
    """What `generate_stress` would make, in words: every ladder with its values, and how much there is to trace."""
    catalogue = load_catalogue()
    own = resolve_request(request.run.spec, display, seed=request.run.seed, profile=request.run.profile)
    spec = resolve_stress(own.spec, request.settings(own.spec.stress), catalogue)
    each, scenes = ladders(spec, catalogue), settings_of(spec).scenes
    lines = [
        f"{ladder.name}  {_values_in_words(ladder)}  (traced anew: {_TRACED[ladder_scope(ladder, catalogue)]})"
        for ladder in each
    ]
    if set(settings_of(spec).factors) == set(default_factors(spec, catalogue)):
        lines += [f"without {name}, which {why}" for name, why in LEFT_OUT.items()]
    pictures, variants = spec.images[SPLIT], sum(1 for _ in plan_variants(spec, catalogue))
    lines.append(f"{len(each)} ladders, {pictures} pictures of {scenes} base scenes and {variants} variants of them")
    return "\n".join(lines)


def _values_in_words(ladder: Ladder) -> str:
    shown = [[f"{v:.4g}" if isinstance(v, (int, float)) else v for v in values] for values in ladder.levels]
    return ", ".join(" and ".join(values) for values in shown)


def _make_missing(
    request: StressRequest, own: OwnParts, store: Store, display: Display
) -> tuple[tuple[Failure, ...], bool]:
    """First the bases, then the variants of every base that is committed, whose settled recipe they start from."""
    catalogue = load_catalogue()
    variants = sum(1 for _ in plan_variants(own.spec, catalogue))
    scenes = settings_of(own.spec).scenes + variants
    missing = sum(not store.committed(scene) for scene in range(scenes))
    display.begin(own.spec.images[SPLIT], store.image_count())
    if not missing:
        return (), False
    display.say(f"{scenes} scenes, {missing} to make; starting workers")
    failures: tuple[Failure, ...] = ()
    with open_crew(request.run, own, StressWorker, missing, display) as crew:
        for jobs in (_base_jobs, _variant_jobs):
            failed, interrupted = _run_phase(crew, jobs, own, store, display)
            failures += failed
            if interrupted:
                return failures, True
    return failures, False


def _run_phase(
    crew: Crew, jobs: Callable[[OwnParts, Store], Iterator[Job]], own: OwnParts, store: Store, display: Display
) -> tuple[tuple[Failure, ...], bool]:
    """One of the two phases; no workers are started for nothing."""
    if next(jobs(own, store), None) is None:
        return (), False
    return run_scenes(crew, jobs(own, store), store, display)


def _base_jobs(own: OwnParts, store: Store) -> Iterator[Job]:
    for base in plan_bases(own.spec, load_catalogue()):
        if not store.committed(base.plan.scene):
            yield Job(base.plan.scene, base)


def _variant_jobs(own: OwnParts, store: Store) -> Iterator[Job]:
    """Those of bases that were given up are left for the next run."""
    for variant in plan_variants(own.spec, load_catalogue()):
        if store.committed(variant.base) and not store.committed(variant.scene):
            recipe = (store.folder / layout.recipe_file(variant.base)).read_text(encoding="utf-8")
            yield Job(variant.scene, VariantJob(variant, recipe))
