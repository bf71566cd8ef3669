"""Write docs/catalogue.md: every factor, material, wear, scene, part and effect, as `glint list` knows them.

    python scripts/write_catalogue.py

`make docs` runs it; a test compares.
"""

from __future__ import annotations

from pathlib import Path

from generator.listing import listing

KINDS = ("factors", "scenes", "events", "parts", "materials", "wear", "sensors", "specs")
FILE = Path(__file__).parents[1] / "docs" / "catalogue.md"


def catalogue_page() -> str:
    """The page as Markdown."""
    lines = ["# Catalogue", "", "What `glint list` knows, written by `make docs`. A spec may name all of it.", ""]
    for kind in KINDS:
        titles, rows = listing(kind)
        lines += [f"## {kind.capitalize()} ({len(rows)})", ""]
        lines += [_row(titles), _row(["---"] * len(titles)), *(_row([f"`{row[0]}`", *row[1:]]) for row in rows), ""]
    return "\n".join(lines)


def _row(cells: list[str] | tuple[str, ...]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    FILE.write_text(catalogue_page(), encoding="utf-8")
