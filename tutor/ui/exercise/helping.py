"""What helps with an exercise: its hints, one after another, and a good answer."""

from __future__ import annotations

from tutor.ui.exercise.controller import ExerciseController
from tutor.ui.exercise.layout import LayoutController
from tutor.ui.exercise.state import ExerciseState
from tutor.ui.exercise.task import TaskPanel
from tutor.ui.widgets.commands import Command
from tutor.ui.widgets.shell_screen import ShellScreen


class HelpController(ExerciseController):
    """Shows hints and the solution in the task's place."""

    COMMANDS = (
        Command("h", "hint", "hint", "show the next hint: first those for the check that failed"),
        Command("s", "solution", "solution", "a good answer beside yours; before yours is right it asks once"),
    )

    def __init__(self, screen: ShellScreen[None], state: ExerciseState, layout: LayoutController) -> None:
        super().__init__(screen, state)
        self._layout = layout
        self._asked = False
        """Whether the learner was asked if they want to see the solution."""

    @property
    def _task(self) -> TaskPanel:
        return self.screen.query_one(TaskPanel)

    async def action_hint(self) -> None:
        """One hint more: for the check that failed, if there is one left."""
        task, failed = self._task, self.state.failed_check
        self._layout.read_task()
        if task.solution:
            await self.show_solution(False)
        place = task.next_hint(failed)
        if place is None:
            self.say("There are no more hints. s shows a good answer." if task.hints else "This exercise has no hints.")
            return
        self.state.practice.show_hint(self.state.exercise.slug, place)
        await task.show_hints([place])
        task.announce(failed)

    async def action_solution(self) -> None:
        """A good answer beside the learner's; before that is right, ask once."""
        task, attempt, exercise = self._task, self.state.attempt, self.state.exercise
        if not task.solution and attempt.status != "right" and not attempt.solution_seen and not self._asked:
            self._asked = True
            left = len(exercise.hints) - task.hints
            other = " h shows a hint instead." if left else ""
            self.say(f"Your answer is not right yet. s again shows a good one.{other}")
            return
        self.say("")
        self.state.practice.see_solution(exercise.slug)
        await self.show_solution(not task.solution)

    async def show_solution(self, shown: bool = True) -> None:
        """A good answer in place of the task, or the task."""
        self._layout.read_task()
        self.screen.set_class(shown, "-solution")
        await self._task.show_solution(shown)
        self.screen.call_after_refresh(self.update_head)
