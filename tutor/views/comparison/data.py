"""Measurements over the size of the work."""

from __future__ import annotations

import msgspec

from tutor.views.base import StagedView


class Measurements(msgspec.Struct, frozen=True):
    """One way or device: y over rising x."""

    name: str
    x: bytes
    y: bytes


class Crossing(msgspec.Struct, frozen=True):
    """Where two series change places."""

    x: float
    y: float
    before: str
    """The name of the series that is the larger one for smaller x."""
    after: str


class ComparisonView(StagedView, frozen=True, tag="comparison"):
    """Measurements of several ways to do the same, over its size."""

    x_label: str
    y_label: str
    log_x: bool
    log_y: bool
    series: tuple[Measurements, ...]
    crossings: tuple[Crossing, ...]
    note: str
    passes: str = "rises above"
    """What the series that is the higher from a crossing on does to the other, in words."""


VIEWS = (ComparisonView,)
