"""Home: the course by parts, how far one came, what each lesson gives, and one key to go on.

What it is made of is loaded when it is first seen: the first frame of a lesson that is opened at once does not wait for
it.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, ClassVar, cast

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Container
from textual.events import Resize, ScreenResume
from textual.widgets import Static

from tutor.ui.messages import DevicesFound, KernelStateChanged, SaveStateChanged
from tutor.ui.widgets.commands import Command
from tutor.ui.widgets.keybar import KeyBar
from tutor.ui.widgets.shell_screen import ShellScreen
from tutor.views.plain import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from textual.theme import Theme
    from textual.widget import Widget
    from textual.widgets import Input

    from tutor.ui.home.lesson_list import LessonList
    from tutor.ui.home.overview import Overview
    from tutor.ui.home.preview import Preview
    from tutor.ui.home.state_line import StateLine
    from tutor.ui.widgets.field import Field


WIDE = 96
"""From this many columns on, the preview stands beside the list."""


class HomeScreen(ShellScreen[None]):
    """The first screen: all lessons, and what is known of the chosen one."""

    ACTIONS = (
        Command("enter", "open", "open", "open the chosen lesson where you were"),
        Command("x", "exercises", "exercises", "all exercises, at those of the chosen lesson"),
        Command("m", "missing", "missing", "go to what is missing of the chosen lesson: a screen, a quiz, an exercise"),
        Command("o", "program", "program", "the program that reached the chosen milestone, as it was run"),
        Command("slash", "find", "find", "find lessons by title, goal or topic"),
        Command("f", "app.files", "files", "the files that you opened last"),
        Command("d", "app.device", "device", "choose the device that lessons run on"),
        Command("t", "app.theme", "theme", "choose the colors"),
        Command("g", "go_on", "go on", "go on where you were last", footer=False),
        Command("down,j", "move(1)", "down", "choose the next lesson", footer=False, palette=False),
        Command("up,k", "move(-1)", "up", "choose the lesson above", footer=False, palette=False),
        Command("pagedown", "page(1)", "page down", "choose a lesson further down", footer=False, palette=False),
        Command("pageup", "page(-1)", "page up", "choose a lesson further up", footer=False, palette=False),
        Command("home", "move(-9999)", "first", "choose the first lesson", footer=False, palette=False),
        Command("end", "move(9999)", "last", "choose the last lesson", footer=False, palette=False),
        Command("escape", "unfind", "all lessons", "show all lessons again", palette=False),
        Command("q", "app.quit", "quit", "leave the tutor; everything is saved"),
    )
    AUTO_FOCUS: ClassVar[str] = ""
    DEFAULT_CSS = """
    HomeScreen { layout: vertical; }
    HomeScreen .rule { height: 1; color: $rule; padding: 0 1; }
    HomeScreen #go-on { height: 1; padding: 0 1; color: $foreground; }
    HomeScreen #notice { height: auto; max-height: 8; padding: 0 1; color: $error; display: none; }
    HomeScreen #notice.-shown { display: block; }
    HomeScreen #find { height: 1; border: none; padding: 0 1; background: $panel; color: $foreground; }
    HomeScreen #body { height: 1fr; layout: vertical; margin: 1 0 0 0; }
    HomeScreen LessonList { height: 1fr; }
    HomeScreen Preview { height: auto; max-height: 50%; padding: 0 1; border-top: solid $rule; }
    HomeScreen.-wide #body { layout: horizontal; }
    HomeScreen.-wide LessonList { width: 46%; max-width: 60; height: 100%; }
    HomeScreen.-wide Preview {
        width: 1fr; max-width: 90; height: 100%; max-height: 100%; padding: 0 2; border-top: none;
        border-left: solid $rule;
    }
    """

    def __init__(self, *, waits: bool = False) -> None:
        """`waits` where something is to be opened above it at once: it has no parts before it is seen; see `come`."""
        super().__init__()
        self._waits = waits
        self._coming = asyncio.Lock()
        self._is_whole = False
        """Whether its parts are there, and show something."""
        self._slug: str | None = None
        self._visited: str | None = None
        """The lesson that was open last when home was last seen."""

    def compose(self) -> ComposeResult:
        """Its parts, but where nobody sees them yet."""
        if not self._waits:
            yield from self._parts()

    def _parts(self) -> Iterator[Widget]:
        """State, where to go on, lessons and preview, keys."""
        from tutor.ui.home.lesson_list import LessonList
        from tutor.ui.home.preview import Preview
        from tutor.ui.home.state_line import StateLine

        yield StateLine()
        yield Rule()
        yield Static(id="notice", markup=False)
        yield Static(id="go-on", markup=False)
        yield Container(LessonList(), Preview(self.shell.terminal.marks), id="body")
        yield KeyBar(silent=True, gap=2)  # the notice says it in full

    def on_mount(self) -> None:
        """Show the lessons, and choose the one to go on with."""
        self._visited = self.shell.store.last_lesson()
        self.app.theme_changed_signal.subscribe(self, self._recolor)

    async def come(self) -> None:
        """What was to be opened above it is seen, or could not be opened: from now on it has its parts."""
        self._waits = False
        await self._show()

    async def on_screen_resume(self, _event: ScreenResume) -> None:
        """What was done meanwhile shows."""
        if not self._waits:
            await self._show()

    async def _show(self) -> None:
        async with self._coming:  # it may be gone to while its parts come
            if not self.query("StateLine"):
                await self.mount_all(self._parts())
        from tutor.ui.home.overview import overview

        self._overview: Overview = overview(self.shell.course, self.shell.store)
        if not self._is_whole:
            self._is_whole = True
            self._arrange(self.size.width)
            self._show_state()
        if (visited := self.shell.store.last_lesson()) != self._visited:
            self._slug = self._visited = visited
        here = self._slug or (self._overview.go_on.lesson.slug if self._overview.go_on else None)
        words = self._field.value if self._field is not None else ""
        self._list.show(self._overview.filtered(words), here)
        self._show_go_on()

    @property
    def _list(self) -> LessonList:
        return cast("LessonList", self.query_one("LessonList"))

    @property
    def _preview(self) -> Preview:
        return cast("Preview", self.query_one("Preview"))

    @property
    def _field(self) -> Field | None:
        """Where words are typed by which lessons are found; None where nobody looks for any."""
        return cast("Field | None", self.query("#find").first() if self.query("#find") else None)

    def on_resize(self, event: Resize) -> None:
        """Beside or below one another, by the width."""
        if self._is_whole:
            self._arrange(event.size.width)

    def _arrange(self, width: int) -> None:
        wide = width >= WIDE
        self.set_class(wide, "-wide")
        preview = self._preview
        if preview.has_class("-short") == wide:
            preview.set_class(not wide, "-short")
            preview.redraw()

    def _recolor(self, _theme: Theme) -> None:
        """What was drawn in the old colors is drawn again."""
        if self._is_whole:
            self._show_go_on()
            self._preview.redraw()

    def _show_go_on(self) -> None:
        entry, line = self._overview.go_on, self.query_one("#go-on", Static)
        accent = f"bold {self.app.theme_variables['accent']}" if not self.app.current_theme.ansi else "bold"
        if entry is None:
            text = Text("✓ Every lesson is done." if self._overview.rows else "This course has no lessons.")
        elif (last := self._overview.exercise) is not None:
            text = Text.assemble(("▸ g goes on: ", accent), plain(last.title), ", an exercise")
        elif self._overview.untouched:
            text = Text("enter starts; ? shows the keys", accent)
        else:
            where = f", screen {entry.screen + 1} of {len(entry.lesson.screens)}" if entry.underway else ""
            where = ", a milestone" if entry.lesson.milestone else where
            text = Text.assemble(("▸ g goes on: ", accent), plain(entry.lesson.title), where)
        line.update(text)

    def _show_state(self) -> None:
        if not self._is_whole:
            return
        link, store, line = self.shell.link, self.shell.store, cast("StateLine", self.query_one("StateLine"))
        line.heading = "pytorch-tutor" if self.shell.options.course is None else plain(self.shell.course.title)
        line.trouble = link.state == "lost"
        torch = "torch is not running" if line.trouble else link.text
        line.state = f"{torch} · {'cannot save' if store.problem else 'saved'}"
        notices = [f"✗ {plain(link.problem)}\nctrl+g starts it again."] if line.trouble else []
        notices += [f"✗ {plain(str(problem))}" for problem in (*filter(None, [store.problem]), *store.problems)]
        notices += [f"✗ {plain(str(problem))}" for problem in self.shell.course.problems]
        notice = self.query_one("#notice", Static)
        notice.set_class(bool(notices), "-shown")
        notice.update("\n".join(notices))

    # -------------------------------------------------------------------------------------------------------- messages

    def on_kernel_state_changed(self, _event: KernelStateChanged) -> None:
        """The state line follows."""
        self._show_state()

    def on_devices_found(self, _event: DevicesFound) -> None:
        """The state line follows."""
        self._show_state()

    def on_save_state_changed(self, _event: SaveStateChanged) -> None:
        """The state line follows."""
        self._show_state()

    def on_lesson_list_chosen(self, event: LessonList.Chosen) -> None:
        """Another lesson is the chosen one: the preview follows."""
        if event.entry is not None:
            self._slug = event.entry.lesson.slug
        self._preview.show(event.entry, "No lesson matches these words. esc shows all.")
        self.refresh_bindings()

    async def on_lesson_list_opened(self) -> None:
        """A lesson was opened by the mouse."""
        await self.action_open()

    def on_input_changed(self, event: Input.Changed) -> None:
        """The lessons that the words fit."""
        chosen = None if event.value.strip() else self._slug  # else the first that is found
        self._list.show(self._overview.filtered(event.value), chosen)

    async def on_input_submitted(self) -> None:
        """Open the one that was found."""
        await self.action_open()

    # --------------------------------------------------------------------------------------------------------- actions

    async def action_open(self) -> None:
        """Open the chosen lesson."""
        entry = self._list.entry
        if entry is None:
            return
        if entry.progress == "broken":
            self.notify("This lesson cannot be read; the panel beside it says why.", markup=False)
            return
        await self.action_unfind()
        await self.shell.open_lesson(entry.lesson.slug)

    async def action_go_on(self) -> None:
        """Open the lesson or the exercise where one was last."""
        if self._overview.exercise is not None:
            await self.shell.open_exercise(self._overview.exercise.slug)
        elif self._overview.go_on is not None:
            self._slug = self._overview.go_on.lesson.slug
            await self.shell.open_lesson(self._slug)

    async def action_missing(self) -> None:
        """Open the first screen that was not seen or has an unanswered quiz, else the first exercise not yet right."""
        entry = self._list.entry
        if entry is None or not entry.missing:
            return
        if entry.missing.screen is not None:
            await self.shell.open_lesson(entry.lesson.slug, entry.missing.screen)
        else:
            await self.shell.open_exercise(f"{entry.lesson.slug}/{entry.missing.exercises[0]}")

    def action_program(self) -> None:
        """What is kept of the chosen milestone, the last run first, on a screen of its own."""
        entry = self._list.entry
        if entry is not None and entry.reached is not None:
            from tutor.ui.widgets.output_screen import OutputScreen

            kept = reversed(self.shell.store.milestones.results(entry.lesson.slug))
            text = "\n\n".join(one.commented for one in kept)
            self.app.push_screen(OutputScreen(plain(entry.lesson.title), plain(text)))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Something is missing only of a lesson that was begun, and only a reached milestone has a program; all are
        shown again where some are looked for. There is nothing to be done on it before it has its parts."""
        if not self._is_whole and f"action_{action}" in vars(HomeScreen):
            return False
        if action == "unfind":
            return self._field is not None
        if action in ("missing", "program"):
            entry = self._list.entry
            if action == "program":
                return entry is not None and entry.reached is not None
            return entry is not None and entry.progress == "begun" and not entry.lesson.milestone
        return super().check_action(action, parameters)

    async def action_exercises(self) -> None:
        """All exercises, at those of the chosen lesson."""
        entry = self._list.entry
        await self.shell.open_exercises(entry.lesson.slug if entry is not None else None)

    def action_move(self, by: int) -> None:
        """Choose the lesson so many rows further down or up."""
        self._list.move(by)

    def action_page(self, direction: int) -> None:
        """Choose another lesson, further off."""
        self._list.page(direction)

    async def action_find(self) -> None:
        """Show the field for the words to be found; the first frame does not wait for it."""
        if self._field is None:
            from tutor.ui.widgets.field import Field

            field = Field(does="open", placeholder="words of a title, a goal or a topic", id="find", compact=True)
            await self.mount(field, before="#body")
        if self._field is not None:
            self._field.focus()
        self.refresh_bindings()

    async def action_unfind(self) -> None:
        """Close the field and show all lessons again."""
        if self._field is None:
            return
        self.set_focus(None)
        await self._field.remove()
        self._list.show(self._overview.filtered(""), self._slug)
        self.refresh_bindings()


class Rule(Static):
    """A line across the screen."""

    DEFAULT_CSS = "Rule { height: 1; color: $rule; padding: 0 1; }"

    def render(self) -> Any:
        """The line as it is drawn now."""
        return Text("─" * self.size.width, no_wrap=True, end="")
