"""Large JSON files, one record at a time: 50,000 masks are read without holding their lists of numbers."""

from __future__ import annotations

import json
import re
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any, NoReturn

_SPACE = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder()


class JsonFault(Exception):
    """The text is no JSON, or ends too early: one sentence that says where."""


def read_text(path: Path) -> str:
    """The text of a UTF-8 file. Raises `JsonFault` if it cannot be read."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise JsonFault(f"is no text (byte {error.start} is not UTF-8)") from None
    except OSError as error:
        raise JsonFault(f"cannot be read ({error.strerror or error})") from None


def records(text: str) -> Iterator[tuple[str, Any]]:
    """(key, value) of a JSON object, in which each element of a list is a value of its own; ("", element) of a list.

    Lists are taken apart one level deep. Raises `JsonFault` where the text is wrong, after all records before that.
    """
    place = _skip(text, 0)
    if place >= len(text):
        raise JsonFault("is empty")
    if text[place] == "[":
        place = yield from _elements(text, place, "")
    elif text[place] == "{":
        place = yield from _members(text, place)
    else:
        raise JsonFault(f"is neither a JSON list nor a JSON object: it begins with {text[place : place + 30]!r}")
    if _skip(text, place) < len(text):
        raise JsonFault(f"goes on after its end, at character {place + 1}")


def _members(text: str, place: int) -> Generator[tuple[str, Any], None, int]:
    place = _skip(text, place + 1)
    while text[place : place + 1] != "}":
        key, place = _value(text, place)
        place = _expect(text, place, ":")
        if text[place : place + 1] == "[":
            place = yield from _elements(text, place, str(key))
        else:
            value, place = _value(text, place)
            yield str(key), value
        place = _next(text, place, "}")
    return place + 1


def _elements(text: str, place: int, key: str) -> Generator[tuple[str, Any], None, int]:
    place = _skip(text, place + 1)
    while text[place : place + 1] != "]":
        value, place = _value(text, place)
        yield key, value
        place = _next(text, place, "]")
    return place + 1


def _value(text: str, place: int) -> tuple[Any, int]:
    try:
        value, end = _DECODER.raw_decode(text, place)
    except (ValueError, RecursionError):
        _fail(text, place)
    return value, _skip(text, end)


def _next(text: str, place: int, closing: str) -> int:
    """Past a comma, or at the closing bracket."""
    if text[place : place + 1] == ",":
        place = _skip(text, place + 1)
        if text[place : place + 1] == closing:
            _fail(text, place)
    elif text[place : place + 1] != closing:
        _fail(text, place)
    return place


def _expect(text: str, place: int, sign: str) -> int:
    if text[place : place + 1] != sign:
        _fail(text, place)
    return _skip(text, place + 1)


def _skip(text: str, place: int) -> int:
    found = _SPACE.match(text, place)
    return found.end() if found else place


def _fail(text: str, place: int) -> NoReturn:
    """What lies at `place` is wrong: cut off if no bracket that is open there is ever closed."""
    if not text.rstrip().endswith(("]", "}")):
        raise JsonFault(f"ends in the middle of a record, after {len(text):,} characters: it was cut off") from None
    line = text.count("\n", 0, place) + 1
    raise JsonFault(f"is not JSON at line {line}, character {place + 1}: {text[place : place + 30]!r}") from None
