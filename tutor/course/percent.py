"""The percent format of a lesson's script: cells that begin at '# %%' lines, as VS Code and Jupyter read them."""

from __future__ import annotations

import re

import msgspec

_MARKERS = ("# %%", "#%%")
_MARKER = re.compile(r"(?m)^# ?%%")
_CODE = re.compile(r"(?m)^# ?%%(?!.*\[markdown\]).*\n\s*(?!# ?%%)\S")
_TAGS = re.compile(r'\btags=\[(?P<tags>(?:\s*"[^"]*"\s*,?)*)\]')


class RawCell(msgspec.Struct, frozen=True):
    """A cell as it stands in the file."""

    text: str
    """Without the marker, and without blank lines before and after."""
    line: int
    """The line of the file, from 1, on which the text begins; the marker's own where there is no text."""
    markdown: bool = False
    title: str = ""
    tags: frozenset[str] = frozenset()


def head(source: str) -> str:
    """What of a script stands before its first cell; the rest is not looked at."""
    marker = _MARKER.search(source)
    return source[: marker.start()] if marker is not None else source


def has_code(source: str) -> bool:
    """Whether a script surely has a code cell with something in it. Where this says no, `split` may know of one."""
    return _CODE.search(source) is not None


def split(source: str) -> tuple[str, tuple[RawCell, ...]]:
    """A script as what stands before its first cell, and its cells."""
    lines = source.replace("\r\n", "\n").split("\n")  # not splitlines: a form feed ends no line of Python
    starts = [number for number, line in enumerate(lines) if line.startswith(_MARKERS)]
    before = "\n".join(lines[: starts[0]] if starts else lines)
    ends = [*starts[1:], len(lines)]
    return before, tuple(_cell(lines, start, end) for start, end in zip(starts, ends, strict=False))


def _cell(lines: list[str], start: int, end: int) -> RawCell:
    """The cell whose marker is `lines[start]` and which ends before `lines[end]`."""
    rest = lines[start].partition("%%")[2]
    tags: frozenset[str] = frozenset()
    if "tags=" in rest and (found := _TAGS.search(rest)):
        tags = frozenset(re.findall(r'"([^"]*)"', found["tags"]))
        rest = rest[: found.start()] + rest[found.end() :]
    markdown = "[markdown]" in rest
    title = rest.replace("[markdown]", "").strip()
    first, last = start + 1, end
    while first < last and not lines[first].strip():
        first += 1
    while last > first and not lines[last - 1].strip():
        last -= 1
    line = first + 1 if first < last else start + 1
    return RawCell("\n".join(lines[first:last]), line, markdown, title, tags)
