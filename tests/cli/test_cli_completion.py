"""What a shell completes, asked as the shells' own scripts ask."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete

from tutor.cli import PROGRAM, SHELLS, main, tutor


def completed(*words: str) -> list[str]:
    """What the last of the words may become."""
    found = ShellComplete(tutor, {}, PROGRAM, "_PYTORCH_TUTOR_COMPLETE").get_completions(list(words[:-1]), words[-1])
    return [item.value for item in found]


def test_the_first_word_is_a_command_or_a_lesson() -> None:
    assert completed("l") == ["list", "linear_regression", "learning_rate", "losses"]


def test_a_command_and_its_options_are_completed() -> None:
    assert completed("no") == ["notes"]
    assert completed("notes", "--o") == ["--output"]


def test_run_takes_a_lesson_or_a_file() -> None:
    assert set(completed("run", "ten")) == {"tensors", "ten"}


@pytest.mark.parametrize("command", ["watch", "reset"])
def test_an_exercise_is_completed(command: str) -> None:
    assert completed(command, "one_s") == ["one_step"]


def test_check_takes_an_exercise_or_a_file() -> None:
    assert set(completed("check", "one_s")) == {"one_step", "one_s"}


def test_a_course_that_is_named_is_the_one_completed(tiny_course: Path) -> None:
    assert completed("--course", str(tiny_course), "run", "s")[1:] == ["slope"]
    assert completed("--course", str(tiny_course), "watch", "") == ["downhill"]


def test_a_course_that_is_not_there_completes_to_nothing(tmp_path: Path) -> None:
    assert completed("--course", str(tmp_path), "run", "") == [""]


@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_of_each_shell_asks_the_tutor(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == 0
    script = capsys.readouterr().out
    assert f"_PYTORCH_TUTOR_COMPLETE={shell}_complete" in script


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash here")
def test_bash_completes_by_the_script(tmp_path: Path) -> None:
    """The function that the script defines, called as bash does at a press of tab."""
    command = tmp_path / PROGRAM
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -m tutor "$@"\n')
    command.chmod(0o755)
    ask = (
        f'eval "$({command} completion bash)"; COMP_WORDS=(pytorch-tutor ten); COMP_CWORD=1; '
        f'_pytorch_tutor_completion {command}; printf "%s" "${{COMPREPLY[*]}}"'
    )
    done = subprocess.run(["bash", "-c", ask], capture_output=True, text=True, check=False, timeout=60)
    assert (done.stdout, done.stderr) == ("tensors", "")
