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
        return f"No {kind} called '{name}'. Did you mean '{near}'?"
    shown = ", ".join(names[:12]) + (", ..." if len(names) > 12 else "")
    return f"No {kind} called '{name}'. There are: {shown}."


def nearest_name(name: str, known: Iterable[str]) -> str | None:
    """The known name that `name` most likely meant, also when its words are in another order."""
    by_sorted_words = {"_".join(sorted(k.lower().replace(".", "_").split("_"))): k for k in known}
    wanted = "_".join(sorted(str(name).lower().replace(".", "_").split("_")))
    near = difflib.get_close_matches(wanted, by_sorted_words, n=1, cutoff=0.6)
    return by_sorted_words[near[0]] if near else None
