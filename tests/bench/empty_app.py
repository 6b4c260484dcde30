"""The smallest Textual application that shows a word: what the tutor's first frame is measured against."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Static


class EmptyApp(App[None]):
    """One word."""

    def compose(self) -> ComposeResult:
        yield Static("nothing")


if __name__ == "__main__":
    EmptyApp().run()
