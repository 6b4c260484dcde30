"""Files of others where a command takes a lesson: told from lessons, opened, and what was never said of them said."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, get_args

import click
from msgspec.structs import replace

from tutor.commands.lookup import UsageError, path_of
from tutor.commands.waiting import write_error
from tutor.course.catalogue import OWN, course_key
from tutor.course.model import Code, Course, Lack, LackKind, Lesson
from tutor.learner.home import home_folder
from tutor.learner.progress import Store
from tutor.opening.cpu import on_cpu
from tutor.opening.lessons import RIGHTS, OpenedFile, open_file, with_cells
from tutor.opening.source import OpeningError

EVERYTHING: frozenset[str] = frozenset(get_args(LackKind))


def opened(path: Path, *, elsewhere: bool = False) -> OpenedFile:
    """The file, opened; where the kernel is `elsewhere`, without what is missing only here. Raises UsageError."""
    if path.is_dir():
        raise UsageError(f"{path} is a folder; `pytorch-tutor open` takes it as a course, other commands its files.")
    try:
        return open_file(path, elsewhere=elsewhere)
    except OpeningError as error:
        raise UsageError(str(error)) from None


def without(lesson: Lesson, kinds: frozenset[str]) -> Lesson:
    """The lesson whose cells lack nothing of these kinds."""
    return with_cells(
        lesson, lambda cell: replace(cell, lacks=tuple(one for one in cell.lacks if one.kind not in kinds))
    )


def on_the_cpu(lesson: Lesson) -> Lesson:
    """The lesson with the CPU in place of CUDA."""
    return without(with_cells(lesson, lambda cell: replace(cell, source=on_cpu(cell.source))), frozenset(("cuda",)))


def first_lacking(cells: Sequence[Code]) -> tuple[Code, Lack] | None:
    """The first of the cells that lacks something, and the first that it lacks; None where all can run."""
    return next(((cell, cell.lacks[0]) for cell in cells if cell.lacks), None)


def about_file(
    word: str | None, *, save: bool, elsewhere: bool, course: Path | None = None, commands: Sequence[str] = ()
) -> int:
    """Write the learner's changes into a file, or print what its cells lack; the exit status. Raises UsageError."""
    path = path_of(word) if word is not None else None
    if path is None:
        if word is not None:
            from tutor.commands.opening import lesson_or_command

            lesson_or_command(word, course, commands)
        raise UsageError(f"--{'write' if save else 'json'} is for a file, such as train.py or some.ipynb.")
    if save:
        from tutor.commands.exporting import save_edits

        return save_edits(path)
    found = _in_folder(path, elsewhere) if path.is_dir() else needs_of(opened(path, elsewhere=elsewhere))
    click.echo(json.dumps(found, ensure_ascii=False))
    return 0


def _in_folder(root: Path, elsewhere: bool) -> dict[str, Any]:
    """What the files of a folder are and lack, as plain data; of one that cannot be read, why. Raises UsageError."""
    from tutor.opening.folders import files_in, nothing_in

    if (root / "course.toml").is_file():
        raise UsageError(f"{root} is a course; `pytorch-tutor list --course {root} --json` says what is in it.")
    try:
        files = [
            needs_of(file) if isinstance(file, OpenedFile) else {"path": str(path), "problem": file}
            for path, file in files_in(root.absolute(), elsewhere=elsewhere)
        ]
    except OpeningError as error:
        raise UsageError(str(error)) from None
    if not any("cells" in file for file in files):
        raise UsageError(str(nothing_in(root)))
    return {"path": str(root.absolute()), "files": files}


def needs_of(file: OpenedFile) -> dict[str, Any]:
    """What a file is and what its cells lack here, as plain data."""
    lesson = file.lesson
    cells = [
        {
            "cell": cell.number,
            "line": None if file.format == "notebook" else cell.line,
            "lacks": [{"kind": lack.kind, "message": lack.words, "line": lack.line} for lack in cell.lacks],
        }
        for cell in lesson.cells
    ]
    facts = {"path": str(lesson.path), "title": lesson.title, "format": file.format}
    return {**facts, "screens": len(lesson.screens), "cells": cells}


def _say_rights(of: str) -> None:
    write_error(f"{of}: {RIGHTS.replace('`', '')}")


def say_whose_course(course: Course) -> None:
    """Say to standard error, once for each course that is not the tutor's own, with which rights its code runs."""
    if (key := course_key(course.root)) == OWN:
        return
    store = Store(home_folder(), key)
    try:
        if store.first_time(f"rights {key}"):
            _say_rights(f"{course.title}, in {course.root}")
    finally:
        store.close()


def say_whose_rights(lesson: Lesson) -> None:
    """Say to standard error, once for each file, with which rights its code runs."""
    store = Store(home_folder())
    try:
        if store.opened.known(lesson.path) is None:
            _say_rights(lesson.path.name)
        store.opened.enter(lesson.path, lesson.title, lesson.slug)
    finally:
        store.close()
    for problem in filter(None, [store.problem]):
        write_error(problem)
