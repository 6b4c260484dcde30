"""What is told while the tutor cannot be reached for long: what its screens would show of it, in little memory."""

from __future__ import annotations

import itertools
from array import array
from collections.abc import Hashable, Iterator

import msgspec

from tutor.kernel.protocol.events import Awaited, Loop, Output, Shown, Steps
from tutor.kernel.protocol.message_bases import Message
from tutor.views.curves.history import History
from tutor.views.packing import pack, unpack
from tutor.views.printed import settled

AWAY = 10.0
"""Seconds after which a tutor that says nothing, and to whom nothing can be sent, is not waited for any more."""
_JOINED = 1 << 16
"""Characters up to which text is joined to text before it."""

_Place = tuple[int, int, int]


class Backlog:
    """Messages in the order in which they came. Reports are thinned as the screens would thin them; of what only its
    newest state is seen of, that is kept."""

    def __init__(self) -> None:
        self._told: dict[Hashable, Message | tuple[_Place, History]] = {}
        self._numbers = itertools.count()

    def put(self, message: Message) -> None:
        """Keep a message."""
        match message:
            case Steps(session, run, cell):
                kept = self._told.setdefault((Steps, session, run, cell), ((session, run, cell), History()))
                assert isinstance(kept, tuple)
                columns = [unpack(column) for column in message.columns]
                kept[1].add(message.labels, unpack(message.steps), columns)
            case Loop(session, run, cell) | Awaited(session, run, cell):
                self._renew((type(message), session, run, cell), message)
            case Shown(session, run, cell, name):
                self._renew((Shown, session, run, cell, name), message)
            case Output():
                self._join(message)
            case _:
                self._told[next(self._numbers)] = message

    def _renew(self, key: Hashable, message: Message) -> None:
        self._told.pop(key, None)
        self._told[key] = message

    def _join(self, output: Output) -> None:
        key = next(reversed(self._told), None)
        last = self._told.get(key)
        if isinstance(last, Output) and len(last.text) < _JOINED:
            text = last.text + output.text
            joined = msgspec.structs.replace(output, text=_rewritten(text) if len(text) > _JOINED else text)
            if joined == msgspec.structs.replace(last, text=joined.text):
                self._told[key] = joined
                return
        self._told[next(self._numbers)] = output

    def take(self) -> Iterator[Message]:
        """All of it; then there is nothing any more."""
        told, self._told = self._told, {}
        for kept in told.values():
            if isinstance(kept, tuple):
                yield from _steps(*kept)
            else:
                yield kept


def _rewritten(text: str) -> str:
    """A text without what its lines have written over, as progress bars do by the hour."""
    *ended, last = text.replace("\r\n", "\n").split("\n")
    head, back, over = last.rpartition("\r")
    ended = [settled(line) if "\r" in line else line for line in ended]
    return "\n".join([*ended, f"{settled(head)}\r{over}" if back else last])


def _steps(place: _Place, history: History) -> Iterator[Steps]:
    """A history as messages; the one with the most steps first, among which the others are filled in."""
    together: dict[bytes, list[tuple[str, array[float]]]] = {}
    for name in history.names:
        steps, values = history.series(name)
        together.setdefault(pack(steps), []).append((name, values))
    for packed in sorted(together, key=len, reverse=True):
        names, columns = zip(*together[packed], strict=True)
        if packed:
            yield Steps(*place, names, packed, tuple(map(pack, columns)))
