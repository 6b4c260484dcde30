"""What all views have in common."""

from __future__ import annotations

import msgspec


class StagedView(msgspec.Struct, frozen=True):
    """The base of the views that are drawn on the stage by way of the table in `tutor.views.registry`."""

    text: str
    """The view in words and signs, for `pytorch-tutor run` and for a lesson that runs alone."""


class Histogram(msgspec.Struct, frozen=True):
    """How many numbers lie in each of several ranges of equal width between `low` and `high`."""

    low: float
    high: float
    counts: tuple[int, ...]
