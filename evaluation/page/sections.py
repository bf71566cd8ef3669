"""Sections of the page that need only the report: figures, errors, calibration, coverage, classes, objects."""

from __future__ import annotations

from html import escape
from typing import Any

from evaluation.page import markup, plots
from evaluation.page.markup import Cell

Record = dict[str, Any]
_COVERED = 12
_ERRORS = {
    "class": "right place, wrong class",
    "localisation": "right class, box too far off (IoU 0.1 to 0.5)",
    "both": "wrong class and box too far off",
    "duplicate": "a second prediction of an object that is found already",
    "background": "nothing there",
    "missed": "an object that no prediction comes near",
}


def headline(report: Record) -> str:
    """The figures that everybody asks for."""
    precision, overall = report["precision"], report["overall"]
    kind = report["predictions"]["kind"]
    score = report["predictions"]["operating_score"]
    found = [
        (markup.figure(precision[kind]["AP"]), "AP" + (" of masks" if kind == "segm" else "")),
        (markup.figure(precision[kind]["AP50"]), "AP50"),
        (markup.percent(overall["recall"]["value"]), f"of objects found (score from {score:.2f})"),
        (markup.percent(overall["precision"]["value"]), "of predictions right"),
        (markup.percent(report["calibration"]["ece"]), "calibration error"),
    ]
    if report["robustness"]:
        found.insert(2, (markup.percent(report["robustness"]["rpc"]["ap"]), "of AP left under stress (rPC)"))
    return (
        '<div class="figures">' + "".join(f"<div><b>{a}</b><span>{escape(b)}</span></div>" for a, b in found) + "</div>"
    )


def errors(report: Record) -> str:
    """Error types with what mending each would gain."""
    rows = report["errors"]
    most = max((row["gain_ap50"] or 0 for row in rows), default=0)
    cells = [
        (
            Cell(f"<b>{escape(row['type'])}</b> <span class=soft>{escape(_ERRORS[row['type']])}</span>"),
            markup.bar(row["gain_ap50"], most, f"{100 * (row['gain_ap50'] or 0):.1f}"),
            markup.whole(row["count"]),
            markup.whole(row["count_operating"]),
        )
        for row in rows
    ]
    score = report["predictions"]["operating_score"]
    heads = ("error", "points of AP50 if mended", "all", f"from score {score:.2f}")
    lead = "Why predictions are wrong, after TIDE (Bolya et al. 2020), and what mending one kind alone would bring."
    return markup.section("errors", "Errors", lead, markup.table(heads, cells))


def calibration(report: Record) -> str:
    """The reliability diagram with its figures."""
    found = report["calibration"]
    if not found["bins"]:
        return ""
    over = found["overconfidence"]
    word = (
        ""
        if over is None
        else f"Scores are {100 * abs(over):.0f} points too {'high' if over > 0 else 'low'} on average. "
    )
    rows = [
        (markup.text(name), markup.share(found[key]))
        for name, key in (
            ("ECE, by score", "ece"),
            ("D-ECE, by score and position", "d_ece_position"),
            ("D-ECE, by score and size", "d_ece_size"),
            ("D-ECE, by all", "d_ece"),
        )
    ]
    lead = word + "Bars: how often predictions of a score are right. On the dashed line, a score means what it says."
    plot = f'<div class="card">{plots.reliability(found["bins"], report["predictions"]["operating_score"])}</div>'
    table = markup.table(("calibration error", "value"), rows)
    note = (
        "<p class=soft>Faint bars lie below the operating point (dotted) and do not count in the errors. "
        "Wide bars hold many predictions.</p>"
    )
    return markup.section("calibration", "Calibration", lead, f'<div class="two">{plot}<div>{table}{note}</div></div>')


def coverage(report: Record) -> str:
    """Blind spots, and the factors in which they lie."""
    found = report["coverage"]
    if found is None:
        return ""
    spots = found["blind_spots"]
    rows = [
        (
            Cell(" and ".join(f"{escape(f['name'])} <b>{escape(f['label'])}</b>" for f in spot["factors"])),
            Cell(markup.percent(spot["train_share"]), spot["train_share"]),
            Cell(markup.percent(spot["even_share"]), spot["even_share"]),
            Cell(markup.percent(spot["miss_rate"]), spot["miss_rate"]),
            markup.whole(spot["objects"]),
        )
        for spot in spots
    ]
    heads = ("where", "of training images", "an even spread", "objects missed", "objects")
    table = markup.table(heads, rows) if rows else "<p>None: wherever misses pile up, there is training data.</p>"
    names = list(dict.fromkeys(f["name"] for spot in spots for f in spot["factors"]))[:_COVERED]
    charts = "".join(
        f'<div class="card"><h3>{escape(name)}</h3>{plots.coverage_plot(found["factors"][name])}</div>'
        for name in names
    )
    lead = (
        f"Blind spots: where {found['train_images']:,} training images are thin and objects are missed more often than "
        "elsewhere. Bars are training images, the line is the share of objects missed."
    )
    return markup.section("coverage", "Coverage", lead, f'{table}<div class="plots">{charts}</div>')


def classes(report: Record) -> str:
    """A table of classes."""
    kinds = list(report["precision"])
    heads = ["class", "objects", "recall", "precision"]
    for kind in kinds:
        heads += [f"{name}{' (masks)' if kind == 'segm' else ''}" for name in ("AP", "AP50", "AP75")]
    rows = []
    for row in report["classes"]:
        cells = [markup.text(row["name"]), markup.whole(row["objects"])]
        cells += [markup.share(row["recall"]), markup.share(row["precision"])]
        rows.append(cells + [markup.share(row[kind][name]) for kind in kinds for name in ("AP", "AP50", "AP75")])
    return markup.section(
        "classes", "Classes", "Recall and precision at the operating point.", markup.table(heads, rows)
    )


def objects(report: Record) -> str:
    """Recall by what is known of each object."""
    parts = []
    for attribute in sorted(report["attributes"], key=lambda row: (-_spread(row), row["name"])):
        rows = [
            (
                Cell(escape(level["label"]), level["low"]),
                markup.whole(level["objects"]),
                markup.interval(level["recall"]),
                markup.share(level["mean_score"]),
            )
            for level in attribute["levels"]
        ]
        spread = f"<span class=soft>· at least {100 * _spread(attribute):.0f} points of recall between levels</span>"
        head = f"<b>{escape(attribute['name'])}</b> {spread}"
        table = markup.table(("level", "objects", "recall", "mean score if found"), rows)
        parts.append(f"<details><summary>{head}</summary>{table}</details>")
    return markup.section(
        "objects", "Objects", "Recall by attributes of objects, the widest sure spread first.", "".join(parts)
    )


def _spread(attribute: Record) -> float:
    """How far recall surely differs between levels: from the upper end of the worst to the lower end of the best."""
    known = [level["recall"] for level in attribute["levels"] if level["recall"]["low"] is not None]
    return max(max(r["low"] for r in known) - min(r["high"] for r in known), 0.0) if known else 0.0
