"""Milestones that were reached: kept with their program, over sessions, and through two tutors at once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.disks import Disk
from tutor.learner.milestones import RESULTS, Milestones
from tutor.learner.progress import Store
from tutor.learner.rescue import rescue, unsaved

PROGRAM = "# %%\nlive.reached('[b]0.97')\n"


def again(store: Store) -> Store:
    store.close()
    return Store(store.home)


def results(store: Store, slug: str = "goal") -> list[str]:
    return [one.result for one in store.milestones.results(slug)]


def at_times(store: Store, *times: float) -> Milestones:
    """The store's milestones with a clock that shows these times."""
    shown = iter(times)
    return Milestones(store.home / "course", store._file, lambda: None, lambda: next(shown))


def test_what_was_reached_is_there_in_the_next_session_with_the_program_that_did_it(store: Store) -> None:
    assert store.milestones.latest("goal") is None
    store.milestones.reach("goal", "97.2 % right", PROGRAM, {"rate": 0.1, "kind": "adam"})
    kept = again(store).milestones.latest("goal")
    assert kept is not None
    assert (kept.result, kept.program, kept.controls) == ("97.2 % right", PROGRAM, {"rate": 0.1, "kind": "adam"})
    assert kept.at > 0
    assert kept.settings == " with rate 0.1, kind adam"


def test_looking_at_milestones_writes_nothing(store: Store) -> None:
    assert store.milestones.results("goal") == ()
    store.close()
    assert not store.home.exists()


def test_the_same_run_again_is_kept_once_with_its_first_date_and_counts_as_the_last(store: Store) -> None:
    milestones = at_times(store, 1.0, 2.0, 3.0)
    for result in ("a", "b", "a"):
        milestones.reach("goal", result, PROGRAM, {})
    assert [(one.result, one.at) for one in milestones.results("goal")] == [("b", 2.0), ("a", 1.0)]


@pytest.mark.parametrize("count", [RESULTS - 5, RESULTS, RESULTS + 7])
def test_the_first_result_and_the_newest_ones_stay(store: Store, count: int) -> None:
    for number in range(count):
        store.milestones.reach("goal", str(number), PROGRAM, {})
    newest = [str(number) for number in range(count)][-(RESULTS - 1) :]
    assert results(again(store)) == (newest if newest[0] == "0" else ["0", *newest][-min(count, RESULTS) :])


def test_two_tutors_at_once_lose_nothing(store: Store) -> None:
    other = Store(store.home)
    store.milestones.reach("goal", "mine", PROGRAM, {})
    other.milestones.reach("goal", "theirs", PROGRAM, {})
    other.milestones.reach("end", "done", PROGRAM, {})
    other.close()
    later = again(store)
    assert sorted(results(later)) == ["mine", "theirs"]
    assert results(later, "end") == ["done"]


def test_it_is_a_file_of_its_own_that_an_older_tutor_leaves_alone(store: Store) -> None:
    store.visit("one", 2)
    store.milestones.reach("goal", "done", PROGRAM, {})
    store.close()
    assert "goal" not in (store.home / "course" / "one.json").read_text()
    path = store.home / "course" / "all-milestones.json"
    assert list(json.loads(path.read_text())["reached"]) == ["goal"]
    assert again(store).lesson("one").screen == 2


def test_half_a_surrogate_pair_in_the_program_is_no_reason_to_lose_it(store: Store) -> None:
    store.milestones.reach("goal", "done", "x = '\ud800'", {})
    kept = again(store).milestones.latest("goal")
    assert kept is not None
    assert kept.program == "x = '?'"


def test_what_no_disk_takes_can_be_put_elsewhere(tmp_path: Path) -> None:
    full = Store(tmp_path / "home", write=Disk(full=True))
    full.milestones.reach("goal", "precious", PROGRAM, {})
    full.flush()
    rescue(unsaved(full, None), full.problem, new_folder=lambda: tmp_path / "else")
    assert "precious" in (tmp_path / "else" / "course" / "all-milestones.json").read_text()
