"""`pytorch-tutor check`: is an answer right, and if not, why."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence
from pathlib import Path

from tutor.commands import verdicts
from tutor.commands.files import say_whose_course
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
from tutor.commands.running import terminal_width, write
from tutor.course.exercise import Exercise, exercises_of, find_exercise
from tutor.kernel.client.client import KernelError
from tutor.kernel.protocol.checks import Checked
from tutor.learner.practice import TrialRecord
from tutor.learner.progress import Store
from tutor.learner.working_file import UnreadableError, WorkingFile


def check(
    name: str,
    file: Path | None,
    *,
    device: str,
    course: Path | None,
    workspace: Path | None,
    kernel: str | None,
    as_json: bool,
) -> int:
    """Judge an answer and print the verdict; 0 only where it is right. Raises UsageError.

    `name` is an exercise's; or a file's, which has the name of the exercise that it answers.
    """
    found = course_in(course)
    if file is None and find_exercise(found, name) is None and is_file(name):
        name, file = Path(name).stem, Path(name)
        if find_exercise(found, name) is None:
            raise UsageError(
                f"{file} answers no exercise that its name tells: there is no exercise {name!r}. Say which one it "
                f"answers: `{to_type('check', 'EXERCISE', str(file))}`."
            )
    exercise = to_be_checked(exercise_in(found, name))
    judge = AnswerJudge(kernel_command(kernel), device, found)
    say_whose_course(found)
    with kept(found) as store:
        path = file or workspace_for(found, store, workspace).path(exercise)
        if not path.is_file():
            raise UsageError(_missing(exercise, path, own=file is None))
        ((answer, checked),) = asyncio.run(_judged_all(judge, store, [(exercise, path)]))
    if as_json:
        write(json.dumps(verdicts.as_data(exercise, checked), ensure_ascii=False) + "\n")
    else:
        tries = enumerate(store.practice.trials(exercise.slug, answer), 1)
        before = [f"    try {number}: {trial.words}" for number, trial in tries]
        told = [verdicts.as_text(exercise, answer, checked, terminal_width()), *(["", "Before:"] if before else [])]
        write("\n".join([*told, *before]) + "\n")
    return 0 if checked.verdict == "right" else 1


def is_file(name: str) -> bool:
    """Whether what was named is meant as a file: it is there, or it is called like one."""
    return name.endswith(".py") or Path(name).is_file()


def check_all(*, device: str, course: Path | None, workspace: Path | None, kernel: str | None, as_json: bool) -> int:
    """Judge every exercise that was begun; 0 only where there is one and all of them are right. Raises UsageError."""
    found = course_in(course)
    judge = AnswerJudge(kernel_command(kernel), device, found)
    say_whose_course(found)
    with kept(found) as store:
        files = workspace_for(found, store, workspace)
        begun = [(one, files.path(one)) for one in exercises_of(found) if one.tests and files.path(one).is_file()]
        tell = None if as_json else lambda exercise, checked: write(verdicts.headline(exercise, checked) + "\n")
        results = [checked for _, checked in asyncio.run(_judged_all(judge, store, begun, tell))]
    right = sum(checked.verdict == "right" for checked in results)
    if as_json:
        rows = [verdicts.as_data(one, checked) for (one, _), checked in zip(begun, results, strict=True)]
        write(json.dumps({"begun": len(begun), "right": right, "exercises": rows}, ensure_ascii=False) + "\n")
    elif begun:
        write(f"\n{right} of {len(begun)} right\n")
    else:
        write(f"No exercise has been started yet: there is no answer in {files.root}.\n")
    return 0 if begun and right == len(begun) else 1


async def judged(judge: AnswerJudge, store: Store, exercise: Exercise, answer: str) -> Checked:
    """The verdict on an answer, kept as an attempt where the kernel came to one. Raises UsageError."""
    try:
        checked = await judge.judge(exercise, answer)
    except KernelError as error:
        return verdicts.no_verdict(f"There is no verdict, because the kernel was lost. {error}")
    store.practice.checked(exercise.slug, answer, checked.verdict, TrialRecord.of(checked.trained))
    return checked


async def _judged_all(
    judge: AnswerJudge,
    store: Store,
    files: Sequence[tuple[Exercise, Path]],
    tell: Callable[[Exercise, Checked], object] | None = None,
) -> list[tuple[str, Checked]]:
    """The answers in these files with the verdicts on them, each told as it comes."""
    results = []
    async with judge:
        for exercise, path in files:
            try:
                answer = WorkingFile(path, "", store.home / "lock").read()
            except (UnreadableError, FileNotFoundError) as error:
                answer, checked = "", verdicts.no_verdict(str(error), "error")
            else:
                checked = await judged(judge, store, exercise, answer)
            if tell is not None:
                tell(exercise, checked)
            results.append((answer, checked))
    return results


def _missing(exercise: Exercise, path: Path, *, own: bool) -> str:
    if not own:
        return f"{path} is not a regular file." if path.exists() else f"There is no file {path}."
    return (
        f"There is no answer to {exercise.slug} yet: {path} is missing. `{to_type('reset', exercise.slug)}` puts what "
        f"you are given there; or name a file: `{to_type('check', exercise.slug)} FILE`."
    )
