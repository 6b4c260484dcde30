"""Where one begins in what an exercise gives."""

from __future__ import annotations

import pytest

from tutor.course.blanks import first_blank, first_place


@pytest.mark.parametrize(
    ("source", "selected"),
    [
        ("def f(a: tuple[int, ...]) -> int:\n    raise NotImplementedError\n", "raise NotImplementedError"),
        ("from typing import Callable\n\n\ndef f(g: Callable[..., int]):\n    y = ...\n", "..."),
        ("def f(x):\n    '''Gives x[...] and no more ...'''\n    return x[..., 0] + x[...] * ...\n", "..."),
        ("def f():\n    raise NotImplementedError('write me')\n", "raise NotImplementedError('write me')"),
        ("é = 'à'; given = {'é': ..., 'b': ...}\n", "..."),
        ("# ...\ny = ...  # raise NotImplementedError\n", "..."),
    ],
)
def test_a_blank_is_what_the_syntax_tree_has_where_something_is_due(source: str, selected: str) -> None:
    blank = first_blank(source)
    assert blank is not None
    (row, start), (last, end) = blank
    assert row == last
    line = source.split("\n")[row]
    assert line[start:end] == selected
    before = line[:start]
    assert not before.endswith(("[", "tuple[int, "))
    assert row == len(source.split("\n")) - 2


@pytest.mark.parametrize(
    "source", ["x: tuple[int, ...] = (1,)\ny = x[...]\n", "s = '...'\n", "def f(:\n    ...\n", "\0"]
)
def test_what_is_python_or_a_text_or_no_python_is_no_blank(source: str) -> None:
    assert first_blank(source) is None


def test_where_nothing_can_be_read_one_begins_at_the_beginning() -> None:
    assert [first_place(source) for source in ("def f(:\n", "", "\0")] == [(0, 0)] * 3
