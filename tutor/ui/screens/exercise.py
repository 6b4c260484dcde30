"""An exercise: the task with its hints, the learner's text, and what the checks say of it, on one screen."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.events import Resize, ScreenResume
from textual.timer import Timer
from textual.widgets import Static

from tutor.course.exercise import Exercise
from tutor.ui import exercise_words as words
from tutor.ui.checking import Checker, Judged
from tutor.ui.exercise_keys import EXERCISE_COMMANDS
from tutor.ui.messages import KernelStateChanged
from tutor.ui.plain import plain
from tutor.ui.screens.working import WorkingScreen
from tutor.ui.timing import AT_ONCE
from tutor.ui.widgets.editor import CodeEditor
from tutor.ui.widgets.keybar import KeyBar
from tutor.ui.widgets.task import TaskPanel, subtitle
from tutor.ui.widgets.verdict import Look, VerdictPanel

WIDE = 96
"""From this many columns on, the task stands beside the editor."""


class ExerciseScreen(WorkingScreen):
    """One open exercise."""

    ACTIONS = EXERCISE_COMMANDS
    DEFAULT_CSS = """
    ExerciseScreen { layout: vertical; }
    ExerciseScreen #head { height: 1; padding: 0 1; background: $panel; }
    ExerciseScreen #notice { height: auto; max-height: 4; padding: 0 1; color: $secondary; display: none; }
    ExerciseScreen #notice.-said { display: block; }
    ExerciseScreen #notice.-trouble { color: $warning; }
    ExerciseScreen #body { height: 1fr; layout: vertical; }
    ExerciseScreen #work { height: 1fr; layout: vertical; }
    ExerciseScreen TaskPanel, ExerciseScreen #box, ExerciseScreen VerdictPanel {
        border-top: solid $rule; border-title-color: $text-muted; padding: 0 1;
    }
    ExerciseScreen TaskPanel { height: auto; max-height: 40%; }
    ExerciseScreen #box { height: 1fr; min-height: 5; padding: 0; }
    ExerciseScreen #box:focus-within { border-top: solid $accent; border-title-color: $accent; }
    ExerciseScreen #answer { height: 1fr; max-height: 100%; }
    ExerciseScreen VerdictPanel { max-height: 60%; }
    ExerciseScreen.-judged.-typing TaskPanel { max-height: 5; }
    ExerciseScreen.-task #work { display: none; }
    ExerciseScreen.-task TaskPanel { height: 1fr; max-height: 100%; }
    ExerciseScreen.-wide #body { layout: horizontal; }
    ExerciseScreen.-wide TaskPanel, ExerciseScreen.-wide #box, ExerciseScreen.-wide VerdictPanel {
        border: round $rule; border-title-color: $text-muted; border-subtitle-color: $text-muted;
    }
    ExerciseScreen.-wide #box:focus-within { border: round $accent; border-title-color: $accent; }
    ExerciseScreen.-wide TaskPanel { width: 38%; max-width: 70; height: 100%; max-height: 100%; }
    ExerciseScreen.-wide.-judged.-typing TaskPanel { max-height: 100%; }
    ExerciseScreen.-wide.-solution TaskPanel { width: 50%; max-width: 100; }
    ExerciseScreen.-wide.-task TaskPanel { width: 100%; max-width: 100%; }
    ExerciseScreen.-wide #work { width: 1fr; height: 100%; }
    """

    def __init__(self, exercise: Exercise, *, notice: str = "", **options: Any) -> None:
        """`notice` is the first that the screen says."""
        super().__init__(exercise, **options)
        self.checker: Checker
        self._first_notice = notice
        self._asked = False
        """Whether the learner was asked if they want to see the solution."""
        self._celebrated = False
        self._follow_timer: Timer | None = None

    # --------------------------------------------------------------------------------------------------- arrangement

    def compose(self) -> ComposeResult:
        """Head, task, text, checks, a line for what there is to say, keys."""
        yield Static(id="head", markup=False)
        with Container(id="body"):
            yield TaskPanel(self.exercise)
            with Container(id="work"):
                with Container(id="box"):
                    yield self.editor
                yield VerdictPanel()
        yield Static(id="notice", markup=False)
        yield KeyBar()

    async def on_mount(self) -> None:
        """Open the file; letters are commands until the learner goes in to write."""
        self.checker = Checker(self.tutor.link, self.exercise, on_change=self.follow_check, on_judged=self.take_verdict)
        task = self.query_one(TaskPanel)
        task.border_subtitle = subtitle(self.exercise)
        await task.show_hints(self.practice.attempt(self.exercise.slug).hints)
        task.scroll_home(animate=False)
        self.say(self._first_notice)
        self.open_file()
        if self.exercise.problems:
            self.say(f"This exercise is broken: {plain(str(self.exercise.problems[0]))}", trouble=True)
        self.show_verdict()
        self.tutor.link.expect(self.exercise)

    def on_resize(self, event: Resize) -> None:
        """Beside or below one another, by the width."""
        self.set_class(event.size.width >= WIDE, "-wide")
        self.call_after_refresh(self.update_head)

    def on_screen_resume(self, _event: ScreenResume) -> None:
        """What happened to the file meanwhile shows."""
        if self.present:
            self.run_worker(self.look, group="file")
            self.tutor.link.expect(self.exercise)

    def update_head(self) -> None:
        """Where one is, how it stands, whether it is saved; and above the text its path."""
        if self.going:
            return
        lesson, width = self.tutor.course.lesson(self.exercise.lesson), max(0, self.size.width - 2)
        trouble = self.tutor.link.brief if self.tutor.link.trouble else ""
        head = words.head(lesson, self.exercise, self.standing, self.saved, width, trouble=trouble)
        self.query_one("#head", Static).update(head, layout=False)
        box = self.query_one("#box", Container)
        path = Content(words.shown_path(self.file.path, max(10, box.size.width - 6), Path.home()))
        if path.markup != box.border_title:  # each time it is set, the whole box is sent
            box.border_title = path

    @property
    def standing(self) -> str:
        """How the exercise stands: by the last verdict, where it is on this text; else by all so far."""
        judged = self.checker.judged
        if judged is not None and judged.text == self.editor.text:
            return words.VERDICTS[judged.checked.verdict]
        return words.state(self.practice.attempt(self.exercise.slug))

    def say(self, notice: str, *, trouble: bool = False) -> None:
        """Say something in the line above the keys; '' takes it away."""
        if self.going:
            return
        line = self.query_one("#notice", Static)
        if not notice and not line.has_class("-said"):
            return
        line.set_class(bool(notice), "-said")
        line.set_class(trouble, "-trouble")
        line.update(plain(notice))

    # ------------------------------------------------------------------------------------------------------ checking

    async def check(self) -> None:
        """Have the text in the editor judged, and save it."""
        self.save_soon()
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
        if self.checker.running is not None and self.tutor.link.state == "ready":
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
                waiting=running and self.tutor.link.state != "ready",
                problem=checker.problem,
                before=self._first_words(),
                after=f"{self._keys}n goes on to the next exercise, s hides or shows the good answer.",
            )
        )
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
        self.set_class(self.focused is self.editor, "-typing")
        if hasattr(self, "checker"):
            self.show_verdict()

    def take_verdict(self, judged: Judged) -> None:
        """A verdict came: keep it, mark the line it points at; after a right answer show another beside it."""
        checked, slug = judged.checked, self.exercise.slug
        self.practice.checked(slug, judged.text, checked.verdict)
        self.update_head()
        if judged.text != self.editor.text or self.going:
            return
        failing = next((outcome for outcome in checked.checks if outcome.outcome in ("failed", "error")), None)
        line = checked.line or (failing.line if failing is not None else None)
        if checked.verdict != "right":
            self.editor.mark_line(line, plain(checked.message).partition("\n")[0] if checked.verdict == "error" else "")
        elif self.tutor.store.setting("go_on", False):
            self.app.call_later(self.action_next, f"✓ {plain(self.exercise.title)} is right.")
        elif not self._celebrated:
            self._celebrated = True
            self.call_after_refresh(
                self._celebrate
            )  # the verdict is drawn first: a good answer takes its time to lay out

    def _celebrate(self) -> None:
        if self.present:  # the learner may have gone on already
            self.run_worker(partial(self.show_solution, True), group="exercise")

    def text_changed(self) -> None:
        """What was said was said of another text."""
        self.show_verdict()

    def typed(self) -> None:
        """The learner typed, and paused."""
        super().typed()
        if self.tutor.store.setting("check_typing", False):
            self.run_worker(self.check_new, group="exercise")

    def on_kernel_state_changed(self, _event: KernelStateChanged) -> None:
        """Torch is there, or lost, or silent."""
        self.show_verdict()
        self.update_head()

    async def on_code_editor_left(self, _event: CodeEditor.Left) -> None:
        """The learner left the text: keep it; it is judged only where the learner asked for that."""
        self.save_soon()
        if self.tutor.store.setting("check_typing", False):
            await self.check_new()

    # ------------------------------------------------------------------------------------------------------- actions

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is a check to cancel only while one runs."""
        if action == "cancel":
            return hasattr(self, "checker") and self.checker.running is not None
        if action == "edit":
            return self.focused is not self.editor
        if action == "choose_text":
            return self.conflict is not None
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

    def action_edit(self) -> None:
        """Into the text."""
        self.remove_class("-task")
        self.editor.focus()

    async def action_hint(self) -> None:
        """One hint more."""
        task = self.query_one(TaskPanel)
        if task.solution:
            await self.show_solution(False)
        count = min(task.hints + 1, len(self.exercise.hints))
        if count == task.hints:
            self.say("There are no more hints. s shows a good answer." if count else "This exercise has no hints.")
        await task.show_hints(count)
        self.practice.show_hints(self.exercise.slug, count)

    async def action_solution(self) -> None:
        """A good answer beside the learner's; before that is right, ask once."""
        task, attempt = self.query_one(TaskPanel), self.practice.attempt(self.exercise.slug)
        if not task.solution and attempt.status != "right" and not attempt.solution_seen and not self._asked:
            self._asked = True
            left = len(self.exercise.hints) - task.hints
            other = " h shows a hint instead." if left else ""
            self.say(f"Your answer is not right yet. s again shows a good one.{other}")
            return
        self.say("")
        self.practice.see_solution(self.exercise.slug)
        await self.show_solution(not task.solution)

    async def show_solution(self, shown: bool) -> None:
        """A good answer in place of the task, or the task."""
        self.set_class(shown, "-solution")
        await self.query_one(TaskPanel).show_solution(shown)
        self.call_after_refresh(self.update_head)

    def action_task(self) -> None:
        """Only the task, or all."""
        self.toggle_class("-task")
        self.set_focus(None)

    def action_scroll_checks(self, by: int) -> None:
        """Scroll the checks by lines."""
        panel = self.query_one(TaskPanel) if self.has_class("-task") else self.query_one(VerdictPanel)
        panel.scroll_relative(y=by, animate=False)

    def action_scroll_task(self, by: int) -> None:
        """Scroll the task by most of a page."""
        task = self.query_one(TaskPanel)
        task.scroll_relative(y=by * max(1, task.size.height - 1), animate=False)

    def action_toggle_typing(self) -> None:
        """Check as one types and on leaving the text, or not."""
        on = not self.tutor.store.setting("check_typing", False)
        self.tutor.store.set_setting("check_typing", on)
        self.say(
            "Your text is checked whenever you pause in typing, and when you leave it with esc."
            if on
            else "Your text is checked when you say so, with ctrl+r."
        )

    def action_toggle_going_on(self) -> None:
        """Go on by itself, or stay."""
        on = not self.tutor.store.setting("go_on", False)
        self.tutor.store.set_setting("go_on", on)
        self.say("After a right answer the next exercise opens." if on else "After a right answer this screen stays.")

    async def action_next(self, said: str = "") -> None:
        """Open the next exercise that is not yet right; this one, where it is not, is skipped for now."""
        slugs = [slug for lesson in self.tutor.course.lessons for slug in lesson.exercises]
        right = [self.practice.attempt(slug).status == "right" for slug in slugs]
        following = words.next_unfinished(slugs, right, self.exercise.slug)
        if following is None:
            done = self.practice.attempt(self.exercise.slug).status == "right"
            every = "Every exercise is right." if done else "Every other exercise is right."
            self.say(f"{every} x shows the list.")
            return
        self.practice.skip(self.exercise.slug)
        await self.save()
        lesson = next(one for one in self.tutor.course.lessons if following in one.exercises)
        if lesson.slug != self.exercise.lesson:
            said = f"{said} This one belongs to another lesson: {lesson.title}.".strip()
        await self.tutor.open_exercise(following, instead=self, notice=said)

    async def action_list(self) -> None:
        """All exercises."""
        await self.save()
        await self.tutor.open_exercises(self.exercise.lesson)

    async def action_leave(self) -> None:
        """Back to where one came from."""
        await self.save()
        self.dismiss(None)

    def on_unmount(self) -> None:
        """Nothing runs on."""
        self.checker.close()
