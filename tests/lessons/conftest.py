"""Runs the real lessons in this process, cell by cell, and keeps everything that they say."""

from __future__ import annotations

import ast
import contextlib
import io
import re
from array import array
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import pytest
import torch

from tutor import live
from tutor.commands.verifying.lessons import needed_by_each, reached
from tutor.course.lesson import read_lesson
from tutor.course.model import Lesson
from tutor.live.data import COURSE
from tutor.live.group.conductor import Conductor, Unled
from tutor.live.plots import unseen
from tutor.views.kinds import View
from tutor.views.scalar import Scalar

pytest.register_assert_rewrite("tests.lessons.whole_lesson")

LESSONS = Path(__file__).parents[2] / "lessons"

PROGRAMS = {("many_gpus", "By torchrun")}
"""Cells that do nothing but start a program that takes long. They are left out here: `verify` runs them, and among the
facts of their lesson is a test that starts the program."""

ControlValue = Scalar | Callable[[int], Scalar]
"""A control's value, or its value at each step (the learner moves it while the loop runs)."""


@dataclass
class CellRecord:
    """What one cell said."""

    steps: list[int] = field(default_factory=list)
    reports: list[dict[str, float]] = field(default_factory=list)
    shown: dict[str, Any] = field(default_factory=dict)
    """By the name the lesson gave; '' is the value of the last expression."""
    views: dict[str, View] = field(default_factory=dict)
    reached: str = ""
    """What a milestone came to."""
    output: str = ""

    def column(self, name: str) -> list[float]:
        """One reported number over the steps."""
        return [report[name] for report in self.reports]


class RecordingStage:
    """Takes a lesson's words as a session of the tutor would, at full pace."""

    def __init__(self, controls: dict[str, ControlValue]) -> None:
        self.controls = controls
        self.values: dict[str, ControlValue] = {}
        self.step = 0
        self.looping = False
        self.offered: dict[str, Callable[[], View]] = {}
        self.cell = CellRecord()

    def declare(self, name: str, default: Scalar) -> None:
        self.values[name] = self.controls.get(name, default)

    def value(self, name: str) -> Scalar:
        value = self.values[name]
        return value(self.step) if callable(value) else value

    def device(self) -> str:
        return "cpu"

    def steps(self, count: int) -> Iterator[int]:
        self.looping = True
        try:
            for self.step in range(count):
                yield self.step
        finally:  # a loop that is left early ends here, too
            self.step, self.looping = 0, False
            for name, make in self.offered.items():
                self.view(name, make())
            self.offered.clear()

    def report(self, values: dict[str, Any]) -> None:
        self.cell.steps.append(self.step)
        self.cell.reports.append(live.flatten(values))

    def report_at(self, step: float, values: dict[str, Any]) -> None:
        self.cell.steps.append(int(step))
        self.cell.reports.append(live.flatten(values))

    def show(self, name: str, value: object) -> None:
        self.cell.shown[name] = value.detach().clone() if isinstance(value, torch.Tensor) else value

    def view(self, name: str, view: View) -> None:
        self.cell.views[name] = view

    def offer(self, name: str, make: Callable[[], View]) -> None:
        """Within a loop of steps the last one of its name is made, at the loop's end."""
        if self.looping:
            self.offered[name] = make
        else:
            self.view(name, make())

    def reached(self, result: str) -> None:
        self.cell.reached = result

    def conduct(self) -> Conductor:
        return RecordedRanks(self)

    def quiz(self, question: str, answers: object) -> None:
        raise AssertionError(f"a quiz inside a live cell: {question!r}, {answers!r}")


class RecordedRanks(Unled):
    """Takes what ranks report, each under its own label, as on the screen."""

    def __init__(self, stage: RecordingStage) -> None:
        super().__init__()
        self._stage = stage

    def controls(self) -> dict[str, Scalar]:
        return {name: self._stage.value(name) for name in self._stage.values}

    def declare(self, name: str, default: Scalar) -> None:
        self._stage.declare(name, default)

    def due_in(self, step: int) -> float | None:
        self._stage.step = step
        return 0.0

    def hurried(self) -> bool:
        return False

    def report(self, rank: int, names: tuple[str, ...], rows: array[float]) -> None:
        width = len(names) + 1
        for start in range(0, len(rows), width):
            step, *values = rows[start : start + width]
            self._stage.cell.steps.append(int(step))
            self._stage.cell.reports.append(dict(zip((f"{name}[rank {rank}]" for name in names), values, strict=True)))

    def end(self) -> None:
        """Put what came in any order in that of the steps, and in each in that of the ranks."""
        self._stage.step = 0
        cell = self._stage.cell
        rows = sorted(zip(cell.steps, cell.reports, strict=True), key=lambda row: (row[0], sorted(row[1])))
        cell.steps, cell.reports = [step for step, _ in rows], [report for _, report in rows]


@dataclass
class Ran:
    """What came of some of a lesson's cells."""

    cells: dict[str, CellRecord]
    """By the cell's title."""
    names: dict[str, Any]
    """What the cells defined, as it stood at the end."""


class LessonRun:
    """A lesson with some of its controls set, run as far as it is asked for: a cell with the cells that it needs, all
    that the controls reach, or without a control every cell."""

    def __init__(self, lesson: Lesson, controls: dict[str, ControlValue]) -> None:
        self.lesson = lesson
        self._controls = controls
        self._needed = _needed(lesson.slug)
        self._singly: dict[str, CellRecord] = {}

    @cached_property
    def _all(self) -> Ran:
        known = {control.name for control in self.lesson.controls if control.name in self._controls}
        return perform(self.lesson, self._controls, reached(self.lesson, self._needed, known))

    @property
    def controls(self) -> dict[str, ControlValue]:
        """The value of each control of the lesson."""
        return {control.name: control.default for control in self.lesson.controls} | self._controls

    @property
    def cells(self) -> dict[str, CellRecord]:
        """By the cell's title."""
        return self._all.cells

    @property
    def names(self) -> dict[str, Any]:
        """What the cells defined, as it stood at the end."""
        return self._all.names

    def __getitem__(self, title: str) -> CellRecord:
        if not self._controls or "_all" in vars(self):
            return self.cells[title]
        if title not in self._singly:
            (place,) = (place for place, cell in enumerate(self.lesson.cells) if cell.title == title)
            self._singly[title] = perform(self.lesson, self._controls, {place, *self._needed[place]}).cells[title]
        return self._singly[title]


@cache
def _needed(slug: str) -> list[frozenset[int]]:
    """For each cell the places of those that it needs."""
    return needed_by_each(the_lesson(slug))


def perform(lesson: Lesson, controls: dict[str, ControlValue], places: Collection[int]) -> Ran:
    """Run these cells of a lesson, from the top."""
    stage = RecordingStage(controls)
    names: dict[str, Any] = {"__name__": "__main__"}
    cells: dict[str, CellRecord] = {}
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    live.enter(stage)
    try:
        for place in sorted(places):
            cell = lesson.cells[place]
            stage.cell = cells[cell.title or str(cell.number)] = CellRecord()
            if (lesson.slug, cell.title) in PROGRAMS:
                continue
            output = io.StringIO()
            with contextlib.redirect_stdout(output):
                run_cell(cell.source, f"{lesson.slug} cell {cell.number}", names, stage)
            stage.cell.output = output.getvalue()
    finally:
        live.enter(live.Terminal())
        torch.set_num_threads(threads)
    return Ran(cells, names)


def run_cell(source: str, name: str, names: dict[str, Any], stage: RecordingStage) -> None:
    """Execute a cell; the value of its last expression is shown, as in a notebook."""
    tree = ast.parse(source, name)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, name, "exec", dont_inherit=True), names)  # not this file's `from __future__`
    if isinstance(last, ast.Expr):
        value = eval(compile(ast.Expression(last.value), name, "eval", dont_inherit=True), names)
        if unseen(value):
            stage.show("", value)


@cache
def the_lesson(slug: str) -> Lesson:
    """A lesson of the real course, read once."""
    return read_lesson(LESSONS / slug)


@cache
def _performed(slug: str, controls: tuple[tuple[str, ControlValue], ...]) -> LessonRun:
    return LessonRun(the_lesson(slug), dict(controls))


@pytest.fixture(autouse=True, scope="module")
def _own_course() -> Iterator[None]:
    """Cells that run in this process are those of the tutor's own course, as the kernel would say."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(COURSE, "")
        yield


@pytest.fixture(scope="session")
def lessons_root() -> Path:
    """The folder of the real course."""
    return LESSONS


@pytest.fixture(scope="session")
def read() -> Callable[[str], Lesson]:
    """Reads a lesson of the real course by its slug."""
    return the_lesson


@pytest.fixture(scope="session")
def performed() -> Callable[..., LessonRun]:
    """Runs a lesson by slug with some of its controls set; the same call again gives the same run."""

    def run(slug: str, **controls: ControlValue) -> LessonRun:
        return _performed(slug, tuple(controls.items()))

    return run


_SEEDED = re.compile(r"(?<=seed\()0(?=\))|(?<=seeded\()0(?=\))")


@pytest.fixture(scope="session")
def reseeded() -> Callable[..., dict[str, CellRecord]]:
    """Runs cells of a lesson once more with another seed than their 0, from what all its cells led to; what they made
    stands in `keep` afterwards."""

    def again(
        run: LessonRun,
        titles: Collection[str],
        seed: int,
        keep: dict[str, Any] | None = None,
        **controls: ControlValue,
    ) -> dict[str, CellRecord]:
        stage = RecordingStage(run.controls | controls)
        names = {} if keep is None else keep
        names |= run.names
        stage.values.update(stage.controls)
        live.enter(stage)
        records: dict[str, CellRecord] = {}
        try:
            for cell in run.lesson.cells:
                if cell.title in titles:
                    stage.cell = records[cell.title] = CellRecord()
                    output = io.StringIO()
                    with contextlib.redirect_stdout(output):
                        run_cell(_SEEDED.sub(str(seed), cell.source), cell.title, names, stage)
                    stage.cell.output = output.getvalue()
        finally:
            live.enter(live.Terminal())
        assert list(records) == list(titles)
        return records

    return again


@pytest.fixture(scope="module", autouse=True)
def aside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What code of lessons writes that a test runs itself, it does not write into this project."""
    with contextlib.chdir(tmp_path_factory.mktemp("aside")):
        yield
