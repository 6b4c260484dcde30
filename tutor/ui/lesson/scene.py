"""What the stage shows at a step: the cells' views and reports gathered into plain values, ready to be drawn."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping

from msgspec.structs import replace

from tutor.charts.labels import Curve
from tutor.course import regime
from tutor.ui.lesson.cell_state import CellState, Training
from tutor.ui.lesson.notebook import Notebook
from tutor.ui.lesson.past import labels_of, run_label, told_apart
from tutor.ui.stage.panels import CurvesPanel, NumberRead, NumbersPanel, Panel, Scene, ViewPanel, Viewpoint, pages_of
from tutor.ui.widgets.written import number, shown
from tutor.views import registry as drawings
from tutor.views.base import ControlView, Path, StagedView
from tutor.views.curves.history import History
from tutor.views.numbers import pretty

SERIES = ("line1", "line2", "line3", "line4", "line5", "line6")
KEYS = "123456789abcdefghijklmnopqrstuvwxyz"
"""The signs of what was reported under several labels, by place: on its curve, at its path's end, in the read-out."""


def scene_of(notebook: Notebook, cells: Iterable[CellState], look: Viewpoint, sweep: CellState | None = None) -> Scene:
    """The panels that these cells fill; curves of `sweep`, a cell of another screen, join those of the same name.

    Where several cells report or draw under one name, the one that ran last is seen.
    """
    cells = list(cells)
    panels: dict[str, Panel] = {}
    newest = ""
    latest: dict[str, CellState] = {}
    for cell in cells:
        training = cell.training
        if training is None:
            continue
        ghosts = chosen_ghosts(cell, look) if sweep is None else []
        views = _views(notebook, cell, ghosts, look)
        drawn: dict[str, Panel] = {**views}
        if cell.number == notebook.target:
            newest = _newest(views, training)
        if len(training.history) or "loss" in notebook.does(cell).reports:  # its place, before the first number
            alone = {key: panel for key, panel in views.items() if panel.alone}  # the first is largest
            drawn = {**alone, **_curves(cell, training, ghosts, look), **drawn}
            drawn[f"numbers {cell.number}"] = _numbers(notebook, cell, training, ghosts, look)
        panels |= drawn
        for key in drawn:
            if (rival := latest.get(named(key))) is None or cell.turn >= rival.turn:
                latest[named(key)] = cell
    panels = {key: panel for key, panel in panels.items() if _of(key) == latest[named(key)].number}
    numbers = {key: panel for key, panel in panels.items() if isinstance(panel, NumbersPanel)}
    panels = {key: panel for key, panel in panels.items() if key not in numbers} | numbers  # the numbers come last
    if sweep is not None and sweep.training is not None and len(sweep.training.history):
        present = {named(key): key for key in panels}
        for name, panel in _curves(sweep, sweep.training, [], look).items():
            key = present.get(named(name), "")
            before = panels.get(key)
            if isinstance(panel, CurvesPanel) and isinstance(before, CurvesPanel):
                panels[key] = replace(before, series=(*_as_ghosts(before.series), *panel.series), moves=())
        owners = {cell.number: cell.training for cell in cells if cell.training is not None}
        for key, panel in panels.items():  # lines and paths are still the present run's
            if isinstance(panel, ViewPanel) and not panel.alone and (whose := run_label(owners[_of(key)])):
                panels[key] = replace(panel, title=f"{panel.title} · {whose}")
        for key in numbers:  # they are of what stands in front, and the legend of its curves
            whole = _numbers(notebook, sweep, sweep.training, [], look)
            panels[key] = replace(whole, title=f"step {_step(sweep.training, look)} · all presets")
    return Scene(panels, marked_panel(panels, look.marked, newest))


def named(key: str) -> str:
    """A panel's key without its cell: what cells that report or draw under one name have in common. What is drawn by
    itself is of its cell alone."""
    kind, _, rest = key.partition(" ")
    return key if kind == "view" else f"{kind} {rest.partition(' ')[2]}".rstrip()


def _of(key: str) -> int:
    """The cell of a panel's key."""
    return int(key.split(" ")[1])


def marked_panel(panels: Mapping[str, Panel], *wanted: str) -> str:
    """The key of the panel that is marked: the first of those wanted that is there, else the first with pages; '' where
    there is none."""
    leafed = (key for key, panel in panels.items() if pages_of(panel) > 1)
    return next((key for key in wanted if key in panels), next(leafed, ""))


def _newest(drawn: Mapping[str, ViewPanel], training: Training) -> str:
    """What the cell that was just run has shown last; of a training, what is drawn by itself."""
    views = [key for key, panel in drawn.items() if panel.alone or not len(training.history)]
    return views[-1] if views else ""


def _views(notebook: Notebook, cell: CellState, ghosts: list[Training], look: Viewpoint) -> dict[str, ViewPanel]:
    drawn: dict[str, ViewPanel] = {}
    training = cell.training or Training()
    for name, view in cell.views.items():
        if not isinstance(view, StagedView):
            continue
        reads = view.reads()
        key = f"{'view' if reads is None else view.__struct_config__.tag} {cell.number} {name}"
        paths = tuple(_paths(training, view, reads, ghosts, look)) if reads is not None else ()
        stale = reads is None and notebook.stale(cell)
        title = drawings.named(name, view)
        drawn[key] = ViewPanel(title, view, look.pages.get(key, 0), stale, paths, look.probes.get(key))
    return drawn


def _as_ghosts(series: tuple[Curve, ...]) -> tuple[Curve, ...]:
    """The present run behind those it is compared with."""
    return tuple(replace(one, ink="ghost", faint=True, key="") for one in series)


def chosen_ghosts(cell: CellState, look: Viewpoint) -> list[Training]:
    """The earlier runs to show beside the present one."""
    if not look.ghosts:
        return []
    if look.ghost is None:
        return cell.ghosts
    return [cell.ghosts[-1 - look.ghost % len(cell.ghosts)]] if cell.ghosts else []


# ---------------------------------------------------------------------------------------------------------- panels


def _labels(training: Training) -> dict[str, tuple[str, str]]:
    """Key and ink of each label under which something was reported; the same on curves, maps and in the read-out."""
    labels = dict.fromkeys(label for name in _names(training) if (label := _label(name)))
    if len(labels) < 2:
        return {}
    return {label: (KEYS[place : place + 1], SERIES[place % len(SERIES)]) for place, label in enumerate(labels)}


def _names(training: Training) -> list[str]:
    """What was reported, in the order in which it came; of ranks, whose reports come in any, in that of the ranks."""

    def rank(name: str) -> int:
        found = re.fullmatch(r"(?:.*, )?rank (\d+)", _label(name))
        return int(found[1]) if found is not None else -1

    return sorted(training.history.names, key=rank)


def _label(name: str) -> str:
    """'adam' of loss[adam]; '' of loss."""
    return name[name.index("[") + 1 : -1] if name.endswith("]") and "[" in name else ""


def _groups(training: Training, taken: set[str]) -> dict[str, list[str]]:
    """Names of columns by what they are before '[': each group has a chart of its own."""
    groups: dict[str, list[str]] = {}
    for name in _names(training):
        if not {name, name.split("[")[0]} & taken and not name.startswith("grad_"):
            groups.setdefault(name.split("[")[0], []).append(name)
    return groups


def _curves(cell: CellState, training: Training, ghosts: list[Training], look: Viewpoint) -> dict[str, Panel]:
    taken = {name for view in cell.views.values() if isinstance(view, StagedView) for name in view.reads() or ()}
    groups = _groups(training, taken)
    if not groups and not len(training.history):
        groups = {"loss": []}  # its place, before the first number comes
    order = sorted(groups, key=lambda group: group != "loss")
    labels_of = _ghost_labels(cell, training)
    labels = _labels(training)
    panels: dict[str, Panel] = {}
    for group in order:
        names = groups[group]
        series = [
            Curve(labels_of[id(ghost)], *ghost.history.drawn(name), "ghost", faint=True)
            for ghost in ghosts
            for name in names[:1]
            if name in ghost.history.names and len(names) == 1
        ]
        alone = (_own_label(cell, training) or "this run") if ghosts or training.cut else ""
        for name in names:
            label = _label(name) if len(names) > 1 else alone
            key, ink = labels.get(label, ("", SERIES[0])) if len(names) > 1 else ("", SERIES[0])
            history = training.history
            series.append(Curve(label, *history.series(name), ink, key=key, drawn=history.drawn(name)))
        title = group.replace("_", " ")
        panels[f"curve {cell.number} {group}"] = CurvesPanel(
            title, tuple(series), look.cursor, training.steps, _moves(training)
        )
    return panels


def _ghost_labels(cell: CellState, present: Training | None) -> dict[int, str]:
    """The name of each earlier run, by its identity."""
    return {id(ghost): label for ghost, label in zip(cell.ghosts, told_apart(cell.ghosts, present), strict=True)}


def _own_label(cell: CellState, training: Training) -> str:
    """The name of the present run among the earlier ones."""
    return labels_of(cell.ghosts, training)[-1]


def _moves(training: Training) -> tuple[tuple[int, str], ...]:
    """Where a control was moved on the way, and to what."""
    return tuple((step, shown(value)) for step, _, value in training.moves)


def _paths(
    training: Training, view: StagedView, reads: tuple[str, str], ghosts: list[Training], look: Viewpoint
) -> Iterator[Path]:
    """Of an earlier run, of the present one, of those reported as w[adam] and b[adam], and those of the view's own."""
    history, labels, until = training.history, _labels(training), look.cursor
    for ghost in ghosts if look.ghost is not None else ():  # all of them at once would hide the valley
        if set(reads) <= set(ghost.history.names):
            yield replace(_path(ghost.history, reads, until), faint=True)
    if set(reads) <= set(history.names):
        yield _path(history, reads, until)
    for name in history.names:
        if name.startswith(f"{reads[0]}[") and (other := reads[1] + name[len(reads[0]) :]) in history.names:
            key, ink = labels.get(_label(name), ("", SERIES[0]))
            yield replace(_path(history, (name, other), until), label=_label(name), key=key, ink=ink)
    for place, path in enumerate(view.recorded(), len(labels)):
        yield replace(path, key=KEYS[place : place + 1], ink=SERIES[place % len(SERIES)])


def _path(history: History, names: tuple[str, str], until: int | None) -> Path:
    """Where two reported numbers went, up to a step."""
    (steps, x), (_, y) = map(history.series, names)
    if until is None:
        return Path(x, y)
    count = bisect_right(steps, until)
    return Path(x[:count], y[:count])


def _numbers(
    notebook: Notebook, cell: CellState, training: Training, ghosts: list[Training], look: Viewpoint
) -> NumbersPanel:
    history = training.history
    if not len(history):
        return NumbersPanel("step", ())
    named_ghosts = _ghost_labels(cell, training)
    step = history.nearest(_last(history) if look.cursor is None else look.cursor)
    row = history.row(step)
    moved_on = any(notebook.controls.get(name, value) != value for name, value in training.controls.items())
    whose = _own_label(cell, training) if cell.ghosts or moved_on or training.cut else ""
    labels = _labels(training)
    readings = [
        NumberRead(pretty(name[: -len(label) - 2]), number(value), label, *labels[label])
        if (label := _label(name)) in labels
        else NumberRead(pretty(name), number(value))
        for name, value in ((one, row[one]) for one in _names(training))
    ]
    meaning = meaning_of(notebook)
    control = meaning.control if meaning is not None else "learning_rate"
    rate = training.control_at(control, step)
    moved = max((first for first, name, _ in training.moves if name == control and first <= step), default=None)
    if isinstance(rate, int | float) and "rate" not in row:
        readings.append(NumberRead("rate", shown(rate)))
    steps, loss = history.series("loss") if "loss" in history.names else (array("d"), array("d"))
    gradients = (history.series(name)[1] for name in history.names if name.startswith("grad_"))
    return NumbersPanel(
        f"step {step}" + (f" · {whose}" if whose else ""),
        tuple(readings),
        loss,
        tuple(gradients),
        bisect_right(steps, step),
        bisect_left(steps, moved) if moved is not None else 0,
        training.steps,
        float(rate) if isinstance(rate, int | float) else None,
        meaning,
        history.first_nonfinite("loss") if "loss" in history.names else None,
        tuple(
            (
                name if (name := named_ghosts[id(ghost)]).endswith(" ago") else f"earlier, {name}",
                ghost.history.row(step)["loss"],
            )
            for ghost in reversed(ghosts[-3:])
            if "loss" in ghost.history.names
        ),
    )


def _step(training: Training, look: Viewpoint) -> int:
    """The step of a training that is shown."""
    history = training.history
    return history.nearest(_last(history) if look.cursor is None else look.cursor)


def _last(history: History) -> int:
    return history.last_step or 0


def outcome(training: Training) -> regime.Regime | None:
    """What a whole run did, judged by its reports alone; None where they do not tell."""
    history = training.history
    if "loss" not in history.names:
        return None
    columns = [history.series(name)[1] for name in history.names if name.startswith("grad_")]
    return regime.final(history.series("loss")[1], list(zip(*columns, strict=True)))


def meaning_of(notebook: Notebook) -> ControlView | None:
    """What some cell of the lesson has derived of a control, that of the last run."""
    by_turn = sorted(notebook.cells, key=lambda cell: cell.turn)
    found = [view for cell in by_turn for view in cell.views.values() if isinstance(view, ControlView)]
    return found[-1] if found else None
