from __future__ import annotations

from itertools import product

import pytest
from rich.color_triplet import ColorTriplet
from textual.app import App, ComposeResult
from textual.geometry import Region

from tutor.charts.drawing import Drawing, Size, Span
from tutor.ui.stage.drawing import DrawingView, changed_runs
from tutor.ui.terminal import theme as themes
from tutor.ui.terminal.palette import BANDS, DIVERGING, Palette

INKS = [
    "line1",
    "line2",
    "line3",
    "line4",
    "line5",
    "line6",
    "ghost",
    "axis",
    "tick",
    "label",
    "title",
    "cursor",
    "note",
    "data",
    "contour",
    "level",
    "path",
    "present",
    "best",
    "right",
    "wrong",
    "bad",
    "attention",
]


class Host(App[None]):
    """A view alone on the screen."""

    CSS = "DrawingView { border-top: solid white; }"

    def __init__(self) -> None:
        super().__init__()
        self.wanted: list[Size] = []
        self.view = DrawingView()
        for theme in themes.THEMES:
            self.register_theme(theme)
        self.theme = "dark"

    def compose(self) -> ComposeResult:
        yield self.view

    def on_drawing_view_resized(self, event: DrawingView.Resized) -> None:
        self.wanted.append(event.size)


def drawn(*rows: str, ink: str = "line1") -> Drawing:
    return Drawing(tuple((Span(row, ink),) for row in rows), Size(len(rows[0]), len(rows)))


def shown(view: DrawingView) -> list[str]:
    return [view.render_line(row).text for row in range(view.content_size.height)]


async def test_a_drawing_of_the_size_is_asked_for_and_again_after_a_resize() -> None:
    app = Host()
    async with app.run_test(size=(40, 10)) as pilot:
        assert app.wanted == [Size(40, 9)]
        assert app.view.room == Size(40, 9)
        await pilot.resize_terminal(30, 8)
        await pilot.pause()
        assert app.wanted[-1] == Size(30, 7)


async def test_only_the_changed_span_of_each_row_is_refreshed(monkeypatch: pytest.MonkeyPatch) -> None:
    app = Host()
    async with app.run_test(size=(10, 4)) as pilot:
        app.view.show(drawn("0123456789", "aaaaaaaaaa", "          "))
        await pilot.pause()
        regions: list[Region] = []
        monkeypatch.setattr(app.view, "refresh", lambda *found, **_: regions.extend(found))
        app.view.show(drawn("01X34Y6789", "aaaaaaaaaa", "         z"))
        assert regions == [Region(2, 0, 4, 1), Region(9, 2, 1, 1)]


async def test_an_equal_drawing_refreshes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    app = Host()
    async with app.run_test(size=(10, 4)):
        app.view.show(drawn("0123456789"))
        monkeypatch.setattr(app.view, "refresh", lambda *_, **__: pytest.fail("nothing changed"))
        app.view.show(drawn("0123456789"))


async def test_what_is_on_the_screen_follows_the_changes() -> None:
    app = Host()
    async with app.run_test(size=(10, 4)) as pilot:
        for rows in (("0123456789", "aaaaaaaaaa", "bbbbbbbbbb"), ("01X34Y6789", "aaaaaaaaaa", "bbbbbbbbbZ")):
            app.view.show(drawn(*rows))
            await pilot.pause()
            assert shown(app.view) == list(rows)


async def test_a_drawing_of_another_size_is_cut_and_filled() -> None:
    app = Host()
    async with app.run_test(size=(10, 4)):
        app.view.show(drawn("too long for this", "two"))
        assert shown(app.view) == ["too long f", "two".ljust(10), " " * 10]


async def test_markup_in_a_drawing_is_shown_not_obeyed() -> None:
    app = Host()
    async with app.run_test(size=(12, 4)):
        app.view.show(drawn("[bold]x[/b] "))
        assert shown(app.view)[0] == "[bold]x[/b] "


async def test_a_change_of_theme_changes_the_inks() -> None:
    app = Host()
    async with app.run_test(size=(12, 4)) as pilot:
        app.view.show(drawn("············"))
        before = app.view.render_line(0)._segments[0].style
        app.theme = "light"
        await pilot.pause()
        assert app.view.render_line(0)._segments[0].style != before


def test_changed_runs_are_told_by_cells_not_by_pieces() -> None:
    assert changed_runs((Span("abc"), Span("def")), (Span("ab"), Span("cdef"))) == []
    assert changed_runs((Span("abc", "x"),), (Span("abc", "y"),)) == [(0, 3)]
    assert changed_runs((Span("a c", "x"),), (Span("a c", "x"),)) == []
    assert changed_runs((Span("   ", "x"),), (Span("   ", "y"),)) == []  # a space has no ink
    assert changed_runs((Span("   ", "", "band1"),), (Span("  ", "", "band1"), Span(" ", "", "band2"))) == [(2, 3)]


# ------------------------------------------------------------------------------------------------------------ inks


def luminance(color: ColorTriplet) -> float:
    """Relative luminance (WCAG 2)."""
    parts = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in color)]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: ColorTriplet, other: ColorTriplet) -> float:
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


BACKGROUNDS = {True: ColorTriplet(0x17, 0x18, 0x1B), False: ColorTriplet(0xFB, 0xFA, 0xF7)}


@pytest.mark.parametrize("dark", [True, False])
def test_inks_are_legible_on_the_background(dark: bool) -> None:
    inks = Palette(dark=dark, ansi=False, colors=1 << 24)
    for ink in INKS:
        color = inks.style(ink, "").color
        assert color is not None
        least = 2.2 if ink in ("axis", "contour") else 3.5 if ink == "ghost" else 4.5
        assert contrast(color.get_truecolor(), BACKGROUNDS[dark]) >= least, ink


@pytest.mark.parametrize(("dark", "colors"), product([True, False], [256, 1 << 24]))
def test_what_is_drawn_on_bands_is_legible_on_each(dark: bool, colors: int) -> None:
    inks = Palette(dark=dark, ansi=False, colors=colors)
    for ink, band in product(("path", "present", "best", "level"), range(BANDS)):
        style = inks.style(ink, f"band{band}")
        assert style.color is not None
        assert style.bgcolor is not None
        assert contrast(style.color.get_truecolor(), style.bgcolor.get_truecolor()) >= 3, (ink, band)


@pytest.mark.parametrize(("dark", "colors"), product([True, False], [256, 1 << 24]))
def test_grounds_are_all_there_and_rise_evenly_from_the_background(dark: bool, colors: int) -> None:
    inks = Palette(dark=dark, ansi=False, colors=colors)
    bands = [inks.style("", f"band{index}").bgcolor for index in range(BANDS)]
    lights = [luminance(band.get_truecolor()) for band in bands if band is not None]
    assert len(lights) == BANDS
    assert lights == sorted(lights, reverse=dark)
    assert all(inks.style("", f"diverge{index}").bgcolor is not None for index in range(DIVERGING))


@pytest.mark.parametrize("dark", [True, False])
def test_sixteen_colors_are_enough(dark: bool) -> None:
    inks = Palette(dark=dark, ansi=True, colors=16)
    for ink, ground in product(INKS, ("", "band0")):
        style = inks.style(ink, ground)
        assert style.bgcolor is None
        assert style.color is None or style.color.number is not None
        assert style.color is None or style.color.number < 16
    lines = {str(inks.style(f"line{index}", "")) for index in range(1, 7)}
    assert len(lines) == 6


def test_an_unknown_ink_is_plain() -> None:
    assert not Palette(dark=True, ansi=False, colors=256).style("no such ink", "no such ground")


def test_what_changed_far_apart_is_sent_apart() -> None:
    old, new = (Span("x" * 40),), (Span("yx" + "x" * 3 + "y" + "x" * 20 + "y" + "x" * 13),)
    assert changed_runs(old, new) == [(0, 6), (26, 27)]
