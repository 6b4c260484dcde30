"""The graph that autograd recorded, and the way back through it."""

from __future__ import annotations

from typing import Literal

import msgspec

from tutor.views.base import StagedView


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


VIEWS = (
    GraphView,
    WalkView,
)
