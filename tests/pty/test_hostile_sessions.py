"""What a cell can do to its process, seen on a real terminal: named in words, and the next run works."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pseudo_terminal import PseudoTerminal, open_with

RUN = "\x12"  # ctrl+r

CELLS = {
    "Segfault": ("import ctypes\nctypes.string_at(0)", "segmentation fault"),
    "Leaves": ("import os\nos._exit(0)", "os._exit"),
    "Terabyte": ("import torch\ntorch.zeros(10**12)", "memory"),
    "Flood": ("while True:\n    print('flood ' * 100)", "printed more than"),
    "One line": ("while True:\n    print('flood ' * 100, end='')", "printed more than"),
    "Deaf": (
        "while True:\n    try:\n        while True:\n            pass\n    except KeyboardInterrupt:\n        pass",
        "did not end when it was asked to",
    ),
}
"""A lesson for each: its cell, and a word of what is said of it."""

LESSON = '''\
# /// lesson
# title = "{title}"
# ///
# %% [markdown]
"""
# A good cell
Before the other.
"""
# %%
import time

print("good", time.monotonic_ns())
# %% [markdown]
"""
# The other cell
It goes wrong.
"""
# %%
{source}
'''


def slug(title: str) -> str:
    return title.lower().replace(" ", "_")


@pytest.fixture(scope="module")
def tutor(tmp_path_factory: pytest.TempPathFactory, warm_kernel: str) -> Iterator[PseudoTerminal]:
    """One tutor for all of these, on a course with a lesson for each."""
    course = tmp_path_factory.mktemp("hostile")
    for title, (source, _) in CELLS.items():
        folder = course / slug(title)
        folder.mkdir()
        (folder / "lesson.py").write_text(LESSON.format(title=title, source=source))
    lessons = ", ".join(f'"{slug(title)}"' for title in CELLS)
    (course / "course.toml").write_text(
        f'format = 1\ntitle = "Hostile"\n[[parts]]\ntitle = "Only"\nlessons = [{lessons}]\n'
    )
    terminal = open_with(tmp_path_factory.mktemp("home"), "--course", str(course), "--kernel", warm_kernel)
    try:
        yield terminal
    finally:
        terminal.close()


def run(terminal: PseudoTerminal) -> None:
    terminal.wait_until_quiet(0.1)
    terminal.press(RUN)


@pytest.mark.parametrize("title", CELLS)
def test_what_became_of_a_cell_is_said_and_the_next_run_works(tutor: PseudoTerminal, title: str) -> None:
    tutor.wait_for(lambda text: "enter open" in text and "torch" in text and "starting" not in text)
    tutor.press("/")
    tutor.wait_for(lambda text: "esc all lessons" in text)
    tutor.press(title)
    tutor.wait_until_quiet(0.1)
    tutor.press("\r")
    tutor.wait_for(lambda text: f"{title} ▸ A good cell" in text)
    tutor.press("n")
    tutor.wait_for(lambda text: "▸ The other cell" in text)
    run(tutor)
    if title == "Deaf":
        tutor.wait_for(lambda text: "running ─╯" in text)
        tutor.press("s")
    word = CELLS[title][1]
    tutor.wait_for(lambda text: word in " ".join(text.replace("█", " ").split()))
    tutor.press("p")
    tutor.wait_for(lambda text: "▸ A good cell" in text)
    run(tutor)
    tutor.wait_for(lambda text: "good " in text)
    tutor.press("\x1b")


def test_what_a_cell_prints_is_shown_and_not_obeyed(tmp_path: Path, warm_kernel: str) -> None:
    course = tmp_path / "course"
    (course / "odd").mkdir(parents=True)
    (course / "course.toml").write_text('format = 1\ntitle = "C"\n[[parts]]\ntitle = "P"\nlessons = ["odd"]\n')
    source = r"""
print("[/red] [bold]not bold[/bold]")
print("\x1b[2J\x1b[31mred\x1b]0;another title\x07\x1b[?1049l")
print("nul \x00 bell \x07 wide 漢字 combined e\u0301 end")
print("\x1b[6n\x1b[c")
"""
    (course / "odd" / "lesson.py").write_text(LESSON.format(title="Odd", source=source))
    terminal = open_with(tmp_path / "home", "odd", "--course", str(course), "--kernel", warm_kernel)
    try:
        terminal.wait_for(lambda text: "▸ A good cell" in text and "starting" not in text)
        terminal.press("n")
        terminal.wait_for(lambda text: "▸ The other cell" in text)
        before = len(terminal.received)
        run(terminal)
        terminal.wait_for(lambda text: "end" in text and "␀" in text)
        terminal.wait_until_quiet(0.3)
        sent = terminal.received[before:]
        assert "[/red] [bold]not bold[/bold]" in terminal.text
        for control in (b"\x1b[2J", b"\x1b]0;", b"\x07", b"\x00", b"\x1b[?1049l", b"\x1b[6n", b"\x1b[c"):
            assert control not in sent
        assert "▸ The other cell" in terminal.text
    finally:
        terminal.close()
