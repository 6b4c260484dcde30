"""What the learner did and wrote, kept: small JSON files in the user's data folder, or in PYTORCH_TUTOR_HOME.

A change is in memory at once and on disk a moment later, written by a thread of its own, so that a screen never waits
for a disk. Where nothing can be written everything still works for the session, and `Store.problem` says so.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from tutor.learner.milestones import Milestones
from tutor.learner.notes import OwnNotes
from tutor.learner.opened import FOLDER, HELD, OpenedFiles
from tutor.learner.practice import Practice
from tutor.learner.records import (
    CellText,
    LastExercise,
    LessonRecord,
    OpenedTexts,
    Settings,
    edited,
    fingerprint,
    moved,
    ran,
    text_key,
)
from tutor.learner.runs import LossCurve, PredictionOutcome, Scalar, TrainingRun
from tutor.learner.storage import JsonFile, Kept, Writer, write_atomically

if TYPE_CHECKING:
    from tutor.learner.journals import Journals

K = TypeVar("K", bound=Kept)
S = TypeVar("S", str, int, float, bool)


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
        self._lessons: dict[str, JsonFile[LessonRecord]] = {}
        self._originals: dict[str, dict[int, str]] = {}
        self._practice: Practice | None = None
        self._notes: OwnNotes | None = None
        self._milestones: Milestones | None = None
        self._opened: OpenedFiles | None = None
        self._journals: Journals | None = None
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
        journals = self._journals.problems if self._journals is not None else ()
        return (*(problem for file in self._files() for problem in file.problems), *journals)

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

    @property
    def notes(self) -> OwnNotes:
        """The learner's own notes."""
        if self._notes is None:
            self._notes = OwnNotes(self.home / self._course, self._file, self._wake_writer)
        return self._notes

    @property
    def milestones(self) -> Milestones:
        """The milestones that the learner has reached."""
        if self._milestones is None:
            self._milestones = Milestones(self.home / self._course, self._file, self._wake_writer)
        return self._milestones

    @property
    def opened(self) -> OpenedFiles:
        """The files that the learner has opened, in whichever course."""
        if self._opened is None:
            self._opened = OpenedFiles(self.home, self._file, self._wake_writer)
        return self._opened

    @property
    def journals(self) -> Journals:
        """What runs that are under way have reported. `keep_run` comes before the end of a journal."""
        if self._journals is None:
            from tutor.learner.journals import Journals

            self._journals = Journals(self.home, self._write, self._wake_writer)
        return self._journals

    def take_over(self, slug: str, before: str) -> None:
        """A file is another than when it was opened last: what the learner wrote in it is kept for both."""
        texts, others = self.lesson(before).texts, self.lesson(before).others

        def taken(record: LessonRecord) -> None:
            record.texts = {**texts, **record.texts}
            record.others += [one for one in others if one not in record.others]

        if (texts or others) and not self.lesson(slug).texts:
            self._change(slug, taken)

    def lesson(self, slug: str) -> LessonRecord:
        """What is kept of a lesson."""
        return self._lesson(slug).value

    def open(self, slug: str, originals: Mapping[int, str]) -> OpenedTexts:
        """The learner's texts for a lesson whose cells now say `originals`; needed before `keep`.

        A text stays with its cell when the cell only moved. It is never laid over a cell that says something new.
        """
        if slug.startswith(FOLDER) and any((self.home / FOLDER).glob(f"*{HELD}")):
            for left, key, run in self.journals.take_left():
                self._change(left, ran(key, run))
        self._originals[slug] = dict(originals)
        record = self.lesson(slug)
        free = dict(record.texts)
        edits: dict[int, str] = {}
        for number, original in originals.items():
            if text := free.pop(text_key(number, original), None):
                edits[number] = text.source
        for number, original in originals.items():
            strays = [key for key, text in free.items() if text.original == fingerprint(original)]
            if number not in edits and strays:
                key = min(strays, key=lambda key: abs(free[key].cell - number))
                edits[number] = free.pop(key).source
                self._change(slug, moved(key, number, original))
        return OpenedTexts(edits, (*free.values(), *record.others))

    def unsaved(self) -> list[tuple[Path, bytes]]:
        """The files that do not hold what they should, each with that."""
        return [(file.path, file.data) for file in self._files() if not file.saved]

    # ------------------------------------------------------------------------------------------------------ changing

    def set_setting(self, name: str, value: Scalar | None) -> None:
        """Remember a setting; None forgets it."""
        if self._settings.value.values.get(name) != value:
            self._settings.change(lambda settings: settings.values.update({name: value}))
            self._wake_writer()

    def first_time(self, what: str) -> bool:
        """Whether this is to be said for the first time; from now on it no longer is."""
        if self.setting(what, 0):
            return False
        self.set_setting(what, 1)
        return True

    def visit(self, slug: str, screen: int) -> None:
        """The learner is at this screen of this lesson."""

        def there(record: LessonRecord) -> None:
            record.screen = screen
            record.visited.add(screen)

        self._change(slug, there)
        if slug.startswith(FOLDER):
            return  # where the learner is in the course is where they were
        self.leave_exercise()
        if self.last_lesson() != slug:
            self._settings.change(lambda settings: settings.last.update({self._course: slug}))
            self._wake_writer()

    def finish(self, slug: str) -> None:
        """The learner went on from the lesson's last screen; the next visit begins at the first."""

        def done(record: LessonRecord) -> None:
            record.finished, record.screen = True, 0

        self._change(slug, done)

    def answer(self, slug: str, question: str, choice: int) -> None:
        """The learner chose an answer; what came of another is past."""

        def chosen(record: LessonRecord) -> None:
            record.answers[question] = choice
            record.outcomes.pop(question, None)

        self._change(slug, chosen)

    def came_out(self, slug: str, question: str, outcome: PredictionOutcome) -> None:
        """The run that a prediction began is over."""
        self._change(slug, lambda record: record.outcomes.update({question: outcome}))

    def keep_run(self, slug: str, number: int, source: str, run: TrainingRun) -> None:
        """A training run of the cell with this text is over."""
        self._change(slug, ran(text_key(number, source), run))

    def runs(self, slug: str, number: int, source: str) -> tuple[TrainingRun, ...]:
        """The last training runs of the cell with this text."""
        return self.lesson(slug).runs.get(text_key(number, source), ())

    def keep(self, slug: str, *, edits: Mapping[int, str], controls: Mapping[str, Scalar]) -> None:
        """The learner's texts and the controls as they now stand; a cell that is not named is as it was.

        Cheap where nothing changed. Raises KeyError for a lesson that was not opened.
        """
        originals, record = self._originals[slug], self.lesson(slug)
        for number, original in originals.items():
            known = record.texts.get(text_key(number, original))
            source = edits.get(number)
            if source is not None:
                source = source.encode(errors="replace").decode()  # half a surrogate pair has no place in a file
            if (known.source if known else None) != source:
                self._change(slug, edited(number, original, known, source))
        changed = {name: value for name, value in controls.items() if record.controls.get(name) != value}
        if changed:
            self._change(slug, lambda record: record.controls.update(changed))

    def discard(self, slug: str, orphan: CellText) -> None:
        """The learner does not want this text any more."""

        def drop(record: LessonRecord) -> None:
            record.texts = {key: text for key, text in record.texts.items() if text != orphan}
            record.others = [text for text in record.others if text != orphan]

        self._change(slug, drop)

    def set_curve(self, slug: str, curve: LossCurve) -> None:
        """The lesson's last training run."""

        def drawn(record: LessonRecord) -> None:
            record.curve = curve

        self._change(slug, drawn)

    # ------------------------------------------------------------------------------------------------------- writing

    def flush(self) -> None:
        """Bring everything to disk now; what cannot be written is kept in memory and named in `problem`."""
        problem = ""
        flushes: list[Callable[[], None]] = [file.flush for file in self._files()]
        if self._journals is not None:
            flushes.append(partial(self._journals.flush, self._has_saved))
        for flush in flushes:
            try:
                flush()
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

    def _has_saved(self, slug: str) -> bool:
        """Whether everything of a lesson is on disk. Any thread may ask."""
        return slug not in self._lessons or self._lessons[slug].saved

    def _change(self, slug: str, what: Callable[[LessonRecord], None]) -> None:
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
        notes = [self._notes.file] if self._notes is not None else []
        milestones = [self._milestones.file] if self._milestones is not None else []
        opened = [self._opened.file] if self._opened is not None else []
        return [self._settings, *list(self._lessons.values()), *practice, *notes, *milestones, *opened]

    def _lesson(self, slug: str) -> JsonFile[LessonRecord]:
        if slug not in self._lessons:
            folder = self.home if slug.startswith(FOLDER) else self.home / self._course
            self._lessons[slug] = self._file(folder / f"{slug}.json", LessonRecord)
        return self._lessons[slug]

    def _file(self, path: Path, kind: type[K]) -> JsonFile[K]:
        return JsonFile(path, kind, self.home / "lock", write=self._write)
