"""Going through a lesson: from screen to screen, from cell to cell, and to what lies beside them."""

from __future__ import annotations

from typing import Literal

from tutor.learner.progress import Record, Text
from tutor.ui.lesson.cell import CellBox
from tutor.ui.lesson.naming import NamingScreen
from tutor.ui.lesson.page import Page
from tutor.ui.lesson.question import PredictionBox, Question
from tutor.ui.lesson.whole_text import earlier, whole
from tutor.ui.widgets.commands import Command
from tutor.ui.widgets.output_screen import OutputScreen

Layout = Literal["both", "stage", "text"]
READING_COMMANDS: tuple[Command, ...] = (
    Command("p", "turn(-1)", "previous", "go to the previous screen"),
    Command("enter", "edit", "edit", "go into the marked cell; escape comes back"),
    Command("tab", "select_next(1)", "next cell", "go to the next cell or question"),
    Command("shift+tab", "select_next(-1)", "cell above", "go to the cell or question before", footer=False),
    Command("down,j", "scroll(1)", "scroll down", "scroll the text", footer=False, palette=False),
    Command("up,k", "scroll(-1)", "scroll up", "scroll the text", footer=False, palette=False),
    Command("pagedown", "scroll_page(1)", "page down", "scroll the text", footer=False, palette=False),
    Command("pageup", "scroll_page(-1)", "page up", "scroll the text", footer=False, palette=False),
    Command("v", "layout", "view", "text and stage, only the stage, only the text"),
    Command("x", "exercises", "exercises", "this lesson's exercises, among all"),
    Command("o", "output", "whole output", "all that the marked cell wrote and showed", footer=False),
    Command("y", "earlier", "earlier texts", "your texts of cells that the lesson has changed since", footer=False),
    Command("r", "run_all", "run all", "run every cell of this screen, one after another", footer=False),
    Command("z", "revert", "original text", "the marked cell as it was; again, as you had it", footer=False),
    Command("escape", "leave", "home", "back to the list of lessons; nothing is lost"),
)


class ReadingScreen(NamingScreen):
    """The part of a lesson screen that goes from one thing to the next; `LessonScreen` is the whole."""

    record: Record
    orphans: tuple[Text, ...]
    """The learner's texts of cells that the lesson has changed since."""
    layout_mode: Layout
    reverted: dict[int, str]
    """The learner's texts that the originals stand in place of, by cell."""

    async def show_screen(self, index: int) -> None:
        """Turn to a screen of the lesson."""
        raise NotImplementedError

    def give_room(self) -> None:
        """Give text and stage their room."""
        raise NotImplementedError

    def update_top(self) -> None:
        """Draw the line at the top."""
        raise NotImplementedError

    def save(self) -> None:
        """Write the learner's text and controls."""
        raise NotImplementedError

    async def action_turn(self, by: int) -> None:
        """To another screen of the lesson; past its last, home."""
        index = self.index + by
        if index >= len(self.lesson.screens):
            self.shell.store.finish(self.lesson.slug)
            await self.action_leave()
        elif index >= 0:
            await self.show_screen(index)

    def action_select_next(self, by: int) -> None:
        """Mark the next cell or question, and bring it into view; the keys of a question are then its own.

        Where only the stage was seen, the text comes back, with a guess that is asked for; the marked cell stays so.
        """
        stops = self._stops()
        if not stops:
            return
        if self.has_class("-stage"):
            self.layout_mode = "both"
            self.give_room()
            waiting = next((box for box in self.query(PredictionBox) if box.chosen is None), None)
            if waiting is not None:
                self.call_after_refresh(self._mark, waiting)
            return
        here = next((i for i, stop in enumerate(stops) if self._is_marked(stop)), -1 if by > 0 else 0)
        self._mark(stops[(here + by) % len(stops)])

    def _stops(self) -> list[CellBox | Question]:
        """The cells and questions of the page, from its top."""
        return [w for w in self.query("CellBox, Question") if w.display and isinstance(w, CellBox | Question)]

    def _is_marked(self, stop: CellBox | Question) -> bool:
        if isinstance(self.focused, Question):
            return stop is self.focused
        return isinstance(stop, CellBox) and stop.number == self.selected

    def _mark(self, stop: CellBox | Question) -> None:
        if isinstance(stop, Question):
            stop.focus()
        else:
            self.set_focus(None)
            self.select(stop.number)
        stop.scroll_visible(animate=False)

    def select(self, number: int) -> None:
        """Mark the cell that the run key runs."""
        self.selected = number
        self.query_one(Page).select(number)
        self.update_top()
        self.refresh_bindings()

    def action_edit(self) -> None:
        """Into the marked cell."""
        box = self.query_one(Page).cell(self.selected) if self.selected else None
        if box is not None:
            box.unfold()
            box.editor.focus()

    def action_scroll(self, by: int) -> None:
        """Scroll the text by lines."""
        self.query_one(Page).scroll_by(2 * by)

    def action_scroll_page(self, by: int) -> None:
        """Scroll the text by most of a page."""
        page = self.query_one(Page)
        page.scroll_by(by * max(1, page.size.height - 2))

    def action_layout(self) -> None:
        """Text and stage, only the stage, only the text."""
        order: tuple[Layout, ...] = ("both", "stage", "text")
        self.layout_mode = order[(order.index(self.layout_mode) + 1) % 3]
        self.give_room()

    async def action_leave(self) -> None:
        """Home, with everything kept."""
        await self.shell.go_home()

    async def action_exercises(self) -> None:
        """The lesson's exercises."""
        self.save()
        await self.shell.open_exercises(self.lesson.slug)

    def action_output(self) -> None:
        """All of the marked cell's output, on a screen of its own."""
        if self.selected:
            self.app.push_screen(OutputScreen(f"Out [{self.selected}]", whole(self.notebook[self.selected])))

    def action_earlier(self) -> None:
        """The learner's texts of cells that the lesson has changed since."""
        self.app.push_screen(OutputScreen("Your earlier texts, to copy from", earlier(self.orphans)))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Earlier texts can be looked at where there are any, and one goes on to another cell where there is one."""
        if action == "select_next":
            return len(self._stops()) > 1 or self.has_class("-stage")
        return bool(self.orphans) if action == "earlier" else super().check_action(action, parameters)

    def action_revert(self) -> None:
        """The original text, with the learner's kept; the same key brings it back."""
        box = self.query_one(Page).cell(self.selected) if self.selected else None
        if box is None:
            return
        state = self.notebook[self.selected]
        if state.edited:
            self.reverted[state.number] = state.source
            box.editor.replace_all(state.original)
            self.notify("This is the original again. z brings your text back.")
        elif state.number in self.reverted:
            box.editor.replace_all(self.reverted.pop(state.number))
        else:
            self.notify("This cell is as it was.")
