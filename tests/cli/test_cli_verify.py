"""`pytorch-tutor verify`: every kind of defect is found, with its file and line, and nothing where there is none."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest
from broken_course import broken_course

from tutor.cli import main
from tutor.commands.verifying.answers import FIRST, SEEDS, expected_of, in_turn
from tutor.commands.verifying.lessons import _in_the_tutor, needed_by_each, reached, rounds_of, runs_of, settings_of
from tutor.commands.verifying.workshop import RunResult
from tutor.course.exercise import load_exercise
from tutor.course.lesson import read_lesson
from tutor.kernel.protocol.events import Failure
from tutor.kernel.protocol.requests import Cell
from tutor.views.scalar import Scalar


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory, warm_kernel: str) -> tuple[Path, dict[str, Any]]:
    """The course with all defects, and what `verify --json` says of it."""
    import contextlib
    import io

    root = broken_course(tmp_path_factory.mktemp("broken") / "course")
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        assert main(["verify", str(root), "--json", "--kernel", warm_kernel]) == 1
    return root, json.loads(out.getvalue())


@pytest.mark.parametrize(
    ("path", "line", "words"),
    [
        ("course.toml", 1, "this course has format 2"),
        ("gone/lesson.py", 1, "cannot be read: No such file or directory"),
        ("stray.py", 1, "stray: no part names it"),
        ("work/draft", 1, "stray: neither part of the lesson nor one of its exercises"),
        ("needy/lesson.py", 4, "needs 'later', which no earlier lesson teaches; late does"),
        ("needy/lesson.py", 4, "needs 'never', which no earlier lesson teaches"),
        ("out_of_range/lesson.py", 10, "slider 'rate': 5.0 is not between 0.0 and 1.0"),
        ("ends/lesson.py", 11, "with rate = 1.0, it ends with status 'error': ZeroDivisionError"),
        ("choices/lesson.py", 11, "with kind = b, it ends with status 'error': KeyError: 'b'"),
        ("falls/lesson.py", 11, "run as a script, it ends with status 'error': ZeroDivisionError"),
        ("far/lesson.py", 14, "with rate = 1.0, it ends with status 'error': ZeroDivisionError"),
        ("warns/lesson.py", 11, "run as a script, it ends with status 'error': UserWarning: this goes another way"),
        ("syntax/lesson.py", 11, "not Python: expected ':'"),
        ("guess/lesson.py", 12, "live.predict: 2 is not between 0 and 1, the ends of rate"),
        ("tagged/lesson.py", 11, "tag 'hiden' means nothing here; known are hidden, sweep"),
        ("late/idioms.py", 4, "run as a script, it ends with status 'error': ZeroDivisionError"),
        ("needy/idioms.py", 4, "an idiom begins with '# %%' and a few words of what it does"),
        ("needy/idioms.py", 4, "not Python: expected ':'"),
        ("work/easy/starter.py", 1, "is right already: a learner would have nothing to do"),
        ("work/crash/starter.py", 1, "does not run: Line 1 stopped with ModuleNotFoundError"),
        ("late/easy", 1, "there is an exercise of this name already: work/easy"),
        ("work/typo/starter.py", 1, "not Python: expected ':'"),
        ("work/unsolved/solution.py", 1, "is wrong, and must be right: "),
        ("work/narrow/right/factored.py", 1, "is wrong, and must be right: The balls went up."),
        ("work/lenient/wrong/half.py", 1, "is right, and must be wrong"),
        ("work/mute/wrong/half.py", 2, "is not met by 'a word', but by: The balls went half as far"),
        ("work/stops/wrong/half.py", 3, "is error, and must be wrong: "),
        ("work/misplaced/wrong/half.py", 2, "the check that fails is 'goes by the rate times the slope', and must"),
        ("work/misplaced/wrong/uphill.py", 1, "fails: there is no check 'is there'"),
        ("work/unsaid/wrong/half.py", 1, "begins with '# expects: words'"),
        ("work/helpless/task.md", 8, "1 '## Hint' section; two to six"),
        ("work/aimless/task.md", 17, "Hint: there is no check 'is there'"),
        ("work/ahead/task.md", 6, "uses 'magic', which neither this lesson teaches nor an earlier one"),
        ("work/early/task.md", 5, "uses 'later', which neither this lesson teaches nor an earlier one; late does"),
        ("work/fickle/test_fickle.py", 38, "'leaves x as it was' is "),
        ("work/blind/test_blind.py", 38, "test_leaves_x_alone does not take the fixture 'answer'"),
        ("work/doubled/test_doubled.py", 38, "two checks are called 'goes down on both sides'"),
        ("work/spoiled/test_spoiled.py", 1, "not Python: '(' was never closed"),
        ("work/few/right", 1, "1 of at least 2 other ways that are right"),
        ("work/few/wrong", 1, "2 of at least 3 mistakes that learners make"),
        ("work/littered/notes.txt", 1, "stray: no part of an exercise"),
        ("work/littered/right/how.md", 1, "stray: only answers, as .py files, lie in right/"),
        ("work/bare/solution.py", 1, "this file is missing"),
        ("work/torch", 1, "the exercise has the name of a module that answers import: torch"),
        ("work/away", 1, "this folder is missing"),
        ("work/Loud", 1, "'Loud' is not a name for an exercise"),
    ],
)
def test_every_defect_is_found_at_its_line(
    broken: tuple[Path, dict[str, Any]], path: str, line: int, words: str
) -> None:
    root, report = broken
    found = [(one["line"], one["what"]) for one in report["problems"] if one["path"] == str(root / path)]
    assert [what for at, what in found if at == line and words in what], found


def test_the_check_that_a_mistake_fails_may_be_the_tutors_own(broken: tuple[Path, dict[str, Any]]) -> None:
    root, report = broken
    assert str(root / "work/misplaced/wrong/in_place.py") not in [one["path"] for one in report["problems"]]


def test_hints_name_checks_as_they_are_called_and_the_tutors_own(broken: tuple[Path, dict[str, Any]]) -> None:
    root, report = broken
    found = [one["what"] for one in report["problems"] if one["path"] == str(root / "work/aimless/task.md")]
    assert found == ["Hint: there is no check 'is there'"]


def test_the_report_is_in_the_order_of_the_course(broken: tuple[Path, dict[str, Any]]) -> None:
    root, report = broken
    assert (report["ok"], report["lessons"], report["course"]) == (False, 13, str(root))
    folders = [Path(one["path"]).relative_to(root).parts[0] for one in report["problems"]]
    assert folders[:2] == ["course.toml", "stray.py"]
    assert list(dict.fromkeys(folders))[2:5] == ["work", "needy", "late"]


def test_a_good_course_has_nothing_wrong(tmp_path: Path, warm_kernel: str, capsys: pytest.CaptureFixture[str]) -> None:
    main(["new", str(tmp_path / "made")])
    capsys.readouterr()
    assert main(["verify", str(tmp_path / "made"), "--quick", "--kernel", warm_kernel]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert sorted(lines[:2]) == ["✓ first_steps   5 settings", "✓ first_steps/descend   6 answers, up to 2 seeds"]
    assert lines[-1].startswith("Nothing is wrong: 1 lesson, 1 exercise with 6 answers, ")


@pytest.mark.parametrize(("seeds", "count"), [(SEEDS, 5), (SEEDS, 2), (range(3), 2)])
def test_few_seeds_for_each_answer_are_all_of_them_for_the_checks(seeds: range, count: int) -> None:
    assert in_turn(seeds, len(seeds), 3) == tuple(seeds)
    assert in_turn(seeds, 1, 3) == (FIRST,)
    few = [in_turn(seeds, count, place) for place in range(len(seeds) // (count - 1) + 1)]
    assert all(one[0] == FIRST and len(set(one)) == count for one in few)
    assert set().union(*few) == set(seeds)


def test_problems_are_written_as_file_line_what(
    tmp_path: Path, warm_kernel: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["new", str(tmp_path / "made")])
    (tmp_path / "made" / "more.txt").write_text("?")
    monkeypatch.chdir(tmp_path)
    assert main(["verify", "--course", "made", "--kernel", warm_kernel]) == 1
    assert "made/more.txt:1: stray: no part names it" in capsys.readouterr().out.splitlines()


def test_a_mistake_that_python_stops_is_declared_as_one(tmp_path: Path, warm_kernel: str) -> None:
    main(["new", str(tmp_path / "made")])
    wrong = tmp_path / "made" / "first_steps" / "descend" / "wrong" / "half.py"
    wrong.write_text("# expects: NameError\n# verdict: error\ndef descend(x, rate):\n    return y\n")
    assert main(["verify", str(tmp_path / "made"), "--kernel", warm_kernel]) == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nowhere"], "nowhere is not a course: it has no course.toml"),
        (["here", "--course", "there"], "Two courses are named, here and there"),
        (["--kernel", "'"], "is not a command that can be read"),
        (["a", "b"], "unexpected extra argument"),
    ],
)
def test_bad_usage_is_exit_2(arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["verify", *arguments]) == 2
    assert words in capsys.readouterr().err


def test_a_kernel_that_does_not_run_is_no_verdict_on_the_course(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["new", str(tmp_path / "made")])
    capsys.readouterr()
    assert main(["verify", str(tmp_path / "made"), "--json", "--kernel", "no-such-command"]) == 1
    data = json.loads(capsys.readouterr().out)
    assert "no-such-command" in data["lost"]
    assert not data["ok"]
    assert main(["verify", str(tmp_path / "made"), "--kernel", "no-such-command"]) == 1
    captured = capsys.readouterr()
    assert "Not everything was run; nothing is wrong so far: " in captured.out
    assert "no-such-command" in captured.err


def test_each_control_is_tried_at_both_ends_and_with_every_preset_and_choice(tiny_course: Path) -> None:
    lesson = read_lesson(tiny_course / "slope")
    assert list(settings_of(lesson)) == [
        {},
        {"rate": 0.01},
        {"rate": 1.5},
        {"rate": 0.75},
        {"rate": 1.25},
        {"count": 1},
        {"count": 1_000_000},
        {"sign": "minus"},
    ]


def test_the_settings_of_all_controls_are_tried_together(tiny_course: Path) -> None:
    rounds = list(rounds_of(read_lesson(tiny_course / "slope")))
    assert rounds == [
        {},
        {"rate": 0.01, "count": 1, "sign": "minus"},
        {"rate": 1.5, "count": 1_000_000},
        {"rate": 0.75},
        {"rate": 1.25},
    ]
    assert {tuple(one.items()) for one in settings_of(read_lesson(tiny_course / "slope"))} == {
        (),
        *((item,) for together in rounds for item in together.items()),
    }


def test_quickly_no_run_in_the_tutor_repeats_what_the_script_did(tiny_course: Path) -> None:
    lesson = read_lesson(tiny_course / "slope")
    needed = needed_by_each(lesson)
    everything = set(range(len(lesson.cells)))
    (defaults, all_cells), *others = runs_of(lesson, needed)
    assert (defaults, all_cells) == ({}, everything)
    few = list(runs_of(lesson, needed, quick=True))
    assert few == others[:2]
    assert {name for controls, _ in few for name in controls} == {one.name for one in lesson.controls}
    assert all(places == reached(lesson, needed, controls) for controls, places in others)
    without = msgspec.structs.replace(lesson, controls=())
    assert list(runs_of(without, needed, quick=True)) == [({}, everything)]


class _Session:
    """A session of which it is known which settings fail."""

    def __init__(self, fails: Callable[[Mapping[str, Scalar]], bool]) -> None:
        self._fails = fails

    async def run(self, cells: Sequence[Cell], controls: Mapping[str, Scalar], _needed: Sequence[int]) -> RunResult:
        failure = Failure("ValueError: too large", line=1)
        return RunResult("error", len(cells), failure) if self._fails(controls) else RunResult("ok")

    def close(self) -> None:
        pass


@pytest.mark.parametrize(
    ("fails", "named"),
    [
        (lambda controls: controls.get("count") == 1_000_000, ["with count = 1000000, "]),
        (
            lambda controls: {"rate", "count"} <= set(controls),
            ["with rate = 0.01, with count = 1, with sign = minus, "],
        ),
        (lambda controls: bool(controls), ["with rate = 0.01, "]),
        (lambda controls: len(controls) < 9, [""]),
    ],
)
@pytest.mark.parametrize("quick", [False, True])
async def test_a_failing_round_is_told_by_the_setting_that_it_takes(
    tiny_course: Path, fails: Callable[[Mapping[str, Scalar]], bool], named: list[str], quick: bool
) -> None:
    shop: Any = SimpleNamespace(open=lambda: _Session(fails))
    found = await _in_the_tutor(shop, read_lesson(tiny_course / "slope"), quick=quick)
    words = "it ends with status 'error': ValueError: too large"
    assert [problem.what for problem in found][: len(named)] == [f"{one}{words}" for one in named]


def test_every_answer_of_an_exercise_is_judged_besides_its_starter(tmp_path: Path) -> None:
    main(["new", str(tmp_path / "made")])
    exercise = load_exercise(tmp_path / "made" / "first_steps" / "descend", "first_steps")
    names = [str(one.path.relative_to(exercise.folder)) for one in expected_of(exercise)]
    assert names == [
        "solution.py",
        "right/autograd.py",
        "right/factored.py",
        "wrong/half.py",
        "wrong/in_place.py",
        "wrong/uphill.py",
    ]
