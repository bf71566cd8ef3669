from __future__ import annotations

from collections.abc import Iterator

import pytest

from generator.cluster.jobs import Cluster
from generator.cluster.session import Session, open_session


@pytest.fixture(scope="package")
def session() -> Iterator[Session]:
    """One local Ray for all tests of this folder: starting it costs 3 to 12 seconds."""
    with open_session(Cluster(), num_cpus=2) as opened:
        yield opened
