"""The numbers of a training run as columns over its steps, in bounded memory however long the run is."""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import compress

from tutor.views.curves.outline import FEW, Outline, Points

ABSENT = math.nan
"""What stands where a column has no value at a step."""
SELDOM = 0.05
"""The share of the rows up to which it is quicker to look for those in which a column has a value."""


class History:
    """Reported columns over steps.

    Up to `limit` rows every row is kept. Beyond that the older rows are thinned: in each of equally many steps those
    rows stay that hold the lowest and the highest value of each column whose name begins with 'loss' (of the first
    column, where none does), and the row in which a column first stopped being finite. The newest rows are always
    there. A step number that falls back begins the history anew: the loop was started again.
    """

    def __init__(self, limit: int = 20_000) -> None:
        if limit < 64:
            raise ValueError(f"a history keeps at least 64 rows, not {limit}")
        self._limit = limit
        self.version = 0
        """Rises with every `add` and `clear`: what was drawn of an equal version need not be drawn again."""
        self.begun = 0
        """How often it began: what was read of it before holds no longer where this has risen."""
        self._empty()

    def _empty(self) -> None:
        self._steps = array("d")
        self._columns: dict[str, array[float]] = {}
        self._present: dict[str, bytearray] = {}
        self._first_bad: dict[str, int] = {}
        self._outlines: dict[str, Outline] = {}
        self._count = 0
        self._settled = 0
        self._bucket = 0.0
        self.begun += 1

    # ------------------------------------------------------------------------------------------------- writing

    def clear(self) -> None:
        """Forget everything, the names too."""
        self._empty()
        self.version += 1

    def add(self, names: Sequence[str], steps: Sequence[float], columns: Sequence[Sequence[float]]) -> None:
        """Append rows: one value of each of `columns` for each of `steps`, which rise.

        Values for steps that are there already, of columns that had none there, are filled in. Raises ValueError
        where the lengths do not agree.
        """
        if len(names) != len(columns) or any(len(column) != len(steps) for column in columns):
            raise ValueError(
                f"{len(names)} names, {len(columns)} columns of {[len(c) for c in columns]} numbers, {len(steps)} steps"
            )
        self.version += 1
        if not len(steps):
            return
        for name in names:
            if name not in self._columns:
                self._columns[name] = array("d", [ABSENT]) * len(self._steps)
                self._present[name] = bytearray(len(self._steps))
        if self._steps and steps[0] <= self._steps[-1]:
            self._fill_in(names, steps, columns)
        else:
            self._append(names, steps, columns)
        self._thin()

    def _append(self, names: Sequence[str], steps: Sequence[float], columns: Sequence[Sequence[float]]) -> None:
        size = len(steps)
        self._steps.extend(steps)
        self._count += size
        for name, column in zip(names, columns, strict=True):
            self._note_bad(name, steps, column)
            self._columns[name].extend(column)
            self._present[name].extend(b"\x01" * size)
        for name in self._columns.keys() - set(names):
            self._columns[name].extend(array("d", [ABSENT]) * size)
            self._present[name].extend(bytes(size))

    def _fill_in(self, names: Sequence[str], steps: Sequence[float], columns: Sequence[Sequence[float]]) -> None:
        """Rows of which the first belongs to a step that is past: other columns of those steps, or a new beginning."""
        for position, step in enumerate(steps):
            row = bisect_left(self._steps, step)
            values = [column[position] for column in columns]
            if row == len(self._steps):
                self._append(names, steps[position:], [column[position:] for column in columns])
                return
            before = bisect_right(self._steps, step)
            is_new = not before or self._steps[before - 1] < step
            if any(self._present[name][row] or (is_new and self._latest(name) >= step) for name in names):
                kept = list(self._columns)
                self._empty()
                for name in kept:
                    self._columns[name], self._present[name] = array("d"), bytearray()
                self._append(names, steps[position:], [column[position:] for column in columns])
                return
            if self._steps[row] != step:
                row = max(0, row - 1)  # a step that was thinned away: its neighbor's row takes the value
            for name, value in zip(names, values, strict=True):
                self._note_bad(name, [step], [value])
                self._columns[name][row] = value
                self._present[name][row] = 1
                self._outline(name).forget(row)

    def _latest(self, name: str) -> float:
        """The last step at which the column has a value."""
        row = self._present[name].rfind(1)
        return self._steps[row] if row >= 0 else -math.inf

    def _note_bad(self, name: str, steps: Sequence[float], values: Sequence[float]) -> None:
        if name in self._first_bad or math.isfinite(sum(values)):
            return  # a sum that overflows is looked at closely too, and found finite below
        for step, value in zip(steps, values, strict=True):
            if not math.isfinite(value):
                self._first_bad[name] = int(step)
                return

    # ------------------------------------------------------------------------------------------------ thinning

    def _thin(self) -> None:
        if len(self._steps) <= self._limit:
            return
        if self._settled < len(self._steps) - self._limit // 4:
            if not self._bucket:
                between = (self._steps[-1] - self._steps[0]) / len(self._steps)
                self._bucket = 2 * self._kept_of_a_bucket() * max(1.0, between)
            self._settle(self._settled)
        if self._settled > self._limit // 2:
            self._settle(0)  # a bucket that was settled piece by piece holds more rows than it needs
            while self._settled > self._limit * 3 // 8:
                self._bucket *= 2
                self._settle(0)

    def _kept_of_a_bucket(self) -> int:
        return 2 * len(self._ranked()) + 1

    def _ranked(self) -> list[str]:
        """The columns whose extremes survive."""
        losses = [name for name in self._columns if name.startswith("loss")]
        return losses or list(self._columns)[:1]

    def _settle(self, start: int) -> None:
        """Thin the rows from `start` on, bucket by bucket; the newest stays."""
        steps, size = self._steps, self._bucket
        end = len(steps) - 1
        ranked = [self._columns[name] for name in self._ranked()]
        bad = set(self._first_bad.values())
        kept: list[int] = []
        low = start
        while low < end:
            high = bisect_left(steps, (steps[low] // size + 1) * size, low + 1, end)
            kept.extend(sorted(self._extremes(ranked, low, high, bad)))
            low = high
        for name, column in self._columns.items():
            present = self._present[name]
            column[start:end] = array("d", [column[row] for row in kept])
            present[start:end] = bytes([present[row] for row in kept])
            self._outline(name).forget(start)
        self._steps[start:end] = array("d", [self._steps[row] for row in kept])
        self._settled = start + len(kept)

    def _extremes(self, ranked: list[array[float]], low: int, high: int, bad: set[int]) -> set[int]:
        rows = {low} if low == 0 else set()
        for column in ranked:
            block: Sequence[float] = column[low:high]
            if not math.isfinite(sum(block)):
                finite = [value for value in block if math.isfinite(value)]
                if not finite:
                    rows.add(low)
                    continue
                least, most = min(finite), max(finite)
            else:
                least, most = min(block), max(block)
            rows.add(low + block.index(least))
            rows.add(low + block.index(most))
        if bad:
            rows.update(row for row in range(low, high) if int(self._steps[row]) in bad)
        return rows

    # ------------------------------------------------------------------------------------------------- reading

    def __len__(self) -> int:
        return len(self._steps)

    @property
    def names(self) -> tuple[str, ...]:
        """The columns, in the order in which they first came."""
        return tuple(self._columns)

    @property
    def count(self) -> int:
        """How many rows were added, kept or not."""
        return self._count

    @property
    def first_step(self) -> int | None:
        """The first step; None before the first row."""
        return int(self._steps[0]) if self._steps else None

    @property
    def last_step(self) -> int | None:
        """The newest step; None before the first row."""
        return int(self._steps[-1]) if self._steps else None

    def nearest(self, step: float) -> int:
        """The last kept step that is not after `step`; the first one, where all are after it. Raises IndexError
        before the first row."""
        return int(self._steps[self._row(step)])

    def row(self, step: float) -> dict[str, float]:
        """The values of `nearest(step)` by name, nan where a column has none there; {} before the first row."""
        if not self._steps:
            return {}
        row = self._row(step)
        return {name: column[row] for name, column in self._columns.items()}

    def _row(self, step: float) -> int:
        if not self._steps:
            raise IndexError("the history is empty")
        return max(0, bisect_right(self._steps, step) - 1)

    def series(self, name: str) -> tuple[array[float], array[float]]:
        """The (steps, values) at which the column was reported, nan and infinities among them.

        Copies, so that they can be drawn elsewhere while the history grows. Empty for a name that is not there.
        """
        return self.since(name, -math.inf)

    def since(self, name: str, step: float) -> tuple[array[float], array[float]]:
        """The part of the `series` that comes after this step. Copies."""
        if name not in self._columns:
            return array("d"), array("d")
        column, present = self._columns[name], self._present[name]
        first = bisect_right(self._steps, step)
        count = present.count(1, first)
        if count == len(present) - first:
            return self._steps[first:], column[first:]
        if count < SELDOM * (len(present) - first):
            rows = [first := present.find(1, first) + 1 for _ in range(count)]  # the row after each
            return array("d", [self._steps[row - 1] for row in rows]), array("d", [column[row - 1] for row in rows])
        there = present[first:]
        return array("d", compress(self._steps[first:], there)), array("d", compress(column[first:], there))

    def drawn(self, name: str) -> Points:
        """The series as far as it tells in a drawing: no more than some thousand points however long the run is, the
        extremes and what is not finite among them."""
        if name not in self._columns or len(self._steps) <= FEW:
            return self.series(name)
        return self._outline(name).of(self._steps, self._columns[name], self._present[name])

    def _outline(self, name: str) -> Outline:
        return self._outlines.setdefault(name, Outline())

    def table(self) -> tuple[array[float], dict[str, array[float]]]:
        """The steps and every column, nan where one has no value. Copies."""
        return self._steps[:], {name: column[:] for name, column in self._columns.items()}

    def first_nonfinite(self, name: str = "loss") -> int | None:
        """The first step at which the column was nan or infinite, exact however much was thinned; None where none."""
        return self._first_bad.get(name)

    @property
    def broken(self) -> dict[str, int]:
        """That step of each column that has one, by name."""
        return {name: step for name in self.names if (step := self.first_nonfinite(name)) is not None}
