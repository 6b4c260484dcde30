"""A lesson in a Jupyter notebook: what a script prints is displayed, and the reports of a loop stand in one place.

IPython is the notebook's own: nothing of it is imported before a kernel of its has begun to run.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from importlib import import_module
from time import monotonic
from typing import Any

from tutor.live.lesson_io import Terminal, as_number, enter, spread

PERIOD = 0.1
"""Seconds between two updates of a display at least."""


def in_notebook() -> bool:
    """Whether this process is a kernel of IPython's, whose output is a notebook. In a terminal IPython prints."""
    try:
        shell = sys.modules["IPython"].get_ipython()
    except Exception:  # it is not loaded, or not as we know it
        return False
    return getattr(shell, "kernel", None) is not None


def begin() -> None:
    """From now on a lesson's words go to the notebook, where there is one."""
    if in_notebook():
        enter(Notebook())


class Notebook(Terminal):
    """The script that runs alone, cell by cell: shown values and views are outputs of their own."""

    def __init__(self) -> None:
        super().__init__()
        self._pid = os.getpid()
        self._board: _Board | None = None

    def steps(self, count: int) -> Iterator[int]:
        """All steps, at full pace; their reports are one display."""
        outer, self._board = self._board, _Board(self)
        try:
            yield from super().steps(count)
        finally:
            self._board.end()
            self._board = outer

    def report(self, values: dict[str, Any]) -> None:
        """Display the numbers in place of those before; outside a loop of steps, print them."""
        if self._step is None or self._board is None or not self._board.report(self._step, values):
            super().report(values)

    def display(self, text: str) -> Any:
        """Display a text: what its display is updated by. Raises what IPython raises, RuntimeError in a fork of the
        kernel, whose displays would be lost without a word."""
        if os.getpid() != self._pid:
            raise RuntimeError("only the kernel's own process can display")
        return import_module("IPython.display").display({"text/plain": text}, raw=True, display_id=True)

    def _show(self, text: str) -> None:
        try:
            self.display(text)
        except Exception:  # whatever IPython lacks, the text is to be seen
            self._print(text)


class _Board:
    """The reports of one loop: of each kind the first and the newest, ten times a second and at the end."""

    def __init__(self, notebook: Notebook) -> None:
        self._notebook = notebook
        self._handle: Any = None
        self._due = 0.0
        self._lines: dict[tuple[str, ...], list[str]] = {}
        self._waiting: dict[tuple[str, ...], tuple[int, dict[str, Any]]] = {}
        self._shown = ""
        self._works = True

    def report(self, step: int, values: dict[str, Any]) -> bool:
        """Take a report, and display it where it is time; whether it could be. Raises ValueError on no numbers."""
        if not self._works:
            return False
        names = tuple(values)
        self._waiting[names] = step, {name: _held(name, value) for name, value in spread(values)}
        if names not in self._lines:
            self._read()
        if monotonic() >= self._due:
            self._update()
            self._due = monotonic() + PERIOD
        return self._works

    def end(self) -> None:
        """Display what was reported last, or print it."""
        if self._works and self._news and not self._update():
            self._notebook._print(self._text())

    @property
    def _news(self) -> bool:
        return bool(self._waiting) or self._shown != self._text()

    def _read(self) -> None:
        """Put what waits into the lines."""
        for names, (step, numbers) in self._waiting.items():
            row = "  ".join(f"{name} {as_number(name, number):.6g}" for name, number in numbers.items())
            self._lines[names] = [*self._lines.get(names, [])[:1], f"step {step}  {row}"]
        self._waiting.clear()

    def _update(self) -> bool:
        """Display what there is; whether it could be."""
        self._read()
        self._shown = self._text()
        try:
            if self._handle is None:
                self._handle = self._notebook.display(self._shown)
            else:
                self._handle.update({"text/plain": self._shown}, raw=True)
            self._works = self._handle is not None
        except Exception:  # whatever IPython lacks, the numbers are to be seen
            self._works = False
        return self._works

    def _text(self) -> str:
        return "\n".join(line for lines in self._lines.values() for line in lines)


def _held(name: str, value: Any) -> Any:
    """A number as it is now; of one on an accelerator a copy there, so that no step waits for it."""
    if getattr(value, "is_cpu", True) or value.numel() != 1:
        return as_number(name, value)
    return value.detach().clone()
