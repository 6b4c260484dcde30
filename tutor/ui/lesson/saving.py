"""What is kept of an open lesson: the learner's texts and controls, soon after each change, and what runs came to."""

from __future__ import annotations

from textual.timer import Timer

from tutor.learner.progress import Store
from tutor.learner.runs import curve, run
from tutor.ui.lesson.cell_state import CellState
from tutor.ui.lesson.past import begun, run_label
from tutor.ui.lesson.state import LessonState
from tutor.ui.widgets.shell_screen import ShellScreen

SAVE_AFTER = 0.5
"""Seconds without typing after which the learner's text is written to disk."""


class LessonSaver:
    """Puts into the store what the learner does in one lesson, and takes up from it what they did before."""

    def __init__(self, screen: ShellScreen[None], store: Store, state: LessonState) -> None:
        self._screen = screen
        self._store = store
        self._state = state
        self._slug = state.lesson.slug
        self._timer: Timer | None = None

    def save_soon(self) -> None:
        """Save when the learner pauses."""
        if self._timer is not None:
            self._timer.stop()
        self._timer = self._screen.set_timer(SAVE_AFTER, self.save)

    def save(self) -> None:
        """Write the learner's text and controls."""
        notebook = self._state.notebook
        edits = {cell.number: cell.source for cell in notebook.cells if cell.edited}
        self._store.keep(self._slug, edits=edits, controls=notebook.controls)

    def take_up_the_past(self) -> None:
        """The runs that were made of this screen's cells, with the text that they now have, are there again."""
        for cell in self._state.cells:
            kept = self._store.runs(self._slug, cell.number, cell.source)
            if kept and cell.phase == "new" and cell.training is None:
                *cell.ghosts, cell.training = map(begun, kept)

    def keep_run(self, cell: CellState) -> None:
        """Earlier runs are there again after a restart."""
        training = cell.training
        if training is None or len(training.history) < 2 or cell.number == self._state.sweep_cell:
            return
        if not (training.controls or self._state.lesson.opened):
            return  # in a lesson it would be the same again; of a file it may have taken hours
        steps, columns = training.history.table()
        kept = run(training.controls, training.moves, training.steps, steps, columns, device=training.device)
        self._store.keep_run(self._slug, cell.number, cell.source, kept)

    def keep_what_ran(self) -> None:
        """What the cell of an opened file has reported so far, whatever ended it, or ends it now."""
        notebook = self._state.notebook
        if self._state.lesson.opened and notebook.target:
            self.keep_run(notebook[notebook.target])

    def keep_milestone(self, cell: CellState) -> bool:
        """The milestone that the cell has reached is kept, with the program as it was run; whether there was one."""
        if not (self._state.lesson.milestone and cell.reached and cell.phase == "ok"):
            return False
        notebook = self._state.notebook
        program, controls = notebook.program(cell.number), notebook.read_by(cell.number)
        self._store.milestones.reach(self._slug, cell.reached, program, controls)
        return True

    def keep_curve(self, cell: CellState) -> None:
        """The last training's loss is shown on the home screen."""
        if cell.training is not None and "loss" in cell.training.history.names:
            steps, loss = cell.training.history.series("loss")
            label = run_label(cell.training)
            self._store.set_curve(self._slug, curve(label, [int(step) for step in steps], loss))
