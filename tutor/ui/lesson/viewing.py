"""Looking at the panels of the stage: mark one, leaf through it, give it the whole screen."""

from __future__ import annotations

from tutor.charts.cell_grid import Place
from tutor.ui.lesson.display import LessonDisplay
from tutor.ui.lesson.state import LessonState, panel_after
from tutor.ui.stage.panels import Scene, pages_of
from tutor.ui.stage.scene_renderer import SceneRenderer
from tutor.ui.widgets.commands import Command
from tutor.ui.widgets.controller import Controller
from tutor.ui.widgets.shell_screen import ShellScreen
from tutor.views.plain import plain


class Viewing(Controller):
    """Chooses panels, their pages and their size."""

    COMMANDS = (
        Command("f", "full", "full screen", "the marked panel on the whole screen", footer=False),
        Command("m", "mark", "mark", "mark the next panel of the stage", footer=False),
        Command("right_parenthesis", "leaf(1)", "next page", "the next page of the marked panel", shown=")"),
        Command("left_parenthesis", "leaf(-1)", "previous page", "the page before", footer=False, shown="("),
    )

    def __init__(self, screen: ShellScreen[None], state: LessonState, display: LessonDisplay) -> None:
        self._screen = screen
        self._state = state
        self._display = display
        self._full = ""
        """The key of the panel that has the whole screen."""

    def enabled(self, action: str) -> bool:
        """Where there are panels, several, or one with pages."""
        scene = self._state.scene
        if action == "full":
            return bool(scene.panels)
        if action == "mark":
            return len(scene.panels) > 1
        return pages_of(scene.panels.get(scene.marked)) > 1

    def action_mark(self) -> None:
        """Mark the next panel."""
        scene = self._state.scene
        if scene.panels:
            self._state.mark(panel_after(scene, scene.marked))
            self._display.redraw(at_once=True)
            self._screen.refresh_bindings()

    def action_leaf(self, by: int) -> None:
        """Another page of the marked panel; past the last comes the first."""
        self._leaf(self._state.scene.marked, by)

    def action_full(self) -> None:
        """The marked panel, else the first, on a screen of its own; it goes on to follow what runs."""
        scene = self._state.scene
        self._full = scene.marked or next(iter(scene.panels), "")
        if not self._full:
            return
        from tutor.ui.stage.full_screen import FullScreen  # the first frame does not wait for it

        terminal = self._screen.shell.terminal
        self._screen.app.push_screen(
            FullScreen(
                plain(self._state.screen.title),
                self._only,
                SceneRenderer(terminal.marks, terminal.shades, larger=""),
                leaf=lambda by: self._leaf(self._full, by),
                probe=lambda place: self._state.probe(self._full, place),
                onward=self._onward if len(scene.panels) > 1 else None,
                terminal=terminal,
            )
        )

    def _onward(self) -> None:
        """Give the whole screen to the next panel, and mark it."""
        self._full = panel_after(self._state.scene, self._full)
        self._state.mark(self._full)

    def probe(self, panel: str, place: Place) -> None:
        """Read out a place of a panel, and mark that one."""
        self._state.mark(panel)
        self._state.probe(panel, place)
        self._display.redraw(at_once=True)

    def _only(self) -> Scene:
        """The scene with no other panel than the one that has the whole screen."""
        panels = self._state.scene.panels
        return Scene({self._full: panels[self._full]} if self._full in panels else {}, self._full)

    def _leaf(self, key: str, by: int) -> None:
        if self._state.leaf(key, by):
            self._display.redraw(at_once=True)
