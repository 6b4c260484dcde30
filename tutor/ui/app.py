"""The application: what all screens share, and the way from one to another."""

from __future__ import annotations

import locale
import os
import shlex
import sys
from contextlib import suppress
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import App

from tutor.course.catalogue import OWN, course_key, find_course, load_course
from tutor.learner.home import home_folder
from tutor.learner.progress import Store
from tutor.options import Options
from tutor.ui.files import FilesController
from tutor.ui.home.screen import HomeScreen
from tutor.ui.kernel_link import KernelLink, client_factory
from tutor.ui.leaving import Leaving
from tutor.ui.messages import DeviceChosen, DevicesFound, KernelFaulted, KernelStateChanged, SaveStateChanged
from tutor.ui.notes.taking import NotesController
from tutor.ui.notices import Notices
from tutor.ui.settings import SettingsController
from tutor.ui.terminal import theme as themes
from tutor.ui.terminal.garbage import Collector
from tutor.ui.terminal.output import TerminalOutput
from tutor.ui.terminal.shutdown import HANG_UP, let_go
from tutor.ui.terminal.terminal import TerminalCapabilities, detect
from tutor.ui.terminal.typeahead import InOrder
from tutor.ui.widgets.commands import Command, CommandProvider, available
from tutor.ui.widgets.controller import Controlled
from tutor.ui.widgets.keybar import KeyBar
from tutor.ui.widgets.too_small import TooSmallScreen, too_small
from tutor.views.plain import plain

if TYPE_CHECKING:
    from textual.events import Resize
    from textual.geometry import Size
    from textual.message import Message
    from textual.screen import Screen

    from tutor.course.model import Course, Lesson
    from tutor.learner.workspace import Workspace
    from tutor.ui.kernel_link import KernelFactory

DEFAULT_PACE = 30.0
"""Steps a second at which training is first shown: slow enough to watch, fast enough not to wait."""

SWITCH = 0.0005
"""Seconds after which the thread that draws lets keys be dealt with. Python's own 5 ms is met many times in a frame."""


class TutorApp(Controlled, Notices, InOrder, Leaving, TerminalOutput, App[int]):
    """The tutor. Everything it takes from the machine can be passed in."""

    TITLE = "pytorch-tutor"
    CSS = """
    ToastRack { dock: top; align: left top; margin: 0; }
    ToastHolder { align-horizontal: left; display: none; }
    ToastHolder:last-child { display: block; }
    Toast { margin: 0; padding: 0; width: auto; max-width: 100%; height: 1; text-wrap: nowrap;
            text-overflow: ellipsis; }
    Toast.-warning, Toast.-error { height: auto; text-wrap: wrap; }
    """
    """What is said in passing takes the place of the title, the one line that is neither read nor a control; what went
    wrong is said in full."""
    COMMANDS: ClassVar[Any] = {CommandProvider}
    CONTROLLERS = (SettingsController, NotesController, FilesController)
    FIRST = ("help", "cheat_sheet", "note", "command_palette")
    ACTIONS = (
        Command("question_mark", "help", "help", "show the keys of this screen; F1 while you type", shown="?"),
        Command("f1", "help", "help", "", priority=True, palette=False),
        Command("ctrl+p", "command_palette", "palette", "find a command by its name", priority=True, palette=False),
        Command("ctrl+l", "gallery", "gallery", "every picture that a lesson can draw, on real data", footer=False),
        Command("ctrl+g", "restart_kernel", "restart torch", "stop torch and all that runs, and start it again",
                footer=False),
        Command("ctrl+q", "quit", "quit", "leave the tutor; what you did is saved", footer=False, priority=True),
        Command("ctrl+c", "interrupted", "copy", "copy what is selected; with nothing selected on the home screen, "
                "quit", footer=False, palette=False),
    )  # fmt: skip

    def __init__(
        self,
        options: Options | None = None,
        *,
        kernel_factory: KernelFactory | None = None,
        store: Store | None = None,
        course: Course | None = None,
        opened: Lesson | None = None,
        terminal: TerminalCapabilities | None = None,
        collector: Collector | None = None,
    ) -> None:
        self.options = options or Options()
        self.terminal = terminal or detect(os.environ, locale.getpreferredencoding(False))
        super().__init__(ansi_color=True if self.terminal.colors == 2 else None)
        self.animation_level = "none"
        command = shlex.split(self.options.kernel) if self.options.kernel else None
        self._course = course
        self._root = course.root if course is not None else find_course(self.options.course)
        self.link = KernelLink(kernel_factory or client_factory(command, lambda: self.course), self.post_message)
        home = self.options.home or home_folder()
        self.store: Store = store or Store(home, course_key(self._root), on_written=self.written)
        device = self.options.device or self.store.setting("device", "auto")
        self._settings = SettingsController(
            self, self.store, self.link, device, lambda name: self._tell(DeviceChosen(name))
        )
        self.files = FilesController(self, self.store, self._show_lesson, remote=bool(self.options.kernel))
        self.add(self._settings, NotesController(self, self.store, lambda: self.course), self.files)
        self._opened = opened
        pace = self.store.setting("pace", DEFAULT_PACE)
        self.pace: float | None = pace if pace > 0 else None
        """Steps a second at which a training begins; None is as fast as it goes."""
        self.last_exercise: str | None = None
        """The slug of the exercise that was opened last."""
        self._workspace: Workspace | None = None
        self._collector = collector
        for theme in themes.THEMES:
            self.register_theme(theme)
        self.theme = themes.choose(self.terminal, self.options.theme, self.store.setting("theme", ""))
        self.stylesheet.set_variables(self.get_css_variables())  # before the first rule is read

    @property
    def course(self) -> Course:
        """The course; it is read when it is first looked into, and the first screen of a file does not wait for it."""
        if self._course is None:
            self._course = load_course(self._root)
        return self._course

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our own names have a value in every theme."""
        return themes.DARK.variables

    def refresh_css(self, animate: bool = True) -> None:
        """What is on the screens, in the present theme; as long as there is none, nothing was read in another."""
        if self.screen_stack:
            super().refresh_css(animate)

    def get_default_screen(self) -> HomeScreen:
        """Home is under every other screen, and waits for what is to be opened at once."""
        return HomeScreen(waits=self._opened is not None or self.options.lesson is not None)

    # -------------------------------------------------------------------------------------------------- beginning, end

    async def on_mount(self) -> None:
        """The first frame, then the kernel; a lesson that was named is opened at once."""
        sys.setswitchinterval(SWITCH)
        self.follow_screens()
        self.watch_over()
        self.call_after_refresh(self.link.start)
        if self._collector is not None:
            self.tidy_with(self._collector)
        if self.options.pictures not in (None, "blocks"):
            self.call_after_refresh(self.show_pixels, self.options.pictures)
        self._say_whose_course()
        if self._opened is not None:
            await self.files.enter(self._opened)
        elif self.options.lesson is not None:
            await self.open_lesson(self.options.lesson)
        else:
            return
        self._fit(self.size)
        if isinstance(home := self.screen_stack[0], HomeScreen):
            self.call_after_refresh(home.come)

    def _say_whose_course(self) -> None:
        """Say once of a course of others what its code may do; the files of a folder say it themselves."""
        if self.options.course is None or (key := course_key(self._root)) == OWN:
            return
        if not self.course.lessons[0].opened and self.store.first_time(f"rights {key}"):
            title = plain(self.course.title)
            self.notify(f"The code of {title} runs with your own rights, as any program would.", markup=False)

    async def on_unmount(self) -> None:
        """Nothing outlives the tutor, and nothing is lost with it."""
        self.take_no_more()
        await self.end()

    def on_resize(self, event: Resize) -> None:
        """Say so where the terminal has become too small, and no longer where it is large enough."""
        self._fit(event.size)

    def _fit(self, size: Size) -> None:
        """A terminal that is too small says so until it is large enough."""
        small = isinstance(self.screen, TooSmallScreen)
        if too_small(size) and not small:
            self.push_screen(TooSmallScreen())
        elif small and not too_small(size):
            self.pop_screen()

    # --------------------------------------------------------------------------------------------------------- actions

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """The gallery is there where the course has one, once that was read."""
        if action == "gallery":
            return self._course is not None and self._course.lesson("gallery") is not None
        return super().check_action(action, parameters)

    def action_help(self) -> None:
        """The keys of the present screen; where they are shown, away with them."""
        from tutor.ui.widgets.help_screen import HelpScreen

        if isinstance(self.screen, HelpScreen):
            self.screen.dismiss(None)
        else:
            self.push_screen(HelpScreen(available(self.screen)))

    async def action_restart_kernel(self) -> None:
        """End torch with all that runs, and start it anew."""
        await self.link.restart()

    async def action_gallery(self) -> None:
        """Every picture that a lesson can draw."""
        await self.open_lesson("gallery")

    async def action_interrupted(self) -> None:
        """ctrl+c: copy what is selected; on the home screen, with nothing selected, quit."""
        selected = self.screen.get_selected_text()
        if selected:
            self.copy_to_clipboard(selected)
        elif len(self.screen_stack) == 1:
            await self.action_quit()
        else:
            self.notify("ctrl+q leaves the tutor; esc goes back.", markup=False)

    # ------------------------------------------------------------------------------------------------------------ ways

    async def open_lesson(self, slug: str, screen: int | None = None) -> None:
        """Open a lesson; at this of its screens, from 0, or where the learner was."""
        lesson = self.course.lesson(slug)
        if lesson is None:
            self.notify(f"There is no lesson named {slug}.", severity="warning", markup=False)
        elif lesson.opened:
            await self.files.enter(lesson, screen)
        else:
            await self._show_lesson(lesson, screen)

    async def _show_lesson(self, lesson: Lesson, screen: int | None = None) -> None:
        """Open this lesson, or go back to it where it is open."""
        from tutor.ui.lesson.loading import load_behind
        from tutor.ui.lesson.screen import LessonScreen

        if any(isinstance(one, LessonScreen) and one.state.lesson.slug == lesson.slug for one in self.screen_stack):
            while not isinstance(self.screen, LessonScreen):
                await self.pop_screen()  # what runs in it goes on
            if screen is not None:
                await self.screen.show_screen(screen)
            return
        await self.go_home()
        await self.push_screen(LessonScreen(self, lesson, screen))
        self.call_after_refresh(load_behind, self.call_later)

    @property
    def workspace(self) -> Workspace:
        """The learner's files of exercises."""
        if self._workspace is None:
            from tutor.learner.workspace import Workspace

            default = self.store.home / "work" / course_key(self._root)
            self._workspace = Workspace(self.options.workspace or default, self.store)
        return self._workspace

    async def open_exercise(self, name: str, *, instead: Screen[Any] | None = None, notice: str = "") -> None:
        """Open an exercise, 'one_step' or 'linear_regression/one_step', over the present screen or `instead` of it;
        `notice` is the first that it says."""
        from tutor.course.exercise import find_exercise
        from tutor.ui.exercise.screen import ExerciseScreen

        exercise = find_exercise(self.course, name)
        if exercise is None:
            self.notify(f"There is no exercise named {name}.", severity="warning", markup=False)
            return
        self.last_exercise = exercise.slug
        self.store.enter(exercise.slug, exercise.title)
        if instead is not None and instead is self.screen:
            await self.switch_screen(ExerciseScreen(exercise, notice=notice))
        else:
            await self.push_screen(ExerciseScreen(exercise, notice=notice))

    async def open_exercises(self, lesson: str | None = None) -> None:
        """Open the list of all exercises, at those of a lesson."""
        from tutor.ui.exercise.list_screen import ExercisesScreen

        present = next((screen for screen in self.screen_stack if isinstance(screen, ExercisesScreen)), None)
        while present is not None and self.screen is not present:
            await self.pop_screen()
        if present is None:
            await self.push_screen(ExercisesScreen(lesson))

    def close_exercise(self, exercise: Screen[None]) -> None:
        """Close an exercise; where it was opened from a lesson, that is where the learner is again."""
        from tutor.ui.lesson.screen import LessonScreen

        if isinstance(self.screen_stack[-2], LessonScreen):
            self.store.leave_exercise()
        exercise.dismiss(None)

    async def go_home(self) -> None:
        """Close every screen but home."""
        while len(self.screen_stack) > 1:
            await self.pop_screen()

    @property
    def device(self) -> str:
        """What lessons compute on, as it was chosen."""
        return self._settings.device

    def set_pace(self, pace: float | None) -> None:
        """Trainings begin at this pace from now on."""
        self.pace = pace
        self.store.set_setting("pace", pace or 0.0)

    # -------------------------------------------------------------------------------------------------------- messages

    def on_kernel_state_changed(self, event: KernelStateChanged) -> None:
        """Every screen is told."""
        self._tell(KernelStateChanged(event.state, event.text, event.ready))
        for screen in self.screen_stack:
            for bar in screen.query(KeyBar):
                bar.follow_kernel()

    def on_devices_found(self, _event: DevicesFound) -> None:
        """Every screen is told."""
        self._tell(DevicesFound())

    def on_save_state_changed(self, _event: SaveStateChanged) -> None:
        """Every screen is told."""
        self._tell(SaveStateChanged())

    def on_kernel_faulted(self, event: KernelFaulted) -> None:
        """What the kernel could not do is said."""
        self.notify(event.text, severity="error", markup=False)

    def _tell(self, message: Message) -> None:
        for screen in self.screen_stack:
            screen.post_message(message)


def run(options: Options, course: Course | None = None, opened: Lesson | None = None) -> int:
    """Open the tutor in this terminal, with the course where it was read already, at a file that was opened where there
    is one; the exit status."""
    app = TutorApp(options, course=course, opened=opened, collector=Collector())
    app.run()
    if app.return_code == HANG_UP:
        let_go()
    if app.left:
        with suppress(OSError):  # the terminal may be gone
            sys.stderr.write(f"{app.left}\n")
    return app.return_code or 0
