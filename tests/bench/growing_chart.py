"""An application for `bytes_on_the_line`: one chart that gains a step ten times a second, or none."""

from __future__ import annotations

import math
import sys

from textual.app import App, ComposeResult

from tutor.charts.drawing import Drawing, Size
from tutor.charts.labels import Curve
from tutor.ui.stage.drawing import DrawingView
from tutor.views.base import Path
from tutor.views.curves.draw import CurvesFrame, curves
from tutor.views.packing import pack
from tutor.views.surface.data import Grid
from tutor.views.surface.draw import SurfaceFrame, surface

CURVED, FLAT = 67.17, 0.496
STEPS = 200


class GrowingChart(App[None]):
    """A chart alone on the screen."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self.kind = kind
        self.view = DrawingView()
        self.count = STEPS // 2 if kind == "still" else 1
        self.curve_frame: CurvesFrame | None = None
        self.map_frame: SurfaceFrame | None = None
        self.loss = [1 + 295 * math.exp(-k / 15) * (1.2 + math.sin(k)) for k in range(STEPS)]
        self.w = [3 - 3 * (-0.88) ** k for k in range(STEPS)]
        self.b = [0.5 * math.exp(-k / 90) * min(1, k / 9) for k in range(STEPS)]
        across = [-1 + 8 * i / 40 for i in range(41)]
        up = [-4 + 8 * j / 40 for j in range(41)]
        values = [1 + CURVED / 2 * (w - 3 + b / 6.6) ** 2 + FLAT / 2 * b * b for b in up for w in across]
        self.grid = Grid((-1, 7), (-4, 4), 41, 41, pack(values))

    def compose(self) -> ComposeResult:
        yield self.view

    def on_mount(self) -> None:
        self.set_interval(0.1, self.redraw)

    def redraw(self) -> None:
        if 0 not in self.view.room:
            self.view.show(self.map(self.view.room) if self.kind == "path" else self.curve(self.view.room))
        if self.kind != "still":
            self.count = self.count % STEPS + 1

    def curve(self, size: Size) -> Drawing:
        line = Curve("", range(self.count), self.loss[: self.count])
        previous = self.curve_frame if self.count > 1 else None
        drawing, self.curve_frame = curves(size, [line], log=True, steps_hint=STEPS, title="loss", previous=previous)
        return drawing

    def map(self, size: Size) -> Drawing:
        path = Path(self.w[: self.count], self.b[: self.count])
        drawing, self.map_frame = surface(size, [self.grid], [path], best=(3, 0), previous=self.map_frame)
        return drawing


if __name__ == "__main__":
    GrowingChart(sys.argv[1]).run()
