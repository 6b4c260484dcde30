"""The learner's working files: plain Python in a plain folder, `<root>/<lesson>/<exercise>.py`, for any editor.

What happens to a file that others write, too, or that cannot be written, stands in `tutor.learner.working_file`.
Nothing is ever written inside a course.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.learner.records import fingerprint
from tutor.learner.storage import Writer, write_atomically
from tutor.learner.working_file import Conflict, UnreadableError, WorkingFile

if TYPE_CHECKING:
    from tutor.course.exercise import Exercise
    from tutor.learner.practice import Version
    from tutor.learner.progress import Store

__all__ = ["Conflict", "UnreadableError", "WorkingFile", "Workspace"]


class Workspace:
    """The folder of working files of one course."""

    RESET = "before-reset"
    """What a file is called that lies beside its exercise since a reset."""

    def __init__(self, root: Path, store: Store, *, write: Writer = write_atomically) -> None:
        self.root = root
        self._store = store
        self._write = write
        self._files: dict[Path, WorkingFile] = {}

    def path(self, exercise: Exercise) -> Path:
        """Where the learner's file of an exercise lies, whether it is there or not."""
        return self.root / exercise.lesson / f"{exercise.slug}.py"

    def file(self, exercise: Exercise) -> WorkingFile:
        """The file of an exercise; one object for each as long as the session lasts."""
        path = self.path(exercise)
        if path not in self._files:
            self._files[path] = WorkingFile(
                path, exercise.starter, self.root / ".lock", refused=self._refused(exercise), write=self._write
            )
        return self._files[path]

    def _refused(self, exercise: Exercise) -> str:
        course = exercise.folder.parent.parent
        if self.root.resolve().is_relative_to(course.resolve()):
            return (
                f"The workspace {self.root} lies inside the course, which is never written to; choose another with "
                "--workspace."
            )
        return ""

    def begin(self, exercise: Exercise) -> str:
        """The learner's text, the file written with the starter where it was missing; where the learner never touched
        an older starter, the new one takes its place. Raises UnreadableError."""
        file, practice = self.file(exercise), self._store.practice
        if file.unsaved is not None:
            file.save(text := file.unsaved)
            return text
        try:
            text = file.read()
        except FileNotFoundError:
            text = file.text
            file.save(text)
            practice.give(exercise.slug, fingerprint(exercise.starter))
        else:
            given = practice.attempt(exercise.slug).given
            if given not in ("", fingerprint(exercise.starter)) and given == fingerprint(text):
                file.save(text := exercise.starter)
                practice.give(exercise.slug, fingerprint(exercise.starter))
        return text

    def read(self, exercise: Exercise) -> str:
        """The learner's text; the starter where there is none yet. Raises UnreadableError."""
        try:
            return self.file(exercise).read()
        except FileNotFoundError:
            return exercise.starter

    def write(self, exercise: Exercise, text: str) -> Conflict | None:
        """Write the learner's text, see `WorkingFile.save`."""
        return self.file(exercise).save(text)

    @property
    def problem(self) -> str:
        """Why one of the files cannot be written, in words; '' where all is well."""
        return next((file.problem for file in self._files.values() if file.lost is not None), "")

    def unsaved(self) -> list[tuple[Path, Path, bytes]]:
        """The learner's texts that could not be written: (the folder of all, the file, what it should hold)."""
        return [(self.root, file.path, lost) for file in list(self._files.values()) if (lost := file.lost) is not None]

    def save_again(self) -> None:
        """Write what could not be written."""
        for file in list(self._files.values()):
            file.save_again()

    def changed_outside(self, exercise: Exercise) -> bool:
        """Whether the file is another than this session last read or wrote. Raises UnreadableError."""
        return self.file(exercise).look() is not None

    def history(self, exercise: Exercise) -> Sequence[Version]:
        """The versions that were checked or put aside, oldest first."""
        return self._store.practice.versions(exercise.slug)

    def reset(self, exercise: Exercise) -> Path | None:
        """What the learner was given, again; the text so far is in the history and in the returned place, from which
        `restore` brings it back. None where there was nothing to keep, or nothing can be written."""
        file = self.file(exercise)
        unsaved = file.unsaved
        try:
            held: str | None = file.read()
        except (UnreadableError, FileNotFoundError):
            held = None
        text = held if unsaved is None else unsaved
        if text == held == exercise.starter:
            return None
        if text not in (None, exercise.starter):
            self._store.practice.keep(exercise.slug, text)
        place = file.replace(exercise.starter, self.RESET)
        self._store.practice.give(exercise.slug, fingerprint(exercise.starter))
        return place

    def restore(self, exercise: Exercise) -> str | None:
        """The text from before the last reset, put in its place again; None where there is none.

        What stood there instead is in the history.
        """
        file = self.file(exercise)
        before = file.backup(self.RESET)
        if before is None:
            return None
        if file.text not in (exercise.starter, before):
            self._store.practice.keep(exercise.slug, file.text)
        return before if file.save(before) is None else None
