"""Names that a program makes only where there is a GPU, and uses all the same."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tutor.opening.paths import bound

_ASKS = re.compile(r"(?<!not )\btorch\.(?:cuda|backends\.cudnn)\.is_available\(\)")
_INNER = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


class GpuOnly:
    """Follows the cells of a program in their order."""

    def __init__(self) -> None:
        self._only: dict[str, str] = {}
        """Names that have been made only behind a question for a GPU, with that question."""
        self._made: set[str] = set()

    def used(self, tree: ast.Module) -> Iterator[tuple[str, str, int]]:
        """The names that this next cell uses and that may not be there: the name, the question that was asked before
        it was made, and the line of the cell."""
        for node in tree.body:
            match node:
                case ast.If(test=test) if (asked := _ASKS.search(ast.unparse(test))) and " or " not in ast.unparse(
                    test
                ):
                    inside, otherwise = bound(*node.body), bound(*node.orelse)
                    self._made |= inside & otherwise
                    for name in inside - self._made:
                        self._only.setdefault(name, asked[0])
                case _:
                    itself = bound(*_parts(node))
                    for name, line in _loads(node):
                        if name in self._only and name not in self._made | itself:
                            yield name, self._only[name], line
                    self._made |= bound(node)


def _parts(node: ast.stmt) -> Iterator[ast.AST]:
    """What of a statement may make a name before it uses it: all of a loop, but of `x = x + 1` what is on the right."""
    if not isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
        yield node
    elif node.value is not None:
        yield node.value


def _loads(node: ast.AST) -> Iterator[tuple[str, int]]:
    """The names that are looked up when this is run, but for those within functions, which run later."""
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        yield node.id, node.lineno
    if isinstance(node, _INNER):
        return
    for inner in ast.iter_child_nodes(node):
        yield from _loads(inner)
