"""What of other libraries is not as the tutor knows it, so that it goes a plainer way, and what that means for a user.

The tutor's own end is looked at, and the pytest of a kernel that runs in the same Python. A kernel elsewhere has a
pytest of its own, and one that lacks what is used of torch does not start and says so itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from tutor.compat import plotext_figure, pytest_items, textual_driver, textual_editor, textual_nodes, textual_screen
from tutor.ui.terminal import ansi_writer

Lacking = Callable[[], str]
"""What is missing of a part, in words; '' where all is there."""


def _background_lacking() -> str:
    return "" if textual_screen.ASKS else "App._background_screens"


SCREEN: Mapping[str, tuple[Lacking, str]] = {
    "updates of the screen": (
        lambda: ansi_writer.objection(),
        "charts send about four times as many bytes, which a slow line shows",
    ),
    "charts on the whole screen": (
        _background_lacking,
        "while a training runs below one, each of its steps sends the whole screen, which a slow line shows",
    ),
    "the colors of a terminal": (
        textual_screen.color_system_lacking,
        "a terminal with 256 or 16 colors is sent true color, and may show wrong colors",
    ),
    "the memory of screens that were left": (
        textual_screen.forget_drawn_lacking,
        "the tutor keeps more memory the longer it runs",
    ),
    "the reading of keys": (
        textual_driver.lacking,
        "a paste whose end is lost swallows every key, and a terminal that was closed is not noticed",
    ),
    "the highlighting of code": (
        textual_editor.lacking,
        "a lesson with many cells opens more slowly",
    ),
    "the end of screens": (
        textual_nodes.lacking,
        "what arrives while a screen is being closed may end the tutor; what was typed is saved",
    ),
    "curves": (
        plotext_figure.lacking,
        "charts of the loss say that they cannot be drawn, and lessons run",
    ),
}
"""For each part of the tutor's own end: what it lacks, and what that means."""
CHECKS: Mapping[str, tuple[Lacking, str]] = {
    "the watch over checks": (
        pytest_items.lacking,
        "an answer that replaces a part of pytest may pass without being tried; others are judged as always",
    ),
}
"""The same for the checks of exercises, in the Python of this machine's kernel."""


def fallbacks(*, own_kernel: bool) -> Iterator[tuple[str, str]]:
    """Each part that is plainer than it is meant to be: which and why, and what that means."""
    for part, (lacking, means) in {**SCREEN, **(CHECKS if own_kernel else {})}.items():
        if why := lacking():
            yield f"{part}: the plain way is taken, for want of what was expected ({why})", means
