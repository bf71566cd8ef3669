"""What a check found wrong."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault of a dataset: where it is, and what is wrong there."""

    file: str  # relative to the dataset
    record: str  # "image 12", "annotation 49153", "" for the whole file
    sentence: str

    def __str__(self) -> str:
        return ": ".join(filter(None, (self.file, self.record, self.sentence)))
