from __future__ import annotations

import subprocess
import sys

import pytest

from tutor.ui.terminal.terminal import TerminalCapabilities, detect


@pytest.mark.parametrize(
    ("environ", "colors"),
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
def test_colors_are_told_from_the_environment(environ: dict[str, str], colors: int) -> None:
    assert detect(environ, "UTF-8").colors == colors


@pytest.mark.parametrize(
    ("term", "described", "colors"),
    [
        ("xterm", 256, 256),
        ("xterm", 8, 16),
        ("alacritty", 256, 256),
        ("foot", 16777216, 16777216),
        ("ghostty", 0, 256),
        ("xterm-ghostty", 0, 256),
        ("vt220", 0, 16),
    ],
)
def test_of_a_bare_name_terminfo_tells_the_colors(term: str, described: int, colors: int) -> None:
    asked: list[str] = []

    def terminfo(name: str) -> int:
        asked.append(name)
        return described

    assert detect({"TERM": term}, "UTF-8", terminfo).colors == colors
    assert asked == [term]


def test_terminfo_is_asked_about_a_real_terminal() -> None:
    counted = subprocess.run(
        [
            sys.executable,
            "-c",
            "from tutor.ui.terminal import terminal as t; print(t.described_colors('xterm-256color'))",
        ],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert int(counted.stdout) >= 8


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
    assert far.chart_rate * 2 == near.chart_rate == TerminalCapabilities().chart_rate
