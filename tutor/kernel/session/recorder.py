"""Reported numbers on their way up: kept flat, cut into columns only when they are sent."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping
from typing import Any

from tutor.kernel.session.kept_reports import KeptReport, kept, read
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
        self._apart: dict[Names, array[float]] = {}
        """The same for names of which a number was reported that lay on an accelerator: none of these is in `groups`,
        until all are sent."""
        self._kept: list[KeptReport] = []
        """What comes behind the rows of `_apart`, and is still to be read."""
        self._last: dict[Names, float] = {}

    def next_step(self, names: Names) -> float:
        """The step that a report outside `live.steps` belongs to: the one after the last of these names."""
        rows = self.groups.get(names)
        return (rows[-len(names) - 1] if rows else self._last.get(names, -1.0)) + 1.0

    def add(self, names: Names, step: float, numbers: Mapping[str, float], elsewhere: Mapping[str, Any]) -> None:
        """A report: its numbers, and the tensors of those that lie `elsewhere`, on an accelerator."""
        if elsewhere and names not in self._apart:
            self._apart[names] = self.groups.pop(names, array("d"))
        if names in self._apart:
            self._kept.append(kept(names, step, numbers, elsewhere))
            self._last[names] = step
        else:
            row = [step, *(numbers[name] for name in names)]
            self.groups.setdefault(names, array("d")).extend(row)

    def read(self) -> None:
        """Read what lies on an accelerator: that waits until all is done that it was given before."""
        if self._kept:
            reports, self._kept = self._kept, []  # what cannot be read is not tried again
            read(reports)
            for report in reports:
                self._apart[report.names].extend(report.row)

    def full(self) -> bool:
        """Whether so much is kept that training has to wait."""
        return sum(map(len, [*self.groups.values(), *self._apart.values()])) > FULL

    def waiting(self) -> bool:
        """Whether there is anything to send."""
        return bool(self._kept) or any(self.groups.values()) or any(self._apart.values())

    def take(self) -> Iterator[tuple[Names, bytes, tuple[bytes, ...]]]:
        """What is kept, as (names, packed steps, packed columns), cut into messages of bounded size."""
        self.read()
        for names, rows in (*self.groups.items(), *self._apart.items()):
            width = len(names) + 1
            while rows:
                part = rows[: max(CHUNK // width, 1) * width]
                del rows[: len(part)]
                self._last[names] = part[-width]
                yield names, pack(part[::width]), tuple(pack(part[column::width]) for column in range(1, width))
        self.groups.clear()  # where a number lies is asked anew
        self._apart.clear()
