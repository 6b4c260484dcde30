"""Spans of time by rows: how busy each was, and how much of it went on at the same time."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Any

from tutor.views.packing import pack
from tutor.views.timeline.data import Bars, TimelineView

SPANS = 2_000
"""No more spans than this are sent; of more, neighbors of a kind are joined where little lies between them."""
ROWS = 32

Pieces = list[tuple[float, float]]


def timeline(spans: Iterable[Sequence[Any]]) -> TimelineView:
    """A view of (row, start, end) or (row, start, end, what) in seconds, of any clock. Raises ValueError.

    The first row that is named is the uppermost. Shares are of the time from the first start to the last end, and
    exact: spans that overlap within a row count once.
    """
    found: dict[str, dict[str, Pieces]] = {}
    for span in spans:
        row, start, end, kind = _span(span)
        found.setdefault(row, {}).setdefault(kind, []).append((start, end))
    if not found:
        raise ValueError("timeline: there are no spans; each is (row, start, end) or (row, start, end, what)")
    times = [time for kinds in found.values() for pieces in kinds.values() for piece in pieces for time in piece]
    first, last = min(times), max(times)
    total = last - first
    unions = [union([piece for pieces in kinds.values() for piece in pieces]) for kinds in found.values()]
    busy = tuple(_length(pieces) / total if total else 0.0 for pieces in unions)
    overlap = _length(_twice(unions)) / total if total else 0.0
    names = tuple(found)[:ROWS]
    count = len(times) // 2
    gap = total / 4_000 if count > SPANS else 0.0
    while True:
        bars = tuple(
            Bars(index, kind, pack(a - first for a, _ in joined), pack(b - first for _, b in joined))
            for index, name in enumerate(names)
            for kind, pieces in found[name].items()
            if (joined := union(pieces, gap) if gap else sorted(pieces))
        )
        sent = sum(len(one.starts) // 8 for one in bars)
        if sent <= SPANS or gap > total:
            break
        gap *= 2
    notes = [f"{count:,} spans, close ones joined"] if gap else []
    if len(found) > len(names):
        notes.append(f"{len(found) - len(names)} rows more are not here")
    return TimelineView(names, bars, total, busy[:ROWS], overlap, ", ".join(notes))


def union(pieces: Pieces, gap: float = 0.0) -> Pieces:
    """The time that the pieces cover, as pieces of which no two touch or lie within `gap` of one another."""
    joined: Pieces = []
    for start, end in sorted(pieces):
        if joined and start <= joined[-1][1] + gap:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined


def _twice(rows: Sequence[Pieces]) -> Pieces:
    """The time at which two or more of the rows are busy."""
    events = sorted(
        (time, change) for pieces in rows for start, end in pieces for time, change in ((start, 1), (end, -1))
    )
    busy, since, found = 0, 0.0, []
    for time, change in events:
        if busy == 1 and change == 1:
            since = time
        elif busy == 2 and change == -1:
            found.append((since, time))
        busy += change
    return found


def _length(pieces: Pieces) -> float:
    return math.fsum(end - start for start, end in pieces)


def _span(span: Sequence[Any]) -> tuple[str, float, float, str]:
    if len(span) not in (3, 4):
        raise ValueError(f"timeline: {span!r}; each span is (row, start, end) or (row, start, end, what)")
    row, start, end = str(span[0]), float(span[1]), float(span[2])
    if not (math.isfinite(start) and math.isfinite(end)) or end < start:
        raise ValueError(f"timeline: the span of {row!r} goes from {start} to {end}; it must end after it starts")
    return row, start, end, str(span[3]) if len(span) == 4 else ""
