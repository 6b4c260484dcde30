"""What the cheat sheet is made of: a part for each lesson, a box for each note. Nothing in them is parsed as markup."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.events import Click
from textual.highlight import highlight
from textual.message import Message
from textual.widgets import Static

from tutor.learner.sheet import LessonSheet, SheetNote, to_come
from tutor.ui.widgets.presence import Present
from tutor.ui.widgets.prose import CodeColors
from tutor.views.plain import plain


class NoteBox(Present, Static):
    """One of the learner's notes: where it was taken, and its text."""

    DEFAULT_CSS = """
    NoteBox { height: auto; margin: 0 0 1 0; padding: 0 0 0 1; }
    NoteBox.-marked { background: $panel; }
    """

    class Opened(Message):
        """The note was clicked."""

        def __init__(self, box: NoteBox) -> None:
            super().__init__()
            self.box = box

    def __init__(self, shown: SheetNote) -> None:
        super().__init__(markup=False)
        self.note, self.place, self.gone = shown.note, shown.place, shown.gone
        self._where = plain(shown.where)
        self.mark(False)

    def mark(self, marked: bool) -> None:
        """Whether it is the one that keys mean."""
        self.set_class(marked, "-marked")
        head = Content.styled(f"{'▸ ' if marked else ''}Note · {self._where}", "bold $accent" if marked else "bold")
        self.update(Content("\n").join([head, Content(plain(self.note.text).strip("\n"))]))

    def on_click(self, _event: Click) -> None:
        """Mark it, or go where it was taken."""
        self.post_message(self.Opened(self))


class LessonPart(Present, Vertical):
    """What the sheet has of one lesson."""

    DEFAULT_CSS = """
    LessonPart, OtherNotes { height: auto; margin: 0 0 1 0; }
    LessonPart .title, OtherNotes .title { height: auto; color: $accent; text-style: bold; }
    LessonPart .code { height: auto; padding: 0 1; margin: 0 0 1 0; background: $surface; }
    LessonPart .learned { height: auto; margin: 0 0 1 0; }
    LessonPart .to-come { height: auto; margin: 0 0 1 0; color: $text-muted; }
    """

    def __init__(self, shown: LessonSheet) -> None:
        super().__init__()
        self.slug = shown.lesson.slug
        self._shown = shown

    def compose(self) -> ComposeResult:
        """Title, idioms, what was learned, notes."""
        shown = self._shown
        yield Static(plain(shown.lesson.title), classes="title", markup=False)
        if shown.idioms:
            code = plain("\n\n".join(idiom.commented for idiom in shown.idioms))
            yield Static(highlight(code, language="python", theme=CodeColors), classes="code", markup=False)
        if (reached := shown.reached) is not None:
            said = f"reached on {reached.day}{reached.settings}"
            text = Content.assemble(("◆ ", "$success"), (plain(said), "bold"), ": ", plain(reached.result))
            yield Static(text, classes="learned", markup=False)
        for one in shown.learned:
            text = Content.assemble(("✓ ", "$success"), (plain(one.title), "bold"), ": ", plain(one.learnt))
            yield Static(text, classes="learned", markup=False)
        if shown.to_come:
            yield Static(f"○ {to_come(shown.to_come)}", classes="to-come", markup=False)
        yield from _boxes(shown.notes)


class OtherNotes(Present, Vertical):
    """Notes at lessons that the course no longer has."""

    def __init__(self, notes: Sequence[SheetNote]) -> None:
        super().__init__()
        self._notes = notes

    def compose(self) -> ComposeResult:
        """A title, and the notes."""
        yield Static("Notes at lessons that this course no longer has", classes="title", markup=False)
        yield from _boxes(self._notes)


def _boxes(notes: Sequence[SheetNote]) -> Iterator[NoteBox]:
    return (NoteBox(one) for one in notes)
