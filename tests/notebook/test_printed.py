"""What cells print with carriage returns and codes: the last state stays, and no code is obeyed by the terminal."""

from __future__ import annotations

import pytest

from tutor.views.printed import Settling, Transcript, is_row, settled

TQDM = "".join(f"\r {done:3}%|{'#' * (done // 10):10}| {done}/100" for done in range(0, 101, 10))
NESTED = "\r0: 0%\n\r1: 0%\x1b[A\n\r1: 9%\x1b[A\r0: 5%\n\r1: 3%\x1b[A\r0: 9%\n\n"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("\r".join(f"step {n}" for n in range(300)), "step 299"),
        ("".join(f"step {n}\r" for n in range(3)) + "\ndone\n", "step 2\ndone"),
        (TQDM + "\n", " 100%|##########| 100/100"),
        ("over\rwrite", "write"),
        ("100 %\r9", "900 %"),
        ("dos\r\nlines\r\n", "dos\nlines"),
        ("\x1b[31mred\x1b[0m and \x1b[1;38;5;12mblue\x1b[m", "red and blue"),
        ("\x1b]0;a title\x07text \x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "text link"),
        ("\x1b(Btext\x1b=", "text"),
        ("abc\b\bX", "aXc"),
        ("long line\r\x1b[Kshort", "short"),
        ("10/10 [====]\b\b\b\b\b\b\x1b[K done", "10/10  done"),
        ("\x1b[2J\x1b[Hcleared", "cleared"),
        (NESTED, "0: 9%\n1: 3%"),
        ("bell\x07 \x00", "bell␇ ␀"),
        ("[/red] [bold]", "[/red] [bold]"),
    ],
)
def test_the_last_state_stays_however_the_text_is_cut(text: str, left: str) -> None:
    assert settled(text).rstrip("\n") == left
    for width in (1, 2, 3, 7):
        transcript = Transcript()
        for at in range(0, len(text), width):
            transcript.write(text[at : at + width])
        assert "\n".join(transcript.lines).rstrip("\n") == left


def test_a_bar_on_one_stream_moves_in_its_place_while_the_other_prints() -> None:
    transcript = Transcript()
    for done in range(3):
        transcript.write(f"\r{done} of 2", "stderr")
        transcript.write(f"loss {done}\n", "stdout")
    assert transcript.lines == ["2 of 2", "loss 0", "loss 1", "loss 2"]


def test_a_bar_that_scrolled_out_of_what_is_kept_begins_anew() -> None:
    transcript = Transcript()
    transcript.write("".join(f"{n}\n" for n in range(Transcript.HEAD)))
    transcript.write("\rbar 1", "stderr")
    transcript.write("".join(f"{n}\n" for n in range(2 * Transcript.TAIL)))
    transcript.write("\rbar 2", "stderr")
    assert transcript.lines[-1] == "bar 2"
    assert len(transcript.lines) == Transcript.HEAD + Transcript.TAIL + 1


def passed_on(*pieces: str) -> list[str]:
    settling = Settling()
    return [one for piece in pieces for one in settling.write(piece)] + [settling.flush()]


def test_what_is_appended_goes_on_at_once_and_what_is_overwritten_when_it_is_done() -> None:
    assert passed_on(".", ".", ".\n") == [".", ".", ".\n", ""]
    assert passed_on("\r 10 %", "\r 20 %", "\r100 %", "\n") == ["100 %\n", ""]
    assert passed_on("\r 10 %", "\r 20 %") == [" 20 %"]
    assert passed_on("loading", "\rdone   \n") == ["loading", "\ndone   \n", ""]
    assert passed_on("\x1b[32mok\x1b", "[0m\n") == ["ok\n", ""]


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("        Name    Self CPU %      Self CPU", True),
        ("------------  ------------  ------------", True),
        ("   aten::div        52.07%      33.597ms", True),
        ("0   1.0  -2.0", True),
        ("tensor([ 0.0317,  0.0891,  0.0169, -0.0977,", False),
        ("         0.0565,  0.0098], grad_fn=<SliceBackward0>)", False),
        ("[1.  2.  3.]", False),
        ("Epoch 1  loss: 0.3  acc: 0.5  rate: 2", False),
        ("words of a sentence", False),
        ("", False),
    ],
)
def test_a_row_of_a_table_is_told_from_an_array_and_a_log(line: str, is_one: bool) -> None:
    assert is_row(line) == is_one


def test_of_a_line_that_is_written_over_for_long_no_more_is_kept_than_stands() -> None:
    settling = Settling()
    for step in range(5000):
        assert not list(settling.write(f"\r{step} of 5000 {'#' * (step // 100)}"))
    assert len(settling._open) < 2 * Settling.LONG
    assert list(settling.write("\rend\n")) == [f"end9 of 5000 {'#' * 49}\n"]
