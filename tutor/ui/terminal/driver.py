"""How the tutor reads its terminal: a paste without an end, bytes that are no text, a terminal that goes away."""

from __future__ import annotations

import asyncio
import os
import select
import signal
import sys
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterator
from contextlib import suppress
from time import monotonic
from typing import TYPE_CHECKING, Any, Protocol, TextIO

from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from tutor.compat.textual_driver import PASTE_END, PASTE_START, ParseError, XTermParser, wait_no_longer, write_to

if TYPE_CHECKING:
    from tutor.ui.terminal.asking import Hearing
    from tutor.ui.terminal.graphics import Line

PASTE_PATIENCE = 1.5
"""Seconds after which a paste that has no end is taken to have ended."""
MUCH = 16
"""Characters read at once that are no keys that somebody presses: a paste still comes."""
_BETWEEN_LOOKS = 0.1
"""Seconds after which it is looked whether input is still wanted."""
_READ = 4096
_ESCAPE = "\x1b"
_GOES_ON = ("[", "O", "]", "P", _ESCAPE)
"""What may come after ESC in a sequence that a terminal sends."""


class HasTerminal(Protocol):
    """The app, as far as its terminal concerns it."""

    line: Line | None
    """The way to the terminal; whoever reads it says so."""

    def hung_up(self) -> None:
        """The terminal is gone. Called from any thread, perhaps more than once."""


class OpenPaste:
    """Whether a paste began that does not end. A terminal that loses the end of one would leave every key in it."""

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._since: float | None = None
        """When most of an unfinished paste had come; None outside a paste."""
        self._tail = ""

    def feed(self, data: str) -> None:
        """Take what has come: does a paste begin in it, or end?"""
        text = self._tail + data
        begun, ended = text.rfind(PASTE_START), text.rfind(PASTE_END)
        if ended > begun:
            self._since = None
        elif begun > ended or (self._since is not None and len(data) >= MUCH):
            self._since = self._clock()
        self._tail = text[1 - len(PASTE_START) :]

    def given_up(self) -> bool:
        """Whether its end is waited for no longer; then it counts as ended."""
        if self._since is None or self._clock() - self._since < PASTE_PATIENCE:
            return False
        self._since = None
        return True


class Reading:
    """What was read becomes what was pressed."""

    def __init__(self, *, debug: bool = False) -> None:
        self._parser = XTermParser(debug)
        self._ends_in_escape = False

    def events(self, data: str) -> Iterator[Message]:
        """What has come with this, or by now.

        A terminal sends a sequence at once. Where ESC was the last of one reading and the next does not begin as
        sequences do, it was the key, however soon the next key came; Textual would take both as one, with Alt.
        """
        if data:
            if self._ends_in_escape and data[0] not in _GOES_ON:
                wait_no_longer(self._parser)
                yield from self._parser.tick()
            self._ends_in_escape = data[-1] == _ESCAPE
            yield from self._parser.feed(data)
        yield from self._parser.tick()

    def events_of_all(self, data: str) -> Iterator[Message]:
        """What has come with this, where nothing more comes of it: ESC is the key."""
        yield from self.events(data)
        wait_no_longer(self._parser)
        yield from self._parser.tick()

    def end(self) -> None:
        """Nothing more comes."""
        with suppress(EOFError, ParseError):  # in the middle of a sequence, of which nothing more is wanted
            list(self._parser.feed(""))


class _TerminalFile:
    """The terminal's side that is written to. Once it is gone, what is written goes nowhere, and nobody waits for it:
    Textual's thread would end with the error, and the app would wait for ever for room in that thread's queue."""

    def __init__(self, file: TextIO, on_gone: Callable[[], None]) -> None:
        self._file = file
        self._on_gone = on_gone
        self._gone = False
        self.written = 0
        """How many times something was written."""

    def write(self, text: str) -> None:
        self._try(lambda: self._file.write(text))
        self.written += 1

    def flush(self) -> None:
        self._try(self._file.flush)

    def fileno(self) -> int:
        return self._file.fileno()

    def _try(self, what: Callable[[], object]) -> None:
        if self._gone:
            return
        try:
            what()
        except OSError:
            self._gone = True
            self._on_gone()


def tell_sizes_in_turn(loop: asyncio.AbstractEventLoop) -> None:
    """Let the loop call what is called where the terminal changes its size, one after another.

    What is called at once may be called in the middle of itself: it read how large the terminal is, is called again for
    the next size, says that, and then says its own, which is the old one.
    """
    answer = signal.getsignal(signal.SIGWINCH)
    if callable(answer):
        loop.add_signal_handler(signal.SIGWINCH, answer, signal.SIGWINCH, None)


class TerminalDriver(LinuxDriver):
    """Textual's driver for Linux and macOS, with a reading loop that ends with the terminal."""

    def __init__(self, app: Any, **options: Any) -> None:
        super().__init__(app, **options)
        self._tutor: HasTerminal = app
        self._debugs = bool(options.get("debug"))
        self._read_at = 0.0
        self._hearing: Hearing | None = None
        """Takes what is answered out of what is read; None as long as nothing was asked."""
        self.leaving: Callable[[], str] | None = None
        self.open = False
        self._handed = 0
        self._out: _TerminalFile | None = None
        if sys.__stderr__ is not None:
            self._out = _TerminalFile(sys.__stderr__, self._gone)
            write_to(self, self._out)
        app.line = self

    def _gone(self) -> None:
        self._tutor.hung_up()

    def start_application_mode(self) -> None:
        """As Textual does; and what it does where the terminal changes its size, it does in the event loop."""
        super().start_application_mode()  # type: ignore[no-untyped-call]
        tell_sizes_in_turn(asyncio.get_running_loop())
        self.open = True

    def stop_application_mode(self) -> None:
        """As Textual does, and before it what is to be sent before that."""
        if self.open and self.leaving is not None:
            self.write(self.leaving())
        self.open = False
        super().stop_application_mode()

    def write(self, data: str) -> None:
        """Write, as Textual does, in a thread."""
        self._handed += 1
        super().write(data)

    @property
    def behind(self) -> int:
        """How many times something was written that is still to be sent."""
        return self._handed - self._out.written if self._out is not None else 0

    def ask(self, question: str) -> None:
        """Ask the terminal; what it answers is no key from now on, and comes to the app as `Answered`."""
        if self._hearing is None:
            from tutor.ui.terminal.asking import Hearing

            self._hearing = Hearing()
        if self.open:
            self.write(question)

    def process_message(self, message: Message) -> None:
        """What was read at once has one time, so that it can be told from what was typed."""
        message.time = self._read_at
        super().process_message(message)

    def run_input_thread(self) -> None:
        """Read until no more is wanted, or the terminal is gone."""
        reading, paste = Reading(debug=self._debugs), OpenPaste()
        decode = getincrementaldecoder("utf-8")("replace").decode
        while not self.exit_event.is_set():
            data = ""
            if select.select([self.fileno], [], [], _BETWEEN_LOOKS)[0]:
                try:
                    read = os.read(self.fileno, _READ)
                except OSError:  # how Linux says that a terminal is gone
                    read = b""
                if not read:
                    self._gone()
                    break
                data = decode(read)
            self._read_at = monotonic()
            paste.feed(data)
            if paste.given_up():
                data += PASTE_END
            for event in self._events(reading, data):
                self.process_message(event)
        reading.end()

    def _events(self, reading: Reading, data: str) -> Iterator[Message]:
        """What was read becomes what was pressed, and what was answered."""
        hearing = self._hearing
        if hearing is None:
            yield from reading.events(data)
            return
        if not data and (held := hearing.given_up()):
            yield from reading.events_of_all(held)
        for piece in [*hearing.keys(data)] or [""]:
            yield from reading.events(piece)
        if (answers := hearing.news) is not None:
            from tutor.ui.terminal.asking import Answered

            hearing.news = None
            yield Answered(answers)
