"""A message and the line that it points at."""

from __future__ import annotations

import pytest

from tutor.ui.exercise.verdict import said


@pytest.mark.parametrize(
    ("message", "line", "shown"),
    [
        ("w did not move.", 7, "w did not move. (line 7)"),
        ("w did not move.", None, "w did not move."),
        ("Line 7 stopped with NameError", 7, "Line 7 stopped with NameError"),
        ("Lines 10 and 14 are still to be written.", 10, "Lines 10 and 14 are still to be written."),
        ("Lines 3, 10 and 14 are still to be written.", 10, "Lines 3, 10 and 14 are still to be written."),
        ("Line 71 is not it.", 7, "Line 71 is not it. (line 7)"),
        ("", 7, ""),
    ],
)
def test_a_line_that_the_message_names_is_not_named_again(message: str, line: int | None, shown: str) -> None:
    assert said(message, line) == shown
