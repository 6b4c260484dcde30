"""What the learner asks of a lesson's names: which there are, and what one of them holds."""

from __future__ import annotations

import ast
import re
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from typing import Any

from tutor.kernel.protocol.events import Inspected
from tutor.views.kinds import View
from tutor.views.names import named_tensors
from tutor.views.numbers import shape_text
from tutor.views.reading import fact, is_array, is_tensor, sizes, unlike
from tutor.views.tensor.make import array_shape, inspected
from tutor.views.values.make import described, view_of

MOST = 300
"""No more names than this are listed."""
SECONDS = 2.0
"""Code of the learner's own (a repr, a property) has this long, where no cell runs."""


def answer(session: int, name: str, variables: Mapping[str, Any], *, seconds: float | None = None) -> Inspected:
    """The names of tensors and arrays where `name` is '', else what the name holds, or why that cannot be said.

    A name may be a path: 'model.fc1.weight', 'batches[0]', 'x.grad'. Nothing is called. After `seconds` it is given up:
    a process that waits for cells must not hang.
    """
    try:
        with _limited(seconds):
            if not name:
                return Inspected(session, name, names=tuple(islice(_listed(variables), MOST)))
            return Inspected(session, name, view=_view(name, value_at(name, variables), variables))
    except SyntaxError:
        problem = f"{name!r} is neither a name nor a path such as model.weight or batches[0]."
    except ValueError as error:
        problem = str(error)
    except _LateError:
        problem = f"Looking at {name or 'the names'} took longer than {seconds} s."
    except (Exception, SystemExit) as error:  # code of the learner's own: a property, __getitem__, a repr
        problem = f"Looking at {name or 'the names'} raised {described(error)}"
    return Inspected(session, name, problem=problem)


class _LateError(BaseException):
    """It takes too long. No `except Exception` of the code that is looked through stops it."""


@contextmanager
def _limited(seconds: float | None) -> Iterator[None]:
    """Raise _LateError inside when it takes longer; with None there is no limit."""
    if seconds is None:
        yield
        return

    def late(*_: object) -> None:
        raise _LateError

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def value_at(path: str, variables: Mapping[str, Any]) -> Any:
    """What a path leads to. Raises SyntaxError on what is no path, ValueError saying where it leads nowhere.

    'model.0.weight', as torch names the parameters of a Sequential, is model[0].weight.
    """
    spelled = re.sub(r"\.(\d+)(?=[.\[]|$)", r"[\1]", path.strip())
    return _follow(ast.parse(spelled, mode="eval").body, variables)


def _follow(node: ast.expr, variables: Mapping[str, Any]) -> Any:
    match node:
        case ast.Name(id=name):
            if name not in variables:
                raise ValueError(f"No cell that has run has defined {name}.")
            return variables[name]
        case ast.Attribute(value=inner, attr=name):
            owner = _follow(inner, variables)
            if not hasattr(owner, name):
                raise ValueError(f"{ast.unparse(inner)} is a {type(owner).__name__} and has no {name}.")
            return getattr(owner, name)
        case ast.Subscript(value=inner, slice=key):
            owner, place = _follow(inner, variables), ast.literal_eval(key)
            try:
                return owner[place]
            except (IndexError, KeyError, TypeError) as error:
                raise ValueError(f"{ast.unparse(inner)} has nothing at {place!r}: {error}") from None
    raise SyntaxError(ast.unparse(node))


def _view(name: str, value: Any, variables: Mapping[str, Any]) -> View:
    return inspected(value, name, variables) if is_tensor(value) or is_array(value) else view_of(value)


def _listed(variables: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Each tensor or array with what it is."""
    for name, tensor in named_tensors(variables):
        yield name, _said(tensor)
    for name, value in variables.items():
        if is_array(value) and not name.startswith("_"):
            yield name, f"{shape_text(array_shape(value))} {value.dtype}, NumPy"


def _said(tensor: Any) -> str:
    """Shape and dtype; of what has no shape, its type."""
    dtype = str(fact(tensor, "dtype")).removeprefix("torch.")
    return f"{type(tensor).__name__} {dtype}" if unlike(tensor) else f"{shape_text(sizes(tensor))} {dtype}"
