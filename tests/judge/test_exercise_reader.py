"""Reading the folder of an exercise."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tutor.course.catalogue import load_course
from tutor.course.exercise import Exercise, exercises_of, find_exercise, load_exercise
from tutor.course.hints import Hint

TINY = Path(__file__).parent.parent / "tiny_course"
DOWNHILL = TINY / "slope" / "downhill"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of a whole exercise, to be broken."""
    return Path(shutil.copytree(DOWNHILL, tmp_path / "downhill"))


def problems(folder: Path) -> list[str]:
    return [str(problem).removeprefix(f"{folder}/") for problem in load_exercise(folder, "slope").problems]


def test_an_exercise_is_read_whole() -> None:
    exercise = load_exercise(DOWNHILL, "slope")
    assert exercise.problems == ()
    assert (exercise.slug, exercise.name) == ("downhill", "slope/downhill")
    assert (exercise.title, exercise.kind, exercise.minutes) == ("One step downhill", "write", 1)
    assert exercise.uses == ("slope",)
    assert exercise.task.startswith("Write `step(x, rate)`")
    assert exercise.hints == (
        Hint("Which way is downhill from x = 4?", line=10),
        Hint("The step is the rate times the slope.", line=13),
    )
    assert exercise.also_right.startswith("Any way of writing")
    assert "def step" in exercise.starter
    assert "- rate" in exercise.solution
    assert "def test_goes_downhill" in exercise.tests
    assert [variant.path.stem for variant in exercise.right] == ["autograd", "factored"]
    assert {variant.path.stem: variant.expects for variant in exercise.wrong} == {
        "half_as_far": ("it should be",),
        "in_place": ("changed x",),
        "uphill": ("the loss grew",),
    }


def test_the_exercises_of_a_course_are_found_in_order_and_by_name() -> None:
    course = load_course(TINY)
    assert [exercise.name for exercise in exercises_of(course)] == ["slope/downhill"]
    for name in ("downhill", "slope/downhill"):
        found = find_exercise(course, name)
        assert found is not None
        assert found.title == "One step downhill"
    assert find_exercise(course, "trouble/downhill") is None
    assert find_exercise(course, "") is None


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("minutes = 1", "minutes = 0", "task.md:4: minutes is a whole number of minutes, not 0"),
        ("minutes = 1", "minutes = true", "task.md:4: minutes is a whole number of minutes, not True"),
        ('kind = "write"', 'kind = "guess"', "task.md:3: kind is one of fill, fix, predict, write, match, not 'guess'"),
        ('uses = ["slope"]', 'uses = "slope"', "task.md:5: uses is a list of texts, not 'slope'"),
        ('title = "One', 'titel = "One', "task.md:2: 'titel' is not known here"),
        ('title = "One', 'titel = "One', "task.md:1: title is missing"),
        ("minutes = 1", "minutes = = 1", "task.md:4: not TOML"),
        ("+++\ntitle", "title", "task.md:1: the facts of the exercise stand first"),
        ("## Hint\nThe step", "The step", "task.md:8: 1 '## Hint' section; two to six"),
        ("## Hint\nThe", "## Hints\nThe", "task.md:13: a hint begins with '## Hint' or '## Hint: name of a check'"),
        ("## Hint\nThe", "### hint\nThe", "task.md:13: a hint begins with '## Hint' or '## Hint: name of a check'"),
        ("## Hint\nThe", "## Hint:\nThe", "task.md:13: '## Hint:' goes on with the name of a check"),
        ("## Hint\nThe", "## Hint: a;\nThe", "task.md:13: '## Hint:' goes on with the name of a check"),
    ],
)
def test_what_is_wrong_with_a_task_is_named_with_its_line(folder: Path, old: str, new: str, told: str) -> None:
    task = folder / "task.md"
    text = task.read_text(encoding="utf-8")
    assert old in text
    task.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert any(problem.startswith(told) for problem in problems(folder)), problems(folder)


def test_a_hint_names_the_checks_that_it_is_for(folder: Path) -> None:
    task = folder / "task.md"
    text = task.read_text(encoding="utf-8")
    task.write_text(text.replace("## Hint\nThe", "## Hint: goes  downhill ; stays `x[0]`: so\nThe"), encoding="utf-8")
    exercise = load_exercise(folder, "slope")
    assert exercise.problems == ()
    assert exercise.hints[1] == Hint("The step is the rate times the slope.", ("goes downhill", "stays `x[0]`: so"), 13)
    assert "## Hint" not in exercise.task
    assert exercise.also_right.startswith("Any way of writing")


@pytest.mark.parametrize("name", ["task.md", "starter.py", "solution.py", "test_downhill.py"])
def test_a_missing_file_is_named_and_the_rest_is_read(folder: Path, name: str) -> None:
    (folder / name).unlink()
    assert problems(folder) == [f"{name}:1: this file is missing"]
    kept = load_exercise(folder, "slope")
    assert len(kept.right) == 2


def test_a_file_that_is_no_text_is_named(folder: Path) -> None:
    (folder / "starter.py").write_bytes(b"\xff\xfe\x00")
    (folder / "solution.py").write_text("")
    assert problems(folder) == ["starter.py:1: cannot be read: not UTF-8 text", "solution.py:1: this file is empty"]


def test_a_wrong_answer_must_say_what_it_expects(folder: Path) -> None:
    (folder / "wrong" / "uphill.py").write_text("x = 1\n# expects: too late\n")
    assert problems(folder) == ["wrong/uphill.py:1: begins with '# expects: words', which its verdict must contain"]


def test_an_exercise_is_not_called_like_a_module(folder: Path) -> None:
    named = folder.rename(folder.parent / "random")
    assert "has the name of a module that answers import: random" in problems(named)[-1]


def test_a_folder_that_is_missing_is_a_problem_and_no_error(tmp_path: Path) -> None:
    exercise: Exercise = load_exercise(tmp_path / "gone", "slope")
    assert [problem.what for problem in exercise.problems] == ["this folder is missing"]
    assert (exercise.title, exercise.tests) == ("gone", "")


def test_reading_runs_nothing(folder: Path) -> None:
    for path in folder.rglob("*.py"):
        path.write_text(f"# expects: x\nraise SystemExit({path.name!r})\n")
    assert problems(folder) == []
