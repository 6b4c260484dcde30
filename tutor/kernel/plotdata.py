"""Views of models, of data and of measurements: what `tutor.kernel.viewdata` begins, for what is drawn as a picture.

Everybody imports them from `tutor.kernel.protocol`. Runs of float64 are packed (see `pack` there); runs of bytes are
one unsigned byte an element. Every view is bounded, and says what it left out.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from tutor.kernel.viewdata import Histogram, StagedView

# --------------------------------------------------------------------------------------------------------- a network


class Signal(msgspec.Struct, frozen=True):
    """What passed through one place of a network: values on the way forward, or gradients on the way back."""

    norm: float
    """The Euclidean norm of the finite values."""
    mean: float
    deviation: float
    zeros: float
    """The share of the values that are exactly 0."""
    bad: int
    """How many are NaN or infinite."""
    histogram: Histogram | None


class Layer(msgspec.Struct, frozen=True):
    """One call of a module that has no modules of its own at work."""

    name: str
    """As the model names it, e.g. 'features.0'."""
    kind: str
    """Its class."""
    settings: str
    """What its repr says between the brackets."""
    inputs: str
    """The shape of what went in, as torch writes it."""
    output: str
    parameters: int
    """How many numbers it learns; 0 where it is called again, since they were counted before."""
    forward: Signal | None
    backward: Signal | None
    """The loss's gradient for its output; None where no loss was given, or none arrived."""
    problem: str = ""
    """Dead units, a gradient that vanishes or explodes, NaN: in words, with the numbers; '' where all is well."""


class NetworkView(StagedView, frozen=True, tag="network"):
    """A forward pass, and with a loss the backward pass, layer by layer in the order of the calls."""

    model: str
    training: bool
    """Whether the model was in training mode."""
    parameters: int
    trainable: int
    inputs: str
    output: str
    loss: float | None
    layers: tuple[Layer, ...]
    left_out: int
    """How many calls came after those."""


# -------------------------------------------------------------------------------------------- what a model has learnt


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


# ------------------------------------------------------------------------------------------------ pictures, matrices


class Tile(msgspec.Struct, frozen=True):
    """One small picture."""

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


class MatrixView(StagedView, frozen=True, tag="matrix"):
    """Numbers with labelled rows and columns; several of the same form are pages."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    row_title: str
    column_title: str
    pages: tuple[bytes, ...]
    """Packed, row by row."""
    page_names: tuple[str, ...]
    counts: bool
    """Whether the numbers are counts of truth (rows) against prediction (columns)."""
    note: str


# ---------------------------------------------------------------------------------------------------------- timelines


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


# --------------------------------------------------------------------------------------------------------- comparison


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


PlotView = NetworkView | BoundaryView | RegressionView | PicturesView | MatrixView | TimelineView | ComparisonView
