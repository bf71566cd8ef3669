"""Pieces of HTML: numbers as people read them, tables that sort, bars in cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

Record = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: what is shown (HTML), and the number that it sorts by."""

    shown: str
    sort: float | None = None


def text(value: Any) -> Cell:
    """A cell of plain text."""
    return Cell(escape(str(value)))


def whole(value: int) -> Cell:
    """A cell with a whole number."""
    return Cell(f"{value:,}", float(value))


def share(value: float | None) -> Cell:
    """A cell with a figure from 0 to 1."""
    return Cell(figure(value), value)


def interval(found: Record | None) -> Cell:
    """A cell with a figure and its interval."""
    if found is None or found["value"] is None:
        return Cell("–")
    spread = f"<small>{figure(found['low'])} to {figure(found['high'])}</small>" if found["low"] is not None else ""
    return Cell(f"{figure(found['value'])} {spread}", found["value"])


def bar(value: float | None, largest: float, shown: str, kind: str = "") -> Cell:
    """A cell with a bar behind its number."""
    part = 0 if value is None or largest <= 0 else max(0.0, min(1.0, value / largest))
    return Cell(f'<span class="bar {kind}" style="--part:{100 * part:.1f}%"><b>{escape(shown)}</b></span>', value)


def figure(value: float | None) -> str:
    """0.873, or a dash."""
    return "–" if value is None else f"{value:.3f}"


def percent(value: float | None) -> str:
    """87 %, or a dash; small shares with a digit more."""
    if value is None:
        return "–"
    return f"{100 * value:.1f} %" if 0 < value < 0.0995 else f"{100 * value:.0f} %"


def table(heads: Sequence[str], rows: Iterable[Sequence[Cell]], numbers_from: int = 1) -> str:
    """A table that sorts by any column; columns from `numbers_from` on are set as numbers."""
    kinds = ["" if k < numbers_from else ' class="n"' for k in range(len(heads))]
    head = "".join(
        f"<th{kind} aria-sort=none><button>{escape(h)}</button></th>" for h, kind in zip(heads, kinds, strict=True)
    )
    body = []
    for row in rows:
        cells = []
        for cell, kind in zip(row, kinds, strict=True):
            value = "" if cell.sort is None else f' data-v="{cell.sort:.6g}"'
            cells.append(f"<td{kind}{value}>{cell.shown}</td>")
        body.append(f"<tr>{''.join(cells)}</tr>")
    return f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{"".join(body)}</tbody></table></div>'


def section(identity: str, title: str, lead: str, body: str) -> str:
    """A section with a heading; `lead` is one sentence of HTML under it. Empty if there is nothing to show."""
    if not body:
        return ""
    lead = f'<p class="lead">{lead}</p>' if lead else ""
    return f'<section id="{identity}"><h2>{escape(title)}</h2>{lead}{body}</section>'
