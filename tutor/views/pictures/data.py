"""Images in rows."""

from __future__ import annotations

from typing import Literal

import msgspec

from tutor.views.base import StagedView


class Tile(msgspec.Struct, frozen=True):
    """A small picture among others: its pixels, label and prediction."""

    width: int
    height: int
    values: bytes
    """Row by row from the top: one byte a pixel, or red, green, blue; from the view's `low` (0) to its `high` (255)."""
    label: str = ""
    predicted: str = ""
    right: bool | None = None
    """Whether the prediction is the label; None where there is none."""


class PicturesView(StagedView, frozen=True, tag="pictures"):
    """Small pictures, on one scale."""

    tiles: tuple[Tile, ...]
    channels: Literal[1, 3]
    low: float
    high: float
    signed: bool
    """Whether 0 lies in the middle and matters."""
    shape: str
    """The shape of what was shown, as torch writes it."""
    note: str
    """What was left out or made smaller; '' where nothing was."""


VIEWS = (PicturesView,)
