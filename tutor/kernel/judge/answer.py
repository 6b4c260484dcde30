"""A learner's text as it comes: cleaned, compiled, its blanks found, and made a module."""

from __future__ import annotations

import ast
import linecache
import sys
from collections.abc import Iterator
from pathlib import Path
from types import CodeType, ModuleType

LONGEST = 1_000_000
"""Characters. An answer takes a few hundred; more is another file that was saved in its place."""


class NotPythonError(Exception):
    """The text cannot become a module; the message says why, `line` where, from 1."""

    def __init__(self, what: str, line: int | None = None) -> None:
        super().__init__(what)
        self.line = line


def cleaned(text: str) -> str:
    """The text without a byte order mark, its lines ending in a line feed each. Raises NotPythonError."""
    if len(text) > LONGEST:
        raise NotPythonError(
            f"This file has {len(text):,} characters, and an answer may have at most {LONGEST:,}. "
            "Was another file saved here?"
        )
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise NotPythonError("This file is not text: it holds a NUL byte. Was another file saved here?", line)
    return text


def compiled(source: str, path: Path) -> CodeType:
    """The code of a cleaned text, whose tracebacks can show its lines. Raises SyntaxError and NotPythonError."""
    name = str(path)
    # With None for its time of change, the entry is kept although the file may be gone.
    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
    try:
        return compile(source, name, "exec", dont_inherit=True)
    except (RecursionError, MemoryError, OverflowError) as error:
        raise NotPythonError("Python cannot read this: it is nested too deeply.") from error
    except ValueError as error:
        raise NotPythonError(f"Python cannot read this: {error}.") from error


def run(code: CodeType, module: ModuleType) -> None:
    """Run the code as the module. Raises whatever it raises."""
    sys.modules[module.__name__] = module  # dataclasses and pickle look there
    exec(code, vars(module))


def new_module(slug: str, path: Path) -> ModuleType:
    """An empty module of the slug's name, or of another where a module of that name is loaded already."""
    module = ModuleType(slug if slug not in sys.modules else f"answer_{slug}")
    module.__file__ = str(path)
    return module


def says_the_same(source: str, starter: str) -> bool:
    """Whether two texts are the same program; blank space and comments do not matter."""
    if source.split() == starter.split():
        return True
    try:
        return ast.dump(ast.parse(source)) == ast.dump(ast.parse(starter))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False


def is_empty(source: str) -> bool:
    """Whether there is nothing but comments and blank space in it."""
    return all(not line.strip() or line.lstrip().startswith("#") for line in source.splitlines())


def blanks(source: str) -> list[int]:
    """The lines that are still to be written: `...` as a statement or a value, or `raise NotImplementedError`."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []
    return sorted({node.lineno for node in _executable(tree) if _is_blank(node)})


def _is_blank(node: ast.AST) -> bool:
    match node:
        case ast.Constant(value=value):
            return value is ...
        case ast.Raise(exc=ast.Call(func=ast.Name(id="NotImplementedError")) | ast.Name(id="NotImplementedError")):
            return True
    return False


def _executable(tree: ast.AST) -> Iterator[ast.expr | ast.stmt]:
    """The nodes of a program, without annotations, indices (x[..., 0]) and empty class bodies, where `...` is meant."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.expr | ast.stmt):
            yield node
        for name, value in ast.iter_fields(node):
            if name in ("annotation", "returns") or (name == "slice" and isinstance(node, ast.Subscript)):
                continue
            inside = [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, ast.AST)]
            if isinstance(node, ast.ClassDef) and name == "body":
                inside = [one for one in inside if not isinstance(one, ast.Expr)]
            waiting += inside
