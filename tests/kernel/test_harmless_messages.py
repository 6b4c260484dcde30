"""Whatever a kernel sends, no text in it can move a cursor, ring a bell or turn the direction of a line."""

from __future__ import annotations

import typing
from collections.abc import Iterator
from typing import Any, Literal

import msgspec
import pytest

from tutor.kernel.protocol.checks import Checked
from tutor.kernel.protocol.events import Output
from tutor.kernel.protocol.harmless import harmless
from tutor.kernel.protocol.messages import FromKernel, decode_from_kernel, encode
from tutor.views.kinds import VIEWS
from tutor.views.plain import plain

HOSTILE = "\x1b[2J\x07a\tb\u202e\x9b\r"
MESSAGES: tuple[type[msgspec.Struct], ...] = typing.get_args(FromKernel)


def filled(kind: Any, text: str, within: tuple[Any, ...] = ()) -> Any:
    """A value of this type with the text wherever there can be one; what may hold one of its own kind holds one."""
    arguments = typing.get_args(kind)
    origin = typing.get_origin(kind)
    if kind is str:
        return text
    if origin is Literal:
        return arguments[0]
    if origin is tuple:
        return tuple(filled(one, text, within) for one in arguments if one is not Ellipsis)
    if origin is dict:
        return {filled(arguments[0], text, within): filled(arguments[1], text, within)}
    if arguments:  # a union: what holds the most text
        struct = next((one for one in arguments if _is_struct(one)), None)
        if struct is not None and within.count(struct) > 1:
            return None
        return filled(struct or (str if str in arguments else arguments[0]), text, within)
    if _is_struct(kind):
        inside = (*within, kind)
        return kind(**{one.name: filled(one.type, text, inside) for one in msgspec.structs.fields(kind)})
    return kind()


def _is_struct(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)


def texts(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case tuple():
            for one in value:
                yield from texts(one)
        case dict():
            yield from texts(tuple(value.items()))
        case msgspec.Struct():
            yield from texts(tuple(getattr(value, name) for name in value.__struct_fields__))


@pytest.mark.parametrize("kind", [*MESSAGES, *VIEWS], ids=lambda kind: kind.__name__)
def test_no_text_of_a_message_is_left_to_be_obeyed(kind: type[msgspec.Struct]) -> None:
    message = filled(kind, HOSTILE)
    safe = harmless(message)
    if kind is Output:
        assert safe is message
        return
    assert type(safe) is kind
    assert not any(char in text for text in texts(safe) for char in "\x1b\x07\t\u202e\x9b\r")
    if isinstance(safe, Checked) and isinstance(message, Checked):  # its output is settled, as a terminal would
        safe, message = (msgspec.structs.replace(one, output="") for one in (safe, message))
    assert list(texts(safe)) == [text.replace(HOSTILE, plain(HOSTILE)) for text in texts(message)]


@pytest.mark.parametrize("kind", [*MESSAGES, *VIEWS], ids=lambda kind: kind.__name__)
def test_what_is_harmless_stays_the_same_object(kind: type[msgspec.Struct]) -> None:
    message = filled(kind, "two lines,\nharmless")
    assert harmless(message) is message


@pytest.mark.parametrize("kind", MESSAGES, ids=lambda kind: kind.__name__)
def test_a_harmless_message_is_still_one(kind: type[Any]) -> None:
    safe = harmless(filled(kind, HOSTILE))
    assert decode_from_kernel(encode(safe)[4:]) == safe
