"""What would be lost if one quit now, since nothing can be saved; and what to do about it."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from tutor.learner.rescue import Unsaved
from tutor.ui.widgets.commands import Command
from tutor.ui.widgets.dialog import Dialog
from tutor.views.plain import plain

SHOWN = 8
"""As many files are named; of more it is said how many."""


class UnsavedScreen(Dialog[None]):
    """The last question before what cannot be saved is put elsewhere."""

    ACTIONS = (
        Command("escape", "close", "stay", "go on; the tutor keeps trying to save"),
        Command("ctrl+q", "app.quit", "leave", "put what is not saved into a new folder, and quit"),
    )
    DEFAULT_CSS = """
    UnsavedScreen { align: center middle; background: $background 60%; }
    UnsavedScreen > Vertical {
        width: auto; max-width: 90%; height: auto; max-height: 90%; min-width: 40;
        padding: 0 1; border: round $warning; border-title-color: $warning; background: $surface;
    }
    UnsavedScreen Static { width: auto; max-width: 100%; height: auto; }
    """

    def __init__(self, problem: str, lost: Sequence[Unsaved]) -> None:
        super().__init__()
        self._problem = problem
        self._lost = lost

    def compose(self) -> ComposeResult:
        """Why, what, and the two ways on."""
        names = [f"  {plain(str(one.name))}" for one in self._lost[:SHOWN]]
        if len(self._lost) > SHOWN:
            names.append(f"  and {len(self._lost) - SHOWN} more")
        said = [
            plain(self._problem),
            "This would be lost:",
            *names,
            "",
            "esc stays here. Make room meanwhile; the tutor keeps trying to save.",
            f"ctrl+q leaves, and puts it into a new folder in {tempfile.gettempdir()}, whose path is printed.",
        ]
        with Vertical() as box:
            box.border_title = Content("Not everything is saved")
            yield Static("\n".join(said), markup=False)

    def action_close(self) -> None:
        """Go back to the tutor."""
        self.dismiss(None)
