"""What the learner did and wrote: small JSON files in the user's data folder, or in PYTORCH_TUTOR_HOME.

A change is in memory at once and on disk a moment later, written by a thread of its own, so that a screen never waits
for a disk. Where nothing can be written everything still works for the session, and `Store.problem` says so.
"""

from __future__ import annotations

import os
import threading
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from tutor.learner.practice import Practice
from tutor.learner.runs import KEPT_RUNS, Curve, Outcome, Run, Scalar, curve
from tutor.learner.storage import JsonFile, Kept, Writer, write_atomically

__all__ = ["Curve", "Record", "Settings", "Store", "Text", "curve", "fingerprint", "home_folder"]
S = TypeVar("S", str, int, float, bool)
KEPT_TEXTS = 100
"""As many texts of a lesson that no longer have a cell are kept; the oldest go first."""


def home_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """Where everything that is kept for the user lies."""
    if chosen := environ.get("PYTORCH_TUTOR_HOME"):
        return Path(chosen).expanduser()
    import platformdirs  # late: not needed where the variable is set

    return platformdirs.user_data_path("pytorch-tutor", appauthor=False)


class Text(msgspec.Struct, frozen=True):
    """A learner's text of a cell."""

    cell: int
    """The number that the cell had when the text was written."""
    original: str
    """The fingerprint of the lesson's text that it was made from."""
    source: str


class Record(Kept):
    """What is kept of one lesson. To be read only; the store's methods change it."""

    screen: int = 0
    """The screen that was last seen, from 0."""
    visited: set[int] = msgspec.field(default_factory=set)
    finished: bool = False
    answers: dict[str, int] = msgspec.field(default_factory=dict)
    """The answer chosen to each question, by the question's key."""
    outcomes: dict[str, Outcome] = msgspec.field(default_factory=dict)
    """What came of each prediction whose run is over, by the question's key."""
    runs: dict[str, tuple[Run, ...]] = msgspec.field(default_factory=dict)
    """The last training runs of each cell, by cell number and fingerprint of its text."""
    controls: dict[str, Scalar] = msgspec.field(default_factory=dict)
    texts: dict[str, Text] = msgspec.field(default_factory=dict)
    """The learner's texts, by cell number and fingerprint of the original."""
    others: list[Text] = msgspec.field(default_factory=list)
    """Texts of another session that this one's took the place of."""
    curve: Curve | None = None
    """The last training run."""


class LastExercise(msgspec.Struct, frozen=True):
    """The exercise that the learner was in last."""

    slug: str
    title: str


class Settings(Kept):
    """What is remembered for all courses."""

    values: dict[str, Scalar | None] = msgspec.field(default_factory=dict)
    last: dict[str, str] = msgspec.field(default_factory=dict)
    """The lesson last seen, by course."""
    exercises: dict[str, LastExercise] = msgspec.field(default_factory=dict)
    """The exercise that was opened since, by course."""


@dataclass(frozen=True)
class Opened:
    """The learner's texts, as they fit the lesson that is there now."""

    edits: dict[int, str]
    """By cell number."""
    orphans: tuple[Text, ...]
    """Texts whose cell the lesson no longer has as it was; to be offered, and never dropped unasked."""


class Store:
    """All that is kept. Its methods are for one thread; writing happens on another."""

    def __init__(
        self,
        home: Path,
        course: str = "course",
        *,
        write: Writer = write_atomically,
        on_written: Callable[[], None] | None = None,
    ) -> None:
        """`course` is the course's key (see `course_key`); `on_written` is called, on the writing thread, whenever
        `saved` or `problem` may have changed."""
        self.home = home
        self.problem = ""
        """Why what is done now is not being saved; '' where it is."""
        self._course = course
        self._write = write
        self._on_written = on_written
        self._lessons: dict[str, JsonFile[Record]] = {}
        self._originals: dict[str, dict[int, str]] = {}
        self._practice: Practice | None = None
        self._settings = self._file(home / "settings.json", Settings)
        self._wake = threading.Event()
        self._closing = False
        self._writer: threading.Thread | None = None

    # ------------------------------------------------------------------------------------------------------- reading

    @property
    def saved(self) -> bool:
        """Whether everything is on disk."""
        return all(file.saved for file in self._files())

    @property
    def problems(self) -> tuple[str, ...]:
        """What was found wrong with files: damaged and moved away, or of a newer tutor."""
        return tuple(problem for file in self._files() for problem in file.problems)

    def last_lesson(self) -> str | None:
        """The slug of the lesson last seen in this course."""
        return self._settings.value.last.get(self._course)

    def last_exercise(self) -> LastExercise | None:
        """The exercise that was opened in this course after its last lesson was seen."""
        return self._settings.value.exercises.get(self._course)

    def enter(self, slug: str, title: str) -> None:
        """The learner is at this exercise."""
        last = LastExercise(slug, title)
        if self.last_exercise() != last:
            self._settings.change(lambda settings: settings.exercises.update({self._course: last}))
            self._wake_writer()

    def leave_exercise(self) -> None:
        """The learner went back from an exercise to its lesson."""

        def left(settings: Settings) -> None:
            settings.exercises.pop(self._course, None)

        if self.last_exercise() is not None:
            self._settings.change(left)
            self._wake_writer()

    def setting(self, name: str, default: S) -> S:
        """A remembered setting; the default where there is none, or one of another type."""
        value = self._settings.value.values.get(name, default)
        return value if type(value) is type(default) else default

    @property
    def practice(self) -> Practice:
        """What is kept of the exercises."""
        if self._practice is None:
            self._practice = Practice(self.home / self._course, self._file, self._wake_writer)
        return self._practice

    def lesson(self, slug: str) -> Record:
        """What is kept of a lesson."""
        return self._lesson(slug).value

    def open(self, slug: str, originals: Mapping[int, str]) -> Opened:
        """The learner's texts for a lesson whose cells now say `originals`; needed before `keep`.

        A text stays with its cell when the cell only moved. It is never laid over a cell that says something new.
        """
        self._originals[slug] = dict(originals)
        record = self.lesson(slug)
        free = dict(record.texts)
        edits: dict[int, str] = {}
        for number, original in originals.items():
            if text := free.pop(_key(number, original), None):
                edits[number] = text.source
        for number, original in originals.items():
            moved = [key for key, text in free.items() if text.original == fingerprint(original)]
            if number not in edits and moved:
                key = min(moved, key=lambda key: abs(free[key].cell - number))
                edits[number] = free.pop(key).source
                self._change(slug, _move(key, number, original))
        return Opened(edits, (*free.values(), *record.others))

    def unsaved(self) -> list[tuple[Path, bytes]]:
        """The files that do not hold what they should, each with that."""
        return [(file.path, file.data) for file in self._files() if not file.saved]

    # ------------------------------------------------------------------------------------------------------ changing

    def set_setting(self, name: str, value: Scalar | None) -> None:
        """Remember a setting; None forgets it."""
        if self._settings.value.values.get(name) != value:
            self._settings.change(lambda settings: settings.values.update({name: value}))
            self._wake_writer()

    def visit(self, slug: str, screen: int) -> None:
        """The learner is at this screen of this lesson."""

        def there(record: Record) -> None:
            record.screen = screen
            record.visited.add(screen)

        self._change(slug, there)
        self.leave_exercise()
        if self.last_lesson() != slug:
            self._settings.change(lambda settings: settings.last.update({self._course: slug}))
            self._wake_writer()

    def finish(self, slug: str) -> None:
        """The learner went on from the lesson's last screen; the next visit begins at the first."""

        def done(record: Record) -> None:
            record.finished, record.screen = True, 0

        self._change(slug, done)

    def answer(self, slug: str, question: str, choice: int) -> None:
        """The learner chose an answer; what came of another is past."""

        def chosen(record: Record) -> None:
            record.answers[question] = choice
            record.outcomes.pop(question, None)

        self._change(slug, chosen)

    def came_out(self, slug: str, question: str, outcome: Outcome) -> None:
        """The run that a prediction began is over."""
        self._change(slug, lambda record: record.outcomes.update({question: outcome}))

    def keep_run(self, slug: str, number: int, source: str, run: Run) -> None:
        """A training run of the cell with this text is over."""

        def ran(record: Record) -> None:
            key = _key(number, source)
            record.runs = {
                other: runs for other, runs in record.runs.items() if not other.startswith(f"{number}:") or other == key
            }
            others = [one for one in record.runs.get(key, ()) if not one.is_like(run)]
            record.runs[key] = (*others, run)[-KEPT_RUNS:]

        self._change(slug, ran)

    def runs(self, slug: str, number: int, source: str) -> tuple[Run, ...]:
        """The last training runs of the cell with this text."""
        return self.lesson(slug).runs.get(_key(number, source), ())

    def keep(self, slug: str, *, edits: Mapping[int, str], controls: Mapping[str, Scalar]) -> None:
        """The learner's texts and the controls as they now stand; a cell that is not named is as it was.

        Cheap where nothing changed. Raises KeyError for a lesson that was not opened.
        """
        originals, record = self._originals[slug], self.lesson(slug)
        for number, original in originals.items():
            known = record.texts.get(_key(number, original))
            source = edits.get(number)
            if source is not None:
                source = source.encode(errors="replace").decode()  # half a surrogate pair has no place in a file
            if (known.source if known else None) != source:
                self._change(slug, _edit(number, original, known, source))
        moved = {name: value for name, value in controls.items() if record.controls.get(name) != value}
        if moved:
            self._change(slug, lambda record: record.controls.update(moved))

    def discard(self, slug: str, orphan: Text) -> None:
        """The learner does not want this text any more."""

        def drop(record: Record) -> None:
            record.texts = {key: text for key, text in record.texts.items() if text != orphan}
            record.others = [text for text in record.others if text != orphan]

        self._change(slug, drop)

    def set_curve(self, slug: str, curve: Curve) -> None:
        """The lesson's last training run."""

        def drawn(record: Record) -> None:
            record.curve = curve

        self._change(slug, drawn)

    # ------------------------------------------------------------------------------------------------------- writing

    def flush(self) -> None:
        """Bring everything to disk now; what cannot be written is kept in memory and named in `problem`."""
        problem = ""
        for file in self._files():
            try:
                file.flush()
            except OSError as error:
                problem = f"Nothing can be saved in {self.home}: {error.strerror or error}."
        self.problem = problem
        if self._on_written is not None:
            self._on_written()

    def close(self) -> None:
        """Bring everything to disk and end the writing thread."""
        self._closing = True
        self._wake.set()
        if self._writer is not None:
            self._writer.join()
            self._writer = None
        self.flush()

    def _change(self, slug: str, what: Callable[[Record], None]) -> None:
        self._lesson(slug).change(what)
        self._wake_writer()

    def _wake_writer(self) -> None:
        if self._writer is None and not self._closing:
            self._writer = threading.Thread(target=self._keep_writing, name="progress", daemon=True)
            self._writer.start()
        self._wake.set()

    def _keep_writing(self) -> None:
        while not self._closing:
            self._wake.wait()
            self._wake.clear()
            if not self._closing:
                self.flush()

    def _files(self) -> list[JsonFile[Any]]:
        practice = self._practice.files if self._practice is not None else []
        return [self._settings, *list(self._lessons.values()), *practice]

    def _lesson(self, slug: str) -> JsonFile[Record]:
        if slug not in self._lessons:
            self._lessons[slug] = self._file(self.home / self._course / f"{slug}.json", Record)
        return self._lessons[slug]

    def _file(self, path: Path, kind: type[K]) -> JsonFile[K]:
        return JsonFile(path, kind, self.home / "lock", write=self._write)


K = TypeVar("K", bound=Kept)


def fingerprint(original: str) -> str:
    """What tells one text of a lesson's cell from another."""
    return f"{zlib.crc32(original.encode(errors='surrogatepass')):08x}"


def _key(number: int, original: str) -> str:
    return f"{number}:{fingerprint(original)}"


def _edit(number: int, original: str, known: Text | None, source: str | None) -> Callable[[Record], None]:
    """Set a cell's text, or take it away where `source` is None; what another session wrote meanwhile is kept."""
    key = _key(number, original)

    def change(record: Record) -> None:
        there = record.texts.pop(key, None)
        if there is not None and there != known and there.source != source:
            record.others = [*record.others, there][-KEPT_TEXTS:]
        if source is not None:
            record.texts[key] = Text(number, fingerprint(original), source)

    return change


def _move(key: str, number: int, original: str) -> Callable[[Record], None]:
    """A text follows its cell to the cell's new number."""

    def change(record: Record) -> None:
        text = record.texts.pop(key, None)
        if text is not None:
            record.texts[_key(number, original)] = Text(number, text.original, text.source)

    return change
