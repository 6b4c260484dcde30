"""A run's events as people and programs read them: text, or one JSON object a line."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from tutor.course.model import Code, Lack, Lesson
from tutor.kernel.protocol.events import (
    Awaited,
    CellFinished,
    CellStarted,
    Failure,
    Output,
    Reached,
    RunFinished,
    Shown,
    Steps,
)
from tutor.kernel.protocol.messages import FromKernel
from tutor.views import registry as drawings
from tutor.views.kinds import View
from tutor.views.printed import Settling

Write = Callable[[str], object]


class Reader(Protocol):
    """Takes a run's events, in order."""

    def event(self, message: FromKernel) -> None:
        """One event of the run."""

    def stopped(self, cell: Code, lack: Lack) -> None:
        """The run came to a cell that cannot run here, and stopped before it."""

    def lost(self, message: str, seconds: float) -> None:
        """The kernel is gone; nothing more comes."""


# --------------------------------------------------------------------------------------------------------------- JSON


class JsonLines:
    """One object a line for every event; NaN and infinities are the strings 'nan', 'inf' and '-inf'."""

    def __init__(self, lesson: Lesson, write: Write) -> None:
        self._lesson = lesson
        self._write = write

    def event(self, message: FromKernel) -> None:
        """Write the event's line or lines."""
        match message:
            case Output(cell=cell, stream=stream, text=text):
                self._line("output", cell=cell, stream=stream, text=text)
            case Steps(cell=cell, rank=rank):
                whose = {} if rank is None else {"rank": rank}
                for step, values in message.rows():
                    self._line("report", cell=cell, step=step, **whose, values=values)
            case Shown(cell=cell, name=name, view=view):
                self._line("value", cell=cell, name=name, **drawings.data(view))
            case Reached(cell=cell, result=result):
                self._line("reached", cell=cell, result=result)
            case Awaited(cell=cell, what=what):
                self._line("awaited", cell=cell, what=what)
            case CellFinished(cell=cell, failure=Failure() as failure):
                self._line(
                    "error",
                    cell=cell,
                    message=failure.message,
                    line=line_in(self._lesson, *(failure.place(cell) or (cell, None))),
                    kind=failure.kind,
                    explanation=failure.explanation,
                )
            case RunFinished(status=status, seconds=seconds):
                self._line("finished", status=status, seconds=seconds)

    def stopped(self, cell: Code, lack: Lack) -> None:
        """What the cell lacks."""
        line = None if numbered(self._lesson) else cell.line + lack.line - 1
        self._line("stopped", cell=cell.number, lacks=lack.kind, message=lack.words, line=line)

    def lost(self, message: str, seconds: float) -> None:
        """An error, and the end."""
        self._line("error", message=message, line=None)
        self._line("finished", status="killed", seconds=seconds)

    def _line(self, event: str, **values: Any) -> None:
        text = json.dumps({"event": event, **_speakable(values)}, ensure_ascii=False, allow_nan=False)
        self._write(text.encode(errors="replace").decode() + "\n")  # half a surrogate pair cannot be written


def _speakable(value: Any) -> Any:
    """The value with what JSON has no number for as text."""
    if isinstance(value, float) and not math.isfinite(value):
        return "nan" if math.isnan(value) else "inf" if value > 0 else "-inf"
    if isinstance(value, dict):
        return {key: _speakable(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_speakable(one) for one in value]
    return value


# --------------------------------------------------------------------------------------------------------------- text


@dataclass
class _Reports:
    """Which steps of one loop after another are printed."""

    next: int = 0
    """The next step to be printed at once."""
    before: int = -1
    latest: str = ""
    """The last row that was reported, while it is not printed."""


class Text:
    """What a person reads: output as it comes, a few lines for a training run, values, and errors at their line."""

    def __init__(self, lesson: Lesson, write: Write) -> None:
        self._lesson = lesson
        self._write = write
        self._fresh = True
        """Whether the next character begins a line."""
        self._settling = {"stdout": Settling(), "stderr": Settling()}
        self._reports: dict[int | None, _Reports] = {}
        """By the rank that reports."""

    def event(self, message: FromKernel) -> None:
        """Print what there is to print of the event."""
        match message:
            case CellStarted(cell=cell):
                self._reports = {}
                title = self._lesson.cells[cell - 1].title
                self._say(f"── cell {cell}{' · ' if title else ''}{title}")
            case Output(text=text, stream=stream):
                self._flush_step()
                for settled in self._settling[stream].write(text):
                    self._pass_on(settled)
            case Steps():
                self._steps(message)
            case Shown(name=name, view=view):
                self._flush_step()
                self._say(f"{name}: {in_words(view)}" if name else in_words(view))
            case Reached(result=result):
                self._flush_step()
                self._say(f"✓ reached: {visible(result)}")
            case Awaited(what=what):
                if what:
                    self._flush_step()
                    self._say(f"{visible(what)} …")
            case CellFinished(cell=cell, failure=failure, status=status):
                self._flush_step()
                for settling in self._settling.values():
                    self._pass_on(settling.flush())
                if failure is not None:
                    self._say(self._explained(cell, failure))
                elif status == "interrupted":
                    self._say("Stopped.")
            case RunFinished(status=status, seconds=seconds):
                self._say(f"── {'done' if status == 'ok' else status} in {seconds:.2f} s")

    def stopped(self, cell: Code, lack: Lack) -> None:
        """Say what the cell lacks."""
        self._say(f"── stopped before {self._place(cell.number, lack.line)}\n{visible(lack.said)}")
        self._say("--anyway runs it all the same.")

    def _place(self, cell: int, line: int) -> str:
        """Where a line of a cell stands, as an editor would have it."""
        if numbered(self._lesson):
            return f"{self._lesson.script}, cell {cell}, line {line}"
        return f"{self._lesson.script}:{line_in(self._lesson, cell, line)}, in cell {cell}"

    def lost(self, message: str, seconds: float) -> None:
        """Say why it ended."""
        self._say(message)
        self._say(f"── killed after {seconds:.2f} s")

    def _steps(self, message: Steps) -> None:
        """Print steps 0, 1, 2, 5, 10, 20, 50 …; the last one is printed when it is known to be the last."""
        known = self._reports.setdefault(message.rank, _Reports())
        for step, values in message.rows():
            said = step_row(step, message.rank, values)
            if step <= known.before:  # another loop begins
                self._flush_step()
                known.next = 0
            known.before = step
            if step >= known.next:
                self._say(said)
                known.next, known.latest = _after(step), ""
            else:
                known.latest = said

    def _flush_step(self) -> None:
        for known in self._reports.values():
            if known.latest:
                self._say(known.latest)
                known.latest = ""

    def _pass_on(self, text: str) -> None:
        """Text of the cell's own."""
        if text:
            self._write(visible(text))
            self._fresh = text.endswith("\n")

    def _explained(self, cell: int, failure: Failure) -> str:
        """What went wrong, below the lines where it did: of the cell, or of one above it that it calls into."""
        lines = [visible(failure.message)]
        if (place := failure.place(cell)) is not None:
            at, line = place
            source = self._lesson.cells[at - 1].source.split("\n")
            first, last = max(1, line - 2), min(len(source), line + 1)
            offset = self._lesson.cells[at - 1].line - 1
            marked = [
                f"{'>' if number == line else ' '} {number + offset:4d} │ {source[number - 1]}"
                for number in range(first, last + 1)
            ]
            lines = [self._place(at, line), *marked, *lines]
        return "\n".join(filter(None, [*lines, visible(failure.explanation)]))

    def _say(self, text: str) -> None:
        """A line of its own."""
        self._write(("" if self._fresh else "\n") + text + "\n")
        self._fresh = True


def in_words(view: View) -> str:
    """A view in a few lines of text."""
    said = visible(drawings.words(view))
    return f"\n{said}" if "\n" in said and drawings.written(view) is None else said


def visible(text: str) -> str:
    """The text with every control character but line end and tab as a picture of it, so that none is obeyed."""
    return "".join(_picture(character) for character in text)


def _picture(character: str) -> str:
    code = ord(character)
    if character in "\n\t":
        return character
    if code < 0x20:
        return chr(0x2400 + code)
    if 0x7F <= code < 0xA0 or 0xD800 <= code < 0xE000:
        return "\ufffd"
    return character


def numbered(lesson: Lesson) -> bool:
    """Whether its cells have numbers and no lines: of a notebook nobody sees the lines."""
    return lesson.opened and lesson.path.suffix == ".ipynb"


def line_in(lesson: Lesson, cell: int, line: int | None) -> int | None:
    """A line of a cell as the line of lesson.py."""
    return None if line is None else lesson.cells[cell - 1].line + line - 1


def step_row(step: int, rank: int | None, values: dict[str, float]) -> str:
    """A step with what was reported of it, in a line."""
    whose = "" if rank is None else f"rank {rank}  "
    return f"step {step:>5}  {whose}" + "  ".join(f"{name} {value:.5g}" for name, value in values.items())


def _after(step: int) -> int:
    """The next of 0, 1, 2, 5, 10, 20, 50, … after this one."""
    size = 1
    while True:
        for factor in (1, 2, 5):
            if factor * size > step:
                return factor * size
        size *= 10
