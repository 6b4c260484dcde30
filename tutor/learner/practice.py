"""What the learner did with the exercises: how each stands, and the versions that were checked."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal, Protocol, TypeVar

import msgspec

from tutor.learner.storage import JsonFile, Kept

Status = Literal["new", "tried", "right", "skipped"]
VERSIONS = 50
"""As many checked versions of an exercise are kept; the oldest go first."""
VERSIONS_SIZE = 500_000
"""Characters that all versions of an exercise may have together; the oldest go first, the newest never."""

K = TypeVar("K", bound=Kept)


class OpenFile(Protocol):
    """Opens one of the store's files."""

    def __call__(self, path: Path, kind: type[K], /) -> JsonFile[K]:
        """The file."""


class TrialRecord(msgspec.Struct, frozen=True):
    """What a check measured of a training: how much of what it never saw the model got right, and what it took."""

    seconds: tuple[float, ...]
    """When it was measured, in seconds of the processor's time."""
    right: tuple[float, ...]
    """The share that was right, each time."""
    parameters: int
    goal: float
    most_seconds: float
    most_parameters: int

    @classmethod
    def of(cls, trained: object | None) -> TrialRecord | None:
        """What a kernel told of a training, which has these fields, as it is kept."""
        return None if trained is None else msgspec.convert(trained, cls, from_attributes=True)

    @property
    def words(self) -> str:
        """'94.2 % right · 10,026 numbers · 0.8 of 4 s'."""
        if not self.right:
            return "nothing measured yet"
        return (
            f"{100 * self.right[-1]:.1f} % right · {self.parameters:,} numbers · "
            f"{self.seconds[-1]:.1f} of {self.most_seconds:g} s"
        )


class Version(msgspec.Struct, frozen=True):
    """A text that was checked, or put aside before another took its place."""

    text: str
    verdict: str = ""
    """Of its last check; '' where it was never checked."""
    at: float = 0.0
    """When it was first kept, in seconds since 1970."""
    trial: TrialRecord | None = None
    """What was measured of its training, where the exercise has one."""


class Attempt(msgspec.Struct):
    """How an exercise stands. To be read only; `Practice` changes it."""

    status: Status = "new"
    """'right' stays, whatever is tried later."""
    verdict: str = ""
    """Of the last check."""
    attempts: int = 0
    """Checks, of different texts or the same."""
    hints: int = 0
    """How many hints were shown."""
    hint_places: tuple[int, ...] = ()
    """Which, by their places in the task, in the order in which they were shown; see `hints_shown`."""
    solution_seen: bool = False
    """Whether the solution was looked at before the answer was right."""
    solved_at: float | None = None
    """When it was right for the first time, in seconds since 1970."""
    given: str = ""
    """The fingerprint of the starter that the working file began with."""
    reference: TrialRecord | None = None
    """What was measured of the exercise's own solution, where the learner wanted to compare."""
    cursor: tuple[int, int] | None = None
    """Row and column, from 0, where the learner last was in the text."""

    @property
    def hints_shown(self) -> tuple[int, ...]:
        """The places of the hints that were shown, in that order; where only their number was kept, the first ones."""
        return self.hint_places or tuple(range(self.hints))


class Attempts(Kept):
    """The file of all exercises of a course, small enough to read whole."""

    exercises: dict[str, Attempt] = msgspec.field(default_factory=dict)


class Versions(Kept):
    """The file of one exercise's versions, oldest first."""

    versions: list[Version] = msgspec.field(default_factory=list)


class Practice:
    """All that is kept of a course's exercises, by slug. Writing is the store's."""

    def __init__(
        self, folder: Path, open_file: OpenFile, wake: Callable[[], None], clock: Callable[[], float] = time.time
    ) -> None:
        self._folder = folder
        self._open_file = open_file
        self._wake = wake
        self._clock = clock
        # No slug has a '-', so that no lesson's file has this name.
        self._attempts = open_file(folder / "all-exercises.json", Attempts)
        self._versions: dict[str, JsonFile[Versions]] = {}

    @property
    def files(self) -> list[JsonFile[Any]]:
        """The files that were opened."""
        return [self._attempts, *list(self._versions.values())]

    def attempt(self, slug: str) -> Attempt:
        """How an exercise stands."""
        return self._attempts.value.exercises.get(slug) or Attempt()

    def versions(self, slug: str) -> Sequence[Version]:
        """The versions of an exercise, oldest first."""
        return tuple(self._file(slug).value.versions)

    def trials(self, slug: str, but: str | None) -> tuple[TrialRecord, ...]:
        """What was measured of the trainings of an exercise, oldest first, without that of the text `but`."""
        return tuple(one.trial for one in self.versions(slug) if one.trial is not None and one.text != but)

    def checked(self, slug: str, text: str, verdict: str, trial: TrialRecord | None = None) -> None:
        """A text was judged; the version is kept, with what was measured of its training."""
        now = self._clock()

        def judged(attempt: Attempt) -> None:
            attempt.attempts += 1
            attempt.verdict = verdict
            if verdict == "right":
                attempt.status = "right"
                attempt.solved_at = attempt.solved_at or now
            elif attempt.status != "right":
                attempt.status = "tried"

        self._change(slug, judged)
        self.keep(slug, text, verdict, trial)

    def keep(self, slug: str, text: str, verdict: str = "", trial: TrialRecord | None = None) -> None:
        """Keep a version, once: of a text that is there already the verdict is renewed."""
        source = text.encode(errors="replace").decode()  # half a surrogate pair has no place in a file
        now = self._clock()

        def add(record: Versions) -> None:
            for at, version in enumerate(record.versions):
                if version.text == source:
                    now_known = verdict or version.verdict, version.at, trial or version.trial
                    record.versions[at] = Version(source, *now_known)
                    return
            record.versions.append(Version(source, verdict, now, trial))
            del record.versions[:-VERSIONS]
            while len(record.versions) > 1 and sum(len(v.text) for v in record.versions) > VERSIONS_SIZE:
                del record.versions[0]

        self._file(slug).change(add)
        self._wake()

    def compare(self, slug: str, reference: TrialRecord) -> None:
        """The exercise's own solution was trained, on this machine."""

        def compared(attempt: Attempt) -> None:
            attempt.reference = reference

        self._change(slug, compared)

    def show_hint(self, slug: str, place: int) -> None:
        """The hint at this place of the task is shown now, and stays."""

        def shown(attempt: Attempt) -> None:
            attempt.hint_places = tuple(dict.fromkeys([*attempt.hints_shown, place]))
            attempt.hints = len(attempt.hint_places)

        self._change(slug, shown)

    def skip(self, slug: str) -> None:
        """The learner went on without a right answer."""

        def skipped(attempt: Attempt) -> None:
            if attempt.status != "right":
                attempt.status = "skipped"

        self._change(slug, skipped)

    def see_solution(self, slug: str) -> None:
        """The learner looked at the solution; after a right answer that is no matter."""

        def seen(attempt: Attempt) -> None:
            attempt.solution_seen = attempt.solution_seen or attempt.status != "right"

        self._change(slug, seen)

    def give(self, slug: str, given: str) -> None:
        """The working file now begins with the starter of this fingerprint."""

        def begun(attempt: Attempt) -> None:
            attempt.given = given

        if self.attempt(slug).given != given:
            self._change(slug, begun)

    def leave_at(self, slug: str, cursor: tuple[int, int]) -> None:
        """The learner leaves the text at this row and column."""

        def left(attempt: Attempt) -> None:
            attempt.cursor = cursor

        if self.attempt(slug).cursor != cursor:
            self._change(slug, left)

    def _change(self, slug: str, what: Callable[[Attempt], None]) -> None:
        self._attempts.change(lambda record: what(record.exercises.setdefault(slug, Attempt())))
        self._wake()

    def _file(self, slug: str) -> JsonFile[Versions]:
        if slug not in self._versions:
            self._versions[slug] = self._open_file(self._folder / "versions" / f"{slug}.json", Versions)
        return self._versions[slug]
