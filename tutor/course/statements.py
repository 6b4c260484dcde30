"""Goes through the statements of a cell, for what it reads, binds and changes."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, nullcontext
from functools import lru_cache, partial

from tutor.course import calm
from tutor.course.effects import Effects, Piece, parsed
from tutor.course.elsewhere import reads_nothing, settled
from tutor.course.expressions import Expressions
from tutor.course.origins import an_item_of, goes_round, only_looks
from tutor.course.versions import PLAIN, Naming, renamed


def effects_of(
    place: int,
    source: str,
    modules: Mapping[str, str],
    methods: frozenset[str],
    naming: Naming = PLAIN,
) -> Effects:
    """Of the cell at a place of the lesson, whose cells import these modules and have methods of these names; `naming`
    is what its variables are called."""
    known = tuple(sorted(item for item in modules.items() if item[0] in source))
    return _read(place, source, known, frozenset(name for name in methods if name in source), naming)


@lru_cache(maxsize=1024)
def _read(
    place: int,
    source: str,
    modules: tuple[tuple[str, str], ...],
    methods: frozenset[str],
    naming: Naming,
) -> Effects:
    reader = _Statements(place, dict(modules), methods)
    tree = parsed(source)
    reader.read(renamed(tree, naming) if tree is not None and naming != PLAIN else tree)
    reader.effects.reads -= {own for _, own, _ in naming.either}
    return reader.effects


class _Statements(Expressions):
    """Reads the statements of one cell, one after another."""

    def read(self, tree: ast.Module | None) -> None:
        """All of it; what was seen stands in `effects`."""
        if tree is None:
            self._doubt("it is not Python")
            return
        drawn, idle = False, True
        for statement in tree.body:
            match statement:
                case ast.Expr(value=ast.Call(func=func)) if self._path(func) == calm.SEED and not drawn:
                    self.effects.seeds = True
                case ast.Expr(value=ast.Call(func=func, args=[ast.Constant(value=int(number))], keywords=[])) if (
                    self._path(func) == calm.THREADS
                ):
                    self.effects.threads = number
                case _ if any(self._path(one) == calm.THREADS for one in ast.walk(statement)):
                    self.effects.threads = None
            self._statement(statement)
            drawn = drawn or self._may_draw(statement)
            if idle and (file := settled(statement, self._path)) is not None:
                self.effects.settles.add(file)
            else:
                idle = idle and reads_nothing(statement, self._path)
        self._uncalled()
        self.effects.sure = self._bound - self.effects.reads

    def _block(self, body: Iterable[ast.stmt]) -> None:
        for statement in body:
            self._statement(statement)

    @contextmanager
    def _perhaps(self) -> Iterator[None]:
        """What is bound in here is not bound for sure."""
        before = set(self._bound)
        yield
        self._bound &= before

    def _statement(self, node: ast.stmt) -> None:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                self._function(node)
            case ast.ClassDef():
                self._class(node)
            case ast.Assign(targets=targets, value=value):
                self._value(value)
                for target in targets:
                    self._bind(target, value)
            case ast.AnnAssign(target=target, annotation=written, value=value):
                if not self._local:
                    self._expression(written)
                if value is not None:
                    self._value(value)
                    self._bind(target, value)
            case ast.AugAssign(target=target, value=value):
                self._value(value)
                self._expression(target)
                self._alter(self._origins(target))
                self._bind(target, value)
            case ast.For(target=target, iter=value, body=body, orelse=rest):
                self._value(value)
                with nullcontext() if goes_round(node, self._path) else self._perhaps():
                    self._bind(target, an_item_of(value))
                    self._block(body)
                with self._perhaps():
                    self._block(rest)
            case ast.While(test=test, body=body, orelse=rest) | ast.If(test=test, body=body, orelse=rest):
                self._expression(test)
                for part in (body, rest):
                    with self._perhaps():
                        self._block(part)
            case ast.With(items=items, body=body):
                self._with(items, body)
            case ast.Try() | ast.TryStar():
                self._try(node)
            case ast.Delete(targets=targets):
                for target in targets:
                    self._delete(target)
            case ast.Import(names=names):
                self._import([one.name for one in names], [one.asname or one.name.partition(".")[0] for one in names])
            case ast.ImportFrom(module=module, names=names):
                self._import([module or "."], [one.asname or one.name for one in names])
            case ast.Expr(value=ast.Call(func=func) as call) if (
                self._catching == len(self._local) and self._path(func) in calm.FILTERS
            ):
                self._within(call)
            case ast.Expr(value=value):
                self._only_looks = not self._local and only_looks(value)
                self._expression(value)
                self._only_looks = False
            case ast.Return(value=value):
                if value is not None:
                    self._return(value)
            case ast.Assert(test=test, msg=message):
                self._expression(test)
                self._raise(message)
            case ast.Raise(exc=error, cause=cause):
                self._raise(error)
                self._raise(cause)
            case ast.Pass() | ast.Break() | ast.Continue():
                pass
            case _:
                self._doubt(f"it has a `{type(node).__name__.lower()}`")
                for child in ast.walk(node):
                    if isinstance(child, ast.Name) and isinstance(child.ctx, ast.Store):
                        self.effects.binds.add(child.id)

    def _with(self, items: list[ast.withitem], body: list[ast.stmt]) -> None:
        """A context may end its body early, and go on."""
        paths = [self._path(one.context_expr.func) for one in items if isinstance(one.context_expr, ast.Call)]
        sure = len(paths) == len(items) and all(path is not None and calm.ends_its_body(path) for path in paths)
        catching = self._catching
        with nullcontext() if sure else self._perhaps():
            for item in items:
                match item.context_expr:
                    case ast.Call(func=func) as call if (path := self._path(func)) in calm.RESTORING:
                        self._within(call)
                        self._catching = len(self._local) if path == calm.CATCHING else self._catching
                    case context:
                        self._value(context)
                if item.optional_vars is not None:
                    self._bind(item.optional_vars, item.context_expr)
            self._block(body)
        self._catching = catching

    def _within(self, call: ast.Call) -> None:
        """Something of a module is called of which it is known that here it changes nothing for good."""
        outer, self._piece = self._piece, Piece()
        root: ast.expr = call.func
        while isinstance(root, ast.Attribute):
            root = root.value
        if isinstance(root, ast.Name) and root.id not in self._bound:
            self._piece.reads.add(root.id)
        for part in (*call.args, *(word.value for word in call.keywords)):
            self._expression(part)
        self._made, self._piece = self._piece, outer
        self._merge(self._made)

    def _try(self, node: ast.Try | ast.TryStar) -> None:
        """What is tried may end anywhere: nothing that is bound by it or by a handler is bound for sure."""
        with self._perhaps():
            self._block(node.body)
            self._block(node.orelse)
        tried = {self._resolved(one.id) for part in node.body for one in ast.walk(part) if isinstance(one, ast.Name)}
        for handler in node.handlers:
            with self._perhaps():
                if handler.type is not None:
                    self._expression(handler.type)
                if handler.name is not None:
                    self._caught(handler.name, tried)
                self._block(handler.body)
                self._bound.discard(handler.name or "")
        self._block(node.finalbody)

    def _caught(self, name: str, tried: set[str]) -> None:
        """An error gets a name, which it loses at the end of the handler; it may hold what was tried."""
        called = self._resolved(name)
        self._come_from(called, tried, tried)
        self.effects.lists[called] = False
        if called == name:
            self.effects.binds.add(name)
            self.effects.other.add(name)
            self.effects.sources.setdefault(name, Piece()).reads |= tried
            self._bound.add(name)

    def _raise(self, error: ast.expr | None) -> None:
        """Whoever catches an error has what it holds: nothing but texts, where that can be told."""
        if error is None:
            return
        self._expression(error)
        held = [*error.args, *(word.value for word in error.keywords)] if isinstance(error, ast.Call) else [error]
        if any(not calm.known_builtin(name) for one in held for name in self._origins(one)):
            self._doubt("what it raises may hold anything")

    def _delete(self, target: ast.expr) -> None:
        """A variable has no value any more, or an item or attribute is taken away."""
        match target:
            case ast.Tuple(elts=parts) | ast.List(elts=parts):
                for part in parts:
                    self._delete(part)
            case ast.Name(id=name):
                self._expression(target)
                if name in self._modules:
                    self._doubt(f"it takes {name} away")
                if self._resolved(name) == name:
                    self.effects.binds.add(name)
                    self._bound.discard(name)
            case _:
                self._expression(target)
                self._change(target)

    def _import(self, sources: list[str], given: list[str]) -> None:
        for source in sources:
            root = source.partition(".")[0]
            if root not in calm.TRUSTED and root not in sys.stdlib_module_names:
                self._doubt(f"importing {root} may do anything")
        if "*" in given:
            self._doubt("it imports all that a module has")
        self._bound |= set(given)
        self.effects.binds |= set(given)

    def _function(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        arguments = node.args
        every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
        written = [*(one.annotation for one in every if one is not None), node.returns]
        for part in (*arguments.defaults, *arguments.kw_defaults, *node.decorator_list, *written):
            if part is not None:
                self._expression(part)
        if any(
            part is not None and self._scalar(part) != set() for part in (*arguments.defaults, *arguments.kw_defaults)
        ):
            self.effects.keeping.add(node.name)
        if node.decorator_list and not self._in_class:
            self._piece.passed.add(self._resolved(node.name))
            self._run.add(node.name)
        inner = self._body(node, node.args, partial(self._block, node.body), node.name if self._in_class else "")
        match node.body:
            case [ast.Expr(value=ast.Call(func=func)), *_] if not node.decorator_list:
                inner.seeds = self._path(func) == calm.SEED
        self._name(node.name, inner)

    def _class(self, node: ast.ClassDef) -> None:
        for one in (*node.bases, *(word.value for word in node.keywords), *node.decorator_list):
            self._expression(one)
        inner = self._body(node, None, partial(self._block, node.body))
        for statement in node.body:
            if isinstance(statement, ast.Assign | ast.AnnAssign) and not isinstance(
                statement.value, ast.Constant | None
            ):
                inner.unclear = inner.unclear or "its class keeps values of its own"
        self._run.add(node.name)
        self._name(node.name, inner)

    def _name(self, name: str, inner: Piece) -> None:
        """A function or class is there from now on, if this is not within another."""
        if self._local:
            own = self._local[-1].setdefault(name, name)
            self._come_from(own, inner.reads, inner.reads)
            self._merge(inner)
        else:
            self.effects.bodies[name] = inner
            self.effects.binds.add(name)
            self._bound.add(name)
            self._led_to.append((name, inner.reads - self._bound))

    def _uncalled(self) -> None:
        """What the functions and classes read is read by the cell, if something of it may call them."""
        for name, reads in self._led_to:
            if name in self._used or name in self._run:
                self.effects.reads |= reads
            else:
                self.effects.uncalled.add(name)
                self.effects.aside |= reads
