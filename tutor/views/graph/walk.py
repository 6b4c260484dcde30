"""The way back through a graph: what autograd hands from each operation to its operands, and the rules by which."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from tutor.views.graph.data import Gradient, WalkStep, WalkView
from tutor.views.graph.folding import graph_view
from tutor.views.graph.make import Graph, Node, users
from tutor.views.numbers import shape_text, short
from tutor.views.reading import is_tensor, sizes, unlike

GRADIENTS = 60
"""No more gradients than this are listed."""
FORMULAS: dict[str, tuple[str, ...]] = {
    "Add": ("1", "1"), "Sub": ("1", "−1"), "Rsub": ("−1", "1"), "Mul": ("∂(a·b)/∂a = b", "∂(a·b)/∂b = a"),
    "Div": ("∂(a/b)/∂a = 1/b", "∂(a/b)/∂b = −a/b²"), "Neg": ("−1",), "Pow": ("∂aⁿ/∂a = n·aⁿ⁻¹", "∂aⁿ/∂n = aⁿ·ln a"),
    "Exp": ("eᵃ",), "Log": ("1/a",), "Sin": ("cos a",), "Cos": ("−sin a",), "Tanh": ("1 − tanh² a",),
    "Sigmoid": ("σ(a)·(1 − σ(a))",), "Sqrt": ("1/(2·√a)",), "Abs": ("sign a",), "Relu": ("1 where a > 0, else 0",),
    "Sum": ("1 for every element",), "Mean": ("1/n for every element",), "MseLoss": ("2·(a − b)/n", "2·(b − a)/n"),
    "Mm": ("G @ Bᵀ", "Aᵀ @ G"), "Addmm": ("G, summed over its rows", "G @ Bᵀ", "Aᵀ @ G"), "T": ("transposed",),
    "View": ("in the shape before",), "UnsafeView": ("in the shape before",), "Expand": ("summed over the repeats",),
    "Unsqueeze": ("in the shape before",), "Squeeze": ("in the shape before",), "Clone": ("1",),
}  # fmt: skip
"""The local derivative for each operand, a and b being the operands and G what arrives (calculus; for the matrix rules
Petersen and Pedersen, The Matrix Cookbook, section 2)."""


class _Record:
    """What autograd does at each operation, as its hooks tell."""

    def __init__(self) -> None:
        self.order: list[Node] = []
        self.arrived: dict[Node, Any] = {}
        self.passed: dict[tuple[Node, int], Any] = {}

    def watch(self, node: Node) -> Any:
        """Listen at an operation; the hook's handle."""

        def seen(inputs: tuple[Any, ...], outputs: tuple[Any, ...]) -> None:
            self.order.append(node)
            self.arrived[node] = next((one.detach() for one in outputs if one is not None), None)
            for slot, one in enumerate(inputs):
                if one is not None:
                    self.passed[node, slot] = one.detach().clone()

        return node.function.register_hook(seen)


def walk(tensor: Any, names: Mapping[str, Any]) -> WalkView:
    """Go back through the graph once, with autograd itself; no .grad is touched, and the graph can be used again.

    Raises ValueError where the tensor is no single number, has no graph, or a backward has used the graph up.
    """
    import torch

    if not is_tensor(tensor):
        raise TypeError(f"backward_walk: this is a {type(tensor).__name__}; the way back begins at a tensor")
    if why := unlike(tensor):
        raise ValueError(f"backward_walk: this is a {type(tensor).__name__}, and {why}")
    if math.prod(sizes(tensor)) != 1:
        raise ValueError(
            f"backward_walk: the way back begins at a single number, and this has shape {shape_text(sizes(tensor))}. "
            "Take its .sum() or .mean() first."
        )
    graph = Graph(tensor, names, "backward_walk")
    view, places, owners = graph_view(graph)
    record = _Record()
    handles = [record.watch(node) for node in places if node.variable is None and node.function is not None]
    leaves = [node for node in graph.nodes if node.variable is not None and node.function is not None]
    try:
        found = torch.autograd.grad(tensor, [leaf.variable for leaf in leaves], retain_graph=True, allow_unused=True)
    except RuntimeError as error:
        if "second time" not in str(error):
            raise
        raise ValueError(
            "backward_walk: a backward() has used this graph up. Walk before it, or keep the graph with "
            "backward(retain_graph=True)."
        ) from None
    finally:
        for handle in handles:
            handle.remove()
    totals: dict[Node, Any] = {}
    steps = _steps(graph, places, owners, record, totals)
    gradients = [
        Gradient(leaf.name or "leaf", places.get(leaf, -1), _said(grad), _agrees(totals.get(leaf), grad))
        for leaf, grad in zip(leaves, found, strict=True)
        if grad is not None
    ]
    return WalkView(view, tuple(steps), tuple(gradients[:GRADIENTS]))


def _steps(
    graph: Graph, places: dict[Node, int], owners: list[tuple[Node, int]], record: _Record, totals: dict[Node, Any]
) -> list[WalkStep]:
    """The edges in autograd's order; `totals` takes up what comes to each operand."""
    edges = {owner: place for place, owner in enumerate(owners)}
    due = {node: len(used) for node, used in users(graph.nodes).items()}
    steps = []
    came: dict[int, str] = {}  # by place, what arrived there first: at a module, what arrived at its last operation
    for node in record.order:
        arriving = came.setdefault(places.get(node, -1), _said(record.arrived[node]))
        for slot, operand in enumerate(node.operands):
            passed = record.passed.get((node, slot))
            if operand is None or operand.function is None or passed is None:
                continue
            single = len(operand.outputs) <= 1
            due[operand] -= 1
            if single:
                totals[operand] = totals[operand] + passed if operand in totals else passed
            edge = edges.get((node, slot))
            if edge is not None:
                total = _said(totals[operand]) if single else ""
                formula, local = ("", "") if node.module else (_formula(node, slot), _local(node, slot, record))
                steps.append(WalkStep(edge, arriving, formula, local, _said(passed), total, due[operand] == 0))
    return steps


def _formula(node: Node, slot: int) -> str:
    rules = FORMULAS.get(node.operation, ())
    return rules[slot] if slot < len(rules) else ""


def _local(node: Node, slot: int, record: _Record) -> str:
    """The local derivative from one number to another: what the operation makes of a gradient of 1."""
    import torch

    arrived, passed = record.arrived[node], record.passed[node, slot]
    if arrived is None or arrived.numel() != 1 or passed.numel() != 1 or len(node.outputs) > 1:
        return ""
    with torch.no_grad():
        made = node.function(torch.ones_like(arrived))
    one = made[slot] if isinstance(made, tuple) else made
    return short(one.item()) if one is not None else ""


def _said(gradient: Any) -> str:
    """A gradient in a few characters: its number, or its shape and norm."""
    if gradient is None:
        return ""
    if gradient.numel() == 1:
        return short(gradient.item())
    return f"{shape_text(gradient.shape)}, norm {short(gradient.norm().item())}"


def _agrees(total: Any, gradient: Any) -> bool:
    """Whether the sum along the walk is what torch returned, but for rounding; true of what was not walked to."""
    import torch

    return total is None or bool(
        torch.allclose(total.reshape(gradient.shape), gradient, rtol=1e-4, atol=0, equal_nan=True)
    )
