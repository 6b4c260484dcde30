"""Files that a cell names, and what it does to them before anything else."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable

from tutor.course import calm
from tutor.course.effects import ANY_FILE

_SIMPLE = re.compile(r"\w[\w-]*(\.[\w-]+)*")
"""A file in the folder of the lesson, by which no other text names it."""
_OF_TEXTS = frozenset(("lstrip", "rstrip", "strip"))
Pathing = Callable[[ast.AST], str | None]


def file_called(name: object) -> str | None:
    """The file of this name, as a variable; None where another name may mean it as well."""
    return repr(name) if isinstance(name, str) and _SIMPLE.fullmatch(name) else None


def is_file(name: str) -> bool:
    """Whether a variable is one that stands for a file."""
    return name == ANY_FILE or name.startswith(("'", '"'))


def path_of_file(node: ast.AST, path: Pathing) -> str | None:
    """The file whose path an expression makes, as a variable; None where it makes none, or it cannot be told."""
    match node:
        case ast.Call(func=func, args=[ast.Constant(value=name)], keywords=[]) if path(func) == calm.PATH:
            return file_called(name)
    return None


def settled(statement: ast.stmt, path: Pathing) -> str | None:
    """The file, or the variable of its path, that a statement writes anew or takes away, whatever was there."""
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=of, attr="unlink"), args=[], keywords=[word])):
            sure = word.arg == "missing_ok" and isinstance(word.value, ast.Constant) and word.value.value is True
        case ast.Expr(value=ast.Call(func=ast.Attribute(value=of, attr="write_text" | "write_bytes"), args=[text])):
            sure = _is_text(text)
        case _:
            return None
    if not sure:
        return None
    return of.id if isinstance(of, ast.Name) else path_of_file(of, path)


def reads_nothing(statement: ast.stmt, path: Pathing) -> bool:
    """Whether a statement gives names to texts and paths, and does nothing else."""
    match statement:
        case ast.Assign(value=ast.Tuple(elts=parts)):
            return all(isinstance(one, ast.Constant) or path_of_file(one, path) is not None for one in parts)
        case ast.Assign(value=value):
            return isinstance(value, ast.Constant) or path_of_file(value, path) is not None
    return isinstance(statement, ast.Import | ast.ImportFrom | ast.FunctionDef)


def _is_text(node: ast.expr) -> bool:
    """Whether an expression is a text, or a variable that may be one, perhaps without the spaces around."""
    match node:
        case ast.Constant() | ast.Name():
            return True
        case ast.Call(func=ast.Attribute(value=value, attr=name), args=[], keywords=[]):
            return name in _OF_TEXTS and _is_text(value)
    return False
