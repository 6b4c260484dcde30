"""Views: values of a lesson as data that a screen can draw, bounded in size.

Everybody imports them from `tutor.kernel.protocol`, whose messages carry them. Runs of numbers are packed (see `pack`
there). What was left out of a view for its size is said in it.
"""

from __future__ import annotations

from typing import Literal

import msgspec


class StagedView(msgspec.Struct, frozen=True):
    """The base of the views that are drawn on the stage by way of the table in `tutor.ui.drawings`."""

    text: str
    """The view in words and signs, for `pytorch-tutor run` and for a lesson that runs alone."""


class TextView(msgspec.Struct, frozen=True, tag="text"):
    """Any value, as text."""

    text: str
    kind: str = ""
    """The name of its type."""


class TensorView(msgspec.Struct, frozen=True, tag="tensor"):
    """A tensor or NumPy array: what it is, and as much of its values as fits."""

    shape: tuple[int, ...]
    dtype: str
    device: str
    requires_grad: bool
    grad_fn: str
    text: str
    """The values as torch prints them, shortened."""

    @property
    def autograd(self) -> str:
        """What autograd knows of it, as torch would print it behind the values; '' where it follows nothing."""
        if self.grad_fn:
            return f"grad_fn={self.grad_fn}"
        return "requires_grad=True" if self.requires_grad else ""


class FitView(msgspec.Struct, frozen=True, tag="fit"):
    """Points, and a line y = slope · x + intercept whose two numbers are reported at each step."""

    x: bytes
    y: bytes
    slope: str
    """The name of the reported value that is the line's slope."""
    intercept: str
    best: tuple[float, float] | None = None
    """(slope, intercept) of the least-squares line."""


class Grid(msgspec.Struct, frozen=True):
    """A function of two parameters on a regular grid."""

    x: tuple[float, float]
    """The first and the last x of the grid."""
    y: tuple[float, float]
    width: int
    height: int
    values: bytes
    """Packed, row by row: all x of the smallest y first."""


class Trail(msgspec.Struct, frozen=True):
    """Where a training went."""

    label: str
    x: bytes
    y: bytes


class SurfaceView(msgspec.Struct, frozen=True, tag="surface"):
    """A loss over two reported parameters, at several magnifications, the closest first."""

    x_name: str
    y_name: str
    grids: tuple[Grid, ...]
    best: tuple[float, float] | None = None
    trails: tuple[Trail, ...] = ()
    """Paths that were recorded before the surface was made; those that are reported come on their own."""


class CurvatureView(msgspec.Struct, frozen=True, tag="curvature"):
    """The eigenvalues of the loss's Hessian, largest first, and the control that is its learning rate."""

    control: str
    eigenvalues: tuple[float, ...]


class Histogram(msgspec.Struct, frozen=True):
    """How many numbers lie in each of several ranges of equal width between `low` and `high`."""

    low: float
    high: float
    counts: tuple[int, ...]


class Statistics(msgspec.Struct, frozen=True):
    """What the values of a tensor are like; least, mean and largest are of the finite ones."""

    looked_at: int
    """How many elements were looked at: all of them, or an even sample where there are too many."""
    nan: int
    infinite: int
    """How many are +∞."""
    negative_infinite: int
    zero: int
    least: float | None
    mean: float | None
    deviation: float | None
    """The standard deviation, of the finite values as a whole population."""
    largest: float | None
    histogram: Histogram | None


class Slice(msgspec.Struct, frozen=True):
    """A matrix of a tensor: its last two dimensions, at one place in the others."""

    at: tuple[int, ...]
    """The indices in the dimensions before the last two."""
    values: bytes
    """Packed, row by row; complex numbers by their absolute values."""


class InspectionView(StagedView, frozen=True, tag="inspection"):
    """A tensor or an array, taken apart: what it is, where it lies, what its values are like, and many of them."""

    kind: str
    """'Tensor', 'Parameter', 'ndarray' …"""
    shape: tuple[int, ...]
    dtype: str
    device: str
    strides: tuple[int, ...]
    """In elements; empty for what is not strided."""
    offset: int
    """Elements before its first one in its storage."""
    contiguous: bool
    size: int
    """Bytes of its elements, were each stored for itself."""
    storage: int
    """Bytes of the storage that it looks into."""
    requires_grad: bool
    is_leaf: bool
    grad_fn: str
    grad: str
    """What its .grad is, in a few words; '' where there is none."""
    shares: tuple[str, ...]
    """Names of other tensors that look into the same storage."""
    statistics: Statistics | None
    """None where it has no numbers to look at."""
    rows: tuple[int, ...]
    """Which rows of each slice are here; a jump is a gap."""
    columns: tuple[int, ...]
    slices: tuple[Slice, ...]
    left_out: int
    """How many slices more there are."""


class ShapeCell(msgspec.Struct, frozen=True):
    """One dimension of one shape: what is written there, and what happens to it."""

    text: str
    state: Literal["", "stretched", "missing", "clash", "summed", "gone", "new"] = ""
    part: int = -1
    """Cells of one part belong together, whatever their column; −1 where the column says it."""


class ShapeRow(msgspec.Struct, frozen=True):
    """One shape, its dimensions in the columns that they meet in."""

    name: str
    cells: tuple[ShapeCell, ...]
    note: str = ""
    """What else is to be said of it: its strides."""


class ShapesView(StagedView, frozen=True, tag="shapes"):
    """What an operation makes of shapes: operands above, the result below, each dimension in its column."""

    head: ShapeRow
    """What the columns are called."""
    rows: tuple[ShapeRow, ...]
    result: ShapeRow | None
    """None where the operation cannot be done."""
    said: tuple[str, ...]
    """How the result comes about, or why there is none and what to try; a sentence or two each."""


class GraphNode(msgspec.Struct, frozen=True):
    """A tensor of a computation: a leaf, a constant, the result of an operation, or what a whole module made."""

    kind: Literal["leaf", "constant", "operation", "module", "rest"]
    label: str
    """The operation, the module, or how many nodes are left out here."""
    name: str
    """The learner's own name for this tensor; '' where it has none."""
    shape: tuple[int, ...] | None
    """None where that is not known."""
    value: str
    """Its number, where it is a single one and known; '' else."""
    saved: tuple[str, ...] = ()
    """What the operation keeps for its derivative."""


class GraphEdge(msgspec.Struct, frozen=True):
    """That an operation used a tensor: both by their places among the nodes."""

    operation: int
    operand: int
    slot: int
    """Which of the operation's operands it is, from 0."""


class GraphView(StagedView, frozen=True, tag="graph"):
    """The graph that led to a tensor. Node 0 is that tensor; each operation stands before its operands."""

    nodes: tuple[GraphNode, ...]
    edges: tuple[GraphEdge, ...]
    count: int
    """How many nodes there are in all."""
    left_out: int
    """How many of them are neither here nor part of a module that is here."""
    counted: bool
    """Whether that is all of them, and not only where counting stopped."""
    operations: tuple[tuple[str, int], ...]
    """How often each operation is in the graph, the most frequent first."""


class WalkStep(msgspec.Struct, frozen=True):
    """One edge of the way back: what arrives, the local derivative, and what goes on to the operand."""

    edge: int
    arriving: str
    formula: str
    """The rule of the local derivative; '' where the tutor has none."""
    local: str
    """Its number, where operation and operand are single numbers; '' else."""
    product: str
    total: str
    """All that has come to the operand so far."""
    complete: bool
    """Whether that is all that will come to it: what stands there is the gradient."""


class Gradient(msgspec.Struct, frozen=True):
    """What the way back leaves at a leaf, and that it is what `backward` puts into its .grad."""

    name: str
    node: int
    """Its place among the nodes; −1 where it is not among them."""
    value: str
    agrees: bool
    """Whether the sum of the products is what torch computes by itself."""


class WalkView(StagedView, frozen=True, tag="walk"):
    """The way back through a graph, edge by edge in the order in which autograd goes it."""

    graph: GraphView
    steps: tuple[WalkStep, ...]
    gradients: tuple[Gradient, ...]


View = (
    TextView | TensorView | FitView | SurfaceView | CurvatureView | InspectionView | ShapesView | GraphView | WalkView
)
