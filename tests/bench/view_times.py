"""Every picture of the gallery: the time to draw it on 100×30, and what it weighs. python -m tests.bench.view_times

A drawing is made anew each time, as when a page is turned; the first of its kind is left out, for it loads the chart.
The bytes are those of the message, and those of the cells that differ from one page to the next.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.bench.redraw_times import SCREEN, milliseconds
from tutor import live
from tutor.course.lesson import read_lesson
from tutor.kernel.protocol import Shown, StagedView, View, encode
from tutor.ui import drawings
from tutor.ui.widgets.drawing import changed_runs

GALLERY = Path(__file__).parents[2] / "lessons" / "gallery"
MOST = 20.0
"""Milliseconds."""


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
    return milliseconds(lambda: drawings.draw(view, SCREEN, "braille", shades=True, page=next(turn)))


def changed(view: StagedView) -> int:
    """Cells that differ between the first page and the second."""
    pages = [drawings.draw(view, SCREEN, "braille", shades=True, page=page) for page in (0, 1)]
    rows = zip(pages[0].rows, pages[1].rows, strict=True)
    return sum(last - first for old, new in rows for first, last in changed_runs(old, new))


if __name__ == "__main__":
    slow = False
    for name, view in gallery().items():
        if isinstance(view, StagedView):
            took = redraw(view)
            slow |= took > MOST
            size = len(encode(Shown(1, 1, 1, name, view)))
            print(f"{type(view).__name__:>16}  {took:5.1f} ms  {size:>7,} B sent  {changed(view):>5,} cells  {name}")
    sys.exit(slow)
