"""A live cell on the screen: its text, which can be edited, and beneath it what it led to."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from tutor.course.model import Code
from tutor.ui.lesson.cell_state import BUSY, CellState
from tutor.ui.widgets.editor import CodeEditor
from tutor.ui.widgets.written import duration
from tutor.views import registry as drawings
from tutor.views.kinds import View
from tutor.views.plain import plain
from tutor.views.printed import is_row

PHASES = {
    "waiting": "waiting",
    "running": "running",
    "held": "paused",
    "error": "✗ error",
    "interrupted": "stopped",
    "timeout": "✗ out of time",
    "killed": "✗ ended",
}


class OutputView(Static):
    """What a cell wrote, the values it showed, and how it failed."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "output--stderr",
        "output--muted",
        "output--wrong",
        "output--name",
        "output--reached",
    }
    DEFAULT_CSS = """
    OutputView { height: auto; padding: 0 1; border-left: thick $rule; }
    OutputView.-empty { display: none; }
    OutputView.-stale { text-opacity: 60%; }
    OutputView .output--muted { color: $text-muted; }
    OutputView .output--wrong { color: $error; text-style: bold; }
    OutputView .output--name { color: $accent; }
    OutputView .output--reached { color: $success; text-style: bold; }
    """
    ROWS = 14
    LINE = 600
    """Characters of one line that are shown."""

    def __init__(self) -> None:
        super().__init__(markup=False, classes="-empty")
        self._parts: list[Text] = []
        self._width = 0

    def show(self, state: CellState, stale: bool) -> None:
        """Draw what the cell led to."""
        parts = [*self._stored(state), *self._written_and_shown(state), *self._reached(state), *self._failure(state)]
        self.set_class(not parts, "-empty")
        self.set_class(stale, "-stale")
        self._parts = parts
        self._lay_out()

    def on_resize(self) -> None:
        """The rows of a table are cut anew."""
        if self._width != self.content_size.width:
            self._lay_out()

    def _lay_out(self) -> None:
        """All lines; of a table's rows no more than finds room, for they are not read where they are wrapped."""
        self._width = self.content_size.width
        self.update(Text("\n").join(self._fitting(part) for part in self._parts))

    def _fitting(self, part: Text) -> Text:
        if not 0 < self._width < part.cell_len or "\n" in part.plain or not is_row(part.plain):
            return part
        row = part.copy()
        row.truncate(self._width, overflow="ellipsis")
        return row

    def _written_and_shown(self, state: CellState) -> list[Text]:
        """What was printed, the last lines of it, and each value between the lines where it was shown."""
        count = len(state.transcript.lines)
        hidden = left_out(count, self.ROWS)
        parts = [self._muted(f"… {hidden} lines above; o shows all of it")] if hidden else []
        for lines, name in state.in_order(count - hidden):
            parts += [self._line(line) for line in lines]
            if name is not None and (value := self._value(name, state.views[name])) is not None:
                parts.append(value)
        return parts

    def _line(self, line: str) -> Text:
        """A line of any length, of which no more is laid out than can be read here."""
        if len(line) <= self.LINE:
            return Text(line)
        left = len(line) - self.LINE
        more = f" … {left} character{'s' * (left != 1)} more; o shows all of it"
        return Text.assemble(line[: self.LINE], self._muted(more))

    def _value(self, name: str, view: View) -> Text | None:
        """A value; None for what stands on the stage and not here."""
        said = drawings.written(view)
        if said is None:
            return None
        head, text = said
        lines = plain(text).split("\n")
        if hidden := left_out(len(lines), self.ROWS):
            lines = [*lines[:-hidden], f"… {hidden} lines more; o shows all of it"]
        label = Text(f"{plain(name)} = ", self._style("name")) if name else Text()
        gap = "\n" if name and len(lines) > 1 else ""
        value = Text.assemble(label, gap, "\n".join(lines))
        return Text.assemble(value, self._muted(f"   {head}")) if head else value

    def _stored(self, state: CellState) -> list[Text]:
        """What the file has of an earlier run, as long as the cell is as it is there and has not run here."""
        if not state.stored or state.phase != "new" or state.edited:
            return []
        return [self._muted("from the file, of an earlier run:"), *map(self._muted, plain(state.stored).split("\n"))]

    def _reached(self, state: CellState) -> list[Text]:
        """That the milestone is, once the cell has come to its end."""
        if not state.reached or state.phase != "ok":
            return []
        return [Text.assemble(Text("◆ reached: ", self._style("reached")), plain(state.reached))]

    def _failure(self, state: CellState) -> list[Text]:
        failure = state.failure
        if failure is None:
            return []
        at, line = failure.place(state.number) or (state.number, 0)
        where = f"line {line}: " if line and at == state.number else f"cell {at}, line {line}: " if line else ""
        parts = [Text.assemble(Text("✗ ", self._style("wrong")), self._muted(where), plain(failure.message))]
        if len(failure.frames) > 1:
            parts += [
                self._muted(f"  in cell {frame.cell}, line {frame.line}: {plain(frame.text).strip()}")
                for frame in failure.frames
            ]
        if failure.explanation:
            parts.append(Text(plain(failure.explanation)))
        return parts

    def _muted(self, text: str) -> Text:
        return Text(text, self._style("muted"))

    def _style(self, name: str) -> str:
        return str(self.get_component_rich_style(f"output--{name}", partial=True))


class CellBox(Vertical):
    """A cell: number and state in its frame, the text, and the output beneath."""

    DEFAULT_CSS = """
    CellBox { height: auto; margin: 0 0 1 0; }
    CellBox > CodeEditor { border: round $rule; border-title-color: $text-muted;
                           border-subtitle-color: $text-muted; padding: 0; }
    CellBox.-selected > CodeEditor { border: round $secondary; border-title-color: $secondary; }
    CellBox > CodeEditor:focus { border: round $accent; border-title-color: $accent; }
    CellBox.-failed > CodeEditor { border-subtitle-color: $error; }
    CellBox.-stale > CodeEditor, CellBox.-busy > CodeEditor { border-subtitle-color: $warning; }
    CellBox.-folded > CodeEditor { display: none; }
    CellBox.-folded { margin: 0; }
    CellBox > .lacks { color: $warning; height: auto; }
    CellBox.-folded > .lacks { display: none; }
    CellBox > .fold { display: none; color: $text-muted; height: 1; text-wrap: nowrap;
                      text-overflow: ellipsis; }
    CellBox.-folded > .fold { display: block; }
    CellBox.-folded.-selected > .fold { color: $secondary; }
    """

    LACKS = 3
    """No more of what it lacks is said above a cell."""

    class Edited(Message):
        """The learner changed the text."""

        def __init__(self, number: int, source: str) -> None:
            super().__init__()
            self.number = number
            self.source = source

    class Selected(Message):
        """The learner went into the cell."""

        def __init__(self, number: int) -> None:
            super().__init__()
            self.number = number

    WHOLE = 400
    """Lines of a cell of a foreign file that are seen; there is hardly one that has more."""

    def __init__(self, code: Code, state: CellState, *, foreign: bool = False) -> None:
        super().__init__(id=f"cell-{code.number}")
        self.code = code
        self._foreign = foreign
        self.number = code.number
        self._source = state.source
        self.set_class("hidden" in code.tags, "-folded")

    def compose(self) -> ComposeResult:
        """The editor with the cell's code, and below it what it wrote."""
        title = f": {plain(self.code.title)}" if self.code.title else ""
        yield Static(self._folded(), classes="fold", markup=False)
        if self.code.lacks:
            words = "\n".join(f"! {plain(lack.said)}" for lack in self.code.lacks[: self.LACKS])
            yield Static(words, classes="lacks", markup=False)
        # a lesson's cells are made for the screen; those of others are seen whole, and the page goes through them
        editor = (
            CodeEditor(self._source, max_lines=self.WHOLE, wraps=True) if self._foreign else CodeEditor(self._source)
        )
        editor.border_title = Content(f"In [{self.number}]{title}")
        yield editor
        yield OutputView()

    def mark(self, marked: bool) -> None:
        """Whether the run key runs it, and enter goes into it; a folded one says so."""
        self.set_class(marked, "-selected")
        for fold in self.query(".fold").results(Static):
            fold.update(self._folded())

    def _folded(self) -> str:
        title = f": {plain(self.code.title)}" if self.code.title else ""
        how = "enter opens it" if self.has_class("-selected") else "tab comes here"
        return f"▸ cell {self.number}{title} (folded; {how})"

    @property
    def editor(self) -> CodeEditor:
        """The editor of the cell's code."""
        return self.query_one(CodeEditor)

    @property
    def whole(self) -> bool:
        """Whether its parts are there: from a little after it came to the page until it goes."""
        return bool(self.query(OutputView))

    @property
    def output(self) -> OutputView:
        """What it led to."""
        return self.query_one(OutputView)

    def show(self, state: CellState, stale: bool) -> None:
        """Follow the cell's state."""
        busy = state.phase in BUSY
        words = ["edited ●"] if state.edited else []
        if stale:
            words.append("changed since it ran")
        elif state.phase in PHASES:
            words.append((state.awaits if state.phase == "running" else "") or PHASES[state.phase])
        elif state.phase == "ok" and state.seconds is not None:
            words.append(f"✓ {duration(state.seconds)}")
        editor = self.editor
        editor.border_subtitle = " · ".join(words)
        self.set_class(stale, "-stale")
        self.set_class(busy, "-busy")
        self.set_class(state.failure is not None and not busy, "-failed")
        self.output.show(state, stale)
        failure = state.failure
        line = failure.line_within(self.number) if failure is not None else None
        if failure is not None and line and not stale:
            editor.mark_line(line, plain(failure.message))
        else:
            editor.clear_mark()

    def unfold(self) -> None:
        """Show a folded cell's text."""
        self.remove_class("-folded")

    def on_text_area_changed(self, event: CodeEditor.Changed) -> None:
        """Tell the screen that the learner changed the code."""
        event.stop()
        if event.text_area.text != self._source:
            self._source = event.text_area.text
            self.post_message(self.Edited(self.number, self._source))

    def on_descendant_focus(self) -> None:
        """Entering the editor selects the cell."""
        self.post_message(self.Selected(self.number))


def left_out(count: int, rows: int) -> int:
    """How many of so many lines find no room; one alone does, where it is said else that it is there."""
    return count - rows if count > rows + 1 else 0
