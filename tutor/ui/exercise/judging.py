"""The checks of an exercise's screen: asked for, followed, and what their verdict leads to."""

from __future__ import annotations

from functools import partial
from typing import Any

from textual.timer import Timer

from tutor.course.exercise import Exercise
from tutor.ui.exercise import words
from tutor.ui.exercise.checking import Checker, Judged
from tutor.ui.exercise.task import TaskPanel
from tutor.ui.exercise.verdict import Look, VerdictPanel, failed_name, first_failing
from tutor.ui.exercise.working import WorkingScreen
from tutor.ui.messages import KernelStateChanged
from tutor.ui.terminal.timing import AT_ONCE
from tutor.ui.widgets.editor import CodeEditor
from tutor.ui.widgets.output_screen import OutputScreen
from tutor.views.plain import plain


class JudgingScreen(WorkingScreen):
    """The part of an exercise's screen that has the text judged; `ExerciseScreen` is the whole."""

    def __init__(self, exercise: Exercise, **options: Any) -> None:
        super().__init__(exercise, **options)
        self.checker: Checker
        self._follow_timer: Timer | None = None

    def begin_checking(self) -> None:
        """From now on texts can be judged."""
        self.checker = Checker(self.shell.link, self.exercise, on_change=self.follow_check, on_judged=self.take_verdict)

    def give_room(self) -> None:
        """Show task, text and checks together."""
        raise NotImplementedError

    async def show_solution(self, shown: bool) -> None:
        """A good answer in place of the task, or the task."""
        raise NotImplementedError

    async def action_next(self, said: str = "") -> None:
        """Open the next exercise that is not yet right."""
        raise NotImplementedError

    @property
    def standing(self) -> str:
        """How the exercise stands: by the last verdict, where it is on this text; else by all so far."""
        judged = self.checker.judged
        if judged is not None and judged.text == self.editor.text:
            return words.VERDICTS[judged.checked.verdict]
        return words.state(self.practice.attempt(self.exercise.slug))

    @property
    def failed_check(self) -> str:
        """The name of the check that failed in the last verdict; '' where none did."""
        return failed_name(self.checker.judged.checked) if self.checker.judged is not None else ""

    async def check(self) -> None:
        """Have the text in the editor judged, and save it; what comes of it is seen."""
        self.save_soon()
        self.give_room()
        self.say("")
        if self.conflict is not None:
            self.tell_conflict(self.conflict)
        await self.checker.check(self.editor.text)

    async def check_new(self) -> None:
        """Have the text judged where it is another than was judged last, and than what was given."""
        judged = self.checker.running or (self.checker.judged.text if self.checker.judged is not None else None)
        if self.editor.text not in (judged, self.exercise.starter):
            await self.check()

    def follow_check(self) -> None:
        """A check began or ended. That one runs is shown only where it takes longer than seems to be at once."""
        if self._follow_timer is not None:
            self._follow_timer.stop()
            self._follow_timer = None
        if self.checker.running is not None and self.shell.link.state == "ready":
            self._follow_timer = self.set_timer(AT_ONCE, self.show_verdict)
        else:
            self.show_verdict()

    def show_verdict(self) -> None:
        """What the checks say, beside whether they say it of the present text."""
        if self.going:
            return
        checker, judged, running = self.checker, self.checker.judged, self.checker.running is not None
        earlier = judged is not None and judged.text != self.editor.text
        self.set_class(judged is not None, "-judged")
        self.query_one(VerdictPanel).show(
            Look(
                judged.checked if judged is not None else None,
                earlier=earlier,
                running=running,
                waiting=running and self.shell.link.state != "ready",
                problem=checker.problem,
                before=self._first_words(),
                after=f"{self._keys}n goes on to the next exercise, s shows or hides a good answer.",
            )
        )
        self.query_one(TaskPanel).announce(self.failed_check)
        self.refresh_bindings()

    def _first_words(self) -> str:
        count = len(self.exercise.hints)
        hints = f" {self._keys}h shows a hint." if count else ""
        return f"ctrl+r checks your text, as often as you like.{hints}"

    @property
    def _keys(self) -> str:
        """What comes before a letter that is a command."""
        return "esc, then " if self.focused is self.editor else ""

    def on_descendant_focus(self) -> None:
        """In the text."""
        self._refocused()

    def on_descendant_blur(self) -> None:
        """Out of the text."""
        self._refocused()

    def _refocused(self) -> None:
        if hasattr(self, "checker"):
            self.show_verdict()

    def take_verdict(self, judged: Judged) -> None:
        """A verdict came: keep it, mark the line it points at; after a right answer show another beside it."""
        checked, slug = judged.checked, self.exercise.slug
        solved = self.practice.attempt(slug).status == "right"
        self.practice.checked(slug, judged.text, checked.verdict)
        self.update_head()
        if judged.text != self.editor.text or self.going:
            return
        failing = first_failing(checked)
        line = checked.line or (checked.checks[failing].line if failing is not None else None)
        if checked.verdict != "right":
            self.editor.mark_line(line, plain(checked.message).partition("\n")[0] if checked.verdict == "error" else "")
            self.call_after_refresh(self.editor.show_failed_line)
        elif self.shell.store.setting("go_on", False):
            self.app.call_later(self.action_next, f"✓ {plain(self.exercise.title)} is right.")
        elif not solved:
            # The verdict is drawn first: a good answer takes its time to lay out.
            self.call_after_refresh(self._show_another)

    def _show_another(self) -> None:
        if self.present:  # the learner may have gone on already
            self.begin(partial(self.show_solution, True), group="exercise")

    def text_changed(self) -> None:
        """What was said was said of another text."""
        self.show_verdict()

    def typed(self) -> None:
        """The learner typed, and paused."""
        super().typed()
        if self.shell.store.setting("check_typing", False):
            self.begin(self.check_new, group="exercise")

    def on_kernel_state_changed(self, _event: KernelStateChanged) -> None:
        """Torch is there, or lost, or silent."""
        self.show_verdict()
        self.update_head()

    async def on_code_editor_left(self, _event: CodeEditor.Left) -> None:
        """The learner left the text: keep it; it is judged only where the learner asked for that."""
        self.save_soon()
        if self.shell.store.setting("check_typing", False):
            await self.check_new()

    # ------------------------------------------------------------------------------------------------------- actions

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is a check to cancel only while one runs, and something to show whole once one was judged."""
        if action == "cancel":
            return hasattr(self, "checker") and self.checker.running is not None
        if action == "output":
            return hasattr(self, "checker") and self.checker.judged is not None
        return super().check_action(action, parameters)

    async def action_check(self) -> None:
        """Check."""
        await self.check()

    async def action_save(self) -> None:
        """Save, and check what is new."""
        self.save_soon()
        await self.check_new()

    def action_cancel(self) -> None:
        """Give up the check that runs."""
        self.checker.cancel()

    def action_output(self) -> None:
        """All that the checks said and the code printed."""
        self.app.push_screen(OutputScreen("All that the checks said", self.query_one(VerdictPanel).whole))

    def action_toggle_typing(self) -> None:
        """Check as one types and on leaving the text, or not."""
        on = not self.shell.store.setting("check_typing", False)
        self.shell.store.set_setting("check_typing", on)
        self.say(
            "Your text is checked whenever you pause in typing, and when you leave it with esc."
            if on
            else "Your text is checked when you say so, with ctrl+r."
        )

    def action_toggle_going_on(self) -> None:
        """Go on by itself, or stay."""
        on = not self.shell.store.setting("go_on", False)
        self.shell.store.set_setting("go_on", on)
        self.say("After a right answer the next exercise opens." if on else "After a right answer this screen stays.")

    def on_unmount(self) -> None:
        """Nothing runs on."""
        self.checker.close()
