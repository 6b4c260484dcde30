"""Standard streams that are full, closed, or read by nobody: one line and an exit status, whatever the command."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tutor.commands.files import say_whose_course
from tutor.course.catalogue import load_course

COMMANDS = (
    ["list"],
    ["list", "--json"],
    ["progress", "--json"],
    ["notes"],
    ["notes", "--json"],
    ["doctor"],
    ["run", "slope", "--cell", "1"],
    ["run", "slope", "--cell", "1", "--json"],
    ["check", "downhill", "{course}/slope/downhill/solution.py"],
    ["--help"],
    ["--version"],
    ["completion", "zsh"],
)


@pytest.fixture(autouse=True)
def _known_course(tiny_course: Path, tutor_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """With which rights its code runs has been said."""
    assert tutor_home.is_dir()
    say_whose_course(load_course(tiny_course))
    capsys.readouterr()


def called(arguments: list[str], course: Path, kernel: str, redirection: str) -> subprocess.CompletedProcess[str]:
    """The command line by a shell, with one of its streams redirected."""
    words = [word.format(course=course) for word in arguments]
    if words[0] in ("list", "progress", "notes", "run", "check"):
        words += ["--course", str(course)]
    if words[0] in ("run", "check", "doctor"):
        words += ["--kernel", kernel]
    return subprocess.run(
        ["sh", "-c", f'"$@" {redirection}', "sh", sys.executable, "-m", "tutor", *words],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_output_that_cannot_be_written_is_one_line(arguments: list[str], tiny_course: Path, warm_kernel: str) -> None:
    done = called(arguments, tiny_course, warm_kernel, ">/dev/full")
    assert done.returncode == 1
    assert done.stderr == "Error: The output could not be written: No space left on device.\n"


@pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)
def test_output_that_is_closed_is_one_line(arguments: list[str], tiny_course: Path, warm_kernel: str) -> None:
    done = called(arguments, tiny_course, warm_kernel, ">&-")
    assert done.returncode == 1
    assert done.stderr == "Error: Standard output is closed, so nothing could be shown.\n"


@pytest.mark.parametrize("redirection", ["<&-", "2>&-", "<&- 2>&-"])
def test_other_streams_that_are_closed_do_not_matter(redirection: str, tiny_course: Path, warm_kernel: str) -> None:
    done = called(["run", "slope", "--cell", "1"], tiny_course, warm_kernel, redirection)
    assert (done.returncode, done.stderr) == (0, "")
    assert "cell 1" in done.stdout


def test_without_input_the_tutor_says_that_it_needs_a_terminal() -> None:
    done = subprocess.run(
        ["sh", "-c", '"$@" <&-', "sh", sys.executable, "-m", "tutor"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 2
    assert "needs a terminal" in done.stderr
