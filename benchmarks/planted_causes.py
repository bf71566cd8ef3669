"""Are the reported causes the true ones? A simulated detector fails by known rules; only these should be found.

    python benchmarks/planted_causes.py [DATASET] [--stress] [--rules 72] [--nulls 100] [--results FILE] [--limit-s 150]

DATASET is any dataset of `glint generate` or `glint stress`; without one, 300 small pictures are rendered first into
outputs/planted_causes, or with --stress 350 pictures of ladders into outputs/planted_causes_stress. Rules are drawn at
random, of nine forms and three kinds of failure; "none" plants nothing. Beside Glint stand two habits: ranking factors
by raw drop in AP50, and a decision tree on the factors. Both always report something, so each also gets a threshold
that 95 % of other runs without a rule stay below.
Finished runs are kept in FILE, and the same command goes on from there.
"""

from __future__ import annotations

import argparse
import itertools
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.tree import DecisionTreeRegressor

from evaluation.causes import KINDS, find_causes
from evaluation.causes_response import responses
from evaluation.find_dataset import find_dataset, read_labels
from evaluation.levels import ladder_levels, levels_of
from evaluation.operating import above, alarm_score, best_score
from evaluation.outcomes import Images, Outcomes, Truths
from evaluation.planted import Rule, detect
from evaluation.planted_rules import FORMS, draw_rules
from generator.generate import Request, generate_dataset
from generator.progress import progress_display
from generator.stress_run import StressRequest, generate_stress

MADE = Path("outputs/planted_causes")
SPEC = """
name: planted_causes
seed: 11
images: {train: 300}
resolution: [96, 72]
profile: draft
scenes: {bin: 1, workbench: 1}
factors:
  scene.part_count: {uniform: [5, 16]}
  scene.distractors: {choice: [0, 1, 2]}
views_per_scene: 4
"""
MADE_STRESS = Path("outputs/planted_causes_stress")
LADDERS = (  # of captures only: ten views are traced
    "air.haze", "lens.blur_px", "light.contrast", "light.level_ev", "sensor.exposure_ev", "sensor.full_well_e"
)  # fmt: skip
PAIRS = ("light.level_ev+lens.blur_px",)
TUNING, REPORTED = 1000, 9000  # seeds: thresholds of the baselines, and all tuning, come from other runs than the table
TREE_SHARE = 0.1  # of a tree's gain, from which a factor counts as named by it


def run(images: Images, truths: Truths, labels: Any, form: str, kind: Any, seed: int) -> dict[str, Any]:
    """One rule (or none): what was planted, and what each method reports."""
    rng = np.random.default_rng([seed, FORMS.index(form), KINDS.index(kind)])
    rules = draw_rules(images, labels.factors, form, kind, rng)
    outcomes = detect(images, truths, labels.factors, labels.categories, rules, rng)
    start = time.process_time()
    causes = find_causes(outcomes)
    return {
        "form": form,
        "kind": kind,
        "seed": seed,
        "planted": [sorted(rule.factors) for rule in rules],
        "rules": [describe(rule) for rule in rules],
        "glint": sorted({tuple(sorted(cause.factors)) for cause in causes}),
        "kinds": sorted({cause.kind for cause in causes}),
        "cpu_s": round(time.process_time() - start, 2),
        "drop": ap_drops(outcomes),
        "tree": tree_gains(outcomes, kind),
    }


def describe(rule: Rule) -> str:
    terms = [f"{t.factor} {t.shape} {t.name or f'{t.low:g} {t.high:g}'}" for t in rule.terms]
    return f"{rule.kind} {rule.strength:.2f}: {' x '.join(terms)}"


def ap_drops(outcomes: Outcomes) -> list[tuple[str, float]]:
    """Factors by the difference between the AP50 of their best and their worst level, largest first."""
    images = outcomes.images
    names = sorted({str(n) for n in images.stress_factor if n}) if images.is_stress else sorted(images.factors)
    drops = []
    for name in names:
        levels = ladder_levels(images, name) if images.is_stress else levels_of(images.factors[name])
        found = [ap50(outcomes, level.rows) for level in levels if level.rows.sum() >= 5]
        found = [value for value in found if np.isfinite(value)]
        if len(found) > 1:
            drops.append((name, round(max(found) - min(found), 4)))
    return sorted(drops, key=lambda item: -item[1])[:5]


def ap50(outcomes: Outcomes, image: np.ndarray) -> float:
    """Area under the precision envelope over the chosen images, all classes together."""
    detections, positives = outcomes.detections, int(image[outcomes.truths.image].sum())
    rows = np.flatnonzero(image[detections.image])
    right = detections.correct[rows[np.argsort(-detections.score[rows], kind="stable")]]
    if not positives or not len(rows):
        return float("nan")
    precision = np.cumsum(right) / np.arange(1, len(right) + 1)
    envelope = np.maximum.accumulate(precision[::-1])[::-1]
    return float((envelope * right).sum() / positives)


def tree_gains(outcomes: Outcomes, kind: str) -> list[tuple[str, float]]:
    """Factors that a tree of depth 4 splits on to explain the failures, by the share of variance that they explain."""
    operating = best_score(outcomes)
    counting = above(outcomes, operating), above(outcomes, alarm_score(outcomes, operating))
    response = next(r for r in responses(*counting) if r.kind == kind)
    names, columns = [], []
    for name, values in outcomes.images.factors.items():
        if values.dtype == object:
            for value in sorted({str(v) for v in values}):
                names.append(name)
                columns.append((values == value).astype(float))
        else:
            names.append(name)
            columns.append(np.nan_to_num(values, nan=-1e6))
    table = np.stack(columns, axis=1)[response.image]
    tree = DecisionTreeRegressor(max_depth=4, min_samples_leaf=0.03, random_state=0).fit(table, response.y)
    gains: dict[str, float] = {}
    for name, gain in zip(names, tree.feature_importances_ * tree.score(table, response.y), strict=True):
        gains[name] = gains.get(name, 0.0) + float(gain)
    return sorted(((n, round(g, 5)) for n, g in gains.items() if g > 0), key=lambda item: -item[1])[:5]


def reports(results: list[dict[str, Any]]) -> Iterator[tuple[str, Any]]:
    """Each method with a function from a run to the sets of factors that it reports."""
    quiet = [r for r in results if r["form"] == "none" and TUNING <= r["seed"] < REPORTED]
    worst_drop = _quantile([r["drop"][0][1] for r in quiet if r["drop"]])
    worst_gain = _quantile([r["tree"][0][1] for r in quiet if r["tree"]])
    yield "glint", lambda r: [tuple(names) for names in r["glint"]]
    yield "largest AP50 drop", lambda r: [(r["drop"][0][0],)] if r["drop"] else []
    yield "AP50 drop over a threshold", lambda r: [(n,) for n, drop in r["drop"] if drop > worst_drop]
    yield "decision tree", lambda r: [(n,) for n, g in r["tree"] if g >= TREE_SHARE * sum(x for _, x in r["tree"])]
    yield "decision tree over a threshold", lambda r: [(n,) for n, gain in r["tree"] if gain > worst_gain]


def _quantile(values: list[float]) -> float:
    return float(np.quantile(values, 0.95)) if values else float("inf")


def table(results: list[dict[str, Any]]) -> Iterator[str]:
    """The figures of docs/causes.md, over the runs that are reported."""
    planted = [r for r in results if r["form"] != "none" and r["seed"] >= REPORTED]
    quiet = [r for r in results if r["form"] == "none" and r["seed"] >= REPORTED]
    yield f"{len(planted)} rules, {len(quiet)} runs without one"
    yield f"{'':32} precision  recall  factors found  runs without a rule that stay silent"
    for name, report in reports(results):
        right = wrong = found = wanted = touched = factors = 0
        for r in planted:
            named = report(r)
            truth = set().union(*map(set, r["planted"]))
            right += sum(set(n) <= truth for n in named)
            wrong += sum(not set(n) <= truth for n in named)
            wanted += len(r["planted"])
            found += sum(any(set(rule) <= set(n) for n in named) for rule in r["planted"])
            factors += len(truth)
            touched += len(truth & set(itertools.chain(*named)))
        silent = sum(not report(r) for r in quiet) / max(len(quiet), 1)
        yield (
            f"{name:32} {right / max(right + wrong, 1):9.2f} {found / max(wanted, 1):7.2f} "
            f"{touched / max(factors, 1):14.2f} {silent:12.2f}"
        )
    for form in FORMS[:-1]:
        own = [r for r in planted if r["form"] == form]
        hits = sum(any(set(rule) <= set(n) for n in r["glint"]) for r in own for rule in r["planted"])
        yield f"  {form:10} {hits} of {sum(len(r['planted']) for r in own)} rules found"
    for kind in KINDS:
        own = [r for r in planted if r["kind"] == kind]
        hits = sum(any(set(rule) <= set(n) for n in r["glint"]) for r in own for rule in r["planted"])
        yield f"  {kind:12} {hits} of {sum(len(r['planted']) for r in own)} rules found"
    if planted:
        yield f"CPU seconds for one search: {np.median([r['cpu_s'] for r in planted + quiet]):.1f} (median)"


def jobs(images: Images, rules: int, nulls: int) -> Iterator[tuple[str, Any, int]]:
    """Rules in turn over forms and kinds, runs without a rule between them, and those that set thresholds."""
    forms = [form for form in FORMS[:-1] if not (images.is_stress and form in _missing(images))]
    turns = [(form, kind, REPORTED + n) for n in range(rules) for form in forms for kind in KINDS][:rules]
    quiet = [("none", "misses", REPORTED + n) for n in range(nulls)]
    tuning = [("none", "misses", TUNING + n) for n in range(nulls // 2)]
    for group in itertools.zip_longest(turns, quiet, tuning):
        yield from (job for job in group if job is not None)


def _missing(images: Images) -> set[str]:
    """Forms that this stress set has no ladder for. Pairs on ladders are left to the tests: few factors are paired."""
    names = {str(name) for name in images.stress_factor if name and "+" not in name}
    return {"pair"} | (set() if any(images.factors[name].dtype == object for name in names) else {"category"})


def make_dataset(stress: bool) -> Path:
    spec = MADE.with_suffix(".yaml")
    spec.parent.mkdir(parents=True, exist_ok=True)
    spec.write_text(SPEC, encoding="utf-8")
    with progress_display() as display:
        if stress:
            generate_stress(StressRequest(Request(str(spec), MADE_STRESS), LADDERS, PAIRS, 5, 10), display)
        else:
            generate_dataset(Request(str(spec), MADE), display)
    return MADE_STRESS if stress else MADE


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("dataset", nargs="?", type=Path)
    parser.add_argument("--stress", action="store_true")
    parser.add_argument("--rules", type=int, default=72)
    parser.add_argument("--nulls", type=int, default=100)
    parser.add_argument("--results", type=Path)
    parser.add_argument("--limit-s", type=float, default=float("inf"))
    options = parser.parse_args()
    source = find_dataset(options.dataset or make_dataset(options.stress))
    labels = read_labels(source, list(source.files))
    empty = np.zeros(len(labels), bool)
    truths = Truths(
        labels.annotation_id, labels.image, labels.category_id, labels.box_xywh_px, labels.area, labels.crowd,
        empty, np.full(len(labels), np.nan), empty, labels.attributes,
    )  # fmt: skip
    print(f"{source.name}: {len(labels.images)} images, {len(labels)} objects, {len(labels.images.factors)} factors")
    done: list[dict[str, Any]] = []
    if options.results and options.results.is_file():
        done = [json.loads(line) for line in options.results.read_text(encoding="utf-8").splitlines()]
    known = {(r["form"], r["kind"], r["seed"]) for r in done}
    start = time.monotonic()
    for form, kind, seed in jobs(labels.images, options.rules, options.nulls):
        if (form, kind, seed) in known:
            continue
        if time.monotonic() - start > options.limit_s:
            print("not finished: the same command goes on")
            break
        done.append(run(labels.images, truths, labels, form, kind, seed))
        if options.results:
            with options.results.open("a", encoding="utf-8") as file:
                file.write(json.dumps(done[-1]) + "\n")
    for line in table(json.loads(json.dumps(done))):
        print(line)


if __name__ == "__main__":
    main()
