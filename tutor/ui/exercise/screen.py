"""An exercise: the task with its hints, the learner's text, and what the checks say of it, on one screen."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.events import Resize, ScreenResume
from textual.widgets import Static

from tutor.course.exercise import Exercise
from tutor.ui.exercise import words
from tutor.ui.exercise.judging import JudgingScreen
from tutor.ui.exercise.keys import EXERCISE_COMMANDS
from tutor.ui.exercise.task import TaskPanel, subtitle
from tutor.ui.exercise.verdict import VerdictPanel
from tutor.ui.widgets.keybar import KeyBar
from tutor.views.plain import plain

Shown = Literal["all", "task", "code"]
WIDE = 96
"""From this many columns on, the task stands beside the editor."""


class ExerciseScreen(JudgingScreen):
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
    ExerciseScreen VerdictPanel { max-height: 45%; }
    ExerciseScreen.-judged TaskPanel { max-height: 3; }
    ExerciseScreen.-judged.-reading TaskPanel { max-height: 40%; }
    ExerciseScreen.-code TaskPanel, ExerciseScreen.-code VerdictPanel { display: none; }
    ExerciseScreen.-task #work { display: none; }
    ExerciseScreen.-task TaskPanel { height: 1fr; max-height: 100%; }
    ExerciseScreen.-wide #body { layout: horizontal; }
    ExerciseScreen.-wide TaskPanel, ExerciseScreen.-wide #box, ExerciseScreen.-wide VerdictPanel {
        border: round $rule; border-title-color: $text-muted; border-subtitle-color: $text-muted;
    }
    ExerciseScreen.-wide #box:focus-within { border: round $accent; border-title-color: $accent; }
    ExerciseScreen.-wide TaskPanel { width: 38%; max-width: 70; height: 100%; max-height: 100%; }
    ExerciseScreen.-wide.-judged TaskPanel { max-height: 100%; }
    ExerciseScreen.-wide.-solution TaskPanel { width: 50%; max-width: 100; }
    ExerciseScreen.-wide.-task TaskPanel { width: 100%; max-width: 100%; }
    ExerciseScreen.-wide #work { width: 1fr; height: 100%; }
    """

    def __init__(self, exercise: Exercise, *, notice: str = "", **options: Any) -> None:
        """`notice` is the first that the screen says."""
        super().__init__(exercise, **options)
        self._first_notice = notice
        self._asked = False
        """Whether the learner was asked if they want to see the solution."""

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
        yield KeyBar(gap=2)

    async def on_mount(self) -> None:
        """Open the file; letters are commands until the learner goes in to write."""
        self.begin_checking()
        task = self.query_one(TaskPanel)
        task.border_subtitle = Content(subtitle(self.exercise))
        await task.show_hints(self.practice.attempt(self.exercise.slug).hints_shown)
        task.scroll_home(animate=False)
        self.say(self._first_notice)
        self.open_file()
        if self.exercise.problems:
            self.say(f"This exercise is broken: {plain(str(self.exercise.problems[0]))}", trouble=True)
        self.show_verdict()
        self.shell.link.expect(self.exercise)

    def on_resize(self, event: Resize) -> None:
        """Beside or below one another, by the width."""
        self.set_class(event.size.width >= WIDE, "-wide")
        self.call_after_refresh(self.update_head)

    def on_screen_resume(self, _event: ScreenResume) -> None:
        """What happened to the file meanwhile shows."""
        if self.present:
            self.begin(self.look, group="file")
            self.shell.link.expect(self.exercise)

    def update_head(self) -> None:
        """Where one is, how it stands, whether it is saved; and above the text its path."""
        if self.going:
            return
        lesson, width = self.shell.course.lesson(self.exercise.lesson), max(0, self.size.width - 2)
        trouble = self.shell.link.brief if self.shell.link.trouble else ""
        head = words.head(lesson, self.exercise, self.standing, self.saved, width, trouble=trouble)
        self.query_one("#head", Static).update(head, layout=False)
        box = self.query_one("#box", Container)
        path = Content(words.shown_path(self.file.path, max(10, box.size.width - 6), Path.home()))
        if path.markup != box.border_title:  # each time it is set, the whole box is sent
            box.border_title = path

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

    # ------------------------------------------------------------------------------------------------------- actions

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What shows something is there where it is not shown yet."""
        if action in ("edit", "code"):
            return self.focused is not self.editor
        if action == "alone":
            return self.focused is self.editor
        if action == "choose_text":
            return self.conflict is not None
        return super().check_action(action, parameters)

    def label_now(self, action: str, label: str) -> str:
        """The key that showed one thing alone shows all again."""
        alone = {"task": "-task", "code": "-code", "alone": "-code"}.get(action, "")
        return "show all" if alone and self.has_class(alone) else super().label_now(action, label)

    def give_room(self, shown: Shown = "all") -> None:
        """Task, text and checks together, or one of the first two alone."""
        self.set_class(shown == "task", "-task")
        self.set_class(shown == "code", "-code")
        self.set_class(False, "-reading")

    def action_edit(self) -> None:
        """Into the text."""
        if self.has_class("-task"):
            self.give_room()
        self.editor.focus()

    def action_code(self) -> None:
        """Only the text, or all."""
        self.give_room("all" if self.has_class("-code") else "code")

    def action_alone(self) -> None:
        """Only the text, or all, while one types."""
        self.action_code()

    async def action_hint(self) -> None:
        """One hint more: for the check that failed, if there is one left."""
        task = self.query_one(TaskPanel)
        self._read_task()
        if task.solution:
            await self.show_solution(False)
        place = task.next_hint(self.failed_check)
        if place is None:
            self.say("There are no more hints. s shows a good answer." if task.hints else "This exercise has no hints.")
            return
        self.practice.show_hint(self.exercise.slug, place)
        await task.show_hints([place])
        task.announce(self.failed_check)

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
        self._read_task()
        self.set_class(shown, "-solution")
        await self.query_one(TaskPanel).show_solution(shown)
        self.call_after_refresh(self.update_head)

    def _read_task(self) -> None:
        """What stands in the task's place is asked for: it has room."""
        if self.has_class("-code"):
            self.give_room()
        self.add_class("-reading")

    def action_task(self) -> None:
        """Only the task, or all."""
        self.give_room("all" if self.has_class("-task") else "task")
        self.set_focus(None)

    def action_scroll_checks(self, by: int) -> None:
        """Scroll the checks by lines."""
        panel = self.query_one(TaskPanel) if self.has_class("-task") else self.query_one(VerdictPanel)
        panel.scroll_relative(y=by, animate=False)

    def action_scroll_task(self, by: int) -> None:
        """Scroll the task by most of a page; where it made room for the rest, it first takes that back."""
        task = self.query_one(TaskPanel)
        if self.has_class("-judged") and not self.has_class("-task") and not self.has_class("-reading"):
            self._read_task()
            return
        task.scroll_relative(y=by * max(1, task.size.height - 1), animate=False)

    async def action_next(self, said: str = "") -> None:
        """Open the next exercise that is not yet right; this one, where it is not, is skipped for now."""
        slugs = [slug for lesson in self.shell.course.lessons for slug in lesson.exercises]
        right = [self.practice.attempt(slug).status == "right" for slug in slugs]
        following = words.next_unfinished(slugs, right, self.exercise.slug)
        if following is None:
            done = self.practice.attempt(self.exercise.slug).status == "right"
            every = "Every exercise is right." if done else "Every other exercise is right."
            self.say(f"{every} x shows the list.")
            return
        self.practice.skip(self.exercise.slug)
        await self.save()
        lesson = next(one for one in self.shell.course.lessons if following in one.exercises)
        if lesson.slug != self.exercise.lesson:
            said = f"{said} This one belongs to another lesson: {lesson.title}.".strip()
        await self.shell.open_exercise(following, instead=self, notice=said)

    async def action_list(self) -> None:
        """All exercises."""
        await self.save()
        await self.shell.open_exercises(self.exercise.lesson)

    async def action_leave(self) -> None:
        """Back to where one came from."""
        await self.save()
        self.shell.close_exercise(self)
