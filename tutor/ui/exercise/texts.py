"""The other texts of an exercise: what was given, what was checked before, and what another program wrote."""

from __future__ import annotations

from functools import partial

from tutor.ui.exercise.controller import ExerciseController
from tutor.ui.exercise.diff import DiffScreen
from tutor.ui.exercise.files import FileController
from tutor.ui.exercise.state import ExerciseState
from tutor.ui.widgets.choose import Choose
from tutor.ui.widgets.commands import Command
from tutor.ui.widgets.shell_screen import ShellScreen


class TextsController(ExerciseController):
    """Puts another text in place of the learner's, and keeps that."""

    COMMANDS = (
        Command("z", "reset", "reset", "what you were given; again, and your text is back"),
        Command("u", "version(-1)", "versions", "step back through the versions that were checked", shown="u U"),
        Command("U,shift+u", "version(1)", "later version", "step forward through the versions", footer=False,
                shown="U"),
        Command("v", "difference", "changes", "what you changed of what you were given", footer=False),
        Command("c", "choose_text", "choose", "where the file was changed here and elsewhere, choose one",
                footer=False),
    )  # fmt: skip

    def __init__(self, screen: ShellScreen[None], state: ExerciseState, files: FileController) -> None:
        super().__init__(screen, state)
        self._files = files

    def enabled(self, action: str) -> bool:
        """It is chosen only where there are two."""
        return action != "choose_text" or self.state.conflict is not None

    async def action_reset(self) -> None:
        """What the learner was given; or, where that stands there, the text from before."""
        state, starter = self.state, self.state.exercise.starter
        if state.text == starter and not state.trouble:
            text = state.workspace.restore(state.exercise)
            said = "This is your earlier text." if text is not None else "This is what you were given."
        else:
            if not state.trouble and not await self._files.save() and state.conflict is not None:
                return
            place = state.workspace.reset(state.exercise)
            text, state.trouble, state.conflict = starter, "", None
            kept = f"; it is kept as {place.name}" if place is not None else ""
            said = f"This is what you were given. z brings your text back{kept}."
        if text is not None:
            self._files.put(text)
        self.say(said)
        self._files.tell_trouble()
        self.update_head()

    def action_version(self, by: int) -> None:
        """Another version that was checked; the present text is kept among them first."""
        text, said = self.state.versions.step(self.state.text, by)
        if text is not None:
            self._files.put(text)
        self.say(said)

    def action_difference(self) -> None:
        """What the learner changed."""
        state = self.state
        shown = DiffScreen(state.exercise.starter, state.text, gone="what you were given", new="what you have")
        self.screen.app.push_screen(shown)

    def action_choose_text(self) -> None:
        """Choose between the two texts of a conflict."""
        if self.state.conflict is None:
            self.say("There is only one version of this exercise: nothing to choose.")
            return
        options = [
            ("here", "what you typed here"),
            ("file", "what the file says now"),
            ("difference", "first show what differs"),
        ]
        self.screen.app.push_screen(
            Choose("Which version do you want to keep?", options, "", note="The other one is kept beside it."),
            self._choose,
        )

    def _choose(self, name: str | None) -> None:
        conflict = self.state.conflict
        if conflict is None or name is None:
            return
        if name == "difference":
            shown = DiffScreen(self.state.text, conflict.theirs, gone="what you typed here", new="the file")
            self.screen.app.push_screen(shown, lambda _: self.action_choose_text())
        else:
            self.screen.begin(partial(self.choose_text, here=name == "here"), group="file")

    async def choose_text(self, *, here: bool) -> None:
        """End a conflict, with the text from here or with that of the file; the other lies beside it."""
        state = self.state
        aside = state.conflict.aside if state.conflict is not None else None
        state.practice.keep(state.exercise.slug, state.text)
        if here:
            aside = await self._files.settle()
        elif not await self._files.take():
            return
        self.say(f"The other version is kept as {aside.name}." if aside is not None else "")
        self.update_head()
