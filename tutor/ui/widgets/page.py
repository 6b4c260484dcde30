"""The text of one screen of a lesson: prose, cells and questions, one under the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.containers import VerticalScroll
from textual.geometry import Region
from textual.widget import Widget

from tutor.course.model import Code, Prediction, Prose, Quiz, Screen
from tutor.ui.notebook import CellState, Notebook
from tutor.ui.widgets.cell import CellBox
from tutor.ui.widgets.prose import Prose as ProseView
from tutor.ui.widgets.question import PredictionBox, Question, QuizBox


class Page(VerticalScroll, can_focus=False):
    """Blocks of the present screen; it scrolls by the screen's keys, so that no key is lost in it."""

    DEFAULT_CSS = """
    Page { padding: 0 1; scrollbar-size-vertical: 1; }
    """

    revealed = 0
    """The cell whose output was brought into view last, while nobody has scrolled or turned the page since; else 0."""

    async def show(self, screen: Screen, index: int, notebook: Notebook, answers: Mapping[str, int]) -> None:
        """Put a screen's blocks on the page, from its top, with questions as they were answered."""
        self.revealed = 0
        with self.app.batch_update():
            await self.remove_children()
            await self.mount_all(self._blocks(screen, index, notebook))
            for question in self.query(Question):
                if question.key in answers and answers[question.key] < len(question.answers):
                    question.chosen = answers[question.key]
                    question.redraw()
            for box in self.query(CellBox):
                state = notebook[box.number]
                box.show(state, notebook.stale(state))
        self.scroll_home(animate=False)

    def _blocks(self, screen: Screen, index: int, notebook: Notebook) -> Sequence[Widget]:
        widgets: list[Widget] = []
        for place, block in enumerate(screen.blocks):
            key = f"{index}.{place}"
            match block:
                case Prose(text=text):
                    widgets.append(ProseView(text))
                case Code(number=number):
                    widgets.append(CellBox(block, notebook[number]))
                case Quiz():
                    widgets.append(QuizBox(block, key))
                case Prediction():
                    widgets.append(PredictionBox(block, key))
        return widgets

    def cell(self, number: int) -> CellBox | None:
        """The box of a cell, where it is on this page."""
        return next((box for box in self.query(CellBox) if box.number == number), None)

    def select(self, number: int) -> None:
        """Mark the cell that the run key would run."""
        for box in self.query(CellBox):
            box.set_class(box.number == number, "-selected")

    def follow(self, state: CellState, notebook: Notebook) -> None:
        """A cell changed: it, and what rests on it, is drawn anew."""
        for box in self.query(CellBox):
            if box.number >= state.number and box.whole:  # one that still comes is drawn when it is there
                other = notebook[box.number]
                box.show(other, notebook.stale(other))

    def reveal(self, number: int, *, waited: bool = False) -> None:
        """Scroll as little as is needed to see what a cell led to; of what does not fit, the end, where it is said
        how the cell failed. Where the page then gets another size, as when a stage appears, it is seen all the same."""
        self.revealed = number
        box = self.cell(number)
        if box is None or not box.whole or not box.output.display:
            return
        output = box.output
        if not output.size and not waited:  # it was not shown before, and is laid out only now
            self.call_after_refresh(self.reveal, number, waited=True)
        elif output.outer_size.height <= self.size.height:
            output.scroll_visible(animate=False)
        else:
            end = box.virtual_region.y + output.virtual_region.bottom
            self.scroll_to_region(Region(0, end - 1, 1, 1), animate=False)

    def on_resize(self) -> None:
        """What a cell led to stays in view."""
        if self.revealed:
            self.call_after_refresh(self.reveal, self.revealed)

    def scroll_by(self, rows: int) -> None:
        """The learner scrolls: from now on the page stays where it is put."""
        self.revealed = 0
        self.scroll_relative(y=rows, animate=False)

    def on_mouse_scroll_up(self) -> None:
        """The learner scrolls."""
        self.revealed = 0

    def on_mouse_scroll_down(self) -> None:
        """The learner scrolls."""
        self.revealed = 0
