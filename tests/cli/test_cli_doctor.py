from __future__ import annotations

import pytest

from tutor.commands.doctor import Report, look_at_terminal

GOOD = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}


def findings(
    environ: dict[str, str], encoding: str = "UTF-8", size: tuple[int, int] = (100, 30), *, is_one: bool = True
) -> str:
    report = Report()
    look_at_terminal(report, environ, encoding, size, is_one=is_one)
    return "\n".join(f"{finding.what}: {finding.do}" for finding in report.findings)


def test_a_good_terminal_has_nothing_wrong() -> None:
    assert findings(GOOD) == ""


@pytest.mark.parametrize(
    ("environ", "encoding", "size", "what", "do"),
    [
        (GOOD, "ANSI_X3.4-1968", (100, 30), "encoding is ANSI_X3.4-1968", "export LC_ALL=C.UTF-8"),
        ({"TERM": "linux"}, "UTF-8", (100, 30), "no braille", "a terminal window"),
        ({"TERM": "xterm-256color"}, "UTF-8", (100, 30), "256 colours", "export COLORTERM=truecolor"),
        (GOOD, "UTF-8", (60, 20), "60×20", "80×24"),
    ],
)
def test_what_is_wrong_comes_with_what_to_do(
    environ: dict[str, str], encoding: str, size: tuple[int, int], what: str, do: str
) -> None:
    found = findings(environ, encoding, size)
    assert what in found
    assert do in found


def test_where_there_is_no_terminal_none_is_judged() -> None:
    assert findings({"TERM": "linux"}, "ascii", (10, 4), is_one=False) == ""
