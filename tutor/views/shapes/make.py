"""What operations make of shapes: broadcasting, matmul, reshape, permute and indexing, as rules and as views.

The rules are those of PyTorch's documentation ("Broadcasting semantics", `torch.matmul`, `Tensor.view`). Nothing is
computed: a shape stands for a tensor of that shape, so that a clash can be shown where torch would raise an error.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import zip_longest
from typing import NamedTuple

from tutor.views.numbers import shape_text
from tutor.views.shapes.data import ShapeCell, ShapeRow, ShapesView


class Operand(NamedTuple):
    """A shape with the name of what has it."""

    name: str
    shape: tuple[int, ...]


def view(head: ShapeRow, rows: Sequence[ShapeRow], result: ShapeRow | None, said: Sequence[str]) -> ShapesView:
    """The view of these rows."""
    return ShapesView(head, tuple(rows), result, tuple(said))


def numbered(count: int) -> tuple[ShapeCell, ...]:
    """The names of dimensions counted from the right: −3, −2, −1."""
    return tuple(ShapeCell(f"−{count - place}") for place in range(count))


# ------------------------------------------------------------------------------------------------------- broadcasting


def broadcast_shape(*shapes: Sequence[int]) -> tuple[int, ...] | None:
    """The shape that these broadcast to; None where they clash."""
    met = list(zip_longest(*(reversed(shape) for shape in shapes), fillvalue=1))
    sizes = [next((size for size in column if size != 1), 1) for column in met]
    if any(one not in (1, size) for column, size in zip(met, sizes, strict=True) for one in column):
        return None
    return tuple(reversed(sizes))


def broadcast(call: str, operands: Sequence[Operand]) -> ShapesView:
    """Shapes aligned from the right. `call` is what the result is called: 'x + y'."""
    count = max((len(operand.shape) for operand in operands), default=0)
    padded = [(*[None] * (count - len(operand.shape)), *operand.shape) for operand in operands]
    columns = list(zip(*padded, strict=True))
    sizes = [next((size for size in column if size not in (None, 1)), 1) for column in columns]
    clashes = [any(one not in (None, 1, size) for one in column) for column, size in zip(columns, sizes, strict=True)]
    rows = [
        ShapeRow(
            operand.name,
            tuple(_met(one, size, clash) for one, size, clash in zip(shape, sizes, clashes, strict=True)),
        )
        for operand, shape in zip(operands, padded, strict=True)
    ]
    head = ShapeRow("", numbered(count))
    if any(clashes):
        return view(head, rows, None, _clash(operands, columns, clashes))
    result = tuple(size for size in sizes if size is not None)
    return view(head, rows, ShapeRow(call, _cells(result)), _stretching(operands, columns, sizes))


def _met(one: int | None, size: int | None, clash: bool) -> ShapeCell:
    """One dimension of an operand, where the others have `size`."""
    if one is None:
        return ShapeCell("·" if clash or size == 1 else f"·→{size}", "missing")
    if clash and one != 1:
        return ShapeCell(str(one), "clash")
    return ShapeCell(f"1→{size}", "stretched") if one == 1 and size != 1 and not clash else ShapeCell(str(one))


def _cells(shape: Sequence[int]) -> tuple[ShapeCell, ...]:
    return tuple(ShapeCell(str(size)) for size in shape)


def _stretching(
    operands: Sequence[Operand], columns: Sequence[Sequence[int | None]], sizes: Sequence[object]
) -> list[str]:
    said = []
    for index, operand in enumerate(operands):
        grown = [place for place, column in enumerate(columns) if column[index] != sizes[place]]
        if grown:
            where = listed([f"−{len(columns) - place}" for place in grown])
            said.append(f"{operand.name} is repeated along dimension{'s' * (len(grown) > 1)} {where}.")
    if not said:
        return ["All sizes agree: element meets element."]
    return [*said, "Nothing is copied for that: a repeated dimension has stride 0."]


def _clash(operands: Sequence[Operand], columns: Sequence[Sequence[int | None]], clashes: Sequence[bool]) -> list[str]:
    said = []
    for place, clash in enumerate(clashes):
        if clash:
            has = [
                f"{operand.name} has {one}"
                for operand, one in zip(operands, columns[place], strict=True)
                if one not in (None, 1)
            ]
            said.append(f"Dimension −{len(columns) - place}: {', '.join(has)}. They differ and neither is 1.")
    said.append("Counted from the right, sizes must be equal, or one of them 1 or not there.")
    return said + [f"What would go: {way}" for way in _ways(operands)]


def _ways(operands: Sequence[Operand]) -> list[str]:
    """With one dimension of size 1 put into one of two operands, shapes may meet after all."""
    if len(operands) != 2:
        return []
    ways: list[tuple[int, int, str]] = []
    for index, (name, shape) in enumerate(operands):
        other = operands[1 - index].shape
        single = [(*shape[:place], 1, *shape[place:]) for place in range(1, len(shape) + 1)]  # in front needs no help
        several = [(*shape, *[1] * count) for count in range(2, len(other))] if shape else []
        for made in (*single, *several):
            if (result := broadcast_shape(made, other)) is not None:
                call = f"{name}.reshape{shape_text(made)}"
                if made in single:
                    call = f"{name}.unsqueeze({single.index(made) - len(shape)})"
                said = f"{call} has shape {shape_text(made)}, for a result of {shape_text(result)}."
                ways.append((len(result), len(made), said))
    fewest = min(ways, default=(0, 0, ""))[:2]
    return [said for *sizes, said in ways if tuple(sizes) == fewest]


# ------------------------------------------------------------------------------------------------------------- matmul


def matmul_shape(first: Sequence[int], second: Sequence[int]) -> tuple[int, ...] | None:
    """The shape of `first @ second`; None where they clash."""
    if not first or not second:
        return None
    left, right = _promoted(first, front=True), _promoted(second, front=False)
    batch = broadcast_shape(left[:-2], right[:-2])
    if batch is None or left[-1] != right[-2]:
        return None
    return (*batch, *([left[-2]] if len(first) > 1 else []), *([right[-1]] if len(second) > 1 else []))


def _promoted(shape: Sequence[int], *, front: bool) -> tuple[int, ...]:
    """A vector as a matrix of one row (the left operand) or of one column (the right one)."""
    if len(shape) > 1:
        return tuple(shape)
    return (1, shape[0]) if front else (shape[0], 1)


def matmul(call: str, first: Operand, second: Operand) -> ShapesView:
    """The columns: batch dimensions, which broadcast; then rows, what is summed over, and columns."""
    if not first.shape or not second.shape:
        return _bare_number(first, second)
    left, right = _promoted(first.shape, front=True), _promoted(second.shape, front=False)
    batch = broadcast("", [Operand(first.name, left[:-2]), Operand(second.name, right[:-2])])
    fits = left[-1] == right[-2]
    over = [ShapeCell(str(size), "summed" if fits else "clash") for size in (left[-1], right[-2])]
    put, none = ShapeCell("·", "missing"), ShapeCell("")
    height = ShapeCell(str(left[-2])) if len(first.shape) > 1 else None
    width = ShapeCell(str(right[-1])) if len(second.shape) > 1 else None
    rows = [
        ShapeRow(first.name, (*batch.rows[0].cells, height or put, over[0], none)),
        ShapeRow(second.name, (*batch.rows[1].cells, none, over[1], width or put)),
    ]
    called = (*(ShapeCell("batch") for _ in batch.head.cells), *map(ShapeCell, ("rows", "summed", "columns")))
    head = ShapeRow("", called)
    if not fits or batch.result is None:
        return view(head, rows, None, _no_product(first, second, fits, batch))
    result = ShapeRow(call, (*batch.result.cells, height or none, ShapeCell("", "gone"), width or none))
    said = [
        f"Each element of the result is a sum of {left[-1]:,} products, "
        f"of a row of {first.name} with a column of {second.name}."
    ]
    if batch.head.cells:
        said.append("The dimensions before the last two are a batch: they broadcast.")
    shape = matmul_shape(first.shape, second.shape)
    return view(head, rows, result, [*said, f"The result has shape {shape_text(shape or ())}."])


def _bare_number(first: Operand, second: Operand) -> ShapesView:
    rows = [
        ShapeRow(one.name, (ShapeCell(shape_text(one.shape), "" if one.shape else "clash"),)) for one in (first, second)
    ]
    bare = second if first.shape else first
    said = f"{bare.name} is a single number; @ needs at least one dimension on either side. * multiplies by a number."
    return view(ShapeRow("", (ShapeCell(""),)), rows, None, [said])


def _no_product(first: Operand, second: Operand, fits: bool, batch: ShapesView) -> list[str]:
    if fits:
        return [f"The batch dimensions do not broadcast. {batch.said[0]}"]
    there = second.shape[-2] if len(second.shape) > 1 else second.shape[-1]
    said = [f"{first.name} ends in {first.shape[-1]}, and {second.name} has {there} to meet it; they must be equal."]
    turned = "with its last two dimensions swapped"
    if len(second.shape) > 1 and matmul_shape(first.shape, _swapped(second.shape)):
        said.append(f"What would go: {first.name} @ {second.name}.mT, the second {turned}.")
    if len(first.shape) > 1 and matmul_shape(_swapped(first.shape), second.shape):
        said.append(f"What would go: {first.name}.mT @ {second.name}, the first {turned}.")
    return said


def listed(words: Sequence[str]) -> str:
    """Words as a sentence lists them: 'a', 'a and b', 'a, b and c'."""
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def _swapped(shape: Sequence[int]) -> tuple[int, ...]:
    return (*shape[:-2], shape[-1], shape[-2])


# ------------------------------------------------------------------------------------------------ reshape and permute


def reshape(call: str, operand: Operand, wanted: Sequence[int], *, viewed: bool | None = None) -> ShapesView:
    """Dimensions that go together stand in one column. `viewed` is whether torch does it without a copy, if known."""
    count = math.prod(operand.shape)
    known = math.prod(size for size in wanted if size != -1)
    shape = tuple(size if size != -1 else (count // known if known else 0) for size in wanted)
    if list(wanted).count(-1) > 1 or math.prod(shape) != count:
        cells = (ShapeCell(f"{count:,}", "clash"),)
        rows = [
            ShapeRow(operand.name, cells, shape_text(operand.shape)),
            ShapeRow(call, (ShapeCell(f"{known:,}", "clash"),), shape_text(wanted)),
        ]
        return view(ShapeRow("", (ShapeCell("elements"),)), rows, None, _no_reshape(operand, wanted, count, known))
    groups = regrouped(operand.shape, shape)
    rows = [
        ShapeRow(
            operand.name,
            tuple(ShapeCell(_product(before), part=part) for part, (before, _) in enumerate(groups)),
            shape_text(operand.shape),
        )
    ]
    result = ShapeRow(
        call, tuple(ShapeCell(_product(after), part=part) for part, (_, after) in enumerate(groups)), shape_text(shape)
    )
    head = ShapeRow("", tuple(ShapeCell("") for _ in groups))
    said = [f"{count:,} elements before and after, in the same order."]
    if -1 in wanted:
        said.append(
            f"−1 stands for what is left: {count:,} / {known:,} = {count // known:,}."
            if known
            else "−1 stands for 0 here."
        )
    if viewed is not None:
        said.append(
            "Nothing is copied: the result looks into the same memory."
            if viewed
            else "The strides do not allow for that without a copy: reshape copies, view raises an error."
        )
    return view(head, rows, result, said)


def regrouped(before: Sequence[int], after: Sequence[int]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    """The two shapes of equal product cut into the shortest runs whose products agree."""
    if 0 in before or 0 in after:
        return [(tuple(before), tuple(after))]
    groups: list[tuple[tuple[int, ...], tuple[int, ...]]] = []
    i = j = 0
    while i < len(before) or j < len(after):
        left, right = list(before[i : i + 1]), list(after[j : j + 1])
        i, j = i + len(left), j + len(right)
        while math.prod(left) != math.prod(right):
            if math.prod(left) < math.prod(right):
                left.append(before[i])
                i += 1
            else:
                right.append(after[j])
                j += 1
        groups.append((tuple(left), tuple(right)))
    return groups


def _product(sizes: Sequence[int]) -> str:
    return "·".join(map(str, sizes)) if sizes else "1"


def _no_reshape(operand: Operand, wanted: Sequence[int], count: int, known: int) -> list[str]:
    if list(wanted).count(-1) > 1:
        return ["−1 can stand for one size only: with two of them there is more than one answer."]
    if -1 in wanted:
        return [
            f"{operand.name} has {count:,} elements, which {known:,} does not divide, so no size fits in place of −1."
        ]
    return [
        f"{operand.name} has {count:,} elements and {shape_text(wanted)} has room for {known:,}; they must be equal."
    ]


def permute(call: str, operand: Operand, order: Sequence[int], strides: Sequence[int] = ()) -> ShapesView:
    """Dimensions in another order; each keeps its color. `strides` are those of the operand, where they are known."""
    count = len(operand.shape)
    places = [place + count if place < 0 else place for place in order]
    names = ShapeRow("", tuple(ShapeCell(str(place)) for place in range(count)))
    cells = tuple(ShapeCell(str(size), part=place) for place, size in enumerate(operand.shape))
    rows = [ShapeRow(operand.name, cells, f"strides {shape_text(strides)}" if strides else "")]
    if sorted(places) != list(range(count)):
        return view(
            names,
            rows,
            None,
            [f"permute names each of the dimensions 0 to {count - 1} once; this was {shape_text(order)}."],
        )
    there = tuple(ShapeCell(str(operand.shape[place]), part=place) for place in places)
    after = [strides[place] for place in places] if strides else []
    result = ShapeRow(call, there, f"strides {shape_text(after)}" if strides else "")
    moved = [(str(new), str(old)) for new, old in enumerate(places) if new != old]
    said = []
    if moved:
        new, old = (listed(side) for side in zip(*moved, strict=True))
        said = [f"Dimensions {new} of the result are dimensions {old} of {operand.name}."]
    if strides:
        said.append("Nothing is moved in memory: the strides change places with the sizes.")
    return view(names, rows, result, said or ["Every dimension stays where it is."])
