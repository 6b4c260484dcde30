"""What is kept of an open lesson: the learner's texts and controls, soon after each change, and what runs came to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.timer import Timer

from tutor.learner.progress import Store
from tutor.learner.runs import curve, run
from tutor.ui.lesson.cell_state import CellState, Training
from tutor.ui.lesson.past import begun, run_label
from tutor.ui.lesson.state import LessonState
from tutor.ui.widgets.shell_screen import ShellScreen

if TYPE_CHECKING:
    from tutor.ui.lesson.under_way import UnderWay

SAVE_AFTER = 0.5
"""Seconds without typing after which the learner's text is written to disk."""
WRITE_EVERY = 2.0
"""Seconds between two times that what a training reports is written."""


class LessonSaver:
    """Puts into the store what the learner does in one lesson, and takes up from it what they did before."""

    def __init__(self, screen: ShellScreen[None], store: Store, state: LessonState) -> None:
        self._screen = screen
        self._store = store
        self._state = state
        self._slug = state.lesson.slug
        self._timer: Timer | None = None
        self._kept: tuple[Training, int, bool] | None = None
        """The run that was kept last, as it was then."""
        self._running: tuple[CellState, Training] | None = None
        """What is under way in an opened file."""
        self._under_way: UnderWay | None = None
        self._writing: Timer | None = None
        self._said = False

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
        if cell.training is not None:
            self._keep(cell, cell.training)

    def _keep(self, cell: CellState, training: Training) -> None:
        history = training.history
        state = (training, history.version, training.cut)
        if len(history) < 2 or cell.number == self._state.sweep_cell or state == self._kept:
            return
        if not (training.controls or self._state.lesson.opened):
            return  # in a lesson it would be the same again; of a file it may have taken hours
        self._kept = state
        steps, columns = history.table()
        kept = run(
            training.controls,
            training.moves,
            training.steps,
            steps,
            columns,
            device=training.device,
            cut=training.cut,
            broken=history.broken,
        )
        self._store.keep_run(self._slug, cell.number, cell.source, kept)

    def follow(self, cell: CellState) -> None:
        """A cell of an opened file begins: from now on what it reports is written, so that it outlives a tutor that is
        killed."""
        self.end_what_ran()
        if cell.training is not None and self._state.lesson.opened:
            self._running = (cell, cell.training)
            self._writing = self._screen.set_interval(WRITE_EVERY, self.write)

    def write(self) -> None:
        """Have written what was reported since the last time."""
        if self._running is None:
            return
        if self._under_way is None:
            from tutor.ui.lesson.under_way import UnderWay

            self._under_way = UnderWay(*self._running, self._store.journals.begin(self._slug))
        self._under_way.write()

    def say_what_is_not_written(self) -> None:
        """Say, once, that what a training reports cannot be written now."""
        if self._under_way is not None and self._store.problem and not self._said:
            self._said = True
            self._screen.notify(f"{self._store.problem} The training goes on.", severity="warning", markup=False)

    def end_what_ran(self) -> None:
        """The cell of an opened file that ran is over, or is over now: what it has reported is kept, and whether it
        came to its end."""
        if self._running is None:
            return
        (cell, training), self._running = self._running, None
        training.cut = cell.phase != "ok" or cell.training is not training
        self._keep(cell, training)
        if self._writing is not None:
            self._writing.stop()
        if self._under_way is not None:
            self._under_way.end()
        self._writing = self._under_way = None

    def keep_what_ran(self) -> None:
        """What the cell of an opened file has reported so far, whatever ended it, or ends it now."""
        self.end_what_ran()
        notebook = self._state.notebook
        if self._state.lesson.opened and notebook.target:
            self.keep_run(notebook[notebook.target])  # what it prints may have been made curves of since

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
