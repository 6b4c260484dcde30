"""The reports of a run as they lie in a file to which is appended while it is under way: a JSON object a line.

Every piece is thinned before it is written, and all of them once the file has grown, so that a run of days takes no
more room than one of minutes. A line that is half written, or damaged, costs itself alone.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Annotated

import msgspec

from tutor.learner.runs import Scalar, TrainingRun, run, telling
from tutor.learner.storage import FORMAT

PIECE_ROWS, PIECE_NUMBERS = 100, 2_000
"""As many rows are added at a time; of many columns fewer, so that there are about as many numbers as this."""
WHOLE_ROWS, WHOLE_NUMBERS = 2_000, 20_000
"""The same of a file that is written anew."""
MOST = 1 << 26
"""Bytes of a file that are read."""

Columns = Mapping[str, tuple[Sequence[float], Sequence[float]]]
"""Of each column the steps at which it has values, rising, and these."""
Step = Annotated[int, msgspec.Meta(ge=-(1 << 53), le=1 << 53)]


class Head(msgspec.Struct, frozen=True):
    """What is known of a run beside its reports; what is also in a `TrainingRun` is the same here."""

    key: str
    """The cell and its text; see `text_key`."""
    controls: dict[str, Scalar]
    moves: tuple[tuple[int, str, Scalar], ...]
    planned: int | None
    device: str
    broken: dict[str, int]
    format: int = FORMAT


class Line(msgspec.Struct, omit_defaults=True):
    """A line of the file: what was reported since the one before, and the head where that is new."""

    steps: list[Step] = msgspec.field(default_factory=list)
    columns: dict[str, list[float | None]] = msgspec.field(default_factory=dict)
    """By name; None where there is no value, or one that is not finite."""
    head: Head | None = None


def line(columns: Columns, broken: Mapping[str, int], head: Head | None, *, whole: bool) -> bytes:
    """A line of the file, with its end. `whole` where it is the only one."""
    steps, table = _table(columns)
    rows, numbers = (WHOLE_ROWS, WHOLE_NUMBERS) if whole else (PIECE_ROWS, PIECE_NUMBERS)
    chosen = telling(steps, table, max(4, min(rows, numbers // max(1, len(table)))), broken)
    kept = {
        name: [value if math.isfinite(value := column[at]) else None for at in chosen] for name, column in table.items()
    }
    return msgspec.json.encode(Line([int(steps[at]) for at in chosen], kept, head)) + b"\n"


def read(path: Path) -> tuple[Head | None, Columns]:
    """What a file holds; no head where none of it can be read. Raises OSError."""
    with path.open("rb") as file:
        data = file.read(MOST)
    decoder = msgspec.json.Decoder(Line)
    head: Head | None = None
    columns: dict[str, dict[float, float]] = {}
    for text in data.split(b"\n"):
        try:
            one = decoder.decode(text)
        except (ValueError, RecursionError):  # msgspec's own errors are ValueErrors
            continue
        head = one.head or head
        for name, column in one.columns.items():
            there, bad = columns.setdefault(name, {}), head.broken.get(name, math.inf) if head is not None else math.inf
            for step, value in zip(one.steps, column, strict=False):
                if value is not None:
                    there[step] = value
                elif step >= bad:
                    there.setdefault(step, math.nan)
    told = {name: sorted(there.items()) for name, there in columns.items()}
    return head, {name: (tuple(s for s, _ in pairs), tuple(v for _, v in pairs)) for name, pairs in told.items()}


def cut_run(head: Head, columns: Columns) -> TrainingRun:
    """The run that came to its end with these reports."""
    steps, table = _table(columns)
    return run(head.controls, head.moves, head.planned, steps, table, device=head.device, cut=True, broken=head.broken)


def _table(columns: Columns) -> tuple[Sequence[float], dict[str, Sequence[float]]]:
    """The steps of all columns, and these with nan where one has no value."""
    steps = sorted(_union(own for own, _ in columns.values()))
    places: dict[float, int] = {}
    table: dict[str, Sequence[float]] = {}
    for name, (own, values) in columns.items():
        if len(own) == len(steps):
            table[name] = values
            continue
        places = places or {step: place for place, step in enumerate(steps)}
        column = [math.nan] * len(steps)
        for step, value in zip(own, values, strict=True):
            column[places[step]] = value
        table[name] = column
    return steps, table


def _union(columns: Iterable[Sequence[float]]) -> set[float]:
    return set().union(*columns)
