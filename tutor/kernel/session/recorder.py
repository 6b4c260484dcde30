"""Reported numbers on their way up: kept flat, cut into columns only when they are sent."""

from __future__ import annotations

from array import array
from collections.abc import Iterator

from tutor.views.packing import pack

CHUNK = 1 << 19
"""Numbers in one message at most: 4 MB."""
FULL = 1 << 23
"""Numbers kept at most before a report waits for the host: 64 MB, over a million rows of six."""

Names = tuple[str, ...]


class Recorder:
    """Every report since the last that was sent, by the names that were reported together."""

    def __init__(self) -> None:
        self.groups: dict[Names, array[float]] = {}
        """Row after row of the step's number and the values. The stage itself appends to them, each row in one call:
        this is training's hot path, and no interrupt can tear a row."""
        self._last: dict[Names, float] = {}

    def next_step(self, names: Names) -> float:
        """The step that a report outside `live.steps` belongs to: the one after the last of these names."""
        rows = self.groups.get(names)
        return (rows[-len(names) - 1] if rows else self._last.get(names, -1.0)) + 1.0

    def full(self) -> bool:
        """Whether so much is kept that training has to wait."""
        return sum(map(len, self.groups.values())) > FULL

    def waiting(self) -> bool:
        """Whether there is anything to send."""
        return any(self.groups.values())

    def take(self) -> Iterator[tuple[Names, bytes, tuple[bytes, ...]]]:
        """What is kept, as (names, packed steps, packed columns), cut into messages of bounded size."""
        for names, rows in self.groups.items():
            width = len(names) + 1
            while rows:
                part = rows[: max(CHUNK // width, 1) * width]
                del rows[: len(part)]
                self._last[names] = part[-width]
                yield names, pack(part[::width]), tuple(pack(part[column::width]) for column in range(1, width))
