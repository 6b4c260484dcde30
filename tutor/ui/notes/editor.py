"""A note under the learner's hands, below what it is about; what is typed is saved in every pause, and on leaving."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Container
from textual.content import Content
from textual.theme import Theme
from textual.timer import Timer
from textual.widgets import TextArea
from textual.widgets.text_area import TextAreaTheme

from tutor.learner.notes import Note, NotePlace, joined, place_words
from tutor.learner.progress import Store
from tutor.ui.messages import SaveStateChanged
from tutor.ui.widgets.commands import Command
from tutor.ui.widgets.dialog import Dialog
from tutor.ui.widgets.editor import CodeEditor
from tutor.ui.widgets.keybar import KeyBar
from tutor.ui.widgets.typing import indent_of
from tutor.views.plain import plain

SAVE_AFTER = 0.5
"""Seconds without typing after which the note is written to disk."""


class NoteEditor(CodeEditor):
    """Any text: nothing in it has a color, and a line begins below the one before."""

    HANG: ClassVar[int] = 0
    ACTIONS: ClassVar[tuple[Command, ...]] = (
        Command("escape", "leave", "close", "close the note; it is saved", palette=False),
    )

    def __init__(self, text: str) -> None:
        super().__init__(text, line_numbers=False, max_lines=100_000, id="note")
        self.soft_wrap = True

    def _recolor(self, theme: Theme) -> None:
        name = f"tutor {theme.name}, plain"  # another one, else nothing would have changed
        self.register_theme(TextAreaTheme(name))
        self.theme = name

    def _new_line(self) -> None:
        start, end = sorted(self.selection)
        indent = indent_of(self.document.get_line(start[0])[: start[1]])
        self.replace("\n" + indent, start, end, maintain_selection_offset=False)


class NoteScreen(Dialog[None]):
    """The note at one place; emptied, it is deleted."""

    ACTIONS: ClassVar[tuple[Command, ...]] = (
        Command("escape", "close", "close", "close the note; it is saved", palette=False),
    )
    AUTO_FOCUS: ClassVar[str] = "#note"
    DEFAULT_CSS = """
    NoteScreen { align: left bottom; background: $background 60%; }
    NoteScreen > #paper {
        height: 50%; min-height: 8; width: 100%; padding: 0 1; background: $surface;
        border: round $accent; border-title-color: $accent; border-subtitle-color: $text-muted;
    }
    NoteScreen > #paper.-unsaved { border-subtitle-color: $error; }
    NoteScreen NoteEditor, NoteScreen NoteEditor:focus { height: 1fr; max-height: 100%; }
    """

    def __init__(
        self, store: Store, place: NotePlace, earlier: Sequence[Note], *, save_after: float = SAVE_AFTER
    ) -> None:
        """`earlier` is what was noted here before."""
        super().__init__()
        self._store = store
        self._place = place
        self._save_after = save_after
        self._known = tuple(earlier)
        self._editor = NoteEditor(joined(self._known))
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """The paper, and the keys."""
        with Container(id="paper"):
            yield self._editor
        yield KeyBar()

    def on_mount(self) -> None:
        """Go on where the note ends."""
        self.query_one("#paper").border_title = Content(f"Note · {plain(place_words(self._place))}")
        self._editor.move_cursor(self._editor.document.end)
        self._say()

    def _say(self) -> None:
        problem, paper = self._store.problem, self.query_one("#paper")
        paper.set_class(bool(problem), "-unsaved")
        said = "a note without text is deleted" if self._known else "nothing was noted here"
        if self._known or self._editor.text.strip():
            said = f"{'saved' if self._store.saved else 'saving'} · a note without text is deleted"
        paper.border_subtitle = Content(f"cannot save: {plain(problem)}" if problem else said)

    def on_text_area_changed(self, _event: TextArea.Changed) -> None:
        """Save when the learner pauses."""
        if self._timer is not None:
            self._timer.stop()
        self._timer = self.set_timer(self._save_after, self._save)

    def _save(self) -> None:
        known = self._store.notes.write(self._known, self._place, self._editor.text)
        if known != self._known:
            self._known = known
            if not self.going:
                self._say()

    async def save_now(self) -> None:
        """Write the note, without waiting for a pause in typing."""
        self._save()

    def on_save_state_changed(self, _event: SaveStateChanged) -> None:
        """What was typed is saved, or is not."""
        self._say()

    def on_code_editor_left(self, _event: CodeEditor.Left) -> None:
        """Escape in the text."""
        self.action_close()

    def action_close(self) -> None:
        """Back to what the note is about."""
        self._save()
        self.dismiss(None)

    def on_unmount(self) -> None:
        """Nothing is lost, however the screen ends."""
        self._save()
