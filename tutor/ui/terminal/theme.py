"""The themes, and which of them suits a terminal."""

from __future__ import annotations

from textual.theme import Theme

from tutor.ui.terminal.terminal import TerminalCapabilities

DARK = Theme(
    name="dark",
    dark=True,
    primary="#f0a35e",
    accent="#f0a35e",
    secondary="#8fb3d9",
    success="#8fce8b",
    warning="#e8cf6a",
    error="#ff8a80",
    foreground="#e4e1db",
    background="#17181b",
    surface="#1e2024",
    panel="#272a2f",
    variables={
        "text-muted": "#9c9a94",
        "border": "#f0a35e",
        "border-blurred": "#4a4e56",
        "rule": "#3b3f46",
        "block-cursor-foreground": "#17181b",
        "block-cursor-background": "#f0a35e",
        "block-cursor-text-style": "bold",
        "input-cursor-background": "#f0a35e",
        "input-cursor-foreground": "#17181b",
        "input-cursor-text-style": "none",
        "input-selection-background": "#3d5873",
        "selection-style": "none",
        "code-style": "none",
        "block-cursor-blurred-foreground": "#e4e1db",
        "block-cursor-blurred-background": "#34383f",
        "scrollbar": "#4a4e56",
        "scrollbar-background": "#1e2024",
        "syntax-keyword": "#f0a35e",
        "syntax-string": "#a9cf8f",
        "syntax-number": "#d7a6e8",
        "syntax-comment": "#9c9a94",
        "syntax-function": "#8fb3d9",
        "syntax-type": "#7fd1c7",
        "cursor-line": "#24272c",
        "error-line": "#4a2626",
    },
)

LIGHT = Theme(
    name="light",
    dark=False,
    primary="#a34a00",
    accent="#a34a00",
    secondary="#1f5c99",
    success="#256b2a",
    warning="#735800",
    error="#b3261e",
    foreground="#22221f",
    background="#fbfaf7",
    surface="#f3f1ec",
    panel="#e8e5de",
    variables={
        "text-muted": "#62605a",
        "border": "#a34a00",
        "border-blurred": "#b9b5ab",
        "rule": "#d0ccc2",
        "block-cursor-foreground": "#fbfaf7",
        "block-cursor-background": "#a34a00",
        "block-cursor-text-style": "bold",
        "input-cursor-background": "#a34a00",
        "input-cursor-foreground": "#fbfaf7",
        "input-cursor-text-style": "none",
        "input-selection-background": "#bcd6ee",
        "selection-style": "none",
        "code-style": "none",
        "block-cursor-blurred-foreground": "#22221f",
        "block-cursor-blurred-background": "#dcd8cf",
        "scrollbar": "#b9b5ab",
        "scrollbar-background": "#f3f1ec",
        "syntax-keyword": "#a34a00",
        "syntax-string": "#256b2a",
        "syntax-number": "#7a3791",
        "syntax-comment": "#62605a",
        "syntax-function": "#1f5c99",
        "syntax-type": "#0b6660",
        "cursor-line": "#ebe8e1",
        "error-line": "#f6d7d4",
    },
)


def _ansi(name: str, *, dark: bool, accent: str, warning: str, quiet: str) -> Theme:
    """A theme of the terminal's own 16 colors on its own background."""
    return Theme(
        name=name,
        dark=dark,
        ansi=True,
        primary=accent,
        accent=accent,
        secondary="ansi_cyan" if dark else "ansi_blue",
        success="ansi_green",
        warning=warning,
        error="ansi_bright_red" if dark else "ansi_red",
        foreground="ansi_default",
        background="ansi_default",
        surface="ansi_default",
        panel="ansi_default",
        variables={
            "text-muted": "ansi_default",
            "border": accent,
            "border-blurred": quiet,
            "rule": quiet,
            # Reversed, not colored: it must be seen where there are no colors at all.
            "block-cursor-foreground": "ansi_default",
            "block-cursor-background": "ansi_default",
            "block-cursor-text-style": "bold reverse",
            "input-cursor-text-style": "reverse",
            "selection-style": "reverse",
            "code-style": "bold",
            "block-cursor-blurred-foreground": "ansi_default",
            "block-cursor-blurred-background": "ansi_default",
            "block-hover-background": "ansi_default",
            "scrollbar": quiet,
            "scrollbar-background": "ansi_default",
            "ansi-background": "ansi_black" if dark else "ansi_white",
            "ansi-foreground": "ansi_white" if dark else "ansi_black",
            "input-selection-background": "ansi_default",
            "input-selection-foreground": "ansi_default",
            "screen-selection-background": "ansi_cyan",
            "screen-selection-foreground": "ansi_black",
            "input-cursor-background": "ansi_default",
            "input-cursor-foreground": "ansi_default",
            "markdown-h1-color": accent,
            "markdown-h2-color": accent,
            "markdown-h3-color": accent,
            "footer-key-foreground": accent,
            "link-color": "ansi_cyan" if dark else "ansi_blue",
            "syntax-keyword": accent,
            "syntax-string": "ansi_green",
            "syntax-number": "ansi_magenta",
            "syntax-comment": "ansi_default",
            "syntax-function": "ansi_cyan" if dark else "ansi_blue",
            "syntax-type": "ansi_cyan" if dark else "ansi_blue",
            "cursor-line": "ansi_default",
            "error-line": "ansi_default",
        },
    )


ANSI = _ansi("ansi", dark=True, accent="ansi_yellow", warning="ansi_bright_yellow", quiet="ansi_white")
ANSI_LIGHT = _ansi("ansi-light", dark=False, accent="ansi_magenta", warning="ansi_magenta", quiet="ansi_black")

THEMES = (DARK, LIGHT, ANSI, ANSI_LIGHT)
WORDS = {
    "dark": "dark",
    "light": "light",
    "ansi": "16 colors, dark background",
    "ansi-light": "16 colors, light background",
}
"""What the chooser calls them."""


def choose(terminal: TerminalCapabilities, *wishes: str | None) -> str:
    """The first wish that names a theme; without one, what suits the terminal."""
    for wish in wishes:
        if wish in WORDS:
            return wish
    if terminal.shades:
        return "light" if terminal.light else "dark"
    return "ansi-light" if terminal.light else "ansi"
