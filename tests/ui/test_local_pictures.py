"""Pictures beside an opened file on its page: drawn as wide and high as there is room, or the words and why not."""

from __future__ import annotations

import asyncio
import importlib.util
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pilots import held_in_threads, settle
from textual.pilot import Pilot
from textual.widgets import Static

from tutor.charts.drawing import Size
from tutor.opening import pixels
from tutor.opening.lessons import open_file
from tutor.opening.pixels import Pixels
from tutor.ui.app import TutorApp
from tutor.ui.lesson.foreign_text import ForeignText
from tutor.ui.lesson.picture_view import PictureView, drawn
from tutor.ui.lesson.screen import LessonScreen
from tutor.ui.stage.drawing import DrawingView
from tutor.ui.terminal.palette import inks
from tutor.ui.terminal.terminal import TerminalCapabilities
from tutor.ui.widgets.prose import ProseView

MakeApp = Callable[..., TutorApp]
SHADES = "P6 {} {} 255\n"
"""The head of a picture that needs no library to be written."""

with_pillow = pytest.mark.skipif(
    importlib.util.find_spec("PIL") is None, reason="Pillow is not installed: pip install '.[open]'"
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Words, a picture that is red at the left and blue at the right, one that is not there, and a cell."""
    row = b"\xff\0\0" * 100 + b"\0\0\xff" * 100
    (tmp_path / "halves.ppm").write_bytes(SHADES.format(200, 100).encode() + row * 100)
    path = tmp_path / "a.md"
    path.write_text("# First\n\n![two halves](halves.ppm)\n\nafter\n\n![a cat](none.png)\n\n```python\nx = 1\n```\n")
    return path


def page_of(app: Any) -> Any:
    assert isinstance(app.screen, LessonScreen)
    return app.screen.parts.page


async def turned(pilot: Pilot[Any]) -> list[PictureView]:
    """The pictures of the second screen, once they are drawn."""
    await settle(pilot)
    await pilot.press("n")
    await settle(pilot)
    return list(page_of(pilot.app).query(PictureView))


def why(view: PictureView) -> str:
    said = view.query_one(Static)
    return str(said.render()) if said.display else ""


def told(app: Any) -> list[str]:
    return [text.source for text in page_of(app).query(ProseView)]


@with_pillow
@pytest.mark.parametrize(("size", "cells"), [((100, 60), (97, 24)), ((80, 24), (64, 16)), ((60, 20), (52, 13))])
async def test_a_picture_is_as_wide_as_the_page_and_as_high_as_two_thirds_of_the_screen_at_most(
    make_app: MakeApp, file: Path, size: tuple[int, int], cells: tuple[int, int]
) -> None:
    app = make_app(opened=open_file(file).lesson)
    async with app.run_test(size=size) as pilot:
        view, _ = await turned(pilot)
        drawing = view.query_one(DrawingView).drawing
        assert tuple(drawing.size) == cells
        assert view.query_one(DrawingView).size.height == drawing.size.height
        assert (drawing.rows[0][0].ground, drawing.rows[0][-1].ground) == ("#ff0000", "#0000ff")
        assert told(app)[0].endswith("*(picture: two halves)*")
        assert why(view) == ""


@with_pillow
async def test_a_picture_is_drawn_anew_when_the_terminal_gets_another_size(make_app: MakeApp, file: Path) -> None:
    app = make_app(opened=open_file(file).lesson)
    async with app.run_test(size=(100, 40)) as pilot:
        view, _ = await turned(pilot)
        sizes = []
        for size in ((100, 24), (60, 24), (100, 40)):
            await pilot.resize_terminal(*size)
            await settle(pilot)
            sizes.append(tuple(view.query_one(DrawingView).drawing.size))
    assert [height for _, height in sizes] == [16, 14, 24]
    assert [width for width, _ in sizes] == [64, 56, 97]


async def test_what_is_not_there_is_words_and_says_so(make_app: MakeApp, file: Path) -> None:
    app = make_app(opened=open_file(file).lesson)
    async with app.run_test(size=(80, 40)) as pilot:
        _, view = await turned(pilot)
        assert why(view) == "none.png is not drawn: there is no such file"
        assert not view.query_one(DrawingView).display
        assert told(app)[1] == "after\n\n*(picture: a cat)*"


async def test_of_a_documentation_that_is_not_here_there_are_only_words(make_app: MakeApp, tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("# First\n\nbefore\n\n![a cat](/_static/img/a.png)\n\nafter\n\n```python\nx = 1\n```\n")
    app = make_app(opened=open_file(path).lesson)
    async with app.run_test(size=(80, 24)) as pilot:
        (view,) = await turned(pilot)
        assert not view.display
        above, below = page_of(app).query(ProseView)
        assert (above.source, below.source) == ("before\n\n*(picture: a cat)*", "after")
        assert below.region.y == above.region.bottom + 1


async def test_without_pillow_there_are_words(make_app: MakeApp, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "PIL", None)
    app = make_app(opened=open_file(file).lesson)
    async with app.run_test(size=(80, 24)) as pilot:
        view, _ = await turned(pilot)
        assert why(view) == "halves.ppm is not drawn: that takes Pillow: pip install pillow"
        assert told(app)[0].endswith("*(picture: two halves)*")


async def test_without_colors_there_are_words_and_nothing_is_read(
    make_app: MakeApp, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pixels, "read", None)
    app = make_app(opened=open_file(file).lesson, terminal=TerminalCapabilities(colors=2))
    async with app.run_test(size=(80, 40)) as pilot:
        views = await turned(pilot)
        assert [why(view) for view in views] == [
            f"{name} is not drawn: there are no colors here" for name in ("halves.ppm", "none.png")
        ]


async def test_a_text_without_pictures_is_one_text_and_a_web_address_is_never_one(
    make_app: MakeApp, tmp_path: Path
) -> None:
    path = tmp_path / "a.md"
    path.write_text("# First\n\nwords ![a cat](https://example.org/a.png)\n\nmore\n\n```python\nx = 1\n```\n")
    app = make_app(opened=open_file(path).lesson)
    async with app.run_test(size=(80, 24)) as pilot:
        assert await turned(pilot) == []
        assert told(app) == ["words *(picture: a cat)*\n\nmore"]


@with_pillow
async def test_pictures_of_a_folded_text_come_when_it_is_unfolded(make_app: MakeApp, file: Path) -> None:
    long = "\n\n".join("word " * 60 for _ in range(4))
    file.write_text(f"# First\n\n{long}\n\n![two halves](halves.ppm)\n\nend\n\n```python\nx = 1\n```\n")
    app = make_app(opened=open_file(file).lesson)
    async with app.run_test(size=(80, 24)) as pilot:
        assert await turned(pilot) == []
        fold = page_of(app).query_one(ForeignText).query_one(".fold")
        assert "124 words more" in str(fold.render())  # those of its alternative text with them
        await pilot.press("w")
        await settle(pilot)
        await pilot.press("pagedown")
        await settle(pilot)
        view = page_of(app).query_one(PictureView)
        assert view.query_one(DrawingView).drawing.size.height == 16
        assert told(app)[-1] == "end"
        await pilot.press("w")
        await settle(pilot)
        assert not view.display
        assert not fold.has_class("more")


@with_pillow
async def test_a_picture_is_read_once_for_all_sizes_and_one_at_a_time(
    make_app: MakeApp, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    alone: list[bool] = []
    whole = pixels.read

    def read(address: str, path: Path, most: tuple[int, int]) -> Pixels:
        asked.append(address)
        alone.append(page_of(app)._decoding.locked())
        return whole(address, path, most)

    monkeypatch.setattr(pixels, "read", read)
    file.write_text("# First\n\n" + "![](halves.ppm) " * 8 + "\n\n```python\nx = 1\n```\n")
    app = make_app(opened=open_file(file).lesson)
    async with app.run_test(size=(80, 24)) as pilot:
        views = await turned(pilot)
        await pilot.resize_terminal(70, 30)
        await settle(pilot)
        assert {view.query_one(DrawingView).drawing.size.height for view in views} == {17}
    assert asked == ["halves.ppm"] * 8
    assert all(alone)


@with_pillow
async def test_a_cell_that_ran_stays_in_view_when_a_picture_above_it_comes(
    make_app: MakeApp, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    comes = threading.Event()

    def read(*_: object) -> Pixels:
        comes.wait()
        return Pixels(100, 100, b"\xff\0\0" * 10_000)

    monkeypatch.setattr(pixels, "read", read)
    file.write_text("# First\n\none\n\ntwo\n\n![](a.png)\n\n```python\nx = 1\n```\n\nend\n\n" + "line\n\n" * 30)
    app = make_app(opened=open_file(file).lesson)
    async with app.run_test(size=(80, 24)) as pilot:
        with held_in_threads():
            (view,) = await turned(pilot)
        page = page_of(app)
        page.reveal(1)
        await settle(pilot)
        box = page.cell(1)
        assert box.region.bottom < 14
        comes.set()
        while view._pixels is None:
            await asyncio.sleep(0)
        await settle(pilot)
        assert view.query_one(DrawingView).size.height == 16
        assert page.region.contains_region(box.region)


@with_pillow
def test_where_there_are_no_half_blocks_a_pixel_is_two_cells() -> None:
    picture = Pixels(8, 4, b"\xff\0\0" * 16 + b"\0\0\xff" * 16)
    drawing = drawn(picture, Size(16, 4), TerminalCapabilities(characters="ascii"))
    assert drawing.text().strip() == ""
    assert [row[0].ground for row in drawing.rows] == ["#ff0000", "#ff0000", "#0000ff", "#0000ff"]
    assert (drawing.size.width, drawing.size.height) == (16, 4)


@pytest.mark.parametrize(("colors", "ansi", "shown"), [(16777216, False, True), (16, True, True), (2, True, False)])
def test_the_colors_of_pictures_are_those_that_the_terminal_has(colors: int, ansi: bool, shown: bool) -> None:
    style = inks(dark=True, ansi=ansi, colors=colors).style("#ff0000", "#0000ff")
    assert (style.color is not None, style.bgcolor is not None) == (shown, shown)
