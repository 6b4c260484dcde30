"""Texts cut at their headings, each of which begins a screen."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

_ATX = re.compile(r" {0,3}#{1,6}[ \t]+(?P<title>\S.*?)[ \t]*#*[ \t]*$")
_SETEXT = re.compile(r" {0,3}(?:=+|-{2,})[ \t]*$")
_FENCE = re.compile(r" {0,3}(?P<mark>`{3,}|~{3,})")
_ADORNMENT = re.compile(r"([=\-~^*+\"'`#:._<>])\1{2,}[ \t]*$")
_ROLE = re.compile(r":[\w:]+:`(?P<said>[^`<]*?)(?: ?<[^`]*>)?`|`(?P<link>[^`<]+?) ?<[^`]*>`_{0,2}")
_MARKUP = re.compile(r"\*\*|``?|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)|</?\w[^>]*>|!?\[(?=[^\]]*\]\()|\]\([^)]*\)")

NAVIGATION = re.compile(r"(?m)^(?:.*(?<=\s)\|\|(?:\s.*)?(?:\n|$)){3,}(?:[`*\[].*(?:\n|$))?")
"""Lines of links to the other pages of a series, as tutorials in parts begin with."""


class Section(msgspec.Struct, frozen=True):
    """A heading and what follows it up to the next; without a title, what stands before the first."""

    title: str
    text: str
    line: int
    """The line of the text, from 0, on which what follows the heading begins."""


def sections(text: str, form: str) -> list[Section]:
    """The sections of a text in this form; a first without a title only where there is something in it."""
    lines = text.split("\n")
    heads = list(_rest_heads(lines) if form == "rest" else _markdown_heads(lines))
    found: list[Section] = []
    ends = [begin for begin, _, _ in heads] + [len(lines)]
    if not heads or any(line.strip() for line in lines[: heads[0][0]]):
        found.append(_section("", lines, 0, ends[0]))
    for (_, after, title), end in zip(heads, ends[1:], strict=True):
        found.append(_section(title, lines, after, end))
    return found


def plainly(title: str) -> str:
    """A heading without what sets parts of it off."""
    said = _ROLE.sub(lambda match: match["said"] or match["link"] or "", title)
    return re.sub(r"\s+", " ", _MARKUP.sub("", said)).replace("\\", "").strip()


def _section(title: str, lines: list[str], begin: int, end: int) -> Section:
    while begin < end and not lines[begin].strip():
        begin += 1
    return Section(plainly(title), "\n".join(lines[begin:end]).rstrip(), begin)


def _markdown_heads(lines: list[str]) -> Iterator[tuple[int, int, str]]:
    """Where a heading begins, where what follows it does, and what it says; nothing in a block of code is one."""
    fence = ""
    for at, line in enumerate(lines):
        mark = _FENCE.match(line)
        if mark is not None and (not fence or mark["mark"].startswith(fence)):
            fence = "" if fence else mark["mark"]
        elif fence:
            continue
        elif (atx := _ATX.match(line)) is not None:
            yield at, at + 1, atx["title"]
        elif _SETEXT.match(line) and at and _may_be_titled(lines, at):
            yield at - 1, at + 1, lines[at - 1].strip()


def _may_be_titled(lines: list[str], at: int) -> bool:
    """Whether the line above is one of its own: not of a list, a quote, a table or a paragraph."""
    above = lines[at - 1]
    alone = at < 2 or not lines[at - 2].strip() or bool(_ATX.match(lines[at - 2]))
    return bool(above.strip()) and alone and not re.match(r"\s*(?:[-*+>|]|\d+[.)])|\s{4}", above)


def _rest_heads(lines: list[str]) -> Iterator[tuple[int, int, str]]:
    for at in range(1, len(lines)):
        title = lines[at - 1]
        if not (_ADORNMENT.match(lines[at]) and title.strip() and not _ADORNMENT.match(title)):
            continue
        overlined = at >= 2 and _ADORNMENT.match(lines[at - 2]) and lines[at - 2][0] == lines[at][0]
        alone = at < 2 or not lines[at - 2].strip()
        long_enough = len(lines[at].rstrip()) >= min(4, len(title.strip()))
        if long_enough and (overlined or (alone and not title[0].isspace())):
            yield at - 2 if overlined else at - 1, at + 1, title.strip()
