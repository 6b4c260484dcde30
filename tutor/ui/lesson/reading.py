"""Going through a lesson: from screen to screen, from cell to cell, and to what lies beside them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from tutor.learner.records import CellText
from tutor.ui.lesson.display import LessonDisplay
from tutor.ui.lesson.saving import LessonSaver
from tutor.ui.lesson.state import LAYOUTS, LessonState
from tutor.ui.lesson.whole_text import earlier, whole
from tutor.ui.widgets.commands import Command
from tutor.ui.widgets.controller import Controller
from tutor.ui.widgets.shell_screen import ShellScreen

if TYPE_CHECKING:
    from tutor.ui.lesson.cell import CellBox
    from tutor.ui.lesson.question import Question


class Reading(Controller):
    """Goes from one thing to the next."""

    COMMANDS = (
        Command("n", "turn(1)", "next", "go to the next screen"),
        Command("p", "turn(-1)", "previous", "go to the previous screen"),
        Command("enter", "edit", "edit", "go into the marked cell; escape comes back"),
        Command("tab", "select_next(1)", "next cell", "go to the next cell or question"),
        Command("shift+tab", "select_next(-1)", "cell above", "go to the cell or question before", footer=False),
        Command("down,j", "scroll(1)", "scroll down", "scroll the text", footer=False, palette=False),
        Command("up,k", "scroll(-1)", "scroll up", "scroll the text", footer=False, palette=False),
        Command("pagedown", "scroll_page(1)", "page down", "scroll the text", footer=False, palette=False),
        Command("pageup", "scroll_page(-1)", "page up", "scroll the text", footer=False, palette=False),
        Command("v", "layout", "view", "text and stage, only the stage, only the text"),
        Command(
            "w", "unfold", "whole text", "all of this screen's long texts; again, only how they begin", footer=False
        ),
        Command("x", "exercises", "exercises", "this lesson's exercises, among all"),
        Command("o", "output", "whole output", "all that the marked cell wrote and showed", footer=False),
        Command("y", "earlier", "earlier texts", "your texts of cells that the lesson has changed since", footer=False),
        Command("z", "revert", "original text", "the marked cell as it was; again, as you had it", footer=False),
        Command("escape", "leave", "home", "back to the list of lessons; nothing is lost"),
    )

    def __init__(
        self,
        screen: ShellScreen[None],
        state: LessonState,
        display: LessonDisplay,
        saver: LessonSaver,
        *,
        turn_to: Callable[[int], Awaitable[None]],
        orphans: tuple[CellText, ...],
    ) -> None:
        """`turn_to` shows a screen of the lesson; `orphans` are the learner's texts of cells that it has changed
        since."""
        self._screen = screen
        self._state = state
        self._display = display
        self._saver = saver
        self._turn_to = turn_to
        self._orphans = orphans
        self._reverted: dict[int, str] = {}
        """The learner's texts that the originals stand in place of, by cell."""

    def enabled(self, action: str) -> bool:
        """One goes into a cell, on to another, to exercises, earlier texts and the stage where there are any."""
        if action == "select_next":
            return len(self._stops) > 1 or self._display.only_stage
        if action == "edit":
            return bool(self._state.selected)
        if action == "layout":
            return self._display.has_stage
        if action == "exercises":
            return bool(self._state.lesson.exercises)
        if action == "unfold":
            return bool(self._display.page.folds)
        return bool(self._orphans) if action == "earlier" else True

    async def action_turn(self, by: int) -> None:
        """To another screen of the lesson; past its last, home."""
        index = self._state.index + by
        if index >= len(self._state.lesson.screens):
            self._screen.shell.store.finish(self._state.lesson.slug)
            await self.action_leave()
        elif index >= 0:
            await self._turn_to(index)

    def action_select_next(self, by: int) -> None:
        """Mark the next cell or question, and bring it into view; the keys of a question are then its own.

        Where only the stage was seen, the text comes back, with a guess that is asked for; the marked cell stays so.
        """
        stops = self._stops
        if not stops:
            return
        if self._display.only_stage:
            self._state.layout = "both"
            self._display.give_room()
            waiting = next((box for box in self._display.page.predictions if box.chosen is None), None)
            if waiting is not None:
                self._screen.call_after_refresh(self._mark, waiting)
            return
        here = next((i for i, stop in enumerate(stops) if self._is_marked(stop)), -1 if by > 0 else 0)
        self._mark(stops[(here + by) % len(stops)])

    @property
    def _stops(self) -> list[CellBox | Question]:
        return [stop for stop in self._display.page.stops if stop.display]

    def _is_marked(self, stop: CellBox | Question) -> bool:
        page, focused = self._display.page, self._screen.focused
        return stop is focused if focused in page.questions else stop is page.cell(self._state.selected)

    def _mark(self, stop: CellBox | Question) -> None:
        box = next((one for one in self._display.page.cells if one is stop), None)
        if box is None:
            self._screen.set_focus(stop, scroll_visible=False)
        else:
            self._screen.set_focus(None)
            self._display.select(box.number)
        stop.scroll_visible(animate=False, immediate=True)  # a digit that follows at once answers what is seen

    @property
    def _marked(self) -> CellBox | None:
        return self._display.page.cell(self._state.selected) if self._state.selected else None

    def action_edit(self) -> None:
        """Into the marked cell."""
        if (box := self._marked) is not None:
            box.unfold()
            box.editor.focus()

    def action_scroll(self, by: int) -> None:
        """Scroll the text by lines."""
        self._display.page.scroll_by(2 * by)

    def action_scroll_page(self, by: int) -> None:
        """Scroll the text by most of a page."""
        page = self._display.page
        page.scroll_by(by * max(1, page.size.height - 2))

    async def action_unfold(self) -> None:
        """All of the long texts, or how they begin."""
        for text in self._display.page.folds:
            await text.unfold()

    def action_layout(self) -> None:
        """Text and stage, only the stage, only the text."""
        self._state.layout = LAYOUTS[(LAYOUTS.index(self._state.layout) + 1) % len(LAYOUTS)]
        self._display.give_room()

    async def action_leave(self) -> None:
        """Home, with everything kept."""
        await self._screen.shell.go_home()

    async def action_exercises(self) -> None:
        """Open the list of exercises at those of this lesson."""
        self._saver.save()
        await self._screen.shell.open_exercises(self._state.lesson.slug)

    def action_output(self) -> None:
        """All of the marked cell's output, on a screen of its own."""
        if number := self._state.selected:
            from tutor.ui.widgets.output_screen import OutputScreen  # here as below: the first frame waits for neither

            self._screen.app.push_screen(OutputScreen(f"Out [{number}]", whole(self._state.notebook[number])))

    def action_earlier(self) -> None:
        """The learner's texts of cells that the lesson has changed since."""
        from tutor.ui.widgets.output_screen import OutputScreen

        self._screen.app.push_screen(OutputScreen("Your earlier texts, to copy from", earlier(self._orphans)))

    def action_revert(self) -> None:
        """The original text, with the learner's kept; the same key brings it back."""
        if (box := self._marked) is None:
            return
        state = self._state.notebook[box.number]
        if state.edited:
            self._reverted[state.number] = state.source
            box.editor.replace_all(state.original)
            self._screen.notify("This is the original again. z brings your text back.")
        elif state.number in self._reverted:
            box.editor.replace_all(self._reverted.pop(state.number))
        else:
            self._screen.notify("This cell is as it was.")
