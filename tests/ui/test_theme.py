from __future__ import annotations

from collections.abc import Callable

import pytest
from textual.color import Color
from textual.theme import Theme

from tutor.ui.app import TutorApp
from tutor.ui.terminal.terminal import TerminalCapabilities
from tutor.ui.terminal.theme import DARK, LIGHT, THEMES, WORDS, choose

INKS = ("accent", "secondary", "success", "warning", "error", "foreground")
VARIABLES = ("text-muted", "syntax-keyword", "syntax-string", "syntax-number", "syntax-comment", "syntax-function",
             "syntax-type")  # fmt: skip


def luminance(color: Color) -> float:
    """Relative luminance, WCAG 2.2."""
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in color.normalized]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Color, other: Color) -> float:
    """Contrast ratio, WCAG 2.2."""
    low, high = sorted([luminance(one), luminance(other)])
    return (high + 0.05) / (low + 0.05)


def test_black_on_white_has_the_known_contrast() -> None:
    assert contrast(Color.parse("#000"), Color.parse("#fff")) == pytest.approx(21)
    assert contrast(Color.parse("#777"), Color.parse("#fff")) == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
@pytest.mark.parametrize("ground", ["background", "surface", "panel"])
def test_every_ink_can_be_read_on_every_ground(theme: Theme, ground: str) -> None:
    behind = Color.parse(getattr(theme, ground))
    inks = {name: getattr(theme, name) for name in INKS} | {name: theme.variables[name] for name in VARIABLES}
    ratios = {name: contrast(Color.parse(ink), behind) for name, ink in inks.items()}
    assert {name: round(ratio, 2) for name, ratio in ratios.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        ("block-cursor-foreground", "block-cursor-background"),
        ("block-cursor-blurred-foreground", "block-cursor-blurred-background"),
        ("input-cursor-foreground", "input-cursor-background"),
        ("text-muted", "cursor-line"),
        ("syntax-comment", "cursor-line"),
    ],
)
def test_what_is_chosen_can_be_read(theme: Theme, ink: str, ground: str) -> None:
    assert contrast(Color.parse(theme.variables[ink]), Color.parse(theme.variables[ground])) >= 4.5


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
@pytest.mark.parametrize("ground", ["error-line", "input-selection-background"])
def test_code_can_be_read_where_it_is_selected_or_marked(theme: Theme, ground: str) -> None:
    behind = Color.parse(theme.variables[ground])
    assert contrast(Color.parse(theme.foreground or ""), behind) >= 4.5


@pytest.mark.parametrize(
    ("terminal", "wishes", "name"),
    [
        (TerminalCapabilities(), (None, ""), "dark"),
        (TerminalCapabilities(light=True), (None, ""), "light"),
        (TerminalCapabilities(colors=256), (None, ""), "dark"),
        (TerminalCapabilities(colors=16), (None, ""), "ansi"),
        (TerminalCapabilities(colors=16, light=True), (None, ""), "ansi-light"),
        (TerminalCapabilities(colors=2), (None, ""), "ansi"),
        (TerminalCapabilities(), ("light", "dark"), "light"),
        (TerminalCapabilities(), (None, "light"), "light"),
        (TerminalCapabilities(), ("no such theme", "light"), "light"),
    ],
)
def test_the_first_wish_counts_and_else_the_terminal(
    terminal: TerminalCapabilities, wishes: tuple[str, ...], name: str
) -> None:
    assert choose(terminal, *wishes) == name


def test_every_theme_has_the_same_variables_of_ours() -> None:
    ours = {name for name in DARK.variables if name.startswith("syntax-") or name.endswith("-line")} | {"rule"}
    for theme in THEMES:
        assert ours <= set(theme.variables)
        assert theme.name in WORDS


def test_the_first_rules_are_read_in_the_theme_that_is_shown(make_app: Callable[..., TutorApp]) -> None:
    app = make_app(terminal=TerminalCapabilities(light=True))
    assert app.current_theme is LIGHT
    assert app.theme_variables["rule"] == LIGHT.variables["rule"] != DARK.variables["rule"], (
        "else all of them are read twice"
    )
