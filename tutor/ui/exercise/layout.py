"""How task, text and checks share an exercise's screen, and which part of each is seen."""

from __future__ import annotations

from typing import Literal

from tutor.ui.exercise.controller import ExerciseController
from tutor.ui.exercise.task import TaskPanel
from tutor.ui.exercise.verdict import VerdictPanel
from tutor.ui.widgets.commands import Command

Shown = Literal["all", "task", "code"]


class LayoutController(ExerciseController):
    """Gives room to the task or the text, and scrolls the panels beside the text."""

    COMMANDS = (
        Command("enter,i", "edit", "edit", "go into your text; escape comes back"),
        Command("t", "task", "task", "only the task; again, the task beside your text"),
        Command("f", "code", "code", "only your text; again, the task and the checks with it"),
        Command("ctrl+n", "alone", "only code", "only your text, while you are in it; again, all", palette=False),
        Command("down,j", "scroll_checks(1)", "down", "scroll the checks", footer=False, palette=False),
        Command("up,k", "scroll_checks(-1)", "up", "scroll the checks", footer=False, palette=False),
        Command("pagedown,space", "scroll_task(1)", "page down", "scroll the task", footer=False, palette=False),
        Command("pageup", "scroll_task(-1)", "page up", "scroll the task", footer=False, palette=False),
    )

    def enabled(self, action: str) -> bool:
        """What shows something is there where it is not shown yet."""
        inside = self.screen.focused is self.state.editor
        if action in ("edit", "code"):
            return not inside
        return inside if action == "alone" else True

    def label_now(self, action: str, label: str) -> str:
        """The key that showed one thing alone shows all again."""
        alone = {"task": "-task", "code": "-code", "alone": "-code"}.get(action, "")
        return "show all" if alone and self.screen.has_class(alone) else label

    def give_room(self, shown: Shown = "all") -> None:
        """Task, text and checks together, or one of the first two alone."""
        self.screen.set_class(shown == "task", "-task")
        self.screen.set_class(shown == "code", "-code")
        self.screen.set_class(False, "-reading")
        self.screen.refresh_bindings()

    def read_task(self) -> None:
        """What stands in the task's place is asked for: it has room."""
        if self.screen.has_class("-code"):
            self.give_room()
        self.screen.add_class("-reading")

    def action_edit(self) -> None:
        """Go into the text, at its first blank where there is one."""
        if self.screen.has_class("-task"):
            self.give_room()
        self.state.editor.focus()

    def action_code(self) -> None:
        """Only the text, or all."""
        self.give_room("all" if self.screen.has_class("-code") else "code")

    def action_alone(self) -> None:
        """Only the text, or all, while one types."""
        self.action_code()

    def action_task(self) -> None:
        """Only the task, or all."""
        self.give_room("all" if self.screen.has_class("-task") else "task")
        self.screen.set_focus(None)

    def action_scroll_checks(self, by: int) -> None:
        """Scroll the checks by lines; where the task stands alone, that."""
        panel = TaskPanel if self.screen.has_class("-task") else VerdictPanel
        self.screen.query_one(panel).scroll_relative(y=by, animate=False)

    def action_scroll_task(self, by: int) -> None:
        """Scroll the task by most of a page; where it made room for the rest, it first takes that back."""
        screen, task = self.screen, self.screen.query_one(TaskPanel)
        if screen.has_class("-judged") and not screen.has_class("-task") and not screen.has_class("-reading"):
            self.read_task()
            return
        task.scroll_relative(y=by * max(1, task.size.height - 1), animate=False)
