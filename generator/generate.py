"""Generate a dataset: plan the scenes, hand those that are missing to the workers, commit, merge."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from generator.blender.session import Device
from generator.catalogue import load_catalogue
from generator.cluster.driver import run_jobs
from generator.cluster.jobs import Cluster, Event, Job, Policy, Runner, WorkerSpec
from generator.cluster.session import Session, open_session
from generator.cluster.share import share_out
from generator.compose import categories
from generator.dataset.merge import merge
from generator.dataset.store import Failure, Store, open_dataset
from generator.errors import SpecError
from generator.own_parts import OwnParts, read_own_parts
from generator.pipeline import SceneResult
from generator.plan import count_scenes, plan_scenes
from generator.progress import Display
from generator.spec import DatasetSpec, find_spec, load_spec
from generator.worker import SceneWorker

_POLICY = Policy(deadline_s=3600, attempts=3, jobs_per_worker=50)


@dataclass(frozen=True, slots=True)
class Request:
    """What `glint generate` was asked for; None is the spec's word or the default."""

    spec: str = "demo"
    out: Path | None = None
    frames: int | None = None
    seed: int | None = None
    workers: int | None = None
    address: str | None = None
    profile: str | None = None
    device: Device = "auto"
    fresh: bool = False


@dataclass(frozen=True, slots=True)
class Summary:
    """How it ended."""

    out: Path
    images: int  # in the dataset now
    wanted: int
    quarantined: int  # scenes
    interrupted: bool
    seconds: float

    @property
    def sentence(self) -> str:
        """For the last line on the screen."""
        if self.interrupted:
            return (
                f"Interrupted: {self.images} of {self.wanted} images are safe in {self.out}; the same command resumes."
            )
        if self.quarantined:
            return (
                f"{self.images} of {self.wanted} images in {self.out}; {self.quarantined} scenes failed, see "
                f"failures.jsonl there. The same command tries them again."
            )
        left_out = f" ({self.wanted - self.images} left out, which show nothing)" if self.images < self.wanted else ""
        return (
            f"{self.images} images{left_out} in {self.out} after {self.seconds:.0f} s. "
            f"Look at {self.out / 'preview.png'}."
        )


def resolve_request(spec_name: str, display: Display, **overrides: object) -> OwnParts:
    """The spec that a name or path means, with the command line's overrides, and the CAD that it names."""
    path = find_spec(spec_name)
    spec = load_spec(path, load_catalogue())
    frames = overrides.pop("frames", None)
    spec = spec.model_copy(update={key: value for key, value in overrides.items() if value is not None})
    if isinstance(frames, int):
        spec = spec.with_frames(frames)
    return read_own_parts(spec, path.parent, lambda name: display.say(f"reading {name}"))


def generate_dataset(request: Request, display: Display) -> Summary:
    """Make what is missing of a dataset. Raises `GlintError` for what the user can mend; nothing is lost by it."""
    start = time.monotonic()
    own = resolve_request(request.spec, display, frames=request.frames, seed=request.seed, profile=request.profile)
    if own.spec.stress is not None:
        raise SpecError(f"{request.spec}: is the spec of a stress set, which glint stress makes, not glint generate")
    out = request.out or Path("outputs") / own.spec.name
    with open_dataset(out, own.spec, fresh=request.fresh) as store:
        for name in sorted(own.meshes):
            store.write_mesh(own.key(name), own.meshes[name])
        failures, interrupted = _make_missing(request, own, store, display)
        images = store.image_count()
        if not interrupted:
            display.say("merging")
            merge(store, own.spec, load_catalogue(), categories(own.spec, own.meshes), failures)
    return Summary(out, images, sum(own.spec.images.values()), len(failures), interrupted, time.monotonic() - start)


def _make_missing(request: Request, own: OwnParts, store: Store, display: Display) -> tuple[tuple[Failure, ...], bool]:
    """Run the scenes that are not committed yet. Gives the scenes that failed, and whether the user stopped it."""
    total = sum(own.spec.images.values())
    missing = [plan.scene for plan in plan_scenes(own.spec, load_catalogue()) if not store.committed(plan.scene)]
    display.begin(total, store.image_count())
    if not missing:
        return (), False
    display.say(f"{count_scenes(own.spec)} scenes, {len(missing)} to make; starting workers")
    with open_crew(request, own, SceneWorker, len(missing), display) as crew:
        return run_scenes(crew, _jobs(own.spec, set(missing)), store, display)


@dataclass(frozen=True, slots=True)
class Crew:
    """An open session and the workers that it is shared out among."""

    session: Session
    worker: WorkerSpec
    workers: int


@contextmanager
def open_crew(
    request: Request, own: OwnParts, factory: Callable[..., Runner], jobs: int, display: Display
) -> Iterator[Crew]:
    """Workers for at most `jobs` scenes at once, each made by ``factory(spec, meshes, device, threads)``."""
    with open_session(Cluster(request.address), num_cpus=max(_cores(), request.workers or 1)) as session:
        share = share_out(session, request.workers, request.device, jobs)
        display.say(f"{share.workers} workers with {share.threads} threads each")
        arguments = (own.spec, own.meshes, share.device, share.threads)
        worker = WorkerSpec(factory, arguments, num_cpus=share.threads, num_gpus=share.num_gpus)
        yield Crew(session, worker, share.workers)


def run_scenes(crew: Crew, jobs: Iterator[Job], store: Store, display: Display) -> tuple[tuple[Failure, ...], bool]:
    """Do the jobs and commit what they give. Gives the scenes that failed, and whether the user stopped it."""

    def commit(job: Job, result: SceneResult) -> None:
        store.commit(result.files)
        display.advance(len(result.files.images))

    def on_event(event: Event) -> None:
        if event.kind == "quarantined":
            display.fail(event.job or 0, event.reason)
        elif event.kind == "retried":
            display.say(f"scene {event.job}: {event.reason}; trying again")

    outcome = run_jobs(
        jobs,
        crew.worker,
        workers=crew.workers,
        commit=commit,
        committed=lambda job: store.committed(job.id),
        policy=_POLICY,
        on_event=on_event,
        cluster=crew.session,
    )
    return tuple(Failure(q.job_id, q.attempts, q.reason) for q in outcome.quarantined), outcome.interrupted


def _jobs(spec: DatasetSpec, missing: set[int]) -> Iterator[Job]:
    return (Job(plan.scene, plan) for plan in plan_scenes(spec, load_catalogue()) if plan.scene in missing)


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
