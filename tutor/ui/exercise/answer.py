"""The editor of an exercise's answer: where one begins in it, and where one is after another text came."""

from __future__ import annotations

from difflib import SequenceMatcher

from textual.events import Key, MouseDown
from textual.widgets.text_area import Location, Selection

from tutor.course import blanks
from tutor.ui.widgets.commands import Command
from tutor.ui.widgets.editor import CodeEditor


class AnswerEditor(CodeEditor):
    """The editor of an exercise. Who first goes into what was given finds its first blank selected."""

    ACTIONS = (
        Command("escape", "leave", "keys (h hint, t task, …)", "leave the code: letters are commands", palette=False),
    )

    def __init__(self, starter: str) -> None:
        super().__init__(max_lines=100_000, id="answer")
        self.starter = starter
        self.entered = False
        """Whether the learner was in the text that stands here; before, its cursor is nobody's choice."""
        self._offered = False
        """Whether the blank was selected by the click that is not over yet."""

    def on_focus(self) -> None:
        """Typing replaces the first blank, but only once the learner has gone in to type."""
        if not self.entered and self.text == self.starter:
            self.selection = first_blank(self.text)
            self._offered = True
        self.entered = True

    def on_key(self, _event: Key) -> None:
        """From now on a click puts the cursor where it points."""
        self._offered = False

    def on_mouse_down(self, event: MouseDown) -> None:
        """The click that goes in: on the blank it leaves that selected; elsewhere it puts the cursor there."""
        start, end = sorted(self.selection)
        if self._offered and start <= self.get_target_document_location(event) <= end:
            event.prevent_default()
        self._offered = False

    def place(self, location: Location) -> None:
        """Put the cursor here, or as near as there is text, and bring it into view."""
        row = min(max(0, location[0]), self.document.line_count - 1)
        self.move_cursor((row, min(max(0, location[1]), len(self.document.get_line(row)))))

    def exchange(self, text: str) -> None:
        """Put another text in place of this one, in a step that can be undone.

        The cursor stays in the line that it is in, wherever that now stands, and on its row of the screen.
        """
        before, shown = self.cursor_location, self.scroll_offset.y
        after = carried(self.text, text, before)
        self.replace_all(text)
        self.place(after)
        self.scroll_to(y=max(0, shown + after[0] - before[0]), animate=False)

    def on_resize(self) -> None:
        """Where one types stays in view, with the beginning of its line if that fits; while a line is marked, that."""
        self.scroll_to(x=0, animate=False)
        self.call_after_refresh(self.show_place)

    def show_place(self) -> None:
        """The line that failed, or that where one types."""
        if self.failed is not None:
            self.show_failed_line()
        else:
            self.scroll_cursor_visible(animate=False)


def first_blank(text: str) -> Selection:
    """The first place of a starter where something is to be written, selected so that typing replaces it; where there
    is none, the place where work begins."""
    blank = blanks.first_blank(text)
    return Selection(*blank) if blank is not None else Selection.cursor(blanks.first_place(text))


def carried(old: str, new: str, location: Location) -> Location:
    """Where a place of the old text is in the new one: in the same line, if that is still there."""
    row, column = location
    before, after = old.split("\n"), new.split("\n")
    for kind, top, bottom, start, end in SequenceMatcher(None, before, after).get_opcodes():
        if top <= row < bottom:
            if kind == "equal":
                return start + row - top, column
            row = min(start + row - top, max(start, end - 1))
            return row, 0 if kind == "delete" else column
    return row, column
