"""Ranges grow to the rungs beside them that hurt too, and to no others."""

from __future__ import annotations

import pytest

from evaluation.causes_ranges import Range
from evaluation.refine_widen import Rung, widened

VALUES = (0.1, 0.2, 0.4, 0.6)


@pytest.mark.parametrize(
    ("found", "losses", "wide"),
    [
        (Range("f", low=0.5), (0, 0.01, 0.2, 0.5), Range("f", low=0.3)),
        (Range("f", low=0.5), (0, 0.01, 0.05, 0.5), Range("f", low=0.5)),  # a tenth of it is too little
        (Range("f", low=0.5), (0, 0.3, 0, 0.5), Range("f", low=0.5)),  # a rung in between does no harm
        (Range("f", high=0.15), (0.5, 0.3, 0, 0), Range("f", high=0.3)),
        (Range("f", 0.15, 0.5, outside=True), (0.5, 0.2, 0, 0.5), Range("f", 0.3, 0.5, outside=True)),
        (Range("f", 0.3, 0.5), (0, 0.2, 0.5, 0), Range("f", 0.15, 0.5)),
        (Range("f", low=0.5), (0.2, 0.2, 0.2, 0.5), Range("f", low=0.5)),  # all that there is: no range is left
        (Range("f", names=("a",)), (0, 0, 0, 0.5), Range("f", names=("a",))),
    ],
)
def test_range_grows_to_what_loses_a_quarter(found: Range, losses: tuple[float, ...], wide: Range) -> None:
    rungs = [Rung(value, loss) for value, loss in zip(VALUES, losses, strict=True)]
    grown = widened(found, rungs[::-1], 0.5)
    assert (grown.names, grown.outside) == (wide.names, wide.outside)
    assert [grown.low, grown.high] == pytest.approx([wide.low, wide.high])
