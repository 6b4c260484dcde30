"""Prose in which Markdown would find nothing but paragraphs, headings, lists and code: drawn without what reads it.

That takes as long to load as a fifth of an application's first frame, and the first screen of an opened file is such.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content, Span
from textual.widget import Widget
from textual.widgets import Static

_CODE = re.compile(r"(?<!`)`([^`\s](?:[^`\n]*[^`\s])?)`(?!`)")
_MEANS_MORE = re.compile(
    r"[*\[\]<>\\!~&|`=#]|[^\S \n]|[\0-\x08\x0e-\x1f\x7f-\x9f]|\b_|_\b|//|www\.|mailto:|  |^ |^[+>]|^(?:- )?\d+[.)]"
    r"|^-(?! )|^-  |^- ?-",
    re.MULTILINE,
)
"""What may have a meaning in Markdown; code and the first signs of headings are taken out before."""
_HEADING = re.compile(r"### (\S.*)")
_ITEM = "- "


def prose(text: str) -> Widget:
    """What shows a lesson's text in Markdown."""
    if is_simple(text):
        return SimpleProse(text)
    from tutor.ui.widgets.prose import ProseView

    return ProseView(text)


def is_simple(text: str) -> bool:
    """Whether all of it is shown by `SimpleProse` as Markdown would have it."""
    blocks = _blocks(text)
    one_list = any(before.startswith(_ITEM) and block.startswith(_ITEM) for before, block in pairwise(blocks))
    return not one_list and all(map(_is_simple, blocks))


def _blocks(text: str) -> list[str]:
    return [block for block in re.split(r"\n(?:[ ]*\n)+", text.strip("\n")) if block]


def _is_simple(block: str) -> bool:
    if heading := _HEADING.fullmatch(block):
        block = heading[1]
    rest = _CODE.sub("x", block)
    lines = rest.split("\n")
    listed = [line.startswith(_ITEM) for line in lines]
    return not _MEANS_MORE.search(rest) and (all(listed) or not any(listed)) and not any(map(_is_blank, lines))


def _is_blank(line: str) -> bool:
    return line.removeprefix(_ITEM).strip() != line.removeprefix(_ITEM) or line in ("", _ITEM)


class SimpleProse(Vertical):
    """Paragraphs, headings and lists, with code in them; set as `ProseView` sets them."""

    DEFAULT_CSS = """
    SimpleProse { height: auto; color: $foreground; }
    SimpleProse > Words, SimpleProse > .list { margin: 0 0 1 0; }
    SimpleProse > Words:last-child, SimpleProse > .list:last-child { margin-bottom: 0; }
    SimpleProse > .heading { text-style: bold; }
    SimpleProse .list, SimpleProse .list > Horizontal { height: auto; }
    SimpleProse .bullet { width: auto; color: $accent; }
    """

    def __init__(self, text: str) -> None:
        """The text is one that `is_simple`."""
        super().__init__()
        self._text = text

    def compose(self) -> ComposeResult:
        """A widget for each block."""
        for block in _blocks(self._text):
            if heading := _HEADING.fullmatch(block):
                yield Words(heading[1], classes="heading")
            elif block.startswith(_ITEM):
                yield Vertical(*self._items(block), classes="list")
            else:
                yield Words(block)

    def _items(self, block: str) -> Iterator[Widget]:
        for line in block.split("\n"):
            yield Horizontal(Static("• ", classes="bullet", markup=False), Words(line.removeprefix(_ITEM)))


class Words(Static):
    """A paragraph."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"words--code"}
    DEFAULT_CSS = """
    Words { width: 1fr; height: auto; }
    Words .words--code { text-style: $code-style; }
    Words:dark .words--code { color: $text-warning 95%; background: $warning 10%; }
    Words:light .words--code { color: $text-error 95%; background: $error 5%; }
    Words:ansi .words--code { background: ansi_default; }
    """

    def __init__(self, text: str, *, classes: str | None = None) -> None:
        super().__init__(_styled(text), classes=classes, expand=True)


def _styled(text: str) -> Content:
    """The text in one line, its code in a style of its own."""
    spans: list[Span] = []
    parts: list[str] = []
    for place, part in enumerate(_CODE.split(text)):
        start = sum(map(len, parts))
        parts.append(part if place % 2 else part.replace("\n", " "))
        if place % 2:
            spans.append(Span(start, start + len(part), ".words--code"))
    return Content("".join(parts), spans)
