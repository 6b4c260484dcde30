"""Pictures as pixels, by what a terminal is asked, what it answers and what it is sent then."""

from __future__ import annotations

import importlib.util
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from picture_terminal import PLACE, PictureTerminal, Sixels, difference, opened
from test_tutor_in_a_terminal import NO_KERNEL

from tutor.ui.terminal.placeholders import marks

Open = Callable[..., PictureTerminal]

pytestmark = pytest.mark.skipif(
    importlib.util.find_spec("PIL") is None, reason="Pillow is not installed: pip install '.[open]'"
)
NAME, KITTY, CELL, ATTRIBUTES = "\x1bP>|kitty(0.35.2)\x1b\\", "\x1b_Gi=31;OK\x1b\\", "\x1b[6;20;10t", "\x1b[?62;22c"
AS_KITTY = (NAME, KITTY, CELL, ATTRIBUTES)
AS_ITERM = ("\x1bP>|iTerm2 3.5.0\x1b\\", CELL, ATTRIBUTES)
AS_FOOT = ("\x1bP>|foot(1.20)\x1b\\", CELL, "\x1b[?62;4;22c")
QUESTION = b"\x1b[>q\x1b_Gi=31"
STILL = 0.6
"""Seconds in which what would come has come: pictures come a fifth of a second after all else."""


@pytest.fixture
def picture(tmp_path: Path) -> Any:
    """A picture of 400×200 pixels beside a file: of colors that go over into one another, from row to row, too."""
    from PIL import Image

    across = Image.linear_gradient("L").rotate(90).resize((400, 200))
    down = Image.new("L", (400, 200))
    for top in range(0, 200, 50):
        down.paste(Image.linear_gradient("L").resize((400, 50)), (0, top))
    image = Image.merge("RGB", (across, down, Image.new("L", (400, 200), 128)))
    image.save(tmp_path / "a.png")
    (tmp_path / "a.md").write_text(
        "# First\n\n![a picture](a.png)\n\nafter\n\n" + "more\n\n" * 30 + "```python\nx = 1\n```\n"
    )
    return image


@pytest.fixture
def open_file(open_tutor: Callable[..., Any], tmp_path: Path) -> Open:
    def open_it(*options: str, answers: tuple[str, ...] = (), **how: Any) -> PictureTerminal:
        terminal: PictureTerminal = open_tutor(
            "open", str(tmp_path / "a.md"), *options, *NO_KERNEL, kind=PictureTerminal, **how
        )
        terminal.answers = answers
        terminal.wait_for(lambda text: "1/2" in text)
        terminal.press("n")
        terminal.wait_for(lambda text: "2/2" in text and "▀" in text)
        return terminal

    return open_it


def in_half_blocks(terminal: PictureTerminal) -> tuple[int, int]:
    """The first row of the picture, and how many can be seen."""
    rows = [row for row, line in enumerate(terminal.text.splitlines()) if "▀" in line]
    return rows[0], len(rows)


def quit_tutor(terminal: PictureTerminal) -> None:
    terminal.press("\x11")
    terminal.drain()
    assert terminal.process.returncode == 0


@pytest.mark.usefixtures("picture")
@pytest.mark.parametrize("options", [(), ("--pictures", "blocks")])
def test_unless_it_is_chosen_the_terminal_is_asked_nothing(open_file: Open, options: tuple[str, ...]) -> None:
    terminal = open_file(*options, answers=AS_KITTY)
    terminal.wait_until_quiet(STILL)
    assert terminal.asked == 0
    assert not {b"\x1b_G", b"\x1b[>q", b"\x1b[16t"} & {part for part in (b"\x1b_G", b"\x1b[>q", b"\x1b[16t")
                                                        if part in terminal.received}  # fmt: skip


def test_a_variable_chooses_as_the_option_does(open_tutor: Callable[..., Any]) -> None:
    terminal: PictureTerminal = open_tutor(kind=PictureTerminal, PYTORCH_TUTOR_PICTURES="auto")
    terminal.wait_for(lambda text: "Linear regression" in text and terminal.asked == 1)
    assert terminal.received.index(b"Linear regression") < terminal.received.index(QUESTION)


def test_a_picture_is_sent_to_kitty_once_and_stands_in_the_cells_of_the_half_blocks(
    open_file: Open, picture: Any
) -> None:
    terminal = open_file("--pictures", "auto", answers=AS_KITTY)
    terminal.wait_for(lambda _: len(terminal.standing) == 80 * 20)
    assert terminal.received.index(b"1/2") < terminal.received.index(QUESTION)  # the first frame waited for nothing
    (image,) = terminal.images
    assert (image.columns, image.rows) == (80, 20)
    assert difference(opened(image.data), picture) == 0
    (top, left) = min(terminal.standing)
    known = marks()
    assert terminal.standing == {
        (top + row, left + column): (image.number, known[row] + known[column])
        for row in range(20)
        for column in range(80)
    }
    quit_tutor(terminal)
    assert terminal.removed == [image.number]
    assert terminal.received.rindex(b"a=d,d=I") < terminal.received.rindex(b"\x1b[?1049l")


@pytest.mark.usefixtures("picture")
def test_in_kitty_a_picture_scrolls_with_its_text_and_nothing_of_it_is_sent_again(open_file: Open) -> None:
    terminal = open_file("--pictures", "kitty", answers=AS_KITTY[1:])
    terminal.wait_for(lambda _: len(terminal.standing) == 80 * 20)
    top, left = min(terminal.standing)
    terminal.press("\x1b[B" * 7)
    terminal.wait_for(lambda _: 0 < len(terminal.standing) < 80 * 20)
    terminal.wait_until_quiet(STILL)
    first, _ = min(terminal.standing)
    row = 20 - len(terminal.standing) // 80
    assert terminal.standing[first, left][1] == marks()[row] + marks()[0]
    assert len(terminal.images) == 1
    assert first <= top


@pytest.mark.usefixtures("picture")
def test_below_a_window_a_picture_is_in_half_blocks_and_comes_back_after_it(open_file: Open) -> None:
    terminal = open_file("--pictures", "auto", answers=AS_KITTY)
    terminal.wait_for(lambda _: len(terminal.standing) == 80 * 20)
    before = len(terminal.received)
    terminal.press("?")
    terminal.wait_for(lambda text: "keys" in text and not terminal.standing)
    terminal.wait_until_quiet(STILL)
    assert PLACE.encode() not in terminal.received[before:]
    terminal.press("\x1b")
    terminal.wait_for(lambda _: len(terminal.standing) == 80 * 20)
    assert len(terminal.images) == 1
    assert terminal.removed == []


@pytest.mark.usefixtures("picture")
def test_a_picture_that_no_page_has_any_more_is_forgotten(open_file: Open) -> None:
    terminal = open_file("--pictures", "auto", answers=AS_KITTY)
    terminal.wait_for(lambda _: bool(terminal.standing))
    terminal.press("p")
    terminal.wait_for(lambda _: bool(terminal.removed))
    assert terminal.removed == [terminal.images[0].number]


@pytest.mark.usefixtures("picture")
def test_with_256_colors_a_picture_has_the_number_of_a_color(open_file: Open) -> None:
    terminal = open_file("--pictures", "auto", answers=AS_KITTY, TERM="xterm-kitty", COLORTERM="")
    terminal.wait_for(lambda _: bool(terminal.images) and PLACE in terminal.text)
    (image,) = terminal.images
    assert 16 < image.number < 232
    assert f"\x1b[38;5;{image.number}".encode() in terminal.received


@pytest.mark.usefixtures("picture")
def test_while_it_is_suspended_the_terminal_has_no_pictures_and_afterwards_it_has_them_again(open_file: Open) -> None:
    terminal = open_file("--pictures", "auto", answers=AS_KITTY)
    terminal.wait_for(lambda _: len(terminal.standing) == 80 * 20)
    os.kill(terminal.process.pid, signal.SIGTSTP)
    stat = Path(f"/proc/{terminal.process.pid}/stat")
    terminal.wait_for(lambda _: stat.read_text().rpartition(")")[2].split()[0] == "T")
    terminal.read(0)
    assert terminal.received.count(b"\x1b[?1049l") == 1
    assert terminal.removed == [terminal.images[0].number]
    os.kill(terminal.process.pid, signal.SIGCONT)
    terminal.wait_for(lambda _: len(terminal.images) == 2)
    number = terminal.images[1].number
    terminal.wait_for(lambda _: {shown for shown, _ in terminal.standing.values()} == {number})
    quit_tutor(terminal)
    assert terminal.removed == [image.number for image in terminal.images]


@pytest.mark.usefixtures("picture")
@pytest.mark.parametrize("answers", [(), (ATTRIBUTES,), ("\x1b_Gi=31;ENOTSUPPORTED:none\x1b\\", ATTRIBUTES)])
def test_a_terminal_that_does_not_say_that_it_can_is_sent_half_blocks(
    open_file: Open, answers: tuple[str, ...]
) -> None:
    terminal = open_file("--pictures", "auto", answers=answers)
    terminal.wait_until_quiet(STILL)
    assert terminal.asked == 1
    assert terminal.images == terminal.painted == []
    terminal.press("p")
    terminal.wait_for(lambda text: "1/2" in text)
    quit_tutor(terminal)


@pytest.mark.usefixtures("picture")
def test_what_is_answered_late_and_in_pieces_is_no_key_and_the_picture_comes_then(open_file: Open) -> None:
    terminal = open_file("--pictures", "auto")
    terminal.wait_until_quiet(STILL)
    text, late = terminal.text, "".join(AS_KITTY)
    for piece in (late[:20], late[20:41], late[41:]):
        terminal.press(piece)
        terminal.read(0.02)
    terminal.wait_for(lambda _: len(terminal.standing) == 80 * 20)
    rows = {row for row, _ in terminal.standing}
    other = [[line for row, line in enumerate(one.splitlines()) if row not in rows] for one in (text, terminal.text)]
    assert other[0] == other[1]


@pytest.mark.usefixtures("picture")
def test_within_tmux_nothing_is_asked_unless_one_insists(open_file: Open) -> None:
    terminal = open_file("--pictures", "auto", answers=AS_FOOT, TERM="tmux-256color")
    terminal.wait_until_quiet(STILL)
    assert terminal.asked == 0


@pytest.mark.parametrize(
    ("answers", "way"), [(AS_FOOT, "auto"), (AS_FOOT, "sixel"), (AS_ITERM, "auto"), (AS_ITERM, "iterm")]
)
def test_sixels_and_inline_images_are_painted_over_the_half_blocks(
    open_file: Open, picture: Any, answers: tuple[str, ...], way: str
) -> None:
    terminal = open_file("--pictures", way, answers=answers)
    terminal.wait_for(lambda _: bool(terminal.painted))
    (one,) = terminal.painted
    assert (one.row, 20) == in_half_blocks(terminal)
    image = one.image()
    if answers is AS_FOOT:
        assert image.size == (800, 396)  # all of 80×20 cells but for what is no whole row of sixels
        assert difference(image.resize((400, 198)), picture.crop((0, 0, 400, 198))) < 6
    else:
        assert (one.options["width"], one.options["height"]) == ("80", "20")
        assert difference(image, picture) < 6


@pytest.mark.parametrize("answers", [AS_FOOT, AS_ITERM])
def test_of_a_picture_that_is_scrolled_what_can_be_seen_is_painted_anew_once_it_stands_still(
    open_file: Open, picture: Any, answers: tuple[str, ...]
) -> None:
    terminal = open_file("--pictures", "auto", answers=answers)
    terminal.wait_for(lambda _: len(terminal.painted) == 1)
    terminal.press("\x1b[B" * 7)

    def height() -> int:
        last = terminal.painted[-1]
        return last.size[1] if isinstance(last, Sixels) else int(last.options["height"]) * 20

    def is_shown(_: str) -> bool:
        first, rows = in_half_blocks(terminal)
        return rows < 20 and terminal.painted[-1].row == first and height() // 6 == rows * 20 // 6

    terminal.wait_for(is_shown)
    _, rows = in_half_blocks(terminal)
    image = terminal.painted[-1].image()
    part = picture.crop((0, 200 - 10 * rows, 400, 200)).resize(image.size)
    assert difference(image, part) < 6


@pytest.mark.usefixtures("picture")
@pytest.mark.parametrize("answers", [AS_FOOT, AS_ITERM])
def test_what_is_painted_goes_below_a_window_and_is_painted_anew_after_it(
    open_file: Open, answers: tuple[str, ...]
) -> None:
    terminal = open_file("--pictures", "auto", answers=answers)
    terminal.wait_for(lambda _: len(terminal.painted) == 1)
    terminal.press("?")
    terminal.wait_for(lambda text: "keys" in text)
    terminal.wait_until_quiet(STILL)
    assert len(terminal.painted) == 1
    terminal.press("\x1b")
    terminal.wait_for(lambda _: len(terminal.painted) == 2)
    assert (terminal.painted[0].row, terminal.painted[0].data) == (terminal.painted[1].row, terminal.painted[1].data)
    terminal.wait_until_quiet(STILL)
    assert len(terminal.painted) == 2


@pytest.mark.usefixtures("picture")
def test_over_a_network_a_picture_takes_no_more_bytes_than_a_line_can_carry(open_file: Open, tmp_path: Path) -> None:
    from PIL import Image

    Image.effect_noise((600, 300), 90).convert("RGB").save(tmp_path / "a.png")
    terminal = open_file("--pictures", "auto", answers=AS_ITERM, SSH_CONNECTION="10.0.0.1 1 10.0.0.2 22")
    terminal.wait_for(lambda _: bool(terminal.painted))
    assert len(terminal.painted[0].data) <= 60_000
