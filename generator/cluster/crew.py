"""The worker processes as Ray actors: started, fed and killed at the schedule's orders."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from generator.cluster.host import Answer, WorkerHost, short_reason
from generator.cluster.jobs import WorkerSpec
from generator.cluster.schedule import Order
from generator.cluster.session import Session
from generator.errors import MachineError

_FETCH_S = 120.0  # for a result that is ready to come over the network


@dataclass(slots=True)
class _Member:
    actor: Any
    ref: Any  # of the call that is in flight, or None


class Crew:
    """At most one actor at each place. Leaving the context kills all of them."""

    def __init__(self, worker: WorkerSpec, session: Session) -> None:
        import ray

        if session.local and worker.num_gpus > session.resources.get("GPU", 0.0):
            raise MachineError(
                f"A worker needs {worker.num_gpus:g} GPU, but Ray finds {session.resources.get('GPU', 0.0):g} on this "
                "machine; use --device cpu"
            )
        options: dict[str, Any] = {
            "num_cpus": worker.num_cpus,
            "num_gpus": worker.num_gpus,
            "max_restarts": 0,
            "max_task_retries": 0,
        }
        if not session.local:
            options["scheduling_strategy"] = "SPREAD"
        self._actor_class: Any = ray.remote(**options)(WorkerHost)
        self._factory = worker.factory
        self._args = ray.put(worker.args)
        self._members: dict[int, _Member] = {}

    def __enter__(self) -> Crew:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for place in list(self._members):
            self._kill(place)

    def obey(self, order: Order) -> None:
        """Do what the schedule says."""
        if order.kind == "stop":
            self._kill(order.place)
        elif order.kind == "start":
            actor = self._actor_class.remote()
            self._members[order.place] = _Member(actor, actor.start.remote(self._factory, self._args))
        elif order.job is not None:
            member = self._members[order.place]
            member.ref = member.actor.run.remote(order.job.payload)

    def answers(self, timeout_s: float) -> list[tuple[int, Answer]]:
        """The answers that are there, after waiting for the first of them. Raises `MachineError` if Ray is gone."""
        import ray
        from ray.exceptions import RayError

        refs = {member.ref: place for place, member in self._members.items() if member.ref is not None}
        try:
            ray.wait(list(refs), num_returns=1, timeout=timeout_s)
            ready, _ = ray.wait(list(refs), num_returns=len(refs), timeout=0)
        except RayError as error:
            raise MachineError(
                f"Ray has gone ({short_reason(error)}). What is done is kept; run again to resume."
            ) from None
        return [(refs[ref], self._fetch(refs[ref])) for ref in ready]

    def answer_of(self, place: int) -> Answer | None:
        """The answer from one place, if it is there by now."""
        import ray

        ready, _ = ray.wait([self._members[place].ref], timeout=0)
        return self._fetch(place) if ready else None

    def _fetch(self, place: int) -> Answer:
        import ray
        from ray.exceptions import RayError

        member = self._members[place]
        ref, member.ref = member.ref, None
        try:
            answer: Answer = ray.get(ref, timeout=_FETCH_S)
            return answer
        except RayError as error:
            return Answer("failed", reason=_loss(error), detail=str(error))

    def _kill(self, place: int) -> None:
        import ray

        member = self._members.pop(place, None)
        if member is not None:
            with contextlib.suppress(Exception):  # it may be dead already, which is what is wanted
                ray.kill(member.actor)


def _loss(error: Exception) -> str:
    """Why a worker gave no answer, in words that do not depend on the machine."""
    from ray import exceptions

    if isinstance(error, exceptions.OutOfMemoryError):
        return "the worker was killed for want of memory"
    if isinstance(error, exceptions.NodeDiedError) or "node has died" in str(error):
        return "the worker's node was lost"
    if isinstance(error, exceptions.RayActorError):
        return "the worker process died"
    if isinstance(error, exceptions.RayTaskError):
        return short_reason(error.cause or error)
    return short_reason(error)
