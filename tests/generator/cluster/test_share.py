from __future__ import annotations

import pytest

from generator.cluster.session import Session
from generator.cluster.share import Device, Share, share_out


@pytest.mark.parametrize(
    ("cores", "gpus", "workers", "device", "jobs", "share"),
    [
        (2, 0, None, "auto", 100, Share(1, 2, 0.0, "auto")),
        (16, 0, None, "cpu", 100, Share(8, 2, 0.0, "cpu")),
        (16, 0, None, "cpu", 3, Share(3, 5, 0.0, "cpu")),
        (16, 0, 16, "cpu", 100, Share(16, 1, 0.0, "cpu")),
        (8, 0, 8, "cpu", 100, Share(8, 1, 0.0, "cpu")),
        (1, 0, None, "cpu", 1, Share(1, 1, 0.0, "cpu")),
        (16, 2, None, "auto", 100, Share(2, 8, 1.0, "auto")),
        (16, 1, 4, "gpu", 100, Share(4, 4, 0.25, "gpu")),
        (16, 2, 3, "gpu", 100, Share(3, 5, 0.5, "gpu")),  # two share the first
        (16, 2, None, "cpu", 100, Share(8, 2, 0.0, "cpu")),
        (16, 0, None, "gpu", 100, Share(8, 2, 0.0, "gpu")),
    ],
)
def test_this_machine_is_shared_out_whole(
    cores: int, gpus: int, workers: int | None, device: Device, jobs: int, share: Share
) -> None:
    session = Session(local=True, resources={"CPU": float(cores), "GPU": float(gpus)})
    assert share_out(session, workers, device, jobs) == share


@pytest.mark.parametrize(
    ("gpus", "workers", "device", "share"),
    [
        (0, None, "auto", Share(32, 2, 0.0, "cpu")),
        (4, None, "auto", Share(4, 2, 1.0, "auto")),
        (4, None, "cpu", Share(32, 2, 0.0, "cpu")),
        (4, 8, "gpu", Share(8, 2, 0.5, "gpu")),
        (0, 3, "gpu", Share(3, 2, 1.0, "gpu")),  # an autoscaler may add them
    ],
)
def test_workers_of_a_cluster_are_small_and_all_of_one_kind(
    gpus: int, workers: int | None, device: Device, share: Share
) -> None:
    session = Session(local=False, resources={"CPU": 64.0, "GPU": float(gpus)})
    assert share_out(session, workers, device, 1000) == share
