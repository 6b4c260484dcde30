"""The training that is under way in an opened file: what it reports is written to the disk meanwhile. No widgets."""

from __future__ import annotations

import math

from tutor.learner.journals import Journal
from tutor.learner.records import text_key
from tutor.learner.run_reports import Head
from tutor.ui.lesson.cell_state import CellState, Training


class UnderWay:
    """One training of a cell, and its journal."""

    def __init__(self, cell: CellState, training: Training, journal: Journal) -> None:
        self._cell, self._training, self._journal = cell, training, journal
        self._given: dict[str, float] = {}
        """By column the last step that was given to the journal."""
        self._begun = 0
        self._head: Head | None = None

    def write(self) -> None:
        """Have written what was reported since the last time; waits for no disk."""
        history, journal = self._training.history, self._journal
        if journal.waiting or len(history) < 2:
            return
        whole = journal.empty or self._begun != history.begun
        if whole:
            self._begun, self._given = history.begun, {}
        told = {name: history.since(name, self._given.get(name, -math.inf)) for name in history.names}
        columns = {name: column for name, column in told.items() if len(column[0])}
        head = self._head_now()
        if not columns and head == self._head:
            return
        self._head = head
        self._given |= {name: steps[-1] for name, (steps, _) in columns.items()}
        journal.take(head, columns, whole=whole)

    def end(self) -> None:
        """It is over, and what is to be kept of it is given to the store."""
        self._journal.end()

    def _head_now(self) -> Head:
        training, cell = self._training, self._cell
        broken = training.history.broken
        key = text_key(cell.number, cell.source)
        return Head(key, dict(training.controls), tuple(training.moves), training.steps, training.device, broken)
