"""Markdown files: their blocks of Python are the cells, and what stands between them is the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tutor.opening.source import Part

_FENCE = re.compile(r"^(?P<indent> {0,3})(?P<mark>`{3,}|~{3,})[ \t]*(?P<info>[^`\n]*)$")
_PYTHON = re.compile(
    r"(?:\{[.\s]*)?(?:code-cell\}?\s*)?(?:i?python3?|py3?|pycon)\b|\{\.?(?:code-cell)\}", re.IGNORECASE
)
_SHOWN = re.compile(r"[ \t]+no-run\b")
"""What is said of Python that is only to be read, as in a text of a notebook that goes out as Markdown."""
_SESSION = re.compile(r"^>>> ", re.MULTILINE)


def has_python(text: str) -> bool:
    """Whether there is a cell in the text."""
    return any(not part.form for part in split(text))


def split(text: str) -> list[Part]:
    """The texts and the cells of a Markdown file, in order."""
    return [part for part in _parts(text.split("\n")) if part.text.strip()]


def _parts(lines: list[str]) -> Iterator[Part]:
    prose: list[str] = []
    start = _front_matter(lines)
    began = at = start
    while at < len(lines):
        fence = _FENCE.match(lines[at])
        if fence is None:
            prose.append(lines[at])
            at += 1
            continue
        end = _end(lines, at + 1, fence["mark"])
        inside = [line.removeprefix(fence["indent"]) for line in lines[at + 1 : end]]
        if not _runs(fence, inside):
            prose += [
                _SHOWN.sub("", lines[at]) if _PYTHON.match(fence["info"]) else lines[at],
                *lines[at + 1 : end + 1],
            ]
        else:
            yield Part("\n".join(prose), began + 1, "markdown")
            prose, began = [], end + 1
            skipped = _options(inside)
            yield Part("\n".join(inside[skipped:]).rstrip(), at + 2 + skipped)
        at = end + 1
    yield Part("\n".join(prose), began + 1, "markdown")


def _runs(fence: re.Match[str], inside: list[str]) -> bool:
    """Whether the block that begins so is a cell."""
    info = fence["info"].strip()
    return bool(_PYTHON.match(info) and not _SHOWN.search(info)) and not _SESSION.search("\n".join(inside))


def only_read(text: str) -> str:
    """The text with a word at each of its blocks of Python that says that it is no cell."""
    lines = text.split("\n")
    at = 0
    while at < len(lines):
        if (fence := _FENCE.match(lines[at])) is not None:
            end = _end(lines, at + 1, fence["mark"])
            if _runs(fence, [line.removeprefix(fence["indent"]) for line in lines[at + 1 : end]]):
                lines[at] = f"{lines[at].rstrip()} no-run"
            at = end
        at += 1
    return "\n".join(lines)


def _end(lines: list[str], at: int, mark: str) -> int:
    """Where a fence is closed; the end of the file where it is not."""
    closed = re.compile(rf" {{0,3}}{re.escape(mark[0])}{{{len(mark)},}}\s*$")
    return next((place for place in range(at, len(lines)) if closed.match(lines[place])), len(lines))


def _front_matter(lines: list[str]) -> int:
    """How many lines of facts in YAML stand above the text."""
    if lines[0].strip() != "---":
        return 0
    return next((place + 1 for place in range(1, len(lines)) if lines[place].strip() in ("---", "...")), 0)


def _options(inside: list[str]) -> int:
    """How many lines of a cell are for the tool that made the book of it: options of MyST, and the tab of D2L."""
    count = 0
    while count < len(inside) and re.match(r":[\w-]+:|%%tab\b|#@(?:tab|save)\b", inside[count]):
        count += 1
    return count
