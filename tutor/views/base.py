"""What all views have in common."""

from __future__ import annotations

import msgspec


class StagedView(msgspec.Struct, frozen=True):
    """The base of the views that are drawn on the stage, by the functions that `tutor.views.registry` finds."""


class Histogram(msgspec.Struct, frozen=True):
    """How many numbers lie in each of several ranges of equal width between `low` and `high`."""

    low: float
    high: float
    counts: tuple[int, ...]
