"""Facts in TOML at the head of a lesson or an exercise: read, and held against the types that they are to have.

Each type has a description, by which what is wrong is told: '<name> is <description>, not <value>'.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from typing import Annotated, Any, get_args

import msgspec

_AT_LINE = re.compile(r"\(at line (\d+), column \d+\)")

Text = Annotated[str, msgspec.Meta(pattern=r"\S", description="text")]
Texts = Annotated[tuple[str, ...], msgspec.Meta(description="a list of texts")]


class WrongFact(msgspec.Struct, frozen=True):
    """A fact that cannot be used, and the line on which it stands."""

    line: int
    what: str


def read_facts(
    block: str, kind: type[msgspec.Struct], *, first: int, missing: int
) -> tuple[dict[str, Any], list[WrongFact]]:
    """The facts that are what the fields of `kind` say, by name, and what is wrong with others.

    The block begins on line `first`; of what is missing, line `missing` is named.
    """
    try:
        facts = tomllib.loads(block)
    except tomllib.TOMLDecodeError as error:
        at = _AT_LINE.search(str(error))
        return {}, [WrongFact(first + int(at[1]) - 1 if at else missing, f"not TOML: {error}")]
    fields = _fields(kind)
    good: dict[str, Any] = {}
    wrong: list[WrongFact] = []
    for name, value in facts.items():
        try:
            good[name] = msgspec.convert(value, fields[name].type)
        except KeyError:
            what = f"{name!r} is not known here; known are {', '.join(fields)}"
            wrong.append(WrongFact(_line_of(name, block, first, missing), what))
        except msgspec.ValidationError:
            what = f"{name} is {_description(fields[name].type)}, not {value!r}"
            wrong.append(WrongFact(_line_of(name, block, first, missing), what))
    absent = [name for name, field in fields.items() if field.required and name not in facts]
    return good, [*wrong, *(WrongFact(missing, f"{name} is missing") for name in absent)]


@cache
def _fields(kind: type[msgspec.Struct]) -> dict[str, msgspec.structs.FieldInfo]:
    """The fields by name; working them out takes longer than reading the facts of a lesson."""
    return {field.name: field for field in msgspec.structs.fields(kind)}


def _description(kind: Any) -> str:
    """What a type is called, where something has another."""
    return next(one.description or "" for one in get_args(kind) if isinstance(one, msgspec.Meta))


def _line_of(name: str, block: str, first: int, missing: int) -> int:
    lines = block.splitlines()
    return next((n for n, line in enumerate(lines, first) if re.match(rf"\s*{re.escape(name)}\s*=", line)), missing)
