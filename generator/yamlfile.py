"""YAML as data only: no tags that make objects, no keys given twice, no aliases that unfold without end."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from generator.errors import SpecError

_LARGEST_BYTES = 1 << 20
_MOST_NODES = 100_000
_DEEPEST = 40
_LONGEST_VALUE = 1024  # characters: numbers such as 1:59:59:... take quadratic time to read
_NOT_PLAIN = (yaml.YAMLError, ValueError, KeyError, IndexError, AttributeError, TypeError, OverflowError)
KeyPath = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class YamlText:
    """Parsed YAML with the line of each key, for messages that point at the place."""

    source: str  # how messages name the file
    data: Any
    lines: dict[KeyPath, int]

    def place(self, path: KeyPath) -> str:
        """``brackets.yaml:7: factors.surface.dust``: file, line and key of the nearest known place."""
        known = next((path[:n] for n in range(len(path), 0, -1) if path[:n] in self.lines), None)
        line = f":{self.lines[known]}" if known else ""
        dotted = "".join(f"[{p}]" if isinstance(p, int) else f".{p}" for p in path).lstrip(".")
        return f"{self.source}{line}: {dotted}" if dotted else f"{self.source}{line}"


def read_yaml(path: Path) -> YamlText:
    """Read one document. Raises `SpecError` for anything but plain, small, unambiguous YAML."""
    try:
        if path.stat().st_size > _LARGEST_BYTES:
            raise SpecError(f"{path.name}: {path.stat().st_size} bytes is no spec; the limit is {_LARGEST_BYTES}")
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise SpecError(f"{path}: cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise SpecError(f"{path.name}: is not a text file (UTF-8)") from None
    return parse_yaml(text, path.name)


def parse_yaml(text: str, source: str) -> YamlText:
    """Parse one document from text; `source` names it in messages."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        raise SpecError(f"{source}: is not YAML: {_first_problem(error)}") from None
    except RecursionError:
        raise SpecError(f"{source}: is nested too deep") from None
    lines: dict[KeyPath, int] = {}
    if root is not None:
        _walk(root, (), lines, source, [0])
    try:
        data = yaml.SafeLoader("").construct_document(root) if root is not None else None
    except _NOT_PLAIN as error:  # what PyYAML raises for a value that does not fit its tag
        raise SpecError(f"{source}: {_first_problem(error)}; write plain values, without tags") from None
    return YamlText(source, data, lines)


def _walk(node: yaml.Node, path: KeyPath, lines: dict[KeyPath, int], source: str, count: list[int]) -> None:
    """Record lines; refuse keys given twice and structures that unfold too far."""
    count[0] += 1
    if count[0] > _MOST_NODES or len(path) > _DEEPEST:
        raise SpecError(f"{source}: unfolds to more than a spec can hold; write it without nested aliases")
    lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.ScalarNode) and len(node.value) > _LONGEST_VALUE:
        raise SpecError(f"{source}:{node.start_mark.line + 1}: a value of {len(node.value)} characters is no value")
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise SpecError(f"{source}:{key.start_mark.line + 1}: a key must be a plain word")
            if len(key.value) > _LONGEST_VALUE:
                raise SpecError(f"{source}:{key.start_mark.line + 1}: a key of {len(key.value)} characters is no key")
            if key.value in seen:
                raise SpecError(f"{source}:{key.start_mark.line + 1}: the key '{key.value}' is given twice")
            seen.add(key.value)
            lines.setdefault((*path, key.value), key.start_mark.line + 1)
            _walk(value, (*path, key.value), lines, source, count)
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            _walk(value, (*path, index), lines, source, count)


def _first_problem(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or (str(error).splitlines() or [type(error).__name__])[0]
    if not isinstance(error, (yaml.YAMLError, ValueError)):
        problem = f"a value does not fit its tag ({problem})"
    return f"line {mark.line + 1}: {problem}" if mark else str(problem)
