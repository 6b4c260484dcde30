"""Laying out a directed graph without cycles in layers: who stands in which row, in which order, at which column.

After Sugiyama, Tagawa and Toda (1981): longest paths give the layers, the means of the neighbors' places the order,
and least squares under the wanted distances (pool adjacent violators) the columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

SWEEPS = 6
GAP = 2
"""Columns between two labels of a layer."""


@dataclass
class Box:
    """A label, or (width 1, node −1) the place where a long edge passes through a layer."""

    node: int
    layer: int
    width: int
    anchor: int
    """The column of it, from its left, at which edges leave; the neighbors are placed by it."""
    left: float = 0.0

    @property
    def middle(self) -> float:
        """The column of its anchor."""
        return self.left + self.anchor


@dataclass(frozen=True)
class Link:
    """A piece of an edge, from a box of one layer to one of the next; `edge` is the edge's place."""

    lower: int
    upper: int
    edge: int
    last: bool
    """Whether its upper box is the operand itself."""
    first: bool
    """Whether its lower box is the operation itself."""


@dataclass(frozen=True)
class Layout:
    """Boxes, the rows of them by layer (0 holds the result) from left to right, and the links between."""

    boxes: list[Box]
    layers: list[list[int]]
    links: list[Link]


def layout(widths: Sequence[int], anchors: Sequence[int], edges: Sequence[tuple[int, int]]) -> Layout:
    """Lay out nodes of these widths and anchors. Each edge is (operation, operand), the operation the earlier node."""
    depth = [0] * len(widths)
    for operation, operand in sorted(edges):
        depth[operand] = max(depth[operand], depth[operation] + 1)
    boxes = [Box(node, depth[node], *size) for node, size in enumerate(zip(widths, anchors, strict=True))]
    links: list[Link] = []
    for place, (operation, operand) in enumerate(edges):
        lower = operation
        for layer in range(depth[operation] + 1, depth[operand]):
            boxes.append(Box(-1, layer, 1, 0))
            links.append(Link(lower, len(boxes) - 1, place, last=False, first=lower == operation))
            lower = len(boxes) - 1
        links.append(Link(lower, operand, place, last=True, first=lower == operation))
    made = Layout(boxes, _ordered(boxes, links), links)
    _place(made)
    return made


def _ordered(boxes: Sequence[Box], links: Sequence[Link]) -> list[list[int]]:
    """The boxes of each layer from left to right: as found from the result on, then sorted by their neighbors."""
    above: list[list[int]] = [[] for _ in boxes]
    below: list[list[int]] = [[] for _ in boxes]
    for link in links:
        above[link.lower].append(link.upper)
        below[link.upper].append(link.lower)
    layers: list[list[int]] = [[] for _ in range(max((box.layer for box in boxes), default=-1) + 1)]
    seen: set[int] = set()
    waiting = [0] if boxes else []
    while waiting:
        box = waiting.pop()
        if box not in seen:
            seen.add(box)
            layers[boxes[box].layer].append(box)
            waiting += reversed(above[box])
    for sweep in range(SWEEPS):
        near = below if sweep % 2 == 0 else above
        order = range(1, len(layers)) if sweep % 2 == 0 else range(len(layers) - 2, -1, -1)
        for layer in order:
            place = {box: index for row in layers for index, box in enumerate(row)}
            means = {box: _mean([place[other] for other in near[box]], place[box]) for box in layers[layer]}
            layers[layer].sort(key=means.__getitem__)
    return layers


def _mean(values: Sequence[float], default: float) -> float:
    return sum(values) / len(values) if values else default


def _place(made: Layout) -> None:
    """Columns: each box as near to its neighbors' middle as those beside it allow."""
    near: list[list[int]] = [[] for _ in made.boxes]
    for link in made.links:
        near[link.lower].append(link.upper)
        near[link.upper].append(link.lower)
    for row in made.layers:
        _spread(made, row, [0.0] * len(row))
    for sweep in range(2 * SWEEPS):
        for row in made.layers if sweep % 2 == 0 else reversed(made.layers):
            wanted = [_mean([made.boxes[other].middle for other in near[box]], made.boxes[box].middle) for box in row]
            _spread(made, row, wanted)
    least = min((box.left for box in made.boxes), default=0.0)
    for box in made.boxes:
        box.left = round(box.left - least)


def _spread(made: Layout, row: Sequence[int], wanted: Sequence[float]) -> None:
    """Middles as wanted, in order and with gaps: least squares by pooling adjacent violators."""
    offsets, at = [], 0.0
    for box in row:
        offsets.append(at)
        at += made.boxes[box].width + GAP
    pools: list[tuple[float, int]] = []
    for box, middle, offset in zip(row, wanted, offsets, strict=True):
        mean, count = middle - made.boxes[box].anchor - offset, 1
        while pools and pools[-1][0] > mean:
            before, weight = pools.pop()
            mean, count = (mean * count + before * weight) / (count + weight), count + weight
        pools.append((mean, count))
    lefts = [mean for mean, count in pools for _ in range(count)]
    for box, left, offset in zip(row, lefts, offsets, strict=True):
        made.boxes[box].left = left + offset
