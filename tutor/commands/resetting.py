"""`pytorch-tutor reset`: an exercise from its beginning again, with what there was kept beside it."""

from __future__ import annotations

import sys
from pathlib import Path

from tutor.commands.lookup import UsageError, course_in, exercise_in, kept, to_type, workspace_for
from tutor.commands.running import write
from tutor.course.exercise import Exercise
from tutor.learner.working_file import UnreadableError
from tutor.learner.workspace import Workspace


def reset(name: str, *, undo: bool, course: Path | None, workspace: Path | None) -> int:
    """Put the starter in the learner's file, or with `undo` what stood there before; 1 where it cannot be written.

    Raises UsageError.
    """
    found = course_in(course)
    exercise = exercise_in(found, name)
    if not exercise.starter:
        raise UsageError("\n".join(map(str, exercise.problems)))
    with kept(found) as store:
        files = workspace_for(found, store, workspace)
        said = _bring_back(files, exercise) if undo else _begin_anew(files, exercise)
        problem = files.file(exercise).problem
    if problem:
        print(problem, file=sys.stderr)  # noqa: T201
        return 1
    write(f"{said}\n")
    return 0


def _begin_anew(files: Workspace, exercise: Exercise) -> str:
    path = files.path(exercise)
    there = path.exists()
    backup = files.reset(exercise)
    if backup is not None:
        return (
            f"{path} holds again what you were given. What you wrote is in {backup}; "
            f"`{to_type('reset', exercise.slug, '--undo')}` brings it back."
        )
    if there:
        return f"{path} already holds what you were given; nothing was changed."
    files.begin(exercise)
    return f"{path} is there now, with what you are given to begin with."


def _bring_back(files: Workspace, exercise: Exercise) -> str:
    """Raises UsageError where there is nothing to bring back."""
    try:
        files.read(exercise)  # so that what stands there now is known, and goes into the history
    except UnreadableError as error:
        raise UsageError(str(error)) from None
    if files.restore(exercise) is None and not files.file(exercise).problem:
        raise UsageError(f"There is no text from before a reset of {exercise.slug} beside {files.path(exercise)}.")
    return f"{files.path(exercise)} is as it was before the last reset."
