"""A prediction beside what the run then did."""

from __future__ import annotations

from tutor.course import regime
from tutor.ui import lesson_words as words
from tutor.ui.notebook import CellState, Notebook
from tutor.ui.scene import curvature_of, outcome
from tutor.ui.widgets.question import PredictionBox


def judge(box: PredictionBox, notebook: Notebook, cell: CellState) -> None:
    """Where `cell` has just trained at the value that `box` asks about, and an answer was chosen: compare them."""
    prediction, training = box.prediction, cell.training
    if box.chosen is None or training is None or training.changed:
        return
    if training.controls.get(prediction.control) != prediction.value:
        return
    seen = outcome(training)
    if seen is None:
        return
    curvature = curvature_of(notebook)
    why = regime.explain(prediction.value, curvature.eigenvalues) if curvature is not None else ""
    box.answer(regime.REGIMES[box.chosen] == seen, words.outcome(seen, why))
