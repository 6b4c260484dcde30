from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tutor import __version__
from tutor.cli import main
from tutor.commands.lookup import UsageError, value_of
from tutor.course.lesson import read_lesson


def test_list_names_parts_and_lessons(tiny_course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", "--course", str(tiny_course), "--json"]) == 0
    lesson = {"slug": "slope", "title": "A slope", "minutes": 3, "exercises": ["downhill"]}
    parts = json.loads(capsys.readouterr().out)["parts"]
    assert parts[0] == {"title": "All that the tutor can do", "lessons": [lesson], "milestone": None}
    assert [part["title"] for part in parts] == ["All that the tutor can do", "What goes wrong"]


def test_list_for_people_has_a_line_for_each_lesson(tiny_course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", "--course", str(tiny_course)]) == 0
    out = capsys.readouterr().out.splitlines()
    assert out[:2] == ["1 All that the tutor can do", "    slope    A slope    3 min"]


def test_options_may_stand_before_the_command(tiny_course: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--course", str(tiny_course), "list"]) == 0
    assert "A slope" in capsys.readouterr().out


def test_a_course_with_a_broken_lesson_is_listed_and_the_problem_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "course.toml").write_text('title="T"\nformat=1\n[[parts]]\ntitle="P"\nlessons=["gone"]\n')
    assert main(["list", "--course", str(tmp_path)]) == 0
    captured = capsys.readouterr()
    assert "gone" in captured.out
    assert f"{tmp_path / 'gone' / 'lesson.py'}:1: cannot be read" in captured.err


def test_the_version_is_the_packages(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"pytorch-tutor, version {__version__}\n"


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    out = capsys.readouterr().out
    assert all(f"\n  {command} " in out for command in ("doctor", "list", "run"))
    assert out.startswith("Usage: pytorch-tutor [LESSON|FILE] [OPTIONS]\n       pytorch-tutor COMMAND [ARGUMENTS]\n")
    assert all(f"  {option} " in out for option in ("--device D", "--course DIR", "--theme T", "--kernel COMMAND"))


@pytest.mark.parametrize("arguments", [["-h"], ["--help"], ["help"]])
def test_help_has_three_names(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    wanted = capsys.readouterr().out
    assert main(arguments) == 0
    assert capsys.readouterr().out == wanted


def test_what_help_says_of_each_command_is_a_whole_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["help"]) == 0
    said = capsys.readouterr().out.partition("Commands:")[2].split("\n")
    assert [line for line in said if line.strip().endswith("...")] == []


def test_help_on_a_command_is_that_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "-h"]) == 0
    wanted = capsys.readouterr().out
    assert main(["help", "check"]) == 0
    assert capsys.readouterr().out == wanted
    assert main(["help", "chek"]) == 2
    assert capsys.readouterr().err == "Error: There is no command 'chek'. Did you mean check?\n"


def test_an_error_names_no_command_that_nobody_typed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--bogus"]) == 2
    error = capsys.readouterr().err
    assert "No such option '--bogus'" in error
    assert " open" not in error
    assert "Try 'pytorch-tutor --help' for help." in error


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["slop"], "There is no command or lesson 'slop'. Did you mean slope?"),
        (["lst"], "There is no command or lesson 'lst'. Did you mean list?"),
        (["chek", "half"], "There is no command or lesson 'chek'. Did you mean check?"),
        (["slope", "half"], "Got unexpected extra argument (half)"),
        (["lst", "--json"], "There is no command or lesson 'lst'. Did you mean list?"),
        (["slope", "--json"], "--json is for a file"),
        (["downhill"], "downhill is an exercise of slope. `pytorch-tutor check downhill"),
        (["run", "downhill"], "downhill is an exercise of slope. `pytorch-tutor check downhill"),
        (["check", "slope"], "slope is a lesson. Its exercises are: downhill."),
        (["run", "slop"], "Did you mean slope?"),
        (["run", "zzz"], "There are: slope, trouble."),
        (["run", "slope", "--set", "rate=2"], "rate must lie between 0.01 and 1.5; 2 is above"),
        (["run", "slope", "--set", "rate=0"], "rate must lie between 0.01 and 1.5; 0 is below"),
        (["run", "slope", "--set", "rate=nan"], "rate must lie between 0.01 and 1.5; nan is not a number"),
        (["run", "slope", "--set", "rate=fast"], "rate must be a number, not 'fast'"),
        (["run", "slope", "--set", "count=1.5"], "count must be a whole number, not '1.5'"),
        (["run", "slope", "--set", "count=1000001"], "count must lie between 1 and 1000000; 1000001 is above"),
        (["run", "slope", "--set", "sign=up"], "sign must be one of plus, minus, not 'up'"),
        (["run", "slope", "--set", "rat=1"], "There is no control 'rat' in slope. Did you mean rate?"),
        (["run", "trouble", "--set", "x=1"], "There is no control 'x' in trouble. This lesson has none."),
        (["run", "slope", "--set", "rate"], "--set takes NAME=VALUE, not 'rate'"),
        (["run", "slope", "--cell", "9"], "slope has cells 1 to 4; there is no cell 9"),
        (["run", "slope", "--cell", "0"], "0 is not in the range x>=1"),
        (["run", "slope", "--device", "potato"], "'potato' is not a device; a device is auto, cpu, cuda, cuda:N"),
        (["run"], "Missing argument 'LESSON|FILE'"),
        (["run", "slope", "--loud"], "No such option"),
        (["slope", "--device", "tpu"], "'tpu' is not a device"),
        (
            ["slope", "--pictures", "gif"],
            "'gif' is no way to show pictures; it can be blocks, auto, kitty, iterm or sixel",
        ),
    ],
)
def test_what_cannot_be_is_one_clear_line_and_exit_2(
    tiny_course: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    assert main([*arguments, "--course", str(tiny_course)]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert words in captured.err.splitlines()[-1]


def test_a_variable_that_cannot_be_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PYTORCH_TUTOR_PICTURES", "gif")
    assert main([]) == 2
    said = capsys.readouterr().err.splitlines()[-1]
    assert said == "Error: PYTORCH_TUTOR_PICTURES is 'gif'; it can be blocks, auto, kitty, iterm or sixel."


def test_a_folder_that_is_no_course_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", "--course", str(tmp_path)]) == 2
    assert f"{tmp_path} is not a course: it has no course.toml" in capsys.readouterr().err


def test_without_a_terminal_the_commands_that_need_none_are_named() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tutor"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 2
    assert "needs a terminal" in done.stderr
    assert "pytorch-tutor list" in done.stderr
    assert "pytorch-tutor run" in done.stderr


@pytest.mark.parametrize(
    ("name", "text", "value"), [("rate", "1e-2", 0.01), ("count", "5", 5), ("sign", "minus", "minus")]
)
def test_a_controls_value_has_the_controls_type(tiny_course: Path, name: str, text: str, value: object) -> None:
    control = read_lesson(tiny_course / "slope").control(name)
    assert control is not None
    read = value_of(control, text)
    assert (read, type(read)) == (value, type(value))


def test_both_ends_of_a_slider_are_allowed(tiny_course: Path) -> None:
    control = read_lesson(tiny_course / "slope").control("rate")
    assert control is not None
    assert [value_of(control, text) for text in ("0.01", "1.5")] == [0.01, 1.5]
    with pytest.raises(UsageError):
        value_of(control, "1.5000001")
