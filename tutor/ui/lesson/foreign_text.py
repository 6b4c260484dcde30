"""A text that is not a course's own: made ready when it comes to the page, and folded where it is long."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from tutor.course.model import Prose
from tutor.opening.texts import folded, in_markdown
from tutor.ui.widgets.prose import ProseView


class ForeignText(Vertical):
    """A text; where live cells come below it, the first paragraphs, and how many words more there are."""

    DEFAULT_CSS = """
    ForeignText { height: auto; }
    ForeignText > .fold { height: 1; color: $text-muted; margin: 1 0 0 0; text-wrap: nowrap; text-overflow: ellipsis; }
    ForeignText > .more { display: none; margin: 1 0 0 0; }
    ForeignText.-whole > .more { display: block; }
    ForeignText.-whole > .fold { display: none; }
    """

    def __init__(self, prose: Prose, *, above_cells: bool) -> None:
        super().__init__()
        text = in_markdown(prose.text, prose.form)
        self._seen, self.more = folded(text) if above_cells else (text, "")

    def compose(self) -> ComposeResult:
        """What is seen at first, and what stands for the rest."""
        yield ProseView(self._seen)
        if self.more:
            yield Static(f"▸ {len(self.more.split())} words more (w shows them)", classes="fold", markup=False)

    async def unfold(self) -> None:
        """Show all of it, or only the beginning again."""
        if self.more and not self.query(".more"):
            await self.mount(ProseView(self.more, classes="more"))
        self.toggle_class("-whole")
