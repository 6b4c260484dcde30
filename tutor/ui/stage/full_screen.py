"""One panel on a screen of its own."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.widgets import Static

from tutor.charts.cell_grid import Place
from tutor.ui.messages import KernelStateChanged
from tutor.ui.stage.panel_grid import PanelGrid
from tutor.ui.stage.panels import Scene, ViewPanel, pages_of
from tutor.ui.stage.scene_renderer import SceneRenderer
from tutor.ui.terminal.terminal import TerminalCapabilities
from tutor.ui.widgets.commands import Command
from tutor.ui.widgets.keybar import KeyBar
from tutor.ui.widgets.shell_screen import ShellScreen
from tutor.views import registry as drawings


class FullScreen(ShellScreen[None]):
    """A panel, as large as the terminal. What it shows and which page is the caller's to know."""

    ACTIONS: ClassVar[tuple[Command, ...]] = (
        Command("escape,q,f", "close", "close", "back to the lesson"),
        Command("m", "onward", "next panel", "the next panel of the stage"),
        Command("right,down,right_parenthesis,space,n", "leaf(1)", "next page", "the next page of the panel"),
        Command("left,up,left_parenthesis,p", "leaf(-1)", "previous page", "the page before"),
        Command("home", "leaf(-1000000)", "first page", "the first page", footer=False),
        Command("end", "leaf(1000000)", "last page", "the last page", footer=False),
        Command("right", "probe(1, 0)", "read out", "move the place that is read out", shown="arrows"),
        *(
            Command(key, f"probe({across}, {up})", "read out", "move it", footer=False, palette=False)
            for key, across, up in (("left", -1, 0), ("up", 0, 1), ("down", 0, -1))
        ),
        Command("n,right_parenthesis,space", "among(1)", "next here", "the next of what lies at the place read out"),
        Command("p,left_parenthesis", "among(-1)", "previous here", "the one before, at the place read out"),
    )
    AUTO_FOCUS: ClassVar[str] = ""
    SHOWS_MORE: ClassVar[bool] = True
    DEFAULT_CSS = """
    FullScreen { layout: vertical; }
    FullScreen > #heading { height: 1; padding: 0 1; background: $panel; }
    FullScreen > PanelGrid { height: 1fr; }
    """

    def __init__(
        self,
        heading: str,
        scene: Callable[[], Scene],
        painter: SceneRenderer,
        *,
        leaf: Callable[[int], None],
        probe: Callable[[Place], None] = lambda _place: None,
        onward: Callable[[], None] | None = None,
        terminal: TerminalCapabilities,
    ) -> None:
        """`scene` gives the panel as it stands, `leaf` moves its page by so many, `probe` sets the place that is
        read out, `onward` goes to another panel where there are several."""
        super().__init__()
        self._painter = painter
        self._heading = heading
        self._scene = scene
        self._leaf = leaf
        self._probe = probe
        self._onward = onward
        self._terminal = terminal

    def compose(self) -> ComposeResult:
        """Lay out the heading, the panel and the keys."""
        yield Static(self._head(), id="heading", markup=False)
        yield PanelGrid(self._painter, self._terminal, clock=time.monotonic)
        yield KeyBar()

    def on_mount(self) -> None:
        """Draw without waiting for the next turn."""
        self.query_one(PanelGrid).show(self._scene, at_once=True)

    def _head(self) -> str:
        link = self.shell.link
        return f"{self._heading} · {link.brief}" if link.trouble else self._heading

    def on_kernel_state_changed(self, _event: KernelStateChanged) -> None:
        """Torch is lost, or silent, or back."""
        self.query_one("#heading", Static).update(self._head())

    def redraw(self, *, at_once: bool = False) -> None:
        """What is shown may have changed: draw it at the next frame or, for a key press, at once."""
        if self.present:
            self.query_one(PanelGrid).show(self._scene, at_once=at_once)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Pages are leafed through where there is more than one; places are read out where a picture has some, and
        then the pages are those of the place, and the arrows move it."""
        del parameters
        if action == "probe":
            return self._probed() is not None
        if action == "onward":
            return self._onward is not None
        if action not in ("leaf", "among"):
            return True
        scene = self._scene()
        return pages_of(scene.panels.get(scene.marked)) > 1 and (action == "among") == (self._probed() is not None)

    def action_onward(self) -> None:
        """Show the next panel of the stage."""
        if self._onward is not None:
            self._onward()
            self.redraw(at_once=True)
            self.refresh_bindings()

    def action_leaf(self, by: int) -> None:
        """Turn to the next page of the panel, or to the one before."""
        self._leaf(by)
        self.redraw(at_once=True)

    def action_among(self, by: int) -> None:
        """Turn to the next of what lies at the place that is read out."""
        self.action_leaf(by)

    def action_probe(self, columns: int, rows: int) -> None:
        """Read out another place: so many cells to the right, and up."""
        panel = self._probed()
        key = self._scene().marked
        place = self._painter.next_to(key, panel.probe, columns, rows) if panel is not None else None
        if place is not None:
            self._read_out(place)

    def on_panel_grid_probed(self, event: PanelGrid.Probed) -> None:
        """Read out the place under the mouse."""
        self._read_out(event.place)

    def _read_out(self, place: Place) -> None:
        self._probe(place)
        self.redraw(at_once=True)
        self.refresh_bindings()  # another place may have one thing to see, or several

    def _probed(self) -> ViewPanel | None:
        """The panel, where places of it can be read out."""
        scene = self._scene()
        panel = scene.panels.get(scene.marked)
        return panel if isinstance(panel, ViewPanel) and drawings.probed(panel.view) else None

    def action_close(self) -> None:
        """Go back to the lesson."""
        self.dismiss()
