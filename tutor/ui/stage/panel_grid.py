"""The stage: everything a cell draws, in panels, redrawn beside the event loop and never faster than is useful."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Self

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.events import Click, Resize
from textual.geometry import Region
from textual.message import Message

from tutor.charts.cell_grid import Place, cut
from tutor.charts.drawing import Drawing
from tutor.ui.stage.allowance import BYTES, Allowance, rate
from tutor.ui.stage.arranging import Arrangement, Fields, arrange
from tutor.ui.stage.drawing import DrawingView
from tutor.ui.stage.panels import NumbersPanel, Panel, Scene
from tutor.ui.stage.scene_renderer import SceneRenderer
from tutor.ui.terminal.terminal import TerminalCapabilities
from tutor.ui.widgets.presence import Present


def with_more(title: str, count: int, width: int) -> str:
    """A title in so many columns (0: not known yet), and how many charts have no room: where that is long, the name
    of this one is cut and not the key that brings the others."""
    more = f" · {count} {'chart' if count == 1 else 'charts'} more: m"
    if not width or cell_len(title + more) <= width:
        return title + more
    more = f" · +{count}: m"
    return cut(title, max(1, width - cell_len(more))) + more


class PanelView(DrawingView):
    """One panel: a drawing under a titled rule."""

    DEFAULT_CSS = """
    PanelView { width: 1fr; height: 1fr; border-top: solid $rule; border-title-color: $text-muted; }
    PanelView.-marked { border-top: solid $secondary; border-title-color: $secondary; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._title = ""
        self._dirty_rule: Region | None = None

    def entitle(self, title: str) -> None:
        """Name the panel, in words that are never markup. Of the screen, only the title is sent anew."""
        if title == self._title:
            return
        width = max(cell_len(title), cell_len(self._title)) + 4
        self._title, self._dirty_rule = title, Region(0, -1, width, 1)
        self.border_title = Content(title)
        self._dirty_rule = None

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Self:
        """As any widget does, but for a new title: Textual would send the whole panel for it."""
        if self._dirty_rule is not None:
            regions = (self._dirty_rule,)
        return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)


class PanelGrid(Present, Container):
    """The panels of a scene, as many as can be read."""

    DEFAULT_CSS = """
    PanelGrid { layout: grid; grid-size: 1; grid-gutter: 0 2; padding: 0 1; }
    PanelGrid.-empty { display: none; }
    """

    class Pointed(Message):
        """A column of a chart was clicked; `step` is the step drawn there."""

        def __init__(self, step: int) -> None:
            super().__init__()
            self.step = step

    class Probed(Message):
        """A place of a panel was clicked that can be read out; `panel` is the panel's key."""

        def __init__(self, panel: str, place: Place) -> None:
            super().__init__()
            self.panel = panel
            self.place = place

    def __init__(self, painter: SceneRenderer, terminal: TerminalCapabilities, *, clock: Callable[[], float]) -> None:
        super().__init__(classes="-empty")
        self._painter = painter
        self._interval = 1 / terminal.chart_rate
        self._clock = clock
        self._remote = terminal.remote
        self._allowance = Allowance(BYTES, clock)
        self._scene: Callable[[], Scene] = Scene
        self._views: dict[str, PanelView] = {}
        self._arrangement: Arrangement | None = None
        self._wanted = False
        self._drawing = False
        self._hurry = asyncio.Event()
        """Set where what is wanted shall not wait for the next frame."""
        self._last = 0.0
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="painter")
        self.quiet = asyncio.Event()
        """Set while nothing waits to be drawn."""
        self.quiet.set()

    def compose(self) -> ComposeResult:
        """Panels come with the scenes."""
        yield from ()

    def on_unmount(self) -> None:
        """Stop drawing: nobody sees it."""
        self._thread.shutdown(wait=False, cancel_futures=True)

    def show(self, scene: Callable[[], Scene], *, at_once: bool = False) -> None:
        """Draw the scene that `scene` gives: at the next frame, or (for a key press) without waiting for it."""
        if self.going:
            return
        self._scene, self._wanted = scene, True
        self.quiet.clear()
        if at_once:
            self._hurry.set()
        if not self._drawing:
            self._drawing = True
            self.begin(self._draw_until_quiet, group="stage")

    def on_resize(self, _: Resize) -> None:
        """Arrange the panels anew."""
        self._allowance.rate = rate(*self.app.size, remote=self._remote)
        self.show(self._scene, at_once=True)

    def on_drawing_view_resized(self, event: DrawingView.Resized) -> None:
        """A panel has another size: fill it."""
        event.stop()
        self.show(self._scene, at_once=True)

    def on_click(self, event: Click) -> None:
        """The step, or the place that can be read out, under the mouse."""
        for key, view in self._views.items():
            if event.widget is not view:
                continue
            if (step := self._painter.step_at(key, event.x)) is not None:
                self.post_message(self.Pointed(step))
            elif (place := self._painter.point_at(key, event.x, event.y - 1)) is not None:  # below the rule
                self.post_message(self.Probed(key, place))

    async def _draw_until_quiet(self) -> None:
        """Draw the newest scene until none is wanted; drawing itself is done in a thread, so keys are never late."""
        loop = asyncio.get_running_loop()
        try:
            while self._wanted:
                await self._until_due()
                self._wanted = False
                self._hurry.clear()
                self._last = self._clock()
                scene = self._scene()
                await self._arrange(scene)
                sizes = {key: view.room for key, view in self._views.items() if 0 not in view.room}
                drawings = await loop.run_in_executor(self._thread, self._painter.paint, scene, sizes)
                self._put(drawings, scene)
        finally:
            self._drawing = False
            self.quiet.set()

    async def _until_due(self) -> None:
        """Until the next frame's time and until the line has room for it, or until something is wanted at once."""
        wait = max(self._last + self._interval - self._clock(), self._allowance.wait())
        if wait > 0:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._hurry.wait(), wait)

    async def _arrange(self, scene: Scene) -> None:
        """Make the panels those of the scene that have room, where they can be read best."""
        self.set_class(not scene.panels, "-empty")
        wanted = arrange(scene, *self.content_size)
        if list(wanted.keys) != list(self._views):
            self._painter.forget()
            self._arrangement = None
            await self.remove_children()
            self._views = {key: PanelView() for key in wanted.keys}
            for key, view in self._views.items():
                view.entitle(self._title(key, scene.panels[key], wanted, 0))  # once laid out it has a width
            await self.mount_all(self._views.values())
        if wanted == self._arrangement:
            return  # each of what follows lays the whole stage out anew
        self._arrangement, found = wanted, wanted.fields
        self.styles.grid_size_columns = max(1, len(found.columns))
        self.styles.grid_size_rows = max(1, len(found.rows))
        self.styles.grid_columns = tuple(map(str, found.columns)) or ("1fr",)
        self.styles.grid_rows = tuple(map(str, found.rows)) or ("1fr",)
        for index, view in enumerate(self._views.values()):
            view.styles.column_span = 2 if index == found.wide else 1
            view.styles.row_span = len(found.rows) if index == found.high else 1

    def _title(self, key: str, panel: Panel, shown: Arrangement, width: int) -> str:
        """The panel's name; on the last chart, how many others have no room, and the key that brings them."""
        title = self._painter.title(key, panel)
        if not shown.left_out:
            return title
        charts = [one for one in shown.keys if one == key or not one.startswith("numbers")]
        last = charts[-1] == key if not isinstance(panel, NumbersPanel) else len(shown.keys) == 1
        return with_more(title, shown.left_out, width) if last else title

    def _put(self, drawings: dict[str, Drawing], scene: Scene) -> None:
        shown = self._arrangement or Arrangement((), Fields((), ()))
        for key, view in self._views.items():
            view.set_class((len(self._views) > 1 or shown.left_out > 0) and key == scene.marked, "-marked")
            if key in drawings:
                view.entitle(self._title(key, scene.panels[key], shown, max(0, view.size.width - 2)))
                self._allowance.spend(view.show(drawings[key]))
