"""Sections of the page that show pictures: causes with their examples, and confident mistakes."""

from __future__ import annotations

from html import escape
from typing import Any

import numpy as np

from evaluation.levels import short
from evaluation.operating import above
from evaluation.outcomes import IGNORED, Outcomes
from evaluation.page import markup, plots
from evaluation.page.pictures import Album, Box, close_up, whole

Record = dict[str, Any]
_BELOW = 1 - 1e-5  # a report's scores are rounded
_MISTAKES, _CAUSES_SHOWN, _EXAMPLES = 24, 12, 5
_KINDS = {
    "misses": "objects missed",
    "false_alarms": "false alarms",
    "scores": "scores",
}
_WORDS = {
    "class": "wrong class",
    "localisation": "box too far off",
    "both": "wrong class, box too far off",
    "duplicate": "found twice",
    "background": "nothing there",
}
_KEY = (
    '<p class="key"><span><i class="right"></i>found</span><span><i class="missed"></i>missed</span>'
    '<span><i class="wrong"></i>wrong prediction</span><span><i class="object"></i>what is there</span>'
    '<label><input type="checkbox" id="boxes" checked> boxes</label></p>'
)


def causes(report: Record, outcomes: Outcomes, working: Outcomes, album: Album) -> str:
    """Each cause as a card: its sentence, its response to the dose, and example pictures.

    False alarms are shown from the score on that they are counted from.
    """
    found, data = report["causes"], report["dataset"]
    if data["estimated"] or not data["factors"]:
        return ""
    if not found:
        none = (
            f"None: over {data['images']:,} images, nothing that a factor does is beyond chance. More images see more."
        )
        return markup.section("causes", "Causes", "", f"<p>{none}</p>")
    alarms = [cause["score"] for cause in found if cause["kind"] == "false_alarms"]
    alarming = above(outcomes, min(alarms) * _BELOW) if alarms else working
    cards = [
        _cause(cause, alarming if cause["kind"] == "false_alarms" else working, album)
        for cause in found[:_CAUSES_SHOWN]
    ]
    rest = found[_CAUSES_SHOWN:]
    if rest:
        listed = "".join(f"<li>{escape(cause['sentence'])}</li>" for cause in rest)
        cards.append(f"<details><summary>{len(rest)} more causes</summary><ul>{listed}</ul></details>")
    lead = "What makes this model fail, tested and corrected for the number of tests. Largest effects first."
    return markup.section("causes", "Causes", lead, _KEY + "".join(cards))


def _cause(cause: Record, working: Outcomes, album: Album) -> str:
    facts = [
        _KINDS[cause["kind"]],
        f"p = {cause['p']:.2g}",
        f"{cause['images']:,} images of {cause['scenes']:,} scenes",
    ]
    doses = ""
    if len(cause["doses"]) > 1:
        doses = plots.dose_plot(cause["doses"], "alarms" if cause["kind"] == "false_alarms" else "share")
    shown = "".join(_example(e, cause, working, album) for e in cause["examples"][:_EXAMPLES])
    return (
        f'<div class="card"><p class="says">{escape(cause["sentence"])}</p>'
        f'<p class=soft>{escape(" · ".join(facts))}</p>{doses}<div class="album">{shown}</div></div>'
    )


def _example(example: Record, cause: Record, working: Outcomes, album: Album) -> str:
    """The picture with the cause, and where there is one, the same scene without it before it."""
    figures = []
    for identity, word in ((example["partner_image_id"], "without"), (example["image_id"], "with")):
        rows = np.flatnonzero(working.images.image_id == (-1 if identity is None else identity))
        if len(rows):
            figures.append(_scene(int(rows[0]), cause["factors"], word, working, album))
    if len(figures) == 1:
        return figures[0].replace("<b>with</b> ", "")
    return "".join(figures)


def _scene(image: int, factors: list[str], word: str, working: Outcomes, album: Album) -> str:
    """A whole picture with what was found, missed and made up in it."""
    truths, detections, images = working.truths, working.detections, working.images
    own = np.flatnonzero((truths.image == image) & ~truths.crowd)
    made = np.flatnonzero((detections.image == image) & ~detections.correct & (detections.error != IGNORED))
    boxes = [Box(tuple(truths.box_xywh_px[t]), "right") for t in own if truths.matched[t]]
    boxes += [Box(tuple(truths.box_xywh_px[t]), "missed") for t in own if not truths.matched[t]]
    boxes += [Box(tuple(detections.box_xywh_px[d]), "wrong") for d in made]
    values = ", ".join(
        f"{escape(name)} {_value(images.factors[name][image])}" for name in factors if name in images.factors
    )
    found = f"{int(truths.matched[own].sum())} of {len(own)} found, {len(made)} wrong"
    size = int(images.size_px[image, 0]), int(images.size_px[image, 1])
    return album.figure(str(images.path[image]), size, boxes, f"<b>{word}</b> {values}<br>{found}", whole(size))


def mistakes(report: Record, outcomes: Outcomes, album: Album, has_key: bool) -> str:
    """The surest wrong predictions, close up, with what is there."""
    figures = [_mistake(record, outcomes, album) for record in report["mistakes"][:_MISTAKES]]
    if not figures:
        return ""
    lead = "Wrong, and sure of it: the wrong predictions with the highest scores. A click opens the picture."
    key = "" if has_key else _KEY
    return markup.section("mistakes", "Confident mistakes", lead, f'{key}<div class="album">{"".join(figures)}</div>')


def _mistake(record: Record, outcomes: Outcomes, album: Album) -> str:
    row = int(np.flatnonzero(outcomes.images.image_id == record["image_id"])[0])
    size = int(outcomes.images.size_px[row, 0]), int(outcomes.images.size_px[row, 1])
    boxes = []
    if record["object"]:
        boxes.append(Box(tuple(record["object"]["bbox"]), "object", record["object"]["category"]))
    boxes.append(Box(tuple(record["bbox"]), "wrong", f"{record['category']} {record['score']:.2f}"))
    caption = f"<b>{_WORDS[record['error']]}</b>"
    for key in ("changed", "unusual"):
        named = ", ".join(f"{escape(name)} {_value(value)}" for name, value in record[key].items())
        if named:
            caption += f"<br>{key}: {named}"
            break
    return album.figure(record["path"], size, boxes, caption, close_up(boxes, size))


def _value(value: Any) -> str:
    return escape(value) if isinstance(value, str) else short(value)
