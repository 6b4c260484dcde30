"""The text of one screen of a lesson: prose, cells and questions, one under the other."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, cast

from textual.containers import VerticalScroll
from textual.geometry import Region
from textual.message import Message
from textual.widget import Widget

from tutor.course.model import Code, Prediction, Prose, Quiz, Screen
from tutor.learner.records import LessonRecord
from tutor.ui.lesson.cell_state import CellState
from tutor.ui.lesson.notebook import Notebook
from tutor.ui.widgets.presence import Present
from tutor.ui.widgets.simple_prose import prose

if TYPE_CHECKING:
    from textual.css.query import DOMQuery
    from textual.widgets import TextArea

    from tutor.ui.lesson.cell import CellBox
    from tutor.ui.lesson.foreign_text import ForeignText
    from tutor.ui.lesson.picture_view import PictureView
    from tutor.ui.lesson.question import PredictionBox, Question
    from tutor.ui.terminal.terminal import TerminalCapabilities


class Page(Present, VerticalScroll, can_focus=False):
    """Blocks of the present screen; it scrolls by the screen's keys, so that no key is lost in it."""

    DEFAULT_CSS = """
    Page { padding: 0 1; scrollbar-size-vertical: 1; }
    Page.-wrapped { scrollbar-gutter: stable; }
    """

    revealed = 0
    """The cell whose output was brought into view last, while nobody has scrolled or turned the page since; else 0."""
    answered: Question | None = None
    """The question that was brought into view last, as long as that holds."""

    def __init__(self, terminal: TerminalCapabilities) -> None:
        super().__init__()
        self._terminal = terminal
        self._decoding = asyncio.Lock()
        """Of its pictures one is decoded at a time: as long as that takes, it has many times its room in memory."""
        self.cells: list[CellBox] = []
        """The boxes of its cells, from the top."""
        self.questions: list[Question] = []
        self.predictions: list[PredictionBox] = []
        """Its guesses at a run, from the top; they are among the questions, too."""
        self.stops: list[CellBox | Question] = []
        """The cells and questions, from the top."""
        self.folds: list[ForeignText] = []
        """Its texts of which a part is folded."""

    async def show(self, screen: Screen, index: int, notebook: Notebook, record: LessonRecord) -> None:
        """Put a screen's blocks on the page, from its top, with questions as they were answered, and what came of
        guesses, as the `record` of the lesson has it."""
        self._let_go()
        # lines of cells that go on in the next row, and only just fit, would make the bar come and go without end
        self.set_class(notebook.lesson.opened, "-wrapped")
        with self.app.batch_update():
            for kept in (self.cells, self.questions, self.predictions, self.stops, self.folds):
                kept.clear()
            await self.remove_children()
            await self.mount_all(self._blocks(screen, index, notebook))
            for question in self.questions:
                chosen = record.answers.get(question.key)
                if chosen is None or chosen >= len(question.answers):
                    continue
                question.chosen = chosen
                question.redraw()
            for prediction in self.predictions:
                known = record.outcomes.get(prediction.key)
                if known is not None and prediction.chosen is not None:
                    prediction.answer(known.hit, known.words)
            for box in self.cells:
                state = notebook[box.number]
                box.show(state, notebook.stale(state))
        self.scroll_home(animate=False)

    def _blocks(self, screen: Screen, index: int, notebook: Notebook) -> Iterator[Widget]:
        """The widgets of a screen's blocks. What a kind of block is made of is loaded for the first one of it: the
        first screen of a file has neither cells nor questions, and few pages have a picture."""
        for place, block in enumerate(screen.blocks):
            key = f"{index}.{place}"
            match block:
                case Prose(text=text, form=""):
                    yield prose(text)
                case Prose():
                    from tutor.ui.lesson.foreign_text import ForeignText

                    above_cells = any(isinstance(one, Code) for one in screen.blocks[place + 1 :])
                    foreign = ForeignText(block, self._picture(notebook.lesson.path), above_cells=above_cells)
                    self.folds += [foreign] if foreign.more else []
                    yield foreign
                case Code(number=number):
                    from tutor.ui.lesson.cell import CellBox

                    box = CellBox(block, notebook[number], foreign=notebook.lesson.opened)
                    self.cells.append(box)
                    self.stops.append(box)
                    yield box
                case Quiz() | Prediction():
                    yield self._question(block, key)

    def _question(self, block: Quiz | Prediction, key: str) -> Question:
        from tutor.ui.lesson.question import PredictionBox, QuizBox

        question = QuizBox(block, key) if isinstance(block, Quiz) else PredictionBox(block, key)
        self.questions.append(question)
        self.predictions += [question] if isinstance(question, PredictionBox) else []
        self.stops.append(question)
        return question

    def _picture(self, file: Path) -> Callable[[str], Widget]:
        """What shows a picture of this file, by its address in there."""

        def shown(address: str) -> Widget:
            from tutor.ui.lesson.picture_view import PictureView

            return PictureView(address, file, self._terminal, self._decoding)

        return shown

    @property
    def asked_first(self) -> Question | None:
        """The question whose answer the screen waits for: one on the way to its first cell, or a guess at a run."""
        first = next((box for box in self.cells if not box.has_class("-folded")), None)
        below = self.stops[self.stops.index(first) :] if first is not None else []
        waiting = (
            one for one in self.questions if one.chosen is None and (one not in below or one in self.predictions)
        )
        return next(waiting, None)

    def cell(self, number: int) -> CellBox | None:
        """The box of a cell, where it is on this page."""
        return next((box for box in self.cells if box.number == number), None)

    def edits(self, focused: Widget | None) -> bool:
        """Whether the text of a cell has the focus."""
        return any(box.whole and box.editor is focused for box in self.cells)

    def select(self, number: int) -> None:
        """Mark the cell that the run key would run."""
        for box in self.cells:
            box.mark(box.number == number)

    def seen(self, number: int) -> int:
        """The cell to mark where `number` is marked: itself while any of it is on the screen, else the first that is;
        where none is, itself."""
        top, bottom = self.scroll_offset.y, self.scroll_offset.y + self.size.height
        boxes = (box for box in self.cells if not box.has_class("-folded") or box.number == number)
        here = [box.number for box in boxes if box.virtual_region.y < bottom and box.virtual_region.bottom > top]
        return number if number in here or not here else here[0]

    def follow(self, state: CellState, notebook: Notebook) -> None:
        """A cell changed: it, and what rests on it, is drawn anew."""
        for box in self.cells:
            if box.number >= state.number and box.whole:  # one that still comes is drawn when it is there
                other = notebook[box.number]
                box.show(other, notebook.stale(other))

    def reveal(self, number: int, *, waited: bool = False) -> None:
        """Scroll as little as is needed to see what a cell led to; of what does not fit, the end, where it is said
        how the cell failed. Where the page then gets another size, as when a stage appears, it is seen all the same."""
        self.revealed, self.answered = number, None
        box = self.cell(number)
        if box is None or not box.whole:
            return
        output = box.output if box.output.display else box
        if not output.size and not waited:  # it was not shown before, and is laid out only now
            self.call_after_refresh(self.reveal, number, waited=True)
        elif output.outer_size.height <= self.size.height:
            output.scroll_visible(animate=False)
        else:
            end = box.virtual_region.y + (output.virtual_region.bottom if output is not box else box.outer_size.height)
            self.scroll_to_region(Region(0, end - 1, 1, 1), animate=False)

    def reveal_question(self, question: Question) -> None:
        """Scroll as little as is needed to see a question with its verdict; of what does not fit, its end, where the
        verdict stands. Where the page then gets another size, it is seen all the same."""
        self.revealed, self.answered = 0, question
        region = question.virtual_region
        if region.height > self.size.height:
            region = Region(region.x, region.bottom - self.size.height, region.width, self.size.height)
        self.scroll_to_region(region, animate=False)

    def on_resize(self) -> None:
        """What a cell led to, or a verdict, stays in view, and pictures follow the height of the screen."""
        for picture in cast("DOMQuery[PictureView]", self.query("PictureView")):
            picture.fit()
        self._keep_in_view()

    def on_picture_view_grown(self) -> None:
        """A picture pushes what is below it down, but not out of view."""
        self._keep_in_view()

    def _keep_in_view(self) -> None:
        if self.revealed:
            self.call_after_refresh(self.reveal, self.revealed)
        elif self.answered is not None and self.answered.is_attached:
            self.call_after_refresh(self.reveal_question, self.answered)

    def on_text_area_selection_changed(self, event: TextArea.SelectionChanged) -> None:
        """The cursor stays in view in a cell that is higher than the page."""
        if event.text_area.has_focus:
            self.call_after_refresh(self._show_cursor, event.text_area)

    def _show_cursor(self, area: TextArea) -> None:
        if area.has_focus and area.outer_size.height > self.size.height:
            row = area.cursor_screen_offset.y - self.region.y + self.scroll_offset.y
            self.scroll_to_region(Region(0, row, 1, 1), animate=False)

    def _let_go(self) -> None:
        """From now on the page stays where it is put."""
        self.revealed, self.answered = 0, None

    class Scrolled(Message):
        """The learner scrolled, and the page follows its cells no more."""

    def scroll_by(self, rows: int) -> None:
        """Scroll by so many lines, for the learner."""
        self._let_go()
        self.scroll_relative(y=rows, animate=False)
        self.post_message(self.Scrolled())

    def on_mouse_scroll_up(self) -> None:
        """A turned wheel is the learner's own scrolling, too."""
        self._let_go()
        self.post_message(self.Scrolled())

    def on_mouse_scroll_down(self) -> None:
        """A turned wheel is the learner's own scrolling, too."""
        self._let_go()
        self.post_message(self.Scrolled())
