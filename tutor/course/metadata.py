"""The block of facts at the head of a lesson's script: TOML in comments, from '# /// lesson' to '# ///'."""

from __future__ import annotations

import re
from typing import Annotated

import msgspec

from tutor.course.facts import Text, Texts, WrongFact, read_facts

_BLOCK = re.compile(r"(?m)^# /// lesson\s*$\n(?P<content>(?:^#(?: .*)?$\n)*?)^# ///\s*$")
"""After PEP 723, whose blocks are '# /// script'."""


class Metadata(msgspec.Struct, frozen=True):
    """What a lesson says of itself."""

    title: Text
    minutes: Annotated[int, msgspec.Meta(ge=0, description="a whole number, 0 or more")] = 0
    summary: Annotated[str, msgspec.Meta(description="text")] = ""
    goals: Texts = ()
    teaches: Texts = ()
    needs: Texts = ()
    exercises: Texts = ()


def read_metadata(head: str, slug: str) -> tuple[Metadata, list[WrongFact]]:
    """The facts in the part of a script that stands before its first cell, and what is wrong with them.

    Where the title cannot be used, `slug` stands for it.
    """
    block = _BLOCK.search(head + "\n")
    if block is None:
        what = "no '# /// lesson' block with the lesson's title stands before the first cell"
        return Metadata(slug), [WrongFact(1, what)]
    first = head.count("\n", 0, block.start()) + 2
    content = "\n".join(line[2:] for line in block["content"].splitlines())
    good, wrong = read_facts(content, Metadata, first=first, missing=first)
    return Metadata(**{"title": slug, **good}), wrong
