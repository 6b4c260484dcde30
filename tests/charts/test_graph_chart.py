"""Graphs drawn in layers: every edge can be followed, whatever the graph."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest

from tutor.charts.drawing import Drawing, Marks, Size
from tutor.views.graph.diagram import LabeledNode, Look, extent, graph
from tutor.views.graph.layout import layout

FORWARD = {
    "│": "ud", "─": "lr", "┌": "dr", "┐": "dl", "└": "ur", "┘": "ul", "├": "udr", "┤": "udl", "┬": "dlr",
    "┴": "ulr", "┼": "udlr", "╵": "u", "╷": "d",
}  # fmt: skip
OPPOSITE = {"u": "d", "d": "u", "l": "r", "r": "l"}
STEP = {"u": (0, -1), "d": (0, 1), "l": (-1, 0), "r": (1, 0)}


def example(seed: int) -> tuple[list[LabeledNode], list[tuple[int, int]]]:
    """A random graph: each node but the first is used by one or two before it."""
    dice = random.Random(seed)
    nodes = [LabeledNode("r" * dice.randrange(1, 6), "operation")]
    edges = []
    for place in range(1, dice.randrange(2, 14)):
        nodes.append(LabeledNode("n" * dice.randrange(1, 9), dice.choice(("leaf", "operation", "module"))))
        edges += [(dice.randrange(place), place) for _ in range(dice.choice((1, 1, 2)))]
    return nodes, edges


def drawn(
    nodes: list[LabeledNode], edges: list[tuple[int, int]], look: Look | None = None, marks: Marks = "braille"
) -> Drawing:
    size = extent(nodes, edges)
    return graph(Size(max(12, size.width + 2), size.height + 2), nodes, edges, look, marks=marks)


@pytest.mark.parametrize("seed", range(60))
def test_every_line_goes_on_in_the_next_cell_or_ends_at_a_label(seed: int) -> None:
    rows = ["".join(span.text for span in row) for row in drawn(*example(seed)).rows]
    for y, row in enumerate(rows):
        for x, char in enumerate(row):
            for direction in FORWARD.get(char, ""):
                across, down = STEP[direction]
                beside = rows[y + down][x + across]
                joined = OPPOSITE[direction] in FORWARD.get(beside, "")
                assert joined or (down and (beside.isalpha() or beside == " ")), (char, beside, "\n".join(rows))


@pytest.mark.parametrize("seed", range(60))
def test_labels_do_not_touch_and_operands_stand_above(seed: int) -> None:
    nodes, edges = example(seed)
    made = layout([len(node.label) for node in nodes], [0] * len(nodes), edges)
    for operation, operand in edges:
        assert made.boxes[operand].layer > made.boxes[operation].layer
    for row in made.layers:
        placed = sorted((made.boxes[box].left, made.boxes[box].width) for box in row)
        assert all(a + width < b for (a, width), (b, _) in pairwise(placed))


@pytest.mark.parametrize("seed", range(20))
def test_the_graph_stands_still_while_gradients_come(seed: int) -> None:
    nodes, edges = example(seed)
    before = drawn([node._replace(room=6) for node in nodes], edges)
    after = drawn([node._replace(room=6, note="∂ 1.25") for node in nodes], edges)
    for old, new in zip(before.text().split("\n"), after.text().split("\n"), strict=True):
        assert new.replace("∂ 1.25", "      ").rstrip() == old.rstrip()


def test_the_edge_that_is_walked_lies_on_top_with_an_arrow() -> None:
    nodes, edges = [LabeledNode("f", "operation"), LabeledNode("x", "leaf"), LabeledNode("y", "leaf")], [(0, 1), (0, 2)]
    drawing = drawn(nodes, edges, Look(active=1, done=frozenset((0,))))
    inks = {span.ink for row in drawing.rows for span in row}
    assert {"present", "path"} <= inks
    assert "▲" in drawing.text()


def test_a_chain_is_a_straight_line() -> None:
    text = drawn([LabeledNode("aaa", "operation")] * 4, [(0, 1), (1, 2), (2, 3)]).text()
    assert "─" not in text
    assert text.count("│") == 3


def test_what_lies_beyond_the_window_is_said() -> None:
    nodes = [LabeledNode(f"n{place}", "operation") for place in range(30)]
    edges = [(place, place + 1) for place in range(29)]
    assert "more above" in graph(Size(30, 10), nodes, edges).text()
    middle = graph(Size(30, 10), nodes, edges, Look(focus=15)).text()
    assert "n15" in middle
    assert "more below" in middle


@pytest.mark.parametrize("marks", ["braille", "block", "ascii"])
@pytest.mark.parametrize("size", [(0, 0), (7, 2), (8, 2), (20, 7), (44, 16), (100, 30)])
@pytest.mark.parametrize("seed", range(4))
def test_every_row_is_as_wide_as_the_drawing(seed: int, size: tuple[int, int], marks: Marks) -> None:
    nodes, edges = example(seed)
    for shades in (True, False):
        drawing = graph(Size(*size), nodes, edges, marks=marks, shades=shades)
        assert len(drawing.rows) == size[1]
        assert all(sum(len(span.text) for span in row) == size[0] for row in drawing.rows)
        assert marks != "ascii" or drawing.text().isascii()


def test_the_key_that_shows_more_is_named() -> None:
    nodes = [LabeledNode(f"a rather long label {place}", "operation") for place in range(12)]
    edges = list(pairwise(range(12)))
    drawn = graph(Size(30, 10), nodes, edges, Look(key="f")).text().split("\n")
    assert drawn[0].rstrip() == "↑ more above · f"

    assert "· f" not in graph(Size(30, 10), nodes, edges).text()


@pytest.mark.parametrize(("width", "seen"), [(15, "model.0…"), (17, "model.0 Linear…"), (19, "model.0 Linear…")])
def test_a_label_that_the_edge_cuts_ends_in_an_ellipsis(width: int, seen: str) -> None:
    drawing = graph(Size(width, 2), [LabeledNode("model.0 Linear (5, 3)", "module")], [])
    assert drawing.text().strip() == seen
