"""What the expressions of a cell read, hand on and change, and which names their values get."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable
from functools import partial

from tutor.course import calm
from tutor.course.effects import ANY_FILE, ARGUMENT, SELF, Piece, parsed
from tutor.course.elsewhere import path_of_file
from tutor.course.origins import an_item_of, is_list, items_for, own_nodes, parameters, runs_out
from tutor.course.outside import OutsideCalls

_KEEPING = frozenset(("append", "add", "insert", "extend", "setdefault", "update", "appendleft"))
"""Methods that keep their arguments, and leave these as they are."""
_TIMERS = frozenset(("torch.utils.benchmark.Timer", "torch.utils.benchmark.timer.Timer"))
_WRITING = frozenset(("copyto", "put", "place", "putmask", "fill_diagonal", "shuffle"))
"""Functions that write into what they are given."""
_FRAMES = frozenset(
    ("__globals__", "__builtins__", "__closure__", "__traceback__", "tb_frame", "f_globals", "f_locals", "f_back")
)
"""Attributes that lead to every variable."""


class Expressions(OutsideCalls):
    """Goes through expressions, and gives names to their values."""

    # -------------------------------------------------------------------------------------------------------- bodies

    def _value(self, value: ast.expr) -> None:
        """An expression whose value gets a name, which carries on what may happen when it is used."""
        outer, self._piece = self._piece, Piece()
        self._only_named = value.elts if isinstance(value, ast.Tuple) else [value]
        self._expression(value)
        self._made, self._piece = self._piece, outer
        self._merge(self._made)

    def _return(self, value: ast.expr) -> None:
        """The value of an expression is what the body around gives."""
        self._expression(value)
        self._piece.returns |= self._origins(value)

    def _merge(self, inner: Piece) -> None:
        """What has been gone through happens here."""
        self._piece.add(inner, {name for name in inner.reads if "·" not in name} - self._bound)

    def _body(self, node: ast.AST, arguments: ast.arguments | None, run: Callable[[], None], method: str = "") -> Piece:
        """What a function or class does when it is called, which `run` goes through; `method` is its name where it is
        one of a class."""
        outer_class = self._in_class
        outer, bound, self._piece, self._bound = self._piece, self._bound, Piece(), set()
        own = set(parameters(arguments)) if arguments is not None else set()
        stored = {one.id for one in own_nodes(node) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)}
        stored |= {one.name for one in own_nodes(node) if isinstance(one, ast.ExceptHandler) and one.name}
        if any(isinstance(one, ast.Global | ast.Nonlocal) for one in own_nodes(node)):
            self._doubt("a function of it gives values to variables outside")
        self._enter(own | stored)
        for name in own:
            self._come_from(self._local[-1][name], {ARGUMENT}, {ARGUMENT})
        if method and arguments is not None and (first := parameters(arguments)[:1]):
            made = self._local[-1][first[0]]
            self._selves[made] = own_object = {SELF} if method != "__init__" else set()
            self.effects.origins[made], self.effects.graph[made] = set(own_object), set(own_object)
        self._in_class = isinstance(node, ast.ClassDef)
        run()
        self._in_class = outer_class
        self._local.pop()
        inner, self._piece, self._bound = self._piece, outer, bound
        return inner

    def _enter(self, names: Iterable[str]) -> None:
        self._count += 1
        self._local.append({name: f"·{self._place}.{self._count} {name}" for name in names})

    # ------------------------------------------------------------------------------------------------------- binding

    def _bind(self, target: ast.expr, value: ast.expr) -> None:
        match target:
            case ast.Name(id=name):
                called = self._resolved(name)
                self._come_from(called, self._origins(value), self._origins(value, graph=True))
                self.effects.lists[called] = self.effects.lists.get(called, True) and is_list(target, value)
                if called == name:
                    self._bind_variable(name, value)
            case ast.Tuple(elts=parts) | ast.List(elts=parts):
                for part, one in zip(parts, items_for(parts, value), strict=True):
                    self._bind(part, one)
            case ast.Starred(value=part):
                self._bind(part, value)
            case _:
                self._expression(target)
                self._change(target)
                self._hold(self._origins(target), [value])

    def _owners(self, names: set[str]) -> set[str]:
        """The same variables, a method's own object as what it is to those outside."""
        return {owner for name in names for owner in self._selves.get(name, {name})}

    def _alter(self, names: set[str]) -> None:
        self._piece.changes |= self._owners(names)

    def _hold(self, holders: set[str], values: Iterable[ast.expr]) -> None:
        """These variables may hold the values from now on, and whoever takes one out may call it."""
        effects = self.effects
        for value in values:
            outer, self._piece = self._piece, Piece()
            self._expression(value)
            called, self._piece = self._piece, outer
            origins, graph = self._origins(value), self._origins(value, graph=True)
            called.reads |= graph
            if any(ARGUMENT in effects.origins.get(holder, ()) for holder in holders):
                self._piece.holds = True
            needed = self._data(value)
            for holder in holders:
                self._come_from(holder, origins, graph)
                if "·" in holder:
                    continue
                effects.held.setdefault(holder, Piece()).add(called)
                if needed is None:
                    effects.other.add(holder)
                else:
                    effects.data.setdefault(holder, set()).update(needed)

    def _come_from(self, name: str, origins: set[str], graph: set[str]) -> None:
        self.effects.origins.setdefault(name, set()).update(origins)
        self.effects.graph.setdefault(name, set()).update(graph)

    def _bind_variable(self, name: str, value: ast.expr) -> None:
        effects = self.effects
        effects.binds.add(name)
        self._bound.add(name)
        made = effects.sources.setdefault(name, Piece())
        if not (isinstance(value, ast.Call) and self._path(value.func) in calm.DRAWN):
            made.paths |= {path for one in ast.walk(value) if (path := self._path(one))}
            made.reads |= self._origins(value, graph=True)
            made.add(self._made, set())
        if runs_out(value, self._path):
            effects.iterators.add(name)
        single = self._scalar(value)
        if single is None:
            effects.mutable.add(name)
        else:
            effects.scalars.setdefault(name, set()).update(single)
        file = path_of_file(value, self._path) or ""
        effects.files[name] = file if effects.files.get(name, file) == file else ""
        needed = self._data(value)
        if needed is None or name in effects.other:
            effects.other.add(name)
        else:
            effects.data.setdefault(name, set()).update(needed)

    def _change(self, target: ast.expr) -> None:
        """An item or attribute is given a value."""
        inner = target
        while isinstance(inner, ast.Attribute | ast.Subscript | ast.Starred):
            inner = inner.value
        if isinstance(inner, ast.Name) and self._resolved(inner.id) == inner.id and inner.id in self._modules:
            self._doubt(f"it changes {self._modules[inner.id]}")
        if isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name):
            self._piece.stores |= self._owners(self._origins(inner))
        else:
            self._alter(self._origins(inner))
        if isinstance(target, ast.Attribute):
            self.effects.altered |= self._origins(inner)
        if isinstance(target, ast.Attribute) and target.attr == "requires_grad":
            self.effects.trained |= self._origins(inner)

    # ---------------------------------------------------------------------------------------------------- expressions

    def _expression(self, node: ast.expr) -> None:
        if (path := self._path(node)) is not None:
            self._take(path, node)
            return
        match node:
            case ast.Name(id=name):
                self._read(name)
                return
            case ast.Lambda(args=arguments, body=body):
                self._merge(self._body(node, arguments, partial(self._return, body)))
                return
            case ast.ListComp() | ast.SetComp() | ast.GeneratorExp() | ast.DictComp():
                self._comprehension(node)
                return
            case ast.Call(func=ast.Attribute(value=receiver) as func) if self._path(func) is None:
                self._call(node)
                for part in (receiver, *node.args, *(word.value for word in node.keywords)):
                    self._expression(part)
                return
            case ast.Call(func=ast.Name(id=name)) if name in calm.LOOKING and self._resolved(name) == name:
                self._look(name, node)
                return
            case ast.Call(func=func) if self._path(func) in calm.OUTSIDE:
                self._outside(node, self._path(func) or "")
                return
            case ast.Call():
                self._call(node)
            case ast.NamedExpr(target=target, value=value):
                self._value(value)
                self._bind(target, value)
                return
            case ast.Await() | ast.Yield() | ast.YieldFrom():
                self._doubt("it goes on later")
            case ast.Attribute(attr=name) if name in _FRAMES:
                self._doubt(f"{name} leads to every variable")
            case ast.Attribute(attr=name) if name in calm.ELSEWHERE and name not in self._methods:
                self._piece.reads.add(ANY_FILE)
            case ast.Attribute(attr=name) if name in self._methods or calm.changes_its_object(name):
                self._alter(self._origins(node))
                if name == "backward":
                    self._piece.backward |= self._origins(node, graph=True)
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.expr):
                self._expression(child)
            elif isinstance(child, ast.keyword):
                self._expression(child.value)

    def _read(self, name: str) -> None:
        called = self._resolved(name)
        if self._makes_paths:
            self._piece.reads |= self._files_behind(called)
        if called != name:
            return
        self._used.add(name)
        if name in self._modules and "." not in self._modules[name]:
            self._doubt(f"it hands on {name} itself")
        elif name not in self._bound:
            self._piece.reads.add(called)
            if calm.known_builtin(name) and not calm.harmless_builtin(name) and name not in self._modules:
                self._doubt(f"{name} may do anything")

    def _take(self, path: str, node: ast.expr) -> None:
        """Something of a module is used."""
        self._piece.paths.add(path)
        self._root(node)
        if _writes(path):
            self._piece.changes.add(ARGUMENT)  # of whoever calls it, in the end
        if not calm.leaves_the_world(path) and path not in (calm.SEED, calm.THREADS):
            self._doubt(f"{path} may change anything", here=calm.stays_in_its_process(path))

    def _look(self, called: str, node: ast.Call) -> None:
        """One of Python's own functions looks into something, or takes out of it what it may be changed by."""
        match node.args:
            case []:
                self._doubt(f"{called} may do anything")
                return
            case [ast.Name(id=name)] | [ast.Name(id=name), ast.Constant()] if (
                called in ("hasattr", "dir") and name in self._modules and self._resolved(name) == name
            ):
                self._piece.reads |= {name} - self._bound
                return
            case [looked, ast.Constant(value=str(attribute)), *rest] if called in ("hasattr", "getattr"):
                self._expression(ast.Attribute(looked, attribute, ast.Load()))
            case [looked, *rest] if called == "dir" or self._path(looked) is None or self._only_looks:
                self._expression(looked)
                if called in ("hasattr", "getattr"):
                    self._alter(self._origins(looked))
                    self._piece.backward |= self._origins(looked, graph=True)
            case [looked, *rest]:
                self._doubt(f"{called} may give anything of a module")
        if node.keywords or any(isinstance(one, ast.Starred) for one in node.args):
            self._doubt(f"{called} may do anything")
        for one in rest:
            self._expression(one)

    def _call(self, node: ast.Call) -> None:
        handed = [*node.args, *(word.value for word in node.keywords)]
        self._piece.passed |= {name for one in handed for name in self._origins(one)}
        if (path := self._path(node.func)) is not None:
            if path in _TIMERS:
                self._timer(node)
            if path == calm.PARAMETER:  # shares the numbers, and is trained
                self.effects.trained |= {name for one in handed for name in self._origins(one)}
            if _writes(path) or any(word.arg == "out" for word in node.keywords):
                self._alter({name for one in handed for name in self._origins(one)})
            return
        if isinstance(node.func, ast.Attribute):
            self._method(node.func, handed)

    def _timer(self, node: ast.Call) -> None:
        """A program in a text is run, with variables that it is given by their names."""
        words = [
            word.value for word in node.keywords if word.arg in ("stmt", "setup", "global_setup", "language", None)
        ]
        for text in (*node.args[:2], *words):
            tree = parsed(text.value) if isinstance(text, ast.Constant) and isinstance(text.value, str) else None
            for statement in tree.body if tree is not None else [None]:
                if isinstance(statement, ast.Expr):
                    self._merge(self._body(tree or node, None, partial(self._expression, statement.value)))
                else:
                    self._doubt("it runs a program that cannot be told")

    def _method(self, func: ast.Attribute, handed: list[ast.expr]) -> None:
        receiver, name = self._origins(func.value), func.attr
        renaming = name == "replace" and len(handed) == 1
        given = {origin for one in handed for origin in self._origins(one)}
        if name in calm.DRAWING_METHODS:
            self._piece.paths.add("torch.rand")
        if name == "backward":
            self._piece.backward |= self._origins(func.value, graph=True)
        elif name in calm.PURE_METHODS and name not in self._methods and not renaming:
            pass
        elif name in calm.PURE_ON_DATA and name not in self._methods:  # keeps nothing of what it is given
            if self._data(func.value) is None:
                self._alter(receiver)
            self._piece.backward |= receiver  # of numbers alone nothing is changed, which is seen later
        elif name in calm.OPTIMIZER_METHODS and name not in self._methods and not handed:
            self._piece.steps |= self._owners(receiver)
        else:
            if name in _KEEPING and isinstance(func.value, ast.Name):
                self._piece.stores |= self._owners(receiver)
            else:
                self._alter(receiver)
            if name == "requires_grad_":
                self.effects.trained |= receiver
            self._hold(receiver, handed)
            if name not in _KEEPING:
                self._alter(given)
            computed = {origin for one in handed for origin in self._origins(one, graph=True)}
            self._piece.writes |= self._origins(func.value, graph=True) | computed
            if name in calm.ELSEWHERE or (renaming and not computed):
                self._piece.writes.add(ANY_FILE)
                self._piece.reads.add(ANY_FILE)

    def _comprehension(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> None:
        for part in node.generators:
            self._value(part.iter)
            self._enter(one.id for one in ast.walk(part.target) if isinstance(one, ast.Name))
            self._bind(part.target, an_item_of(part.iter))
            for test in part.ifs:
                self._expression(test)
        for one in (node.key, node.value) if isinstance(node, ast.DictComp) else (node.elt,):
            self._expression(one)
        del self._local[-len(node.generators) :]


def _writes(path: str) -> bool:
    """Whether a function of a module writes into what it is given."""
    last = path.rpartition(".")[2]
    return last.endswith("_") or last in _WRITING
