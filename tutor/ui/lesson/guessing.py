"""Guesses at a run: each is answered by the run that it began, kept, and not given away before it is made."""

from __future__ import annotations

from functools import partial

from rich.text import Text
from textual.widgets import Static

from tutor.course.model import Prediction, Quiz
from tutor.learner.runs import run
from tutor.ui.lesson.cell import CellBox
from tutor.ui.lesson.notebook import CellState
from tutor.ui.lesson.page import Page
from tutor.ui.lesson.past import begun
from tutor.ui.lesson.predictions import judge
from tutor.ui.lesson.question import PredictionBox, Question
from tutor.ui.lesson.reading import ReadingScreen


class GuessingScreen(ReadingScreen):
    """The part of a lesson screen that asks before it shows."""

    _guess: str = ""
    """The key of the guess that began the present run; '' where none did."""
    _warned = -1
    """The screen on which it was said that all presets would answer what is still asked."""

    def asked_first(self) -> Question | None:
        """The question whose answer the screen waits for: one on the way to its first cell, or a guess at a run."""
        stops = [stop for stop in self.query("CellBox, Question") if not stop.has_class("-folded")]
        first = next((place for place, stop in enumerate(stops) if isinstance(stop, CellBox)), len(stops))
        waiting = (
            stop
            for place, stop in enumerate(stops)
            if isinstance(stop, Question) and stop.chosen is None and (place < first or isinstance(stop, PredictionBox))
        )
        return next(waiting, None)

    def take_up_the_past(self) -> None:
        """The runs that were made of this screen's cells, with the text that they now have, are there again."""
        for cell in self.scene_cells():
            kept = self.shell.store.runs(self.lesson.slug, cell.number, cell.source)
            if kept and cell.phase == "new" and cell.training is None:
                *cell.ghosts, cell.training = map(begun, kept)

    def restore_verdicts(self) -> None:
        """What came of the guesses of this screen stands under them again."""
        for box in self.query(PredictionBox):
            known = self.record.outcomes.get(box.key)
            if known is not None and box.chosen is not None:
                box.answer(known.hit, known.words)

    def on_question_chosen(self, event: Question.Chosen) -> None:
        """Keep the answer; a prediction sets its control and runs."""
        self.shell.store.answer(self.lesson.slug, event.question.key, event.choice)
        page = self.query_one(Page)
        self.call_after_refresh(page.reveal_question, event.question)
        if isinstance(event.question, PredictionBox):
            event.question.forget()
            self.set_focus(None)
            prediction = event.question.prediction
            self.set_control(prediction.control, prediction.value)
            self.begin(partial(self._run_guess, event.question.key))

    async def _run_guess(self, key: str) -> None:
        await self.run_cell(self.training_cell())
        self._guess = key

    async def run_cell(self, number: int, *, paused: bool = False) -> None:
        """Run a cell; what a guess began is over with that."""
        self._guess = ""
        self.query_one("#verdict").remove_class("-said")
        await super().run_cell(number, paused=paused)

    def compare_with_guess(self, cell: CellState) -> None:
        """A run came to its end: the guess that began it is compared with it."""
        for box in self.query(PredictionBox):
            if box.key == self._guess and (outcome := judge(box, self.notebook, cell)) is not None:
                self.shell.store.came_out(self.lesson.slug, box.key, outcome)
                self.record = self.shell.store.lesson(self.lesson.slug)
        self._say_verdict(cell)
        self._guess = ""

    def keep_run(self, cell: CellState) -> None:
        """Earlier runs are there again after a restart."""
        training = cell.training
        if training is None or len(training.history) < 2 or self.in_sweep(cell.number) or not training.controls:
            return
        steps, columns = training.history.table()
        kept = run(training.controls, training.moves, training.steps, steps, columns)
        self.shell.store.keep_run(self.lesson.slug, cell.number, cell.source, kept)

    def _say_verdict(self, cell: CellState) -> None:
        """Where only the stage is seen, what came of a prediction stands under it, which is next, and the keys that
        compare runs."""
        if not self.in_laboratory or cell.training is None:
            return
        text = Text()
        boxes = list(self.query(PredictionBox))
        said = next((box for box in boxes if box.key == self._guess and box.hit is not None), None)
        waiting = next((box for box in boxes if box.chosen is None), None)
        if said is not None:
            text.append_text(said.verdict()).append("\n")
        if waiting is not None:
            text.append(f"Next: {waiting.question} ").append("tab", "bold").append(" takes you there.")
        else:
            text.append("Compare: ")
            keys = [("← →", "through time"), ("g", "earlier runs")]
            keys += [("a", "all presets")] if self.sweep_cell() else []
            for key, what in keys:
                text.append(key, "bold").append(f" {what}   ")
        verdict = self.query_one("#verdict", Static)
        verdict.update(text)
        verdict.add_class("-said")

    async def action_sweep(self) -> None:
        """Train all presets together; what is asked about them first, unless one insists."""
        if (waiting := self._still_asked()) and self._warned != self.index:
            self._warned = self.index
            self.notify(f"All presets together would answer this first: {waiting} a once more shows them all the same.")
            return
        await super().action_sweep()

    def _still_asked(self) -> str:
        """A question here, or before the cell of all presets on its own screen, that has no answer yet; '' for none."""
        number = self.sweep_cell()
        here = [(self.index, place, block) for place, block in enumerate(self.lesson.screens[self.index].blocks)]
        there = [
            (index, place, block)
            for index, screen in enumerate(self.lesson.screens)
            if any(code.number == number for code in screen.cells)
            for place, block in enumerate(screen.blocks)
        ]
        for index, place, block in [*here, *there]:
            asked = isinstance(block, Prediction) or (isinstance(block, Quiz) and index != self.index)
            if asked and isinstance(block, Prediction | Quiz) and f"{index}.{place}" not in self.record.answers:
                return f"“{block.question}”" + (f" (screen {index + 1})" if index != self.index else "")
        return ""
