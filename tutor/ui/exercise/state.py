"""What is known of an open exercise, for all parts of its screen: its text and file, and what the checks said."""

from __future__ import annotations

from tutor.course.exercise import Exercise
from tutor.learner.practice import Attempt, Practice, TrialRecord
from tutor.learner.workspace import Conflict, WorkingFile, Workspace
from tutor.ui.exercise import words
from tutor.ui.exercise.answer import AnswerEditor
from tutor.ui.exercise.checking import Checker
from tutor.ui.exercise.tries import Tries
from tutor.ui.exercise.verdict import failed_name
from tutor.ui.exercise.versions import VersionHistory, clock
from tutor.ui.shell import Shell


class ExerciseState:
    """One open exercise. The learner's text is that of the editor."""

    def __init__(self, exercise: Exercise, editor: AnswerEditor, shell: Shell) -> None:
        self.exercise = exercise
        self.editor = editor
        self._shell = shell
        self.checker = Checker(shell.link, exercise)
        self.conflict: Conflict | None = None
        """The two texts, while it is not chosen between them."""
        self.trouble = ""
        """Why the file cannot be read, in words; '' where it can."""
        self.saved_at: float | None = None
        """When the text was last written, in seconds since the epoch."""

    @property
    def text(self) -> str:
        """The learner's text as it stands."""
        return self.editor.text

    @property
    def workspace(self) -> Workspace:
        """The folder of the learner's files."""
        return self._shell.workspace

    @property
    def file(self) -> WorkingFile:
        """The file of this exercise."""
        return self.workspace.file(self.exercise)

    @property
    def practice(self) -> Practice:
        """How the exercises stand."""
        return self._shell.store.practice

    @property
    def attempt(self) -> Attempt:
        """How this one stands."""
        return self.practice.attempt(self.exercise.slug)

    @property
    def versions(self) -> VersionHistory:
        """The texts of this exercise that were checked."""
        return VersionHistory(self.practice, self.exercise)

    @property
    def tries(self) -> Tries:
        """The trainings of this exercise that were judged, the present one apart."""
        checker = self.checker
        text = checker.running or (checker.judged.text if checker.judged is not None else None)
        return Tries(
            TrialRecord.of(checker.measured),
            self.practice.trials(self.exercise.slug, text),
            self.attempt.reference,
            running=checker.running is not None,
        )

    @property
    def saved(self) -> str:
        """Whether the text is on disk, in a word or two."""
        if self.file.problem or self.trouble:
            return "cannot be saved"
        if self.conflict is not None:
            return "two texts"
        if self.text != self.file.text:
            return "not saved yet"
        return "saved" if self.saved_at is None else f"saved {clock(self.saved_at)}"

    @property
    def standing(self) -> str:
        """How the exercise stands: by the last verdict, where it is on this text; else by all so far."""
        judged = self.checker.judged
        if judged is not None and judged.text == self.text:
            return words.VERDICTS[judged.checked.verdict]
        return words.state(self.attempt)

    @property
    def failed_check(self) -> str:
        """The name of the check that failed in the last verdict; '' where none did."""
        return failed_name(self.checker.judged.checked) if self.checker.judged is not None else ""
