"""What the checks of an exercise rely on, remembered by identity, to be compared after the learner's code has run.

A check calls torch, pytest and the tutor's own helpers in the process in which the answer runs too. An answer that
replaces one of them would be judged by itself. So what a check calls is remembered before the answer is imported, and
looked at again after that and after each check. It is no wall against malice, which a process cannot have against
itself; it is so that no patch, made in jest or by accident, passes for a right answer.

Only the names that the checks use are looked at, with a few that are always in use: looking at an object writes to
its memory, and in a fork the first write to a page costs some 20 µs.
"""

from __future__ import annotations

import builtins
import gc
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any

import torch

from tutor.compat import torch_modes
from tutor.compat.pytest_items import RUNNER
from tutor.compat.torch_modes import modes

_MODULES = (
    *("torch", "torch.nn.functional", "torch.nn", "torch.autograd", "torch.linalg", "torch.optim", "torch.testing"),
    *("torch.nn.init", "torch.func", "torch.utils.data", "torch.autograd.functional", "torch.optim.lr_scheduler"),
    *(*torch_modes.MODULES, "numpy", "numpy.testing", "numpy.linalg"),
    *("pytest", "random", "copy", "inspect", "operator", "functools", "itertools", "statistics"),
)
"""Where the names that checks use may be found."""

_ALWAYS = {
    *("allclose", "equal", "isclose", "assert_close", "array_equal", "approx", "raises", "main", "mse_loss"),
    *("eq", "ne", "lt", "le", "gt", "ge", "any", "all", "isnan", "isinf", "isfinite", "where", "argmax"),
    *("abs", "add", "sub", "mul", "div", "matmul", "mm", "sum", "mean", "norm", "max", "min"),
    *("bool", "int", "float", "double", "item", "tolist", "clone", "detach", "reshape", "numel", "backward"),
    *("tensor", "zeros", "zeros_like", "ones", "full", "arange", "rand", "randn", "stack", "cat", "manual_seed"),
    *("no_grad", "enable_grad"),
}
"""Names that are looked at whether the checks use them or not."""

_METHODS = {
    *("__init__", "__new__", "__call__", "_call_impl", "_wrapped_call_impl"),
    *("forward", "step", "zero_grad", "parameters", "train", "eval"),
}
"""Of nn.Module and of the classes that the checks name."""

_OPERATORS = {
    *("__eq__", "__ne__", "__lt__", "__le__", "__gt__", "__ge__", "__bool__", "__float__", "__int__", "__len__"),
    *("__add__", "__radd__", "__iadd__", "__sub__", "__rsub__", "__isub__", "__mul__", "__rmul__", "__imul__"),
    *("__truediv__", "__matmul__", "__pow__", "__neg__", "__abs__", "__iter__", "__getitem__", "__setitem__"),
    *("__format__", "__repr__", "__getattribute__", "__torch_function__"),
}
"""Of torch.Tensor."""

_WHOLE = (
    *("builtins", "math", "tutor.check", "tutor.check.compare", "tutor.check.hints", "tutor.check.failure"),
    *("tutor.check.watch", "tutor.check.parameters", "tutor.check.losses", "tutor.check.evaluation"),
    *("tutor.check.kept", "tutor.check.inputs", "tutor.check.outputs", "tutor.check.training"),
    *("tutor.kernel.judge.answer_plugin", "tutor.kernel.judge.guard", "tutor.kernel.judge.judge"),
    *("tutor.kernel.session.tracebacks", "tutor.compat.pytest_items", "tutor.compat.torch_modes"),
)
"""Modules of which everything is looked at."""

_TEXT = re.compile(r'''"""[\s\S]*?"""|"[^"\\\n]*"|'[^'\\\n]*'|#.*''')
"""Texts and comments. Of one with an escape in it the words stay, and are looked at in vain."""
_INSERTED = re.compile(r"\{([^{}]*)\}")
"""What an f-string puts into its text."""
_NAME = re.compile(r"[^\W\d]\w*")

_WRAPPED = ("step", "__init__", "manual_seed")
"""What torch wraps by itself: an optimizer's step, when the first one of a class is made, Module.__init__, when
something is compiled, and manual_seed, when torch._dynamo is loaded, which torch.func does."""
_TORCH = str(Path(torch.__file__).parent)

MODE = "the functions of torch, by a mode that is still switched on"
_ABSENT = object()


class _Place:
    """A module or class, and what it holds under some names."""

    def __init__(self, name: str, owner: ModuleType | type, names: Iterable[str] | None) -> None:
        self.name = name
        self._now = vars(owner)
        self._bases: tuple[Any, ...] = owner.__mro__[1:] if isinstance(owner, type) else (builtins,)
        self._whole = names is None
        watched = frozenset(self._now if names is None else names)
        here: Iterable[str] = list(self._now) if names is None else watched.intersection(self._now)
        self._values = [(key, value) for key in here if _called(value := self._now[key])]
        self._code = [(key, value, _code(value)) for key, value in self._values if type(value) is FunctionType]
        self._absent = watched.difference(self._now) if isinstance(owner, type) else frozenset[str]()
        self._inherited = {key: _inherited(key, self._bases) for key in _WRAPPED if key in self._absent}
        self._keys = frozenset(self._now) if self._whole else frozenset()

    def found(self) -> Iterator[tuple[str, Any]]:
        """What it holds, by name."""
        yield from self._values

    def replaced(self) -> str:
        """The name of something that is no longer what it was, or ''."""
        get = self._now.get
        for key, value in self._values:
            now = get(key, _ABSENT)
            if now is not value and not (key in _WRAPPED and _wraps(now, value)):
                return key
        for key, function, (code, defaults, keywords) in self._code:
            if (
                function.__code__ is not code
                or function.__defaults__ is not defaults
                or function.__kwdefaults__ is not keywords
            ):
                return key
        # there are hundreds of names that a class has not: whether it has one now is asked in one step
        for key in () if self._now.keys().isdisjoint(self._absent) else self._absent.intersection(self._now):
            hides = any(key in vars(base) for base in self._bases)  # what was found in a base class
            if hides and not (key in _WRAPPED and _wraps(get(key), self._inherited[key])):
                return key
        if self._whole and len(self._now) != len(self._keys):
            return next((key for key in self._now if key not in self._keys and hasattr(builtins, key)), "")
        return ""


class Guard:
    """What checks rely on, as it is when this is made. `tests` is the source of the checks."""

    def __init__(self, tests: str) -> None:
        names = _ALWAYS | _identifiers(tests)
        self._places = list(_places(names))
        watched = (*_MODULES, *_WHOLE, *RUNNER)
        self._modules = [(name, sys.modules[name]) for name in watched if name in sys.modules]
        """Those that are loaded; what the answer itself is the first to import, no check has relied on."""
        self._tracing = sys.gettrace(), sys.getprofile()
        self._import_state = list(sys.meta_path), list(sys.path_hooks), list(sys.path)
        self._collecting = list(gc.callbacks)
        self._modes = modes()

    def also(self, module: ModuleType) -> None:
        """Look at the functions of this module too: the checks' own."""
        self._places.append(_Place("the checks", module, None))

    def replaced(self) -> str:
        """In words for the learner what is no longer what it was, or ''."""
        for place in self._places:
            if name := place.replaced():
                return f"{place.name}.{name}" if place.name else name
        for name, module in self._modules:
            if sys.modules.get(name) is not module:
                return f"the module {name}"
        if (sys.gettrace(), sys.getprofile()) != self._tracing:
            return "the trace function of Python (sys.settrace)"
        return ""

    def left_on(self) -> str:
        """In words what redefines torch's functions and was not switched off, or ''."""
        return MODE if modes() != self._modes else ""

    def restore_imports(self) -> None:
        """Find modules as before, whatever the answer did to sys.path and the import hooks; no hooks on collections."""
        sys.meta_path[:], sys.path_hooks[:], sys.path[:] = self._import_state
        gc.callbacks[:] = self._collecting


def _places(names: set[str]) -> Iterator[_Place]:
    """Where to look, by the names that a learner knows them by. Modules that are not loaded are left out."""
    for name in _WHOLE:
        if name in sys.modules:
            module = sys.modules[name]
            yield _Place("" if name == "builtins" else name, module, None)
            for key, value in list(vars(module).items()):
                if name.startswith("tutor") and isinstance(value, type) and value.__module__ == name:
                    yield _Place(f"{name}.{key}", value, None)
    yield _Place("torch.Tensor", torch.Tensor, names | _OPERATORS)
    yield _Place("torch.nn.Module", torch.nn.Module, names | _METHODS)
    seen: set[int] = {id(torch.Tensor), id(torch.nn.Module)}
    for name in _MODULES:
        if name not in sys.modules:
            continue
        place = _Place(name, sys.modules[name], names)
        yield place
        for key, value in place.found():
            if isinstance(value, type) and hasattr(value, "__dict__") and id(value) not in seen:
                seen.add(id(value))
                yield _Place(f"{name}.{key}", value, names | _METHODS)
    for name, parts in RUNNER.items():
        if name in sys.modules:
            yield _Place(name, sys.modules[name], parts)


def _identifiers(tests: str) -> set[str]:
    """Every name that is used in a source. Python's own parser would take longer for this than all the rest does."""
    return set(_NAME.findall(_TEXT.sub(lambda text: " ".join(_INSERTED.findall(text[0])), tests)))


def _called(value: object) -> bool:
    return callable(value) or isinstance(value, staticmethod | classmethod | property)


def _code(function: Any) -> tuple[object, object, object]:
    return function.__code__, function.__defaults__, function.__kwdefaults__


def _inherited(key: str, bases: tuple[Any, ...]) -> object:
    """What a name stands for in the bases of a class."""
    return next((vars(base)[key] for base in bases if key in vars(base)), _ABSENT)


def _wraps(now: object, before: object) -> bool:
    """Whether torch itself wrapped a function in one of its own."""
    code = getattr(now, "__code__", None)
    if code is None or not code.co_filename.startswith(_TORCH):
        return False
    inside = [cell.cell_contents for cell in getattr(now, "__closure__", None) or ()]
    return any(one is before for one in (getattr(now, "__wrapped__", None), *inside))
