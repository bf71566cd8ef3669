"""Tables and a plot from the reports of a loop: AP of every arm on every held-out set, and what refining gained."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy import stats

from evaluation.refine_report import Weakness, read_findings

ARMS = {
    "first": "first dataset alone",
    "random": "+ random",
    "blind": "+ blind",
    "told": "+ told",
    "refined": "+ refined",
}
MEASURES = {
    "failing": "rungs that broke the first detector",
    "rest": "the other rungs",
    "stress": "all of the stress set (mPC)",
    "broad": "broad random set",
    "normal": "pictures as before",
}
_COLOURS = {"first": "#9aa0a6", "random": "#5b8def", "blind": "#e0a030", "told": "#b0609a", "refined": "#2e9e6b"}


def write_figures(folder: Path, seeds: Iterable[int], arms: Sequence[str]) -> None:
    """Print the tables, and write `tables.md` and `loop.svg` into the folder."""
    seeds = list(seeds)
    found = {arm: {seed: _measures(folder, arm, seed) for seed in seeds} for arm in arms}
    ap = {m: {arm: np.array([found[arm][seed][m] for seed in seeds]) for arm in arms} for m in MEASURES}
    text = "\n\n".join([_table(ap, arms), _gains(ap, arms), _factors(folder, seeds, arms)])
    print(text)
    (folder / "tables.md").write_text(text + "\n", encoding="utf-8")
    (folder / "loop.svg").write_text(_plot(ap, arms), encoding="utf-8")


def _measures(folder: Path, arm: str, seed: int) -> dict[str, float]:
    rungs = _rungs(folder, arm, seed)
    hurt = [rung for rungs_of in rungs.values() for rung in rungs_of if rung[1]]
    rest = [rung for rungs_of in rungs.values() for rung in rungs_of if not rung[1]]
    reports = {name: _report(folder / f"report_{arm}_{seed}_{name}") for name in ("stress", "broad", "normal")}
    return {
        "failing": float(np.mean([rung[0] for rung in hurt])) if hurt else float("nan"),
        "rest": float(np.mean([rung[0] for rung in rest])),
        "stress": reports["stress"]["robustness"]["mpc"]["ap"],
        "broad": reports["broad"]["precision"]["bbox"]["AP"],
        "normal": reports["normal"]["precision"]["bbox"]["AP"],
    }


def _rungs(folder: Path, arm: str, seed: int) -> dict[str, list[tuple[float, bool]]]:
    """AP of each rung of the held-out stress set, and whether it lies where the first detector of the seed failed."""
    causes = _causes(folder, seed)
    found = {}
    for factor in _report(folder / f"report_{arm}_{seed}_stress")["factors"]:
        own = [w.range for w in causes if w.range.factor == factor["name"]]
        found[factor["name"]] = [
            (level["ap"], any(r.contains(np.array([level["low"]]))[0] for r in own))
            for level in factor["levels"]
            if level["low"] is not None
        ]
    return found


def _causes(folder: Path, seed: int) -> list[Weakness]:
    findings = read_findings(folder / f"report_first_{seed}_dev")
    return [weakness for weakness in findings.weaknesses if weakness.source == "cause"]


def _report(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "report.json").read_text(encoding="utf-8"))


def _table(ap: dict[str, dict[str, np.ndarray]], arms: Sequence[str]) -> str:
    rows = [f"| AP of boxes | {' | '.join(ARMS[arm] for arm in arms)} |", "|---" * (len(arms) + 1) + "|"]
    for measure, name in MEASURES.items():
        rows.append(f"| {name} | {' | '.join(_spread(ap[measure][arm]) for arm in arms)} |")
    return "\n".join(rows)


def _spread(values: np.ndarray) -> str:
    return f"{100 * values.mean():.1f} ({', '.join(f'{100 * v:.1f}' for v in values)})"


def _gains(ap: dict[str, dict[str, np.ndarray]], arms: Sequence[str]) -> str:
    others = [arm for arm in arms if arm != "refined"]
    rows = [f"| refined against | {' | '.join(ARMS[arm] for arm in others)} |", "|---" * (len(others) + 1) + "|"]
    for measure, name in MEASURES.items():
        cells = [_interval(100 * (ap[measure]["refined"] - ap[measure][arm])) for arm in others]
        rows.append(f"| {name} | {' | '.join(cells)} |")
    return "\n".join(rows)


def _interval(gain: np.ndarray) -> str:
    """Mean of the seeds' differences with Student's 95 % interval."""
    if len(gain) < 2:
        return f"{gain.mean():+.1f}"
    half = stats.t.ppf(0.975, len(gain) - 1) * gain.std(ddof=1) / len(gain) ** 0.5
    return f"{gain.mean():+.1f} ({gain.mean() - half:+.1f} to {gain.mean() + half:+.1f})"


def _factors(folder: Path, seeds: Sequence[int], arms: Sequence[str]) -> str:
    """Factor by factor, over the rungs that broke the first detector of a seed; the worst first."""
    rows = []
    for factor in _rungs(folder, "first", seeds[0]):
        own = [seed for seed in seeds if any(hurt for _, hurt in _rungs(folder, "first", seed)[factor])]
        if own:
            mean = {
                arm: np.mean([np.mean([ap for ap, hurt in _rungs(folder, arm, s)[factor] if hurt]) for s in own])
                for arm in arms
            }
            cells = " | ".join(f"{100 * mean[arm]:.1f}" for arm in arms)
            rows.append((mean["first"], f"| `{factor}` | {len(own)} of {len(seeds)} | {cells} |"))
    head = f"| failing rungs of | a cause in | {' | '.join(ARMS[arm] for arm in arms)} |"
    return "\n".join([head, "|---" * (len(arms) + 2) + "|", *(row for _, row in sorted(rows))])


def _plot(ap: dict[str, dict[str, np.ndarray]], arms: Sequence[str]) -> str:
    """A panel for each measure: a bar for the mean of each arm, a dot for each seed."""
    width, height, left, bottom = 190, 210, 40, 200
    top = max(float(values.max()) for of_arm in ap.values() for values in of_arm.values()) * 1.1
    size = f"{left + width * len(MEASURES)} {height + 60}"
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size}" font-family="sans-serif" font-size="12">']
    parts.append('<rect width="100%" height="100%" fill="white"/>')
    for tick in np.arange(0, top, 0.1):
        y = bottom - tick / top * 170
        parts.append(f'<path d="M{left} {y:.1f}H{left + width * len(MEASURES) - 10}" stroke="#ddd"/>')
        parts.append(f'<text x="{left - 6}" y="{y + 4:.1f}" text-anchor="end" fill="#666">{100 * tick:.0f}</text>')
    for panel, (measure, name) in enumerate(MEASURES.items()):
        x0 = left + panel * width
        parts.append(f'<text x="{x0 + 80}" y="18" text-anchor="middle" fill="#222">{name}</text>')
        for column, arm in enumerate(arms):
            x, values = x0 + 10 + column * 34, ap[measure][arm]
            tall = float(values.mean()) / top * 170
            box = f'x="{x}" y="{bottom - tall:.1f}" width="26" height="{tall:.1f}"'
            parts.append(f'<rect {box} fill="{_COLOURS[arm]}" opacity="0.6"/>')
            for dot, value in enumerate(values):
                at = x + 13 + 5 * (dot - (len(values) - 1) / 2)
                parts.append(f'<circle cx="{at:.1f}" cy="{bottom - value / top * 170:.1f}" r="3" fill="#222"/>')
    for column, arm in enumerate(arms):
        x = left + 12 + 190 * column
        parts.append(f'<rect x="{x}" y="222" width="14" height="14" fill="{_COLOURS[arm]}" opacity="0.6"/>')
        parts.append(f'<text x="{x + 20}" y="234" fill="#222">{ARMS[arm]}</text>')
    parts.append(f'<text x="{left}" y="258" fill="#666">AP of boxes (%): bars are means, dots are seeds</text></svg>')
    return "\n".join(parts) + "\n"
