"""Where one is in a lesson, and what of its texts and outputs finds room."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.app import App, ComposeResult
from textual.widgets import Static

from tutor.course.model import Lesson, Prose, Screen
from tutor.ui.lesson import words
from tutor.ui.lesson.cell import OutputView, left_out
from tutor.ui.lesson.cell_state import CellState
from tutor.ui.lesson.foreign_text import ForeignText


def line(title: str, screen: str, width: int) -> str:
    lesson = Lesson("l", title, Path("lesson.py"), screens=(Screen(screen, ()),))
    return words.top_line(lesson, 0, frozenset(), "", width)


@pytest.mark.parametrize(
    ("title", "screen", "width", "said"),
    [
        ("Tensors", "Views", 40, "Tensors ▸ Views                   ◉  1/1"),
        ("Tensors", "Tensors (2)", 40, "Tensors (2)                       ◉  1/1"),
        ("Tensors", "", 40, "Tensors                           ◉  1/1"),
        ("The Fundamentals", "More Detail", 32, "The Fundamen… ▸ More Detail  1/1"),
        ("The Fundamentals", "More Detail", 26, "The Fundamentals ▸ M…  1/1"),
    ],
)
def test_the_top_line_says_a_title_once_and_shortens_the_lessons_before_the_screens(
    title: str, screen: str, width: int, said: str
) -> None:
    assert line(title, screen, width) == said


def test_one_line_alone_is_shown_and_not_said_to_be_left_out() -> None:
    assert [left_out(count, 14) for count in (0, 14, 15, 16, 40)] == [0, 0, 0, 2, 26]


async def test_of_the_rows_of_a_table_is_seen_what_finds_room_and_a_sentence_goes_on_in_the_next_line() -> None:
    state = CellState(1, "", "", phase="ok")
    state.transcript.write(f"Name    Self CPU    Calls\n{'-' * 30}\nand words of a sentence\n")

    class One(App[None]):
        def compose(self) -> ComposeResult:
            yield OutputView()

        def get_css_variables(self) -> dict[str, str]:
            return {**super().get_css_variables(), "rule": "white"}

    app = One()
    async with app.run_test(size=(20, 8)) as pilot:
        view = app.query_one(OutputView)
        view.show(state, stale=False)
        await pilot.pause()
        await pilot.pause()
        assert str(view.content).split("\n") == ["Name    Self CPU…", f"{'-' * 16}…", "and words of a sentence"]
        assert view.size.height == 4
        await pilot.resize_terminal(40, 8)
        await pilot.pause()
        assert str(view.content).startswith(f"Name    Self CPU    Calls\n{'-' * 30}\n")


def test_a_long_text_is_folded_only_above_cells() -> None:
    prose = Prose("\n\n".join(["word " * 100] * 3), 1, "markdown")
    assert len(ForeignText(prose, Static, above_cells=True).more.split()) == 200
    assert not ForeignText(prose, Static, above_cells=False).more
