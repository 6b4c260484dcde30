from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path

import msgspec
import pytest

from tests.disks import Disk
from tutor.learner.home import home_folder
from tutor.learner.progress import Store
from tutor.learner.records import CellText, fingerprint
from tutor.learner.runs import LossCurve, curve
from tutor.learner.storage import locked, write_atomically

ORIGINALS = {1: "a = 1", 2: "b = 2", 3: "c = 3"}


def again(store: Store) -> Store:
    """The same home, as the next session finds it."""
    store.close()
    return Store(store.home)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "home")


def test_the_variable_moves_the_home(tmp_path: Path) -> None:
    assert home_folder({"PYTORCH_TUTOR_HOME": str(tmp_path)}) == tmp_path
    assert home_folder({}).name == "pytorch-tutor"


def test_nothing_is_written_before_there_is_something_to_keep(store: Store) -> None:
    assert store.lesson("one").screen == 0
    assert store.last_lesson() is None
    assert store.setting("theme", "dark") == "dark"
    store.close()
    assert not store.home.exists()


def test_all_that_was_done_is_there_in_the_next_session(store: Store) -> None:
    store.open("one", ORIGINALS)
    store.visit("one", 0)
    store.visit("one", 4)
    store.answer("one", "which way", 1)
    store.keep("one", edits={2: "b = 20"}, controls={"rate": 0.5, "steps": 100, "kind": "sgd"})
    store.set_curve("one", LossCurve("rate 0.5", (0, 1), (2.0, None)))
    store.set_setting("theme", "light")
    store.set_setting("pace", 30.0)
    later = again(store)
    record = later.lesson("one")
    assert (record.screen, record.visited, record.finished) == (4, {0, 4}, False)
    assert record.answers == {"which way": 1}
    assert record.controls == {"rate": 0.5, "steps": 100, "kind": "sgd"}
    assert record.curve == LossCurve("rate 0.5", (0, 1), (2.0, None))
    assert later.open("one", ORIGINALS).edits == {2: "b = 20"}
    assert later.last_lesson() == "one"
    assert (later.setting("theme", ""), later.setting("pace", 1.0)) == ("light", 30.0)
    assert (later.problem, later.problems) == ("", ())


def test_a_setting_of_another_type_is_not_taken(store: Store) -> None:
    store.set_setting("pace", "fast")
    assert store.setting("pace", 30.0) == 30.0


def test_a_finished_lesson_begins_at_its_first_screen_again(store: Store) -> None:
    store.visit("one", 6)
    store.finish("one")
    record = again(store).lesson("one")
    assert (record.finished, record.screen, record.visited) == (True, 0, {6})


def test_courses_are_kept_apart(store: Store) -> None:
    store.visit("one", 3)
    store.close()
    other = Store(store.home, "course-of-another")
    assert other.lesson("one").screen == 0
    assert other.last_lesson() is None


# ------------------------------------------------------------------------------------------------ the learner's texts


def test_a_text_taken_back_is_gone(store: Store) -> None:
    store.open("one", ORIGINALS)
    store.keep("one", edits={1: "a = 9"}, controls={})
    store.keep("one", edits={}, controls={})
    opened = again(store).open("one", ORIGINALS)
    assert (opened.edits, opened.orphans) == ({}, ())


def test_a_text_follows_its_cell_when_the_lesson_grows(store: Store) -> None:
    store.open("one", ORIGINALS)
    store.keep("one", edits={2: "b = 20"}, controls={})
    later = again(store)
    grown = {1: "new", 2: "a = 1", 3: "b = 2"}
    assert later.open("one", grown).edits == {3: "b = 20"}
    later.keep("one", edits={3: "b = 30"}, controls={})
    opened = again(later).open("one", grown)
    assert (opened.edits, opened.orphans) == ({3: "b = 30"}, ())


def test_a_text_is_not_laid_over_a_cell_that_says_something_new(store: Store) -> None:
    store.open("one", ORIGINALS)
    store.keep("one", edits={2: "b = 20"}, controls={})
    later = again(store)
    opened = later.open("one", {1: "a = 1", 2: "b = 3"})
    assert opened.edits == {}
    assert opened.orphans == (CellText(2, fingerprint("b = 2"), "b = 20"),)
    later.keep("one", edits={2: "b = 31"}, controls={})
    assert again(later).open("one", {1: "a = 1", 2: "b = 3"}).orphans == opened.orphans


def test_a_text_without_a_cell_goes_only_when_it_is_discarded(store: Store) -> None:
    store.open("one", ORIGINALS)
    store.keep("one", edits={2: "b = 20"}, controls={})
    (orphan,) = store.open("one", {1: "a = 1"}).orphans
    store.discard("one", orphan)
    assert again(store).open("one", ORIGINALS).edits == {}


def test_of_cells_that_say_the_same_each_keeps_its_own_text(store: Store) -> None:
    same = dict.fromkeys((1, 2, 3), "# yours")
    store.open("one", same)
    store.keep("one", edits={1: "x", 3: "z"}, controls={})
    assert again(store).open("one", same).edits == {1: "x", 3: "z"}


def test_any_characters_can_be_kept(store: Store) -> None:
    text = "s = '[/red] \x00 \x1b[31m 日本 é'  # λ\r\n\ttab"
    store.open("one", ORIGINALS)
    store.keep("one", edits={1: text, 2: "half a pair: \ud800"}, controls={})
    assert again(store).open("one", ORIGINALS).edits == {1: text, 2: "half a pair: ?"}


def test_a_lesson_must_be_opened_before_its_texts_are_kept(store: Store) -> None:
    with pytest.raises(KeyError):
        store.keep("one", edits={}, controls={})


# ------------------------------------------------------------------------------------------------- sessions at once


def test_two_sessions_at_once_lose_nothing(store: Store) -> None:
    other = Store(store.home)
    for session in (store, other):
        session.open("one", ORIGINALS)
    store.keep("one", edits={1: "a = 10"}, controls={"rate": 0.1})
    store.visit("one", 1)
    store.flush()
    other.keep("one", edits={2: "b = 20"}, controls={"steps": 5})
    other.visit("one", 2)
    other.set_setting("theme", "light")
    other.flush()
    store.set_setting("pace", 1.0)
    later = again(store)
    assert later.open("one", ORIGINALS).edits == {1: "a = 10", 2: "b = 20"}
    assert later.lesson("one").visited == {1, 2}
    assert later.lesson("one").controls == {"rate": 0.1, "steps": 5}
    assert (later.setting("theme", ""), later.setting("pace", 0.0)) == ("light", 1.0)
    other.close()


def test_of_two_texts_for_one_cell_the_later_stands_and_the_other_is_kept(store: Store) -> None:
    other = Store(store.home)
    for session in (store, other):
        session.open("one", ORIGINALS)
    store.keep("one", edits={1: "mine"}, controls={})
    store.close()
    other.keep("one", edits={1: "yours"}, controls={})
    opened = again(other).open("one", ORIGINALS)
    assert opened.edits == {1: "yours"}
    assert [text.source for text in opened.orphans] == ["mine"]


WRITE_A_HUNDRED = """
import sys
from pathlib import Path
from tutor.learner.progress import Store
store = Store(Path(sys.argv[1]))
for number in range(100):
    store.visit("one", int(sys.argv[2]) + number)
    store.flush()
store.close()
assert not store.problem, store.problem
"""


def test_two_processes_at_once_lose_no_change(tmp_path: Path) -> None:
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITE_A_HUNDRED, str(tmp_path), str(first)]) for first in (0, 100)
    ]
    assert [writer.wait(60) for writer in writers] == [0, 0]
    assert Store(tmp_path).lesson("one").visited == set(range(200))


def test_a_lock_that_is_not_let_go_is_given_up_and_named(tmp_path: Path) -> None:
    with (
        locked(tmp_path / "lock"),
        pytest.raises(TimeoutError, match="is using"),
        locked(tmp_path / "lock", patience=0),
    ):
        pass


def test_a_change_waits_for_no_disk(tmp_path: Path) -> None:
    let_go, waiting = threading.Event(), threading.Event()

    def slowly(path: Path, data: bytes) -> None:
        waiting.set()
        assert let_go.wait(30)
        write_atomically(path, data)

    store = Store(tmp_path, write=slowly)
    store.visit("one", 1)
    assert waiting.wait(30)
    store.visit("one", 2)
    assert not store.saved
    let_go.set()
    store.close()
    assert store.saved
    assert Store(tmp_path).lesson("one").visited == {1, 2}


def test_a_change_reaches_the_disk_by_itself(tmp_path: Path) -> None:
    written = threading.Event()
    store = Store(tmp_path, on_written=written.set)
    store.answer("one", "q", 2)
    assert written.wait(30)
    assert Store(tmp_path).lesson("one").answers == {"q": 2}
    store.close()


# ------------------------------------------------------------------------------------------------------ what goes bad


@pytest.mark.parametrize("damaged", [b"", b"{", b'{"screen": "two"}', b"\xff\xfe", b"[]", b"null"])
def test_a_damaged_file_is_moved_away_and_named_and_nothing_else_is_lost(store: Store, damaged: bytes) -> None:
    store.visit("one", 1)
    store.visit("two", 2)
    store.close()
    path = store.home / "course" / "one.json"
    path.write_bytes(damaged)
    later = Store(store.home)
    assert later.lesson("one").visited == set()
    assert later.lesson("two").visited == {2}
    assert later.last_lesson() == "two"
    (problem,) = later.problems
    assert "one.json.damaged-1" in problem
    assert path.with_name("one.json.damaged-1").read_bytes() == damaged
    later.visit("one", 5)
    assert again(later).lesson("one").visited == {5}


def test_a_file_damaged_while_it_is_in_use_is_written_anew_from_memory(store: Store) -> None:
    store.visit("one", 1)
    store.flush()
    (store.home / "course" / "one.json").write_bytes(b"{")
    store.visit("one", 2)
    store.flush()
    assert len(store.problems) == 1
    assert again(store).lesson("one").visited == {1, 2}


def test_a_file_of_a_newer_tutor_is_left_as_it_is(store: Store) -> None:
    path = store.home / "course" / "one.json"
    path.parent.mkdir(parents=True)
    newer = b'{"format": 2, "screen": {"of": "another kind"}}'
    path.write_bytes(newer)
    store.visit("one", 3)
    store.visit("two", 1)
    store.flush()
    assert path.read_bytes() == newer
    assert "newer" in store.problems[0]
    assert "newer" in store.problem
    assert store.lesson("one").screen == 3
    assert Store(store.home).lesson("two").screen == 1


def test_a_field_of_a_later_version_does_no_harm(store: Store) -> None:
    path = store.home / "course" / "one.json"
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps({"format": 1, "screen": 2, "unheard_of": [1]}), encoding="utf-8")
    assert store.lesson("one").screen == 2


def test_a_home_that_cannot_be_written_works_in_memory_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    store = Store(tmp_path / "file" / "home")
    store.open("one", ORIGINALS)
    store.visit("one", 2)
    store.keep("one", edits={1: "a = 5"}, controls={})
    store.flush()
    assert store.problem == f"Nothing can be saved in {store.home}: Not a directory."
    assert not store.saved
    assert store.lesson("one").screen == 2
    assert store.open("one", ORIGINALS).edits == {1: "a = 5"}
    store.close()


def test_a_full_disk_is_named_and_what_was_not_written_is_written_when_there_is_room(tmp_path: Path) -> None:
    disk = Disk(full=True)
    store = Store(tmp_path, write=disk)
    store.visit("one", 1)
    store.flush()
    assert "No space left on device" in store.problem
    disk.full = False
    store.visit("one", 2)
    store.close()
    assert store.problem == ""
    assert Store(tmp_path).lesson("one").visited == {1, 2}


def test_a_write_that_fails_leaves_the_old_file_and_no_other(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    write_atomically(path, b"old")
    path.chmod(0o600)
    (tmp_path / f".x.json.{os.getpid()}").mkdir()
    with pytest.raises(OSError, match="directory"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"


# -------------------------------------------------------------------------------------------------------------- curves


def test_a_short_curve_is_kept_whole() -> None:
    assert curve("a", [0, 1, 2], [3.0, float("nan"), float("inf")]) == LossCurve("a", (0, 1, 2), (3.0, None, None))


def test_a_long_curve_keeps_its_extremes_and_its_first_gap() -> None:
    loss = [1.0] * 10_000
    loss[1234], loss[5678], loss[9000] = 50.0, -3.0, float("nan")
    thinned = curve("a", range(10_000), loss)
    points = dict(zip(thinned.steps, thinned.loss, strict=True))
    assert len(points) <= 200
    assert (points[0], points[1234], points[5678], points[9000]) == (1.0, 50.0, -3.0, None)
    assert list(thinned.steps) == sorted(thinned.steps)


def test_a_curve_can_be_written_and_read() -> None:
    made = curve("a", [0, 1], [1.0, float("inf")])
    assert msgspec.json.decode(msgspec.json.encode(made), type=LossCurve) == made
