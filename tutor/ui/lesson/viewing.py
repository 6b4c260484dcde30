"""What the keys of the stage do, on any lesson screen: mark a panel, leaf through it, give it the whole screen."""

from __future__ import annotations

from dataclasses import replace

from tutor.ui.lesson.cell import CellBox
from tutor.ui.lesson.training import TrainingScreen
from tutor.ui.stage.full_screen import FullScreen, pages_of
from tutor.ui.stage.panel_grid import PanelGrid
from tutor.ui.stage.panels import Scene, ViewPanel
from tutor.ui.stage.scene_renderer import SceneRenderer
from tutor.ui.widgets.commands import Command
from tutor.views import registry as drawings
from tutor.views.plain import plain
from tutor.views.scalar import Scalar

VIEWING_COMMANDS: tuple[Command, ...] = (
    Command("f", "full", "full screen", "the marked panel on the whole screen", footer=False),
    Command("m", "mark", "mark", "mark the next panel of the stage", footer=False),
    Command("right_parenthesis", "leaf(1)", "next page", "the next page of the marked panel", shown=")"),
    Command("left_parenthesis", "leaf(-1)", "previous page", "the page before", footer=False, shown="("),
)


class ViewingScreen(TrainingScreen):
    """The part of a lesson screen that looks at panels."""

    _full = ""
    """The key of the panel that has the whole screen."""
    _stale: tuple[bool, ...] = ()
    """Which cells' views were said to be from before a change."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what means something on this screen can be given."""
        if action == "full":
            return bool(self.scene().panels)
        if action == "mark":
            return len(self.scene().panels) > 1
        if action == "leaf":
            scene = self.scene()
            return pages_of(scene.panels.get(scene.marked)) > 1
        return super().check_action(action, parameters)

    def redraw(self, *, at_once: bool = False) -> None:
        """Draw the stage, and the panel that has the whole screen."""
        super().redraw(at_once=at_once)
        if isinstance(self.app.screen, FullScreen):
            self.app.screen.redraw(at_once=at_once)

    async def run_cell(self, number: int, *, paused: bool = False) -> None:
        """Run a cell; of another than the one before, what it shows is marked."""
        if number != self.notebook.target:
            self.look = replace(self.look, marked="")
        await super().run_cell(number, paused=paused)

    def set_control(self, name: str, value: Scalar) -> None:
        """Move a control, and say which views are from before."""
        super().set_control(name, value)
        self._follow_staleness()

    def on_cell_box_edited(self, event: CellBox.Edited) -> None:
        """A text has changed: say which views are from before."""
        del event
        self._follow_staleness()

    def _follow_staleness(self) -> None:
        stale = tuple(self.notebook.stale(cell) for cell in self.scene_cells())
        if stale != self._stale:
            self._stale = stale
            self.redraw()

    def action_mark(self) -> None:
        """Mark the next panel."""
        scene = self.scene()
        if scene.panels:
            self.look = replace(self.look, marked=_after(scene, scene.marked))
            self.redraw(at_once=True)
            self.refresh_bindings()

    def action_leaf(self, by: int) -> None:
        """Another page of the marked panel; past the last comes the first."""
        self._leaf(self.scene().marked, by)

    def action_full(self) -> None:
        """The marked panel, else the first, on a screen of its own; it goes on to follow what runs."""
        scene = self.scene()
        self._full = scene.marked or next(iter(scene.panels), "")
        if not self._full:
            return
        terminal = self.shell.terminal
        self.app.push_screen(
            FullScreen(
                plain(self.lesson.screens[self.index].title),
                self._only,
                SceneRenderer(terminal.marks, terminal.shades, larger=""),
                leaf=lambda by: self._leaf(self._full, by),
                probe=self._probe,
                onward=self._onward if len(scene.panels) > 1 else None,
                terminal=terminal,
            )
        )

    def _onward(self) -> None:
        """Give the whole screen to the next panel, and mark it."""
        scene = self.scene()
        self._full = _after(scene, self._full)
        self.look = replace(self.look, marked=self._full)

    def on_panel_grid_probed(self, event: PanelGrid.Probed) -> None:
        """Read out the loss of the place under the mouse."""
        self._probe(event.place)
        self.redraw(at_once=True)

    def _probe(self, place: tuple[float, float]) -> None:
        self.look = replace(self.look, probe=place)

    def _only(self) -> Scene:
        """The scene with no other panel than the one that has the whole screen."""
        panels = self.scene().panels
        return Scene({self._full: panels[self._full]} if self._full in panels else {}, self._full)

    def _leaf(self, key: str, by: int) -> None:
        panel = self.scene().panels.get(key)
        if isinstance(panel, ViewPanel):
            page = turned(self.look.pages.get(key, 0), by, drawings.pages(panel.view))
            self.look = replace(self.look, pages={**self.look.pages, key: page})
            self.redraw(at_once=True)


def _after(scene: Scene, key: str) -> str:
    """The key of the panel after this one; the first after the last, and where there is no such panel."""
    keys = list(scene.panels)
    return keys[(keys.index(key) + 1) % len(keys)] if key in keys else next(iter(keys), "")


def turned(page: int, by: int, count: int) -> int:
    """The page after `by` turns: a single turn goes round, a longer way ends at the first or the last."""
    return (page + by) % count if abs(by) == 1 else min(count - 1, max(0, page + by))
