"""`pytorch-tutor check` with a real kernel: verdicts, exit statuses, what is kept, and answers that do harm."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tutor.cli import main
from tutor.commands.making import TEMPLATE
from tutor.commands.verdicts import as_text
from tutor.course.catalogue import course_key
from tutor.course.exercise import load_exercise
from tutor.kernel.protocol.checks import Checked
from tutor.learner.progress import Store

ANSWERS = TEMPLATE / "first_steps" / "descend"
Check = Callable[..., int]


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with the one exercise 'descend'."""
    folder = tmp_path_factory.mktemp("course") / "made"
    assert main(["new", str(folder)]) == 0
    return folder


@pytest.fixture
def check(course: Path, warm_kernel: str) -> Check:
    """`pytorch-tutor check` in this process; the exit status."""

    def run(*arguments: str | Path) -> int:
        return main(["check", *map(str, arguments), "--course", str(course), "--kernel", warm_kernel])

    return run


@pytest.fixture
def answer_file(tmp_path: Path) -> Callable[[str | bytes], Path]:
    """A file with this text."""

    def write(text: str | bytes) -> Path:
        path = tmp_path / "answer.py"
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    return write


def said(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    data = json.loads(capsys.readouterr().out)
    assert isinstance(data, dict)
    return data


# ------------------------------------------------------------------------------------------------------------ verdicts


def test_only_a_right_answer_has_exit_status_0(check: Check, capsys: pytest.CaptureFixture[str]) -> None:
    assert check("descend", ANSWERS / "solution.py") == 0
    assert check("descend", ANSWERS / "starter.py") == 1
    assert check("descend", ANSWERS / "wrong" / "uphill.py") == 1
    (whose,) = capsys.readouterr().err.splitlines()  # said once, of a course that is not the tutor's own
    assert "runs with your own rights" in whose


def test_json_is_one_object_of_the_agreed_shape(check: Check, capsys: pytest.CaptureFixture[str]) -> None:
    check("descend", ANSWERS / "wrong" / "half.py", "--json")
    data = said(capsys)
    assert list(data) == ["exercise", "verdict", "seconds", "message", "checks"]
    assert data["exercise"] == "descend"
    assert data["verdict"] == "wrong"
    assert data["seconds"] > 0
    assert data["message"].startswith("The balls went half as far as they should.")
    assert [(one["name"], one["outcome"]) for one in data["checks"]] == [
        ("goes down on both sides", "passed"),
        ("goes by the rate times the slope", "failed"),
        ("leaves x as it was", "not reached"),
    ]
    assert all(list(one) == ["name", "outcome", "message"] for one in data["checks"])


def test_an_exercise_may_be_named_with_its_lesson(check: Check) -> None:
    assert check("first_steps/descend", ANSWERS / "solution.py") == 0


def test_text_explains_the_first_failing_check_first(check: Check, capsys: pytest.CaptureFixture[str]) -> None:
    check("descend", ANSWERS / "wrong" / "half.py")
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("✗ first_steps/descend · wrong · ")
    assert lines[2:5] == [
        "✗ goes by the rate times the slope",
        "    The balls went half as far as they should.",
        "    The slope of x² is 2x.",
    ]
    assert lines[6:] == ["✓ goes down on both sides", "· leaves x as it was   not reached"]


def test_text_shows_the_line_that_does_not_run(
    check: Check, answer_file: Callable[[str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert check("descend", answer_file("def descend(x, rate):\n    slope = 2 * z\n    return x - slope\n")) == 1
    out = capsys.readouterr().out
    assert "does not run" in out.splitlines()[0]
    assert "  >    2 │     slope = 2 * z" in out.splitlines()


def test_sentences_are_wrapped_to_the_terminal_and_code_is_not() -> None:
    exercise = load_exercise(ANSWERS, "first_steps")
    line = "x = 1  # " + "a long remark " * 10
    checked = Checked(1, "error", "Line 1 stopped with NameError. " * 6, 0.1, line=1)
    lines = as_text(exercise, line, checked, 60).split("\n")
    assert all(len(one) < 60 for one in lines if "NameError" in one)
    assert sum("NameError" in one for one in lines) > 2
    assert all(one.startswith("    ") for one in lines[2:5])
    assert lines[-1] == f"  >    1 │ {line}".rstrip()


def test_what_an_answer_prints_cannot_steer_the_terminal(
    check: Check, answer_file: Callable[[str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    check("descend", answer_file("def descend(x, rate):\n    print('\\x1b[2Jgone')\n    return x - rate * 2 * x\n"))
    out = capsys.readouterr().out
    assert "Your code printed:" in out
    assert "    gone" in out.splitlines()
    assert "\x1b" not in out
    assert "[2J" not in out


# ---------------------------------------------------------------------------------------------------- what is kept


def test_every_check_counts_as_an_attempt(course: Path, check: Check, tutor_home: Path) -> None:
    check("descend", ANSWERS / "wrong" / "half.py")
    check("descend", ANSWERS / "solution.py")
    check("descend", ANSWERS / "wrong" / "half.py")
    attempt = Store(tutor_home, course_key(course)).practice.attempt("descend")
    assert (attempt.attempts, attempt.status, attempt.verdict) == (3, "right", "wrong")


def test_without_a_file_the_learners_own_is_checked(
    course: Path, check: Check, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own = tmp_path / "work" / "first_steps" / "descend.py"
    assert main(["reset", "descend", "--course", str(course), "--workspace", str(tmp_path / "work")]) == 0
    assert check("descend", "--workspace", tmp_path / "work") == 1
    assert "unfinished" in capsys.readouterr().out
    own.write_text((ANSWERS / "solution.py").read_text())
    assert check("descend", "--workspace", tmp_path / "work") == 0


def test_all_checks_what_was_begun(
    course: Path, check: Check, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    work = tmp_path / "work"
    assert check("--all", "--workspace", work) == 1
    assert "No exercise has been started yet" in capsys.readouterr().out
    main(["reset", "descend", "--course", str(course), "--workspace", str(work)])
    capsys.readouterr()
    assert check("--all", "--json", "--workspace", work) == 1
    data = said(capsys)
    assert (data["begun"], data["right"]) == (1, 0)
    assert data["exercises"][0]["verdict"] == "unfinished"
    (work / "first_steps" / "descend.py").write_text((ANSWERS / "solution.py").read_text())
    assert check("--all", "--workspace", work) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "1 of 1 right"


def test_a_file_with_an_exercises_name_stands_alone(
    check: Check, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "descend.py"
    path.write_text((ANSWERS / "solution.py").read_text())
    assert check(path) == 0
    assert "first_steps/descend · right" in capsys.readouterr().out


# ----------------------------------------------------------------------------------------------------------- bad usage


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["check"], "Missing argument 'EXERCISE'"),
        (["check", "descent"], "There is no exercise 'descent'. Did you mean descend?"),
        (["check", "descends"], "There is no exercise 'descends'. Did you mean descend?"),
        (["check", "first_steps/descent"], "Did you mean first_steps/descend?"),
        (["check", "zzz"], "There is no exercise 'zzz'. There is: descend."),
        (["check", "descend"], "`pytorch-tutor reset descend --course "),
        (
            ["check", "descent.py"],
            "there is no exercise 'descent'. Say which one it answers: `pytorch-tutor check EXERCISE",
        ),
        (["check", "descend", "no/such/file.py"], "There is no file no/such/file.py."),
        (["check", "descend", "/"], "/ is not a regular file."),
        (["check", "descend", "x.py", "--device", "potato"], "'potato' is not a device"),
        (["check", "descend", "x.py", "--kernel", "ssh 'box"], "is not a command that can be read"),
        (["check", "descend", "x.py", "--kernel", ""], "--kernel needs a command"),
        (["check", "descend", "--all"], "--all checks every exercise that you have started"),
        (["check", "descend", "x.py", "y.py"], "unexpected extra argument"),
        (["watch", "descent"], "Did you mean descend?"),
        (["reset"], "Missing argument 'EXERCISE'"),
        (["reset", "descent"], "Did you mean descend?"),
        (["reset", "descend", "--undo"], "There is no text from before a reset of descend"),
        (["progress", "descend"], "unexpected extra argument"),
    ],
)
def test_what_cannot_be_is_one_clear_line_and_exit_2(
    course: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    assert main([*arguments, "--course", str(course)]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert words in captured.err.splitlines()[-1]


def test_a_device_that_is_not_there_is_bad_usage(check: Check, capsys: pytest.CaptureFixture[str]) -> None:
    assert check("descend", ANSWERS / "solution.py", "--device", "cuda:99") == 2
    assert "There is no device 'cuda:99' here; there is: auto, " in capsys.readouterr().err


def test_a_kernel_that_cannot_be_started_is_no_verdict_on_the_answer(
    course: Path, tutor_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = str(ANSWERS / "solution.py")
    assert main(["check", "descend", file, "--course", str(course), "--kernel", "no-such-command", "--json"]) == 1
    data = said(capsys)
    assert data["verdict"] == "killed"
    assert "no-such-command" in data["message"]
    assert Store(tutor_home, course_key(course)).practice.attempt("descend").attempts == 0


def test_a_course_that_is_newer_and_has_a_broken_lesson_is_checked_all_the_same(
    tmp_path: Path, warm_kernel: str
) -> None:
    copy = tmp_path / "copy"
    main(["new", str(copy)])
    toml = copy / "course.toml"
    toml.write_text(toml.read_text().replace('["first_steps"]', '["gone", "first_steps"]').replace("= 1", "= 2"))
    arguments = ["check", "descend", str(ANSWERS / "solution.py"), "--course", str(copy)]
    assert main([*arguments, "--kernel", warm_kernel]) == 0


# ------------------------------------------------------------------------------------------------------------- hostile

GOOD = "def descend(x, rate):\n    return x - rate * 2 * x\n"
LATER = "def descend(x, rate):\n    "


@pytest.mark.parametrize(
    ("text", "verdicts"),
    [
        ("", {"unfinished"}),
        ("# only words\n", {"unfinished"}),
        (GOOD.replace("\n", "\r\n"), {"right"}),
        (GOOD.replace("    ", "\t"), {"right"}),
        ("\ufeff" + GOOD, {"right"}),
        ("def descend(x, rate:\n", {"error"}),
        (b"\x7fELF\x00\xff\xfe", {"error"}),
        ("x = 1\n" * 2_000_000, {"error"}),
        ("import os; os._exit(0)\n" + GOOD, {"killed"}),
        ("import sys; sys.exit()\n" + GOOD, {"error"}),
        (LATER + "import os; os._exit(0)\n", {"killed"}),
        (LATER + "import sys; sys.exit(0)\n", {"wrong", "error"}),
        (LATER + "import ctypes; ctypes.string_at(0)\n", {"killed"}),
        (LATER + "import os; os.abort()\n", {"killed"}),
        (LATER + "return descend(x, rate)\n", {"error"}),
        (LATER + "return input()\n", {"error"}),
        (LATER + "import torch; return torch.zeros(10**13)\n", {"error", "killed"}),
        (LATER + "while True: print('flood' * 1000)\n", {"killed"}),
        (LATER + "import pytest; pytest.skip('so there')\n", {"wrong"}),
        ("import pytest; pytest.exit('enough', returncode=0)\n", {"error"}),
        ("import torch; torch.allclose = lambda *a, **k: True\n" + LATER + "return x\n", {"wrong"}),
        ("class Same:\n    def __eq__(self, o): return True\n" + LATER + "return Same()\n", {"wrong", "error"}),
        ("import os; os.remove(__file__)\n" + GOOD, {"right"}),
    ],
    ids=lambda value: "" if isinstance(value, set) else repr(value[:40]),
)
def test_no_harmful_answer_is_right_and_the_next_check_works(
    check: Check,
    answer_file: Callable[[str | bytes], Path],
    capsys: pytest.CaptureFixture[str],
    text: str | bytes,
    verdicts: set[str],
) -> None:
    status = check("descend", answer_file(text), "--json")
    data = said(capsys)
    assert data["verdict"] in verdicts, data["message"]
    assert status == (0 if data["verdict"] == "right" else 1)
    assert data["message"]
    assert check("descend", ANSWERS / "solution.py") == 0
