"""A lesson read from its folder: screens of blocks, controls, and what is wrong with it."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import msgspec
from msgspec.structs import replace

from tutor.course.controls import declared
from tutor.course.facts import WrongFact
from tutor.course.later import Later
from tutor.course.metadata import read_metadata
from tutor.course.model import Block, Code, Control, Lesson, Prediction, Problem, Prose, Screen
from tutor.course.percent import RawCell, has_code, head, split


def read_lesson(folder: Path) -> Lesson:
    """The lesson in `folder`, its slug the folder's name. Whatever is wrong with it stands in its problems.

    What can be read is there all the same: a cell whose slider makes no sense still runs, with the default. Its facts
    are read here; what stands below them, from the same text, when something asks for it.
    """
    path = folder / "lesson.py"
    try:
        source = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        what = error.strerror if isinstance(error, OSError) else "not UTF-8 text"
        return Lesson(folder.name, folder.name, path, problems=(Problem(path, 1, f"cannot be read: {what}"),))
    source = source.replace("\r\n", "\n")
    facts, wrong = read_metadata(head(source), folder.name)

    @cache
    def below() -> _Read:
        return _Reader(folder, path, wrong, facts.exercises).read(source)

    return Lesson(
        slug=folder.name,
        title=facts.title,
        path=path,
        minutes=facts.minutes,
        summary=facts.summary,
        goals=facts.goals,
        teaches=facts.teaches,
        needs=facts.needs,
        screens=Later(lambda: below().screens, some=has_code(source) or None),
        controls=Later(lambda: below().controls),
        exercises=facts.exercises,
        problems=Later(lambda: below().problems, some=bool(wrong) or None),
    )


class _Read(msgspec.Struct, frozen=True):
    """What stands below a lesson's facts."""

    screens: tuple[Screen, ...]
    controls: tuple[Control, ...]
    problems: tuple[Problem, ...]
    """Those of the facts, too."""


class _Reader:
    """Reads one script; what it finds wrong gathers in `problems`."""

    def __init__(self, folder: Path, path: Path, wrong: Sequence[WrongFact], exercises: Sequence[str]) -> None:
        self.folder = folder
        self.path = path
        self.exercises = exercises
        self.problems = [Problem(path, one.line, one.what) for one in wrong]
        self.controls: dict[str, Control] = {}
        self.screens: list[tuple[str, frozenset[str], list[Block]]] = []
        """Of each screen its title, its tags and its blocks."""
        self.number = 0

    def read(self, source: str) -> _Read:
        """All of it, to its end whatever is wrong on the way."""
        before, cells = split(source)
        if any(line.strip() and not line.startswith("#") for line in before.splitlines()):
            self._problem(1, "code before the first '# %%' belongs to no cell and is never run")
        for cell in cells:
            if cell.markdown:
                self._prose(cell)
            elif cell.text:
                self._code(cell)
        if not self.number:
            self._problem(1, "the lesson has no code cell")
        self._check_predictions()
        for slug in self.exercises:
            if not (self.folder / slug).is_dir():
                self._problem(1, f"exercise {slug!r} has no folder")
        screens = tuple(Screen(title, tuple(blocks), tags) for title, tags, blocks in self.screens)
        return _Read(screens, tuple(self.controls.values()), tuple(self.problems))

    def _problem(self, line: int, what: str) -> None:
        self.problems.append(Problem(self.path, line, what))

    def _prose(self, cell: RawCell) -> None:
        """A markdown cell: prose, and where it begins with a heading a new screen."""
        text = self._text(cell)
        if text is None:
            return
        line = cell.line + _blank_lines(text)
        text = text.strip()
        first, _, rest = text.partition("\n")
        if first.startswith("#"):
            self.screens.append((first.lstrip("#").strip(), cell.tags, []))
            line += 1 + _blank_lines(rest)
            text = rest.strip()
        if text:
            self._add(Prose(text, line))

    def _text(self, cell: RawCell) -> str | None:
        """The words of a markdown cell, which is one string of Python."""
        if (plain := _plainly_quoted(cell.text)) is not None:
            return plain
        try:
            text = ast.literal_eval(cell.text)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            text = None
        if isinstance(text, str):
            return text
        self._problem(cell.line, 'a markdown cell is one string in triple quotes: """…"""')
        return None

    def _code(self, cell: RawCell) -> None:
        """A code cell: a question, or a live cell with the controls that it declares."""
        found = declared(cell.text)
        for error in found.errors:
            self._problem(cell.line + error.line - 1, str(error))
        if found.question is not None:
            self._add(replace(found.question, line=cell.line))
            return
        self.number += 1
        for control in found.controls:
            if control.name in self.controls:
                self._problem(cell.line, f"control {control.name!r} is declared twice")
            self.controls[control.name] = replace(control, cell=self.number)
        self._add(Code(self.number, cell.text, cell.line, cell.title, cell.tags))

    def _add(self, block: Block) -> None:
        """The block, on the present screen; what stands before the first heading has a screen without a title."""
        if not self.screens:
            self.screens.append(("", frozenset(), []))
        self.screens[-1][2].append(block)

    def _check_predictions(self) -> None:
        for _, _, blocks in self.screens:
            for block in blocks:
                if isinstance(block, Prediction) and block.control not in self.controls:
                    self._problem(block.line, f"no control is named {block.control!r}")


def _plainly_quoted(source: str) -> str | None:
    """The text between triple quotes that nothing in it can change; else None.

    Nearly every markdown cell is of this kind, and for Python's own parser such a one takes ten times as long.
    """
    text = source[3:-3]
    plain = source == f'"""{text}"""' and not text.endswith('"')
    return text if plain and not any(special in text for special in ('"""', "\\", "\0")) else None


def _blank_lines(text: str) -> int:
    """How many blank lines the text begins with."""
    return text[: len(text) - len(text.lstrip())].count("\n")
