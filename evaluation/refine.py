"""`glint refine`: the next dataset's spec, which leans towards where the model fails and the data is thin."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evaluation.refine_lean import Change, lean
from evaluation.refine_report import read_findings
from evaluation.spec_text import moved_parts, spec_text
from generator.catalogue import load_catalogue
from generator.dataset.whole import write_whole
from generator.errors import DatasetError, SpecError
from generator.spec import DatasetSpec, check_spec, find_spec, load_spec
from generator.yamlfile import parse_yaml, read_yaml

_FEW_SCENES = 20  # with the values that hurt: fewer say little about the many ways in which they look
_ROUND = re.compile(r"_r(\d+)$")


@dataclass(frozen=True, slots=True)
class Refined:
    """The next spec, and what it changes."""

    spec: DatasetSpec
    changes: tuple[Change, ...]
    gain: float  # of recall, 0..1, at most; a hypothesis

    @property
    def sentence(self) -> str:
        """For the screen."""
        names = ", ".join(change.factor for change in self.changes[:4]) + (", ..." if len(self.changes) > 4 else "")
        images = sum(self.spec.images.values())
        return f"{images} images that lean towards {len(self.changes)} factors: {names}."


def refine(report: Path, spec_name: str, out: Path, keep: float = 0.4, budget: int | None = None) -> Refined:
    """Write the spec of the next dataset to `out` and say what changed.

    A share `keep` of its pictures is drawn as the base draws them; `budget` is the number of pictures in all. Raises
    `DatasetError` for a report that is none or names nothing, `SpecError` for a spec that cannot be refined.
    """
    if not 0 < keep <= 1:
        raise SpecError(f"--keep: {keep:g} is no share; write a number above 0 and up to 1, such as 0.4")
    path = find_spec(spec_name)
    if out.exists() and out.samefile(path):
        raise SpecError(f"--out: {out} is the base itself; name another file, so that it stays as it is")
    catalogue = load_catalogue()
    base = load_spec(path, catalogue)
    if base.stress is not None:
        raise SpecError(f"{path.name}: is the spec of a stress set; give the spec of the training data with --spec")
    findings = read_findings(report)
    changes = lean(base, catalogue, findings, keep)
    if not changes:
        raise DatasetError(
            f"{report}: names no cause and no blind spot in a factor of this spec: there is nothing to lean towards. "
            "More pictures show smaller effects; glint stress shows single factors best."
        )
    sized = base.with_frames(budget) if budget else base
    gain = sum(change.before * change.loss for change in changes)
    data = _next_data(read_yaml(path).data, sized, path.parent, out.parent)
    reasons = {change.factor: _reasons(change, sized, catalogue.factors[change.factor].scope) for change in changes}
    text = _text(data, changes, reasons, findings.dataset, path.name, keep, gain)
    refined = check_spec(parse_yaml(text, out.name), catalogue)  # before anything is written
    write_whole(out, text.encode())
    return Refined(refined, tuple(changes), gain)


def _next_data(given: dict[str, Any], sized: DatasetSpec, old_folder: Path, new_folder: Path) -> dict[str, Any]:
    """The base as its user wrote it, with another name and seed, the images counted, and paths that lead from `out`."""
    data = dict(given)
    data["name"] = _next_name(sized.name)
    data["seed"] = (sized.seed + 1) % 2**32  # other scenes, not the same ones again
    data["images"] = dict(sized.images)
    if data.get("parts"):
        data["parts"] = moved_parts(data["parts"], old_folder, new_folder)
    return {"name": data.pop("name"), "seed": data.pop("seed"), "images": data.pop("images"), **data}


def _next_name(name: str) -> str:
    """brackets -> brackets_r2 -> brackets_r3: the number of the round."""
    found = _ROUND.search(name)
    stem, number = (name[: found.start()], int(found.group(1)) + 1) if found else (name, 2)
    suffix = f"_r{number}"
    return stem[: 64 - len(suffix)] + suffix


def _text(
    data: dict[str, Any],
    changes: Sequence[Change],
    reasons: dict[str, tuple[str, ...]],
    dataset: str,
    spec: str,
    keep: float,
    gain: float,
) -> str:
    """The text of the spec, with the reason of every change above it."""
    of = f" on {dataset}" if dataset else ""
    made = (
        f"Made by glint refine from {spec} and a report{of}. {keep:.0%} of the pictures are drawn as before in every "
        "factor that leans; the rest leans towards where the model fails."
    )
    hypothesis = f"Hypothesis: {_hypothesis(changes, gain)} Measure it on a held-out stress set."
    factors = dict(data.get("factors") or {}) | {change.factor: change.written for change in changes}
    return spec_text({**data, "factors": factors}, (made, hypothesis), reasons)


def _hypothesis(changes: Sequence[Change], gain: float) -> str:
    """What there is to win, in words: no more than what is lost now."""
    worst = max(changes, key=lambda change: change.loss)
    if gain >= 0.001:
        return (
            "if what is missing is training data, recall on data like the base's rises by at most "
            f"{100 * gain:.1f} points, which is what is lost in these ranges now."
        )
    if worst.loss > 0:
        return (
            f"if what is missing is training data, up to {100 * worst.loss:.0f} points of recall come back where it is "
            f"worst ({worst.factor}). On data like the base's little changes, as it hardly goes there."
        )
    return "fewer false alarms, and surer scores, in these ranges."


def _reasons(change: Change, spec: DatasetSpec, scope: str) -> tuple[str, ...]:
    """Why a factor leans, how far, and how many scenes that is if it is drawn for a scene."""
    so_far = f"{change.before:.0%} of the pictures were in this range, {change.after:.0%} will be."
    pictures = spec.views_per_scene * spec.captures_per_view
    scenes = max(round(sum(spec.images.values()) / pictures), 1)
    hurt = max(round(change.after * scenes), 1)
    if scope == "scene" and pictures > 1 and hurt < _FEW_SCENES:
        so_far += (
            f" It is drawn for a scene, so that is {hurt} of {scenes} scenes: more scenes of fewer views and captures "
            "would show more of it."
        )
    return (*change.reasons, so_far)
