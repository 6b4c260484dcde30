"""The block of facts at the head of a lesson's script: TOML in comments, from '# /// lesson' to '# ///'."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import Any

_BLOCK = re.compile(r"(?m)^# /// lesson\s*$\n(?P<content>(?:^#(?: .*)?$\n)*?)^# ///\s*$")
"""After PEP 723, whose blocks are '# /// script'."""
_AT_LINE = re.compile(r"\(at line (\d+), column \d+\)")


class MetadataError(ValueError):
    """The block is missing or wrong; `line` is where, from 1 in the script."""

    def __init__(self, line: int, what: str) -> None:
        super().__init__(what)
        self.line = line


@dataclass(frozen=True)
class Metadata:
    """What a lesson says of itself."""

    title: str
    minutes: int = 0
    summary: str = ""
    goals: tuple[str, ...] = ()
    teaches: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    exercises: tuple[str, ...] = ()


def read_metadata(head: str) -> Metadata:
    """The facts in the part of a script that stands before its first cell. Raises MetadataError."""
    block = _BLOCK.search(head + "\n")
    if block is None:
        raise MetadataError(1, "no '# /// lesson' block with the lesson's title stands before the first cell")
    first = head.count("\n", 0, block.start()) + 2
    content = "\n".join(line[2:] for line in block["content"].splitlines())
    try:
        facts = tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        at = _AT_LINE.search(str(error))
        raise MetadataError(first + int(at[1]) - 1 if at else first, f"not TOML: {error}") from None
    for key in facts:
        if key not in Metadata.__dataclass_fields__:
            known = ", ".join(Metadata.__dataclass_fields__)
            raise MetadataError(_line_of(key, content, first), f"{key!r} is not known here; known are {known}")
    try:
        return Metadata(
            title=_text(facts, "title", required=True),
            minutes=_whole(facts, "minutes"),
            summary=_text(facts, "summary"),
            **{key: _texts(facts, key) for key in ("goals", "teaches", "needs", "exercises")},
        )
    except KeyError as missing:
        key = missing.args[0]
        raise MetadataError(first, f"{key} is missing") from None
    except TypeError as error:
        key, what = error.args
        raise MetadataError(_line_of(key, content, first), f"{key} is {what}, not {facts[key]!r}") from None


def _line_of(key: str, content: str, first: int) -> int:
    """The line of the script on which a key of the block stands."""
    lines = content.splitlines()
    return next((first + n for n, line in enumerate(lines) if re.match(rf"\s*{re.escape(key)}\s*=", line)), first)


def _text(facts: dict[str, Any], key: str, *, required: bool = False) -> str:
    value = facts[key] if required else facts.get(key, "")
    if not isinstance(value, str) or (required and not value.strip()):
        raise TypeError(key, "text")
    return value


def _whole(facts: dict[str, Any], key: str) -> int:
    value = facts.get(key, 0)
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise TypeError(key, "a whole number, 0 or more")
    return value


def _texts(facts: dict[str, Any], key: str) -> tuple[str, ...]:
    value = facts.get(key, [])
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise TypeError(key, "a list of texts")
    return tuple(value)
