"""`pytorch-tutor export`: a lesson or a file as a notebook, a script or Markdown, with what the learner made of it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from pathlib import Path

from msgspec.structs import replace

from tutor.commands.events import in_words, step_row
from tutor.commands.files import opened
from tutor.commands.lookup import UsageError, course_in, kernel_command, lesson_in, path_of
from tutor.commands.output_file import look_at, put
from tutor.commands.running import EndedError, Runner, lesson_cells, write
from tutor.course.catalogue import course_key, course_place
from tutor.course.model import Code, Lack, Lesson
from tutor.kernel.protocol.events import CellFinished, Failure, Output, Shown, Steps
from tutor.kernel.protocol.message_bases import OF_FILES, Limits
from tutor.kernel.protocol.messages import FromKernel
from tutor.learner.home import home_folder
from tutor.learner.progress import Store
from tutor.learner.storage import write_atomically
from tutor.opening import exporting
from tutor.opening.exporting import ExportedCell
from tutor.opening.lessons import OpenedFile, open_file, with_cells
from tutor.opening.source import OpeningError, contents
from tutor.opening.writing import write_back

KINDS = (".ipynb", ".py", ".md")


def export(
    word: str,
    *,
    output: Path,
    outputs: bool,
    force: bool,
    course: Path | None,
    kernel: str | None,
    as_json: bool = False,
) -> int:
    """Write it, and say what was written; the exit status. Raises UsageError, ClickException."""
    if output.suffix not in KINDS:
        raise UsageError(f"{output} ends in none of {', '.join(KINDS)}, by which it is told what to write.")
    look_at(output, force=force)
    path = path_of(word)
    file: OpenedFile | None = None
    place = ("", "")
    if path is not None and (path.suffix or course_in(course).lesson(word) is None):
        file = opened(path, elsewhere=kernel is not None)
        lesson, key = file.lesson, "course"
    else:
        found = course_in(course)
        lesson, key, place = lesson_in(found, word), course_key(found.root), course_place(found)
    edits = edits_of(lesson, key)
    ran = _run(lesson, edits, place, kernel) if outputs else None
    put(output, _content(lesson, file, edits, ran, output.suffix).encode(errors="replace"))
    if as_json:
        facts = {"path": str(output.absolute()), "title": lesson.title, "format": output.suffix.removeprefix(".")}
        cells = {"cells": len(lesson.cells), "edited": sorted(edits), "outputs": outputs}
        write(json.dumps({**facts, **cells}, ensure_ascii=False) + "\n")
        return 0
    changed = f", {len(edits)} of them as you have changed them" if edits else ""
    write(f"{output} holds {lesson.title}: {len(lesson.cells)} cells{changed}.\n")
    return 0


def edits_of(lesson: Lesson, key: str) -> dict[int, str]:
    """The learner's texts of a lesson's cells."""
    store = Store(home_folder(), key)
    try:
        if lesson.opened:
            before = store.opened.known(lesson.path)
            if before is not None and before.slug != lesson.slug:
                store.take_over(lesson.slug, before.slug)
        return store.open(lesson.slug, {cell.number: cell.source for cell in lesson.cells}).edits
    finally:
        store.close()


def _content(
    lesson: Lesson,
    file: OpenedFile | None,
    edits: Mapping[int, str],
    ran: dict[int, list[exporting.Output]] | None,
    kind: str,
) -> str:
    """What the file is to hold."""
    if file is not None and file.format == "notebook" and kind == ".ipynb":
        return exporting.edited_notebook(contents(lesson.path), file.parts, edits, ran)
    if file is not None:
        cells = exporting.of_parts(file.parts, edits)
    else:
        cells = exporting.of_lesson(lesson.path.read_text(encoding="utf-8-sig"), edits)
    cells = [replace(cell, outputs=tuple((ran or {}).get(cell.number, ()))) if cell.number else cell for cell in cells]
    writers = {".ipynb": exporting.as_notebook, ".py": exporting.as_percent, ".md": exporting.as_markdown}
    return writers[kind](_titled(lesson, cells))


def _titled(lesson: Lesson, cells: list[ExportedCell]) -> list[ExportedCell]:
    """The cells, with the title above where no text says it."""
    said = any(not cell.code and lesson.title in cell.source for cell in cells)
    return cells if said else [ExportedCell(f"# {lesson.title}", code=False), *cells]


class Collecting:
    """Takes what each cell led to, as a notebook keeps it."""

    def __init__(self) -> None:
        self._outputs: dict[int, list[exporting.Output]] = {}
        """Of each cell; the text of a stream is in pieces as yet."""
        self.problem = ""
        self._last: dict[int, str] = {}
        """The last step that each cell reported, while nothing came after it."""

    def event(self, message: FromKernel) -> None:
        """Keep what there is to keep of the event."""
        match message:
            case Output(cell=cell, stream=stream, text=text):
                self._stream(cell, stream, text)
            case Steps(cell=cell):
                for step, values in message.rows():
                    self._last[cell] = step_row(step, message.rank, values) + "\n"
            case Shown(cell=cell, name=name, view=view):
                said = in_words(view)
                data = {"text/plain": (f"{name}: {said}" if name else said).splitlines(keepends=True)}
                self._add(cell, {"output_type": "display_data", "data": data, "metadata": {}})
            case CellFinished(cell=cell, failure=Failure() as failure):
                said = failure.message.partition(":")[2].strip() or failure.message
                self._add(cell, {"output_type": "error", "ename": failure.kind or "Error", "evalue": said,
                                 "traceback": failure.message.split("\n")})  # fmt: skip
            case CellFinished(cell=cell):
                self._settle(cell)

    def stopped(self, cell: Code, lack: Lack) -> None:
        """The cells from this one on have no outputs."""
        self.problem = f"Cells from {cell.number} on were not run. {lack.words}"

    def lost(self, message: str, seconds: float) -> None:
        """Nothing more comes."""
        del seconds
        self.problem = message

    def _add(self, cell: int, output: exporting.Output) -> None:
        self._settle(cell)
        self._outputs.setdefault(cell, []).append(output)

    def _settle(self, cell: int) -> None:
        if said := self._last.pop(cell, ""):
            self._stream(cell, "stdout", said)

    def _stream(self, cell: int, stream: str, text: str) -> None:
        """Text goes on with the text before it."""
        self._settle(cell)
        before = self._outputs.setdefault(cell, [])
        if before and before[-1].get("name") == stream:
            before[-1]["text"].append(text)
        else:
            before.append({"output_type": "stream", "name": stream, "text": [text]})

    def outputs(self) -> dict[int, list[exporting.Output]]:
        """What each cell led to, its texts in lines."""
        for output in (one for outputs in self._outputs.values() for one in outputs):
            if output["output_type"] == "stream":
                output["text"] = "".join(output["text"]).splitlines(keepends=True)
        return self._outputs


def _run(
    lesson: Lesson, edits: Mapping[int, str], place: tuple[str, str], kernel: str | None
) -> dict[int, list[exporting.Output]]:
    """What the cells lead to, as the learner has them. Raises UsageError where they cannot be run."""
    mine = with_cells(lesson, lambda cell: replace(cell, source=edits.get(cell.number, cell.source)))
    reader = Collecting()
    runner = Runner(mine, reader, place, command=kernel_command(kernel))
    limits = OF_FILES if lesson.opened else Limits()
    try:
        asyncio.run(runner.run(lesson_cells(mine, len(mine.cells)), {}, "auto", limits))
    except EndedError:
        raise UsageError("The run was stopped, and nothing was written.") from None
    if reader.problem:
        raise UsageError(f"{reader.problem} Nothing was written; without --outputs it is.")
    return reader.outputs()


def save_edits(path: Path) -> int:
    """Write the learner's texts back into a script; the exit status. Raises UsageError."""
    file = opened(path)
    edits = edits_of(file.lesson, "course")
    if not edits:
        write(f"{path} is as you have it: there is nothing to write.\n")
        return 0
    try:
        backup = write_back(file, edits, write_atomically)
        new = open_file(path).lesson
    except OpeningError as error:
        raise UsageError(str(error)) from None
    store = Store(home_folder(), "course")
    try:
        store.opened.enter(new.path, new.title, new.slug)
    finally:
        store.close()
    count = len(edits)
    write(f"{path} has {count} cell{'s' * (count != 1)} as you changed them. What it was is in {backup.name}.\n")
    return 0
