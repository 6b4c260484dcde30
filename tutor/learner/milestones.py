"""The milestones that the learner has reached, each with what it came to and the program that did it."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from tutor.learner.practice import OpenFile
from tutor.learner.runs import Scalar
from tutor.learner.storage import JsonFile, Kept

RESULTS = 20
"""As many results of a milestone are kept: the first, and the newest."""


class MilestoneResult(msgspec.Struct, frozen=True):
    """What a run that reached it came to."""

    result: str
    """In one line, as the program said it."""
    program: str
    """The text of the cells as they were run, in percent format."""
    controls: dict[str, Scalar] = msgspec.field(default_factory=dict)
    """The controls that it read, with their values at the end."""
    at: float = 0.0
    """When it was reached so, in seconds since 1970."""

    @property
    def day(self) -> str:
        """The day of that, where the learner is: '2027-03-01'."""
        return time.strftime("%Y-%m-%d", time.localtime(self.at))

    @property
    def settings(self) -> str:
        """' with width 8, rate 0.005'; '' where the program read no control."""
        values = [
            f"{name.replace('_', ' ')} {f'{value:.4g}' if isinstance(value, float) else value}"
            for name, value in self.controls.items()
        ]
        return f" with {', '.join(values)}" if values else ""

    @property
    def commented(self) -> str:
        """The program with what it came to above it, as a comment."""
        return f"# reached on {self.day}{self.settings}: {self.result}\n{self.program}"

    def same(self, other: MilestoneResult) -> bool:
        """Whether the other run was this one again."""
        return (self.result, self.program, self.controls) == (other.result, other.program, other.controls)


class MilestonesRecord(Kept):
    """The file of a course's milestones: the results of each, by its slug, the newest last."""

    reached: dict[str, list[MilestoneResult]] = msgspec.field(default_factory=dict)


class Milestones:
    """What is kept of the milestones of one course. Writing to disk is the store's."""

    def __init__(
        self, folder: Path, open_file: OpenFile, wake: Callable[[], None], clock: Callable[[], float] = time.time
    ) -> None:
        # No slug has a '-', so that no lesson's file has this name.
        self.file: JsonFile[MilestonesRecord] = open_file(folder / "all-milestones.json", MilestonesRecord)
        self._wake = wake
        self._clock = clock

    def results(self, slug: str) -> tuple[MilestoneResult, ...]:
        """All that is kept of a milestone, the newest last; nothing where it was not reached."""
        return tuple(self.file.value.reached.get(slug, ()))

    def latest(self, slug: str) -> MilestoneResult | None:
        """What it came to when it was last reached; None where it was not."""
        return next(reversed(self.results(slug)), None)

    def reach(self, slug: str, result: str, program: str, controls: Mapping[str, Scalar]) -> None:
        """A milestone was reached; the same run again is kept once, with the date of its first time."""
        source = program.encode(errors="replace").decode()  # half a surrogate pair has no place in a file
        new = MilestoneResult(result, source, dict(controls), self._clock())

        def reached(record: MilestonesRecord) -> None:
            kept = record.reached.setdefault(slug, [])
            before = next((one for one in kept if one.same(new)), None)
            if before is not None:
                kept.remove(before)
            kept.append(before or new)
            if len(kept) > RESULTS:
                del kept[1]

        self.file.change(reached)
        self._wake()
