from __future__ import annotations

import pytest

from tutor.ui.widgets.typing import backspace_width, comment_toggled, indent_after, indented, outdented, pictured


@pytest.mark.parametrize(
    ("line", "indent"),
    [
        ("x = 1", ""),
        ("    x = 1", "    "),
        ("def f(x):", "    "),
        ("    for x in y:  # so: many", "        "),
        ("x = 1  # and so:", ""),
        ("print('a # b:')", ""),
        ("print('#') if x else None:", "    "),
        ("loss = f(", "    "),
        ("        return x", "    "),
        ("    pass", ""),
        ("    break", ""),
        ("    continue", ""),
        ("    raise ValueError", ""),
        ("    return f(", "        "),
        ("    return f(1,", "    "),
        ("    returned = 1", "    "),
        ("", ""),
    ],
)
def test_a_new_line_is_indented_as_python_wants_it(line: str, indent: str) -> None:
    assert indent_after(line) == indent


def test_lines_go_one_level_deeper_and_back() -> None:
    lines = ["for x in y:", "    print(x)", "", "  odd"]
    assert indented(lines) == ["    for x in y:", "        print(x)", "", "      odd"]
    assert outdented(indented(lines)) == lines
    assert outdented(["  odd", "none"]) == ["odd", "none"]


def test_comments_are_put_on_at_one_depth_and_taken_off_again() -> None:
    lines = ["    a = 1", "", "        b = 2"]
    commented = comment_toggled(lines)
    assert commented == ["    # a = 1", "", "    #     b = 2"]
    assert comment_toggled(commented) == lines


def test_lines_of_which_some_are_comments_all_become_comments() -> None:
    assert comment_toggled(["# a", "b"]) == ["# # a", "# b"]


@pytest.mark.parametrize(
    ("line", "column", "width"), [("        x", 8, 4), ("      x", 6, 2), ("x    ", 5, 1), ("", 0, 1)]
)
def test_backspace_goes_back_to_a_tab_stop_only_within_the_indent(line: str, column: int, width: int) -> None:
    assert backspace_width(line, column) == width


def test_what_a_terminal_would_obey_becomes_a_picture_of_the_same_length() -> None:
    text = "a\x1b[31m\x00\x7f\x9b\u202e\tz"
    shown = pictured(text)
    assert len(shown) == len(text)
    assert not any(character in shown for character in "\x1b\x00\x7f\x9b\u202e")
    assert shown.startswith("a␛[31m␀␡")
