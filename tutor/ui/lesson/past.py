"""Earlier runs: taken up from what was kept, and told apart by name."""

from __future__ import annotations

import math
from collections.abc import Sequence

from tutor.learner.runs import TrainingRun
from tutor.ui.lesson.cell_state import Training
from tutor.ui.widgets.written import shown
from tutor.views.curves.history import History


def begun(kept: TrainingRun) -> Training:
    """A run as it was kept."""
    history = History()
    if all(None not in column for column in kept.columns.values()):
        columns = [[value for value in column if value is not None] for column in kept.columns.values()]
        history.add(list(kept.columns), kept.steps, columns)
    else:
        for place, step in enumerate(kept.steps):
            row = {name: column[place] for name, column in kept.columns.items()}
            bad = {name for name, first in kept.broken.items() if step >= first}
            there = {name: value for name, value in row.items() if value is not None or name in bad}
            history.add(list(there), [step], [[math.nan if value is None else value] for value in there.values()])
    return Training(history, dict(kept.controls), kept.planned, list(kept.moves), kept.device, kept.cut)


def run_label(training: Training, before: int = 0) -> str:
    """A run by what was set: its learning rate, else its first control, which is named; else by how many runs ago it
    was, '' for 0."""
    controls = training.controls
    name = "learning_rate" if "learning_rate" in controls else next(iter(controls), None)
    if name is None:
        return _ago(before) if before else ""
    moved = [value for _, control, value in training.moves if control == name]
    values = " → ".join(shown(value) for value in [controls[name], *moved][:3]) + (" …" if len(moved) > 2 else "")
    return values if name.endswith("rate") else f"{name.replace('_', ' ')} {values}"


def labels_of(runs: Sequence[Training], present: Training | None = None) -> list[str]:
    """What each of these runs, and the present one last, was set to; and where it ran, if not all ran at one place."""
    everyone = [*runs, *([present] if present is not None else [])]
    plain = [_with_its_end(one, run_label(one, len(runs) - place)) for place, one in enumerate(everyone)]
    if len({one.device for one in everyone if one.device}) < 2:
        return plain
    return [_beside(label, one.device) for label, one in zip(plain, everyone, strict=True)]


def _with_its_end(training: Training, label: str) -> str:
    """A run that was cut off by where it was; how long ago that was then says nothing."""
    if not training.cut:
        return label
    return ", ".join(
        filter(None, ["" if label.endswith(" ago") else label, f"cut at step {training.history.last_step}"])
    )


def _beside(label: str, device: str) -> str:
    """A run by its device first, for that is what tells it from others; how long ago it was then says nothing."""
    return " ".join(filter(None, [device, "" if label.endswith(" ago") and device else label]))


def _ago(runs: int) -> str:
    return "1 run ago" if runs == 1 else f"{runs} runs ago"


def told_apart(runs: Sequence[Training], present: Training | None = None) -> list[str]:
    """A name for each of these runs, the oldest first: where two have one rate, with their steps, and where that does
    not tell them apart, by how many runs ago they were alone, which is short enough for the legend of a small chart."""
    count = len(runs)
    everyone = [*runs, *([present] if present is not None else [])]
    plain = labels_of(runs, present)
    longer = [f"{label}, {len_of(one)} steps" for label, one in zip(plain, everyone, strict=True)]
    names = []
    for place, label in enumerate(plain[:count]):
        if plain.count(label) == 1:
            names.append(label)
        elif longer.count(longer[place]) == 1:
            names.append(longer[place])
        else:
            names.append(_ago(count - place))
    return names


def len_of(training: Training) -> int:
    """How many steps a run had."""
    return (training.history.last_step or 0) - (training.history.first_step or 0) + 1
