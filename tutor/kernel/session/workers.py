"""Worker processes that a cell starts, by whatever method: they find the lesson's classes, functions and values.

A forked worker has them all. One that starts fresh (spawn, forkserver) would import the script of its parent anew;
cells have no such script, and to run them again would be to train again. Instead what it needs travels with its
start: the cells' texts, of which it executes the definitions alone, and the values that these refer to, as they
stand at that moment. This runs in the worker too, before torch is there: it imports nothing but the library.
"""

from __future__ import annotations

import ast
import io
import linecache
import multiprocessing
import os
import pickle
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import forkserver, spawn
from types import FunctionType, ModuleType
from typing import Any

NAME = "__mp_main__"
"""What Python calls the main module in a worker that started fresh, so that `if __name__ == "__main__":` is false."""
LARGEST = 1 << 28
"""A value of more bytes than this does not travel."""
_DEFINITIONS = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass(frozen=True)
class Source:
    """The text of a cell that has run, or runs."""

    name: str
    """The file name that its tracebacks carry."""
    text: str
    flags: int
    """The compiler's, for `from __future__ import …`."""


class _LessonInWorker:
    """Enters the lesson in the process that unpickles it."""

    def __init__(self, *parts: Any) -> None:
        self._parts = parts

    def __reduce__(self) -> tuple[Callable[..., None], tuple[Any, ...]]:
        return enter, (list(sys.path), *self._parts)


class _Absent(type):
    """The type of what stands for a thing that a worker could not have: whoever uses it learns why."""

    why: str

    def __getattr__(cls, name: str) -> Any:
        raise (AttributeError if name.startswith("__") else RuntimeError)(cls.why)

    def __getitem__(cls, key: object) -> Any:
        raise RuntimeError(cls.why)

    def __iter__(cls) -> Iterator[Any]:
        raise RuntimeError(cls.why)


def _absent(name: str, why: str) -> _Absent:
    """What stands for `name`, which is not here for the reason given."""
    words = f"{name} is not in this worker process: {why}"

    def refuse(*_: object, **__: object) -> Any:
        raise RuntimeError(words)

    return _Absent(name, (), {"why": words, "__new__": refuse})


def share(main: ModuleType, sources: Sequence[Source]) -> None:
    """From now on, workers that start fresh enter the lesson whose main module this is. `sources` may grow."""

    def prepared(name: str) -> dict[str, Any]:
        data = _original(name)
        made = frozenset(name for name, value in list(vars(main).items()) if _is_definition(value))
        return {**data, "lesson": _LessonInWorker(tuple(sources), *_values(main, sources, made), made)}

    library: Any = spawn  # which has no hook for this
    library.get_preparation_data = prepared
    sys.modules[NAME] = main  # where a worker's own objects say that they come from
    forkserver.set_forkserver_preload(["torch"])  # once for all workers of a cell


def keep_in(folder: str) -> None:
    """Have the sockets of workers lie in a folder that is removed however the session ends."""
    process: Any = multiprocessing.current_process()
    process._config["tempdir"] = folder


def forget_server() -> None:
    """In a fork of a process with a fork server: that one is the parent's child, and this process has its own."""
    library: Any = forkserver
    server = library._forkserver
    if server._forkserver_alive_fd is not None:
        os.close(server._forkserver_alive_fd)
    fresh = library._forkserver = forkserver.ForkServer()
    fresh.set_forkserver_preload(server._preload_modules)
    for name in ("ensure_running", "get_inherited_fds", "connect_to_new_process", "set_forkserver_preload"):
        setattr(library, name, getattr(fresh, name))


def enter(
    path: list[str], sources: Sequence[Source], values: dict[str, bytes], left: dict[str, str], made: frozenset[str]
) -> None:
    """In a worker: be in the lesson's main module, with its definitions and the values that they refer to.

    `left` says of names why their values did not travel; of those in `made`, assignments are definitions too.
    """
    sys.path[:] = path
    main = ModuleType(NAME)
    _before.append(sys.modules["__main__"])  # what runs there must not be taken apart
    sys.modules["__main__"] = sys.modules[NAME] = main
    names, waiting = vars(main), dict(values)
    names.update({name: _absent(name, why) for name, why in left.items()})
    for source in sources:
        linecache.cache[source.name] = (len(source.text), None, source.text.splitlines(keepends=True), source.name)
        for statement in _definitions(source, made):
            _load(waiting, names)
            try:
                exec(compile(ast.Module([statement], []), source.name, "exec", source.flags, True), names)
            except Exception as error:  # it may not be needed here; whoever needs it is told
                why = f"defining it raised {type(error).__name__}: {error}"
                names.update({name: _absent(name, why) for name in _bound(statement)})
    _load(waiting, names)
    share(main, sources)


# ------------------------------------------------------------------------------------------------ what is defined


def _definitions(source: Source, made: frozenset[str]) -> Iterator[ast.stmt]:
    """The statements of a cell that define something, and do nothing else."""
    tree = ast.parse(source.text, source.name)
    yield from (statement for statement in tree.body if _defines(statement, made))


def _defines(statement: ast.stmt, made: frozenset[str]) -> bool:
    match statement:
        case ast.If(test=test, body=body, orelse=orelse):
            guarded = any(isinstance(node, ast.Name) and node.id == "__name__" for node in ast.walk(test))
            return not guarded and all(_defines(one, made) for one in (*body, *orelse))
        case ast.Try(body=body, handlers=handlers, orelse=orelse, finalbody=final):
            inner = [*body, *orelse, *final, *(one for handler in handlers for one in handler.body)]
            return all(_defines(one, made) or isinstance(one, ast.Pass) for one in inner)
        case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
            return name in made  # a lambda; a namedtuple or another class that a call makes
    return isinstance(statement, _DEFINITIONS)


def _is_definition(value: object) -> bool:
    """Whether what a name stands for is a class of the cells' own, or a lambda: found by name, and not by value."""
    if isinstance(value, type):
        return value.__module__ in ("__main__", NAME)
    return type(value) is FunctionType and value.__name__ == "<lambda>" and value.__module__ in ("__main__", NAME)


def _bound(statement: ast.stmt) -> Iterator[str]:
    """The names that a statement binds."""
    for node in ast.walk(statement):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.alias):
            yield node.asname or node.name.partition(".")[0]


# ---------------------------------------------------------------------------------------------------------- values


def _values(
    main: ModuleType, sources: Sequence[Source], made: frozenset[str]
) -> tuple[dict[str, bytes], dict[str, str]]:
    """What the definitions refer to and do not define themselves, pickled; and why some of it cannot be."""
    statements = [one for source in sources for one in _definitions(source, made)]
    defined = {name for one in statements if not isinstance(one, ast.Assign) for name in _bound(one)}
    used = {node.id for one in statements for node in ast.walk(one) if isinstance(node, ast.Name)}
    values, left = dict[str, bytes](), dict[str, str]()
    for name in sorted((used & vars(main).keys()) - defined - made):
        if not isinstance(vars(main)[name], ModuleType):
            written = _Bounded()
            try:
                pickle.Pickler(written, pickle.HIGHEST_PROTOCOL).dump(vars(main)[name])
                values[name] = written.getvalue()
            except Exception as error:  # an open file, a generator, a lock: it may not be needed there
                left[name] = str(error)
    return values, left


class _Bounded(io.BytesIO):
    """Refuses to grow beyond what travels."""

    def write(self, data: Any, /) -> int:
        if self.tell() + len(data) > LARGEST:
            raise OverflowError(
                f"it is larger than {LARGEST >> 20} MB; make it in the worker, or give it as an argument"
            )
        return super().write(data)


def _load(waiting: dict[str, bytes], names: dict[str, Any]) -> None:
    """Give their values to the names whose classes are there by now."""
    for name in list(waiting):
        try:
            names[name] = pickle.loads(waiting[name])
        except Exception:  # its class is defined further down
            continue
        del waiting[name]


_original = spawn.get_preparation_data
_before: list[ModuleType] = []
