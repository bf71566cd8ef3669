"""How a session's cores and GPUs are shared out among workers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from generator.cluster.session import Session

Device = Literal["auto", "cpu", "gpu"]
_THREADS = 2  # of a worker: as fast as two workers with one each, in half the memory (see docs/running.md)


@dataclass(frozen=True, slots=True)
class Share:
    """What each of `workers` gets. `device` is what its renderer must be told: GPUs are not hidden from workers."""

    workers: int
    threads: int  # also the cores that it claims
    num_gpus: float
    device: Device


def share_out(session: Session, workers: int | None, device: Device, jobs: int) -> Share:
    """One worker a GPU if there are GPUs, else one for two cores; `workers` overrides the number, `jobs` bounds it.

    All workers of a session get the same kind of device, because a GPU's pixels differ from a CPU's in the last bits.
    Open a local session with as many CPUs as there are cores, or workers if there are more of them.
    `auto` on this machine leaves the look for a GPU to the renderer where Ray sees none.
    """
    cores = max(1, int(session.resources.get("CPU", 1.0)))
    gpus = int(session.resources.get("GPU", 0.0)) if device != "cpu" else 0
    count = max(1, min(workers or gpus or cores // _THREADS, jobs))
    threads = max(1, cores // count) if session.local else min(_THREADS, cores)
    if gpus:
        return Share(count, threads, 1.0 / -(-count // gpus), device)  # a worker's share lies on one GPU
    if device == "gpu":
        return Share(count, threads, 0.0 if session.local else 1.0, device)
    return Share(count, threads, 0.0, device if session.local else "cpu")
