"""Keys that a real terminal hands over at once, as a slow line or a paste without brackets does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pseudo_terminal import PseudoTerminal
from test_tutor_in_a_terminal import NO_KERNEL

OpenTutor = Callable[..., PseudoTerminal]
LEFT, BACKSPACE = "\x1b[D", "\x7f"


def in_an_answer(open_tutor: OpenTutor) -> PseudoTerminal:
    """In the text of the first exercise, whose first blank is selected."""
    terminal = open_tutor(*NO_KERNEL)
    terminal.wait_for(lambda text: "starting torch" in text and "Why PyTorch" in text)
    terminal.press("x")
    terminal.wait_for(lambda text: "Exercises · " in text and "enter open" in text and "▸" in text)
    terminal.press("\r")
    terminal.wait_for(lambda text: "enter edit" in text)
    terminal.press("\r")
    terminal.wait_for(lambda text: "esc keys" in text)
    return terminal


def answer(terminal: PseudoTerminal, home: Path) -> str:
    """The text as the tutor leaves it on disk."""
    terminal.press("\x11")
    terminal.drain()
    assert terminal.process.returncode == 0
    return next((home / "work").rglob("*.py")).read_text()


def test_keys_of_a_burst_are_applied_in_their_order(open_tutor: OpenTutor, tmp_path: Path) -> None:
    terminal = in_an_answer(open_tutor)
    terminal.press(f"abX{BACKSPACE}c{LEFT}{LEFT}Z\r")
    terminal.wait_for(lambda text: "aZ" in text)
    assert "\n    aZ\n    bc\n" in answer(terminal, tmp_path / "home")


def test_a_paste_without_brackets_keeps_its_own_indents(open_tutor: OpenTutor, tmp_path: Path) -> None:
    terminal = in_an_answer(open_tutor)
    pasted = "for one in p:\n        if one:\n            return h\n    # after\n    last"
    terminal.press(pasted.replace("\n", "\r"))
    terminal.wait_for(lambda text: "last" in text)
    assert f"\n    {pasted}\n" in answer(terminal, tmp_path / "home")


def test_a_rate_typed_ahead_arrives(open_tutor: OpenTutor) -> None:
    terminal = open_tutor(*NO_KERNEL, "slope", "--course", str(Path(__file__).parent.parent / "tiny_course"))
    terminal.wait_for(lambda text: "1/" in text)
    terminal.press("n=0.013\r")
    terminal.wait_for(lambda text: "2/" in text and " 0.013" in text and " to " not in text.split("\n")[-2])
