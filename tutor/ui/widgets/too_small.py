"""What stands on a terminal that is too small for anything else."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.widgets import Static

LEAST = Size(60, 16)
"""Below this many columns or rows the screens cannot be read."""


def too_small(size: Size) -> bool:
    """Whether a terminal of this size is too small."""
    return size.width < LEAST.width or size.height < LEAST.height


class TooSmallScreen(ModalScreen[None]):
    """Says so; the app takes it away when the terminal is large enough."""

    DEFAULT_CSS = """
    TooSmallScreen { align: center middle; background: $background; }
    TooSmallScreen Static { width: 100%; height: auto; text-align: center; }
    """

    def compose(self) -> ComposeResult:
        """Say in one sentence how large the terminal has to be."""
        yield Static(markup=False)

    def on_resize(self) -> None:
        """Say how large it is and should be."""
        width, height = self.app.size
        self.query_one(Static).update(
            f"Too small: {width}×{height}.\nAt least {LEAST.width}×{LEAST.height} is needed.\nctrl+q quits"
        )
