"""The learner's own notes: kept at their place, over sessions, and through two tutors at once."""

from __future__ import annotations

from pathlib import Path

from tests.disks import Disk
from tutor.learner.notes import NotePlace, joined
from tutor.learner.progress import Store
from tutor.learner.rescue import rescue, unsaved

TITLES = ("One", "Two", "Three")
SECOND = NotePlace("slope", 1, "Two")
EXERCISE = NotePlace("slope", 0, "Downhill", "downhill")


def again(store: Store) -> Store:
    store.close()
    return Store(store.home)


def texts(store: Store) -> list[str]:
    return [note.text for note in store.notes.all()]


def test_a_note_is_there_in_the_next_session_at_its_place_and_as_it_was_typed(store: Store) -> None:
    typed = "  [b]w.grad[/b]  \n\n```\nλ ~ 2\r\n\ttab \x1b[31m\n"
    store.notes.write((), SECOND, typed)
    store.notes.write((), EXERCISE, "of the exercise")
    later = again(store)
    assert [note.text for note in later.notes.at(NotePlace("slope", 1), TITLES)] == [typed]
    assert [note.text for note in later.notes.at(EXERCISE, TITLES)] == ["of the exercise"]
    assert later.notes.at(NotePlace("slope", 0), TITLES) == ()
    assert later.notes.at(NotePlace("other", 1), TITLES) == ()


def test_looking_at_notes_writes_nothing(store: Store) -> None:
    assert store.notes.all() == ()
    assert store.notes.write((), SECOND, "") == ()
    assert store.notes.write((), SECOND, " \n") == ()
    store.close()
    assert not store.home.exists()


def test_a_note_that_is_written_on_stays_one_note_and_keeps_its_first_time(store: Store) -> None:
    first = store.notes.write((), SECOND, "a")
    second = store.notes.write(first, SECOND, "ab")
    assert texts(again(store)) == ["ab"]
    assert (second[0].key, second[0].at) == (first[0].key, first[0].at)


def test_a_note_is_deleted_by_emptying_it(store: Store) -> None:
    known = store.notes.write((), SECOND, "a")
    known = store.notes.write(known, SECOND, "  \n ")
    assert known == ()
    assert texts(again(store)) == []


def test_a_note_goes_with_its_heading_and_where_that_is_gone_stays_in_its_place(store: Store) -> None:
    store.notes.write((), SECOND, "mine")
    assert len(store.notes.at(NotePlace("slope", 2), ("New", "One", "Two", "Three"))) == 1
    assert len(store.notes.at(NotePlace("slope", 1), ("One", "Another"))) == 1
    assert len(store.notes.at(NotePlace("slope", 0), ("Only",))) == 1
    assert (
        len(store.notes.at(NotePlace("slope", 2), ("Two", "One", "Two")))
        + len(store.notes.at(NotePlace("slope", 0), ("Two", "One", "Two")))
        == 1
    ), "of two screens with one heading it belongs to one"


def test_notes_belong_to_a_course(store: Store) -> None:
    store.notes.write((), SECOND, "mine")
    store.close()
    assert Store(store.home, "another-1234").notes.all() == ()


def test_two_tutors_that_note_at_one_place_both_keep_theirs(store: Store) -> None:
    other = Store(store.home)
    assert other.notes.all() == store.notes.all() == ()
    store.notes.write((), SECOND, "mine")
    other.notes.write((), SECOND, "theirs")
    store.close()
    other.close()
    assert sorted(texts(Store(store.home))) == ["mine", "theirs"]


def test_of_two_tutors_that_change_one_note_neither_overwrites_the_other(store: Store) -> None:
    store.notes.write((), SECOND, "begun")
    store = again(store)
    other = Store(store.home)
    mine, theirs = store.notes.all(), other.notes.all()
    theirs = other.notes.write(theirs, SECOND, "begun, theirs")
    other.flush()
    for text in ("begun, m", "begun, mi", "begun, mine"):
        mine = store.notes.write(mine, SECOND, text)
        store.flush()
    theirs = other.notes.write(theirs, SECOND, "begun, theirs too")
    other.flush()
    mine = store.notes.write(mine, SECOND, "begun, mine too")
    store.close()
    other.close()
    assert sorted(texts(Store(store.home))) == ["begun, mine too", "begun, theirs too"]


def test_a_note_that_another_tutor_changed_is_not_deleted_here(store: Store) -> None:
    store.notes.write((), SECOND, "begun")
    store = again(store)
    other = Store(store.home)
    mine = store.notes.all()
    other.notes.write(other.notes.all(), SECOND, "begun, theirs")
    other.close()
    store.notes.write(mine, SECOND, "")
    store.close()
    assert texts(Store(store.home)) == ["begun, theirs"]


def test_notes_of_one_place_become_one_when_they_are_written_on(store: Store) -> None:
    store.notes.write((), SECOND, "a")
    store.notes.write((), SECOND, "b")
    store = again(store)
    both = store.notes.at(NotePlace("slope", 1), TITLES)
    assert joined(both) == "a\n\nb"
    assert store.notes.write(both, SECOND, joined(both)) == both
    store.notes.write(both, SECOND, "a\n\nb!")
    assert texts(again(store)) == ["a\n\nb!"]


def test_on_a_full_disk_a_note_waits_for_room_and_can_be_put_elsewhere(tmp_path: Path) -> None:
    disk = Disk(full=True)
    store = Store(tmp_path / "home", write=disk)
    known = store.notes.write((), SECOND, "precious")
    store.flush()
    assert "No space left" in store.problem
    said = rescue(unsaved(store, None), store.problem, new_folder=lambda: tmp_path / "else")
    assert "precious" in (tmp_path / "else" / "course" / "all-notes.json").read_text()
    assert str(tmp_path / "else") in said
    store.notes.write(known, SECOND, "precious too")
    disk.full = False
    store.close()
    assert (store.problem, texts(Store(store.home))) == ("", ["precious too"])
