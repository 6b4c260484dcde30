from __future__ import annotations

import json

from tutor.learner.practice import VERSIONS, VERSIONS_SIZE, TrialRecord
from tutor.learner.progress import Store


def again(store: Store) -> Store:
    store.close()
    return Store(store.home)


def test_an_exercise_that_was_not_opened_is_new(store: Store) -> None:
    attempt = store.practice.attempt("one_step")
    assert (attempt.status, attempt.attempts, attempt.hints) == ("new", 0, 0)
    store.close()
    assert not store.home.exists()


def test_how_it_stands_is_there_in_the_next_session(store: Store) -> None:
    for place in (2, 0, 2):
        store.practice.show_hint("one_step", place)
    store.practice.checked("one_step", "a = 1\n", "wrong")
    store.practice.checked("one_step", "a = 2\n", "right")
    attempt = again(store).practice.attempt("one_step")
    assert (attempt.status, attempt.verdict, attempt.attempts, attempt.hints) == ("right", "right", 2, 2)
    assert attempt.hints_shown == (2, 0)
    assert attempt.solved_at is not None


def test_of_a_file_that_kept_only_how_many_hints_were_shown_the_first_ones_are(store: Store) -> None:
    store.practice.show_hint("one_step", 0)
    store.close()
    (file,) = store.home.rglob("all-exercises.json")
    kept = json.loads(file.read_text())
    del kept["exercises"]["one_step"]["hint_places"]
    kept["exercises"]["one_step"]["hints"] = 2
    file.write_text(json.dumps(kept))
    practice = Store(store.home).practice
    assert practice.attempt("one_step").hints_shown == (0, 1)
    practice.show_hint("one_step", 3)
    assert practice.attempt("one_step").hints_shown == (0, 1, 3)


def test_right_stays_right_whatever_is_tried_later(store: Store) -> None:
    store.practice.checked("one_step", "a = 1\n", "right")
    store.practice.checked("one_step", "a = 2\n", "wrong")
    store.practice.skip("one_step")
    store.practice.see_solution("one_step")
    attempt = store.practice.attempt("one_step")
    assert (attempt.status, attempt.verdict, attempt.solution_seen) == ("right", "wrong", False)


def test_a_skipped_exercise_is_tried_again(store: Store) -> None:
    store.practice.skip("one_step")
    assert store.practice.attempt("one_step").status == "skipped"
    store.practice.checked("one_step", "a = 1\n", "wrong")
    assert store.practice.attempt("one_step").status == "tried"


def test_each_text_is_one_version_with_its_last_verdict(store: Store) -> None:
    for text, verdict in (("a", "wrong"), ("b", "wrong"), ("a", "right")):
        store.practice.checked("one_step", text, verdict)
    versions = [(version.text, version.verdict) for version in store.practice.versions("one_step")]
    assert versions == [("a", "right"), ("b", "wrong")]
    assert [version.text for version in again(store).practice.versions("one_step")] == ["a", "b"]


def test_putting_a_checked_text_aside_keeps_its_verdict(store: Store) -> None:
    store.practice.checked("one_step", "a", "wrong")
    store.practice.keep("one_step", "a")
    assert store.practice.versions("one_step")[0].verdict == "wrong"


def test_the_oldest_versions_go_first(store: Store) -> None:
    for number in range(VERSIONS + 5):
        store.practice.keep("one_step", f"a = {number}")
    texts = [version.text for version in store.practice.versions("one_step")]
    assert texts == [f"a = {number}" for number in range(5, VERSIONS + 5)]
    for letter in "xyz":
        store.practice.keep("one_step", letter * (VERSIONS_SIZE // 2))
    assert [version.text[0] for version in store.practice.versions("one_step")] == ["y", "z"]


def test_two_sessions_at_once_lose_nothing(store: Store) -> None:
    other = Store(store.home)
    store.practice.checked("one_step", "a", "wrong")
    other.practice.checked("one_step", "b", "wrong")
    other.practice.checked("two_steps", "c", "right")
    store.close()
    other.close()
    later = Store(store.home).practice
    assert {version.text for version in later.versions("one_step")} == {"a", "b"}
    assert (later.attempt("one_step").attempts, later.attempt("two_steps").status) == (2, "right")


def test_what_was_measured_of_a_training_stays_with_its_text(store: Store) -> None:
    trial = TrialRecord((0.1, 0.2), (0.5, 0.9), 6410, 0.91, 5.0, 20_000)
    store.practice.checked("one_step", "a", "wrong", trial)
    store.practice.checked("one_step", "a", "killed")
    store.practice.checked("one_step", "b", "wrong")
    first, second = again(store).practice.versions("one_step")
    assert (first.trial, first.verdict, second.trial) == (trial, "killed", None)
    assert trial.words == "90.0 % right · 6,410 numbers · 0.2 of 5 s"
