"""The cheat sheet: by lesson the idioms, what exercises taught, and the learner's own notes, with a key back."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.events import ScreenResume
from textual.widgets import Static

from tutor.learner.notes import NotePlace
from tutor.learner.sheet import LessonSource, Sheet, sheet, sources
from tutor.ui.notes.parts import LessonPart, NoteBox, OtherNotes
from tutor.ui.widgets.commands import Command
from tutor.ui.widgets.keybar import KeyBar
from tutor.ui.widgets.shell_screen import ShellScreen


class CheatSheetScreen(ShellScreen[None]):
    """The whole sheet on one page, to be scrolled."""

    ACTIONS: ClassVar[tuple[Command, ...]] = (
        Command("n", "lesson(1)", "next lesson", "scroll to the next lesson"),
        Command("p", "lesson(-1)", "previous", "scroll to the lesson above", footer=False),
        Command("tab", "mark(1)", "next note", "go to the next of your notes"),
        Command("shift+tab", "mark(-1)", "note above", "go to the note before", footer=False),
        Command("enter", "open", "go there", "go to the screen of the marked note"),
        Command("down,j", "scroll(1)", "down", "scroll", footer=False, palette=False),
        Command("up,k", "scroll(-1)", "up", "scroll", footer=False, palette=False),
        Command("pagedown,space", "page(1)", "page down", "scroll", footer=False, palette=False),
        Command("pageup", "page(-1)", "page up", "scroll", footer=False, palette=False),
        Command("home", "page(-9999)", "beginning", "scroll to the beginning", footer=False, palette=False),
        Command("end", "page(9999)", "end", "scroll to the end", footer=False, palette=False),
        Command("escape,q", "leave", "back", "back to where you came from"),
    )
    AUTO_FOCUS: ClassVar[str] = ""
    DEFAULT_CSS = """
    CheatSheetScreen { layout: vertical; }
    CheatSheetScreen #head { height: 1; padding: 0 1; background: $panel; }
    CheatSheetScreen #sheet { height: 1fr; padding: 0 1; scrollbar-size-vertical: 1; }
    CheatSheetScreen .quiet { height: auto; color: $text-muted; }
    """

    def __init__(self, lesson: str | None = None) -> None:
        """Begin at this lesson's part."""
        super().__init__()
        self._first = lesson
        self._sources: Sequence[LessonSource] | None = None
        self._sheet: Sheet | None = None
        self._marked = ""
        """The key of the marked note; '' where none is."""
        self._shown = asyncio.Event()
        """Set once the sheet is seen: a key that moves on it waits for that."""

    def compose(self) -> ComposeResult:
        """Head, the sheet, keys."""
        yield Static("Cheat sheet · reading it…", id="head", markup=False)
        yield VerticalScroll(id="sheet", can_focus=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Read the course's files beside the screen's own work."""
        self.begin(self._read, group="sheet")

    async def _read(self) -> None:
        try:
            self._sources = await asyncio.to_thread(sources, self.shell.course)
            await self._show()
            self.call_after_refresh(self._begin_at_lesson)
        finally:
            self._shown.set()

    async def on_screen_resume(self, _event: ScreenResume) -> None:
        """What was written or solved meanwhile shows."""
        if self._sources is not None:
            await self._show()

    async def _show(self) -> None:
        """The sheet as it stands now; what one looks at stays where it is."""
        store = self.shell.store
        found = sheet(self.shell.course, self._sources or (), store.practice, store.notes, store.milestones)
        if found == self._sheet:
            return
        self._sheet = found
        box = self.query_one("#sheet", VerticalScroll)
        parts: list[LessonPart | OtherNotes | Static] = [LessonPart(one) for one in found.lessons]
        if found.others:
            parts.append(OtherNotes(found.others))
        said = "pytorch-tutor notes writes this page as Markdown." if parts else "There is nothing here yet."
        parts.append(Static(f"{said} N takes a note at any screen of a lesson or exercise.", classes="quiet"))
        async with self.batch():
            await box.remove_children()
            await box.mount_all(parts)
        if self._marked not in [one.note.key for one in found.notes]:
            self._marked = ""
        self._mark_boxes()
        right = sum(one.right for one in found.lessons)
        total = right + sum(one.to_come for one in found.lessons)
        count = len(found.notes)
        notes = f"{count} {'note' if count == 1 else 'notes'} of your own"
        self.query_one("#head", Static).update(f"Cheat sheet · {right} of {total} exercises right · {notes}")
        self.refresh_bindings()

    def _begin_at_lesson(self) -> None:
        for part in self.query(LessonPart):
            if part.slug == self._first:
                self._scroll.scroll_to_widget(part, top=True, animate=False)

    @property
    def _scroll(self) -> VerticalScroll:
        return self.query_one("#sheet", VerticalScroll)

    @property
    def note_place(self) -> NotePlace | None:
        """The place of the marked note, whose text is then changed."""
        return next((one.place for one in self._notes if one.note.key == self._marked), None)

    @property
    def _notes(self) -> Sequence[NoteBox]:
        return list(self.query(NoteBox))

    def _mark_boxes(self) -> None:
        for box in self._notes:
            box.mark(box.note.key == self._marked)

    # --------------------------------------------------------------------------------------------------------- actions

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Notes are gone to where there are any, and opened where one is marked."""
        if action == "mark":
            return self._sheet is None or bool(self._sheet.notes)
        if action == "open":
            return bool(self._marked)
        return super().check_action(action, parameters)

    async def action_mark(self, by: int) -> None:
        """Mark the next note, and bring it into view."""
        await self._shown.wait()
        boxes = self._notes
        if not boxes:
            return
        here = next((at for at, box in enumerate(boxes) if box.note.key == self._marked), -1 if by > 0 else 0)
        box = boxes[(here + by) % len(boxes)]
        self._marked = box.note.key
        self._mark_boxes()
        box.scroll_visible(animate=False)
        self.refresh_bindings()

    async def action_open(self) -> None:
        """Go to the screen or the exercise of the marked note."""
        box = next((one for one in self._notes if one.note.key == self._marked), None)
        if box is None:
            return
        place = box.place
        if box.gone:
            self.notify("The course no longer has the place of this note. N changes it.", markup=False)
        elif place.exercise:
            await self.shell.open_exercise(f"{place.lesson}/{place.exercise}")
        else:
            await self.shell.open_lesson(place.lesson, place.screen)

    async def on_note_box_opened(self, event: NoteBox.Opened) -> None:
        """A note was clicked: mark it; the marked one is gone to."""
        if event.box.note.key == self._marked:
            await self.action_open()
        else:
            self._marked = event.box.note.key
            self._mark_boxes()
            self.refresh_bindings()

    async def action_lesson(self, by: int) -> None:
        """Scroll to the lesson below, or to the one above."""
        await self._shown.wait()
        scroll = self._scroll
        tops = [round(part.virtual_region.y) for part in self.query(LessonPart)]
        here = round(scroll.scroll_y)
        further = [top for top in tops if top > here] if by > 0 else [top for top in reversed(tops) if top < here]
        if further:
            scroll.scroll_to(y=further[0], animate=False)

    def action_scroll(self, by: int) -> None:
        """Scroll by lines."""
        self._scroll.scroll_relative(y=2 * by, animate=False)

    def action_page(self, by: int) -> None:
        """Scroll by most of a page."""
        scroll = self._scroll
        scroll.scroll_relative(y=by * max(1, scroll.size.height - 2), animate=False)

    def action_leave(self) -> None:
        """Back to where one came from."""
        self.dismiss(None)
