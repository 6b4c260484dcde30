"""How the verdict is laid out: rows beside signs, in the colors of the theme."""

from __future__ import annotations

import pytest
from exercising import MakeApp, MakeScreen, open_desk
from judging import FakeFactory
from pilots import layouts_asked_for
from rich.text import Text
from textual.app import App, ComposeResult
from textual.color import Color

from tutor.ui.exercise.signed_rows import Row, SignedRows
from tutor.ui.exercise.verdict import VerdictPanel

ROWS = (
    Row(Text("✓"), Text("leaves x and y alone")),
    Row(Text(), Text("w moved by +0.20, and it should have moved by −0.20.\n\n    return w + 0.2")),
)


class Laid(App[None]):
    """Rows on a screen of this width."""

    def compose(self) -> ComposeResult:
        yield SignedRows()


async def lines(width: int, *rows: Row) -> list[str]:
    async with Laid().run_test(size=(width, 24)) as pilot:
        shown = pilot.app.query_one(SignedRows)
        shown.show(rows)
        await pilot.pause()
        assert shown.size.height == sum(shown.heights(width))
        strips = [shown.render_line(y) for y in range(shown.size.height)]
        assert all(strip.cell_length == width for strip in strips)
        return [strip.text.rstrip() for strip in strips]


async def test_a_text_goes_on_below_its_own_beginning() -> None:
    assert await lines(26, *ROWS) == [
        "✓ leaves x and y alone",
        "  w moved by +0.20, and it",
        "  should have moved by",
        "  −0.20.",
        "",
        "      return w + 0.2",
    ]


async def test_without_signs_there_is_no_indent() -> None:
    assert await lines(20, Row(Text(), Text("ctrl+r checks your text"))) == ["ctrl+r checks your", "text"]


async def test_a_word_longer_than_a_line_and_wide_characters_are_broken() -> None:
    assert await lines(8, Row(Text("·"), Text("abcdefghij 張量張量"))) == ["· abcdef", "  ghij", "  張量張", "  量"]


async def test_a_text_that_takes_more_lines_makes_room_for_them() -> None:
    async with Laid().run_test(size=(26, 24)) as pilot:
        shown = pilot.app.query_one(SignedRows)
        for rows, height in ((ROWS[:1], 1), (ROWS, 6), (ROWS[:1], 1), ((), 0)):
            shown.show(rows)
            await pilot.pause()
            assert shown.size.height == height


async def test_a_text_of_few_lines_less_leaves_its_room_as_it_is() -> None:
    """What is typed in beside it does not move for a line or two, and nothing is laid out anew."""
    three, two, one = (tuple(Row(Text("✓"), Text(f"check {n}")) for n in range(count)) for count in (3, 2, 1))
    async with Laid().run_test(size=(26, 24)) as pilot:
        shown = pilot.app.query_one(SignedRows)
        for rows, height in ((three, 3), (two, 3), (one, 3), (three, 3), (ROWS, 6), (three, 3)):
            shown.show(rows)
            await pilot.pause()
            assert shown.size.height == height
            drawn = [shown.render_line(y).text.strip() for y in range(height)]
            assert [bool(line) for line in drawn[: len(rows)]] == [True] * len(rows)
            assert not any(drawn[sum(shown.heights(26)) :])
        shown.show(two)
        await pilot.resize_terminal(20, 24)
        await pilot.pause()
        assert shown.size.height == 2, "all was laid out anew in any case"


async def test_a_verdict_that_takes_the_same_room_lays_nothing_out_anew(
    make_app: MakeApp, make_screen: MakeScreen, kernels: FakeFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_desk(make_app(), kernels, make_screen()) as desk:
        await desk.write("def step(w, b, x, y, learning_rate):\n    return b, w\n")
        for answer in (desk.kernel.wrong, desk.kernel.right):  # the room is made, and a good answer shown beside it
            await desk.press("ctrl+r")
            answer()
            await desk.settle()
        await desk.press("ctrl+r")
        asked = layouts_asked_for(monkeypatch)
        desk.kernel.right()
        await desk.settle()
        assert not asked


async def test_the_verdict_has_the_colors_of_the_present_theme(
    make_app: MakeApp, make_screen: MakeScreen, kernels: FakeFactory
) -> None:
    async with open_desk(make_app(), kernels, make_screen()) as desk:
        panel = desk.screen.query_one(VerdictPanel)

        def inks() -> tuple[Color, str]:
            rows = panel.query_one(SignedRows)
            strip = next(line for line in map(rows.render_line, range(rows.size.height)) if "✓" in line.text)
            sign = next(segment for segment in strip if segment.text.strip())
            assert sign.style is not None
            assert sign.style.color is not None
            return panel.styles.border_title_color, sign.style.color.name

        for theme in ("dark", "light", "dark"):
            desk.pilot.app.theme = theme
            await desk.settle()
            ink = {
                name: Color.parse(desk.pilot.app.theme_variables[name]) for name in ("success", "error", "text-muted")
            }
            await desk.press("ctrl+r")
            desk.kernel.right()
            await desk.settle()
            assert inks() == (ink["success"], ink["success"].hex.lower())
            await desk.press("x", "ctrl+r")
            desk.kernel.wrong()
            await desk.settle()
            assert inks() == (ink["error"], ink["success"].hex.lower()), "the first check passed"
            await desk.press("y")
            assert inks()[0] == ink["text-muted"], "it was said of another text"
            await desk.press("backspace")
        desk.pilot.app.theme = "light"
        await desk.settle()
        light = Color.parse(desk.pilot.app.theme_variables["success"])
        assert inks()[1] == light.hex.lower(), "what stands there already follows"
