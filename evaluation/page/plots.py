"""Plots as SVG: small, in the page's own colours, readable in light and dark and on paper."""

from __future__ import annotations

from html import escape
from typing import Any

from evaluation.levels import short

Record = dict[str, Any]
_LEFT, _RIGHT, _TOP, _BOTTOM = 34, 14, 10, 34


def level_plot(levels: list[Record], overall: float | None, width: int = 420, height: int = 190) -> str:
    """AP50 on each level with its interval as a bar, recall as a fainter mark; the dashed line is all images."""
    step = (width - _LEFT - _RIGHT) / max(len(levels), 1)
    bottom = height - _BOTTOM

    def y(value: float) -> float:
        return bottom - value * (bottom - _TOP)

    parts = [_grid(width, y)]
    if overall is not None:
        parts.append(
            f'<line class="all" x1="{_LEFT}" x2="{width - _RIGHT}" y1="{y(overall):.1f}" y2="{y(overall):.1f}"/>'
        )
    points = []
    for number, level in enumerate(levels):
        x = _LEFT + (number + 0.5) * step
        ap, recall = level["ap50"], level["recall"]["value"]
        if recall is not None:
            parts.append(f'<circle class="recall" cx="{x + 7:.1f}" cy="{y(recall):.1f}" r="3"/>')
        if ap["value"] is not None:
            if ap["low"] is not None:
                parts.append(
                    f'<line class="span" x1="{x:.1f}" x2="{x:.1f}" y1="{y(ap["low"]):.1f}" y2="{y(ap["high"]):.1f}"/>'
                )
            if level["label"] != "base":  # the unchanged scenes are no rung of the ladder
                points.append(f"{x:.1f},{y(ap['value']):.1f}")
            parts.append(f'<circle class="ap" cx="{x:.1f}" cy="{y(ap["value"]):.1f}" r="4.5"/>')
        parts.append(_tick(x, bottom + 14, level["label"], step, len(levels)))
    line = f'<polyline class="ap" points="{" ".join(points)}"/>'
    names = "; ".join(f"{level['label']}: AP50 {_shown(level['ap50']['value'])}" for level in levels)
    return _svg(width, height, line + "".join(parts), f"AP50 by level. {names}")


def ranking(rows: list[Record], width: int = 600) -> str:
    """For each factor the AP50 of its worst and best level, joined; the worst with its interval."""
    left, row_px = 190, 24
    height = 30 + row_px * len(rows)

    def x(value: float) -> float:
        return left + value * (width - left - 16)

    parts = []
    for mark in (0, 0.25, 0.5, 0.75, 1):
        parts.append(f'<line class="grid" x1="{x(mark):.1f}" x2="{x(mark):.1f}" y1="4" y2="{height - 22}"/>')
        parts.append(f'<text class="tick" x="{x(mark):.1f}" y="{height - 8}" text-anchor="middle">{mark:g}</text>')
    for number, row in enumerate(rows):
        y = 16 + row_px * number
        worst, best, faint = row["worst"], row["best"], "" if row["sure"] else " faint"
        parts.append(
            f'<a href="#f-{escape(row["id"])}"><text class="name{faint}" x="{left - 10}" y="{y + 4}" text-anchor="end">'
            f"{escape(row['name'])}</text></a>"
        )
        a, b = x(worst["ap50"]["value"]), x(best["ap50"]["value"])
        if worst["ap50"]["low"] is not None:
            low, high = x(worst["ap50"]["low"]), x(worst["ap50"]["high"])
            parts.append(f'<line class="doubt{faint}" x1="{low:.1f}" x2="{high:.1f}" y1="{y}" y2="{y}"/>')
        parts.append(f'<line class="range{faint}" x1="{a:.1f}" x2="{b:.1f}" y1="{y}" y2="{y}"/>')
        parts.append(
            f'<circle class="worst{faint}" cx="{a:.1f}" cy="{y}" r="5"><title>{escape(worst["label"])}</title></circle>'
        )
        parts.append(
            f'<circle class="best{faint}" cx="{b:.1f}" cy="{y}" r="4"><title>{escape(best["label"])}</title></circle>'
        )
    return _svg(width, height, "".join(parts), "AP50 of the worst and the best level of each factor")


def reliability(bins: list[Record], operating: float, size: int = 300) -> str:
    """Precision of each bin of scores beside the diagonal on which a model says how often it is right."""
    bottom, span = size - _BOTTOM, size - _LEFT - _RIGHT

    def x(value: float) -> float:
        return _LEFT + value * span

    def y(value: float) -> float:
        return bottom - value * (bottom - _TOP)

    most = max((b["count"] for b in bins), default=1)
    parts = [_grid(size, y)]
    for b in bins:
        faint = " faint" if b["high"] <= operating else ""
        thick = 0.35 + 0.65 * (b["count"] / most) ** 0.5
        width = (x(b["high"]) - x(b["low"]) - 1) * thick
        middle = (x(b["low"]) + x(b["high"])) / 2
        tall = y(0) - y(b["precision"])
        parts.append(
            f'<rect class="right{faint}" x="{middle - width / 2:.1f}" y="{y(b["precision"]):.1f}" width="{width:.1f}" '
            f'height="{max(tall, 0.5):.1f}"><title>{b["count"]} predictions with scores around {b["mean_score"]:.2f}: '
            f"{100 * b['precision']:.0f} % right</title></rect>"
        )
    parts.append(f'<line class="all" x1="{x(0)}" x2="{x(1):.1f}" y1="{y(0)}" y2="{y(1):.1f}"/>')
    parts.append(f'<line class="cut" x1="{x(operating):.1f}" x2="{x(operating):.1f}" y1="{_TOP}" y2="{bottom}"/>')
    for mark in (0, 0.5, 1):
        parts.append(f'<text class="tick" x="{x(mark):.1f}" y="{bottom + 14}" text-anchor="middle">{mark:g}</text>')
    parts.append(f'<text class="tick" x="{x(0.5):.1f}" y="{size - 4}" text-anchor="middle">score</text>')
    return _svg(size, size, "".join(parts), "Reliability diagram: precision against score")


def coverage_plot(cells: list[Record], width: int = 420, height: int = 170) -> str:
    """Bars: share of training images in each range. Line: share of objects missed there, with its interval."""
    step = (width - _LEFT - _RIGHT) / max(len(cells), 1)
    bottom = height - _BOTTOM
    tallest = max((cell["train_share"] for cell in cells), default=0) or 1

    def y(value: float) -> float:
        return bottom - value * (bottom - _TOP)

    parts, points = [_grid(width, y)], []
    for number, cell in enumerate(cells):
        x = _LEFT + (number + 0.5) * step
        tall = (bottom - _TOP) * cell["train_share"] / tallest
        parts.append(
            f'<rect class="train" x="{x - 0.36 * step:.1f}" y="{bottom - tall:.1f}" width="{0.72 * step:.1f}" '
            f'height="{tall:.1f}"><title>{cell["train_images"]} training images</title></rect>'
        )
        if cell["objects"]:
            low, high = cell["miss_rate_low"], cell["miss_rate_high"]
            parts.append(f'<line class="miss" x1="{x:.1f}" x2="{x:.1f}" y1="{y(low):.1f}" y2="{y(high):.1f}"/>')
            parts.append(f'<circle class="miss" cx="{x:.1f}" cy="{y(cell["miss_rate"]):.1f}" r="3.5"/>')
            points.append(f"{x:.1f},{y(cell['miss_rate']):.1f}")
        if cell["low"] is None:
            parts.append(_tick(x, bottom + 14, cell["label"], step, len(cells)))
        elif number % 2 == 0:
            parts.append(_edge(x - step / 2, bottom + 14, cell["low"]))
    if cells and cells[-1]["low"] is not None and len(cells) % 2 == 0:
        parts.append(_edge(width - _RIGHT, bottom + 14, cells[-1]["high"]))
    parts.append(f'<polyline class="miss" points="{" ".join(points)}"/>')
    return _svg(width, height, "".join(parts), "Training images (bars) and objects missed (line) by range")


def dose_plot(doses: list[Record], kind: str, width: int = 420, height: int = 130) -> str:
    """The response to a dose: a bar for each group of values. `kind` is share (0..1) or alarms (from 0)."""
    top = 1.0 if kind == "share" else 1.15 * max(1e-9, *(dose["value"] for dose in doses))
    step, bottom = (width - _LEFT - _RIGHT) / len(doses), height - _BOTTOM
    parts = [f'<line class="grid" x1="{_LEFT}" x2="{width - _RIGHT}" y1="{bottom}" y2="{bottom}"/>']
    for number, dose in enumerate(doses):
        x, tall = _LEFT + (number + 0.5) * step, (bottom - _TOP - 12) * dose["value"] / top
        parts.append(
            f'<rect class="train" x="{x - 0.36 * step:.1f}" y="{bottom - tall:.1f}" width="{0.72 * step:.1f}" '
            f'height="{tall:.1f}"><title>{dose["images"]} images</title></rect>'
            f'<text x="{x:.1f}" y="{bottom - tall - 4:.1f}" text-anchor="middle">{dose["value"]:.2f}</text>'
        )
        parts.append(_tick(x, bottom + 14, dose["label"], step, len(doses)))
    said = "; ".join(f"{dose['label']}: {dose['value']:.2f}" for dose in doses)
    return _svg(width, height, "".join(parts), f"By value. {said}")


def _grid(width: int, y: Any) -> str:
    parts = []
    for mark in (0, 0.5, 1):
        parts.append(f'<line class="grid" x1="{_LEFT}" x2="{width - _RIGHT}" y1="{y(mark):.1f}" y2="{y(mark):.1f}"/>')
        parts.append(f'<text class="tick" x="{_LEFT - 6}" y="{y(mark) + 4:.1f}" text-anchor="end">{mark:g}</text>')
    return "".join(parts)


def _tick(x: float, y: float, label: str, step: float, count: int) -> str:
    """A name under its column, cut to what fits; slanted where many stand side by side."""
    if count <= 6:
        room = max(3, int(step / 6))
        shown = label if len(label) <= room else label[: room - 1] + "…"
        return _named_tick(f'x="{x:.1f}" y="{y:.1f}" text-anchor="middle"', shown, label)
    shown = label if len(label) <= 11 else label[:10] + "…"
    turned = f'transform="rotate(-28 {x:.1f} {y:.1f})"'
    return _named_tick(f'x="{x + 6:.1f}" y="{y:.1f}" text-anchor="end" {turned}', shown, label)


def _edge(x: float, y: float, value: float) -> str:
    """A number at the border of two ranges."""
    return f'<text class="tick" x="{x:.1f}" y="{y:.1f}" text-anchor="middle">{short(value)}</text>'


def _named_tick(place: str, shown: str, label: str) -> str:
    return f'<text class="tick" {place}>{escape(shown)}<title>{escape(label)}</title></text>'


def _svg(width: int, height: int, inside: str, said: str) -> str:
    return (
        f'<svg class="plot" viewBox="0 0 {width} {height}" style="max-width:{width}px" role="img" '
        f'aria-label="{escape(said, quote=True)}">{inside}</svg>'
    )


def _shown(value: float | None) -> str:
    return "unknown" if value is None else f"{value:.2f}"
