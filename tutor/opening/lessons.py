"""A file as a lesson: its texts and cells on screens, and a first one that says what it is and what it lacks here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import msgspec
from msgspec.structs import replace

from tutor.course.controls import declared
from tutor.course.metadata import read_metadata
from tutor.course.model import Block, Code, Control, Lack, Lesson, Prose, Screen
from tutor.opening import fenced, magics, notebooks, pictures, recognizing, requirements, scripts
from tutor.opening.headings import NAVIGATION, plainly, sections
from tutor.opening.recognizing import NAMES, Format
from tutor.opening.source import MOST_CELLS, NothingToRunError, OpeningError, Part, contents, fingerprint_of, text_of

PREFIX = "opened/"
"""Of the slugs of opened files, which are no names that a course could give; see `tutor.learner.opened`."""
CELLS = 5
ROWS = 60
"""A screen has no more cells, and no more lines of code, than this, but for one cell that alone has more."""
RIGHTS = (
    "Its code runs with your own rights, as if you had started it with `python`: it can read, change and delete what "
    "you can."
)

_TEXTS: dict[Format, Callable[[str], list[Part]]] = {
    "percent": scripts.cells,
    "gallery": scripts.gallery,
    "markdown": fenced.split,
    "script": scripts.script,
}


class OpenedFile(msgspec.Struct, frozen=True):
    """A file that was read, and the lesson that it is."""

    lesson: Lesson
    format: Format
    fingerprint: str
    """Of all that is in the file."""
    parts: tuple[Part, ...]


def open_file(
    path: Path, installed: requirements.Installed = requirements.is_installed, *, elsewhere: bool = False
) -> OpenedFile:
    """The file as a lesson, which says of each cell what it lacks here; or, where it is to run on another machine, what
    can be told of any. Raises OpeningError."""
    path = path.absolute()
    opened = read_file(path, installed)
    return replace(opened, lesson=_with_lacks(opened, installed, frozenset(("module", "data") if elsewhere else ())))


def with_cells(lesson: Lesson, change: Callable[[Code], Code]) -> Lesson:
    """The lesson with each of its cells changed."""
    screens = tuple(
        replace(screen, blocks=tuple(change(one) if isinstance(one, Code) else one for one in screen.blocks))
        for screen in lesson.screens
    )
    return replace(lesson, screens=screens)


def read_file(path: Path, installed: requirements.Installed = requirements.is_installed) -> OpenedFile:
    """The file as a lesson, without its first screen. Raises OpeningError."""
    data = contents(path)
    kind: Format | None = recognizing.recognize_data(path, data)
    head = ""
    if kind == "notebook":
        parts = notebooks.split(path, data)
    else:
        head = text_of(path, data)
        kind = recognizing.recognize(path, head)
        parts = _TEXTS[kind](head)
    count = sum(not part.form for part in parts)
    if not count:
        raise NothingToRunError(f"{path} has no cell with code in it.")
    if count > MOST_CELLS:
        raise OpeningError(f"{path} has {count:,} cells; files of up to {MOST_CELLS:,} can be opened.")
    key = fingerprint_of(data)
    del data  # a notebook's pictures are no longer needed
    stem = re.sub(r"\W+", "_", path.stem.lower()).strip("_")[:40] or "file"
    return OpenedFile(_Builder(path, f"{PREFIX}{stem}-{key}", installed).build(parts, head), kind, key, tuple(parts))


class _Builder:
    """Puts parts on screens."""

    def __init__(self, path: Path, slug: str, installed: requirements.Installed) -> None:
        self._path, self._slug, self._installed = path, slug, installed
        self._screens: list[tuple[str, list[Block]]] = []
        self._controls: dict[str, Control] = {}
        self._addresses: list[tuple[str, str]] = []
        """Of links in reST: the name, and the line that gives its address."""
        self._number = 0

    def build(self, parts: list[Part], head: str) -> Lesson:
        """The lesson that these parts are."""
        if any(part.form == "rest" for part in parts):
            from tutor.opening.texts import addresses_in  # other files do not wait for what reads texts of this form

            self._addresses = addresses_in(part.text for part in parts if part.form == "rest")
        for part in parts:
            if part.form:
                self._text(part)
            else:
                self._cell(part)
        screens = tuple(_named(self._screens))
        title = self._title(head)
        return Lesson(
            self._slug,
            title,
            self._path,
            summary=_summary(screens),
            screens=screens,
            controls=tuple(self._controls.values()),
            opened=True,
        )

    def _title(self, head: str) -> str:
        """What a lesson's own facts say, else the first heading, else the name of the file."""
        if "# /// lesson" in head and (facts := read_metadata(head, "")[0]).title:
            return facts.title
        first = next((title for title, _ in self._screens if title), "")
        return first or re.sub(r"[_-]+", " ", self._path.stem).strip() or self._path.name

    def _text(self, part: Part) -> None:
        """A text: each heading in it begins a screen."""
        form: Literal["rest", "markdown"] = "rest" if part.form == "rest" else "markdown"
        whole = pictures.of_cell(part.text, part.index, part.attached)
        for section in sections(whole, form):
            if section.title and len(self._screens) == 1 and self._only_text_above():
                self._screens = [(section.title, self._screens[0][1])]
            elif section.title:
                self._screens.append((section.title, []))
            said = NAVIGATION.sub("", section.text)
            if re.search(r"\w", said):
                self._add(Prose(self._addressed(said, form), part.line + section.line, form))

    def _addressed(self, text: str, form: str) -> str:
        if not self._addresses or form != "rest":
            return text
        from tutor.opening.texts import with_addresses

        return with_addresses(text, self._addresses)

    def _only_text_above(self) -> bool:
        """Whether there is nothing but a text above the first heading."""
        title, blocks = self._screens[0]
        return not title and all(isinstance(block, Prose) for block in blocks)

    def _cell(self, part: Part) -> None:
        source, missing = magics.as_python(part.text, self._installed)
        if "live." in source:
            found = declared(source)
            if found.question is not None:
                self._add(replace(found.question, line=part.line))
                return
            for control in found.controls:
                self._controls.setdefault(control.name, replace(control, cell=self._number + 1))
        self._number += 1
        self._add(Code(self._number, source, part.line, part.title, part.tags, missing, part.stored))

    def _add(self, block: Block) -> None:
        """The block, on the present screen where it has room there, else on one that goes on with it."""
        if not self._screens:
            self._screens.append(("", []))
        title, blocks = self._screens[-1]
        above = blocks[-1] if blocks else None
        if isinstance(block, Prose) and isinstance(above, Prose) and above.form == block.form:
            blocks[-1] = replace(above, text=f"{above.text}\n\n{block.text}")  # which is one text to whoever reads it
            return
        cells = [one for one in blocks if isinstance(one, Code)]
        rows = sum(one.source.count("\n") + 1 for one in cells)
        new = block.source.count("\n") + 1 if isinstance(block, Code) else 0
        full = len(cells) >= CELLS or (cells and rows + new > ROWS)
        if full and (isinstance(blocks[-1], Code) or isinstance(block, Code)):
            moved = [blocks.pop()] if not isinstance(blocks[-1], Code) and isinstance(block, Code) else []
            self._screens.append((title, moved))
        self._screens[-1][1].append(block)


def _named(screens: list[tuple[str, list[Block]]]) -> Iterator[Screen]:
    """The screens with something on them; what goes on from another is numbered, and what has no heading is called
    by its code."""
    above = ""
    count: dict[str, int] = {}
    before = ""
    for title, blocks in screens:
        if not blocks:
            above = f"{above}: {title}" if above and title else title or above
            continue
        title, above = (f"{above}: {title}" if above and above != title else title), ""
        count[title] = count.get(title, 0) + 1 if title == before else 1
        before = title
        called = f"{title} ({count[title]})" if title and count[title] > 1 else title or _by_code(blocks)
        yield Screen(called, tuple(blocks))


def _by_code(blocks: list[Block]) -> str:
    """What a screen without a heading is called: what its first cell defines, or says in a comment."""
    cell = next((block for block in blocks if isinstance(block, Code)), None)
    if cell is None:
        return ""
    found = re.search(r"(?m)^(?:class|def|async def) (\w+)|^# *(\w.*)|^(\S.*)", cell.source)
    said = next(filter(None, found.groups()), "") if found else ""
    return said if len(said) <= 40 else f"{said[:39].rstrip()}…"


def _summary(screens: tuple[Screen, ...]) -> str:
    """The first sentence of the first text."""
    text = next((block.text for screen in screens for block in screen.blocks if isinstance(block, Prose)), "")
    paragraph = next((one for one in re.split(r"\n\s*\n", text) if re.match(r"\w|`|\*", one.strip())), "")
    said = plainly(" ".join(paragraph.split()))
    sentence = re.match(r".+?[.!?](?=\s|$)", said)
    return (sentence[0] if sentence else said)[:240]


def _with_lacks(opened: OpenedFile, installed: requirements.Installed, unknown: frozenset[str]) -> Lesson:
    """The lesson with what each of its cells lacks, and a first screen that says so; but for what is `unknown`."""
    lesson = opened.lesson
    cells = lesson.cells
    found = requirements.lacks_of([cell.source for cell in cells], lesson.path.parent, installed)
    lacks = {
        cell.number: tuple(
            lack
            for lack in (*cell.lacks, *missing)
            if lack.kind not in unknown and not (cell.lacks and lack.kind == "python")
        )
        for cell, missing in zip(cells, found, strict=True)
    }
    lesson = with_cells(lesson, lambda cell: replace(cell, lacks=lacks[cell.number]))
    first = Screen("About this file", (Prose(_about(opened, [lacks[cell.number] for cell in cells]), 1),))
    return replace(lesson, screens=(first, *lesson.screens))


def _about(opened: OpenedFile, lacks: list[tuple[Lack, ...]]) -> str:
    """What the file is, that its code is trusted, and what is missing for it."""
    path, count = opened.lesson.path, len(lacks)
    what = f"`{path.name}` is {NAMES[opened.format]} with {count} cell{'s' * (count != 1)}, in `{_short(path.parent)}`."
    said = [f"{what} It is only read; what you change in it is kept apart, and survives a change of the file.", RIGHTS]
    missing = list(requirements.told(lacks))
    if missing:
        said.append("### What it may not find here")
        said.append("\n".join(f"- {one}" for one in missing))
        said.append("A run stops before such a cell and says why; the run key, pressed again, runs it all the same.")
        if any(lack.kind == "cuda" for one in lacks for lack in one):
            said.append("`u` runs the file with the CPU in place of CUDA.")
    else:
        said.append("All that it imports is installed, and it asks for nothing else that is not here.")
    return "\n\n".join(said)


def _short(folder: Path) -> str:
    """A folder as people write it."""
    home = Path.home()
    return f"~/{folder.relative_to(home)}".rstrip("/.") if folder.is_relative_to(home) else str(folder)
