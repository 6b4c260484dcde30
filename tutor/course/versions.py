"""Variables that a cell binds anew are other variables: of those that share a name, each gets a name of its own.

Lessons use the same names again and again (`n`, `chart`, `loss`). What a cell does to its `n` is nothing to the `n` of
another cell, where it gives that a value before it reads it; so the two are told apart before it is asked what shares
an object with what. What code may look up later, whenever it is called, keeps its name: functions, what is in them,
generators, and whatever has a name in a text that is run.
"""

from __future__ import annotations

import ast
import copy
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from tutor.course.effects import Effects, parsed
from tutor.course.origins import own_nodes, parameters

MARK = "@"
"""Between a variable's name and the cell that has bound it; in no name of Python's."""


Pairs = tuple[tuple[str, str], ...]

NAMED = 3
"""Variables that are named as the reason; more are counted."""


class Naming(NamedTuple):
    """What the variables of a cell are called."""

    names: Pairs = ()
    """For a name in the cell: that of the variable."""
    either: tuple[tuple[str, str, str], ...] = ()
    """Variables after the cell that may be one or the other of two: what the cell perhaps binds, and what was there."""


PLAIN = Naming()


def plain_name(name: str) -> str:
    """The name as the lesson has it."""
    return name.partition(MARK)[0]


def versions(sources: Sequence[str], effects: Sequence[Effects], fixed: Iterable[str]) -> list[Naming]:
    """For each of these cells, of which these are the effects by the names in them; `fixed` are names that stay."""
    staying = set(fixed)
    for source in sources:
        staying |= _staying(source)
    present: dict[str, str] = {}
    perhaps: dict[str, tuple[int, tuple[str, str, str]]] = {}
    names: list[Pairs] = []
    either: list[list[tuple[str, str, str]]] = [[] for _ in sources]
    for place, (source, cell) in enumerate(zip(sources, effects, strict=True)):
        waiting = [present[name] for name in cell.reads if name in present]
        while waiting:
            if (found := perhaps.get(waiting.pop())) is not None and found[1] not in either[found[0]]:
                either[found[0]].append(found[1])
                waiting.append(found[1][2])
        inside = dict(present)
        for name in cell.binds - cell.reads - staying:
            inside[name] = own = f"{name}{MARK}{place}"
            if name not in cell.sure and name in present:
                both = f"{own}{MARK}"
                perhaps[both] = place, (both, own, present[name])
                present[name] = both
            else:
                present[name] = own
        names.append(tuple(sorted(item for item in inside.items() if item[0] in source)))
    return [Naming(*parts) for parts in zip(names, map(tuple, either), strict=True)]


def renamed(tree: ast.Module, naming: Naming) -> ast.Module:
    """The cell with these names for its variables."""
    changed = _Renaming(dict(naming.names)).visit(copy.deepcopy(tree))
    assert isinstance(changed, ast.Module)
    for name, own, before in naming.either:
        value = ast.BoolOp(ast.Or(), [ast.Name(own, ast.Load()), ast.Name(before, ast.Load())])
        changed.body.append(ast.Assign([ast.Name(name, ast.Store())], value))
    return changed


@lru_cache(maxsize=512)
def _staying(source: str) -> frozenset[str]:
    tree = parsed(source)
    return frozenset(_late(tree)) if tree is not None else frozenset()


def _late(tree: ast.AST) -> Iterator[str]:
    """The names that something of a cell may look up after the cell, or that cannot be followed."""
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
                yield from _free(node)
            case ast.ClassDef():
                yield from _named(node)
            case ast.GeneratorExp(generators=[first, *_] as generators):
                own = _targets(generators)
                yield from (name for name in _named(node) if name not in own)
                yield from _named(first.iter)
            case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                yield name
            case ast.MatchMapping(rest=str(name)):
                yield name
            case ast.Global(names=names) | ast.Nonlocal(names=names):
                yield from names
            case ast.Call(keywords=words) if any(word.arg == "globals" for word in words):
                for text in (one.value for one in ast.walk(node) if isinstance(one, ast.Constant)):
                    yield from re.findall(r"\w+", text) if isinstance(text, str) else ()


def _free(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> Iterator[str]:
    """All names in a function but its own, and all in what is worked out where it is defined."""
    own = set(parameters(node.args))
    own |= {one.id for one in own_nodes(node) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)}
    body = node.body if isinstance(node.body, list) else [node.body]
    yield from (name for part in body for name in _named(part) if name not in own)
    yield from _named(node.args)
    if not isinstance(node, ast.Lambda):
        for part in (*node.decorator_list, node.returns):
            yield from _named(part) if part is not None else ()


def _named(node: ast.AST) -> Iterator[str]:
    return (one.id for one in ast.walk(node) if isinstance(one, ast.Name))


def _targets(generators: Iterable[ast.comprehension]) -> set[str]:
    """The names that are a comprehension's own."""
    return {name for part in generators for name in _named(part.target)}


class _Renaming(ast.NodeTransformer):
    """Gives the variables of a cell their names, and leaves alone what is looked up later."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names

    def visit(self, node: ast.AST) -> ast.AST:
        """The node with the names of its variables."""
        match node:
            case ast.Name(id=name):
                return ast.copy_location(ast.Name(self._names.get(name, name), node.ctx), node)
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda() | ast.ClassDef() | ast.GeneratorExp():
                return node
            case ast.ListComp(generators=parts) | ast.SetComp(generators=parts) | ast.DictComp(generators=parts):
                return self._comprehension(node, parts)
        changed: ast.AST = self.generic_visit(node)
        return changed

    def _comprehension(self, node: ast.AST, parts: list[ast.comprehension]) -> ast.AST:
        """What is gone through first is looked up outside of the comprehension's own names, and all else within."""
        own = _targets(parts)
        outside = self.visit(parts[0].iter)
        parts[0].iter = ast.Constant(None)
        _Renaming({name: called for name, called in self._names.items() if name not in own}).generic_visit(node)
        parts[0].iter = outside if isinstance(outside, ast.expr) else parts[0].iter
        return node


def listed(names: set[str]) -> str:
    """'w, x, y' or 'w, x, y and 2 more'."""
    ordered = sorted(set(map(plain_name, names)))
    more = len(ordered) - NAMED
    return ", ".join(ordered[:NAMED]) + (f" and {more} more" if more > 0 else "")
