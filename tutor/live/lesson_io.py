"""Where a lesson's words go: a session of the tutor, or the terminal of a script that runs alone."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from tutor.course.model import QuizAnswer
from tutor.live.group.conductor import Conductor, Printed
from tutor.views.kinds import View
from tutor.views.registry import words
from tutor.views.scalar import Scalar


class LessonIO(Protocol):
    """Where a lesson's words go: the tutor's session, or the terminal of a script that runs alone."""

    def declare(self, name: str, default: Scalar) -> None:
        """Say that there is a control, and what it can be."""

    def value(self, name: str) -> Scalar:
        """The control's present value, as the learner has set it."""

    def device(self) -> str:
        """The device chosen for the lesson, as torch spells it."""

    def steps(self, count: int) -> Iterator[int]:
        """The numbers 0 to count − 1, each when its step is due."""

    def report(self, values: dict[str, Any]) -> None:
        """Numbers of the present step."""

    def report_at(self, step: float, values: dict[str, Any]) -> None:
        """Numbers of this step, whichever is under way."""

    def show(self, name: str, value: object) -> None:
        """Any value of the learner's."""

    def view(self, name: str, view: View) -> None:
        """A view made here."""

    def offer(self, name: str, make: Callable[[], View]) -> None:
        """A view that is made when it can be taken, however often it is offered; the newest counts."""

    def reached(self, result: str) -> None:
        """The milestone is reached, with this to be kept of it."""

    def conduct(self) -> Conductor:
        """What leads processes that train together, and takes what they report."""

    def quiz(self, question: str, answers: Sequence[QuizAnswer]) -> None:
        """A question; inside the tutor it is asked by the screen, not by the cell."""


class Terminal:
    """A script that runs alone: defaults, and what there is to see printed."""

    def __init__(self) -> None:
        self._values: dict[str, Scalar] = {}
        self._step: int | None = None
        self._last = 0
        self._due = 0.0
        self._offered: dict[str, Callable[[], View]] = {}

    def declare(self, name: str, default: Scalar) -> None:
        """Keep the default as the value."""
        self._values[name] = default

    def value(self, name: str) -> Scalar:
        """The control's default: nobody is there to set another."""
        return self._values[name]

    def device(self) -> str:
        """The first accelerator that torch sees, else the CPU."""
        import torch

        found = torch.accelerator.current_accelerator() if torch.accelerator.is_available() else None
        if found is None:
            return "cpu"
        return found.type if found.type == "mps" else f"{found.type}:0"

    def steps(self, count: int) -> Iterator[int]:
        """All steps, at full pace."""
        self._last, self._due = count - 1, 0.0
        try:
            for step in range(count):
                self._step = step
                yield step
        finally:
            self._step = None
            for name, make in self._offered.items():
                self.view(name, make())
            self._offered.clear()

    def report(self, values: dict[str, Any]) -> None:
        """Print the first step, the last, and between them one a second."""
        now = time.monotonic()
        if self._step is not None and self._step != self._last and now < self._due:
            return
        self._due = now + 1.0
        numbers = "  ".join(f"{name} {number:.6g}" for name, number in flatten(values).items())
        self._print(f"step {self._step}  {numbers}" if self._step is not None else numbers)

    def report_at(self, step: float, values: dict[str, Any]) -> None:
        """Print them with their step, as those of the present one."""
        before, self._step = self._step, int(step)
        try:
            self.report(values)
        finally:
            self._step = before

    def show(self, name: str, value: object) -> None:
        """Print the value."""
        from tutor.views.values.make import view_of

        text = getattr(view_of(value), "text", "")
        self._show(f"{name} = {text}" if name else text)

    def view(self, name: str, view: View) -> None:
        """Print what can be said of the view."""
        self._show(f"{name}\n{words(view)}" if name else words(view))

    def offer(self, name: str, make: Callable[[], View]) -> None:
        """Print the view, within a loop of steps the last one of its name at the end."""
        if self._step is None:
            self.view(name, make())
        else:
            self._offered[name] = make

    def reached(self, result: str) -> None:
        """Print that it is, and with what."""
        self._print(f"✓ reached: {result}")

    def conduct(self) -> Conductor:
        """Leads at full pace, and prints some of what is reported."""
        return Printed(self._values, self._print)

    def quiz(self, question: str, answers: Sequence[QuizAnswer]) -> None:
        """Print the question with its answers and their reasons."""
        self._print("\n".join([question, *(f"  {'✓' if a.right else '✗'} {a.text}: {a.because}" for a in answers)]))

    def _show(self, text: str) -> None:
        self._print(text)

    def _print(self, text: str) -> None:
        print(text)  # noqa: T201 - the terminal of a script that runs alone is where it speaks


_present: LessonIO = Terminal()


def present() -> LessonIO:
    """Where words go now."""
    return _present


def enter(stage: LessonIO) -> None:
    """Send everything to `stage` from now on: how a session of the tutor takes a lesson's words."""
    global _present
    _present = stage


def flatten(values: Mapping[str, Any]) -> dict[str, float]:
    """Reported values as plain floats, a mapping's as 'name[key]'. Raises ValueError naming what is no number."""
    return {name: as_number(name, value) for name, value in spread(values)}


def spread(values: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Each reported value with its name, a mapping's as 'name[key]'."""
    for name, value in values.items():
        if issubclass(type(value), Mapping):
            for key, one in value.items():
                yield f"{name}[{key}]", one
        else:
            yield name, value


def as_number(name: str, value: Any) -> float:
    """One reported value as a float. Raises ValueError saying what it was instead."""
    if value is None:
        raise ValueError(f"report: {name} is None (a .grad is None until backward() has run)")
    try:
        # float() of a tensor that requires a gradient works, but warns; item() does not
        found = value.item() if hasattr(value, "item") else value
        if not isinstance(found, complex):
            return float(found)
    except Exception as error:  # what the value's own class raises, too
        raise ValueError(f"report: {name} {_unlike_a_number(value)}") from error
    raise ValueError(f"report: {name} is the complex number {found:.4g}; report its .real, its .imag or its .abs()")


def _unlike_a_number(value: Any) -> str:
    """What a value is that is no single number, and what to report in its place."""
    try:
        shape = tuple(value.shape)
    except Exception:  # it has none, or one that cannot be told
        return f"is a {type(value).__name__}; report single numbers, such as loss=loss.mean()"
    count = math.prod(size if type(size) is int else 2 for size in shape)
    if count == 1:
        return f"is a {type(value).__name__} without a number in it; report single numbers"
    return f"has shape {shape}; report single numbers, such as loss=loss.mean()"
