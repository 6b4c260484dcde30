"""Values that can be read from the source without running it."""

from __future__ import annotations

import ast
import operator
from collections.abc import Callable
from typing import Any

_LARGEST_EXPONENT = 64
"""2 ** 64 is more than any control needs; 9 ** 9 ** 9 would never come back."""

_OPERATORS: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Pow: operator.pow,
}


class NotLiteralError(ValueError):
    """The source says something that only running it could tell; `line` is where, from 1 within the source."""

    def __init__(self, node: ast.expr) -> None:
        super().__init__(f"'{ast.unparse(node)}' must be written as a literal: it is read before anything runs")
        self.line = node.lineno


def literal(node: ast.expr) -> Any:
    """The value of a literal, or of simple arithmetic on literals such as -1, 1 / 255 or 10 ** -3.

    Lists become tuples. Raises NotLiteralError for everything else.
    """
    match node:
        case ast.Constant(value=value):
            return value
        case ast.Tuple(elts=elements) | ast.List(elts=elements):
            return tuple(literal(element) for element in elements)
        case ast.UnaryOp(op=ast.USub() | ast.UAdd() as sign, operand=operand):
            value = _number(operand)
            return -value if isinstance(sign, ast.USub) else value
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            a, b = _number(left), _number(right)
            if isinstance(op, ast.Pow) and abs(b) > _LARGEST_EXPONENT:
                raise NotLiteralError(node)
            try:
                return _OPERATORS[type(op)](a, b)
            except ArithmeticError:
                raise NotLiteralError(node) from None
        case _:
            raise NotLiteralError(node)


def _number(node: ast.expr) -> float:
    value = literal(node)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise NotLiteralError(node)
    return value
