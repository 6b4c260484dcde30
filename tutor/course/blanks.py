"""Where work begins in what an exercise gives: its first blank, as the syntax tree has it, or its first statement."""

from __future__ import annotations

import ast
from collections.abc import Iterator

Place = tuple[int, int]
"""A line and a column, from 0."""


def first_blank(source: str) -> tuple[Place, Place] | None:
    """The first place where something is to be written, its beginning and end: `...` where a value or a statement is
    due (not within an index or a type, where it is Python), or `raise NotImplementedError`. None where there is none.
    """
    lines = source.split("\n")
    for node in sorted(_blanks(source), key=lambda node: (node.lineno, node.col_offset)):
        end_line, end = node.end_lineno or node.lineno, node.end_col_offset or 0
        return _place(lines, node.lineno, node.col_offset), _place(lines, end_line, end)
    return None


def first_place(source: str) -> Place:
    """Where work begins in a text without blanks: the first line that does something in its first function, or else
    the first that imports nothing; the beginning where there is none."""
    body = _parsed(source).body
    functions = [node for top in body for node in ast.walk(top) if isinstance(node, ast.FunctionDef)]
    inside = functions[0].body if functions else []
    for one in (*inside, *body):
        says_only = isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant)
        if not says_only and not isinstance(one, ast.Import | ast.ImportFrom):
            return _place(source.split("\n"), one.lineno, one.col_offset)
    return 0, 0


def _parsed(source: str) -> ast.Module:
    """Its syntax tree; an empty one of what is no Python."""
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ast.Module([], [])


def _blanks(source: str) -> Iterator[ast.stmt | ast.expr]:
    nodes = list(ast.walk(_parsed(source)))
    indexed = [node.slice for node in nodes if isinstance(node, ast.Subscript)]
    python = {id(part) for index in indexed for part in (index, *getattr(index, "elts", ()))}
    for node in nodes:
        match node:
            case ast.Constant(value=value) if value is ... and id(node) not in python:
                yield node
            case ast.Raise(exc=ast.Name(id="NotImplementedError") | ast.Call(func=ast.Name(id="NotImplementedError"))):
                yield node


def _place(lines: list[str], line: int, offset: int) -> Place:
    """A place that the syntax tree counts from line 1 and in bytes."""
    return line - 1, len(lines[line - 1].encode()[:offset].decode())
