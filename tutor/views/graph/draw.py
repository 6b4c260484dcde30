"""A computation's graph, and the way back through it, as drawings."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from functools import lru_cache

from tutor.charts.cell_grid import cut, printable
from tutor.charts.drawing import Drawing, Marks, Size, Span
from tutor.views.graph.data import GraphNode, GraphView, WalkStep, WalkView
from tutor.views.graph.diagram import LabeledNode, Look, depth_of, extent, graph
from tutor.views.numbers import shape_text

_PLAIN = str.maketrans(
    dict(zip("·−∂×²ⁿ⁻¹ᵃσ√ᵀ", ["*", "-", "d", "x", "^2", "^n", "-", "1", "^a", "s", "sqrt ", ".T"], strict=True))
)
WINDOW = 8
"""Layers that one page of a deep graph moves on by."""
LISTED = 80
"""Lines that a graph takes as a list."""
FOOT = 5
"""Rows below a walk for what happens at the step."""


def draw_graph(view: GraphView, size: Size, marks: Marks, shades: bool, page: int, key: str = "") -> Drawing:
    """The graph, a deep one window by window from its leaves on; on its last page what each operation saved."""
    windows = _windows(view)
    if page >= windows:
        return _written(size, saved_lines(view), marks)
    depth = depth_of(len(view.nodes), edges(view))
    layer = max(0, max(depth.values(), default=0) - page * WINDOW)
    focus = min(depth, key=lambda node: (abs(depth[node] - layer), node), default=0)
    lines = [_left_out(view)] if view.left_out and size.height >= 8 else []
    room = Size(size.width, size.height - len(lines))
    key = key or (")" if windows > 1 else "")
    drawing = graph(room, _nodes(view), edges(view), Look(focus=focus, key=key), marks=marks, shades=shades)
    return _over(drawing, size, lines, marks)


def graph_pages(view: GraphView) -> int:
    """Windows of a deep graph, and what is saved."""
    return _windows(view) + any(node.saved for node in view.nodes)


def graph_title(view: GraphView, page: int) -> str:
    """What the page shows."""
    return "saved for the way back" if page >= _windows(view) else f"{view.count:,}{'' if view.counted else '+'} nodes"


def saved_lines(view: GraphView) -> list[str]:
    """A line for each operation that saved something."""
    rows = [(said(node), ", ".join(node.saved)) for node in view.nodes if node.saved]
    width = max((len(name) for name, _ in rows), default=0)
    return [f"{name.ljust(width)}  keeps {kept}" for name, kept in rows]


def graph_words(view: GraphView) -> str:
    """The graph as an indented list; what was listed before is named again, and not gone into."""
    operands: dict[int, list[int]] = {}
    for edge in view.edges:
        operands.setdefault(edge.operation, []).append(edge.operand)
    lines: list[str] = []
    waiting, listed = [(0, 0)], set()
    while waiting and len(lines) < LISTED:
        place, depth = waiting.pop()
        again = place in listed and bool(operands.get(place))
        lines.append(f"{'  ' * min(depth, 20)}{_listed(view.nodes[place])}{' (above)' if again else ''}")
        listed.add(place)
        if not again:
            waiting += [(operand, depth + 1) for operand in reversed(operands.get(place, []))]
    return "\n".join([*lines, *([f"… {view.left_out:,} nodes more"] if view.left_out > 0 else [])])


def _listed(node: GraphNode) -> str:
    """A node in a list: 'f = tanh 0.63'."""
    what = " = ".join(filter(None, [node.name, node.label]))
    size = node.value or (shape_text(node.shape) if node.shape is not None else "")
    return " ".join(filter(None, [what, size]))


@lru_cache(maxsize=32)
def edges(view: GraphView) -> tuple[tuple[int, int], ...]:
    """(operation, operand) of each edge."""
    return tuple((edge.operation, edge.operand) for edge in view.edges)


def said(node: GraphNode) -> str:
    """What stands in a node: its name, its operation, its number or shape."""
    what = f"{node.name} = {node.label}" if node.name and node.label else node.name or node.label
    size = _minus(node.value) or (shape_text(node.shape) if node.shape else "")
    return " ".join(filter(None, [what, size]))


def _minus(number: str) -> str:
    """A number with the sign that is as wide as a plus."""
    return number.replace("-", "−")


@lru_cache(maxsize=32)
def _nodes(view: GraphView) -> tuple[LabeledNode, ...]:
    return tuple(LabeledNode(said(node), node.kind) for node in view.nodes)


def _windows(view: GraphView) -> int:
    deepest = max(depth_of(len(view.nodes), edges(view)).values(), default=0)
    return 1 if deepest <= WINDOW + 4 else -(-deepest // WINDOW)


def _left_out(view: GraphView) -> str:
    often = ", ".join(f"{count:,} {name}" for name, count in view.operations[:6])
    return f"{view.left_out:,} of {view.count:,} nodes are not drawn one by one; in all there are {often}"


# ------------------------------------------------------------------------------------------------------ the way back


def draw_walk(view: WalkView, size: Size, marks: Marks, shades: bool, page: int, key: str = "") -> Drawing:
    """The graph with the gradients that have come so far; the edge of this page, and its product in words."""
    done = view.steps[:page]
    now = done[-1] if done else None
    totals = {0: "1"} | {edges(view.graph)[step.edge][1]: _brief(step.total) for step in done}
    nodes = _walked(view, totals, brief=False)
    if extent(nodes, edges(view.graph), marks).width > size.width:  # then the gradients stand in place of the values
        nodes = _walked(view, totals, brief=True)
    active = now.edge if now is not None and page <= len(view.steps) else None
    focus = edges(view.graph)[now.edge][1] if now is not None else 0
    look = Look(active, frozenset(step.edge for step in done[:-1]), focus, key)
    foot = min(FOOT, max(1, size.height // 3))
    lines = _within(_told(view, page), max(8, size.width - 1), foot)
    high = max(0, size.height - foot)
    drawing = graph(Size(size.width, high), nodes, edges(view.graph), look, marks=marks, shades=shades)
    return _over(drawing, size, lines, marks)


def _within(variants: Sequence[Sequence[str]], width: int, rows: int) -> list[str]:
    """The first of the variants (the longest, then shorter ones) that fits; of the last what fits, with an ellipsis."""
    lines: list[str] = []
    for texts in variants:
        lines = [line for text in texts for line in textwrap.wrap(text, width)]
        if len(lines) <= rows:
            return lines
    return [*lines[: rows - 1], f"{lines[rows - 1][: width - 1].rstrip()}…"]


def _walked(view: WalkView, totals: Mapping[int, str], *, brief: bool) -> list[LabeledNode]:
    """The nodes with the gradients that have come, and room for those that will."""
    room = _room(view)
    return [
        LabeledNode(
            node.name or node.label if brief and place in room else said(node),
            node.kind,
            f"∂ {totals[place]}" if place in totals else "",
            room.get(place, 0),
        )
        for place, node in enumerate(view.graph.nodes)
    ]


def walk_pages(view: WalkView) -> int:
    """The seed, and each edge."""
    return len(view.steps) + 1


def walk_words(view: WalkView) -> str:
    """The graph as a list, and the gradients."""
    return "\n".join([graph_words(view.graph), *(f"d/d{one.name} = {one.value}" for one in view.gradients)])


def walk_title(view: WalkView, page: int) -> str:
    """How far it has come."""
    return "" if page == 0 else f"edge {page} of {len(view.steps)}"


@lru_cache(maxsize=16)
def _room(view: WalkView) -> dict[int, int]:
    """Columns that the longest gradient of each node will take, so that nothing moves on the way."""
    room = {0: 3}
    for step in view.steps:
        place = edges(view.graph)[step.edge][1]
        room[place] = max(room.get(place, 0), len(_brief(step.total)) + 2)
    return room


def _brief(total: str) -> str:
    """A gradient as it stands in a node: its number or norm; its shape is the node's."""
    return _minus(total.rpartition("), ")[2])


def _told(view: WalkView, page: int) -> list[list[str]]:
    """What happens at the page, in full and in fewer words."""
    result = said(view.graph.nodes[0])
    if page == 0:
        return [
            [
                f"It begins at {result} with 1, the derivative of the result with respect to itself.",
                "Each edge multiplies what arrives by its local derivative; ) goes on by one edge.",
            ],
            [f"It begins at {result} with 1.", "Each edge multiplies by its local derivative; ) goes on."],
            [f"It begins at {result} with 1; ) goes on."],
        ]
    step = view.steps[page - 1]
    operation, operand = edges(view.graph)[step.edge]
    lines = [*_product(view, step, operation, operand)]
    if page < len(view.steps):
        return [lines, lines[-1:]]
    agree = all(one.agrees for one in view.gradients)
    found = ", ".join(f"{one.name} {_minus(one.value)}" for one in view.gradients)
    verdict = "exactly what backward() puts into .grad" if agree else "not what torch computes: a hook changed it"
    brief = "as backward() has it" if agree else "but not for torch: a hook"
    done, short = f"Done: {found}: {verdict}.", f"Done: {found}, {brief}."
    return [[*lines, done], [lines[-1], done], [lines[-1], short], [short]]


def _product(view: WalkView, step: WalkStep, operation: int, operand: int) -> list[str]:
    source, target = said(view.graph.nodes[operation]), said(view.graph.nodes[operand])
    arriving, product, value = _minus(step.arriving), _minus(step.product), _minus(step.local)
    local = value or step.formula or "its Jacobian"
    number = f" = {value}" if value not in ("", step.formula) else ""
    rule = f"   local derivative {step.formula}{number}" if step.formula else ""
    sign = "×" if value or not step.formula else "through"
    lines = [f"From {source} to {target}.{rule}", f"{arriving} {sign} {local} = {product}"]
    if view.graph.nodes[operation].kind == "module":
        lines[-1] = f"{arriving} arrives, {product} goes on"
    earlier = [one for one in view.steps[: view.steps.index(step)] if edges(view.graph)[one.edge][1] == operand]
    if earlier:
        total = f"{_minus(earlier[-1].total)} + {product} = {_minus(step.total)}"
        lines[-1] += f"; paths meet here, so it is added: {total}"
    elif not step.complete:
        lines[-1] += "; more is to come here"
    return lines


# ------------------------------------------------------------------------------------------------------------ text


def _over(drawing: Drawing, size: Size, lines: Sequence[str], marks: Marks) -> Drawing:
    """The drawing with lines of text below it, the whole filling the size."""
    room = max(0, size.height - drawing.size.height)
    rows = [(_fill(line, size.width, marks),) for line in lines[:room]]
    rows += [(Span(" " * size.width),)] * (room - len(rows))
    return Drawing((*drawing.rows, *rows), size)


def _written(size: Size, lines: Sequence[str], marks: Marks) -> Drawing:
    shown = list(lines[: size.height])
    if len(lines) > size.height > 0:
        shown[-1] = f"{len(lines) - size.height + 1} lines more"
    rows = [(_fill(line, size.width, marks),) for line in shown]
    rows += [(Span(" " * size.width),)] * (size.height - len(rows))
    return Drawing(tuple(rows), size)


def _fill(line: str, width: int, marks: Marks) -> Span:
    plain = marks == "ascii"
    if plain:
        line = line.translate(_PLAIN)
    return Span(cut(printable(line, plain=plain), width, plain=plain).ljust(width))
