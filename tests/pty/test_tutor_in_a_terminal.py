from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pseudo_terminal import PseudoTerminal, wait_until_gone

OpenTutor = Callable[..., PseudoTerminal]
NO_KERNEL = ("--kernel", f"{sys.executable} -c 'import sys; sys.stdin.read()'")
"""A kernel that never says anything and ends with its input; for what needs no torch."""
GONE_WITHIN = 2.0


def home_is_there(text: str) -> bool:
    return "starting torch…" in text and "Linear regression" in text


ENDLESS = """\
# /// lesson
# title = "An endless lesson"
# ///
# %% [markdown]
\"\"\"
# Without end
Runs until it is stopped.
\"\"\"
# %%
import signal

from tutor import live

signal.signal(signal.SIGTERM, signal.SIG_IGN)
for _ in live.steps(10**9):
    live.report(loss=1.0)
"""


@pytest.fixture
def endless(tmp_path: Path) -> tuple[str, ...]:
    """Options that open a lesson whose training never ends, nor heeds SIGTERM."""
    course = tmp_path / "course"
    (course / "endless").mkdir(parents=True)
    (course / "endless" / "lesson.py").write_text(ENDLESS)
    lines = ["format = 1", 'title = "Endless"', "[[parts]]", 'title = "Only"', 'lessons = ["endless"]']
    (course / "course.toml").write_text("\n".join(lines))
    return "endless", "--course", str(course)


def training(terminal: PseudoTerminal) -> set[int]:
    """Start the training; the processes that it takes: the kernel's host and the session."""
    terminal.wait_for(lambda text: "1/1" in text)
    terminal.press("\x12")  # ctrl+r
    terminal.wait_for(lambda text: "running" in text)
    processes: set[int] = terminal.wait_for_processes(2)
    return processes


def silent(terminal: PseudoTerminal) -> bool:
    """Whether nothing is sent for a while, once what was under way has come."""
    terminal.wait_until_quiet(1.0)
    before = len(terminal.received)
    terminal.read(2.0)
    return len(terminal.received) == before


def test_the_first_frame_does_not_wait_for_torch_and_nothing_is_sent_until_one_quits(open_tutor: OpenTutor) -> None:
    terminal = open_tutor(*NO_KERNEL)
    terminal.wait_for(home_is_there)
    assert "enter starts; ? shows the keys" in terminal.text
    assert silent(terminal)
    assert terminal.mode() != terminal.attributes
    terminal.press("q")
    terminal.drain()
    assert terminal.process.returncode == 0
    assert_restored(terminal)


def test_a_text_field_is_silent_and_bytes_that_are_no_text_are_no_end_of_the_tutor(open_tutor: OpenTutor) -> None:
    terminal = open_tutor(*NO_KERNEL)
    terminal.wait_for(home_is_there)
    terminal.press("/")
    terminal.wait_for(lambda text: "words of a title" in text)
    assert silent(terminal)
    terminal.press(b"\xff\xfeabc")
    terminal.wait_for(lambda text: "abc" in text)
    terminal.press("\x11")
    terminal.drain()
    assert terminal.process.returncode == 0


def assert_restored(terminal: PseudoTerminal) -> None:
    """The alternate screen left, the cursor shown, the mouse let go, the line settings as they were."""
    for begun, ended in [
        (b"\x1b[?1049h", b"\x1b[?1049l"),
        (b"\x1b[?25l", b"\x1b[?25h"),
        (b"\x1b[?1000h", b"\x1b[?1000l"),
    ]:
        assert terminal.received.rfind(ended) > terminal.received.rfind(begun) >= 0
    assert terminal.mode() == terminal.attributes


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=lambda number: number.name)
def test_a_signal_ends_the_tutor_and_its_kernel_keeps_what_was_done_and_restores_the_terminal(
    open_tutor: OpenTutor, number: signal.Signals, tmp_path: Path
) -> None:
    terminal = open_tutor(*NO_KERNEL)
    terminal.wait_for(home_is_there)
    processes = terminal.wait_for_processes(1)
    terminal.press("\r")
    terminal.wait_for(lambda text: "1/" in text)
    terminal.press("n")
    terminal.wait_for(lambda text: "2/" in text)
    terminal.process.send_signal(number)
    terminal.drain()
    assert terminal.process.returncode == 128 + number
    assert wait_until_gone(processes, GONE_WITHIN) == set()
    assert_restored(terminal)
    record = json.loads((tmp_path / "home" / "course" / "why_pytorch.json").read_text())
    assert record["screen"] == 1


def test_a_hang_up_in_a_training_leaves_no_process(open_tutor: OpenTutor, endless: tuple[str, ...]) -> None:
    terminal = open_tutor(*endless)
    processes = training(terminal)
    terminal.hang_up()
    assert wait_until_gone({terminal.process.pid, *processes}, GONE_WITHIN) == set()


def test_killing_the_tutor_in_a_training_leaves_no_process(open_tutor: OpenTutor, endless: tuple[str, ...]) -> None:
    terminal = open_tutor(*endless)
    processes = training(terminal)
    os.kill(terminal.process.pid, signal.SIGKILL)
    assert wait_until_gone(processes, GONE_WITHIN) == set()


def test_a_tiny_terminal_says_what_it_needs_and_a_larger_one_shows_home(open_tutor: OpenTutor) -> None:
    terminal = open_tutor(*NO_KERNEL, width=20, height=5)
    terminal.wait_for(lambda text: "60×16" in text)
    for width, height in [(100, 30), (40, 10), (120, 40), (20, 5), (80, 24)]:
        terminal.resize(width, height)
    terminal.wait_for(home_is_there)


def test_a_linux_console_is_sent_only_what_its_font_has(open_tutor: OpenTutor) -> None:
    terminal = open_tutor(*NO_KERNEL, TERM="linux", COLORTERM="")
    terminal.wait_for(lambda text: "starting torch" in text and "Linear regression" in text)
    terminal.wait_until_quiet(1.0)
    for missing in "▸○◐✓╭╮⠋…":
        assert missing not in terminal.text
    assert b"38;2;" not in terminal.received
    assert b"38;5;" not in terminal.received


def test_without_color_no_color_is_sent(open_tutor: OpenTutor) -> None:
    terminal = open_tutor(*NO_KERNEL, NO_COLOR="1")
    terminal.wait_for(home_is_there)
    terminal.wait_until_quiet(1.0)
    for code in (b"38;2;", b"48;2;", b"38;5;", b"[33m", b"[36m"):
        assert code not in terminal.received


def test_a_kernel_command_that_does_not_exist_is_named(open_tutor: OpenTutor) -> None:
    terminal = open_tutor("--kernel", "no-such-command-at-all")
    # One wait for all of it: a read may end in the middle of a frame, with the list of lessons still to come.
    said = ("no-such-command-at-all", "ctrl+g", "Linear regression")
    terminal.wait_for(lambda text: all(words in text for words in said))


def test_a_training_outlives_ctrl_c_and_a_resize_storm_and_ends_with_the_tutor(
    open_tutor: OpenTutor, endless: tuple[str, ...]
) -> None:
    terminal = open_tutor(*endless)
    processes = training(terminal)
    terminal.press("\x03")
    terminal.wait_for(lambda text: "ctrl+q leaves the tutor" in text)
    assert terminal.process.poll() is None
    assert wait_until_gone(processes, 0.0) == processes
    for number in range(60):
        terminal.resize(*[(120, 40), (80, 24), (20, 5), (200, 50), (61, 17)][number % 5])
        terminal.read(0.005)
    terminal.resize(100, 30)
    terminal.wait_for(lambda text: "running" in text and "Without end" in text)
    terminal.wait_for(lambda text: "ctrl+r run" in text.split("\n")[29])
    terminal.press("s")
    terminal.wait_for(lambda text: "running" not in text)
    processes |= training(terminal)
    terminal.press("\x11")
    terminal.drain()
    assert terminal.process.returncode == 0
    assert terminal.received.rpartition(b"\x1b[?1049l")[2].count(b"\n") == 0
    assert wait_until_gone(processes, GONE_WITHIN) == set()


def test_a_signal_in_a_training_leaves_no_process(open_tutor: OpenTutor, endless: tuple[str, ...]) -> None:
    terminal = open_tutor(*endless)
    processes = training(terminal)
    terminal.process.send_signal(signal.SIGTERM)
    terminal.drain()
    assert wait_until_gone(processes, GONE_WITHIN) == set()
    assert_restored(terminal)


def test_a_home_that_cannot_be_written_is_named_and_all_else_works(open_tutor: OpenTutor, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    terminal = open_tutor(*NO_KERNEL, PYTORCH_TUTOR_HOME=str(tmp_path / "file" / "home"))
    terminal.wait_for(lambda text: "starting torch" in text and "Why PyTorch" in text)
    terminal.press("\r")
    terminal.wait_for(lambda text: "1/" in text)
    terminal.press("n")
    terminal.wait_for(lambda text: "2/" in text)
    terminal.press("\x1b")
    terminal.wait_for(lambda text: "not saved" in text or "cannot" in text)


def test_a_locale_without_unicode_is_sent_ascii_only(open_tutor: OpenTutor) -> None:
    terminal = open_tutor(*NO_KERNEL, LC_ALL="C", PYTHONCOERCECLOCALE="0", PYTHONUTF8="0")
    terminal.wait_for(lambda text: "starting torch" in text and "Linear regression" in text)
    terminal.press("\r")
    terminal.wait_for(lambda text: "1/" in text)
    terminal.wait_until_quiet(0.5)
    assert terminal.received.isascii()


STUBBORN = ("--kernel", f"{sys.executable} -c 'import signal, time; signal.signal(15, signal.SIG_IGN); time.sleep(99)'")
"""A kernel that takes its time to end, so that the tutor's own end can be met half-way."""
ENDS_WITHIN = 10.0


@pytest.mark.parametrize("controlling", [True, False], ids=["a hang-up", "no more than an end of input"])
@pytest.mark.parametrize("seen", [b"", b"\x1b[?1000l"], ids=["at once", "when the screen is given back"])
def test_a_terminal_that_goes_away_while_the_tutor_quits_leaves_no_process(
    open_tutor: OpenTutor, controlling: bool, seen: bytes
) -> None:
    terminal = open_tutor(*STUBBORN, controlling=controlling)
    terminal.wait_for(home_is_there)
    processes = terminal.wait_for_processes(1)
    terminal.press("\x11")
    terminal.wait_for(lambda _: seen in terminal.received)
    terminal.hang_up()
    assert wait_until_gone({terminal.process.pid, *processes}, ENDS_WITHIN) == set()


def test_a_terminal_that_ends_without_a_signal_ends_the_tutor(open_tutor: OpenTutor) -> None:
    terminal = open_tutor(*NO_KERNEL, controlling=False)
    terminal.wait_for(home_is_there)
    processes = terminal.wait_for_processes(1)
    terminal.hang_up()
    assert wait_until_gone({terminal.process.pid, *processes}, ENDS_WITHIN) == set()
    assert terminal.process.wait(ENDS_WITHIN) == 129


@pytest.mark.parametrize("rest", ["abc", "abc\x1b[20"])
def test_a_paste_without_an_end_is_taken_as_ended_and_the_keys_work_again(open_tutor: OpenTutor, rest: str) -> None:
    terminal = open_tutor(*NO_KERNEL)
    terminal.wait_for(home_is_there)
    terminal.press("/")
    terminal.wait_for(lambda text: "words of a title" in text)
    terminal.press("\x1b[200~" + rest)
    terminal.wait_for(lambda text: "abc" in text)
    terminal.press("\x11")
    terminal.drain()
    assert terminal.process.returncode == 0


def test_keys_pressed_in_an_endless_paste_do_not_make_it_go_on(open_tutor: OpenTutor) -> None:
    terminal = open_tutor(*NO_KERNEL)
    terminal.wait_for(home_is_there)
    terminal.press("\x1b[200~abc")
    while terminal.process.poll() is None:
        terminal.press("\x11")
        terminal.read(0.2)
    assert terminal.process.returncode == 0


def test_a_note_that_is_being_written_is_on_disk_after_a_hang_up(open_tutor: OpenTutor, tmp_path: Path) -> None:
    terminal = open_tutor("why_pytorch", *NO_KERNEL)
    terminal.wait_for(lambda text: "Watch it learn" in text)
    terminal.press("N")
    terminal.wait_for(lambda text: "Note · screen 1" in text)
    terminal.press("half a though")
    terminal.wait_for(lambda text: "half a though" in text)
    terminal.press("t")
    terminal.hang_up()
    assert wait_until_gone({terminal.process.pid}, GONE_WITHIN) == set()
    assert "half a though" in (tmp_path / "home" / "course" / "all-notes.json").read_text()
