"""Handing an answer out to its checks, so that what goes into each call of it is compared after the call.

Nothing else about the answer is another: its classes are the classes themselves, its functions carry the names, the
signature and the globals of the learner's own, and a call within a call is left alone.
"""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Callable, Collection
from functools import _lru_cache_wrapper, lru_cache, partial, update_wrapper
from pathlib import Path
from types import BuiltinFunctionType, FrameType, FunctionType, MethodType, ModuleType
from typing import Any

import torch

from tutor.check.failure import Mistake
from tutor.check.kept import Keeper, is_fixed, keep, unseen

_FUNCTIONS = (
    *(FunctionType, BuiltinFunctionType, MethodType, partial, _lru_cache_wrapper),
    *(torch.jit.ScriptFunction, type(torch.relu)),
)
"""What is called and is neither a class nor an object with a life of its own."""
_SPECIAL = ("__init__", "__call__", "__getitem__")
"""Of a class's methods with such names, those into which a check hands something."""
_PASSES_ON = ("_call_impl", "_wrapped_call_impl", "apply", "decorate_context", "wrapper")
"""Functions of torch that call a method with what they were given: model(x) leads to forward(x)."""
_TORCH = str(Path(torch.__file__).parent)
_plain_setattr = type.__setattr__


class HandedOut:
    """An answer on its way through its checks."""

    def __init__(self, module: ModuleType, starter: str = "", may_change: Collection[str] = ()) -> None:
        self._module, self._starter, self._may_change = module, starter, frozenset(may_change)
        self._functions: dict[int, tuple[Any, Any]] = {}
        self._classes: set[type] = set()
        self._inside = False
        self._changed: Mistake | None = None
        for value in list(vars(module).values()):
            self._watch_class(value)
        self.module: ModuleType = _Handed(module, self._handed)
        """What the checks get as their answer."""
        sys.modules[self.module.__name__] = self.module  # pickle looks there for what the checks hold

    def changed(self) -> Mistake | None:
        """What the last call changed of what it was given, once; whoever called may have caught it on its way."""
        changed, self._changed = self._changed, None
        return changed

    # ------------------------------------------------------------------------------------------------- what is watched

    def _handed(self, value: Any) -> Any:
        """A function of the answer, watched; anything else as it is."""
        if not isinstance(value, _FUNCTIONS):
            self._watch_class(value)
            return value
        known = self._functions.get(id(value))
        if known is None:
            known = self._functions[id(value)] = value, self._watched(value)
            known[1].__module__ = self.module.__name__
        return known[1]

    def _watch_class(self, value: Any) -> None:
        """Watch the methods of a class that is the learner's own."""
        if not isinstance(value, type) or value.__module__ != self._module.__name__ or value in self._classes:
            return
        self._classes.add(value)
        for name, method in list(vars(value).items()):
            if name.startswith("__") and name not in _SPECIAL:
                continue
            if isinstance(method, FunctionType):
                _plain_setattr(value, name, self._watched(method, 1, of_class=True))
            elif isinstance(method, staticmethod | classmethod) and isinstance(method.__func__, FunctionType):
                first = int(isinstance(method, classmethod))
                _plain_setattr(value, name, type(method)(self._watched(method.__func__, first, of_class=True)))

    def _watched(self, function: Any, first: int = 0, *, of_class: bool = False) -> Any:
        """The function, with what it is given from argument `first` on compared after each call from outside.

        A method may also be called by torch or by the learner's own code, with what is theirs.
        """

        def watched(*args: Any, **options: Any) -> Any:
            return call(function, first, args, options)

        def watched_method(*args: Any, **options: Any) -> Any:
            return call(function, first, args, options) if is_from_outside(here(1)) else function(*args, **options)

        call, is_from_outside, here = self._call, self._is_from_outside, sys._getframe
        watched = watched_method if of_class else watched
        names = getattr(function, "__globals__", None)
        if names is not None:  # torch.jit looks up there what the learner's text names
            watched = FunctionType(watched.__code__, names, function.__name__, None, watched.__closure__)
        return update_wrapper(watched, function)

    # ------------------------------------------------------------------------------------------------------- the calls

    def _call(self, function: Any, first: int, args: tuple[Any, ...], options: dict[str, Any]) -> Any:
        if self._inside:
            return function(*args, **options)
        kept: list[tuple[int | str, Keeper]] = []
        given: list[tuple[int | str, Any]] = [*enumerate(args[first:], first), *options.items()]
        given = [(place, value) for place, value in given if not is_fixed(value)]
        if given:
            with unseen():
                for place, value in given:
                    if (keeper := keep(value)) is not None:
                        kept.append((place, keeper))
        self._inside = True
        try:
            result = function(*args, **options)
        finally:
            self._inside = False
        if kept:
            self._compare(function, kept)
        self._watch_class(type(result))  # of a class that is made inside a function
        return result

    def _is_from_outside(self, frame: FrameType | None) -> bool:
        """Whether it is a check that calls a method, or a call of its own that torch passes on."""
        while frame is not None and frame.f_code.co_filename.startswith(_TORCH):
            if frame.f_code.co_name not in _PASSES_ON:
                return False
            frame = frame.f_back
        return frame is not None and frame.f_code.co_filename != self._module.__file__

    def _compare(self, function: Any, kept: list[tuple[int | str, Keeper]]) -> None:
        with unseen():
            for place, keeper in kept:
                if keeper("") is None:
                    continue
                own, given = _parameter(function, place), self._in_starter(function, place)
                if own in self._may_change or given in self._may_change:
                    continue
                self._changed = keeper(own)
                if self._changed is not None:
                    raise self._changed

    def _in_starter(self, function: Any, place: int | str) -> str:
        """What the parameter is called in what the learner was given: they may call it something else."""
        if isinstance(place, str):
            return place
        parameters = _signatures(self._starter).get(getattr(function, "__qualname__", ""), [])
        return parameters[place] if place < len(parameters) else ""


class _Handed(ModuleType):
    """The answer as its checks see it."""

    def __init__(self, module: ModuleType, handed: Callable[[Any], Any]) -> None:
        super().__init__(f"{module.__name__}_as_handed_out", module.__doc__)
        self.__dict__["_module"], self.__dict__["_handed"] = module, handed

    def __getattr__(self, name: str) -> Any:
        return self._handed(getattr(self._module, name))

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self._module, name, value)

    def __delattr__(self, name: str) -> None:
        delattr(self._module, name)

    def __dir__(self) -> list[str]:
        return dir(self._module)


def _parameter(function: Any, place: int | str) -> str:
    """The name of the parameter that an argument was given for."""
    if isinstance(place, str):
        return place
    try:
        parameters = list(inspect.signature(function).parameters.values())
    except (TypeError, ValueError):  # one that is written in C may have none
        parameters = []
    if place < len(parameters) and parameters[place].kind is not inspect.Parameter.VAR_POSITIONAL:
        return parameters[place].name
    return f"input {place + 1}"


@lru_cache(maxsize=8)
def _signatures(source: str) -> dict[str, list[str]]:
    """The names of the parameters of each function and method in a text, by its qualified name."""
    try:
        body = ast.parse(source).body
    except SyntaxError:
        return {}
    found = {}
    for node in body:
        inside = [(f"{node.name}.", one) for one in node.body] if isinstance(node, ast.ClassDef) else [("", node)]
        for prefix, one in inside:
            if isinstance(one, ast.FunctionDef):
                arguments = (*one.args.posonlyargs, *one.args.args)
                found[f"{prefix}{one.name}"] = [argument.arg for argument in arguments]
    return found
