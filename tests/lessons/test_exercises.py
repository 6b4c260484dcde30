"""Every exercise of the course, by every answer that its folder holds: judged as the learner's would be."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from forked_judge import judged, ready_to_fork

from tutor.course.catalogue import load_course
from tutor.course.exercise import Exercise, Variant, exercises_of
from tutor.kernel.protocol import Checked

COURSE = load_course(Path(__file__).parents[2] / "lessons")
EXERCISES = exercises_of(COURSE)
SEEDS = (0, 1, 2)
SEEDS_OF_MISTAKES = (0, 1)
"""There are many of them."""

WIDEST = 74
WIDEST_CODE = 66
MOST_LINES = 24
"""Of a task on the screen, blank ones included."""


@pytest.fixture(scope="module", autouse=True)
def _ready() -> Iterator[None]:
    with ready_to_fork():
        yield


@pytest.fixture(params=EXERCISES, ids=[exercise.slug for exercise in EXERCISES])
def exercise(request) -> Exercise:
    chosen: Exercise = request.param
    return chosen


def answers(kind: str) -> pytest.MarkDecorator:
    """(exercise, variant) for each answer in the folder `kind`."""
    found = [(exercise, variant) for exercise in EXERCISES for variant in getattr(exercise, kind)]
    names = [f"{exercise.slug}-{variant.path.stem}" for exercise, variant in found]
    return pytest.mark.parametrize(("exercise", "variant"), found, ids=names)


def said(checked: Checked) -> str:
    return "\n".join([checked.message, *(check.message for check in checked.checks)]).lower()


def test_its_folder_is_whole(exercise: Exercise) -> None:
    assert exercise.problems == ()
    assert 5 <= exercise.minutes <= 15
    assert len(exercise.right) >= 2
    assert len(exercise.wrong) >= 3


def test_it_uses_only_what_has_been_taught(exercise: Exercise) -> None:
    taught: set[str] = set()
    for lesson in COURSE.lessons:
        taught |= set(lesson.teaches)
        if lesson.slug == exercise.lesson:
            break
    assert exercise.uses
    assert set(exercise.uses) <= taught


def test_task_and_code_fit_on_a_small_screen(exercise: Exercise) -> None:
    assert len(exercise.task.splitlines()) <= MOST_LINES
    for text in (exercise.task, *exercise.hints, exercise.also_right):
        assert max(map(len, text.splitlines())) <= WIDEST, text
    for code in (exercise.starter, exercise.solution):
        assert max(map(len, code.splitlines())) <= WIDEST_CODE


def test_each_check_has_a_name_of_its_own_in_words(exercise: Exercise) -> None:
    names = [check.name for check in judged(exercise, exercise.solution, 0)[0].checks]
    assert len(names) >= 2
    assert len(set(names)) == len(names)
    assert all(" " in name and len(name) <= 66 for name in names), names


def test_what_the_learner_is_given_is_not_right_yet(exercise: Exercise) -> None:
    for checked in judged(exercise, exercise.starter, *SEEDS):
        assert checked.verdict in ("unfinished", "wrong")


def test_its_solution_is_right(exercise: Exercise) -> None:
    for checked in judged(exercise, exercise.solution, *SEEDS):
        assert checked.verdict == "right", checked.message


@answers("right")
def test_another_right_answer_is_right(exercise: Exercise, variant: Variant) -> None:
    for checked in judged(exercise, variant.source, *SEEDS):
        assert checked.verdict == "right", checked.message


@answers("wrong")
def test_a_mistake_is_wrong_and_named(exercise: Exercise, variant: Variant) -> None:
    for checked in judged(exercise, variant.source, *SEEDS_OF_MISTAKES):
        assert checked.verdict == variant.verdict, checked.message
        for words in variant.expects:
            assert words.lower() in said(checked), said(checked)
