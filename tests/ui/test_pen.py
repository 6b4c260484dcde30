"""What is sent for an update: the same screen as Textual's own bytes make, in fewer of them."""

from __future__ import annotations

import random

import pyte
import pytest
from rich.color import Color, ColorSystem
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from tutor.ui.terminal.ansi_writer import sparing, whole

WIDTH, HEIGHT = 40, 6
COLORS = [None, "red", "bright_blue", "#e4e1db", "#17181b", "default"]
TEXTS = ["loss", " ", "    ", "⠈⠉⠑", "表意", "é", "a longer text of words"]


def strip(rng: random.Random) -> Strip:
    """A row of pieces in random styles, WIDTH cells wide."""
    pieces = []
    for _ in range(rng.randint(1, 9)):
        style = Style(
            color=rng.choice(COLORS),
            bgcolor=rng.choice(COLORS),
            bold=rng.choice([None, True]),
            underline=rng.choice([None, None, True]),
            reverse=rng.choice([None, None, True]),
        )
        pieces.append(Segment(rng.choice(TEXTS), rng.choice([style, style, None])))
    return Strip(pieces).adjust_cell_length(WIDTH)


def console(colors: str = "truecolor") -> Console:
    return Console(color_system=colors, force_terminal=True)  # type: ignore[arg-type]


def screen(*updates: CompositorUpdate) -> list[list[object]]:
    """What a terminal shows after these updates: each cell's character, colors and attributes."""
    terminal = pyte.Screen(WIDTH, HEIGHT)
    stream = pyte.Stream(terminal)
    for update in updates:
        # pyte has no hyperlinks; a line feed of Textual's own also goes to the first column on a real terminal
        stream.feed(update.render_segments(console()).replace("\n", "\r\n"))
    return [[terminal.buffer[row][column] for column in range(WIDTH)] for row in range(HEIGHT)]


def rows(rng: random.Random) -> LayoutUpdate:
    return LayoutUpdate([[strip(rng)] for _ in range(HEIGHT)], Region(0, 0, WIDTH, HEIGHT))


def chops(strips: list[Strip], spans: list[tuple[int, int, int]]) -> ChopsUpdate:
    return ChopsUpdate([{0: one} for one in strips], spans, [[WIDTH] for _ in strips])


@pytest.mark.parametrize("seed", range(20))
def test_whole_rows_look_as_textual_draws_them(seed: int) -> None:
    update = rows(random.Random(seed))
    assert screen(sparing(update)) == screen(update)
    assert len(sparing(update).render_segments(console())) < len(update.render_segments(console()))


@pytest.mark.parametrize("seed", range(40))
def test_runs_of_cells_look_as_textual_draws_them(seed: int) -> None:
    rng = random.Random(seed)
    before = rows(rng)
    strips = [line[0] for line in before.strips]
    spans = []
    for row in range(HEIGHT):
        other = strip(rng)
        left, right = sorted(rng.sample(range(WIDTH + 1), 2))
        left, right = whole(strips[row], *whole(other, left, right))
        if (left, right) != whole(other, left, right):
            continue  # a wide character of before and one of after overlap: no run ends between them
        strips[row] = Strip.join([strips[row].crop(0, left), other.crop(left, right), strips[row].crop(right, WIDTH)])
        spans.append((row, left, right))
    after = LayoutUpdate([[one] for one in strips], Region(0, 0, WIDTH, HEIGHT))
    assert screen(before, sparing(chops(strips, spans))) == screen(before, after)


def test_of_a_row_with_two_changed_runs_nothing_else_is_sent() -> None:
    row = Strip([Segment("0123456789" * 4, Style(color="red"))])
    sent = sparing(chops([row], [(0, 5, 7), (0, 30, 31)])).render_segments(console())
    assert sent == "\x1b[1;6H\x1b[31m56\x1b[1;31H0\x1b[39m"


def test_a_color_that_stays_is_not_sent_again() -> None:
    ground = "#101010"
    row = Strip([Segment("a", Style(color="red", bgcolor=ground)), Segment("b", Style(color="blue", bgcolor=ground))])
    sent = sparing(LayoutUpdate([[row]], Region(0, 0, 2, 1))).render_segments(console())
    assert sent == "\x1b[1;1H\x1b[31;48;2;16;16;16ma\x1b[34mb\x1b[39;49m"


@pytest.mark.parametrize("colors", ["truecolor", "256", "standard"])
def test_colors_are_those_that_the_terminal_has(colors: str) -> None:
    terminal, color = console(colors), Color.parse("#e4e1db")
    codes = ";".join(color.downgrade(terminal._color_system or ColorSystem.TRUECOLOR).get_ansi_codes())
    row = Strip([Segment("a", Style(color=color, bold=True)), Segment("b", Style(color=color))])
    sent = sparing(LayoutUpdate([[row]], Region(0, 0, 2, 1))).render_segments(terminal)
    assert sent == f"\x1b[1;1H\x1b[0;1;{codes}ma\x1b[0;{codes}mb\x1b[39m"
    assert codes.count(";") == {"truecolor": 4, "256": 2, "standard": 0}[colors]


def test_a_link_is_sent_as_it_is_and_what_follows_has_its_own_colors() -> None:
    row = Strip([Segment("a", Style(color="red")), Segment("b", Style(link="x:y")), Segment("c", Style(color="red"))])
    sent = sparing(LayoutUpdate([[row]], Region(0, 0, 3, 1))).render_segments(console())
    assert "x:y" in sent
    assert sent.endswith("\x1b[31mc\x1b[39m")


def test_half_of_a_wide_character_is_never_sent() -> None:
    row = Strip([Segment("a表意b")])
    assert [whole(row, *run) for run in ((0, 1), (1, 2), (2, 3), (2, 4), (5, 6))] == [
        (0, 1), (1, 3), (1, 3), (1, 5), (5, 6)
    ]  # fmt: skip


def test_an_update_of_another_kind_is_left_as_it_is() -> None:
    update = CompositorUpdate()
    assert sparing(update) is update
    assert sparing(None) is None
