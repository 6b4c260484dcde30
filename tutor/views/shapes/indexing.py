"""What an index makes of a shape: x[1, :, None, ::2], dimension by dimension."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tutor.views.numbers import shape_text
from tutor.views.shapes.data import ShapeCell, ShapeRow, ShapesView
from tutor.views.shapes.make import Operand, broadcast_shape, view


def index(call: str, operand: Operand, items: Sequence[Any], texts: Sequence[str]) -> ShapesView:
    """Each dimension with what the index does to it. `texts` are the items as they are written."""
    taken = sum(_takes(item) for item in items)
    count = len(operand.shape)
    if taken > count:
        rows = [ShapeRow(operand.name, (ShapeCell(shape_text(operand.shape), "clash"),))]
        said = f"{operand.name} has {count} dimension{'s' * (count != 1)}, and the index names {taken}."
        return view(ShapeRow("", (ShapeCell(""),)), rows, None, [said])
    full = [*items] if Ellipsis in [item for item in items if item is Ellipsis] else [*items, Ellipsis]
    written = [*texts, *([""] if len(full) > len(texts) else [])]
    made = _Indexing(operand)
    for item, text in zip(full, written, strict=True):
        if item is Ellipsis:
            for _ in range(count - taken):
                made.take(slice(None), text or ":")
        else:
            made.take(item, text)
    return made.view(call)


def _takes(item: Any) -> int:
    """How many dimensions an item of an index stands for."""
    if item is None or item is Ellipsis or isinstance(item, bool):
        return 0
    return len(item.shape) if _is_mask(item) else 1


def _is_mask(item: Any) -> bool:
    return "bool" in str(getattr(item, "dtype", ""))


class _Indexing:
    """An index, item by item."""

    def __init__(self, operand: Operand) -> None:
        self.operand = operand
        self._place = 0
        self._source: list[ShapeCell] = []
        self._index: list[ShapeCell] = []
        self._result: list[ShapeCell] = []
        self._arrays: list[tuple[int, tuple[int, ...]]] = []
        """Columns of index arrays, with their shapes."""
        self._problems: list[str] = []
        self._said: list[str] = []

    def take(self, item: Any, text: str) -> None:
        """The next item of the index."""
        if item is None:
            self._put(ShapeCell(""), text, ShapeCell("1", "new"))
            self._say("None puts in a dimension of size 1.")
            return
        if _is_mask(item):
            self._mask(item, text)
            return
        size = self.operand.shape[self._place]
        self._place += 1
        if isinstance(item, slice):
            kept = len(range(*item.indices(size)))
            self._put(ShapeCell(str(size)), text, ShapeCell(str(kept)))
            if isinstance(item.step, int) and item.step < 0:
                self._problems.append("A step below 0 is not for tensors; x.flip(dimension) turns one round.")
        elif hasattr(item, "__index__") and not getattr(item, "shape", ()):
            self._whole_number(int(item.__index__()), size, text)
        else:
            shape = tuple(item.shape) if hasattr(item, "shape") else _list_shape(item)
            self._arrays.append((len(self._result), shape))
            self._put(ShapeCell(str(size)), text, ShapeCell(""))

    def _whole_number(self, number: int, size: int, text: str) -> None:
        bad = not -size <= number < size
        self._put(ShapeCell(str(size), "clash" if bad else ""), text, ShapeCell("", "gone"))
        if bad:
            self._problems.append(f"Index {number} is out of range for a dimension of size {size}: 0 to {size - 1}.")
        else:
            self._say("A number picks one place, and its dimension is gone.")

    def _mask(self, mask: Any, text: str) -> None:
        sizes = self.operand.shape[self._place : self._place + len(mask.shape)]
        self._place += len(sizes)
        bad = tuple(mask.shape) != sizes
        self._arrays.append((len(self._result), (int(mask.sum()),)))
        self._put(ShapeCell("·".join(map(str, sizes)), "clash" if bad else ""), text, ShapeCell(""))
        if bad:
            self._problems.append(
                f"The mask {text} has shape {shape_text(tuple(mask.shape))}, and meets {shape_text(sizes)}."
            )
        else:
            self._say(f"The mask keeps the {int(mask.sum()):,} elements where it is True, in a row.")

    def _put(self, source: ShapeCell, text: str, result: ShapeCell) -> None:
        self._source.append(source)
        self._index.append(ShapeCell(text))
        self._result.append(result)

    def _say(self, sentence: str) -> None:
        if sentence not in self._said:
            self._said.append(sentence)

    def _place_arrays(self) -> None:
        """Index arrays broadcast, and their shape stands where they are; in front, where others stand between them."""
        if not self._arrays:
            return
        shape = broadcast_shape(*(one for _, one in self._arrays))
        if shape is None:
            said = " and ".join(shape_text(one) for _, one in self._arrays)
            self._problems.append(f"The index arrays have shapes {said}, which do not broadcast.")
            return
        columns = [column for column, _ in self._arrays]
        together = columns == list(range(columns[0], columns[0] + len(columns)))
        if len(columns) > 1:
            self._say("Index arrays broadcast with one another, and their shape takes the place of their dimensions.")
        elif not self._said:
            self._say("The shape of the index takes the place of its dimension.")
        text = "·".join(map(str, shape)) if shape else ""
        if together:
            self._result[columns[0]] = ShapeCell(text, "new")
            return
        self._say("Something stands between the index arrays, so their shape comes first.")
        for cells in (self._source, self._index):
            cells.insert(0, ShapeCell(""))
        self._result.insert(0, ShapeCell(text, "new"))

    def view(self, call: str) -> ShapesView:
        """What came of it."""
        self._place_arrays()
        rows = [ShapeRow(self.operand.name, tuple(self._source)), ShapeRow("index", tuple(self._index))]
        head = ShapeRow("", tuple(ShapeCell("") for _ in self._source))
        if self._problems:
            return view(head, rows, None, self._problems)
        sizes = [part for cell in self._result if cell.text for part in cell.text.split("·")]
        result = ShapeRow(call, tuple(self._result), shape_text([int(size) for size in sizes]))
        return view(head, rows, result, self._said or ["Slices keep their dimensions."])


def _list_shape(item: Any) -> tuple[int, ...]:
    """The shape of nested lists of numbers."""
    return (len(item), *_list_shape(item[0])) if isinstance(item, list | tuple) and item else ()
