"""An exercise: the task with its hints, the learner's text, and what the checks say of it, on one screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

from textual.app import App, ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.events import Resize, ScreenResume
from textual.widgets import TextArea

from tutor.course.exercise import Exercise
from tutor.learner.notes import NotePlace
from tutor.ui.exercise import words
from tutor.ui.exercise.answer import AnswerEditor
from tutor.ui.exercise.checks import ChecksController
from tutor.ui.exercise.files import LOOK_EVERY, SAVE_AFTER, FileController
from tutor.ui.exercise.helping import HelpController
from tutor.ui.exercise.layout import LayoutController
from tutor.ui.exercise.lines import HeadLine, NoticeLine
from tutor.ui.exercise.navigation import NavigationController
from tutor.ui.exercise.state import ExerciseState
from tutor.ui.exercise.task import TaskPanel, subtitle
from tutor.ui.exercise.texts import TextsController
from tutor.ui.exercise.tries import TriesPanel
from tutor.ui.exercise.trying import TriesController
from tutor.ui.exercise.verdict import VerdictPanel
from tutor.ui.messages import KernelStateChanged, SaveStateChanged
from tutor.ui.widgets.controller import ControlledScreen, Controller
from tutor.ui.widgets.editor import CodeEditor
from tutor.ui.widgets.keybar import KeyBar
from tutor.views.plain import plain

WIDE = 96
"""From this many columns on, the task stands beside the editor."""


class AnswerBox(Container):
    """The editor with its file's path above."""

    def __init__(self, state: ExerciseState) -> None:
        super().__init__(state.editor, id="box")
        self._state = state

    def on_resize(self) -> None:
        """As much of the path as there is room for."""
        path = Content(words.shown_path(self._state.file.path, max(10, self.size.width - 6), Path.home()))
        if path.markup != self.border_title:  # each time it is set, the whole box is sent
            self.border_title = path


class ExerciseScreen(ControlledScreen[None]):
    """One open exercise: puts its state, its widgets and its controllers together."""

    CONTROLLERS: ClassVar[tuple[type[Controller], ...]] = (
        FileController,
        TextsController,
        NavigationController,
        ChecksController,
        LayoutController,
        HelpController,
        TriesController,
    )
    FIRST = ("check", "edit", "hint", "task", "reference", "next", "leave", "code", "alone", "solution")
    AUTO_FOCUS: ClassVar[str] = ""
    DEFAULT_CSS = """
    ExerciseScreen { layout: vertical; }
    ExerciseScreen #head { height: 1; padding: 0 1; background: $panel; }
    ExerciseScreen #body { height: 1fr; layout: vertical; }
    ExerciseScreen #work { height: 1fr; layout: vertical; }
    ExerciseScreen TaskPanel, ExerciseScreen #box, ExerciseScreen VerdictPanel, ExerciseScreen TriesPanel {
        border-top: solid $rule; border-title-color: $text-muted; padding: 0 1;
    }
    ExerciseScreen TaskPanel { height: auto; max-height: 40%; }
    ExerciseScreen #box { height: 1fr; min-height: 5; padding: 0; }
    ExerciseScreen #box:focus-within { border-top: solid $accent; border-title-color: $accent; }
    ExerciseScreen #answer { height: 1fr; max-height: 100%; }
    ExerciseScreen VerdictPanel { max-height: 45%; }
    ExerciseScreen.-judged TaskPanel { max-height: 3; }
    ExerciseScreen.-judged.-reading TaskPanel { max-height: 40%; }
    ExerciseScreen.-code TaskPanel, ExerciseScreen.-code VerdictPanel, ExerciseScreen.-code TriesPanel {
        display: none;
    }
    ExerciseScreen.-task #work { display: none; }
    ExerciseScreen.-task TaskPanel { height: 1fr; max-height: 100%; }
    ExerciseScreen.-wide #body { layout: horizontal; }
    ExerciseScreen.-wide TriesPanel { height: 10; }
    ExerciseScreen.-wide TaskPanel, ExerciseScreen.-wide #box, ExerciseScreen.-wide VerdictPanel,
    ExerciseScreen.-wide TriesPanel {
        border: round $rule; border-title-color: $text-muted; border-subtitle-color: $text-muted;
    }
    ExerciseScreen.-wide #box:focus-within { border: round $accent; border-title-color: $accent; }
    ExerciseScreen.-wide TaskPanel { width: 38%; max-width: 70; height: 100%; max-height: 100%; }
    ExerciseScreen.-wide.-judged TaskPanel { max-height: 100%; }
    ExerciseScreen.-wide.-solution TaskPanel { width: 50%; max-width: 100; }
    ExerciseScreen.-wide.-task TaskPanel { width: 100%; max-width: 100%; }
    ExerciseScreen.-wide #work { width: 1fr; height: 100%; }
    """

    def __init__(
        self,
        exercise: Exercise,
        *,
        notice: str = "",
        edit_outside: Callable[[App[Any], Path], str] | None = None,
        save_after: float = SAVE_AFTER,
        look_every: float = LOOK_EVERY,
    ) -> None:
        """`notice` is the first that the screen says; `edit_outside` stands in for the learner's own editor."""
        super().__init__()
        self.exercise = exercise
        self.editor = AnswerEditor(exercise.starter)
        self._first_notice = notice
        self._edit_outside = edit_outside
        self._save_after = save_after
        self._look_every = look_every

    @property
    def note_place(self) -> NotePlace:
        """Where a note belongs that is taken now."""
        return NotePlace(self.exercise.lesson, 0, self.exercise.title, self.exercise.slug)

    # --------------------------------------------------------------------------------------------------- arrangement

    def compose(self) -> ComposeResult:
        """Head, task, text, checks, a line for what there is to say, keys."""
        self.state = ExerciseState(self.exercise, self.editor, self.shell)
        self._put_together(self.state)
        yield HeadLine(self.state)
        with Container(id="body"):
            yield TaskPanel(self.exercise)
            with Container(id="work"):
                yield AnswerBox(self.state)
                yield TriesPanel(self.shell.terminal.marks)
                yield VerdictPanel()
        yield NoticeLine()
        yield KeyBar(gap=2)

    def _put_together(self, state: ExerciseState) -> None:
        """The controllers, each with those that it asks for something."""
        self.files = files = FileController(
            self,
            state,
            check=lambda: self.checks.check(),
            on_pause=lambda: self.checks.paused(),
            edit_outside=self._edit_outside,
            save_after=self._save_after,
            look_every=self._look_every,
        )
        layout = LayoutController(self, state)
        helping = HelpController(self, state, layout)
        navigation = NavigationController(self, state, files)
        self.trying = trying = TriesController(self, state)
        self.checks = ChecksController(
            self, state, files=files, layout=layout, helping=helping, navigation=navigation, trying=trying
        )
        self.add(self.checks, layout, helping, TextsController(self, state, files), files, navigation, trying)

    async def on_mount(self) -> None:
        """Open the file; letters are commands until the learner goes in to write."""
        task, notice = self.query_one(TaskPanel), self.query_one(NoticeLine)
        task.border_subtitle = Content(subtitle(self.exercise))
        await task.show_hints(self.state.attempt.hints_shown)
        task.scroll_home(animate=False)
        notice.say(self._first_notice)
        self.files.open()
        if self.exercise.problems:
            notice.say(f"This exercise is broken: {plain(str(self.exercise.problems[0]))}", trouble=True)
        self.trying.show()
        self.checks.show_verdict()
        self.shell.link.expect(self.exercise)

    # ------------------------------------------------------------------------------------------------------- messages

    def on_resize(self, event: Resize) -> None:
        """Beside or below one another, by the width."""
        self.set_class(event.size.width >= WIDE, "-wide")
        self.call_after_refresh(self.files.update_head)

    def on_screen_resume(self, _event: ScreenResume) -> None:
        """What happened to the file meanwhile shows."""
        if self.present:
            self.begin(self.files.look, group="file")
            self.shell.link.expect(self.exercise)

    def on_text_area_changed(self, event: TextArea.Changed) -> None:
        """Another text: what the checks said was said of the one before."""
        if event.text_area is self.editor:
            self.files.text_changed()
            self.checks.show_verdict()
            self.files.update_head()

    async def on_code_editor_left(self, _event: CodeEditor.Left) -> None:
        """The learner left the text."""
        await self.checks.left()

    def on_descendant_focus(self) -> None:
        """The text has the focus: letters are typed from now on."""
        self.checks.show_verdict()

    def on_descendant_blur(self) -> None:
        """Out of the text."""
        self.checks.show_verdict()

    def on_kernel_state_changed(self, _event: KernelStateChanged) -> None:
        """Torch is there, or lost, or silent."""
        self.checks.show_verdict()
        self.files.update_head()

    def on_save_state_changed(self, _event: SaveStateChanged) -> None:
        """What could not be written may have been."""
        self.files.save_state_changed()

    async def save_now(self) -> None:
        """Write the text, without waiting for a pause in typing."""
        await self.files.save()

    def on_unmount(self) -> None:
        """Nothing runs on, and nothing is lost."""
        self.checks.close()
        self.trying.close()
        self.files.close()
