from __future__ import annotations

import pytest

from tutor.ui.terminal import Terminal, detect


@pytest.mark.parametrize(
    ("environ", "colours"),
    [
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, 16777216),
        ({"TERM": "xterm-256color"}, 256),
        ({"TERM": "xterm-kitty"}, 256),
        ({"TERM": "screen"}, 16),
        ({"TERM": "linux"}, 16),
        ({"TERM": "dumb", "COLORTERM": "truecolor"}, 2),
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": "1"}, 2),
        ({"TERM": "xterm-256color", "TEXTUAL_COLOR_SYSTEM": "standard"}, 16),
    ],
)
def test_colours_are_told_from_the_environment(environ: dict[str, str], colours: int) -> None:
    assert detect(environ, "UTF-8").colours == colours


@pytest.mark.parametrize(
    ("term", "encoding", "marks"),
    [
        ("xterm-256color", "UTF-8", "braille"),
        ("xterm-256color", "utf8", "braille"),
        ("linux", "UTF-8", "block"),
        ("linux", "ANSI_X3.4-1968", "ascii"),
        ("xterm-256color", "ISO-8859-1", "ascii"),
        ("dumb", "UTF-8", "ascii"),
    ],
)
def test_marks_are_the_finest_that_the_terminal_shows(term: str, encoding: str, marks: str) -> None:
    assert detect({"TERM": term}, encoding).marks == marks


@pytest.mark.parametrize(("value", "light"), [("0;15", True), ("0;default;7", True), ("15;0", False), ("", False)])
def test_a_light_background_is_told_from_colorfgbg(value: str, light: bool) -> None:
    assert detect({"COLORFGBG": value}, "UTF-8").light is light


def test_over_ssh_charts_are_drawn_half_as_often() -> None:
    near, far = detect({}, "UTF-8"), detect({"SSH_CONNECTION": "10.0.0.1 1 10.0.0.2 22"}, "UTF-8")
    assert far.chart_rate * 2 == near.chart_rate == Terminal().chart_rate
