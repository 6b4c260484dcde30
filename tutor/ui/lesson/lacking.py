"""Cells of an opened file that cannot run here: they are not run unless one insists; and the CPU in place of CUDA."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.ui.kernel_link import KernelLink
from tutor.ui.lesson.display import LessonDisplay
from tutor.ui.lesson.notebook import Notebook
from tutor.ui.widgets.commands import Command
from tutor.ui.widgets.controller import Controller
from tutor.ui.widgets.shell_screen import ShellScreen

if TYPE_CHECKING:
    from tutor.course.model import Lesson
    from tutor.opening.source import Watched


class Lacking(Controller):
    """Knows what is missing, and what the learner wants all the same."""

    COMMANDS = (
        Command("u", "cpu", "cpu for cuda", "run the file with the CPU in place of CUDA, or as it is written again"),
    )

    def __init__(self, screen: ShellScreen[None], notebook: Notebook, display: LessonDisplay, link: KernelLink) -> None:
        """`link` knows which devices there are, once torch has looked."""
        self._screen = screen
        self._notebook = notebook
        self._display = display
        self._link = link
        self._asks_for_cuda = any(lack.kind == "cuda" for cell in notebook.lesson.cells for lack in cell.lacks)
        self._refused: set[int] = set()
        """The cells that were not run; asked for again, they are."""
        self._insisted: set[int] = set()
        """The cells that are run whatever they lack."""
        self._file = _watched(notebook.lesson) if notebook.lesson.opened else None

    def enabled(self, action: str) -> bool:
        """Where a cell of the file asks for CUDA whether it is there or not."""
        del action
        return self._asks_for_cuda

    def label_now(self, action: str, label: str) -> str:
        """What the key leads to."""
        del action
        return "cuda as written" if self._notebook.on_cpu else label

    def refused(self, number: int) -> bool:
        """Whether the cell is not run, for it or one that it needs lacks something; the cell then says so."""
        notebook = self._notebook
        if self._file is None:
            return False
        if self._file.is_new():
            said = f"{notebook.lesson.path.name} has changed. What runs is as it was when it was opened; open it again."
            self._screen.notify(said, markup=False)
        needed = [*sorted(place for place in notebook.needed(number) if place < number), number]
        lacks = {place: why for place in needed if (why := self._lack(place))}
        if number in self._refused:
            self._insisted |= set(lacks)
        if not lacks or number in self._refused:
            return False
        from tutor.kernel.protocol.events import Failure  # the first frame does not wait for it

        self._refused.add(number)
        place, why = next(iter(lacks.items()))
        which = "" if place == number else f"This cell needs cell {place}. "
        how = "The run stopped before it. ctrl+r again runs it all the same."
        notebook.refuse(number, Failure(f"{which}{why}", explanation=how))
        return True

    def _lack(self, number: int) -> str:
        """What a cell lacks that has not come to its end; '' where that is nothing, or the learner has changed it."""
        cell = self._notebook[number]
        if cell.edited or cell.phase == "ok" or number in self._insisted:
            return ""
        gpu = any(device.name.startswith("cuda") for device in self._link.devices)
        there = {"cuda": gpu or self._notebook.on_cpu, "gpu": gpu}
        lacks = self._notebook.lesson.cells[number - 1].lacks
        return next((lack.said for lack in lacks if not there.get(lack.kind)), "")

    def action_cpu(self) -> None:
        """From CUDA to the CPU, and back; what has run is from before."""
        self._notebook.on_cpu = not self._notebook.on_cpu
        self._display.follow_all()
        self._screen.refresh_bindings()
        if self._notebook.on_cpu:
            self._screen.notify("Cells run with the CPU in place of CUDA; their texts stay as they are.")
        else:
            self._screen.notify("Cells run as they are written.")


def _watched(lesson: Lesson) -> Watched:
    """The file of the lesson, as it was when it was opened."""
    from tutor.opening.source import Watched  # a course's own lessons do without

    return Watched(lesson.path, lesson.slug.rpartition("-")[2])
