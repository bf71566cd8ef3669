"""`glint intake`: from real photographs to a spec whose pictures have the same light, sharpness and noise."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from evaluation.intake_calibration import curves
from evaluation.intake_photos import find_photos, measure_photos, weigh
from evaluation.intake_place import Placed, place_all
from evaluation.spec_text import moved_parts, spec_text
from generator.catalogue import load_catalogue
from generator.dataset.whole import write_whole
from generator.errors import SpecError
from generator.spec import DatasetSpec, check_spec, find_spec, load_spec
from generator.yamlfile import parse_yaml, read_yaml

_SUFFIX = "_field"


@dataclass(frozen=True, slots=True)
class Intake:
    """The spec that was written, and what was seen in the photographs."""

    spec: DatasetSpec
    placed: tuple[Placed, ...]
    kept: tuple[str, ...]  # factors whose estimates cannot be trusted
    estimates: Mapping[str, np.ndarray]  # by name, each (N,) with NaN
    weights: np.ndarray  # (N,)

    @property
    def lines(self) -> Iterator[str]:
        """For the screen: what was seen, and what comes of it."""
        yield f"{len(self.weights)} photographs: 10%, median and 90% of what was estimated"
        for name, column in self.estimates.items():
            seen = column[np.isfinite(column)]
            shown = ", ".join(f"{v:.3g}" for v in np.percentile(seen, (10, 50, 90))) if len(seen) else "cannot be told"
            yield f"  {name:<19} {shown}"
        yield f"Placed: {', '.join(p.factor for p in self.placed) or 'nothing'}."
        if self.kept:
            yield f"As in the base, for the pictures do not tell: {', '.join(self.kept)}."


def intake(
    photos_at: Path,
    spec_name: str,
    out: Path,
    predictions: Path | None = None,
    say: Callable[[str], None] = lambda line: None,
) -> Intake:
    """Write a spec to `out` that draws what the photographs show, and all else as the base.

    Photographs are measured at the size of the base's pictures at most, which is what a model will see. `predictions`
    make those count more on which a model finds little. Raises `GlintError` for what the user can mend; then nothing
    is written.
    """
    path = find_spec(spec_name)
    catalogue = load_catalogue()
    base = load_spec(path, catalogue)
    if base.stress is not None:
        raise SpecError(f"{path.name}: is the spec of a stress set; give the spec of training data with --spec")
    if out.resolve() == path.resolve():
        raise SpecError(f"{out}: is the base itself; choose another file with --out")
    photos = find_photos(photos_at)
    weights = weigh(photos, photos_at, predictions)
    estimates = measure_photos(photos, max(base.resolution), say)
    placed = place_all(estimates, weights, curves(), catalogue.factors)
    kept = sorted({curve.factor for curve in curves()} - {p.factor for p in placed})
    data = _next_data(read_yaml(path).data, path.parent, out.parent)
    text = _text(data, placed, len(photos), path.name, predictions is not None)
    spec = check_spec(parse_yaml(text, out.name), catalogue)  # before anything is written
    write_whole(out, text.encode())
    return Intake(spec, tuple(placed), tuple(kept), estimates, weights)


def _next_data(given: dict[str, Any], old_folder: Path, new_folder: Path) -> dict[str, Any]:
    """The base as its user wrote it, with another name and seed, and with paths that lead from the new file."""
    data = dict(given)
    data["name"] = str(given["name"])[: 64 - len(_SUFFIX)] + _SUFFIX
    data["seed"] = (int(given.get("seed", 0)) + 1) % 2**32  # other scenes, not the same ones again
    if data.get("parts"):
        data["parts"] = moved_parts(data["parts"], old_folder, new_folder)
    return {"name": data.pop("name"), "seed": data.pop("seed"), **data}


def _text(data: dict[str, Any], placed: Sequence[Placed], photos: int, spec: str, weighed: bool) -> str:
    """The text of the spec, with what every distribution was read from above it."""
    more = " Those on which the model finds little count up to four times." if weighed else ""
    made = (
        f"Made by glint intake from {spec} and {photos} photographs.{more} Factors with a comment are drawn as the "
        "photographs show them, independently of each other; the rest is the base's."
    )
    factors = dict(data.get("factors") or {}) | {p.factor: p.written for p in placed}
    return spec_text({**data, "factors": factors}, (made,), {p.factor: (p.reason,) for p in placed})
