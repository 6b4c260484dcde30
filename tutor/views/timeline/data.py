"""Spans of time in rows."""

from __future__ import annotations

import msgspec

from tutor.views.base import StagedView


class Bars(msgspec.Struct, frozen=True):
    """Spans of one kind in one row, by their starts."""

    row: int
    kind: str
    starts: bytes
    """Seconds from the view's beginning, packed."""
    ends: bytes


class TimelineView(StagedView, frozen=True, tag="timeline"):
    """What was busy when."""

    rows: tuple[str, ...]
    bars: tuple[Bars, ...]
    seconds: float
    """From the first start to the last end."""
    busy: tuple[float, ...]
    """The share of that time in which each row was busy."""
    overlap: float
    """The share in which two rows or more were."""
    note: str


VIEWS = (TimelineView,)
