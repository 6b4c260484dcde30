"""`pytorch-tutor watch`: the learner writes in an editor of their own, and every save is checked here.

The file is polled, which also sees what another machine writes over NFS; opening it makes NFS ask its server.
"""

from __future__ import annotations

import asyncio
import os
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from pathlib import Path

from tutor.commands import verdicts
from tutor.commands.checking import judged
from tutor.commands.events import visible
from tutor.commands.judging import AnswerJudge
from tutor.commands.lookup import (
    UsageError,
    course_in,
    exercise_in,
    kept,
    kernel_command,
    to_be_checked,
    to_type,
    workspace_for,
)
from tutor.commands.progressing import next_unfinished
from tutor.commands.running import terminal_width, write
from tutor.course.exercise import Exercise, exercises_of
from tutor.course.hints import heading, next_hint
from tutor.course.model import Course
from tutor.kernel.protocol.checks import Checked
from tutor.learner.progress import Store
from tutor.learner.working_file import UnreadableError
from tutor.learner.workspace import Workspace

INTERVAL = 0.3
"""Seconds between two looks at the file."""
_Stamp = tuple[int, int, int]


def watch(name: str | None, *, device: str, course: Path | None, workspace: Path | None, kernel: str | None) -> int:
    """Check an exercise, or the next unfinished one, on every save until the learner quits. Raises UsageError."""
    found = course_in(course)
    judge = AnswerJudge(kernel_command(kernel), device, found)
    with kept(found) as store:
        exercise = to_be_checked(exercise_in(found, name)) if name else _first(found, store)
        if exercise is None:
            write(f"Every exercise is right. Name one to watch it all the same: `{to_type('watch')} EXERCISE`.\n")
            return 0
        watcher = Watcher(found, workspace_for(found, store, workspace), store, judge)
        try:
            asyncio.run(_watch(watcher, judge, exercise))
        except KeyboardInterrupt:
            write("\n")  # below the '^C' that the terminal shows
    return 0


async def _watch(watcher: Watcher, judge: AnswerJudge, exercise: Exercise) -> None:
    async with judge:
        await judge.start()  # it warms up while the learner reads the task
        await watcher.run(exercise, lines_typed(INTERVAL))


def _first(course: Course, store: Store) -> Exercise | None:
    """The next unfinished exercise. Raises UsageError where the course has none at all."""
    exercises = [one for one in exercises_of(course) if one.tests]
    if not exercises:
        raise UsageError(f"{course.title} has no exercises.")
    slug = next_unfinished(exercises, store)
    return next((one for one in exercises if one.slug == slug), None)


class Watcher:
    """One exercise at a time: what is saved is checked, what is typed is obeyed."""

    def __init__(
        self,
        course: Course,
        files: Workspace,
        store: Store,
        judge: AnswerJudge,
        *,
        write: Callable[[str], object] = write,
        width: Callable[[], int | None] = terminal_width,
        clock: Callable[[], str] = lambda: time.strftime("%H:%M:%S"),
    ) -> None:
        self._exercises = {one.slug: one for one in exercises_of(course) if one.tests}
        self._files, self._store, self._judge = files, store, judge
        self._write, self._width, self._clock = write, width, clock
        self._exercise: Exercise
        self._path = Path()
        self._stamp: _Stamp | None = None
        self._gone = False
        self._held_back = False
        """Whether the file was seen empty, as it is for a moment while some editors write."""
        self._asked = False
        """Whether the solution was asked for before the answer was right."""
        self._failed = ""
        """The name of the check that failed in the last verdict; '' where none did."""

    async def run(self, exercise: Exercise, events: AsyncIterator[str | None]) -> None:
        """Watch until 'q' is typed or the events end. Each is a line that was typed, or None when it is time to look
        at the file. Raises UsageError where the kernel does not have the device."""
        await self._begin(exercise)
        async for typed in events:
            if typed is None:
                await self._look()
            elif typed.strip().lower() in ("q", "quit", "exit"):
                return
            else:
                await self._obey(typed.strip().lower())

    # ------------------------------------------------------------------------------------------------ what is typed

    async def _obey(self, word: str) -> None:
        match word:
            case "" | "c":
                await self._check()
            case "h":
                self._hint()
            case "s":
                self._solution()
            case "n":
                await self._go_on()
            case _:
                self._say(f"{visible(word)!r} is not a command here.")
                self._keys()

    def _hint(self) -> None:
        """One hint more: for the check that failed in the last verdict, if there is one left."""
        hints, slug = self._exercise.hints, self._exercise.slug
        place = next_hint(hints, self._store.practice.attempt(slug).hints_shown, self._failed)
        if place is not None:
            self._store.practice.show_hint(slug, place)
        shown = [one for one in self._store.practice.attempt(slug).hints_shown if one < len(hints)]
        if not shown:
            self._say("This exercise has no hints.")
            return
        place = shown[-1] if place is None else place
        self._say(f"{self._fitted(heading(hints, shown, place))}\n{self._indented(hints[place].text)}")
        self._keys()

    def _solution(self) -> None:
        if self._store.practice.attempt(self._exercise.slug).status != "right" and not self._asked:
            self._asked = True
            self._say(
                self._fitted(
                    "Yours is not right yet. s again shows a solution; h gives a hint, n leaves this for later."
                )
            )
            return
        self._store.practice.see_solution(self._exercise.slug)
        self._say(f"One solution\n{_moved_in(self._exercise.solution)}")
        if self._exercise.also_right:
            self._say(f"Also right\n{self._indented(self._exercise.also_right)}")
        self._keys()

    async def _go_on(self) -> None:
        here = self._exercise.slug
        slug = next_unfinished(list(self._exercises.values()), self._store, after=here)
        if slug is None:
            self._say("There is no other unfinished exercise.")
            self._keys()
            return
        self._store.practice.skip(here)
        await self._begin(self._exercises[slug])

    # ------------------------------------------------------------------------------------------------- the file

    async def _begin(self, exercise: Exercise) -> None:
        """Show an exercise's task and where its file lies, and check what is there."""
        self._exercise, self._path = exercise, self._files.path(exercise)
        self._gone = self._held_back = self._asked = False
        self._failed = ""
        self._say(f"{exercise.title} · {exercise.name}\n\n{self._fitted(exercise.task)}")
        self._say(f"Your file: {self._path}\nPress enter after each key.")
        with suppress(UnreadableError):  # the check below says so
            self._files.begin(exercise)
        if problem := self._files.file(exercise).problem:
            self._say(problem)
        await self._check()

    async def _look(self) -> None:
        """Check if the file was saved since the last look."""
        stamp = _stamp(self._path)
        if stamp is None:
            if not self._gone:
                self._gone, self._stamp = True, None
                self._say(f"{self._path} is gone. It is checked again as soon as it is back.")
        elif stamp != self._stamp or self._held_back or self._rewritten():
            await self._check(saved=True)

    def _rewritten(self) -> bool:
        """Whether the text is another although size and time are not: file systems may keep whole seconds."""
        try:
            return self._files.changed_outside(self._exercise)
        except UnreadableError:
            return False  # said when it was read

    async def _check(self, *, saved: bool = False) -> None:
        """Judge the file as it is now and say how it went."""
        stamp = _stamp(self._path)
        try:
            answer = self._files.file(self._exercise).read()
        except FileNotFoundError:
            if not saved:
                self._say(f"{self._path} is missing. It is checked as soon as it is there.")
            self._gone = True
            return
        except UnreadableError as error:
            self._stamp, self._gone, self._held_back = stamp, False, False
            self._tell("", verdicts.no_verdict(str(error), "error"))
            return
        self._stamp, self._gone = stamp, False
        if saved and not answer.strip() and not self._held_back:
            self._held_back = True
            return
        self._held_back = False
        self._tell(answer, await judged(self._judge, self._store, self._exercise, answer))

    # -------------------------------------------------------------------------------------------------- what is said

    def _tell(self, answer: str, checked: Checked) -> None:
        failed = verdicts.first_failing(checked)
        self._failed = "" if failed is None else failed.name
        self._say(f"── {self._clock()} " + "─" * 40)
        self._say(verdicts.as_text(self._exercise, answer, checked, self._width()))
        if checked.verdict == "right" and self._exercise.learnt:
            self._say(self._fitted(self._exercise.learnt))
        self._keys()

    def _keys(self) -> None:
        right = self._store.practice.attempt(self._exercise.slug).status == "right"
        words = ["every save is checked", "enter: now"]
        words += ["h: hint"] if self._exercise.hints and not right else []
        self._say(self._fitted(" · ".join([*words, "s: solution", "n: next", "q: quit"])))

    def _indented(self, text: str) -> str:
        return self._fitted(text.strip(), indent=4)

    def _fitted(self, text: str, *, indent: int = 0) -> str:
        """The text without a word broken at the edge of the terminal; its lines of code stay as they are."""
        width = self._width()
        lines = visible(text).split("\n")
        fitted = (verdicts.wrapped(line, None if line.startswith("    ") else width, indent=indent) for line in lines)
        return "\n".join(part for parts in fitted for part in parts)

    def _say(self, text: str) -> None:
        self._write(f"{text}\n\n")


def _stamp(path: Path) -> _Stamp | None:
    """When a file was changed, its size and its place; None where there is none."""
    try:
        if not path.is_file():
            return None
        with path.open("rb") as file:  # opened, so that NFS asks its server and does not answer from memory
            found = os.fstat(file.fileno())
    except FileNotFoundError:
        return None
    except OSError:
        return 0, 0, 0  # it is there, and reading it will say what is wrong
    return found.st_mtime_ns, found.st_size, found.st_ino


def _moved_in(text: str) -> str:
    return "\n".join(f"    {line}".rstrip() for line in visible(text).strip().split("\n"))


async def lines_typed(interval: float, source: int = 0) -> AsyncIterator[str | None]:
    """The lines typed at the descriptor `source`, and None after every `interval` seconds without one.

    The end of a terminal's input ends them; of any other input it ends the lines only.
    """
    loop = asyncio.get_running_loop()
    lines: asyncio.Queue[str | None] = asyncio.Queue()
    threading.Thread(target=_read_lines, args=(source, loop, lines), daemon=True).start()
    while True:
        try:
            async with asyncio.timeout(interval):  # not wait_for, which in Python 3.11 can swallow a Ctrl-C
                line = await lines.get()
        except TimeoutError:
            yield None
            continue
        if line is not None:
            yield line
        elif os.isatty(source):
            return


def _read_lines(source: int, loop: asyncio.AbstractEventLoop, lines: asyncio.Queue[str | None]) -> None:
    """Read without Python's buffers, whose locks a waiting thread would hold when the program ends."""
    waiting = b""
    with suppress(OSError, RuntimeError):  # no standard input at all; the loop has ended
        while data := os.read(source, 4096):
            *whole, waiting = (waiting + data).split(b"\n")
            for line in whole:
                loop.call_soon_threadsafe(lines.put_nowait, line.decode(errors="replace"))
    with suppress(RuntimeError):
        loop.call_soon_threadsafe(lines.put_nowait, None)
