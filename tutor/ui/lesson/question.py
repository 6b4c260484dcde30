"""Questions in the course of a lesson: a quiz, and a prediction that the run itself answers."""

from __future__ import annotations

from typing import ClassVar

from rich.console import Group
from rich.table import Table
from rich.text import Text
from textual.binding import Binding, BindingType
from textual.events import Click
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Static

from tutor.course.model import Prediction, Quiz
from tutor.course.regime import REGIMES
from tutor.views.plain import plain

KEYS = 5
"""Columns before an answer: whether it is chosen, and its key."""


class Question(Static, can_focus=True):
    """A question with answers on the keys 1 to 9 while it has the focus."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(n), f"choose({n})", f"answer {n}", show=False) for n in range(1, 10)),
        Binding("escape", "leave", "leave", show=False),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"question--key", "question--right", "question--wrong", "question--muted"}
    DEFAULT_CSS = """
    Question { height: auto; padding: 0 1; margin: 0 0 1 0; border: round $secondary; border-title-color: $secondary; }
    Question:focus { border: round $accent; border-title-color: $accent; }
    Question .question--key { color: $accent; text-style: bold; }
    Question .question--right { color: $success; }
    Question .question--wrong { color: $error; }
    Question .question--muted { color: $text-muted; }
    """

    class Unseen(Message):
        """A key was pressed for an answer that is out of sight."""

        def __init__(self, question: Question) -> None:
            super().__init__()
            self.question = question

        @property
        def control(self) -> Question:
            """The question it belongs to."""
            return self.question

    class Chosen(Message):
        """An answer was chosen; `choice` is its place, from 0."""

        def __init__(self, question: Question, choice: int) -> None:
            super().__init__()
            self.question = question
            self.choice = choice

        @property
        def control(self) -> Question:
            """The question it belongs to."""
            return self.question

    def __init__(self, question: str, answers: tuple[str, ...], *, key: str, title: str) -> None:
        super().__init__(markup=False, classes="-digits")
        self.question = plain(question)
        self.answers = tuple(plain(answer) for answer in answers)
        self.key = key
        """A name under which the answer is kept."""
        self.chosen: int | None = None
        self.border_title = title

    def on_mount(self) -> None:
        """Draw the question for the first time."""
        self.redraw()

    def watch_has_focus(self, focused: bool) -> None:
        """Say which keys answer, or how to come back."""
        super().watch_has_focus(focused)
        self.redraw()

    def action_choose(self, number: int) -> None:
        """Choose by key, counted from 1, what can be seen; else ask for it to be brought into view."""
        if number <= len(self.answers):
            if self._in_sight(number - 1):
                self.choose(number - 1)
            else:
                self.post_message(self.Unseen(self))

    def action_leave(self) -> None:
        """Give the keys back to the screen."""
        self.screen.set_focus(None)

    def on_click(self, event: Click) -> None:
        """Choose by mouse: the answer on that line."""
        answer = self.answer_at(event.y - 1)  # below the border
        if answer is not None:
            self.choose(answer)

    def answer_at(self, row: int) -> int | None:
        """The answer that stands in a row of the content; None for the question, or what comes after the answers."""
        return next((place for place, rows in enumerate(self._rows()) if row in rows), None)

    def _rows(self) -> list[range]:
        """Which rows of the content each answer has."""
        width, found = max(1, self.content_size.width), []
        start = len(Text(self.question).wrap(self.app.console, width))
        for answer in self.answers:
            end = start + len(Text(answer).wrap(self.app.console, max(1, width - KEYS)))
            found.append(range(start, end))
            start = end
        return found

    def _in_sight(self, answer: int) -> bool:
        """Whether an answer begins on the part of the page that is seen; or as much of all is seen as has room."""
        page = self.parent
        assert isinstance(page, Widget)
        top, height, whole = page.scroll_offset.y, page.size.height, self.virtual_region
        seen = min(whole.bottom, top + height) - max(whole.y, top)
        row = whole.y + 1 + self._rows()[answer].start  # below the border
        return top <= row < top + height or seen >= min(whole.height, height)

    def choose(self, index: int) -> None:
        """Take the answer, show what it means and say so."""
        self.chosen = index
        self.redraw()
        self.post_message(self.Chosen(self, index))

    def redraw(self) -> None:
        """Question, answers, and what is known after one was chosen."""
        key = self.get_component_rich_style("question--key", partial=True)
        answers = Table.grid(padding=(0, 1, 0, 0))
        answers.add_column(width=KEYS - 1, no_wrap=True)
        answers.add_column(ratio=1)  # a long answer goes on below itself, not below its key
        for index, answer in enumerate(self.answers):
            sign = str(index + 1) if self.has_focus else "·"  # a key stands only where it would answer
            answers.add_row(Text(f" {'▸' if index == self.chosen else ' '} {sign}", key), Text(answer))
        verdict = self.verdict()
        self.update(Group(Text(self.question), answers, *([verdict] if verdict else [])))

    def verdict(self) -> Text:
        """What the learner reads after choosing."""
        return Text()


class QuizBox(Question):
    """A quiz: each answer is met by the reason why it is right, or by the idea that leads astray."""

    def __init__(self, quiz: Quiz, key: str) -> None:
        super().__init__(quiz.question, tuple(answer.text for answer in quiz.answers), key=key, title="quiz")
        self.quiz = quiz

    def verdict(self) -> Text:
        """Right or not yet, and why; one may choose again."""
        if self.chosen is None:
            keys = f"1 to {len(self.answers)}" if len(self.answers) > 1 else "1"
            tip = f"keys {keys} answer" if self.has_focus else "tab comes here; then a number answers"
            return Text(tip, self.get_component_rich_style("question--muted", partial=True))
        answer = self.quiz.answers[self.chosen]
        style = self.get_component_rich_style(f"question--{'right' if answer.right else 'wrong'}", partial=True)
        head = "✓ Right. " if answer.right else "✗ Not right. "
        return Text.assemble(Text(head, style), plain(answer.because), "" if answer.right else " Choose again.")


class PredictionBox(Question):
    """Asked before a run: what will training do? The run answers."""

    def __init__(self, prediction: Prediction, key: str) -> None:
        super().__init__(prediction.question, REGIMES, key=key, title="first guess")
        self.prediction = prediction
        self.outcome = ""
        """What the run showed, in words; '' before it has."""
        self.hit: bool | None = None

    def verdict(self) -> Text:
        """The guess beside what happened."""
        muted = self.get_component_rich_style("question--muted", partial=True)
        if self.chosen is None:
            return Text("a number answers, then the run shows" if self.has_focus else "tab comes here", muted)
        if self.hit is None:
            return Text(f"You said {self.answers[self.chosen]}. Now see.", muted)
        style = self.get_component_rich_style(f"question--{'right' if self.hit else 'wrong'}", partial=True)
        return Text.assemble(
            Text("✓ " if self.hit else "✗ ", style), f"You said {self.answers[self.chosen]}. ", self.outcome
        )

    def forget(self) -> None:
        """Another answer was chosen: its own run will tell."""
        self.hit, self.outcome = None, ""
        self.redraw()

    def answer(self, hit: bool, outcome: str) -> None:
        """The run is over."""
        self.hit, self.outcome = hit, outcome
        self.redraw()
