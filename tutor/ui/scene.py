"""What the stage shows at a step: the cells' views and reports gathered into plain values, ready to be drawn."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tutor.charts.drawing import Marks
from tutor.course import regime
from tutor.kernel.protocol import CurvatureView, FitView, SurfaceView, unpack
from tutor.ui.notebook import CellState, Notebook, Training
from tutor.ui.sliding import shown

SERIES = ("line1", "line2", "line3", "line4", "line5", "line6")


@dataclass(frozen=True)
class Series:
    """One curve: what a training reported under one name."""

    label: str
    steps: Sequence[float]
    values: Sequence[float]
    ink: str
    faint: bool = False


@dataclass(frozen=True)
class CurvesPanel:
    """Reported numbers against the step."""

    title: str
    series: tuple[Series, ...]
    cursor: int | None
    steps: int | None
    """How many steps the run has when it is complete, where that is known."""


@dataclass(frozen=True)
class SurfacePanel:
    """A loss over two parameters and the paths on it, each up to the step shown."""

    view: SurfaceView
    path: tuple[tuple[float, float], ...]
    ghosts: tuple[tuple[tuple[float, float], ...], ...] = ()


@dataclass(frozen=True)
class FitPanel:
    """Data and the line of the step shown."""

    view: FitView
    line: tuple[float, float] | None


@dataclass(frozen=True)
class NumbersPanel:
    """The numbers of the step shown: pairs of name and value, then sentences."""

    title: str
    pairs: tuple[tuple[str, str], ...]
    words: tuple[tuple[str, str], ...] = ()
    """(text, ink) each."""


Panel = CurvesPanel | SurfacePanel | FitPanel | NumbersPanel


@dataclass(frozen=True)
class Scene:
    """All panels, by a key that stays the same from one scene to the next."""

    panels: dict[str, Panel] = field(default_factory=dict)


@dataclass(frozen=True)
class View:
    """How the learner looks at a scene."""

    cursor: int | None = None
    """The step looked at; None follows the newest."""
    ghost: int | None = None
    """Which earlier run stands beside the present one, from the newest; None shows all of them faintly."""
    ghosts: bool = True


def scene_of(notebook: Notebook, cells: Iterable[CellState], look: View) -> Scene:
    """The panels that these cells fill."""
    panels: dict[str, Panel] = {}
    for cell in cells:
        training = cell.training
        if training is None:
            continue
        ghosts = chosen_ghosts(cell, look)
        for name, view in cell.views.items():
            if isinstance(view, SurfaceView):
                panels[f"surface {name}"] = _surface(view, training, ghosts, look)
            elif isinstance(view, FitView):
                panels[f"fit {name}"] = FitPanel(view, _pair(training, view.slope, view.intercept, look.cursor))
        if len(training.history):
            panels = {**_curves(cell, training, ghosts, look), **panels}
            panels["numbers"] = _numbers(notebook, training, ghosts, look)
    return Scene(panels)


def chosen_ghosts(cell: CellState, look: View) -> list[Training]:
    """The earlier runs to show beside the present one."""
    if not look.ghosts:
        return []
    if look.ghost is None:
        return cell.ghosts
    return [cell.ghosts[-1 - look.ghost % len(cell.ghosts)]] if cell.ghosts else []


def run_label(training: Training) -> str:
    """A run by what was set: its learning rate, else its first control."""
    controls = training.controls
    name = "learning_rate" if "learning_rate" in controls else next(iter(controls), None)
    if name is None:
        return "earlier"
    return shown(controls[name]) + (" (moved)" if training.changed else "")


# ---------------------------------------------------------------------------------------------------------- panels


def _groups(training: Training, taken: set[str]) -> dict[str, list[str]]:
    """Names of columns by what they are before '[': each group has a chart of its own."""
    groups: dict[str, list[str]] = {}
    for name in training.history.names:
        if name not in taken and not name.startswith("grad_"):
            groups.setdefault(name.split("[")[0], []).append(name)
    return groups


def _curves(cell: CellState, training: Training, ghosts: list[Training], look: View) -> dict[str, Panel]:
    taken = {name for view in cell.views.values() for name in _parameters(view)}
    groups = _groups(training, taken)
    order = sorted(groups, key=lambda group: group != "loss")[:3]
    panels: dict[str, Panel] = {}
    for group in order:
        names = groups[group]
        series = [
            Series(run_label(ghost), *ghost.history.series(name), "ghost", faint=True)
            for ghost in ghosts
            for name in names[:1]
            if name in ghost.history.names and len(names) == 1
        ]
        for index, name in enumerate(names):
            label = name[len(group) + 1 : -1] if len(names) > 1 else (run_label(training) if ghosts else "")
            series.append(Series(label, *training.history.series(name), SERIES[index % len(SERIES)]))
        steps = training.controls.get("steps")
        count = int(steps) if isinstance(steps, int | float) else None
        panels[f"curve {group}"] = CurvesPanel(group.replace("_", " "), tuple(series), look.cursor, count)
    return panels


def _parameters(view: object) -> tuple[str, ...]:
    if isinstance(view, SurfaceView):
        return view.x_name, view.y_name
    return (view.slope, view.intercept) if isinstance(view, FitView) else ()


def _surface(view: SurfaceView, training: Training, ghosts: list[Training], look: View) -> SurfacePanel:
    names = view.x_name, view.y_name
    paths = tuple(path(ghost, *names, look.cursor) for ghost in ghosts)
    return SurfacePanel(view, path(training, *names, look.cursor), tuple(p for p in paths if p))


def path(training: Training, x: str, y: str, cursor: int | None) -> tuple[tuple[float, float], ...]:
    """The points (x, y) of a run up to a step; none where it does not report both."""
    history = training.history
    if x not in history.names or y not in history.names:
        return ()
    steps, xs = history.series(x)
    _, ys = history.series(y)
    return tuple((a, b) for step, a, b in zip(steps, xs, ys, strict=True) if cursor is None or step <= cursor)


def _pair(training: Training, slope: str, intercept: str, cursor: int | None) -> tuple[float, float] | None:
    if not len(training.history):
        return None
    row = training.history.row(training.history.last_step if cursor is None else cursor)
    return (row[slope], row[intercept]) if slope in row and intercept in row else None


def _numbers(notebook: Notebook, training: Training, ghosts: list[Training], look: View) -> NumbersPanel:
    history = training.history
    step = history.nearest(history.last_step if look.cursor is None else look.cursor)
    row = history.row(step)
    pairs = [(pretty(name), number(value)) for name, value in row.items()]
    curvature = curvature_of(notebook)
    rate = training.control_at(curvature.control if curvature else "learning_rate", step)
    if isinstance(rate, int | float):
        pairs.append(("rate", shown(rate)))
    words = [*_regime_words(training, curvature, rate, step), *_ghost_words(ghosts, row, step)]
    bad = history.first_nonfinite("loss")
    if bad is not None:
        words.insert(0, (f"loss is not a finite number from step {bad} on", "wrong"))
    return NumbersPanel(f"step {step}", tuple(pairs), tuple(words))


def _regime_words(
    training: Training, curvature: CurvatureView | None, rate: object, step: int
) -> list[tuple[str, str]]:
    words = []
    seen = regime_seen(training, step)
    if seen is not None:
        words.append((f"{REGIME_SIGNS[seen]} {seen}", "wrong" if seen == "diverging" else "accent"))
    if curvature is not None and isinstance(rate, int | float):
        words.append((regime.explain(float(rate), curvature.eigenvalues), "label"))
    return words


REGIME_SIGNS = {"slow": "→", "steady": "↘", "oscillating": "↔", "diverging": "↗"}


def regime_seen(training: Training, step: int | None = None) -> regime.Regime | None:
    """What training does at a step, judged by its reports alone; at the end of the run where step is None."""
    history = training.history
    if "loss" not in history.names:
        return None
    steps, losses = history.series("loss")
    count = sum(1 for one in steps if step is None or one <= step)
    names = [name for name in history.names if name.startswith("grad_")]
    gradients = list(zip(*(history.series(name)[1][:count] for name in names), strict=True)) if names else []
    return regime.observed(losses[:count], gradients)


def _ghost_words(ghosts: list[Training], row: dict[str, float], step: int) -> list[tuple[str, str]]:
    words = []
    for ghost in reversed(ghosts[-3:]):
        then = ghost.history.row(step) if len(ghost.history) else {}
        if "loss" in row and "loss" in then:
            words.append((f"earlier {run_label(ghost)}: loss {number(then['loss'])}", "ghost"))
    return words


def curvature_of(notebook: Notebook) -> CurvatureView | None:
    """The curvature that some cell of the lesson has derived, the latest one."""
    found = [view for cell in notebook.cells for view in cell.views.values() if isinstance(view, CurvatureView)]
    return found[-1] if found else None


def pretty(name: str) -> str:
    """A reported name as the screen writes it: 'grad_w' is ∂w."""
    return f"∂{name[5:]}" if name.startswith("grad_") else name.replace("_", " ")


def number(value: float) -> str:
    """A number in five digits at most; nan and the infinities as words."""
    if math.isnan(value):
        return "nan"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    return f"{value:.5g}".replace("-", "−")


def points(view: FitView) -> tuple[Sequence[float], Sequence[float]]:
    """The data of a fit."""
    return unpack(view.x), unpack(view.y)


def uses_braille(marks: Marks) -> bool:
    """Whether superscripts and other fine signs may be used as well."""
    return marks != "ascii"
