"""Values as they travel to the tutor: what they are, and as much of them as a screen can use."""

from __future__ import annotations

import pprint
import reprlib
import sys
from itertools import islice
from typing import Any

from tutor.kernel.protocol import TensorView, TextView, View

CHARACTERS = 20_000
"""No text of a value is longer than this."""
_PLAIN = 2_000
"""A container with more elements than this, those of its elements included, is shortened before it is printed."""
_WHOLE = 10_000
"""A tensor with more elements than this is summarised whatever its print options say."""


def view_of(value: object) -> View:
    """The value as a view. A value whose repr fails is described instead; nothing here takes long."""
    torch, numpy = sys.modules.get("torch"), sys.modules.get("numpy")
    if torch is not None and isinstance(value, torch.Tensor):
        return _tensor(value, torch)
    if numpy is not None and isinstance(value, numpy.ndarray):
        return TensorView(value.shape, str(value.dtype), "cpu", False, "", _array_text(value, numpy))
    return TextView(_text(value), type(value).__name__)


def shortened(text: str, limit: int = CHARACTERS) -> str:
    """The text, cut in the middle where it is too long."""
    if len(text) <= limit:
        return text
    half = limit // 2
    return f"{text[:half]}\n… {len(text) - 2 * half:,} characters more …\n{text[-half:]}"


def _tensor(value: Any, torch: Any) -> TensorView:
    function = value.grad_fn.name() if value.grad_fn is not None else ""
    return TensorView(
        tuple(value.shape),
        str(value.dtype).removeprefix("torch."),
        str(value.device),
        value.requires_grad,
        function,
        shortened(_guarded(value, lambda: _tensor_text(value, torch))),
    )


def _tensor_text(value: Any, torch: Any) -> str:
    plain = value.detach()
    if plain.layout is not torch.strided or plain.numel() <= _WHOLE:
        return repr(plain)
    # torch summarises by the first and last of each axis; with many axes these are many, so take fewer of them.
    edge = 3 if plain.dim() <= 4 else 1
    for axis in range(max(0, plain.dim() - 8)):
        plain = plain.narrow(axis, 0, 1)
    from torch._tensor_str import printoptions

    with printoptions(threshold=min(1000, _WHOLE), edgeitems=edge):
        return repr(plain)


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
                return pprint.pformat(value, width=80, sort_dicts=False)
            return _shortener().repr(value)
        return repr(value)

    return shortened(_guarded(value, text))


def _guarded(value: object, text: Any) -> str:
    """What `text()` returns, or what went wrong in it: a repr is the learner's own code as often as not."""
    try:
        made = text()
        return made if isinstance(made, str) else f"<{type(value).__name__}>"
    except Exception as error:
        return f"<{type(value).__name__}: its repr raised {type(error).__name__}>"


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
