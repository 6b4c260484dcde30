"""Texts that are drawn without what reads Markdown look as if it had read them."""

from __future__ import annotations

from pathlib import Path

import pytest
from pilots import settle
from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from tutor.course.catalogue import find_course, load_course
from tutor.course.model import Prose
from tutor.opening.lessons import open_file
from tutor.ui.terminal.theme import THEMES
from tutor.ui.widgets.prose import ProseView
from tutor.ui.widgets.simple_prose import SimpleProse, is_simple, prose

SIMPLE = """\
A paragraph that is long enough to go on in the next row, with `code that goes on` there, too,
and in a second line of its source.

### What it may not find

- `a_b`: one thing, which is long enough to go on in the next row below its own beginning
- another_one

`code` at the beginning. At the end: `code`
"""
NOT_SIMPLE = [
    "A **strong** word.",
    "An _emphatic_ word.",
    "## A larger heading",
    "[a link](https://pytorch.org)",
    "https://pytorch.org",
    "1. one\n2. two",
    "* one",
    "+ one",
    "a\n- b",
    "- a\n  - b",
    "- a\n  goes on",
    "> said",
    "    code",
    "```python\nx = 1\n```",
    "``x`y``",
    "one ` alone",
    "| a | b |\n| - | - |",
    "A heading\n=========",
    "A heading\n---",
    "---",
    "- ",
    "two  \nlines",
    "a &amp; b",
    "a <b> c",
    "a \\* b",
    "~~gone~~",
    "` x `",
    "`a``b`",
    "- 1. one",
    "- a\n\n- b",
    "//pytorch.org",
    "a\xa0b",
    "a\rb",
    "a\x00b",
]


class Page(App[None]):
    CSS = "VerticalScroll { padding: 0 1; }"

    def __init__(self, theme: str, *shown: Widget) -> None:
        super().__init__()
        for one in THEMES:
            self.register_theme(one)
        self.theme = theme
        self._shown = shown

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return THEMES[0].variables

    def compose(self) -> ComposeResult:
        with VerticalScroll(can_focus=False):
            yield from self._shown


async def cells(widget: Widget, theme: str = "dark", width: int = 40) -> list[tuple[object, ...]]:
    """Every character of the screen with its style, and of a blank as much of that as is seen."""
    app = Page(theme, widget, Static("below"))
    async with app.run_test(size=(width, 60)) as pilot:
        await settle(pilot)
        return [
            (character, style.bgcolor, *(() if character == " " else (style.color, style.bold, style.italic)))
            for strip in app.screen._compositor.render_strips()
            for text, style, _ in strip
            if style is not None
            for character in text
        ]


def texts_of_the_course() -> list[str]:
    lessons = load_course(find_course(None)).in_order
    blocks = [block for lesson in lessons for screen in lesson.screens for block in screen.blocks]
    return [block.text for block in blocks if isinstance(block, Prose)]


@pytest.mark.parametrize("theme", [theme.name for theme in THEMES])
@pytest.mark.parametrize("width", [30, 74])
async def test_a_simple_text_looks_as_markdown_has_it(theme: str, width: int) -> None:
    assert is_simple(SIMPLE)
    assert await cells(SimpleProse(SIMPLE), theme, width) == await cells(ProseView(SIMPLE), theme, width)


async def test_so_do_those_of_the_course() -> None:
    simple = [text for text in texts_of_the_course() if is_simple(text)]
    assert len(simple) > 20
    for text in simple[::8]:
        assert await cells(SimpleProse(text), width=74) == await cells(ProseView(text), width=74), text


@pytest.mark.parametrize("text", NOT_SIMPLE)
def test_what_may_mean_more_is_left_to_markdown(text: str) -> None:
    assert not is_simple(text)
    assert isinstance(prose(text), ProseView)


@pytest.mark.parametrize("source", ["print(1)", "import nowhere_to_be_found\nimport urllib.request\nx.cuda()"])
def test_what_is_said_of_a_file_is_simple(source: str, tmp_path: Path) -> None:
    path = tmp_path / "a_file_of_mine.py"
    path.write_text(source)
    (text,) = open_file(path).lesson.screens[0].blocks
    assert isinstance(text, Prose)
    assert is_simple(text.text)
