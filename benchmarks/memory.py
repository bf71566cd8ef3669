"""Memory of a worker: what a hundred tiny scenes leave behind in one process.

    python benchmarks/memory.py [SPEC] [--scenes 100] [--distinct 100]

Makes scenes at 96x72 in this process, as a worker does, and reads its resident memory after each. The growth is the
slope of a straight line through the scenes after the first fifth. Textures, parts and trees that a worker keeps fill up
for long; `--distinct 10` makes the same ten scenes over and over, which shows what leaks and not what is kept.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools

import numpy as np
import psutil

from generator.catalogue import load_catalogue
from generator.plan import plan_scenes
from generator.spec import find_spec, load_spec
from generator.worker import SceneWorker

MIB = 2**20


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("spec", nargs="?", default="demo")
    parser.add_argument("--scenes", type=int, default=100)
    parser.add_argument("--distinct", type=int, default=0, help="how many different scenes; default: all")
    options = parser.parse_args()
    catalogue = load_catalogue()
    spec = load_spec(find_spec(options.spec), catalogue).with_frames(2 * options.scenes)
    spec = spec.model_copy(update={"resolution": (96, 72), "profile": "draft", "views_per_scene": 2})
    worker, process = SceneWorker(spec, {}, "cpu", 0), psutil.Process()
    resident: list[float] = []
    plans = list(itertools.islice(plan_scenes(spec, catalogue), options.distinct or options.scenes))
    for plan in itertools.islice(itertools.cycle(plans), options.scenes):
        with contextlib.suppress(RuntimeError):  # quarantined: labels of so small a picture may not agree well enough
            worker.run(plan)
        resident.append(process.memory_info().rss / MIB)
        if len(resident) % 10 == 0:
            print(f"{len(resident):4} scenes  {resident[-1]:7.1f} MiB", flush=True)
    first = len(resident) // 5
    slope = np.polyfit(np.arange(first, len(resident)), resident[first:], 1)[0]
    print(f"growth after scene {first}: {slope:.2f} MiB a scene; largest {max(resident):.0f} MiB")


if __name__ == "__main__":
    main()
