"""What of a column a chart draws, kept up while the column grows, so that of a long run no more is read."""

from __future__ import annotations

from array import array
from collections.abc import Sequence

from tutor.charts.telling import telling

FEW = 2_048
"""A column of no more rows is drawn as it is."""
BLOCK = 32
"""Of so many rows in a row only those are drawn that tell; a column of the screen holds several such blocks."""

Points = tuple[Sequence[float], Sequence[float]]
"""Steps and values."""


class Outline:
    """The telling rows of a column, block by block."""

    def __init__(self) -> None:
        self._steps, self._values = array("d"), array("d")
        self._ends = [0]
        """How many rows tell of the blocks before each."""

    def forget(self, row: int) -> None:
        """What was taken of this row and those after it holds no longer."""
        del self._ends[row // BLOCK + 1 :]
        del self._steps[self._ends[-1] :], self._values[self._ends[-1] :]

    def of(self, steps: array[float], values: array[float], present: bytearray) -> Points:
        """The points to draw of the whole column; only blocks that were never seen whole are read."""
        start = (len(self._ends) - 1) * BLOCK
        while start + BLOCK <= len(steps):
            self._take(steps, values, present, start)
            start += BLOCK
        rest = [row for row in range(start, len(steps)) if present[row]]
        return (
            self._steps + array("d", [steps[row] for row in rest]),
            self._values + array("d", [values[row] for row in rest]),
        )

    def _take(self, steps: array[float], values: array[float], present: bytearray, start: int) -> None:
        end = start + BLOCK
        if present.find(0, start, end) < 0:
            rows = telling(values, start, end)
        else:
            there = [row for row in range(start, end) if present[row]]
            rows = [there[at] for at in telling([values[row] for row in there], 0, len(there))] if there else []
        self._steps.extend([steps[row] for row in rows])
        self._values.extend([values[row] for row in rows])
        self._ends.append(len(self._steps))
