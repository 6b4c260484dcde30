"""Every picture of the gallery: the time to draw it on 100×30, and what it weighs. python -m tests.bench.view_times

A drawing is made anew each time, as when a page is turned, its axes standing still; the first of its kind is left out,
for it loads the chart.
The bytes are those that turning a page sends to the terminal.
"""

from __future__ import annotations

import sys
from pathlib import Path

from rich.color import ColorSystem
from rich.segment import Segment
from textual.strip import Strip

from tests.bench.baselines import empty_app
from tests.bench.figures import Figure, table
from tests.bench.redraw_times import SCREEN, milliseconds
from tutor import live
from tutor.charts.cell_grid import Frame
from tutor.course.lesson import read_lesson
from tutor.ui.stage.drawing import changed_runs
from tutor.ui.terminal.ansi_writer import AnsiWriter
from tutor.ui.terminal.palette import inks
from tutor.views import registry as drawings
from tutor.views.base import StagedView
from tutor.views.kinds import View

GALLERY = Path(__file__).parents[2] / "lessons" / "gallery"
MOST = 20.0
"""Milliseconds."""
SHARE = 0.08
"""Of an empty app's first frame."""


class Collecting(live.Terminal):
    """Keeps what a lesson shows, and prints nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.views: dict[str, View] = {}

    def view(self, name: str, view: View) -> None:
        """Keep the latest of its name."""
        self.views[name] = view

    def _print(self, text: str) -> None:
        del text


def gallery() -> dict[str, View]:
    """The views of the gallery, by their names."""
    stage = Collecting()
    live.enter(stage)
    names: dict[str, object] = {"__name__": "__main__"}
    for cell in read_lesson(GALLERY).cells:
        exec(compile(cell.source, f"cell {cell.number}", "exec"), names)
    live.enter(live.Terminal())
    return stage.views


def redraw(view: StagedView) -> float:
    """Milliseconds of a drawing on 100×30, its pages in turn."""
    turn = iter(range(10**9))
    frame: Frame | None = None

    def draw() -> None:
        nonlocal frame
        _, frame = drawings.redraw(view, SCREEN, "braille", shades=True, page=next(turn), previous=frame)

    return milliseconds(draw)


def turned(view: StagedView) -> int:
    """Bytes to a truecolor terminal when the first page is turned to the second: the runs of cells that differ."""
    pages = [drawings.draw(view, SCREEN, "braille", shades=True, page=page) for page in (0, 1)]
    look, pen = inks(dark=True, ansi=False, colors=16777216), AnsiWriter(ColorSystem.TRUECOLOR)
    for row, (old, new) in enumerate(zip(pages[0].rows, pages[1].rows, strict=True)):
        strip = Strip([Segment(text, look.style(ink, ground)) for text, ink, ground in new])
        for first, last in changed_runs(old, new):
            pen.move(first, row)
            pen.write(strip.crop(first, last))
    return len(pen.sent().encode())


def views() -> list[Figure]:
    """The slowest redraw and the heaviest page of each kind of view, on 100×30."""
    figures = []
    kinds: dict[str, list[StagedView]] = {}
    for view in gallery().values():
        if isinstance(view, StagedView):
            kinds.setdefault(type(view).__name__, []).append(view)
    shares = {}
    for kind, several in kinds.items():
        took, heaviest = max(map(redraw, several)), max(map(turned, several))
        shares[kind] = took / 1e3 / empty_app()
        detail = f"turning a page sends up to {heaviest / 1000:.1f} KB; {len(several)} in the gallery"
        figures.append(Figure(f"redraw of {kind}", took, "ms", MOST, detail=detail))
    slowest = max(shares, key=lambda kind: shares[kind])
    return [*figures, Figure("redraw of any view", shares[slowest], "× empty app", SHARE, detail=slowest)]


if __name__ == "__main__":
    print(table(found := views()))
    sys.exit(not all(figure.met for figure in found))
