"""Learner text is shown, never obeyed."""

from __future__ import annotations

import pytest

from tutor.views.plain import plain
from tutor.views.printed import Transcript


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred", "␛[31mred"),
        ("a\x00b", "a␀b"),
        ("bell\x07", "bell␇"),
        ("over\rwrite", "over␍write"),
        ("dos\r\nline", "dos\nline"),
        ("del\x7f", "del␡"),
        ("c1 \x9b31m", "c1 \\x9b31m"),
        ("\u202eturned", "\\u202eturned"),
        ("[/red] [bold]", "[/red] [bold]"),
        ("e\u0301 漢字 🙂", "e\u0301 漢字 🙂"),
        ("a\tb", "a   b"),
    ],
)
def test_control_characters_become_visible_and_the_rest_stays(text: str, shown: str) -> None:
    assert plain(text) == shown


def lines_of(*pieces: str) -> list[str]:
    transcript = Transcript()
    for piece in pieces:
        transcript.write(piece)
    return transcript.lines


def test_a_line_without_its_end_is_continued_by_the_next_piece() -> None:
    assert lines_of("lo", "ss ", "0.5\nac", "c 1\n") == ["loss 0.5", "acc 1"]


def test_an_open_line_is_ended_by_a_piece_that_begins_with_its_end() -> None:
    assert lines_of("a", "\n", "b\n") == ["a", "b"]
    assert lines_of("a", "\n\n", "b") == ["a", "", "b"]
    assert lines_of("a", "\nb", "c\n") == ["a", "bc"]


def test_empty_lines_are_kept() -> None:
    assert lines_of("a\n\n", "\nb\n") == ["a", "", "", "b"]


def test_of_very_much_the_beginning_and_the_end_are_kept_and_the_gap_is_named() -> None:
    lines = lines_of("".join(f"{n}\n" for n in range(5000)))
    left_out = 5000 - Transcript.HEAD - Transcript.TAIL
    assert lines[0] == "0"
    assert lines[-1] == "4999"
    assert lines[Transcript.HEAD] == f"… {left_out} lines left out …"
    assert len(lines) == Transcript.HEAD + Transcript.TAIL + 1
