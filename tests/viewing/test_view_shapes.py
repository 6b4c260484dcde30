"""Shapes: the rules against torch itself, and the words for what cannot be."""

from __future__ import annotations

import random
from typing import Any

import pytest
import torch

from tutor.kernel.protocol import messages
from tutor.kernel.protocol.events import Shown
from tutor.views.registry import words
from tutor.views.shapes.data import ShapesView
from tutor.views.shapes.expressions import shapes_of
from tutor.views.shapes.make import Operand, broadcast, broadcast_shape, matmul_shape, regrouped

DICE = random.Random(0)
SHAPES = [tuple(DICE.choice((1, 1, 2, 3)) for _ in range(DICE.randrange(5))) for _ in range(60)]
PAIRS = list(zip(SHAPES[::2], SHAPES[1::2], strict=True))

NAMES: dict[str, Any] = {
    "torch": torch,
    "x": torch.zeros(4, 3, 2),
    "z": torch.zeros(3, 4),
    "w": torch.zeros(5, 4),
    "v": torch.zeros(3),
    "m": torch.tensor([[True, False, True, False]] * 3),
    "a": torch.tensor([0, 2]),
    "c": torch.tensor([[0], [1]]),
    "n": 2,
}


def result_of(view: ShapesView) -> tuple[int, ...]:
    """The shape of the result, read off its cells."""
    assert view.result is not None, view.said
    return tuple(int(size) for cell in view.result.cells if cell.text for size in cell.text.split("·"))


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_broadcasting_is_that_of_torch(first: tuple[int, ...], second: tuple[int, ...]) -> None:
    try:
        expected = tuple(torch.broadcast_shapes(first, second))
    except RuntimeError:
        assert broadcast_shape(first, second) is None
        view = broadcast("", [Operand("a", first), Operand("b", second)])
        assert view.result is None
        assert "neither is 1" in words(view)
    else:
        assert broadcast_shape(first, second) == expected
        assert result_of(broadcast("", [Operand("a", first), Operand("b", second)])) == expected


@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_matmul_is_that_of_torch(first: tuple[int, ...], second: tuple[int, ...]) -> None:
    try:
        expected = tuple((torch.zeros(first) @ torch.zeros(second)).shape)
    except RuntimeError:
        assert matmul_shape(first, second) is None
        assert shapes_of("p @ q", {"p": torch.zeros(first), "q": torch.zeros(second)}).result is None
    else:
        assert matmul_shape(first, second) == expected
        assert result_of(shapes_of("p @ q", {"p": torch.zeros(first), "q": torch.zeros(second)})) == expected


@pytest.mark.parametrize(
    "expression",
    [
        "x + 1", "x * n", "z - w[:3]", "z > 0", "z @ w.T", "z.mT @ z", "v @ z", "x @ x.mT",
        "x.permute(2, 0, 1)", "x.permute((0, 2, 1))", "x.transpose(0, -1)", "z.T", "x.mT",
        "x[0]", "x[0, :, None]", "x[..., ::2]", "x[:, 1:3]", "x[-1, -1, -1]", "z[m]", "x[a]", "x[a, 0]", "x[:, a, c]",
        "x[a, :, c]", "x[a, :, 0]", "x[[0, 1]]", "x[None]", "x[...]",
    ],
)  # fmt: skip
def test_the_result_is_what_torch_makes_of_the_expression(expression: str) -> None:
    assert result_of(shapes_of(expression, NAMES)) == tuple(eval(expression, dict(NAMES)).shape)


@pytest.mark.parametrize(
    ("expression", "note"),
    [
        ("x.reshape(6, -1)", "(6, 4)"),
        ("x.view(2, 12)", "(2, 12)"),
        ("x.flatten(1)", "(4, 6)"),
        ("x.flatten()", "(24,)"),
    ],
)
def test_reshapes_have_the_shape_of_torchs(expression: str, note: str) -> None:
    view = shapes_of(expression, NAMES)
    assert view.result is not None
    assert view.result.note == note == str(tuple(eval(expression, dict(NAMES)).shape))


def test_a_reshape_that_copies_is_told_from_one_that_looks_into_the_same_memory() -> None:
    assert "same memory" in words(shapes_of("x.reshape(12, 2)", NAMES))
    assert "without a copy" in words(shapes_of("x.mT.reshape(12, 2)", NAMES))


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        ("z + v", "v.unsqueeze(-1) has shape (3, 1)"),
        ("z - w", "sizes must be equal"),
        ("torch.zeros(8, 3, 5, 5) - v", "v.reshape(3, 1, 1) has shape (3, 1, 1), for a result of (8, 3, 5, 5)"),
        ("z @ w", "z @ w.mT"),
        ("z @ n", "n is a single number"),
        ("x.view(5, -1)", "5 does not divide"),
        ("x.view(-1, -1)", "one size only"),
        ("x.permute(0, 0, 1)", "once"),
        ("z[3]", "out of range for a dimension of size 3"),
        ("z[0, 0, 0]", "has 2 dimensions, and the index names 3"),
        ("z[m[:2]]", "has shape (2, 4), and meets (3, 4)"),
    ],
)
def test_a_clash_raises_nothing_and_says_what_would_go(expression: str, said: str) -> None:
    view = shapes_of(expression, NAMES)
    assert view.result is None
    assert said in " ".join(view.said)


@pytest.mark.parametrize("expression", ["z + v", "x @ x.mT", "x[0, :, None]", "x.reshape(2, -1)", "n + n", "x.T"])
def test_every_view_travels(expression: str) -> None:
    if expression == "x.T":
        expression = "z.T"
    message = Shown(1, 1, 1, expression, shapes_of(expression, NAMES))
    assert messages.decode_from_kernel(messages.encode(message)[4:]) == message


def test_regrouped_runs_have_equal_products_and_lose_nothing() -> None:
    groups = regrouped((2, 3, 4, 1), (6, 2, 2))
    assert groups == [((2, 3), (6,)), ((4,), (2, 2)), ((1,), ())]


@pytest.mark.parametrize("expression", ["torch.zeros(3)", "x", "x.sort()", "-x"])
def test_an_operation_without_a_view_is_refused_with_what_there_is(expression: str) -> None:
    with pytest.raises(ValueError, match="operation"):
        shapes_of(expression, NAMES)
