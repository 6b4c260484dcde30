"""What the keys of the stage do, on any lesson screen: mark a panel, leaf through it, give it the whole screen."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from tutor.ui import drawings
from tutor.ui.commands import Command
from tutor.ui.painter import Painter
from tutor.ui.plain import plain
from tutor.ui.scene import Panel, Scene, ViewPanel
from tutor.ui.screens.full import FullScreen
from tutor.ui.screens.training import TrainingScreen
from tutor.ui.widgets.stage import Stage

VIEWING_COMMANDS: tuple[Command, ...] = (
    Command("f", "full", "full screen", "the marked panel on the whole screen", footer=False),
    Command("m", "mark", "mark", "mark the next panel of the stage", footer=False),
    Command("right_parenthesis", "leaf(1)", "next page", "the next page of the marked panel", shown=")"),
    Command("left_parenthesis", "leaf(-1)", "previous page", "the page before", footer=False, shown="("),
)


class ViewingScreen(TrainingScreen):
    """The part of a lesson screen that looks at panels."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only what means something on this screen can be given."""
        if action == "full":
            return bool(self.scene().panels)
        if action == "mark":
            return len(self.scene().panels) > 1
        if action == "leaf":
            scene = self.scene()
            return self._pages(scene.panels.get(scene.marked)) > 1
        return super().check_action(action, parameters)

    def redraw(self, *, at_once: bool = False) -> None:
        """Draw the stage, and the panel that has the whole screen."""
        super().redraw(at_once=at_once)
        if isinstance(self.app.screen, FullScreen):
            self.app.screen.redraw(at_once=at_once)

    def action_mark(self) -> None:
        """Mark the next panel."""
        scene = self.scene()
        keys = list(scene.panels)
        if keys:
            here = keys.index(scene.marked) if scene.marked else -1
            self.look = replace(self.look, marked=keys[(here + 1) % len(keys)])
            self.redraw(at_once=True)
            self.refresh_bindings()

    def action_leaf(self, by: int) -> None:
        """Another page of the marked panel; past the last comes the first."""
        self._leaf(self.scene().marked, by)

    def action_full(self) -> None:
        """The marked panel, else the first, on a screen of its own; it goes on to follow what runs."""
        scene = self.scene()
        key = scene.marked or next(iter(scene.panels), "")
        if not key:
            return
        app = self.tutor
        app.push_screen(
            FullScreen(
                plain(self.lesson.screens[self.index].title),
                partial(self._only, key),
                Painter(app.marks, app.shades),
                pages=self._pages(scene.panels[key]),
                leaf=partial(self._leaf, key),
                probe=self._probe,
                terminal=app.terminal,
            )
        )

    def on_stage_probed(self, event: Stage.Probed) -> None:
        """Read out the loss of the place under the mouse."""
        self._probe(event.place)
        self.redraw(at_once=True)

    def _probe(self, place: tuple[float, float]) -> None:
        self.look = replace(self.look, probe=place)

    def _only(self, key: str) -> Scene:
        """The scene with no other panel than this."""
        panels = self.scene().panels
        return Scene({key: panels[key]} if key in panels else {}, key)

    def _pages(self, panel: Panel | None) -> int:
        return drawings.pages(panel.view) if isinstance(panel, ViewPanel) else 1

    def _leaf(self, key: str, by: int) -> None:
        panel = self.scene().panels.get(key)
        if isinstance(panel, ViewPanel):
            page = turned(self.look.pages.get(key, 0), by, drawings.pages(panel.view))
            self.look = replace(self.look, pages={**self.look.pages, key: page})
            self.redraw(at_once=True)


def turned(page: int, by: int, count: int) -> int:
    """The page after `by` turns: a single turn goes round, a longer way ends at the first or the last."""
    return (page + by) % count if abs(by) == 1 else min(count - 1, max(0, page + by))
