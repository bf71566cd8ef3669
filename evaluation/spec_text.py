"""Writing a spec for people: one key after the other on lines that fit, with the reason of a factor above it."""

from __future__ import annotations

import math
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

_WIDTH = 116


def spec_text(data: Mapping[str, Any], head: Sequence[str], reasons: Mapping[str, Sequence[str]]) -> str:
    """The YAML of a spec as its user would write it: `head` above all, `reasons` above each factor that has some."""
    return "".join(_lines(data, head, reasons))


def moved_parts(parts: Sequence[Mapping[str, Any]], old_folder: Path, new_folder: Path) -> list[dict[str, Any]]:
    """The parts of a spec with paths that lead from its new folder to the same files."""
    return [_moved(part, old_folder, new_folder) for part in parts]


def _moved(part: Mapping[str, Any], old_folder: Path, new_folder: Path) -> dict[str, Any]:
    file = part.get("file")
    if not file or Path(file).is_absolute():
        return dict(part)
    return {**part, "file": os.path.relpath(old_folder / file, new_folder).replace(os.sep, "/")}


def _lines(data: Mapping[str, Any], head: Sequence[str], reasons: Mapping[str, Sequence[str]]) -> Iterator[str]:
    for text in head:
        yield from _comment(text)
    for key, value in data.items():
        if key != "factors":
            yield from _entry(key, value)
    factors = data.get("factors") or {}
    yield "factors:\n" if factors else "factors: {}\n"
    for name, written in factors.items():
        for reason in reasons.get(name, ()):
            yield from _comment(reason, "  ")
        yield f"  {name}: {_flow(written)}\n"


def _entry(key: str, value: Any) -> Iterator[str]:
    """One key of the spec; of a list of mappings, such as parts, one line for each."""
    if isinstance(value, list) and value and all(isinstance(item, dict) for item in value):
        yield f"{key}:\n"
        yield from (f"  - {_flow(item)}\n" for item in value)
    else:
        yield f"{key}: {_flow(value)}\n"


def _flow(value: Any) -> str:
    """A value on one line."""
    return yaml.safe_dump([value], sort_keys=False, allow_unicode=True, default_flow_style=True, width=math.inf)[1:-2]


def _comment(text: str, indent: str = "") -> Iterator[str]:
    """A comment in lines that fit."""
    line = f"{indent}#"
    for word in text.split():
        if len(line) + 1 + len(word) > _WIDTH:
            yield line + "\n"
            line = f"{indent}#"
        line += f" {word}"
    yield line + "\n"
