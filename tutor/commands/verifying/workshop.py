"""A kernel at work on several things at once: what `verify` runs lessons and judges answers with."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import TracebackType

from tutor.commands.waiting import Waiting
from tutor.course.catalogue import course_place
from tutor.course.exercise import Exercise
from tutor.course.model import Course
from tutor.kernel.client.client import Kernel, KernelError, Lost
from tutor.kernel.client.handle import SessionHandle
from tutor.kernel.protocol.checks import BySeed, Checked, Further, Verdict, check_limits
from tutor.kernel.protocol.connection import Fault
from tutor.kernel.protocol.events import CellFinished, Failure, Reached, RunFinished, Status
from tutor.kernel.protocol.message_bases import Limits, SessionEvent
from tutor.kernel.protocol.messages import FromKernel
from tutor.kernel.protocol.requests import Cell
from tutor.views.scalar import Scalar

CELL_SECONDS = 60.0
"""As long may a lesson's cell take at full pace: a learner who set a slider to its end would not wait longer."""


@dataclass(frozen=True)
class RunResult:
    """How a run of cells ended."""

    status: Status
    cell: int = 0
    """The cell that failed, if one did."""
    failure: Failure | None = None
    reached: str = ""
    """What it came to, where it reached a milestone."""


@dataclass(frozen=True)
class Try:
    """An answer to be judged, and the seeds to do it with."""

    answer: str
    starter: str
    """What it is compared with, to see whether it was changed at all."""
    seeds: tuple[int, ...]


class Workshop:
    """One warm kernel for the time of an `async with` block, with one thing more under way than there are cores."""

    def __init__(self, command: Sequence[str] | None, course: Course) -> None:
        self._kernel = Kernel(command, on_message=self._hear, on_quiet=Waiting(), course=course_place(course))
        self._heard: dict[int, asyncio.Queue[FromKernel | Lost]] = {}
        self.places = asyncio.Semaphore(1)
        """To be held by whoever works."""

    async def __aenter__(self) -> Workshop:
        await self._kernel.start()
        try:
            ready = await self._kernel.ready()
        except BaseException:
            await self._kernel.close()
            raise
        self.places = asyncio.Semaphore(ready.cores + 1)  # now and then one waits for its processes to end
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        await self._kernel.close()

    def open(self) -> LessonRun:
        """A fresh session on the CPU."""
        session = self._kernel.open("cpu", limits=Limits(seconds=CELL_SECONDS))
        self._heard[session.number] = asyncio.Queue()
        return LessonRun(session, self._heard[session.number])

    async def judge(self, exercise: Exercise, tries: Sequence[Try]) -> list[dict[int, BySeed]]:
        """What becomes of each answer with each of its seeds. Raises KernelError.

        One process is ready for all of them, and each is tried in a fork of it with all its seeds. Where that ended
        early, and where a seed comes to another verdict than the first one, the seed gets a process of its own.
        """
        first, *others = tries
        further = [
            Further(one.answer, one.starter, one.seeds[1:], _limits(exercise, len(one.seeds)).seconds) for one in others
        ]
        together = _limits(exercise, sum(len(one.seeds) for one in tries))
        checked = await self._checked(exercise, first, together, further)
        spoiled = bool(others) and checked.verdict in ("killed", "timeout")  # perhaps by one of the others
        verdicts = [None if spoiled else checked, *checked.further]
        verdicts += [None] * (len(tries) - len(verdicts))  # where there is no fork, they come back without
        return [await self._completed(exercise, *each) for each in zip(tries, verdicts, strict=True)]

    async def _completed(self, exercise: Exercise, one: Try, checked: Checked | None) -> dict[int, BySeed]:
        """What is known of an answer, and what is still to be found out."""
        found = {} if checked is None else _found(one.seeds[0], checked)
        while missing := [seed for seed in one.seeds if seed not in found]:
            again = replace(one, seeds=tuple(missing[:1] if found else missing))
            found |= _found(missing[0], await self._checked(exercise, again, _limits(exercise, len(again.seeds))))
        return {seed: found[seed] for seed in one.seeds}

    async def _checked(self, exercise: Exercise, one: Try, limits: Limits, further: Sequence[Further] = ()) -> Checked:
        return await self._kernel.judge(
            exercise=exercise.slug,
            answer=one.answer,
            tests=exercise.tests,
            starter=one.starter,
            seed=one.seeds[0],
            more_seeds=one.seeds[1:],
            may_change=exercise.may_change,
            limits=limits,
            further=tuple(further),
        )

    def _hear(self, message: FromKernel | Lost) -> None:
        if isinstance(message, Lost):
            for queue in self._heard.values():
                queue.put_nowait(message)
        elif isinstance(message, SessionEvent | Fault) and message.session in self._heard:
            self._heard[message.session].put_nowait(message)


def _found(first: int, checked: Checked) -> dict[int, BySeed]:
    """What a check tells of its first seed, and of those after it that came to the same."""
    of_first = BySeed(first, checked.verdict, checked.message, checked.checks, checked.line)
    return {one.seed: one for one in checked.by_seed if way(one) == way(of_first)} | {first: of_first}


def way(judged: BySeed) -> tuple[Verdict, list[tuple[str, str]]]:
    """How it went: two seeds agree where this is the same."""
    return judged.verdict, [(one.name, one.outcome) for one in judged.checks]


def _limits(exercise: Exercise, seeds: int) -> Limits:
    """What a process may use that judges with so many seeds."""
    usual = check_limits(exercise.seconds)
    return Limits(seconds=float(exercise.seconds * seeds), memory=usual.memory, output=usual.output * seeds)


class LessonRun:
    """A session in which a lesson runs, again and again; what stands in memory is used again."""

    def __init__(self, session: SessionHandle, heard: asyncio.Queue[FromKernel | Lost]) -> None:
        self._session = session
        self._heard = heard

    async def run(
        self, cells: Sequence[Cell], controls: Mapping[str, Scalar], needed: Sequence[int] | None = None
    ) -> RunResult:
        """Run the cells at full pace with these values of controls; of all but the last, those with the numbers
        `needed`. Raises KernelError where the kernel is lost."""
        number = self._session.run(cells, controls=controls, needed=needed)
        failed, failure, reached = 0, None, ""
        while True:
            match await self._heard.get():
                case Lost(message=words):
                    raise KernelError(words)
                case Fault(message=words):
                    failure = Failure(words)
                case CellFinished(run=run, cell=cell, failure=found) if run == number and found is not None:
                    failed, failure = cell, found
                case Reached(run=run, result=result) if run == number:
                    reached = result
                case RunFinished(run=run, status=status) if run == number:
                    return RunResult(status, failed, failure, reached)

    def close(self) -> None:
        """End the session, and with it all that it started."""
        self._session.close()
