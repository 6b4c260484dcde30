"""The tries of an exercise that trains, on its screen: followed while they form, and set beside the reference."""

from __future__ import annotations

from tutor.learner.practice import TrialRecord
from tutor.ui.exercise.checking import Checker, JudgedText
from tutor.ui.exercise.controller import ExerciseController
from tutor.ui.exercise.state import ExerciseState
from tutor.ui.exercise.tries import TriesPanel
from tutor.ui.widgets.commands import Command
from tutor.ui.widgets.shell_screen import ShellScreen


class TriesController(ExerciseController):
    """Shows the tries, and has the reference solution trained where the learner wants to compare."""

    COMMANDS = (
        Command("b", "reference", "compare", "train the reference solution too, to compare; its text is not shown"),
    )

    def __init__(self, screen: ShellScreen[None], state: ExerciseState) -> None:
        super().__init__(screen, state)
        self._reference = Checker(screen.shell.link, state.exercise)
        self._reference.on_judged = self._take_reference
        self._reference.on_change = self._follow_reference

    def enabled(self, action: str) -> bool:
        """Whatever came of the last try, or before there was one: the reference shows what can be reached."""
        return action != "reference" or self.state.exercise.trains

    def show(self) -> None:
        """The tries as they are now."""
        if not self.screen.going:
            self.screen.query_one(TriesPanel).show_tries(self.state.tries)

    def close(self) -> None:
        """Nothing runs on."""
        self._reference.close()

    def _take_reference(self, judged: JudgedText) -> None:
        if (trial := TrialRecord.of(judged.checked.trained)) is not None:
            self.state.practice.compare(self.state.exercise.slug, trial)
        self.say("")
        self.show()

    def _follow_reference(self) -> None:
        if self._reference.problem and not self.screen.going:
            self.say(f"The reference was not trained: {self._reference.problem}")

    async def action_reference(self) -> None:
        """Train the exercise's own solution, on this machine."""
        if self._reference.running is not None:
            self.say("The reference solution is being trained already; it takes as long as a try.")
            return
        self.say("The reference solution is being trained, on the same digits and with the same budgets.")
        await self._reference.check(self.state.exercise.solution)
