"""Who was taken for whom, and the pictures behind it."""

from __future__ import annotations

from typing import Literal

import msgspec

from tutor.views.base import StagedView
from tutor.views.pictures.data import Tile


class Case(msgspec.Struct, frozen=True):
    """A picture, what it is, and what was answered."""

    number: int
    """Its place among all that were given."""
    truth: int
    answer: int
    tile: Tile
    probabilities: bytes
    """Packed: of each class, in the order of the names."""


class MistakesView(StagedView, frozen=True, tag="mistakes"):
    """How often each class was taken for each, and for every such pair some of its pictures."""

    names: tuple[str, ...]
    counts: bytes
    """Packed, row by row: a row for each class that is true, a column for each answer."""
    total: int
    right: int
    cases: tuple[Case, ...]
    """Those of a pair in an order: those whose true class was thought least likely come first."""
    channels: Literal[1, 3]
    low: float
    high: float
    signed: bool
    note: str
    """What was left out, and what is no number; '' where all is well."""


VIEWS = (MistakesView,)
