"""All exercises, by lesson: how each stands, a search, a filter, and a key to the next that is not yet right."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Container
from textual.events import Resize, ScreenResume
from textual.widgets import Input, Static

from tutor.course.exercise import Exercise, exercises_of
from tutor.ui.exercise import words
from tutor.ui.exercise.detail import Detail
from tutor.ui.exercise.exercise_list import KEPT, ExerciseEntry, Group, Kept, filtered, groups_of
from tutor.ui.exercise.rows import ExerciseRows, LessonHeading
from tutor.ui.exercise.task import subtitle
from tutor.ui.messages import KernelStateChanged
from tutor.ui.widgets.commands import Command
from tutor.ui.widgets.field import Field
from tutor.ui.widgets.keybar import KeyBar
from tutor.ui.widgets.shell_screen import ShellScreen
from tutor.views.plain import plain

WIDE = 96
"""From this many columns on, what an exercise asks stands beside the list."""


class ExercisesScreen(ShellScreen[None]):
    """The list of all exercises, with what the chosen one is about."""

    ACTIONS: ClassVar[tuple[Command, ...]] = (
        Command("enter", "open", "open", "open the chosen exercise"),
        Command("n", "next", "next unfinished", "open the next exercise that is not yet right"),
        Command("f", "filter", "filter", "show all, those not yet right, those begun of these, those that are right"),
        Command("slash", "find", "find", "find exercises by their words"),
        Command("down,j", "move(1)", "down", "choose the next exercise", footer=False, palette=False),
        Command("up,k", "move(-1)", "up", "choose the exercise above", footer=False, palette=False),
        Command("pagedown", "page(1)", "page down", "choose an exercise further down", footer=False, palette=False),
        Command("pageup", "page(-1)", "page up", "choose an exercise further up", footer=False, palette=False),
        Command("escape", "leave", "back", "all exercises again, then back to where you came from"),
    )
    AUTO_FOCUS: ClassVar[str] = ""
    COMPONENT_CLASSES: ClassVar[set[str]] = {f"exercises--{name}" for name in ("right", "skipped", "quiet", "title")}
    DEFAULT_CSS = """
    ExercisesScreen { layout: vertical; }
    ExercisesScreen #head { height: 1; padding: 0 1; background: $panel; }
    ExercisesScreen #find { display: none; height: 1; border: none; padding: 0 1; background: $panel; }
    ExercisesScreen #find.-shown { display: block; }
    ExercisesScreen #body { height: 1fr; layout: vertical; }
    ExercisesScreen ExerciseRows { height: 1fr; background: $background; }
    ExercisesScreen #detail { height: auto; max-height: 40%; padding: 0 1; border-top: solid $rule; }
    ExercisesScreen.-wide #body { layout: horizontal; padding: 1 0 0 0; }
    ExercisesScreen.-wide ExerciseRows { width: 50%; max-width: 70; height: 100%; }
    ExercisesScreen.-wide #detail {
        width: 1fr; max-width: 90; height: 100%; max-height: 100%; padding: 0 2; border-top: none;
        border-left: solid $rule;
    }
    ExercisesScreen .exercises--title { color: $accent; text-style: bold; }
    ExercisesScreen .exercises--quiet { color: $text-muted; }
    ExercisesScreen .exercises--skipped { color: $warning; }
    ExercisesScreen .exercises--right { color: $success; }
    """

    def __init__(self, lesson: str | None = None) -> None:
        """Show all exercises; the first of this lesson is chosen."""
        super().__init__()
        self._lesson = lesson
        self._chosen: str | None = None
        self._coming = lesson is not None
        """Whether the list was not yet seen."""
        self._left = False
        """Whether an exercise was opened from here, or over this."""
        self._kept: Kept = "all"
        self._exercises: tuple[Exercise, ...] | None = None
        self._read_all = asyncio.Event()
        """Set once the exercises are known, or never will be: a key that chooses or opens one waits for that."""
        self._groups: tuple[Group, ...] = ()
        self._entries: dict[str, ExerciseEntry] = {}

    def compose(self) -> ComposeResult:
        """Head, search, list and detail, keys."""
        yield Static(id="head", markup=False)
        yield Field(does="open", placeholder="words of a title, a task or a topic", id="find", compact=True)
        with Container(id="body"):
            yield ExerciseRows()
            yield Detail(id="detail")
        yield KeyBar()

    def on_mount(self) -> None:
        """Read the exercises beside the screen's own work."""
        self.query_one("#head", Static).update("Exercises · reading them…")
        self.begin(self._read, group="exercise")

    async def _read(self) -> None:
        try:
            self._exercises = await asyncio.to_thread(exercises_of, self.shell.course)
            if self._lesson is not None:
                self._chosen = next((one.slug for one in self._exercises if one.lesson == self._lesson), None)
            self.show()
        finally:
            self._read_all.set()

    def on_resize(self, event: Resize) -> None:
        """Beside or below one another, by the width."""
        self.set_class(event.size.width >= WIDE, "-wide")
        self.call_after_refresh(self.show)

    def on_screen_suspend(self) -> None:
        """Something else is opened."""
        self._left = True

    def on_screen_resume(self, _event: ScreenResume) -> None:
        """What was done meanwhile shows, and the exercise that one comes from is the chosen one."""
        if self._left and self.shell.last_exercise is not None:
            self._chosen = self.shell.last_exercise
        self._left = False
        self.show()

    def show(self) -> None:
        """The exercises as they stand now, by search and filter."""
        if self._exercises is None or not self.present:
            return
        self._groups = groups_of(self.shell.course, self._exercises, self.shell.store.practice)
        self._narrow()
        self._show_head()

    def _narrow(self) -> None:
        """Of the exercises those that are asked for."""
        groups = filtered(self._groups, self.query_one(Input).value, self._kept)
        self._entries = {entry.exercise.slug: entry for group in groups for entry in group.entries}
        if self._entries and self._chosen not in self._entries:
            self._chosen = self._nearest()
        counts = {group.lesson.slug: f"{group.right}/{len(group.entries)}" for group in self._groups}
        rows: list[LessonHeading | ExerciseEntry] = []
        for group in groups:
            rows += [LessonHeading(group.lesson.title, counts[group.lesson.slug]), *group.entries]
        self.query_one(ExerciseRows).show(rows, self._chosen, first=self._coming)
        self._coming = False
        self._show_detail()

    def _nearest(self) -> str:
        """Of those that are shown, the next after the chosen one in the course, or the last; without one the first."""
        slugs = [entry.exercise.slug for group in self._groups for entry in group.entries]
        if self._chosen not in slugs:
            return next(iter(self._entries))
        here = slugs.index(self._chosen)
        return next((slug for slug in slugs[here:] if slug in self._entries), list(self._entries)[-1])

    def _show_head(self) -> None:
        count = sum(len(group.entries) for group in self._groups)
        right = sum(group.right for group in self._groups)
        kept = "" if self._kept == "all" else f" · shown: {self._kept}"
        said = f"Exercises · {right} of {count} right{kept}" if count else "Exercises · this course has none"
        link = self.shell.link
        self.query_one("#head", Static).update(f"{said} · {link.brief}" if link.trouble else said, layout=False)

    def on_kernel_state_changed(self, _event: KernelStateChanged) -> None:
        """Torch is there, or lost, or silent."""
        if self._exercises is not None:
            self._show_head()

    def _show_detail(self) -> None:
        entry = self._entries.get(self._chosen or "")
        detail, wide = self.query_one(Detail), self.has_class("-wide")
        room = 0 if wide else max(4, int(self.query_one("#body").size.height * 0.4) - 1)
        if entry is None:
            detail.show([Text(self._nothing(), self._ink("quiet"))], room)
            return
        exercise, attempt = entry.exercise, entry.attempt
        tries = f"{attempt.attempts} check{'' if attempt.attempts == 1 else 's'}" if attempt.attempts else ""
        hints = f"{attempt.hints} of {len(exercise.hints)} hints" if attempt.hints else ""
        lines = [
            Text(plain(exercise.title), self._ink("title")),
            Text(plain(subtitle(exercise)), self._ink("quiet")),
            Text(" · ".join(filter(None, [words.state(attempt), tries, hints]))),
            Text(plain(exercise.task.partition("\n\n")[0]).replace("`", "")),
        ]
        if attempt.status == "right" and exercise.learnt:
            lines.append(Text(f"✓ {plain(exercise.learnt)}", self._ink("right")))
        lines += [Text(f"✗ {plain(str(problem))}", self._ink("skipped")) for problem in exercise.problems[:3]]
        detail.show(lines, room, Text("… enter opens it and shows the rest", self._ink("quiet")))

    def _nothing(self) -> str:
        """Why no exercise is shown."""
        if not self._groups:
            return ""
        kept = "" if self._kept == "all" else f" that is {self._kept}"
        worded = " with these words" if self.query_one(Input).value.strip() else ""
        return f"There is no exercise{kept}{worded}. esc shows all."

    def _ink(self, name: str) -> str:
        return str(self.get_component_rich_style(f"exercises--{name}", partial=True))

    # -------------------------------------------------------------------------------------------------------- messages

    def on_exercise_rows_chosen(self, event: ExerciseRows.Chosen) -> None:
        """Another one is chosen; what a search has changed since it was said is not."""
        if event.entry is self.query_one(ExerciseRows).entry:
            self._chosen = event.entry.exercise.slug
            self._show_detail()

    async def on_exercise_rows_opened(self, event: ExerciseRows.Opened) -> None:
        """Open the exercise that was clicked."""
        self._chosen = event.entry.exercise.slug
        await self.action_open()

    @on(Input.Changed, "#find")
    def _find(self, event: Input.Changed) -> None:
        if event.value.strip():
            self._chosen = None  # the first that is found
        if self._exercises is not None:
            self._narrow()

    @on(Input.Submitted, "#find")
    async def _found(self) -> None:
        await self.action_open()

    # --------------------------------------------------------------------------------------------------------- actions

    async def action_open(self) -> None:
        """Open the chosen exercise."""
        await self._read_all.wait()
        if self._chosen in self._entries:
            self.set_focus(None)
            await self.shell.open_exercise(self._entries[self._chosen].exercise.name)

    async def action_next(self) -> None:
        """Open the next exercise that is not yet right, from the chosen one on."""
        await self._read_all.wait()
        entries = [entry for group in self._groups for entry in group.entries]
        slugs = [entry.exercise.slug for entry in entries]
        right = [entry.attempt.status == "right" for entry in entries]
        here = slugs.index(self._chosen) if self._chosen in slugs else 0
        following = words.next_unfinished(slugs, right, slugs[here - 1]) if slugs else None
        if following is None:
            self.notify("Every exercise is right.", markup=False)
            return
        self._chosen = following
        await self.shell.open_exercise(following)

    def action_filter(self) -> None:
        """All, those not yet right, of these the ones begun, those that are right."""
        self._kept = KEPT[(KEPT.index(self._kept) + 1) % len(KEPT)]
        self.show()
        self.refresh_bindings()

    def action_find(self) -> None:
        """Show the field for the words to be found."""
        field = self.query_one(Input)
        field.add_class("-shown")
        field.focus()

    async def action_move(self, by: int) -> None:
        """Choose the exercise so many rows further down or up."""
        await self._read_all.wait()
        slugs = list(self._entries)
        if slugs:
            here = slugs.index(self._chosen) if self._chosen in slugs else 0
            self.query_one(ExerciseRows).choose(slugs[min(len(slugs) - 1, max(0, here + by))])

    async def action_page(self, direction: int) -> None:
        """Choose another exercise, further off."""
        await self.action_move(direction * max(1, self.query_one(ExerciseRows).size.height - 2))

    @property
    def _narrowed(self) -> bool:
        """Whether not all exercises are asked for."""
        return self._kept != "all" or self.query_one(Input).has_class("-shown")

    def label_now(self, action: str, label: str) -> str:
        """Escape says whether it shows all again or goes back."""
        return "all" if action == "leave" and self._narrowed else label

    def action_leave(self) -> None:
        """All exercises again; with all shown, back."""
        if not self._narrowed:
            self.dismiss(None)
            return
        field = self.query_one(Input)
        field.value, self._kept = "", "all"
        field.remove_class("-shown")
        self.set_focus(None)
        self.show()
        self.refresh_bindings()
