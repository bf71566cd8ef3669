"""The stages of the loop: each is one command of Glint or one training, and is skipped where its output is whole."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

BASE_SPEC = Path(__file__).with_name("line.yaml")
WIDE: dict[str, Any] = {  # what may happen on the line one day, and the first pictures lack
    "surface.dust": {"uniform": [0, 0.8]},
    "sensor.exposure_ev": {"uniform": [-3.5, 1.5]},
    "sensor.full_well_e": {"log_uniform": [500, 30000]},
    "sensor.contrast": {"uniform": [0.7, 1.7]},
    "sensor.wb_error_mired": {"uniform": [-60, 60]},
    "sensor.vignetting": {"uniform": [0, 0.7]},
    "sensor.jpeg_quality": {"uniform": [25, 100]},
    "lens.blur_px": {"uniform": [0.45, 2.6]},
    "lens.condensation": {"uniform": [0, 0.8]},
    "air.haze": {"uniform": [0, 0.7]},
    "camera.shake_px": {"uniform": [0, 6]},
    "light.contrast": {"uniform": [-0.3, 3.5]},
}
BROAD, HARDLY = 0.25, 0.02  # share of the pictures in which each of them is drawn wide

KEEP = 0.2  # of refined pictures are drawn as before in every factor: the first dataset has such pictures already


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much of everything."""

    images: int = 192  # in the first dataset, in each that is added, and in the held-out sets
    bases: int = 10  # of each stress set
    levels: int = 4


class Loop:
    """The folder of one run, and the commands that fill it."""

    def __init__(self, folder: Path, sizes: Sizes) -> None:
        self.folder = folder
        self.sizes = sizes
        folder.mkdir(parents=True, exist_ok=True)

    def spec(
        self, name: str, seed: int, wide: float = 0.0, share: float = 1.0, factors: Collection[str] = tuple(WIDE)
    ) -> Path:
        """The line's spec with another seed; `factors` of `WIDE` are drawn so in a share `wide` of the pictures each.

        `share` is how many pictures it has, against a training set.
        """
        data = yaml.safe_load(BASE_SPEC.read_text(encoding="utf-8"))
        data |= {"name": name, "seed": seed, "images": {"train": round(share * self.sizes.images)}}
        if wide:
            for factor, drawn in ((factor, WIDE[factor]) for factor in WIDE if factor in factors):
                data["factors"][factor] = {"mixture": [data["factors"][factor], drawn], "weights": [1 - wide, wide]}
        path = self.folder / f"{name}.yaml"
        path.write_text(yaml.safe_dump(data, sort_keys=False), encoding="utf-8")
        return path

    def generate(self, spec: Path, name: str) -> Path:
        """A dataset of a spec."""
        return self._made(name, "preview.png", "generate", spec, "--workers", "1")

    def stress(self, spec: Path, name: str) -> Path:
        """A stress set: a ladder of each factor of `WIDE`."""
        sizes = ("--levels", str(self.sizes.levels), "--scenes", str(self.sizes.bases))
        return self._made(name, "preview.png", "stress", spec, "--factors", ",".join(WIDE), *sizes, "--workers", "1")

    def evaluate(self, dataset: Path, predictions: Path, name: str, *options: object) -> Path:
        """A report."""
        return self._made(name, "report.html", "evaluate", dataset, predictions, *options)

    def merge(self, first: Path, second: Path, name: str) -> Path:
        """Two rounds as one dataset."""
        return self._made(name, "preview.png", "merge", first, second)

    def refine(self, report: Path, spec: Path, name: str) -> Path:
        """The next spec."""
        out = self.folder / f"{name}.yaml"
        if not out.exists():
            budget = ("--keep", str(KEEP), "--budget", str(self.sizes.images))
            self._glint("refine", report, "--spec", spec, *budget, "--out", out)
        return out

    def leaning(self, spec: Path, seed: int) -> frozenset[str]:
        """Which of `WIDE` a refined spec of a seed draws otherwise than the line's."""
        before, after = (
            yaml.safe_load(path.read_text(encoding="utf-8"))["factors"]
            for path in (self.folder / f"line_{seed}.yaml", spec)
        )
        return frozenset(factor for factor in WIDE if before[factor] != after[factor])

    def _made(self, name: str, last: str, *command: object) -> Path:
        """The folder that a command makes; `last` is the file that it writes last."""
        out = self.folder / name
        if not (out / last).exists():
            self._glint(*command, "--out", out)
        return out

    def _glint(self, *arguments: object) -> None:
        """One command of Glint, as a user would type it. The loop ends where it fails."""
        words = [str(argument) for argument in arguments]
        say(f"glint {' '.join(words)}")
        with (self.folder / "commands.log").open("a", encoding="utf-8") as log:
            ended = subprocess.run(
                [sys.executable, "-m", "cli", *words], check=False, stdout=log, stderr=subprocess.STDOUT
            )
        if ended.returncode:
            sys.exit(f"this command ended with {ended.returncode}; see {self.folder / 'commands.log'}")


def say(line: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {line}", flush=True)
