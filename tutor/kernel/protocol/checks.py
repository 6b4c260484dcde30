"""What the tutor asks of the checks of an exercise, and what a kernel tells of an answer."""

from __future__ import annotations

from typing import Literal

import msgspec

from tutor.kernel.protocol.message_bases import Limits, Message

Verdict = Literal["right", "wrong", "unfinished", "error", "timeout", "killed"]
"""What a check says of an answer; only 'right' is a pass."""


_LIMITS = Limits(seconds=10.0, memory=2 * 1024**3)


def check_limits(seconds: float) -> Limits:
    """What a check may use that may take so long."""
    return msgspec.structs.replace(_LIMITS, seconds=float(seconds))


class Further(msgspec.Struct, frozen=True):
    """One more answer to the exercise of a `Check`, to be judged in the same way."""

    answer: str
    starter: str
    more_seeds: tuple[int, ...]
    seconds: float | None
    """How long it may take, with all its seeds; None: as long as it takes."""


class Check(Message, frozen=True):
    """Judge an answer to an exercise; answered by one `Checked`. Everything travels in the message, no path does.

    Files that the course ships are no part of it: the kernel has its own copy, of the course that `Hello` names.
    """

    check: int
    """A number of the tutor's own, repeated in the answer."""
    exercise: str
    """The exercise's slug, which is also the name of the module that the answer becomes."""
    answer: str
    """The learner's text."""
    tests: str
    """The source of the pytest file."""
    starter: str = ""
    """What the learner was given: an answer that still has its blanks is unfinished."""
    seed: int = 0
    """Of the random inputs; another seed must lead to the same verdict."""
    device: str = "cpu"
    limits: Limits = _LIMITS
    may_change: tuple[str, ...] = ()
    """The inputs that an answer may change, by the names that they have in the starter."""
    more_seeds: tuple[int, ...] = ()
    """Judge it with these, too, each time from the beginning; where the kernel cannot, it comes back without."""
    further: tuple[Further, ...] = ()
    """Judge these, too, each in a process of its own, and before the answer itself; where the kernel cannot, it comes
    back without. `limits` are for all of them together."""


LEFT_ALONE = "leaves what it is given as it was"
"""The name of the check that comes with every exercise, and is listed only where it fails."""


class Expect(Message, frozen=True):
    """An answer to this exercise is likely to be the next: be ready for it. What comes may be another all the same."""

    exercise: str
    tests: str
    """As in `Check`."""


class CancelCheck(Message, frozen=True):
    """End a check; it is answered as 'killed'."""

    check: int


class Outcome(msgspec.Struct, frozen=True):
    """One check of an exercise."""

    name: str
    """In words: what holds when it passes."""
    outcome: Literal["passed", "failed", "error", "not reached"]
    message: str = ""
    """Why it did not pass: what was seen, what it means, where to look."""
    line: int | None = None
    """The line of the learner's text that it points at, from 1."""

    @property
    def failing(self) -> bool:
        """Whether the answer did not get past it."""
        return self.outcome in ("failed", "error")


class Trained(msgspec.Struct, frozen=True):
    """What a check measured of a training that it judges, up to now."""

    seconds: tuple[float, ...]
    """When it was measured, in seconds of the processor's time since the training began."""
    right: tuple[float, ...]
    """The share of what the model never saw that it got right, each time."""
    parameters: int
    """Numbers that the model keeps."""
    goal: float
    """The share that must be reached."""
    most_seconds: float
    most_parameters: int


class TrainingMeasured(Message, frozen=True):
    """A check that trains has measured once more; its verdict is still to come."""

    check: int
    trained: Trained


class BySeed(msgspec.Struct, frozen=True):
    """What became of an answer with one of several seeds."""

    seed: int
    verdict: Verdict
    message: str
    checks: tuple[Outcome, ...] = ()
    line: int | None = None


class Checked(Message, frozen=True):
    """The verdict on an answer."""

    check: int
    verdict: Verdict
    message: str
    """One sentence or a few: the first failing check's, or what happened to the process."""
    seconds: float
    """From the kernel's taking the check up to its verdict."""
    checks: tuple[Outcome, ...] = ()
    line: int | None = None
    """The line of the learner's text that the message points at."""
    output: str = ""
    """What the learner's code printed, bounded."""
    by_seed: tuple[BySeed, ...] = ()
    """What became of it with each of `Check.more_seeds`."""
    trained: Trained | None = None
    """What was measured of a training, where the exercise has one."""
    further: tuple[Checked | None, ...] = ()
    """What became of `Check.further`, in order; None for one that came to no verdict."""
