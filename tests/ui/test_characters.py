from __future__ import annotations

import pytest
from rich.cells import cell_len
from rich.segment import Segment

from tutor.ui.terminal.characters import Substitution
from tutor.ui.terminal.terminal import Characters


def shown(text: str, characters: Characters) -> str:
    return "".join(segment.text for segment in Substitution(characters).substituted([Segment(text)]))


@pytest.mark.parametrize("characters", ["ascii", "console"])
def test_every_substitute_is_as_wide_as_what_it_stands_for(characters: Characters) -> None:
    for text in ("╭─╮│╰╯", "✓◐○✗●◉▸◂", "表情", "λmax ≤ 2·10³ …", "⠋⠙▁▂▃"):
        assert cell_len(shown(text, characters)) == cell_len(text)


def test_nothing_beyond_ascii_is_sent_to_an_ascii_terminal() -> None:
    text = "".join(map(chr, range(0x20, 0x3000)))
    assert shown(text, "ascii").isascii()


def test_a_console_keeps_lines_and_loses_round_corners() -> None:
    assert shown("╭─╮ ✓ ▸", "console") == "┌─┐ √ >"


def test_the_brackets_of_a_matrix_are_lines_where_there_are_no_others() -> None:
    assert shown("⎛a⎞\n⎝b⎠ = ⎡⋮⎤", "console") == "┌a┐\n└b┘ = ┌:┐"
    assert shown("⎛a⎞\n⎝b⎠ = ⎡⋮⎤", "ascii") == "+a+\n+b+ = +:+"


def test_letters_with_marks_keep_their_letter() -> None:
    assert shown("é ñ", "ascii") == "e n"
