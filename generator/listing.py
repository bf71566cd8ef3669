"""`glint list`: the catalogue as tables for people, and as plain lines when the output is no terminal."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from rich.console import Console
from rich.table import Table

from generator.catalogue import load_catalogue
from generator.factors import Factor
from generator.plugins import Catalogue
from generator.spec import SPEC_FOLDER, bundled_specs

Rows = Sequence[tuple[str, ...]]
Listing = tuple[tuple[str, ...], Rows]


def listing(kind: str) -> Listing:
    """Column titles and rows of one kind of `glint list`."""
    return _LISTINGS[kind](load_catalogue())


def print_listing(kind: str, console: Console | None = None) -> None:
    """Print the table of one kind; tab-separated lines when the output is a pipe."""
    console = console or Console()
    titles, rows = listing(kind)
    if not console.is_terminal:
        for row in rows:
            console.file.write("\t".join(row) + "\n")
        return
    table = Table(*titles, box=None, header_style="bold", pad_edge=False)
    for row in rows:
        table.add_row(*row)
    console.print(table)


def _range(factor: Factor) -> str:
    if factor.kind == "category":
        return ", ".join(factor.choices)
    return f"{factor.low:g} .. {factor.high:g}"


def _materials(catalogue: Catalogue) -> Listing:
    rows = [(m.name, ", ".join(m.use), m.doc) for m in catalogue.materials.values()]
    return ("material", "used for", "what it is"), rows


def _wear(catalogue: Catalogue) -> Listing:
    return ("wear", "factor", "what it is"), [(w.kind, w.factor.name, w.doc) for w in catalogue.wear.values()]


def _scenes(catalogue: Catalogue) -> Listing:
    return ("scene", "what it is"), [(s.name, s.doc) for s in catalogue.scenes.values()]


def _events(catalogue: Catalogue) -> Listing:
    rows = [(e.factor.name, ", ".join(e.families) or "all", e.doc) for e in catalogue.events.values()]
    return ("event", "scenes", "what happens"), rows


def _parts(catalogue: Catalogue) -> Listing:
    return ("part", "family", "what it is"), [(p.name, p.family, p.doc) for p in catalogue.parts.values()]


def _factors(catalogue: Catalogue) -> Listing:
    rows = [(f.name, _range(f), f.unit, f.scope, str(f.default), f.doc) for f in catalogue.factors.values()]
    return ("factor", "range", "unit", "drawn per", "default", "what it does"), rows


def _sensors(catalogue: Catalogue) -> Listing:
    rows = [(s.name, ", ".join(f.name for f in s.factors), s.doc) for s in catalogue.sensors.values()]
    rows += [(f"preset {p.name}", ", ".join(p.factors) or "as they are", p.doc) for p in catalogue.presets.values()]
    return ("effect", "factors", "what it does"), rows


def _exporters(catalogue: Catalogue) -> Listing:
    return ("format", "what it is"), [("coco", "What generate writes: annotations/instances_<split>.json.")]


def _specs(catalogue: Catalogue) -> Listing:
    rows = []
    for name in bundled_specs():
        first = (SPEC_FOLDER / f"{name}.yaml").read_text(encoding="utf-8").splitlines()[0]
        rows.append((name, first.lstrip("# ")))
    return ("spec", "what it is"), rows


_LISTINGS: dict[str, Callable[[Catalogue], Listing]] = {
    "materials": _materials,
    "wear": _wear,
    "scenes": _scenes,
    "events": _events,
    "parts": _parts,
    "factors": _factors,
    "sensors": _sensors,
    "exporters": _exporters,
    "specs": _specs,
}
