"""Values as they travel to the tutor: what they are, and as much of them as a screen can use."""

from __future__ import annotations

import pprint
import reprlib
import sys
from itertools import islice
from typing import Any

from tutor.views.kinds import View
from tutor.views.values.data import TensorView, TextView

CHARACTERS = 20_000
"""No text of a value is longer than this."""
_PLAIN = 2_000
"""A container with more elements than this, those of its elements included, is shortened before it is printed."""
_WHOLE = 10_000
"""A tensor with more elements than this is summarized whatever its print options say."""


def view_of(value: object) -> View:
    """The value as a view. A value whose repr fails is described instead; nothing here takes long."""
    torch, numpy = sys.modules.get("torch"), sys.modules.get("numpy")
    try:  # by their types alone: `isinstance` may run code of the value's own
        if torch is not None and issubclass(type(value), torch.Tensor):
            return _tensor(value, torch)
        if numpy is not None and issubclass(type(value), numpy.ndarray):
            return _array(value, numpy)
    except Exception:  # no shape of whole numbers, or a class that hides what it is: its own words are left
        return TextView(_text(value), type(value).__name__)
    return TextView(_text(value), type(value).__name__)


def shortened(text: str, limit: int = CHARACTERS) -> str:
    """The text, cut in the middle where it is too long."""
    if len(text) <= limit:
        return text
    half = limit // 2
    return f"{text[:half]}\n… {len(text) - 2 * half:,} characters more …\n{text[-half:]}"


def described(error: BaseException) -> str:
    """An exception by its type and its message, in one line; its message may be code of the learner's own, too."""
    try:
        said = " ".join(str(error).split())[:300]
    except Exception:
        said = ""
    return f"{type(error).__name__}: {said}" if said else type(error).__name__


def _tensor(value: Any, torch: Any) -> View:
    from tutor.views.reading import fact, freed, sizes

    if freed(value):
        return TextView(f"<{type(value).__name__}: its memory was given back>", type(value).__name__)
    function = fact(value, "grad_fn")
    return TensorView(
        sizes(value),
        str(fact(value, "dtype")).removeprefix("torch."),
        str(fact(value, "device")),
        bool(fact(value, "requires_grad")),
        function.name() if function is not None else "",
        shortened(_guarded(value, lambda: _tensor_text(value, torch))),
    )


def _tensor_text(value: Any, torch: Any) -> str:
    plain = value.detach()
    if plain.layout is not torch.strided or plain.numel() <= _WHOLE:
        return repr(plain)
    # torch summarizes by the first and last of each axis; with many axes these are many, so take fewer of them.
    edge = 3 if plain.dim() <= 4 else 1
    for axis in range(max(0, plain.dim() - 8)):
        plain = plain.narrow(axis, 0, 1)
    from tutor.compat.torch_text import summary

    return summary(plain, min(1000, _WHOLE), edge)


def _array(value: Any, numpy: Any) -> View:
    shape = tuple(numpy.ndarray.shape.__get__(value))
    return TensorView(shape, str(value.dtype), "cpu", False, "", _array_text(value, numpy))


def _array_text(value: Any, numpy: Any) -> str:
    def text() -> str:
        if value.size <= _WHOLE:
            return repr(value)
        with numpy.printoptions(threshold=1000, edgeitems=3 if value.ndim <= 4 else 1):
            return repr(value[(0,) * max(0, value.ndim - 8)])

    return shortened(_guarded(value, text))


def _text(value: object) -> str:
    def text() -> str:
        if isinstance(value, str | bytes):
            return repr(value[:CHARACTERS]) + ("…" if len(value) > CHARACTERS else "")
        if type(value) in (list, tuple, set, frozenset, dict):
            if _elements(value, _PLAIN) < _PLAIN:
                try:
                    return pprint.pformat(value, width=80, sort_dicts=False)
                except Exception:  # one of the elements does not let itself be printed; the others do
                    return _shortener().repr(value)
            return _shortener().repr(value)
        return repr(value)

    return shortened(_guarded(value, text))


def _guarded(value: object, text: Any) -> str:
    """What `text()` returns, or what went wrong in it: a repr is the learner's own code as often as not."""
    try:
        made = text()
        return made if isinstance(made, str) else f"<{type(value).__name__}>"
    except (Exception, SystemExit) as error:
        return f"<{type(value).__name__}: its repr raised {described(error)}>"


def _elements(value: object, limit: int) -> int:
    """How many elements a nested container has, counted up to a limit."""
    count, waiting = 0, [value]
    while waiting and count < limit:
        one = waiting.pop()
        if isinstance(one, dict):
            count += len(one)
            waiting += islice(one.values(), limit)
        elif isinstance(one, list | tuple | set | frozenset):
            count += len(one)
            waiting += islice(one, limit)
    return count


def _shortener() -> reprlib.Repr:
    made = reprlib.Repr()
    made.maxlist = made.maxtuple = made.maxset = made.maxfrozenset = made.maxdict = 50
    made.maxstring = made.maxother = 500
    made.maxlong = 200
    return made
