"""Looking at any name of a lesson: a list of its tensors, or a path that is typed; then the tensor by itself.

The lesson's first frame waits for this module: what it opens is imported when it is opened.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.ui.lesson.display import LessonDisplay
from tutor.ui.lesson.state import LessonState, turned
from tutor.ui.stage.panels import Scene, ViewPanel
from tutor.ui.widgets.commands import Command
from tutor.ui.widgets.controller import Controller
from tutor.ui.widgets.shell_screen import ShellScreen
from tutor.views import registry as drawings
from tutor.views.base import StagedView
from tutor.views.plain import plain
from tutor.views.scalar import Scalar

if TYPE_CHECKING:
    from tutor.kernel.protocol.events import Inspected

_OTHER = ""
"""The choice that is no name: another one is typed."""


class Inspecting(Controller):
    """Asks the kernel for names, and for what they name."""

    COMMANDS = (Command("i", "inspect", "inspect", "look into any tensor of this lesson, by its name", footer=False),)

    def __init__(self, screen: ShellScreen[None], state: LessonState, display: LessonDisplay) -> None:
        self._screen = screen
        self._state = state
        self._display = display

    def action_inspect(self) -> None:
        """Which names there are."""
        busy = self._state.notebook.busy
        if busy and self._screen.shell.link.state != "ready":
            self._screen.notify("Torch is still starting; there are names once the cell has run.")
        elif not self._state.runner.inspect("", self._choose):
            self._screen.notify("Nothing has run yet; after ctrl+r there are tensors to look into.")
        elif busy:
            self._screen.notify("The running cell answers at its next step, or when it is over.")

    def _choose(self, answer: Inspected) -> None:
        if self._screen.going:
            return
        if answer.problem:
            self._screen.notify(plain(answer.problem), severity="warning", markup=False)
            return
        if not answer.names:
            self._chosen(_OTHER)
            return
        from tutor.ui.widgets.choose import Choose

        width = max(len(name) for name, _ in answer.names)
        options = [(name, f"{name.ljust(width)}  {what}") for name, what in answer.names]
        options.append((_OTHER, "another name, or a path such as model.weight …"))
        self._screen.app.push_screen(Choose("Look into", options, options[0][0]), self._chosen)

    def _chosen(self, name: str | None) -> None:
        if name == _OTHER:
            from tutor.ui.widgets.ask import Ask

            self._display.ask(Ask("name or path", check=_named, on_answer=self._look_into))
        elif name is not None:
            self._look_into(name)

    def _look_into(self, name: Scalar) -> None:
        self._state.runner.inspect(str(name), self._open)

    def _open(self, answer: Inspected) -> None:
        """What was found on the whole screen, drawn or written."""
        if self._screen.going:
            return
        if not isinstance(answer.view, StagedView):
            if answer.problem:
                self._screen.notify(plain(answer.problem), severity="warning", markup=False)
            else:
                from tutor.ui.widgets.output_screen import OutputScreen

                _, text = (drawings.written(answer.view) if answer.view is not None else None) or ("", "")
                self._screen.app.push_screen(OutputScreen(plain(answer.name), plain(text)))
            return
        from tutor.ui.stage.full_screen import FullScreen
        from tutor.ui.stage.scene_renderer import SceneRenderer

        looked = _Looked(answer.name, answer.view)
        terminal = self._screen.shell.terminal
        painter = SceneRenderer(terminal.marks, terminal.shades, larger="")
        self._screen.app.push_screen(
            FullScreen(plain(answer.name), looked.scene, painter, leaf=looked.leaf, terminal=terminal)
        )


class _Looked:
    """A view that was asked for, and its page."""

    def __init__(self, name: str, view: StagedView) -> None:
        self._name, self._view, self._page = name, view, 0

    def scene(self) -> Scene:
        """Nothing but the view."""
        return Scene({self._name: ViewPanel(self._name, self._view, self._page)}, self._name)

    def leaf(self, by: int) -> None:
        """Turn to another page."""
        self._page = turned(self._page, by, drawings.pages(self._view))


def _named(text: str) -> Scalar:
    """The name as it was typed. Raises ValueError where there is none."""
    if not text.strip():
        raise ValueError("a name, as the cells use it")
    return text.strip()
