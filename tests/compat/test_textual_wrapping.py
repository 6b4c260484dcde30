"""A line of code that is too long for a row goes on below its indent, and the cursor is where it is seen."""

from __future__ import annotations

import random
from itertools import pairwise
from typing import Any, cast

import pytest
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.document._document import Document
from textual.geometry import Offset

from tutor.compat import textual_editor, textual_wrapping
from tutor.compat.textual_wrapping import HangingDocument, breaks

LONG = "    value = first_thing + second_thing + third_thing"
CODE = f"def f(x):\n{LONG}\n    return value"


def test_a_document_is_wrapped_by_parts_that_are_there() -> None:
    gone = textual_wrapping.lacking()
    assert not gone, f"{gone}: a long line of code goes on at the left edge, as if it were in no block"


class One(App[None]):
    """An editor alone, 30 columns wide with one for the cursor."""

    def __init__(self, code: str = CODE) -> None:
        super().__init__()
        self.code = code

    def compose(self) -> ComposeResult:
        area = textual_editor.PythonArea(self.code, language="python", soft_wrap=True, show_line_numbers=True)
        area.styles.border = ("none", "black")
        area.styles.padding = 0
        yield area


def rows(area: textual_editor.PythonArea) -> list[str]:
    return [area.render_line(y).text.rstrip() for y in range(area.wrapped_document.height)]


SHOWN = [
    "1  def f(x):",
    "2      value = first_thing +",
    "         second_thing +",
    "         third_thing",
    "3      return value",
]


async def test_a_long_line_goes_on_below_its_indent() -> None:
    async with One().run_test(size=(30, 10)) as pilot:
        area = pilot.app.query_one(textual_editor.PythonArea)
        assert rows(area) == SHOWN
        assert {area.render_line(y).cell_length for y in range(10)} == {30}


async def test_the_cursor_is_drawn_where_it_is_and_goes_where_one_points() -> None:
    async with One().run_test(size=(30, 10)) as pilot:
        area = pilot.app.query_one(textual_editor.PythonArea)
        area.focus()
        column = LONG.index("second") + 3
        area.move_cursor((1, column))
        assert area.cursor_screen_offset == Offset(3 + 6 + 3, 2)
        seen = [(y, x) for y in range(5) for x in range(30) if _is_cursor(area, x, y)]
        assert seen == [(2, 12)]
        await pilot.press("up")
        assert area.cursor_location == (1, 9)
        await pilot.press("down", "down")
        assert area.cursor_location == (1, LONG.index("third") + 3)
        await pilot.press("down")
        assert area.cursor_location == (2, 9)
        await pilot.click(area, offset=(12, 3))
        assert area.cursor_location == (1, LONG.index("third") + 3)
        await pilot.click(area, offset=(4, 3))  # left of where the row begins
        assert area.cursor_location == (1, LONG.index("third"))
        await pilot.press("home")
        assert area.cursor_location == (1, LONG.index("third"))


def _is_cursor(area: textual_editor.PythonArea, x: int, y: int) -> bool:
    style = next(iter(area.render_line(y).crop(x, x + 1))).style
    assert style is not None
    return bool(style.reverse or (style.bgcolor and style.bgcolor == area.get_component_rich_style(
        "text-area--cursor").bgcolor))  # fmt: skip


async def test_a_line_grows_and_shrinks_as_it_is_typed() -> None:
    async with One("def f(x):\n    y = 1\n").run_test(size=(30, 12)) as pilot:
        area = pilot.app.query_one(textual_editor.PythonArea)
        area.focus()
        area.move_cursor((1, 9))
        await pilot.press(*(key for _ in range(12) for key in ("space", "+", "space", "x")))
        assert rows(area)[1:4] == [
            "2      y = 1 + x + x + x + x",
            "         + x + x + x + x + x",
            "         + x + x + x",
        ]
        await pilot.press(*["backspace"] * 48)
        assert rows(area) == ["1  def f(x):", "2      y = 1", "3"]


def table(document: HangingDocument) -> list[Any]:
    lines = range(document.document.line_count)
    return [
        [document.get_offsets(line) for line in lines],
        [document.location_to_offset((line, 0)) for line in lines],
        [document.offset_to_location(Offset(0, y)) for y in range(document.height)],
    ]


@pytest.mark.parametrize("seed", range(5))
def test_what_is_wrapped_edit_by_edit_is_as_if_wrapped_at_once(seed: int) -> None:
    dice = random.Random(seed)
    text = Document(CODE)
    document = HangingDocument(cast(Any, text), 4, 2)
    document.wrap(24)
    for _ in range(120):
        ends = [(row := dice.randrange(text.line_count), dice.randint(0, len(text.get_line(row)))) for _ in "ab"]
        start, end = sorted(ends)
        new = dice.choice(["", "x", "\n", "\n        ", " word" * 8, "\n\n" + LONG, "表" * 30])
        result = text.replace_range(start, end, new)
        document.wrap_range(start, end, result.end_location)
        whole = HangingDocument(cast(Any, text), 4, 2)
        whole.wrap(24)
        assert table(document) == table(whole)
        for line in range(text.line_count):
            for column in range(len(text.get_line(line)) + 1):
                assert document.offset_to_location(document.location_to_offset((line, column))) == (line, column)


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("    one two three", ["    one ", "two ", "three"]),
        ("    abcdefghijklmnop", ["    abcdef", "ghijk", "lmnop"]),
        ("x = abcdefghijklmnop", ["x = abcdef", "ghijklmn", "op"]),
        ("          deep", ["          ", "deep"]),
        ("表表表表表表", ["表表表表表", "表"]),
    ],
)
def test_a_line_is_broken_behind_white_space_and_within_a_word_that_has_no_row(line: str, parts: list[str]) -> None:
    width = 10
    hang = min(len(line) - len(line.lstrip()) + 2, width // 2)
    offsets = breaks(line, width, hang)
    ends = [0, *offsets, len(line)]
    assert [line[a:b] for a, b in pairwise(ends)] == parts
    assert all(cell_len(part) <= width - (hang if place else 0) for place, part in enumerate(parts))


async def test_where_a_part_is_gone_lines_are_wrapped_as_textual_does_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(textual_wrapping, "lacking", lambda: "a part")
    async with One().run_test(size=(30, 10)) as pilot:
        assert rows(pilot.app.query_one(textual_editor.PythonArea))[2].startswith("   second_thing")


def test_a_name_that_a_document_lacks_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    textual_wrapping.lacking.cache_clear()
    monkeypatch.delattr("textual.document._wrapped_document.WrappedDocument")
    try:
        assert textual_wrapping.lacking().startswith("textual.document._wrapped_document.WrappedDocument")
    finally:
        textual_wrapping.lacking.cache_clear()
