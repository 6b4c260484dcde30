"""Text of learners and lessons in the kernel's messages, made safe to show where they are taken up: once, for all."""

from __future__ import annotations

import operator
import typing
from functools import cache
from typing import Any, Literal, TypeVar

import msgspec

from tutor.kernel.protocol.checks import Checked
from tutor.kernel.protocol.events import Output
from tutor.views.plain import plain
from tutor.views.printed import settled

T = TypeVar("T", bound=msgspec.Struct)


def harmless(message: T) -> T:
    """The message with every text in it plain; the very same one where it is so already.

    What a cell writes stays as it is: its codes move a cursor, which is the transcript's to follow. What an answer
    printed while it was checked comes all at once, and is as a terminal would leave it.
    """
    if isinstance(message, Checked) and plain(message.output) != message.output:
        message = msgspec.structs.replace(message, output=settled(message.output))
    return message if isinstance(message, Output) else _struct(message)


def _struct(value: T) -> T:
    changed = {}
    for name in _fields(type(value)):
        before = getattr(value, name)
        after = _safe(before)
        if after is not before:
            changed[name] = after
    return msgspec.structs.replace(value, **changed) if changed else value


def _safe(value: Any) -> Any:
    if isinstance(value, str):
        if value.isprintable():
            return value
        text = plain(value)
        return value if text == value else text
    if isinstance(value, tuple):
        parts = tuple([_safe(one) for one in value])
        return value if all(map(operator.is_, parts, value)) else parts
    if isinstance(value, dict):
        pairs = {_safe(key): _safe(one) for key, one in value.items()}
        return value if pairs == value else pairs
    return _struct(value) if isinstance(value, msgspec.Struct) else value


@cache
def _fields(kind: type[msgspec.Struct]) -> tuple[str, ...]:
    """The fields of a struct in which there can be text."""
    return tuple(one.name for one in msgspec.structs.fields(kind) if _holds_text(one.type))


def _holds_text(hint: Any, within: tuple[Any, ...] = ()) -> bool:
    """Whether there can be text in a value of this type; `within`: structs that may hold one of their own kind."""
    if hint is str:
        return True
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        inside = (*within, hint)
        return hint not in within and any(_holds_text(one.type, inside) for one in msgspec.structs.fields(hint))
    return typing.get_origin(hint) is not Literal and any(_holds_text(part, within) for part in typing.get_args(hint))
