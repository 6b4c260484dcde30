"""What the value of an expression may share objects with, and whether it is numbers alone."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping

from tutor.course import calm
from tutor.course.effects import ANY_FILE, FUNCTION, Effects, Piece
from tutor.course.elsewhere import path_of_file

_SCALAR_ATTRIBUTES = frozenset(("value", "shape", "dtype", "device", "ndim", "__name__", "requires_grad"))
"""Attributes whose value has nothing in common with what they are of."""


class Scope:
    """The names of one cell, at a place of it."""

    def __init__(self, place: int, modules: Mapping[str, str], methods: frozenset[str]) -> None:
        self.effects = Effects()
        self._place = place
        self._in_class = False
        self._made = Piece()
        self._selves: dict[str, set[str]] = {}
        """What a change of a method's own object is a change of; nothing where that is only being made."""
        self._modules, self._methods = modules, methods
        self._piece: Piece = self.effects
        self._bound: set[str] = set()
        """What has a value for sure by now."""
        self._local: list[dict[str, str]] = []
        """Of each function and comprehension around: its own names, and what they are called here."""
        self._count = 0
        self._catching = -1
        """How many functions are around the `with` that takes back what is done to warnings; -1 outside of one."""
        self._used: set[str] = set()
        """Names that were looked up, but not by what happens in processes of its own."""
        self._only_named: list[ast.expr] = []
        """Expressions whose values get names, and nothing else is done with them."""
        self._makes_paths = False
        """Whether the cell has made the path of a file by now."""
        self._run: set[str] = set()
        """What runs where it is made: classes, and functions that are handed to others there."""
        self._led_to: list[tuple[str, set[str]]] = []
        """For each function and class: what it reads that had no value yet where it is made."""
        self._only_looks = False
        """Whether nothing of the statement can be kept, or called but by what is known."""

    def _resolved(self, name: str) -> str:
        return next((names[name] for names in reversed(self._local) if name in names), name)

    def _path(self, node: ast.AST) -> str | None:
        """The dotted path of something in a module; None for anything else."""
        match node:
            case ast.Name(id=name) if self._resolved(name) == name and "." in self._modules.get(name, ""):
                return self._modules[name]
            case ast.Attribute(value=ast.Name(id=name), attr=attribute) if self._resolved(name) == name:
                return f"{self._modules[name]}.{attribute}" if name in self._modules else None
            case ast.Attribute(value=value, attr=attribute):
                inner = self._path(value)
                return f"{inner}.{attribute}" if inner is not None else None
        return None

    def _origins(self, node: ast.AST, *, graph: bool = False) -> set[str]:
        """The variables whose objects the value of an expression may share, or hold; with `graph` all that it was
        computed from."""
        if self._path(node) is not None:
            return set()
        match node:
            case ast.Name(id=name):
                return {self._resolved(name)}
            case ast.Attribute(attr=name) if name in _SCALAR_ATTRIBUTES:
                return set()
            case ast.BinOp() if not graph and computes(node):
                return set()
            case ast.Compare() | ast.Constant() | ast.JoinedStr():
                return set()
            case ast.Call() if (file := path_of_file(node, self._path)) is not None:
                return {file} if graph else set()
            case ast.IfExp(body=body, orelse=otherwise) if not graph:
                return self._origins(body) | self._origins(otherwise)
            case ast.Call(func=ast.Name(id=name)) if name in calm.FRESH_CALLS:
                return set()
            case ast.Call(func=ast.Attribute(attr=name) as func):
                fresh = calm.FRESH_CALLS if graph else calm.FRESH_CALLS | calm.NEW_NUMBERS
                if self._path(func) in fresh or (
                    name in (calm.FRESH_METHODS - {"clone"} if graph else calm.FRESH_METHODS)
                    and name not in self._methods
                    and self._path(func) is None
                ):
                    return set()
                if name in calm.PURE_ON_DATA and name not in self._methods and self._path(func) is None and not graph:
                    return self._origins(func.value)
        found = {origin for child in ast.iter_child_nodes(node) for origin in self._origins(child, graph=graph)}
        other = graph and isinstance(node, ast.Attribute) and node.attr in calm.ELSEWHERE
        return found | {ANY_FILE} if other else found

    def _data(self, node: ast.expr) -> set[str] | None:
        """The variables that must be numbers alone for the value to be; None where it may be something else."""
        match node:
            case ast.Constant():
                return set()
            case ast.Name(id=name) if self._resolved(name) == name and name not in self._modules:
                return {name}
            case ast.Call(func=func, args=args, keywords=words):
                path = self._path(func)
                if path in ("tutor.live.slider", "tutor.live.choice", "tutor.live.device", calm.STEPS):
                    return set()
                if any(word.arg in ("requires_grad", None) for word in words):
                    return None
                if path is not None:
                    parts = [*args, *(word.value for word in words)] if calm.gives_data(path) else None
                elif isinstance(func, ast.Attribute):
                    pure = func.attr in calm.PURE_METHODS | calm.PURE_ON_DATA and func.attr not in self._methods
                    parts = [func.value, *args, *(word.value for word in words)] if pure else None
                else:
                    known = isinstance(func, ast.Name) and calm.known_builtin(func.id)
                    parts = [*args, *(word.value for word in words)] if known else None
                return self._all_data(parts)
            case (
                ast.BinOp() | ast.UnaryOp() | ast.BoolOp() | ast.Compare() | ast.Tuple() | ast.List() | ast.Subscript()
            ):
                return self._all_data(_expressions(node))
            case ast.Slice() | ast.IfExp() | ast.Starred() | ast.Dict() | ast.Set() | ast.JoinedStr():
                return self._all_data(_expressions(node))
            case ast.FormattedValue(value=value) | ast.Attribute(value=value):
                path = self._path(node)
                if path is None:
                    return self._data(value)
                return set() if calm.constant(path) else None
        return None

    def _scalar(self, node: ast.expr) -> set[str] | None:
        """The variables that must be single things that nobody can change for the value to be one; None where it may be
        something else."""
        match node:
            case ast.Constant() | ast.JoinedStr():
                return set()
            case ast.Name(id=name) if self._resolved(name) == name and name not in self._modules:
                return {name}
            case ast.UnaryOp() | ast.BinOp() | ast.BoolOp() | ast.Compare() | ast.IfExp():
                return self._all(self._scalar, _expressions(node))
            case ast.Attribute(attr=name) if name in calm.SINGLE_ATTRIBUTES and self._path(node) is None:
                return set()
            case ast.Subscript(value=ast.Attribute(attr="shape")):
                return set()
            case ast.Subscript(value=ast.Call(func=func)) if self._path(func) == calm.STEPS or is_range(func):
                return set()
            case ast.Subscript(value=ast.List() | ast.Tuple() | ast.Set() as held):
                return self._all(self._scalar, _expressions(held))
            case ast.Call(func=func) if (path := self._path(func)) is not None:
                return set() if calm.gives_single(path) else None
            case ast.Call(func=ast.Attribute(attr=name)):
                return set() if name in calm.SINGLE_METHODS and name not in self._methods else None
            case ast.Call(func=ast.Name(id=name), args=args) if self._resolved(name) == name:
                if name in calm.SINGLE_CALLS:
                    return set()
                return self._all(self._scalar, args) if name in ("abs", "min", "max", "round", "pow") else None
        return None

    def _all_data(self, parts: Iterable[ast.expr] | None) -> set[str] | None:
        return self._all(self._data, parts) if parts is not None else None

    def _all(self, what: Callable[[ast.expr], set[str] | None], parts: Iterable[ast.expr]) -> set[str] | None:
        """What must hold for all of these."""
        found: set[str] = set()
        for part in parts:
            needed = what(part)
            if needed is None:
                return None
            found |= needed
        return found

    def _may_draw(self, statement: ast.stmt) -> bool:
        """Whether a statement may draw, by itself or by a variable of the cell or before."""
        return not (
            isinstance(statement, ast.Import | ast.ImportFrom)
            or (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant))
            or (isinstance(statement, ast.Assign) and self._calm(statement.value))
            or (isinstance(statement, ast.Expr) and self._calm(statement.value))
        )

    def _calm(self, value: ast.expr) -> bool:
        """Whether all that is called in an expression belongs to a module and draws nothing."""
        called = [one.func for one in ast.walk(value) if isinstance(one, ast.Call)]
        paths = [self._path(func) for func in called]
        return all(path is not None and not calm.draws(path) for path in paths if path != calm.SEED)

    def _doubt(self, why: str, *, here: bool = False) -> None:
        """It cannot be told what something does; `here`: to this process, while it does nothing else."""
        if here:
            self._piece.unclear_here = self._piece.unclear_here or why
        else:
            self._piece.unclear = self._piece.unclear or why


def runs_out(value: ast.expr, path: Callable[[ast.AST], str | None]) -> bool:
    """Whether the value is an iterator, or holds one."""
    match value:
        case ast.GeneratorExp():
            return True
        case ast.Call(func=ast.Name(id=name)) if name in ("iter", "zip", "map", "filter", "enumerate", "reversed"):
            return True
        case ast.Call(func=func) if (path(func) or "").startswith("itertools."):
            return True
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            return any(runs_out(part, path) for part in parts)
    return False


_PLAIN = frozenset(("isinstance", "issubclass", "callable", "len", "sorted", "list", "tuple", "set", "print"))
"""Functions that call nothing that they are given, as long as it is no class of the lesson's."""


def only_looks(value: ast.expr) -> bool:
    """Whether whatever an expression takes from a module by way of `vars` is but looked at, and never called."""
    for node in ast.walk(value):
        match node:
            case ast.Call(func=ast.Name(id="vars")):
                pass
            case ast.Call(
                func=ast.Attribute(value=ast.Call(func=ast.Name(id="vars")), attr="items" | "keys" | "values")
            ):
                pass
            case ast.Call(func=ast.Name(id=name), keywords=[]) if name in _PLAIN:
                pass
            case ast.Call() | ast.Lambda() | ast.NamedExpr() | ast.Await() | ast.Yield() | ast.YieldFrom():
                return False
            case ast.Name(id=name, ctx=ast.Store()) if name in _PLAIN or name == "vars":
                return False
    return True


def an_item_of(value: ast.expr) -> ast.expr:
    """What a loop over a value gives its variable."""
    return ast.Subscript(value, ast.Constant(0), ast.Load())


def is_range(func: ast.expr) -> bool:
    """Whether `range` is called, whose items are numbers."""
    return isinstance(func, ast.Name) and func.id == "range"


def goes_round(node: ast.For, path: Callable[[ast.AST], str | None]) -> bool:
    """Whether the body of a loop is gone through from its first line to its last, once at least."""
    match node.iter:
        case ast.List(elts=[_, *_]) | ast.Tuple(elts=[_, *_]):
            some = not any(isinstance(one, ast.Starred) for one in node.iter.elts)
        case ast.Call(func=func, args=[ast.Constant(value=int(count))], keywords=[]):
            some = count > 0 and (path(func) == calm.STEPS or is_range(func))
        case _:
            some = False
    return some and not any(isinstance(one, ast.Break | ast.Continue) for part in node.body for one in ast.walk(part))


def is_list(target: ast.expr, value: ast.expr) -> bool:
    """Whether a variable is a new list, dictionary or set by this assignment."""
    if isinstance(value, ast.Call):
        return isinstance(value.func, ast.Name) and value.func.id in ("list", "dict", "set")
    made = ast.List | ast.Dict | ast.Set | ast.ListComp | ast.DictComp | ast.SetComp
    return isinstance(target, ast.Name) and isinstance(value, made)


def called_first(called: ast.expr) -> str:
    """The name of the function that is called before anything else where this is called; '' where that is not clear."""
    match called:
        case ast.Name(id=name):
            return name
        case ast.Lambda(body=ast.Call(func=ast.Name(id=name), args=args, keywords=words)):
            handed = [*args, *(word.value for word in words)]
            return name if all(isinstance(one, ast.Constant | ast.Name | ast.UnaryOp) for one in handed) else ""
    return ""


def computes(node: ast.BinOp) -> bool:
    """Whether the result is a new number or tensor, and no list that holds what another does."""
    if not isinstance(node.op, ast.Add | ast.Mult):
        return True
    numbers = [one for one in (node.left, node.right) if isinstance(one, ast.Constant)]
    others = [one for one in (node.left, node.right) if isinstance(one, ast.BinOp | ast.Call)]
    is_float = any(isinstance(one.value, float) for one in numbers)
    return is_float or (isinstance(node.op, ast.Mult) and bool(numbers) and bool(others))


def _expressions(node: ast.AST) -> list[ast.expr]:
    return [child for child in ast.iter_child_nodes(node) if isinstance(child, ast.expr)]


def items_for(targets: list[ast.expr], value: ast.expr) -> list[ast.expr]:
    """What each of these targets is given of a value: its own part where it is written there, else all of it."""
    parts = value.elts if isinstance(value, ast.Tuple | ast.List) else []
    starred = any(isinstance(one, ast.Starred) for one in (*targets, *parts))
    return parts if len(parts) == len(targets) and not starred else [value] * len(targets)


def parameters(arguments: ast.arguments) -> list[str]:
    """The names of all parameters of a function."""
    every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
    return [one.arg for one in every if one is not None]


def own_nodes(function: ast.AST) -> Iterator[ast.AST]:
    """All nodes of a function but those of functions within it."""
    waiting = list(ast.iter_child_nodes(function))
    while waiting:
        node = waiting.pop()
        yield node
        if not isinstance(node, FUNCTION | ast.Lambda | ast.ClassDef):
            waiting += ast.iter_child_nodes(node)
