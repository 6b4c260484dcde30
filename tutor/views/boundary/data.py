"""What a model answers over the plane, or over a line, among the points that it learnt from."""

from __future__ import annotations

import msgspec

from tutor.views.base import StagedView


class Labelled(msgspec.Struct, frozen=True):
    """Points of the plane with their classes, and how many of all of them the model gets right."""

    x: bytes
    y: bytes
    classes: bytes
    count: int
    """How many there are in all; no more than some are sent."""
    right: int


class BoundaryView(StagedView, frozen=True, tag="boundary"):
    """Which class a model answers over the plane."""

    x_name: str
    y_name: str
    x: tuple[float, float]
    y: tuple[float, float]
    width: int
    height: int
    winner: bytes
    """The class at each place of the grid, row by row from the lowest y; 255 where the model's answer is no number."""
    margin: bytes
    """How far the winner's probability is above the next one's: 0 to 255 for 0 to 1."""
    classes: tuple[str, ...]
    training: Labelled
    held_out: Labelled | None


class Measured(msgspec.Struct, frozen=True):
    """Points (x, y), and the mean squared error of a function on all of them."""

    x: bytes
    y: bytes
    count: int
    error: float


class RegressionView(StagedView, frozen=True, tag="regression"):
    """A function of one number, among the points that it was fitted to and those held out."""

    x_name: str
    y_name: str
    x: bytes
    y: bytes
    """The function's values at `x`."""
    training: Measured
    held_out: Measured | None


VIEWS = (
    BoundaryView,
    RegressionView,
)
