"""Questions of a lesson: answers are kept, and a guess at a run is answered by the run that it begins."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from rich.text import Text

from tutor.learner.progress import Store
from tutor.ui.lesson.adjusting import Adjusting
from tutor.ui.lesson.cell_state import CellState
from tutor.ui.lesson.display import LessonDisplay
from tutor.ui.lesson.predictions import judge
from tutor.ui.lesson.running import Running
from tutor.ui.lesson.state import LessonState
from tutor.ui.widgets.shell_screen import ShellScreen

if TYPE_CHECKING:
    from tutor.ui.lesson.question import Question


class Guessing:
    """Asks before it shows. The keys that answer are the questions' own."""

    def __init__(
        self,
        screen: ShellScreen[None],
        store: Store,
        state: LessonState,
        display: LessonDisplay,
        adjusting: Adjusting,
        running: Running,
    ) -> None:
        self._screen = screen
        self._store = store
        self._state = state
        self._display = display
        self._adjusting = adjusting
        self._running = running

    def chosen(self, question: Question, choice: int) -> None:
        """Keep the answer; a prediction sets its control and runs."""
        self._store.answer(self._state.lesson.slug, question.key, choice)
        self._screen.call_after_refresh(self._display.page.reveal_question, question)
        if (guess := next((one for one in self._display.page.predictions if one is question), None)) is not None:
            guess.forget()
            self._screen.set_focus(None)
            self._adjusting.set_control(guess.prediction.control, guess.prediction.value)
            self._screen.begin(partial(self._run, question.key))

    async def _run(self, key: str) -> None:
        await self._running.run_cell(self._state.training_cell)
        self._state.guess = key

    def compare(self, cell: CellState) -> None:
        """A run came to its end: the guess that began it is compared with it."""
        for box in self._display.page.predictions:
            if box.key == self._state.guess and (outcome := judge(box, self._state.notebook, cell)) is not None:
                self._store.came_out(self._state.lesson.slug, box.key, outcome)
        self._say_verdict(cell)
        self._state.guess = ""

    def _say_verdict(self, cell: CellState) -> None:
        """Where only the stage is seen, what came of a prediction stands under it, which is next, and the keys that
        compare runs."""
        if not self._state.in_laboratory or cell.training is None:
            return
        text = Text()
        boxes = self._display.page.predictions
        said = next((box for box in boxes if box.key == self._state.guess and box.hit is not None), None)
        waiting = next((box for box in boxes if box.chosen is None), None)
        if said is not None:
            text.append_text(said.verdict()).append("\n")
        if waiting is not None:
            text.append(f"Next: {waiting.question} ").append("tab", "bold").append(" takes you there.")
        else:
            text.append("Compare: ")
            keys = [("← →", "through time"), ("g", "earlier runs")]
            keys += [("a", "all presets")] if self._state.sweep_cell else []
            for key, what in keys:
                text.append(key, "bold").append(f" {what}   ")
        self._display.say_verdict(text)
