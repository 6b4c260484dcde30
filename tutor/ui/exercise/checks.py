"""The checks of an exercise's screen: asked for, followed, and what their verdict leads to."""

from __future__ import annotations

from textual.timer import Timer

from tutor.learner.practice import TrialRecord
from tutor.ui.exercise.checking import JudgedText
from tutor.ui.exercise.controller import ExerciseController
from tutor.ui.exercise.files import FileController
from tutor.ui.exercise.helping import HelpController
from tutor.ui.exercise.layout import LayoutController
from tutor.ui.exercise.navigation import NavigationController
from tutor.ui.exercise.state import ExerciseState
from tutor.ui.exercise.task import TaskPanel
from tutor.ui.exercise.trying import TriesController
from tutor.ui.exercise.verdict import VerdictContent, VerdictPanel, first_failing
from tutor.ui.terminal.timing import AT_ONCE
from tutor.ui.widgets.commands import Command
from tutor.ui.widgets.output_screen import OutputScreen
from tutor.ui.widgets.shell_screen import ShellScreen
from tutor.views.plain import plain


class ChecksController(ExerciseController):
    """Has the text judged, and shows what comes of it."""

    COMMANDS = (
        Command("ctrl+r,f5", "check", "check", "have your text judged, from anywhere"),
        Command("o", "output", "all of it", "all that the checks said and your code printed", footer=False),
        Command("ctrl+s", "save", "save", "save, and check what is new", footer=False),
        Command("escape,ctrl+c", "cancel", "cancel the check", "stop the running check", priority=True),
        Command("w", "toggle_typing", "check as you type", "also check when you pause in typing or leave the text, "
                "or not", footer=False),
        Command("g", "toggle_going_on", "go on by itself", "after a right answer go to the next, or stay",
                footer=False),
    )  # fmt: skip

    def __init__(
        self,
        screen: ShellScreen[None],
        state: ExerciseState,
        *,
        files: FileController,
        layout: LayoutController,
        helping: HelpController,
        navigation: NavigationController,
        trying: TriesController,
    ) -> None:
        super().__init__(screen, state)
        self._files = files
        self._layout = layout
        self._helping = helping
        self._navigation = navigation
        self._trying = trying
        self._follow_timer: Timer | None = None
        self._checker = state.checker
        self._checker.on_change = self._follow
        self._checker.on_judged = self._take_verdict
        self._checker.on_measured = trying.show

    def enabled(self, action: str) -> bool:
        """There is a check to cancel only while one runs, and something to show whole once one was judged."""
        if action == "cancel":
            return self._checker.running is not None
        return self._checker.judged is not None if action == "output" else True

    def _setting(self, name: str) -> bool:
        return self.screen.shell.store.setting(name, False)

    # ------------------------------------------------------------------------------------------------------ checking

    async def check(self) -> None:
        """Have the text in the editor judged, and save it; what comes of it is seen."""
        self._files.save_soon()
        self._layout.give_room()
        self.say("")
        if self.state.conflict is not None:
            self._files.tell_conflict(self.state.conflict)
        await self._checker.check(self.state.text)

    async def check_new(self) -> None:
        """Have the text judged where it is another than was judged last, and than what was given."""
        checker = self._checker
        judged = checker.running or (checker.judged.text if checker.judged is not None else None)
        if self.state.text not in (judged, self.state.exercise.starter):
            await self.check()

    def paused(self) -> None:
        """The learner typed, and paused."""
        if self._setting("check_typing"):
            self.screen.begin(self.check_new, group="exercise")

    async def left(self) -> None:
        """The learner left the text: keep it; it is judged only where the learner asked for that."""
        self._files.save_soon()
        if self._setting("check_typing"):
            await self.check_new()

    def close(self) -> None:
        """Nothing runs on."""
        self._checker.close()

    # ------------------------------------------------------------------------------------------------------ verdicts

    def _follow(self) -> None:
        """A check began or ended. That one runs is shown only where it takes longer than seems to be at once."""
        if self._follow_timer is not None:
            self._follow_timer.stop()
            self._follow_timer = None
        if self._checker.running is not None and self.screen.shell.link.state == "ready":
            self._follow_timer = self.screen.set_timer(AT_ONCE, self._show_state)
        else:
            self._show_state()

    def _show_state(self) -> None:
        """How the check stands, and the training that it judges, if there is one."""
        self._trying.show()
        self.show_verdict()

    def show_verdict(self) -> None:
        """What the checks say, beside whether they say it of the present text."""
        screen, checker, judged = self.screen, self._checker, self._checker.judged
        if screen.going:
            return
        running = checker.running is not None
        screen.set_class(judged is not None, "-judged")
        hints = f" {self._keys}h shows a hint." if self.state.exercise.hints else ""
        screen.query_one(VerdictPanel).show(
            VerdictContent(
                judged.checked if judged is not None else None,
                earlier=judged is not None and judged.text != self.state.text,
                running=running,
                waiting=running and screen.shell.link.state != "ready",
                problem=checker.problem,
                before=f"ctrl+r checks your text, as often as you like.{hints}",
                after=f"{self._keys}n goes on to the next exercise, s shows or hides a good answer.",
            )
        )
        screen.query_one(TaskPanel).announce(self.state.failed_check)
        screen.call_after_refresh(screen.refresh_bindings)  # the verdict is drawn before the footer

    @property
    def _keys(self) -> str:
        """What comes before a letter that is a command."""
        return "esc, then " if self.screen.focused is self.state.editor else ""

    def _take_verdict(self, judged: JudgedText) -> None:
        """A verdict came: keep it, mark the line it points at; after a right answer show another beside it."""
        state, screen, checked = self.state, self.screen, judged.checked
        solved = state.attempt.status == "right"
        state.practice.checked(state.exercise.slug, judged.text, checked.verdict, TrialRecord.of(checked.trained))
        self.update_head()
        if judged.text != state.text or screen.going:
            return
        failing = first_failing(checked)
        line = checked.line or (checked.checks[failing].line if failing is not None else None)
        if checked.verdict != "right":
            said = plain(checked.message).partition("\n")[0] if checked.verdict == "error" else ""
            state.editor.mark_line(line, said)
            screen.call_after_refresh(state.editor.show_failed_line)
        elif self._setting("go_on"):
            said = f"✓ {plain(state.exercise.title)} is right."
            screen.app.call_later(self._navigation.action_next, said)
        elif not solved:
            # The verdict is drawn first: a good answer takes its time to lay out.
            screen.call_after_refresh(self._show_another)

    def _show_another(self) -> None:
        if self.screen.present:  # the learner may have gone on already
            self.screen.begin(self._helping.show_solution, group="exercise")

    # ------------------------------------------------------------------------------------------------------- actions

    async def action_check(self) -> None:
        """Have the text judged."""
        await self.check()

    async def action_save(self) -> None:
        """Save, and check what is new."""
        self._files.save_soon()
        await self.check_new()

    def action_cancel(self) -> None:
        """Give up the check that runs."""
        self._checker.cancel()

    def action_output(self) -> None:
        """All that the checks said and the code printed."""
        tries = self.state.tries.lines
        whole = "\n".join([self.screen.query_one(VerdictPanel).whole, *([""] if tries else []), *tries])
        self.screen.app.push_screen(OutputScreen("All that the checks said", whole))

    def action_toggle_typing(self) -> None:
        """Check as one types and on leaving the text, or not."""
        on = not self._setting("check_typing")
        self.screen.shell.store.set_setting("check_typing", on)
        self.say(
            "Your text is checked whenever you pause in typing, and when you leave it with esc."
            if on
            else "Your text is checked when you say so, with ctrl+r."
        )

    def action_toggle_going_on(self) -> None:
        """Go on by itself, or stay."""
        on = not self._setting("go_on")
        self.screen.shell.store.set_setting("go_on", on)
        self.say("After a right answer the next exercise opens." if on else "After a right answer this screen stays.")
