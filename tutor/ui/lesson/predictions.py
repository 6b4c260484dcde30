"""A prediction beside what the run that it began did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.course import regime
from tutor.learner.runs import PredictionOutcome
from tutor.ui.lesson import words
from tutor.ui.lesson.cell_state import CellState
from tutor.ui.lesson.notebook import Notebook
from tutor.ui.lesson.scene import meaning_of, outcome
from tutor.views import registry as drawings

if TYPE_CHECKING:
    from tutor.ui.lesson.question import PredictionBox


def judge(box: PredictionBox, notebook: Notebook, cell: CellState) -> PredictionOutcome | None:
    """Compare the answer with the run that it began; None where that was led elsewhere on the way, or says nothing."""
    prediction, training = box.prediction, cell.training
    if box.chosen is None or training is None or training.changed:
        return None
    if training.controls.get(prediction.control) != prediction.value:
        return None
    seen = outcome(training)
    if seen is None:
        return None
    meaning = meaning_of(notebook)
    why = drawings.remark(meaning, prediction.value) if meaning is not None else ""
    found = PredictionOutcome(regime.REGIMES[box.chosen] == seen, words.outcome(seen, why))
    box.answer(found.hit, found.words)
    return found
