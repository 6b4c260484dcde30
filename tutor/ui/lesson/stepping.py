"""Watching a training: holding it, going on by steps, its pace; looking back at it, and at earlier ones beside it."""

from __future__ import annotations

from tutor.ui.lesson.display import LessonDisplay
from tutor.ui.lesson.running import Running
from tutor.ui.lesson.state import LessonState
from tutor.ui.shell import Shell
from tutor.ui.widgets.commands import Command
from tutor.ui.widgets.controller import Controller


class Stepping(Controller):
    """Moves through the steps of a training, those that come and those that were."""

    COMMANDS = (
        Command("space", "hold", "pause", "pause the training, or continue it; start it if nothing runs"),
        Command("full_stop", "step", "one step", "one step of training, then pause; looking back, one step forward"),
        Command("comma", "back", "back", "look one step back", footer=False),
        Command(
            "plus", "faster(1)", "faster", "a faster pace: 1, 3, 10, 30, 100 steps a second, full speed", footer=False
        ),
        Command("minus", "faster(-1)", "slower", "a slower pace", footer=False),
        Command(
            "left", "look(-1)", "back in time", "look one step back; everything shown is of that step", footer=False
        ),
        Command("right", "look(1)", "forward in time", "look one step further", footer=False),
        Command("shift+left", "look(-10)", "ten back", "look ten steps back", footer=False),
        Command("shift+right", "look(10)", "ten on", "look ten steps further", footer=False),
        Command("home", "look_first", "first step", "look at step 0", footer=False),
        Command("end", "look_last", "newest step", "follow the newest step again", footer=False),
        Command("g", "ghost", "earlier runs", "leaf through earlier runs: all, one after another, none", footer=False),
    )

    def __init__(self, shell: Shell, state: LessonState, display: LessonDisplay, running: Running) -> None:
        self._shell = shell
        self._state = state
        self._display = display
        self._running = running

    def enabled(self, action: str) -> bool:
        """Where something trains."""
        del action
        return any(self._state.trains(cell.number) for cell in self._state.cells)

    def label_now(self, action: str, label: str) -> str:
        """What space does depends on what goes on."""
        if action != "hold":
            return label
        notebook = self._state.notebook
        return "go on" if notebook.held else "pause" if notebook.busy else "start"

    async def action_hold(self) -> None:
        """Hold or go on; start where nothing runs."""
        if self._state.notebook.busy:
            self._state.runner.toggle()
        elif number := self._state.training_cell:
            await self._running.run_cell(number)

    async def action_step(self) -> None:
        """One step: of the view where one looks back, of the training where one does not."""
        state = self._state
        if state.viewpoint.cursor is not None and not state.notebook.busy:
            self.action_look(1)
        elif state.notebook.busy:
            self.action_look_last()
            state.runner.step()
        elif number := state.training_cell:
            await self._running.run_cell(number, paused=True)

    def action_faster(self, by: int) -> None:
        """Take the next pace, faster or slower."""
        self._shell.set_pace(self._state.runner.faster(by))
        self._display.update_state()

    def action_look(self, by: int) -> None:
        """Move through time; a running training is held first."""
        state = self._state
        if state.look_by(by):
            if state.notebook.busy and not state.notebook.held:
                state.runner.toggle()
            self._display.redraw(at_once=True)

    def action_look_first(self) -> None:
        """Look at the state before the first step."""
        self.action_look(-(10**12))

    def action_look_last(self) -> None:
        """Follow the newest step."""
        self.look_at(None)

    def look_at(self, step: int | None) -> None:
        """Look at this step; None follows the newest."""
        self._state.look_at(step)
        self._display.redraw(at_once=True)

    def action_back(self) -> None:
        """Look one step back in time."""
        self.action_look(-1)

    def action_ghost(self) -> None:
        """All earlier runs, one after another, none."""
        self._state.leaf_through_ghosts()
        self._display.redraw(at_once=True)
