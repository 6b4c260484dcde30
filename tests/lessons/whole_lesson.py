"""What holds for every lesson that ran for real, from the first cell to the last.

Each file with the facts of a lesson has a class that comes of `WholeLesson`, so that one run serves both.

Every screen, cell by cell, on the smallest terminal: nothing on the stage is cut without a sign. The stage is laid out
and drawn as the screen does it; words that fall off a drawing's edge are caught where they are written, on the sheet
that all charts share. And, with --every-seed, a second run shows the same numbers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tutor.charts.cell_grid import CellGrid
from tutor.charts.drawing import Size
from tutor.course.model import Lesson
from tutor.ui.lesson.cell_state import Training
from tutor.ui.lesson.notebook import Notebook
from tutor.ui.lesson.scene import scene_of
from tutor.ui.stage.arranging import Arrangement, arrange, rooms
from tutor.ui.stage.panels import CurvesPanel, NumbersPanel, Scene, Viewpoint
from tutor.ui.stage.scene_renderer import SceneRenderer
from tutor.views.base import StagedView
from tutor.views.comparison.data import ComparisonView

MEASURED = {
    # Cells that print or report times: these differ from run to run, what else the cells say may not.
    "speed": {
        "Four ways",
        "A first attempt",
        "Forty times the same",
        "Queued is not done",
        "Without waiting, and with",
        "PyTorch's own",
        "Three operations",
        "Two of each, in one thread and in two",
        "Make it fast",
    },
    "data": {"What was busy when"},
    "gpu": {
        "What looking costs here",
        "Which way round it came out",
        "Compiled against eager",
        "As a timeline",
        "What this machine can do",
        "The layer's point",
        "On the roofline",
        "Your own epoch",
    },
    "capstone": {"What a batch size costs"},
    "many_gpus": {
        "Twice, in three ways",
        "From one number to a million",
        "Measured: one process, two ranks",
        "One that is ended, one that is not",
    },
}
UNSTEADY = {
    # Of these, cells that say which way a measurement came out, or report until a process is killed.
    "many_gpus": {"Measured: one process, two ranks", "One that is ended, one that is not"},
}
PRINTED_TIME = re.compile(
    r"[ ]*\b(?:as fast here|\d[\d.]*(?: times (?:faster|slower) here|(?= (?:ms|GFLOP/s|GB/s|FLOP/B|times faster)\b)))"
)
REPORTED_TIMES = {"ms"}
OF_RANK = re.compile(r"rank \d+: ")

WIDTH, ROWS = 78, 22
"""Of 80×24, what is left within the margins and between the first line and the last."""


def scenes(lesson: Lesson, cells: dict[str, Any]) -> Iterator[tuple[str, Scene, int]]:
    """The stage after each cell of each screen: where that is, what it holds, and how many rows it has."""
    notebook = Notebook(lesson)
    for index, screen in enumerate(lesson.screens, 1):
        here = [notebook[code.number] for code in screen.cells]
        tracks = len(notebook.mentioned(here))
        for turn, (code, cell) in enumerate(zip(screen.cells, here, strict=True), 1):
            record = cells[code.title or str(code.number)]
            cell.training, cell.turn, cell.phase = Training(), turn, "ok"
            cell.views = dict(record.views)
            for step, report in zip(record.steps, record.reports, strict=True):
                cell.training.history.add(list(report), [step], [[value] for value in report.values()])
            notebook.target = code.number
            scene = scene_of(notebook, here[:turn], Viewpoint())
            if scene.panels:
                room = ROWS - tracks - 1
                alone = "laboratory" in screen.tags
                yield f"{lesson.slug} {index} [{code.number}]", scene, room if alone else room // 2


def every_view(scene: Scene, height: int) -> Iterator[tuple[Scene, Arrangement]]:
    """The stage as it is, and with each panel marked that the key for the next panel would bring."""
    for marked in dict.fromkeys((scene.marked, *scene.panels)):
        turned = Scene(scene.panels, marked)
        yield turned, arrange(turned, WIDTH, height)


def whole_or_signed(words: str, drawn: str) -> bool:
    """Whether the words stand there, or their beginning with an ellipsis behind it."""
    return words in drawn or any(f"{words[:end].rstrip()}…" in drawn for end in range(1, len(words)))


def unread(where: str, scene: Scene, drawn: dict[str, str], room: dict[str, Size]) -> Iterator[str]:
    """What of the numbers and the legends cannot be read, and charts that are too low."""
    numbers = "\n".join(text for key, text in drawn.items() if isinstance(scene.panels[key], NumbersPanel))
    for key, text in drawn.items():
        panel = scene.panels[key]
        if isinstance(panel, NumbersPanel):
            if not re.search(r"… \d+ rows? more: v", text):
                yield from (f"{where}: {one.name} {one.label} {one.value}" for one in panel.readings
                            if one.value not in text)  # fmt: skip
        elif isinstance(panel, CurvesPanel):
            if len(panel.series) > 1:
                yield from (f"{where}: the curve {one.label}" for one in panel.series
                            if not whole_or_signed(one.label, text) and one.label not in numbers)  # fmt: skip
            if room[key].height < 5:
                yield f"{where}: a chart of {room[key].height} rows"
        elif hasattr(panel, "view") and isinstance(panel.view, StagedView) and hasattr(panel.view, "series"):
            yield from (f"{where}: the line {one.name}" for one in panel.view.series
                        if not whole_or_signed(one.name, text))  # fmt: skip


def said(cell: Any) -> tuple[str, str]:
    """What a cell reported and printed; lines that ranks print come in any order."""
    lines = cell.output.splitlines()
    lines.sort(key=lambda line: line if OF_RANK.match(line) else "")
    return repr(cell.reports), "\n".join(lines)


def timeless(cell: Any) -> tuple[str, str]:
    """What a cell reported and printed, its times taken out."""
    reports = [{name: "…" if name in REPORTED_TIMES else x for name, x in row.items()} for row in cell.reports]
    return repr(reports), PRINTED_TIME.sub(" …", said(cell)[1])


class WholeLesson:
    """A lesson as it stands on the screen, and that it says the same each time."""

    lesson = ""

    @pytest.fixture
    def slug(self) -> str:
        """The name of the lesson."""
        return self.lesson

    @pytest.fixture
    def lost(self, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        """Words of which a part was written beyond the right edge of a sheet."""
        found: list[str] = []
        write = CellGrid.text

        def text(sheet: CellGrid, column: int, row: int, words: str, ink: str = "") -> None:
            beyond = words[max(0, sheet.size.width - column) :]
            if 0 <= row < sheet.size.height and beyond.strip() and column < sheet.size.width:
                found.append(words)
            write(sheet, column, row, words, ink)

        monkeypatch.setattr(CellGrid, "text", text)
        return found

    def test_no_number_no_legend_and_no_word_is_cut_without_a_sign(
        self, slug: str, performed: Callable[..., Any], lost: list[str]
    ) -> None:
        run = performed(slug)
        faults: list[str] = []
        for where, scene, height in scenes(run.lesson, run.cells):
            seen: set[str] = set()
            for turned, arrangement in every_view(scene, height):
                sizes = rooms(arrangement.fields, len(arrangement.keys))
                room = {
                    key: Size(columns, rows - 1) for key, (columns, rows) in zip(arrangement.keys, sizes, strict=True)
                }
                lost.clear()
                drawn = {
                    key: one.text() for key, one in SceneRenderer("braille", shades=True).paint(turned, room).items()
                }
                faults += [f"{where}: '{words}' runs over the edge" for words in lost]
                faults += list(unread(where, turned, drawn, room))
                seen |= set(arrangement.keys)
            if missing := scene.panels.keys() - seen:
                faults.append(f"{where}: no key shows {missing}")
        assert not faults, "\n".join(dict.fromkeys(faults))

    @pytest.mark.long
    def test_two_runs_show_the_same_numbers(self, slug: str, performed: Callable[..., Any]) -> None:
        first = performed(slug)
        second = performed(slug, unused=0)  # a control that it does not have, so that it runs anew
        measured = MEASURED.get(slug, set())
        assert measured <= set(first.cells)
        for title, cell in first.cells.items():
            if title in UNSTEADY.get(slug, set()):
                continue
            records = (run.cells[title] for run in (first, second))
            one, other = (timeless(record) if title in measured else said(record) for record in records)
            assert one == other, title
            if title in measured:
                assert one != said(cell), f"{title} measures nothing"


class TimedLesson(WholeLesson):
    """One that sets times against each other."""

    def test_where_one_way_takes_longer_than_another_the_chart_says_slower_and_not_that_it_passes(
        self, slug: str, performed: Callable[..., Any]
    ) -> None:
        cells = performed(slug).cells.values()
        shown = [view for cell in cells for view in cell.views.values() if isinstance(view, ComparisonView)]
        times = [view for view in shown if view.y_label in ("ms", "milliseconds", "ns per number", "rounds")]
        assert times
        assert all(view.passes == "becomes slower than" for view in times)
