"""The widgets of a lesson's screen, and how they follow what the screen knows."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from rich.text import Text
from textual.timer import Timer
from textual.widget import AwaitMount
from textual.widgets import Static

from tutor.learner.records import LessonRecord
from tutor.ui.lesson import words
from tutor.ui.lesson.controls import ControlBar
from tutor.ui.lesson.page import Page
from tutor.ui.lesson.scene import meaning_of
from tutor.ui.lesson.state import LessonState
from tutor.ui.shell import Shell
from tutor.ui.stage.panel_grid import PanelGrid
from tutor.ui.stage.scene_renderer import SceneRenderer
from tutor.ui.terminal.timing import AT_ONCE
from tutor.ui.widgets.shell_screen import ShellScreen
from tutor.ui.widgets.written import duration
from tutor.views import registry as drawings

if TYPE_CHECKING:
    from tutor.ui.widgets.ask import Ask


class LessonDisplay:
    """Shows a `LessonState` on the `screen` that puts these widgets where they belong."""

    def __init__(self, screen: ShellScreen[None], shell: Shell, state: LessonState) -> None:
        terminal = shell.terminal
        self.top = Static(id="top", markup=False)
        self.page = Page(terminal)
        self.grid = PanelGrid(SceneRenderer(terminal.marks, terminal.shades), terminal, clock=time.monotonic)
        self.verdict = Static(id="verdict", markup=False)
        self.bar = ControlBar()
        self._screen = screen
        self._shell = shell
        self._state = state
        self._changed = 0
        """The first cell that is not drawn as it now stands; 0 where all are."""
        self._following: Timer | None = None
        self._reveal = 0
        """The cell whose output is to be brought into view once it is drawn; 0 for none."""
        self._stale: tuple[bool, ...] = ()
        """Which cells' views were said to be from before a change."""

    @property
    def record(self) -> LessonRecord:
        """What is kept of the lesson."""
        return self._shell.store.lesson(self._state.lesson.slug)

    async def turn(self) -> None:
        """Show the text and the controls of the screen that was turned to."""
        state = self._state
        await self.page.show(state.screen, state.index, state.notebook, self.record)
        self.page.select(state.selected)
        await self.bar.show(state.controls, state.notebook.controls)
        self.show_marks()

    def select(self, number: int) -> None:
        """Mark the cell that the run key runs."""
        self._state.selected = number
        self.page.select(number)
        self.update_top()
        self._screen.refresh_bindings()

    def ask(self, question: Ask) -> AwaitMount:
        """Ask for something to be typed, above the controls."""
        return self._screen.mount(question, before=self.bar)

    # ------------------------------------------------------------------------------------------------------- the cells

    def follow_soon(self, number: int, *, wait: bool = False) -> None:
        """Draw this cell and those after it anew: once for all events that come together, and, where that can `wait`,
        with what the cell does next if that is soon. So a quick cell is drawn once, and does not flicker."""
        self._changed = min(number, self._changed or number)
        if self._following is not None:
            self._following.stop()
            self._following = None
        if wait:
            self._following = self._screen.set_timer(AT_ONCE, self.follow)
        else:
            self._screen.call_later(self.follow)

    def follow(self) -> None:
        """Draw anew what has changed since the last time; below another screen, once that is gone."""
        if not self._changed or not self._screen.is_current:
            return
        cell = self._state.notebook[self._changed]
        self._changed = 0
        self.page.follow(cell, self._state.notebook)
        if self._reveal:
            self._screen.call_after_refresh(self.page.reveal, self._reveal)
            self._reveal = 0

    def follow_all(self) -> None:
        """Draw every cell of the page anew, now."""
        notebook = self._state.notebook
        if notebook.cells:
            self.page.follow(notebook.cells[0], notebook)

    def follow_staleness(self) -> None:
        """A text or a control has changed: say which views are from before."""
        stale = tuple(self._state.notebook.stale(cell) for cell in self._state.cells)
        if stale != self._stale:
            self._stale = stale
            self.redraw()

    def reveal_once_drawn(self, number: int) -> None:
        """Bring what a cell led to into view when it is drawn next."""
        self._reveal = number

    # ------------------------------------------------------------------------------------------------------- the stage

    def redraw(self, *, at_once: bool = False) -> None:
        """Draw the stage, and say what goes on. Below another screen the stage stands still until that is gone; where
        that shows one of its panels, it is drawn there."""
        self.update_state()
        if self._screen.is_current:
            self.grid.show(lambda: self._state.scene, at_once=at_once)
            return
        from tutor.ui.stage.full_screen import FullScreen  # the first frame does not wait for it

        above = self._screen.app.screen
        if isinstance(above, FullScreen):
            above.redraw(at_once=at_once)

    def frame(self) -> None:
        """Draw at the next frame; make room for the stage when the first drawing comes."""
        if self._screen.has_class("-alone"):
            self.give_room()
        self.redraw()

    def give_room(self) -> None:
        """Give text and stage the room that the layout says, or all to the text where nothing is drawn."""
        empty, layout = not self._state.scene.panels, self._state.layout
        if empty != self._screen.has_class("-alone"):
            self._screen.set_class(empty, "-alone")
            self._screen.refresh_bindings()
        self._screen.set_class(layout == "stage" and not empty, "-stage")
        self._screen.set_class(layout == "text" and not empty, "-text")
        self.update_top()

    @property
    def has_stage(self) -> bool:
        """Whether anything is drawn, so that there is a stage beside the text."""
        return not self._screen.has_class("-alone")

    @property
    def only_stage(self) -> bool:
        """Whether only the stage is seen."""
        return self._screen.has_class("-stage")

    def say_verdict(self, text: Text | None) -> None:
        """What stands below the stage where only that is seen; None takes it away."""
        if text is not None:
            self.verdict.update(text)
        self.verdict.set_class(text is not None, "-said")

    # ------------------------------------------------------------------------------------------------------- the lines

    def update_top(self) -> None:
        """Title, place in the lesson, device and the time of the last run."""
        if not self._screen.present:
            return
        state, link, runner = self._state, self._shell.link, self._state.runner
        cell = state.notebook[state.selected] if state.selected else None
        took = duration(cell.seconds) if cell is not None and cell.seconds is not None else ""
        silent = link.state != "ready" or bool(link.quiet)
        kept = "cannot save" if self._shell.store.problem else ""
        right = " · ".join(
            filter(None, [kept, *([link.brief] if silent else [runner.resolved or runner.device, took])])
        )
        seen = frozenset(self.record.visited)
        width = max(0, self._screen.size.width - 2)
        line = words.top_line(state.lesson, state.index, seen, right, width, trouble=bool(link.trouble))
        self.top.update(line, layout=False)

    def update_state(self) -> None:
        """Pace and state, at the right of the controls."""
        notebook, runner, link = self._state.notebook, self._state.runner, self._shell.link
        whole = words.state(
            notebook,
            runner.pace,
            self._state.viewpoint.cursor,
            warm=link.state == "ready",
            kernel=link.brief if link.state == "lost" or link.quiet else "",
            done=runner.remaining.text,
            because=notebook.reasons.get(notebook.running_before or 0, ""),
        )
        self.bar.update_state(whole)

    def show_marks(self) -> None:
        """What the lesson has derived of a control, such as 2/λmax, on that control's track."""
        meaning = meaning_of(self._state.notebook)
        if meaning is not None and (ticks := drawings.ticks(meaning)):
            self.bar.update_marks(meaning.control, ticks)

    def recolor(self) -> None:
        """Make texts that carry their colors anew in those of the theme."""
        self.follow_all()
        for question in self.page.questions:
            question.redraw()
        self.bar.refresh()
