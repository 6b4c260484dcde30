"""The keys for a note and for the cheat sheet, on whichever screen the learner is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable
from weakref import ref

from tutor.learner.notes import NotePlace
from tutor.ui.widgets.commands import Command
from tutor.ui.widgets.controller import Controller
from tutor.ui.widgets.shell_screen import ShellScreen

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import App
    from textual.screen import Screen

    from tutor.course.model import Course
    from tutor.learner.progress import Store


@runtime_checkable
class Noted(Protocol):
    """A screen at which notes are taken."""

    @property
    def note_place(self) -> NotePlace | None:
        """Where a note belongs that is taken now; None where none can be."""


class NotesController(Controller):
    """Opens the note of the place where one is, and the sheet."""

    COMMANDS = (
        Command("l", "cheat_sheet", "sheet", "the cheat sheet: idioms, what you learned, your own notes"),
        Command("N,shift+n", "note", "note", "take a note here, or go on with the one that is here"),
    )

    def __init__(self, app: App[Any], store: Store, course: Callable[[], Course]) -> None:
        self._app = app
        self._store = store
        self._course = course
        self._sheet: ref[Screen[Any]] | None = None
        """The sheet that was opened last: its room is not loaded before."""

    def enabled(self, action: str) -> bool:
        """A note has a place; the sheet is not opened from itself."""
        if action == "note":
            return self._place is not None
        return self._sheet is None or self._sheet() is not self._app.screen

    @property
    def _place(self) -> NotePlace | None:
        *below, screen = self._app.screen_stack
        if isinstance(screen, ShellScreen) and screen.SHOWS_MORE:
            screen = below[-1]
        return screen.note_place if isinstance(screen, Noted) else None

    def action_note(self) -> None:
        """Write at the present place."""
        from tutor.ui.notes.editor import NoteScreen

        if (place := self._place) is not None:
            lesson = self._course().lesson(place.lesson)
            titles = [screen.title for screen in lesson.screens] if lesson is not None else []
            self._app.push_screen(NoteScreen(self._store, place, self._store.notes.at(place, titles)))

    def action_cheat_sheet(self) -> None:
        """Open the sheet, at the lesson where one is."""
        from tutor.ui.notes.screen import CheatSheetScreen

        place = self._place
        sheet = CheatSheetScreen(place.lesson if place is not None else None)
        self._sheet = ref(sheet)
        self._app.push_screen(sheet)
