"""Compiling and running one cell, in a namespace that behaves like a script's."""

from __future__ import annotations
import __future__

import ast
import linecache
import sys
from functools import reduce
from operator import or_
from types import CodeType, ModuleType
from typing import Any

from tutor.kernel.protocol.requests import Cell
from tutor.kernel.session.workers import Source

_FUTURES = reduce(or_, (getattr(__future__, name).compiler_flag for name in __future__.all_feature_names))


class Namespace:
    """What the cells of a lesson share: the module `__main__`, and whose lines are whose."""

    def __init__(self) -> None:
        self.module = ModuleType("__main__")
        self.files: dict[str, int] = {}
        """The number of the cell for each file name that its tracebacks carry."""
        self.sources: list[Source] = []
        """The cells that have run, and the one that runs."""
        self._flags = 0

    def enter(self) -> None:
        """Take the place of the process's own main module, so that pickles and `__main__` mean the lesson."""
        sys.modules["__main__"] = self.module

    def run(self, cell: Cell) -> Any:
        """Run a cell; the value of its last expression, or None. Raises whatever the cell raises, SyntaxError too."""
        body, last = self._compile(cell)
        self.sources.append(Source(self.name_of(cell), cell.source, self._flags))
        names = vars(self.module)
        exec(body, names)
        return eval(last, names) if last is not None else None

    @staticmethod
    def name_of(cell: Cell) -> str:
        """The file name that the cell's tracebacks carry."""
        return f"{cell.name or 'lesson'}, cell {cell.number}"

    def _compile(self, cell: Cell) -> tuple[CodeType, CodeType | None]:
        name = self.name_of(cell)
        self.files[name] = cell.number
        # With None for its time of change, the entry is kept although no such file is there.
        linecache.cache[name] = (len(cell.source), None, cell.source.splitlines(keepends=True), name)
        # First the plain source: the compiler finds errors that the parser does not ('return' outside a function).
        whole = compile(cell.source, name, "exec", self._flags, dont_inherit=True)
        self._flags |= whole.co_flags & _FUTURES
        tree = ast.parse(cell.source, name)
        if not tree.body or not isinstance(tree.body[-1], ast.Expr):
            return whole, None
        last = ast.Expression(tree.body.pop().value)  # type: ignore[attr-defined]
        return (
            compile(tree, name, "exec", self._flags, dont_inherit=True),
            compile(last, name, "eval", self._flags, dont_inherit=True),
        )
