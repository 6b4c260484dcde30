"""A part of a course may end with a milestone: it is read like a lesson, and is none of the lessons."""

from __future__ import annotations

from pathlib import Path

import pytest

from tutor import live
from tutor.course.catalogue import load_course

SCRIPT = '# /// lesson\n# title = "{title}"\n# ///\n# %%\n1 + 1\n'


def course_of(root: Path, milestones: dict[str, str], *slugs: str) -> Path:
    """A course with a part for each lesson; `milestones` are the values of some parts' keys, in TOML."""
    parts = ['title = "T"\nformat = 1\n']
    for slug in slugs:
        end = f"milestone = {milestones[slug]}\n" if slug in milestones else ""
        parts.append(f'[[parts]]\ntitle = "Part {slug}"\nlessons = ["{slug}"]\n{end}')
    (root / "course.toml").write_text("".join(parts))
    for slug in (*slugs, "goal", "end"):
        (root / slug).mkdir(exist_ok=True)
        (root / slug / "lesson.py").write_text(SCRIPT.format(title=slug.title()))
    return root


def test_a_milestone_ends_its_part_and_is_found_by_its_name(tmp_path: Path) -> None:
    course = load_course(course_of(tmp_path, {"one": '"goal"', "three": '"end"'}, "one", "two", "three"))
    assert course.problems == ()
    assert [lesson.slug for lesson in course.lessons] == ["one", "two", "three"]
    assert [one.slug for one in course.milestones] == ["goal", "end"]
    assert [one.slug for one in course.in_order] == ["one", "goal", "two", "three", "end"]
    assert [part.milestone is not None for part in course.parts] == [True, False, True]
    goal = course.lesson("goal")
    assert goal is not None
    assert (goal.title, goal.milestone) == ("Goal", True)
    assert not any(lesson.milestone for lesson in course.lessons)


@pytest.mark.parametrize(
    ("value", "words"),
    [('"one"', "'one' is listed twice"), ('["goal"]', "is not a slug"), ("3", "3 is not a slug")],
)
def test_a_milestone_that_cannot_be_is_named_and_the_lessons_are_there(tmp_path: Path, value: str, words: str) -> None:
    course = load_course(course_of(tmp_path, {"one": value}, "one"))
    (problem,) = course.problems
    assert words in problem.what
    assert ([lesson.slug for lesson in course.lessons], course.milestones) == (["one"], ())


def test_a_script_that_runs_alone_prints_what_it_reached(capsys: pytest.CaptureFixture[str]) -> None:
    live.reached("  agree to 3.2e-10 ")
    assert capsys.readouterr().out == "✓ reached: agree to 3.2e-10\n"


@pytest.mark.parametrize("result", ["", " \n", "two\nlines", "long" * 40])
def test_a_result_is_one_line(result: str) -> None:
    with pytest.raises(ValueError, match="one line of 1 to 120 characters"):
        live.reached(result)


def test_a_result_is_text() -> None:
    with pytest.raises(TypeError, match="a line of text, not float"):
        live.reached(0.97)  # type: ignore[arg-type]
