"""The editor of cells and exercises: Python as one types it, few bytes a keystroke, and a way out by escape."""

from __future__ import annotations

from typing import Any, ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual import events
from textual.color import Color
from textual.dom import DOMNode
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.theme import Theme
from textual.widgets.text_area import Selection, TextAreaTheme

from tutor.compat.textual_editor import PythonArea
from tutor.ui.terminal.repaint import changed_spans
from tutor.ui.widgets.commands import Command, Commanding
from tutor.ui.widgets.typing import (
    backspace_width,
    comment_toggled,
    indent_after,
    indented,
    outdented,
    pictured,
)

SYNTAX = {
    "keyword": ("keyword", "keyword.function", "keyword.return", "keyword.operator", "conditional", "repeat",
                "include", "exception", "constant.builtin", "boolean"),
    "string": ("string", "string.documentation"),
    "number": ("number", "float"),
    "comment": ("comment",),
    "function": ("function", "function.call", "method", "method.call", "function.builtin"),
    "type": ("type", "type.class", "type.builtin", "class", "constructor"),
}  # fmt: skip
"""The inks of the theme, and the names that Textual's query for Python gives to what is written in them."""


class CodeEditor(Commanding, PythonArea):
    """Python text under the learner's hands. Its height is that of its text, up to `max_lines`."""

    ACTIONS: ClassVar[tuple[Command, ...]] = (
        Command("escape", "leave", "leave the code", "give the keys back to the screen", palette=False),
        Command("ctrl+underscore,ctrl+slash", "toggle_comment", "comment", "make the lines comments, or code again",
                footer=False, shown="ctrl+/"),
        Command("ctrl+z", "undo", "undo", "take back the last change of the code", footer=False),
        Command("ctrl+y,ctrl+shift+z", "redo", "redo", "make the change again", footer=False),
    )  # fmt: skip
    COMPONENT_CLASSES: ClassVar[set[str]] = {"code-editor--failed", "code-editor--failed-line"}
    DEFAULT_CSS = """
    CodeEditor, CodeEditor:focus {
        height: auto; border: none; padding: 0; background: $surface; color: $foreground;
        scrollbar-size-horizontal: 0; scrollbar-size-vertical: 1;
    }
    CodeEditor .text-area--gutter { color: $text-muted; background: $surface; }
    CodeEditor .text-area--cursor-gutter { color: $accent; background: $cursor-line; }
    CodeEditor .text-area--cursor-line { background: $cursor-line; }
    CodeEditor .text-area--cursor {
        color: $input-cursor-foreground; background: $input-cursor-background; text-style: $input-cursor-text-style;
    }
    CodeEditor .text-area--matching-bracket { text-style: bold underline; }
    CodeEditor .text-area--selection { background: $input-selection-background; text-style: $selection-style; }
    CodeEditor .code-editor--failed { color: $error; }
    CodeEditor .code-editor--failed-line { background: $error-line; }
    """

    class Left(Message):
        """The learner left the editor by escape."""

        def __init__(self, editor: CodeEditor) -> None:
            super().__init__()
            self.editor = editor

        @property
        def control(self) -> CodeEditor:
            """The editor that was left."""
            return self.editor

    def __init__(
        self,
        text: str = "",
        *,
        first_line: int = 1,
        line_numbers: bool = True,
        max_lines: int = 20,
        wraps: bool = False,
        read_only: bool = False,
        id: str | None = None,  # noqa: A002 - Textual's name
        classes: str | None = None,
    ) -> None:
        super().__init__(
            text,
            language="python",
            theme="css",
            soft_wrap=wraps,
            tab_behavior="indent",
            read_only=read_only,
            show_line_numbers=line_numbers,
            line_number_start=first_line,
            highlight_cursor_line=False,
            id=id,
            classes=classes,
        )
        self.cursor_blink = False
        self.styles.max_height = max_lines
        self.failed: int | None = None
        """The line, counted from 1 in this text, that is marked as the one that failed."""
        self._failure = ""
        self._indent: tuple[Selection, str] | None = None
        """The last new line's white space that nobody typed, as (where the cursor was put, it)."""
        self._shown: list[Strip] = []
        self._first = 0
        """The row that is the first of those that are shown."""
        self._frame: tuple[Any, ...] = ()

    def on_mount(self) -> None:
        """Take the colors of the theme, and follow it."""
        self._recolor(self.app.current_theme)
        self.app.theme_changed_signal.subscribe(self, self._recolor)

    def on_unmount(self) -> None:
        """Follow no more, for the signals would keep this for as long as the tutor and the screen are there."""
        self.app.theme_changed_signal.unsubscribe(self)
        self.screen.text_selection_started_signal.unsubscribe(self)

    def watch(self, obj: DOMNode, attribute_name: str, callback: Any, init: bool = True) -> None:
        """Watch something of another's; of the app nothing, for who once watches it is kept as long as it runs.

        TextArea watches the app's theme, which `_recolor` follows here.
        """
        if obj is not self.app:
            super().watch(obj, attribute_name, callback, init)

    def on_focus(self) -> None:
        """The cursor's line stands out only where one types."""
        self.highlight_cursor_line = True

    def on_blur(self) -> None:
        """Back to plain text."""
        self.highlight_cursor_line = False

    def _recolor(self, theme: Theme) -> None:
        inks = self.app.theme_variables
        styles = {
            name: Style(color=Color.parse(inks[f"syntax-{ink}"]).rich_color, italic=ink == "comment")
            for ink, names in SYNTAX.items()
            for name in names
        }
        name = f"tutor {theme.name}"  # another one, else nothing would have changed
        self.register_theme(TextAreaTheme(name, syntax_styles=styles))
        self.theme = name

    # ------------------------------------------------------------------------------------------------- the failed line

    def mark_line(self, line: int | None, message: str = "") -> None:
        """Mark a line, counted from 1, as the one that failed; None takes the mark away, and so does any edit."""
        marked = (line, pictured(" ".join(message.split())))
        if marked != (self.failed, self._failure):
            self.failed, self._failure = marked
            self.refresh()

    def clear_mark(self) -> None:
        """No line is marked any more."""
        self.mark_line(None)

    def replace_all(self, text: str) -> None:
        """Put another text in place of this one, in a step that can be undone."""
        if text != self.text:
            self.replace(text, (0, 0), self.document.end, maintain_selection_offset=False)
            self.move_cursor((0, 0))

    def on_text_area_changed(self) -> None:
        """What failed is no longer what stands there."""
        if self.failed is not None:
            self.mark_line(None)

    def get_line(self, line_index: int) -> Text:
        """A line for the screen: characters that a terminal would obey become pictures of themselves."""
        return Text(pictured(self.document.get_line(line_index)), end="", no_wrap=True)

    def render_line(self, y: int) -> Strip:
        """A row; that of the failed line has a cross behind its number, and the message behind the text."""
        strip = super().render_line(y)
        row = y + self.scroll_offset.y
        if self.failed is None or self.failed > self.document.line_count or row >= self.wrapped_document.height:
            return strip
        sections = self.wrapped_document.get_sections(self.failed - 1)
        part = row - self._row_of(self.failed - 1)
        if not 0 <= part < len(sections):
            return strip
        width, gutter = strip.cell_length, self.gutter_width
        ground = self.get_component_rich_style("code-editor--failed-line", partial=True)
        ink = self.get_component_rich_style("code-editor--failed", partial=True) + ground
        end = self.hang(row) + cell_len(pictured(sections[part]))
        used = min(width, gutter + max(0, end - self.scroll_offset.x))
        code = [Segment(text, (style or Style()) + ground) for text, style, _ in strip.crop(gutter, used)]
        number = "" if part else f"{self.line_number_start + self.failed - 1}✗ "
        head = [Segment(number.rjust(gutter), ink)] if gutter else []
        said = f"  ← {self._failure}" if self._failure and part == len(sections) - 1 else ""
        tail = Text(said, ink, end="")
        tail.truncate(max(0, width - max(used, gutter)), overflow="ellipsis")
        return Strip([*head, *code, Segment(tail.plain, ink)]).adjust_cell_length(width, self.rich_style + ground)

    def _row_of(self, line: int) -> int:
        """The row on which a line of the text begins."""
        return self.wrapped_document.location_to_offset((line, 0)).y

    def show_failed_line(self) -> None:
        """Scroll so far that the marked line is seen, with those around it where there is room."""
        if self.failed is not None:
            around = min(2, max(0, (self.size.height - 1) // 2))
            self.scroll_to_region(
                Region(self.scroll_offset.x, max(0, self._row_of(self.failed - 1) - around), 1, 1 + 2 * around),
                animate=False,
                force=True,
            )

    # -------------------------------------------------------------------------------------------------------- typing

    def on_key(self, event: events.Key) -> None:
        """Enter, tab and their like, as Python wants them; escape leaves."""
        action = {
            "escape": self.action_leave,
            "enter": self._new_line,
            "tab": self._tab,
            "shift+tab": self._outdent,
        }.get(event.key)
        if action is None or (self.read_only and event.key != "escape"):
            return
        if event.key == "tab" and self.selection.is_empty:
            return  # as far as the next tab stop, which Textual does
        event.stop()
        event.prevent_default()
        action()

    def check_consume_key(self, key: str, character: str | None = None) -> bool:
        """Whether a key is for the text and no command of the screen: what is typed, and enter and tab."""
        if not self.read_only and key in ("enter", "tab", "shift+tab", "backspace"):
            return True
        return super().check_consume_key(key, character)

    def action_leave(self) -> None:
        """Give the keys back to the screen."""
        self.screen.set_focus(None)
        self.post_message(self.Left(self))

    def action_delete_left(self) -> None:
        """Backspace: within the indent, back to the last tab stop."""
        if self.read_only or not self.selection.is_empty:
            super().action_delete_left()
            return
        row, column = self.cursor_location
        width = backspace_width(self.document.get_line(row), column)
        if width == 1:
            super().action_delete_left()
        else:
            self.delete((row, column - width), (row, column), maintain_selection_offset=False)

    def action_toggle_comment(self) -> None:
        """The selected lines as comments, or as code again."""
        if not self.read_only:
            self._rewrite(comment_toggled)

    def _new_line(self) -> None:
        start, end = sorted(self.selection)
        indent = indent_after(self.document.get_line(start[0])[: start[1]])
        self.replace("\n" + indent, start, end, maintain_selection_offset=False)
        self._indent = self.selection, indent

    @property
    def takes_text(self) -> bool:
        """Whether it can be typed into."""
        return not self.read_only

    def drop_indent(self) -> None:
        """Take away the white space that the last new line was given by itself; what follows brings its own."""
        if self._indent is not None and self._indent[0] == self.selection and self._indent[1]:
            row, column = self.cursor_location
            if self.document.get_line(row)[:column] == self._indent[1]:
                self.delete((row, 0), (row, column), maintain_selection_offset=False)
        self._indent = None

    def _tab(self) -> None:
        self._rewrite(indented)

    def _outdent(self) -> None:
        self._rewrite(outdented)

    def _rewrite(self, change: Any) -> None:
        """Change the lines that the selection touches, in one step that can be undone, and keep them selected."""
        start, end = self.selection
        top, bottom = min(start, end)[0], max(start, end)[0]
        if bottom > top and max(start, end)[1] == 0:
            bottom -= 1
        lines = [self.document.get_line(row) for row in range(top, bottom + 1)]
        changed = change(lines)
        self.replace("\n".join(changed), (top, 0), (bottom, len(lines[-1])), maintain_selection_offset=False)

        def moved(location: tuple[int, int]) -> tuple[int, int]:
            row, column = location
            if not top <= row <= bottom:
                return location
            return row, max(0, column + len(changed[row - top]) - len(lines[row - top]))

        self.selection = Selection(moved(start), moved(end))

    # ----------------------------------------------------------------------------------------------------- repainting

    def refresh(self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False) -> Any:
        """Repaint; where the whole editor is meant and only its text can differ, what differs and no more.

        Textual repaints all of a text area at every key, 15 to 30 KB on a large screen.
        """
        if regions or layout or recompose or not repaint or not self.is_mounted or self._outline() != self._frame:
            self._frame = self._outline() if self.is_mounted else ()
            self._shown = []  # what is painted now is not known here: the next repaint compares with nothing
            return super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)
        self.call_later(self._refresh_changes)
        return self

    def _outline(self) -> tuple[Any, ...]:
        """What is seen of the editor besides the rows of its text."""
        styles = self.styles
        return (self.outer_size, self.size, styles.border, styles.outline, self.border_title, self.border_subtitle,
                self.background_colors, self.opacity)  # fmt: skip

    def _refresh_changes(self) -> None:
        self.take_css_colors()
        top = self.content_region.y
        first, end = max(0, -top), min(self.size.height, self.screen.size.height - top)
        rows = [self.render_line(y) for y in range(first, end)]  # what is not on the terminal is drawn when it comes
        spans = changed_spans(self._shown if first == self._first else [], rows)
        self._first, self._shown = first, rows
        if spans:
            super().refresh(*(Region(left, first + y, right - left, 1) for y, left, right in spans))
