"""Sizes, one for each of several things."""

from __future__ import annotations

import msgspec

from tutor.views.base import StagedView


class Sizes(msgspec.Struct, frozen=True):
    """One row of bars."""

    name: str
    """'' where it is the only one."""
    values: bytes


class BarsView(StagedView, frozen=True, tag="bars"):
    """Rows of bars over the same things and on one axis."""

    labels: tuple[str, ...]
    """Of the bars, as many as the longest row has."""
    rows: tuple[Sizes, ...]
    log: bool
    note: str


VIEWS = (BarsView,)
