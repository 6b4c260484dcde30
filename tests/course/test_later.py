from __future__ import annotations

from pathlib import Path

import pytest

from tutor.course import percent
from tutor.course.catalogue import find_course, load_course
from tutor.course.later import Later
from tutor.course.lesson import read_lesson
from tutor.course.percent import RawCell
from tutor.learner.progress import Store
from tutor.ui.home.overview import LessonEntry, overview


def test_it_is_the_tuple_that_it_stands_for() -> None:
    later = Later(lambda: (1, 2, 3))
    assert later == (1, 2, 3) == later
    assert later == Later(lambda: (1, 2, 3))
    assert later != (1, 2)
    assert later != [1, 2, 3], "as with a tuple"
    assert (later[0], later[-1], later[1:], len(later), list(later)) == (1, 3, (2, 3), 3, [1, 2, 3])
    assert (repr(later), hash(later)) == ("(1, 2, 3)", hash((1, 2, 3)))
    assert not Later(lambda: ())


def test_it_is_made_once_and_not_for_what_was_known_before() -> None:
    made = []

    def make() -> tuple[int, ...]:
        made.append(1)
        return (7,)

    later = Later(make, some=True)
    assert bool(later)
    assert not made
    assert (tuple(later), later[0], bool(later)) == ((7,), 7, True)
    assert made == [1]


def test_where_it_could_not_be_made_it_is_tried_again() -> None:
    found: list[tuple[int, ...]] = []
    later = Later(lambda: found[0])
    with pytest.raises(IndexError):
        len(later)
    found.append((1,))
    assert later == (1,)


def test_home_reads_no_lesson_that_was_not_begun_and_the_rest_when_it_is_looked_into(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = []

    def split(source: str) -> tuple[str, tuple[RawCell, ...]]:
        read.append(source.partition('title = "')[2].partition('"')[0])
        return whole(source)

    whole = percent.split
    monkeypatch.setattr("tutor.course.lesson.split", split)
    course, store = load_course(find_course()), Store(tmp_path / "home")
    entries = [row for row in overview(course, store).rows if isinstance(row, LessonEntry)]
    assert len(entries) == len(course.in_order)
    assert {entry.progress for entry in entries} == {"new"}
    assert [entry.exercises for entry in entries] == [
        f"0/{len(one.exercises)}" if one.exercises else "" for one in course.in_order
    ]
    assert not read
    store.visit("linear_regression", 2)
    seen = overview(course, store)
    assert seen.go_on is not None
    assert (seen.go_on.lesson.slug, seen.go_on.progress) == ("linear_regression", "begun")
    assert not read, "an exercise of it is to be done"
    assert (seen.go_on.screen, read) == (2, ["Linear regression"])


def test_what_is_read_later_is_of_the_same_text(tmp_path: Path) -> None:
    folder = tmp_path / "one"
    folder.mkdir()
    (folder / "lesson.py").write_text('# /// lesson\n# title = "One"\n# ///\n# %%\n1 + 1\n')
    lesson = read_lesson(folder)
    (folder / "lesson.py").unlink()
    assert (lesson.title, [cell.source for cell in lesson.cells], lesson.problems) == ("One", ["1 + 1"], ())
