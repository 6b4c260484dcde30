"""The ways from an exercise: to the next, to the list, and back."""

from __future__ import annotations

from tutor.ui.exercise import words
from tutor.ui.exercise.controller import ExerciseController
from tutor.ui.exercise.files import FileController
from tutor.ui.exercise.state import ExerciseState
from tutor.ui.widgets.commands import Command
from tutor.ui.widgets.shell_screen import ShellScreen


class NavigationController(ExerciseController):
    """Leaves the exercise, once its text is saved."""

    COMMANDS = (
        Command("n", "next", "next", "go to the next exercise that is not yet right; this one can wait"),
        Command("escape", "leave", "back", "back to where you came from; everything is saved"),
        Command("x", "list", "list", "all exercises, by lesson"),
    )

    def __init__(self, screen: ShellScreen[None], state: ExerciseState, files: FileController) -> None:
        super().__init__(screen, state)
        self._files = files

    async def action_next(self, said: str = "") -> None:
        """Open the next exercise that is not yet right; this one, where it is not, is skipped for now."""
        shell, exercise, practice = self.screen.shell, self.state.exercise, self.state.practice
        slugs = [slug for lesson in shell.course.lessons for slug in lesson.exercises]
        right = [practice.attempt(slug).status == "right" for slug in slugs]
        following = words.next_unfinished(slugs, right, exercise.slug)
        if following is None:
            every = (
                "Every exercise is right." if self.state.attempt.status == "right" else "Every other exercise is right."
            )
            self.say(f"{every} x shows the list.")
            return
        practice.skip(exercise.slug)
        await self._files.save()
        lesson = next(one for one in shell.course.lessons if following in one.exercises)
        if lesson.slug != exercise.lesson:
            said = f"{said} This one belongs to another lesson: {lesson.title}.".strip()
        await shell.open_exercise(following, instead=self.screen, notice=said)

    async def action_list(self) -> None:
        """Open the list of all exercises."""
        await self._files.save()
        await self.screen.shell.open_exercises(self.state.exercise.lesson)

    async def action_leave(self) -> None:
        """Back to where one came from."""
        await self._files.save()
        self.screen.shell.close_exercise(self.screen)
