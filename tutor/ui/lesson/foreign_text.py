"""A text that is not a course's own: made ready when it comes to the page, and folded where it is long."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widget import Widget
from textual.widgets import Static

from tutor.course.model import Prose
from tutor.opening.texts import Picture, folded, marked, pieces
from tutor.ui.widgets.prose import ProseView


class ForeignText(Vertical):
    """A text; where live cells come below it, the first paragraphs, and how many words more there are."""

    DEFAULT_CSS = """
    ForeignText { height: auto; }
    ForeignText > .fold { height: 1; color: $text-muted; margin: 1 0 0 0; text-wrap: nowrap; text-overflow: ellipsis; }
    ForeignText > .below { margin: 1 0 0 0; }
    ForeignText > .more { display: none; margin: 1 0 0 0; }
    ForeignText.-whole > .more { display: block; }
    ForeignText.-whole > .fold { display: none; }
    """

    def __init__(self, prose: Prose, picture: Callable[[str], Widget], *, above_cells: bool) -> None:
        """`picture` makes what shows the picture at an address that the text has."""
        super().__init__()
        text = marked(prose.text, prose.form)
        self._seen, self.more = folded(text) if above_cells else (text, "")
        self._picture = picture

    def compose(self) -> ComposeResult:
        """What is seen at first, and what stands for the rest."""
        yield from self._pieces(self._seen)
        if self.more:
            yield Static(f"▸ {len(self.more.split())} words more (w shows them)", classes="fold", markup=False)

    async def unfold(self) -> None:
        """Show all of it, or only the beginning again."""
        if self.more and not self.query(".more"):
            await self.mount_all(widget.add_class("more") for widget in self._pieces(self.more))
        self.toggle_class("-whole")

    def _pieces(self, text: str) -> Iterator[Widget]:
        """The text with its pictures, one below the other."""
        above: str | Picture | None = None
        for piece in pieces(text):
            widget = self._picture(piece.address) if isinstance(piece, Picture) else ProseView(piece)
            words = isinstance(above, str) and isinstance(piece, Picture)  # which stand at it
            yield widget if above is None or words else widget.add_class("below")
            above = piece
