"""Calls that put a value on the stage, drawn: `live.inspect` and its kin."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from tutor.live.lesson_io import present

if TYPE_CHECKING:
    from torch import Tensor


def inspect(value: Any, name: str = "", *, names: Mapping[str, Any] | None = None) -> None:
    """A tensor or array on the stage, taken apart: shape, strides, memory, statistics, and its values as colors.

    `live.show` and a cell's last expression print a value under the cell; this draws it. `value` is a tensor or array
    of any shape and size: of a large one, an even sample is looked at and some of its values are sent, and the view
    says so. `name` is what the screen calls it, by default the variable that it is in. Tensors among `names` (by
    default the caller's variables) that share its memory are named. What has no shape (a parameter of a lazy layer, a
    nested tensor) is shown in words. Raises TypeError on anything else.
    """
    from tutor.views.tensor.make import inspected, name_of

    known = sys._getframe(1).f_globals | sys._getframe(1).f_locals if names is None else names
    called = name or name_of(value, known)
    present().view(called or "tensor", inspected(value, called, known))


def broadcast(*operands: Any, names: Mapping[str, Any] | None = None) -> None:
    """The shapes of tensors aligned from the right, as +, * and their like align them: what is stretched, what clashes.

    Each operand is a tensor, an array, a number, or a shape such as (3, 1). A clash is shown and explained; it raises
    no error. Raises TypeError on anything else.
    """
    from tutor.views.shapes.expressions import operand_of
    from tutor.views.shapes.make import broadcast as broadcast_of
    from tutor.views.tensor.make import name_of

    known = sys._getframe(1).f_globals | sys._getframe(1).f_locals if names is None else names
    called = [name_of(one, known) for one in operands]
    made = [
        operand_of(one, name or _ordinal(place)) for place, (one, name) in enumerate(zip(operands, called, strict=True))
    ]
    present().view("broadcasting", broadcast_of("result", made))


def shapes(expression: str, *, names: Mapping[str, Any] | None = None) -> None:
    """What one operation does to shapes: `live.shapes("x + y")`, `"x @ w.T"`, `"x[0, :, None]"`, `"x.reshape(4, -1)"`.

    The operands are evaluated with the caller's variables (or `names`), the operation itself is not: where torch
    would raise an error, the view says why, and what would go. Known are operators and comparisons, @, indices, and
    the methods reshape, view, flatten, permute, transpose and .T. Raises ValueError on another operation, SyntaxError
    on what is no expression, and what an operand raises.
    """
    from tutor.views.shapes.expressions import shapes_of

    known = sys._getframe(1).f_globals | sys._getframe(1).f_locals if names is None else names
    present().view(expression, shapes_of(expression, known))


def _ordinal(place: int) -> str:
    return ("first", "second", "third", "fourth", "fifth")[place] if place < 5 else f"number {place + 1}"


def graph(tensor: Tensor, name: str = "", *, names: Mapping[str, Any] | None = None) -> None:
    """The graph that autograd recorded on the way to a tensor: operations, leaves, values and shapes.

    Leaves and results are named by the caller's variables (or by `names`); what a module of `torch.nn` did is one
    node, where the model is among them. A large graph is counted, and the end at the result is drawn. Raises
    ValueError where the tensor has no graph.
    """
    from tutor.views.graph.folding import graph_view
    from tutor.views.graph.make import Graph
    from tutor.views.tensor.make import name_of

    known = sys._getframe(1).f_globals | sys._getframe(1).f_locals if names is None else names
    made, _, _ = graph_view(Graph(tensor, known))
    present().view(name or f"graph of {name_of(tensor, known) or 'the result'}", made)


def backward_walk(result: Tensor, name: str = "", *, names: Mapping[str, Any] | None = None) -> None:
    """The way back through the graph of `result`, edge by edge: what arrives, the local derivative, what goes on.

    `result` is a tensor of one element whose graph no backward() has used up. The products are autograd's own; no
    .grad is changed, and backward() can still be called. Leaves are named as by `graph`. Raises ValueError where
    there is no way back.
    """
    from tutor.views.graph.walk import walk
    from tutor.views.tensor.make import name_of

    known = sys._getframe(1).f_globals | sys._getframe(1).f_locals if names is None else names
    present().view(name or f"back from {name_of(result, known) or 'the result'}", walk(result, known))
