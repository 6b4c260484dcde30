"""Draws a scene: panels become drawings by way of the charts. Runs in a thread of its own; knows no widgets."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from tutor.charts.drawing import Drawing, Marks, Size
from tutor.ui.stage.panels import CurvesPanel, FitPanel, NumbersPanel, Panel, Scene, SurfacePanel, ViewPanel
from tutor.ui.stage.readout import readout
from tutor.views import registry as drawings
from tutor.views.curves.data import FitView
from tutor.views.packing import unpack
from tutor.views.plain import plain
from tutor.views.surface.data import SurfaceView

if TYPE_CHECKING:
    from array import array

    from tutor.views.curves.draw import Frame
    from tutor.views.curves.fit_line import FitFrame
    from tutor.views.surface.draw import Grid, SurfaceFrame


class SceneRenderer:
    """Draws panels, and remembers how each was laid out last, so that axes stand still from one to the next."""

    def __init__(self, marks: Marks, shades: bool, *, larger: str = "f") -> None:
        """`larger` is the key that gives a panel more room; '' where it has all there is."""
        self._marks: Marks = marks
        self._shades = shades
        self._larger = larger
        self._curves: dict[str, Frame | None] = {}
        self._surfaces: dict[str, SurfaceFrame | None] = {}
        self._fits: dict[str, FitFrame | None] = {}

    def forget(self) -> None:
        """Other panels come: lay them out afresh."""
        self._curves, self._surfaces, self._fits = {}, {}, {}

    def paint(self, scene: Scene, sizes: Mapping[str, Size]) -> dict[str, Drawing]:
        """A drawing for each panel that has a size."""
        return {key: self._draw(key, scene.panels[key], size) for key, size in sizes.items() if key in scene.panels}

    def step_at(self, key: str, column: int) -> int | None:
        """The step drawn in a column of a panel; None where the panel has no steps there."""
        frame = self._curves.get(key)
        return frame.step_at(column) if frame is not None else None

    def point_at(self, key: str, column: int, row: int) -> tuple[float, float] | None:
        """The place of a surface drawn in a cell; None where the panel is no surface, or has none there."""
        frame = self._surfaces.get(key)
        return frame.point_at(column, row) if frame is not None else None

    def next_to(
        self, key: str, point: tuple[float, float] | None, columns: int, rows: int
    ) -> tuple[float, float] | None:
        """The place so many cells right of a point of a surface and above it, on the map; the middle where none is."""
        frame = self._surfaces.get(key)
        return frame.next_to(point, columns, rows) if frame is not None else None

    def title(self, key: str, panel: Panel) -> str:
        """The panel's name; of curves, whether their axis is logarithmic; of views, the page and if it still holds."""
        if isinstance(panel, ViewPanel):
            title = drawings.title(plain(panel.title), panel.view, panel.page)
            return f"{title} · before the change" if panel.stale else title
        frame = self._curves.get(key)
        return plain(panel.title) + (", log axis" if frame is not None and frame.y.log else "")

    def _draw(self, key: str, panel: Panel, size: Size) -> Drawing:
        match panel:
            case CurvesPanel():
                return self._draw_curves(key, panel, size)
            case SurfacePanel():
                return self._draw_surface(key, panel, size)
            case FitPanel():
                return self._draw_fit(key, panel, size)
            case NumbersPanel():
                return readout(panel, size, self._marks)
            case ViewPanel(view=view, page=page):
                return drawings.draw(view, size, self._marks, shades=self._shades, page=page, key=self._larger)

    def _draw_curves(self, key: str, panel: CurvesPanel, size: Size) -> Drawing:
        from tutor.views.curves.draw import Curve, curves

        lines = [
            Curve(plain(one.label), one.steps, one.values, one.ink, one.faint, one.key, one.drawn)
            for one in panel.series
        ]
        previous = self._curves.get(key)
        drawing, self._curves[key] = curves(
            size, lines, marks=self._marks, cursor=panel.cursor, previous=previous, steps_hint=panel.steps,
            moves=panel.moves,
        )  # fmt: skip
        return drawing

    def _draw_surface(self, key: str, panel: SurfacePanel, size: Size) -> Drawing:
        from tutor.views.surface.draw import Path, surface

        paths = [Path(*ghost.coordinates(), faint=True) for ghost in panel.ghosts]
        if panel.path is not None:
            paths.append(Path(*panel.path.coordinates()))
        paths += [Path(*one.coordinates(), False, plain(one.label), one.ink, one.key) for one in panel.labelled]
        view = panel.view
        drawing, self._surfaces[key] = surface(
            size,
            grids(view),
            paths,
            marks=self._marks,
            x_name=plain(view.x_name),
            y_name=plain(view.y_name),
            best=view.best,
            cursor=panel.probe,
            shades=self._shades,
            previous=self._surfaces.get(key),
        )
        return drawing

    def _draw_fit(self, key: str, panel: FitPanel, size: Size) -> Drawing:
        from tutor.views.curves.fit_line import fit

        x, y = data(panel.view)
        previous = self._fits.get(key)
        drawing, self._fits[key] = fit(
            size, x, y, panel.line, best=panel.view.best, marks=self._marks, previous=previous
        )
        return drawing


@lru_cache(maxsize=8)
def grids(view: SurfaceView) -> tuple[Grid, ...]:
    """The view's grids with their numbers; the same objects each time, so that the still layer is drawn once."""
    from tutor.views.surface.draw import Grid

    return tuple(Grid(g.x, g.y, g.width, g.height, unpack(g.values)) for g in view.grids)


@lru_cache(maxsize=8)
def data(view: FitView) -> tuple[array[float], array[float]]:
    """The points of a fit."""
    return unpack(view.x), unpack(view.y)
