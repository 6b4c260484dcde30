"""Runs that are under way, on the disk: kept where their tutor is gone, left alone where it is not."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from tests.disks import Disk
from tutor.learner import journals as module
from tutor.learner.journals import Journal, Journals, append
from tutor.learner.progress import Store
from tutor.learner.run_reports import Columns, Head, read
from tutor.learner.runs import TrainingRun

SLUG = "opened/train-abc"
HEAD = Head("1:abc", {}, (), 100, "cpu", {})


def columns_of(first: int, last: int) -> Columns:
    steps = [float(step) for step in range(first, last)]
    return {"loss": (steps, [1 / (step + 1) for step in steps])}


def files(home: Path) -> list[str]:
    return sorted(path.name.rpartition(".")[2] for path in (home / "opened").iterdir())


def write(journals: Journals, journal: Journal, head: Head, columns: Columns, *, whole: bool) -> None:
    journal.take(head, columns, whole=whole)
    journals.flush(lambda _: True)


def journals_in(home: Path, disk: Disk | None = None) -> Journals:
    def add(path: Path, data: bytes) -> None:
        if disk is not None and disk.full:
            append(path, data[: len(data) // 2])  # as much as there was room for
            raise OSError(errno.ENOSPC, "No space left on device")
        append(path, data)

    return Journals(home, disk or Disk(), lambda: None, add)


def killed(journals: Journals) -> None:
    """The locks go as they do with the process."""
    for journal in journals._open:
        assert journal._lock is not None
        journal._lock.let_go()


def left_in(home: Path) -> list[tuple[str, str, TrainingRun]]:
    return list(journals_in(home).take_left())


def test_nothing_is_on_the_disk_before_there_are_reports(tmp_path: Path) -> None:
    journals = journals_in(tmp_path)
    journal = journals.begin(SLUG)
    journals.flush(lambda _: True)
    journal.end()
    journals.flush(lambda _: True)
    assert not (tmp_path / "opened").exists()


def test_a_run_is_kept_as_one_that_was_cut_where_its_tutor_was_killed(tmp_path: Path) -> None:
    journals = journals_in(tmp_path)
    journal = journals.begin(SLUG)
    write(journals, journal, HEAD, columns_of(0, 5), whole=True)
    write(journals, journal, HEAD, columns_of(5, 9), whole=False)
    killed(journals)
    store = Store(tmp_path)
    store.open(SLUG, {})
    (kept,) = store.lesson(SLUG).runs["1:abc"]
    assert (kept.steps, kept.cut, kept.planned, kept.device) == (tuple(range(9)), True, 100, "cpu")
    assert files(tmp_path)[-1] in ("held", "reports")
    store.close()
    assert files(tmp_path) == ["json"]
    assert Store(tmp_path).lesson(SLUG).runs == {"1:abc": (kept,)}


def test_what_another_tutor_writes_is_left_alone(tmp_path: Path) -> None:
    one, other = journals_in(tmp_path), journals_in(tmp_path)
    mine, theirs = one.begin(SLUG), other.begin(SLUG)
    write(one, mine, HEAD, columns_of(0, 3), whole=True)
    write(other, theirs, HEAD, columns_of(0, 7), whole=True)
    assert left_in(tmp_path) == []
    mine.end()
    one.flush(lambda _: True)
    assert files(tmp_path) == ["held", "reports"]
    killed(other)
    ((slug, key, run),) = left_in(tmp_path)
    assert (slug, key, run.steps) == (SLUG, "1:abc", tuple(range(7)))


def test_a_run_that_is_over_leaves_no_file_once_it_is_kept_elsewhere_and_not_before(tmp_path: Path) -> None:
    journals = journals_in(tmp_path)
    journal = journals.begin(SLUG)
    write(journals, journal, HEAD, columns_of(0, 3), whole=True)
    journal.end()
    journals.flush(lambda slug: slug != SLUG)
    assert files(tmp_path) == ["held", "reports"]
    journals.flush(lambda _: True)
    assert files(tmp_path) == []


def test_a_disk_that_is_full_is_an_error_and_what_was_taken_is_written_when_there_is_room(tmp_path: Path) -> None:
    disk = Disk()
    journals = journals_in(tmp_path, disk)
    journal = journals.begin(SLUG)
    write(journals, journal, HEAD, columns_of(0, 3), whole=True)
    disk.full = True
    for _ in range(2):
        with pytest.raises(OSError, match="No space left"):
            write(journals, journal, HEAD, columns_of(3, 6), whole=False)
        assert journal.waiting
    disk.full = False
    journals.flush(lambda _: True)
    assert not journal.waiting
    write(journals, journal, HEAD, columns_of(6, 9), whole=False)
    killed(journals)
    ((_, _, run),) = left_in(tmp_path)
    assert run.steps == tuple(range(9))


def test_a_disk_that_is_full_from_the_first_is_named_by_the_store_until_there_is_room(tmp_path: Path) -> None:
    disk = Disk(full=True)
    store = Store(tmp_path, write=disk)
    journal = store.journals.begin(SLUG)
    journal.take(HEAD, columns_of(0, 3), whole=True)
    store.flush()
    assert "No space left" in store.problem
    disk.full = False
    store.flush()
    assert store.problem == ""
    assert not journal.waiting
    store.close()


def test_a_folder_that_cannot_be_made_is_an_error_and_no_more(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    journals = journals_in(tmp_path / "file" / "home")
    journal = journals.begin(SLUG)
    with pytest.raises(OSError, match="file"):
        write(journals, journal, HEAD, columns_of(0, 3), whole=True)
    journal.end()
    journals.flush(lambda _: True)


def test_a_file_that_has_grown_is_thinned_and_a_run_of_days_takes_little_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "GROWN", 20_000)
    journals = journals_in(tmp_path)
    journal = journals.begin(SLUG)
    write(journals, journal, HEAD, columns_of(0, 100), whole=True)
    for first in range(100, 300_000, 100):
        write(journals, journal, HEAD, columns_of(first, first + 100), whole=False)
    (path,) = (tmp_path / "opened").glob("*.reports")
    assert path.stat().st_size < 250_000
    head, columns = read(path)
    assert head == HEAD
    assert columns["loss"][0][-1] == 299_999
    assert sum(step < 150_000 for step in columns["loss"][0]) > 500  # its beginning has not faded
    killed(journals)


def test_a_file_that_somebody_took_away_is_asked_for_as_a_whole(tmp_path: Path) -> None:
    journals = journals_in(tmp_path)
    journal = journals.begin(SLUG)
    write(journals, journal, HEAD, columns_of(0, 3), whole=True)
    (path,) = (tmp_path / "opened").glob("*.reports")
    path.unlink()
    assert not journal.empty
    write(journals, journal, HEAD, columns_of(3, 6), whole=False)
    assert journal.empty
    write(journals, journal, HEAD, columns_of(0, 6), whole=True)
    assert read(path)[1]["loss"][0] == tuple(range(6))
    killed(journals)


def test_what_cannot_be_read_is_moved_away_and_named_and_what_is_of_a_newer_tutor_stays(tmp_path: Path) -> None:
    journals = journals_in(tmp_path)
    for _ in range(2):
        write(journals, journals.begin(SLUG), HEAD, columns_of(0, 3), whole=True)
    damaged, newer = (tmp_path / "opened").glob("*.reports")
    damaged.write_bytes(b"\xff\x00 nonsense")
    newer.write_bytes(newer.read_bytes().replace(b'"format":1', b'"format":99'))
    killed(journals)
    later = journals_in(tmp_path)
    assert list(later.take_left()) == []
    later.flush(lambda _: True)
    assert sorted(problem.rpartition(" ")[2].rpartition(".")[2] for problem in later.problems) == ["damaged", "is"]
    assert any("newer pytorch-tutor" in problem for problem in later.problems)
    assert files(tmp_path) == ["damaged", "held", "reports"]
    assert newer.exists()


def test_of_a_tutor_that_was_killed_before_it_had_written_nothing_is_left(tmp_path: Path) -> None:
    (tmp_path / "opened").mkdir()
    (tmp_path / "opened" / "train-abc.xyz.held").write_bytes(b"")
    store = Store(tmp_path)
    store.open(SLUG, {})
    store.close()
    assert files(tmp_path) == []


NOBODY = 2**22 + 1
"""A number that no process has."""


@pytest.mark.parametrize(("process", "left"), [(os.getpid(), 0), (NOBODY, 1)], ids=["it runs", "it has ended"])
def test_where_there_are_no_locks_the_process_tells(
    process: int, left: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_locked", lambda _: None)
    monkeypatch.setattr(os, "getpid", lambda: process)
    journals = journals_in(tmp_path)
    write(journals, journals.begin(SLUG), HEAD, columns_of(0, 3), whole=True)
    assert len(left_in(tmp_path)) == left
    killed(journals)
