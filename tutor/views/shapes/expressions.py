"""One operation, written as Python: its operands are evaluated, it itself is not, as in `live.shapes("x @ w")`."""

from __future__ import annotations

import ast
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tutor.views.reading import fact, is_tensor, sizes, strides_of, unlike
from tutor.views.shapes import make as shapes
from tutor.views.shapes.data import ShapesView
from tutor.views.shapes.indexing import index
from tutor.views.shapes.make import Operand

_KNOWN = "an operator (+ − * / ** @ and the comparisons), an index, or reshape, view, flatten, permute, transpose, .T"

_METHODS = {"reshape", "view", "flatten", "permute", "transpose", "matmul", "mm", "bmm"}


def shapes_of(expression: str, names: Mapping[str, Any]) -> ShapesView:
    """What the outermost operation of the expression makes of the shapes of its operands.

    `names` are the variables that it may use. Raises ValueError on an operation without a view; whatever evaluating an
    operand raises, SyntaxError too.
    """
    tree = ast.parse(expression.strip(), "<expression>", "eval").body
    call = ast.unparse(tree)

    def value(node: ast.expr) -> Any:
        return eval(compile(ast.Expression(node), "<expression>", "eval"), dict(names))

    def operand(node: ast.expr) -> Operand:
        return operand_of(value(node), ast.unparse(node))

    match tree:
        case ast.BinOp(left=left, op=ast.MatMult(), right=right):
            return shapes.matmul(call, operand(left), operand(right))
        case ast.BinOp(left=left, right=right) | ast.Compare(left=left, comparators=[right]):
            return shapes.broadcast(call, [operand(left), operand(right)])
        case ast.Subscript(value=source, slice=inner):
            items = inner.elts if isinstance(inner, ast.Tuple) else [inner]
            texts = [ast.unparse(item) for item in items]
            return index(call, operand(source), [_item(item, value) for item in items], texts)
        case ast.Attribute(value=source, attr="T" | "mT"):
            made = operand(source)
            order = list(range(len(made.shape)))
            order = order[::-1] if tree.attr == "T" else [*order[:-2], *order[-1:], *order[-2:-1]]
            return _permuted(call, made, value(source), "permute", order)
        case ast.Call(func=ast.Attribute(value=source, attr=name), args=arguments) if name in _METHODS:
            given = [value(argument) for argument in arguments]
            return _called(call, operand(source), value(source), name, given)
    raise ValueError(f"shapes: {call!r} is not one operation that it can draw: {_KNOWN}")


def operand_of(value: Any, name: str) -> Operand:
    """Anything with a shape, or a shape itself, or a number. Raises TypeError on anything else."""
    if issubclass(type(value), bool | int | float | complex):
        return Operand(name, ())
    if is_tensor(value):
        if why := unlike(value):
            raise TypeError(f"shapes: {name} is a {type(value).__name__}, and {why}")
        return Operand(name, sizes(value))
    try:
        shape = getattr(value, "shape", value)
    except Exception as error:
        raise TypeError(f"shapes: {name} is a {type(value).__name__}, whose shape raised {error}") from error
    if (issubclass(type(shape), tuple) or type(shape) is list) and all(type(size) is int for size in shape):
        return Operand(name, tuple(shape))
    raise TypeError(f"shapes: {name} is a {type(value).__name__}; it takes tensors, arrays, numbers and shapes")


def _item(node: ast.expr, value: Callable[[ast.expr], Any]) -> Any:
    """An item of an index; slices are no expressions by themselves."""
    if isinstance(node, ast.Slice):
        return slice(*(None if part is None else value(part) for part in (node.lower, node.upper, node.step)))
    return value(node)


def _called(call: str, operand: Operand, source: Any, name: str, given: Sequence[Any]) -> ShapesView:
    """A method of a tensor."""
    wanted = list(given[0]) if len(given) == 1 and isinstance(given[0], list | tuple) else list(given)
    if name in ("reshape", "view"):
        return shapes.reshape(call, operand, wanted, viewed=_viewed(source, operand.shape, wanted))
    if name == "flatten":
        first, last = [*given, 0, -1][:2] if not given else [*given, -1][:2]
        count = len(operand.shape)
        first, last = first % max(1, count), last % max(1, count)
        merged = [*operand.shape[:first], math.prod(operand.shape[first : last + 1]), *operand.shape[last + 1 :]]
        return shapes.reshape(call, operand, merged, viewed=_viewed(source, operand.shape, merged))
    if name in ("permute", "transpose"):
        return _permuted(call, operand, source, name, wanted)
    return shapes.matmul(call, operand, operand_of(given[0], "the other"))


def _permuted(call: str, operand: Operand, source: Any, name: str, order: Sequence[int]) -> ShapesView:
    places = list(order)
    if name == "transpose":
        places = list(range(len(operand.shape)))
        first, second = order
        places[first], places[second] = places[second], places[first]
    strides: tuple[int, ...] = ()
    if is_tensor(source) and str(fact(source, "layout")) == "torch.strided":
        strides = strides_of(source)
    return shapes.permute(call, operand, places, strides)


def _viewed(source: Any, shape: Sequence[int], wanted: Sequence[int]) -> bool | None:
    """Whether torch reshapes this tensor without a copy; None where it is not a tensor, or cannot be reshaped so."""
    if not is_tensor(source) or list(wanted).count(-1) > 1:
        return None
    known, count = math.prod(size for size in wanted if size != -1), math.prod(shape)
    if (known == 0 or count % known) if -1 in wanted else known != count:
        return None
    try:
        source.detach().view(*wanted)
    except RuntimeError:  # "view size is not compatible with input tensor's size and stride"
        return False
    except Exception:  # a class of its own, which does not say
        return None
    return True
