"""Running the cells of a lesson: one, all of a screen, all presets together; and stopping them."""

from __future__ import annotations

from functools import partial

from tutor.ui.lesson.display import LessonDisplay
from tutor.ui.lesson.lacking import Lacking
from tutor.ui.lesson.state import LessonState
from tutor.ui.widgets.commands import Command
from tutor.ui.widgets.controller import Controller
from tutor.ui.widgets.shell_screen import ShellScreen


class Running(Controller):
    """Has cells run."""

    COMMANDS = (
        Command("ctrl+r,f5", "run", "run", "run the marked cell, and before it what it needs"),
        Command("s", "stop", "stop", "stop the running cell; everything before it is kept"),
        Command("a", "sweep", "all presets", "train all presets together and lay their curves over one another"),
        Command("r", "run_all", "run all", "run every cell of this screen, one after another", footer=False),
    )

    def __init__(self, screen: ShellScreen[None], state: LessonState, display: LessonDisplay, lacking: Lacking) -> None:
        self._screen = screen
        self._lacking = lacking
        self._state = state
        self._display = display
        self._warned = -1
        """The screen on which it was said that all presets would answer what is still asked."""

    def enabled(self, action: str) -> bool:
        """What runs can be stopped; all presets are trained from their own screen, and from the laboratory."""
        if action == "stop":
            return self._state.notebook.busy
        if action == "sweep":
            number = self._state.sweep_cell
            return bool(number) and (self._state.in_laboratory or self._state.notebook[number] in self._state.cells)
        return True

    def label_now(self, action: str, label: str) -> str:
        """The cell that the run key runs."""
        return f"run [{self._state.selected}]" if action == "run" and self._state.selected else label

    async def run_cell(self, number: int, *, paused: bool = False) -> None:
        """Run a cell from its beginning, as its text now stands, and show at once that it waits for its turn; one looks
        at its newest step. What a guess began is over with that."""
        state, display = self._state, self._display
        for box in display.page.cells:
            if box.whole:  # the last character typed may not have been heard of yet
                state.notebook.edit(box.number, box.editor.text)
        if self._lacking.refused(number):
            state.queue.clear()
            display.follow_all()
            display.page.reveal(number)
            return
        if state.in_laboratory and state.trains(number):
            state.layout = "stage"
        if display.page.cell(number) is not None and number != state.sweep_cell:
            display.select(number)
        state.guess = ""
        display.say_verdict(None)
        state.look_at_run(number)
        await state.runner.run(number, paused=paused)
        if self._screen.present:
            display.follow_soon(number, wait=True)
            display.give_room()
            display.update_state()
            self._screen.refresh_bindings()

    def ended(self, ok: bool) -> None:
        """A run is over: go on with the next cell that waits for it, where it came to its end."""
        if not ok:
            self._state.queue.clear()
        elif self._state.queue:
            self._screen.begin(partial(self.run_cell, self._state.queue.pop(0)))

    def end_program(self, number: int) -> None:
        """The program has asked for its end in this cell: those that wait to be run below it are not."""
        if self._state.queue:
            self._state.queue.clear()
            self._screen.notify(f"The program asked for its end in cell {number}; the cells below are not run.")

    async def action_run(self) -> None:
        """Run the marked cell."""
        if not self._state.selected:
            self._screen.notify("There is nothing to run on this screen; n goes on.")
            return
        self._state.queue.clear()
        await self.run_cell(self._state.selected)

    async def action_run_all(self) -> None:
        """Run every cell of this screen."""
        numbers = [cell.number for cell in self._state.cells]
        if numbers:
            self._state.queue = numbers[1:]
            await self.run_cell(numbers[0])

    def action_stop(self) -> None:
        """Stop the running cell, and those that would follow."""
        self._state.queue.clear()
        self._state.runner.stop()

    async def action_sweep(self) -> None:
        """Train all presets together; what is asked about them first, unless one insists."""
        waiting = self._state.still_asked(self._display.record.answers)
        if waiting and self._warned != self._state.index:
            self._warned = self._state.index
            self._screen.notify(f"a again shows all presets; this comes first: {waiting}")
        elif number := self._state.sweep_cell:
            self._state.lay_sweep_over()
            await self.run_cell(number)
        else:
            self._screen.notify("This lesson has no cell that trains all presets together.")
