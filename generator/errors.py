"""Errors that a user can mend, and the spelling help that goes with them.

    GlintError                 something the user can mend; printed as one message, exit code 2
    ├── SpecError              the spec: a key, a value, a distribution
    ├── PartError              a CAD file or a part
    ├── DatasetError           a dataset folder: another spec's, not writable, damaged
    └── MachineError           this machine lacks something; the message holds the command that mends it

Everything else is a defect of ours and keeps its traceback.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from typing import Any


class GlintError(Exception):
    """Root of all errors that the user can mend."""


class SpecError(GlintError):
    """The spec is wrong: says the file, the key, and what to write instead."""


class PartError(GlintError):
    """A part cannot be used: says which file and why."""


class DatasetError(GlintError):
    """A dataset folder cannot be read or written."""


class MachineError(GlintError):
    """This machine lacks something that Glint needs."""


def unknown_name(kind: str, name: str, known: Iterable[str]) -> str:
    """The message for a name that nothing has, with the nearest one that exists.

    >>> unknown_name("material", "brushed_stel", ["steel_brushed", "oak"])
    "No material called 'brushed_stel'. Did you mean 'steel_brushed'?"
    """
    names = sorted(known)
    near = nearest_name(name, names)
    if near is not None:
        return f"No {kind} called {shortened(name)}. Did you mean '{near}'?"
    shown = ", ".join(names[:12]) + (", ..." if len(names) > 12 else "")
    return f"No {kind} called {shortened(name)}. There are: {shown}."


def nearest_name(name: str, known: Iterable[str]) -> str | None:
    """The known name that `name` most likely meant, also when its words are in another order."""
    wanted = _words(str(name))
    best, best_likeness = None, 0.6
    for candidate in known:
        words = _words(candidate)
        for one, other in ((wanted, words), (sorted(wanted), sorted(words))):
            likeness = difflib.SequenceMatcher(None, "_".join(one), "_".join(other)).ratio()
            if likeness > best_likeness:
                best, best_likeness = candidate, likeness
    return best


def _words(name: str) -> list[str]:
    return name[:200].lower().replace(".", "_").replace("-", "_").split("_")


def shortened(value: Any, longest: int = 80) -> str:
    """What a value looks like in a message: its `repr`, cut where it would fill the screen."""
    text = repr(value)
    return text if len(text) <= longest else f"{text[: longest - 3]}..."
