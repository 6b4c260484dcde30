"""Draws a scene: panels become drawings by way of the charts. Runs in a thread of its own; knows no widgets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from tutor.charts.cell_grid import Frame, Place
from tutor.charts.drawing import Drawing, Marks, Size
from tutor.ui.stage.panels import CurvesPanel, NumbersPanel, Panel, Scene, ViewPanel
from tutor.ui.stage.readout import readout
from tutor.views import registry as drawings
from tutor.views.plain import plain

if TYPE_CHECKING:
    from tutor.views.curves.draw import CurvesFrame


class SceneRenderer:
    """Draws panels, and remembers how each was laid out last, so that axes stand still from one to the next."""

    def __init__(self, marks: Marks, shades: bool, *, larger: str = "f") -> None:
        """`larger` is the key that gives a panel more room; '' where it has all there is."""
        self._marks: Marks = marks
        self._shades = shades
        self._larger = larger
        self._curves: dict[str, CurvesFrame | None] = {}
        self._views: dict[str, Frame | None] = {}

    def forget(self) -> None:
        """Other panels come: lay them out afresh."""
        self._curves, self._views = {}, {}

    def paint(self, scene: Scene, sizes: Mapping[str, Size]) -> dict[str, Drawing]:
        """A drawing for each panel that has a size."""
        return {key: self._draw(key, scene.panels[key], size) for key, size in sizes.items() if key in scene.panels}

    def step_at(self, key: str, column: int) -> int | None:
        """The step drawn in a column of a panel; None where the panel has no steps there."""
        frame = self._curves.get(key)
        return frame.step_at(column) if frame is not None else None

    def point_at(self, key: str, column: int, row: int) -> Place | None:
        """The place of a map or a matrix drawn in a cell; None where the panel has none there."""
        frame = self._views.get(key)
        return frame.point_at(column, row) if frame is not None else None

    def next_to(self, key: str, point: Place | None, columns: int, rows: int) -> Place | None:
        """The place so many cells right of another and above it; from None, of where one begins."""
        frame = self._views.get(key)
        return frame.next_to(point, columns, rows) if frame is not None else None

    def title(self, key: str, panel: Panel) -> str:
        """The panel's name; of curves, whether their axis is logarithmic; of views, the page and if it still holds."""
        if isinstance(panel, ViewPanel):
            title = drawings.title(plain(panel.title), panel.view, panel.page, panel.probe)
            return f"{title} · before the change" if panel.stale else title
        frame = self._curves.get(key)
        return plain(panel.title) + (", log axis" if frame is not None and frame.y.log else "")

    def _draw(self, key: str, panel: Panel, size: Size) -> Drawing:
        match panel:
            case CurvesPanel():
                return self._draw_curves(key, panel, size)
            case NumbersPanel():
                return readout(panel, size, self._marks)
            case ViewPanel():
                return self._draw_view(key, panel, size)

    def _draw_curves(self, key: str, panel: CurvesPanel, size: Size) -> Drawing:
        from tutor.views.curves.draw import curves

        previous = self._curves.get(key)
        drawing, self._curves[key] = curves(
            size, panel.series, marks=self._marks, cursor=panel.cursor, previous=previous, steps_hint=panel.steps,
            moves=panel.moves,
        )  # fmt: skip
        return drawing

    def _draw_view(self, key: str, panel: ViewPanel, size: Size) -> Drawing:
        drawing, self._views[key] = drawings.redraw(
            panel.view, size, self._marks, shades=self._shades, page=panel.page, key=self._larger,
            paths=panel.paths, probe=panel.probe, previous=self._views.get(key),
        )  # fmt: skip
        return drawing
