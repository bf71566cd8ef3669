"""Sections of the page about factors: the ranking, each with its levels, and what is left of AP under stress."""

from __future__ import annotations

import re
from html import escape
from typing import Any

from evaluation.page import markup, plots
from evaluation.page.markup import Cell

Record = dict[str, Any]
_RANKED = 24
_LISTED = 6


def factors(report: Record) -> str:
    """The ranking of factors, and each with its levels."""
    rows = ranked(report)
    if not rows:
        return ""
    shown = plots.ranking(rows[:_RANKED])
    key = (
        '<p class="key"><span><i class="wrong"></i>worst level, with its 95 % interval</span>'
        '<span><i class="right"></i>best level</span>'
        "<span>faint: the interval of the worst level reaches the figure of all images</span>"
        "<span>below, a dot is AP50 with its interval, a ring recall, the dashes AP50 of all images</span></p>"
    )
    overall = report["overall"]["ap50"]["value"]
    sure = [row for row in rows if row["sure"]]
    rest = [row for row in rows if not row["sure"]]
    details = "".join(_factor(row, overall) for row in sure)
    others = "".join(_factor(row, overall) for row in rest)
    if sure and len(rest) > _LISTED:
        others = f"<details><summary>{len(rest)} factors without a sure difference</summary>{others}</details>"
    details += others
    lead = "AP50 on each level of a factor. "
    if report["dataset"]["stress"]:
        lead += "Only that factor changes along a ladder, so the difference is its doing."
    elif report["dataset"]["estimated"]:
        lead += "These are estimated from the photographs: hints at where to look, not causes."
    else:
        lead += "Other factors vary too: a difference here is a hint, causes above are tested."
    return markup.section("factors", "Factors", lead, f'<div class="card">{shown}{key}</div>{details}')


def ranked(report: Record) -> list[Record]:
    """Factors by how far AP50 falls to the worst level; `sure` if that lies below all images beyond its interval."""
    rows = []
    overall = report["overall"]["ap50"]["value"]
    for factor in report["factors"]:
        levels = [level for level in factor["levels"] if level["ap50"]["value"] is not None]
        if len(levels) < 2:
            continue
        worst = min(levels, key=lambda level: level["ap50"]["value"])
        best = max(levels, key=lambda level: level["ap50"]["value"])
        high = worst["ap50"]["high"]
        sure = high is not None and overall is not None and high < overall
        rows.append(factor | {"worst": worst, "best": best, "sure": sure, "id": identity(factor["name"])})
    return sorted(
        rows, key=lambda r: (not r["sure"], r["worst"]["ap50"]["value"] - r["best"]["ap50"]["value"], r["name"])
    )


def identity(name: str) -> str:
    """A name as part of an HTML id."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower())


def _factor(row: Record, overall: float | None) -> str:
    heads = ("level", "images", "objects", "AP", "AP50", "recall", "precision", "ECE")
    cells = [
        (
            Cell(escape(level["label"]), level["low"]),
            markup.whole(level["images"]),
            markup.whole(level["objects"]),
            markup.share(level["ap"]),
            markup.interval(level["ap50"]),
            markup.interval(level["recall"]),
            markup.interval(level["precision"]),
            markup.share(level["ece"]),
        )
        for level in row["levels"]
    ]
    drop = 100 * (row["best"]["ap50"]["value"] - row["worst"]["ap50"]["value"])
    unit = "" if row["unit"] in ("", "name") else f" <span class=soft>in {escape(row['unit'])}</span>"
    head = f"<b>{escape(row['name'])}</b>{unit} <span class=soft>· {drop:.0f} points of AP50 between levels</span>"
    doc = f"<p class=soft>{escape(row['doc'])}</p>" if row["doc"] else ""
    plot = f'<div class="card">{plots.level_plot(row["levels"], overall)}</div>'
    return f'<details id="f-{row["id"]}"><summary>{head}</summary>{doc}{plot}{markup.table(heads, cells)}</details>'


def robustness(report: Record) -> str:
    """AP left under each factor of a stress set."""
    found = report["robustness"]
    if not found:
        return ""
    clean = found["clean"]
    most = max(clean["ap"] or 0, max((v["ap"] or 0 for v in found["factors"].values()), default=0))
    rows = [
        (
            Cell(f'<a href="#f-{identity(name)}">{escape(name)}</a>'),
            markup.bar(value["ap"], most, markup.figure(value["ap"])),
            markup.share(value["ap50"]),
            Cell(
                markup.percent(value["ap"] / clean["ap"] if clean["ap"] and value["ap"] is not None else None),
                value["ap"],
            ),
        )
        for name, value in sorted(found["factors"].items(), key=lambda item: (item[1]["ap"] or 0, item[0]))
    ]
    lead = (
        f"AP is {markup.figure(clean['ap'])} on the unchanged scenes and {markup.figure(found['mpc']['ap'])} on "
        f"average over all ladders (mPC): {markup.percent(found['rpc']['ap'])} is left (rPC, Michaelis et al. 2019)."
    )
    return markup.section("robustness", "Robustness", lead, markup.table(("factor", "AP", "AP50", "of the base"), rows))
