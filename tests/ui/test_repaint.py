from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from tutor.ui.terminal.repaint import changed_spans

RED = Style(color="red")


def strip(*parts: tuple[str, Style | None]) -> Strip:
    return Strip([Segment(text, style) for text, style in parts])


def test_the_same_cells_in_other_segments_did_not_change() -> None:
    assert changed_spans([strip(("abc", RED))], [strip(("a", RED), ("bc", RED))]) == []


def test_a_changed_character_and_a_changed_style_are_found() -> None:
    before = [strip(("abcdef", None)), strip(("abcdef", None))]
    after = [strip(("abXdef", None)), strip(("abc", None), ("de", RED), ("f", None))]
    assert changed_spans(before, after) == [(0, 2, 3), (1, 3, 5)]


def test_a_row_that_was_not_there_is_whole() -> None:
    assert changed_spans([], [strip(("abc", None))]) == [(0, 0, 3)]


def test_wide_characters_count_two_cells() -> None:
    assert changed_spans([strip(("表x", None))], [strip(("表y", None))]) == [(0, 2, 3)]
    assert changed_spans([strip(("表x", None))], [strip(("dex", None))]) == [(0, 0, 2)]
