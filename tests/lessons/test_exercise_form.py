"""The form of every exercise of this course; whether its answers are judged as they should be, `verify` says."""

from pathlib import Path

import pytest

from tutor.commands.verifying.structure import checks_in
from tutor.course.catalogue import load_course
from tutor.course.exercise import Exercise, exercises_of

EXERCISES = exercises_of(load_course(Path(__file__).parents[2] / "lessons"))

WIDEST = 74
WIDEST_CODE = 66
MOST_LINES = 24
"""Of a task on the screen, blank ones included."""


@pytest.fixture(params=EXERCISES, ids=[exercise.slug for exercise in EXERCISES])
def exercise(request) -> Exercise:
    chosen: Exercise = request.param
    return chosen


def test_no_two_exercises_have_one_title() -> None:
    titles = [exercise.title for exercise in EXERCISES]
    assert sorted(titles) == sorted(set(titles))


def test_it_takes_five_to_fifteen_minutes_and_says_what_it_uses(exercise: Exercise) -> None:
    assert 5 <= exercise.minutes <= 15
    assert exercise.uses


def test_task_and_code_fit_on_a_small_screen(exercise: Exercise) -> None:
    assert len(exercise.task.splitlines()) <= MOST_LINES
    for text in (exercise.task, *(hint.text for hint in exercise.hints), exercise.also_right):
        assert max(map(len, text.splitlines())) <= WIDEST, text
    for code in (exercise.starter, exercise.solution):
        assert max(map(len, code.splitlines())) <= WIDEST_CODE


def test_its_checks_are_several_and_named_in_words(exercise: Exercise) -> None:
    names = [name for _, name in checks_in(exercise.tests)]
    assert len(names) >= 2
    assert all(" " in name and len(name) <= 66 for name in names), names
