"""The whole page, assembled: pictures first, then figures. One file that needs no network and no other file."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

from evaluation.outcomes import Outcomes
from evaluation.page import factors, galleries, sections
from evaluation.page.pictures import Album

Record = dict[str, Any]
_HERE = Path(__file__).parent
_NAMES = {
    "causes": "Causes",
    "mistakes": "Mistakes",
    "robustness": "Robustness",
    "factors": "Factors",
    "errors": "Errors",
    "calibration": "Calibration",
    "coverage": "Coverage",
    "objects": "Objects",
    "classes": "Classes",
}


def make_page(report: Record, outcomes: Outcomes, working: Outcomes, pictures: Path | None, folder: Path) -> bytes:
    """`report.html`, UTF-8. `pictures` is the folder that image paths start from, `folder` the one the page is for.

    The same report and pictures give the same bytes.
    """
    album = Album(pictures, folder)
    causes = galleries.causes(report, outcomes, working, album)
    body = {
        "causes": causes,
        "mistakes": galleries.mistakes(report, outcomes, album, has_key=bool(report["causes"])),
        "robustness": factors.robustness(report),
        "factors": factors.factors(report),
        "errors": sections.errors(report),
        "calibration": sections.calibration(report),
        "coverage": sections.coverage(report),
        "objects": sections.objects(report),
        "classes": sections.classes(report),
    }
    shown = {name: part for name, part in body.items() if part}
    links = "".join(f'<a href="#{name}">{_NAMES[name]}</a>' for name in shown)
    data = report["dataset"]
    where = f", split {' and '.join(data['splits'])}" if data["splits"] else ""
    title = f"{data['name']}{where}"
    lead = _lead(report)
    page = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f"<title>{escape(title)} · evaluation</title><style>{_read('page.css')}</style></head><body>"
        f"<header><h1>{escape(title)}</h1><p class=lead>{escape(lead)}</p>{sections.headline(report)}"
        f"<nav>{links}</nav></header><main>{''.join(shown.values())}</main>"
        f"<footer>Glint {escape(report['glint'])}. All figures are in report.json beside this page. "
        f"Intervals are 95 %, by resampling images.</footer><script>{_read('page.js')}</script></body></html>\n"
    )
    return page.encode()


def _lead(report: Record) -> str:
    data, made = report["dataset"], report["predictions"]
    kind = "masks" if made["kind"] == "segm" else "boxes"
    return (
        f"{made['count']:,} predictions ({kind}) on {data['images']:,} images with {data['objects']:,} objects of "
        f"{len(report['classes']):,} classes. From a score of {made['operating_score']:.2f} on, predictions count."
    )


def _read(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")
