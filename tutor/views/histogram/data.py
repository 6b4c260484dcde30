"""How many values lie where."""

from __future__ import annotations

import msgspec

from tutor.views.base import StagedView
from tutor.views.tensor.data import Statistics


class Spread(msgspec.Struct, frozen=True):
    """How the values of one tensor are spread over the ranges of its view."""

    name: str
    """'' where it is the only one."""
    shape: tuple[int, ...]
    dtype: str
    counts: tuple[int, ...]
    """Of the finite values that were looked at, how many lie in each range; empty where there is none."""
    statistics: Statistics | None
    """None where it has no elements."""


class HistogramView(StagedView, frozen=True, tag="histogram"):
    """The values of one or several tensors, counted in the same ranges of equal width from `low` to `high`."""

    low: float
    high: float
    whole: bool
    """Whether each range holds one whole number, in its middle."""
    spreads: tuple[Spread, ...]
    left_out: int
    """How many tensors more there are."""


VIEWS = (HistogramView,)
