"""CPU seconds by stage, for progress and benchmarks. Never written into a dataset."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(slots=True)
class Stopwatch:
    """Adds up the CPU seconds of this process, all threads, under the name of a stage."""

    cpu_s: dict[str, float] = field(default_factory=lambda: defaultdict(float))

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Count what happens inside under `name`, also when it ends in an error."""
        start = time.process_time()
        try:
            yield
        finally:
            self.cpu_s[name] += time.process_time() - start
