"""`check.same`: in which order it looks, what it accepts, and what it says."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn

from tutor import check
from tutor.check import Mistake

ROW = torch.tensor([1.0, -2.0, 3.0])


def said(actual: Any, expected: Any, **how: Any) -> str:
    with pytest.raises(Mistake) as caught:
        check.same(actual, expected, **how)
    return str(caught.value)


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        (ROW.clone(), ROW),
        (nn.Parameter(ROW), ROW),
        (ROW + 1e-6, ROW),
        (torch.tensor([math.inf, -math.inf]), torch.tensor([math.inf, -math.inf])),
        (torch.tensor([math.nan, 1.0]), torch.tensor([math.nan, 1.0])),
        (torch.tensor([1, 2]), torch.tensor([1, 2])),
        (torch.tensor([True, False]), torch.tensor([True, False])),
        (torch.zeros(0, 3), torch.zeros(0, 3)),
        (torch.tensor([1 + 2j]), torch.tensor([1 + 2j])),
        (2, 2.0),
        (np.float32(0.1), 0.1),
        (0.1 + 0.2, 0.3),
        ("a", "a"),
        (None, None),
        (torch.Size([2, 3]), (2, 3)),
        ([1.0, (ROW, "x")], [1.0, (ROW.clone(), "x")]),
        ({"w": ROW}, {"w": ROW.clone()}),
        (np.array([1.0, 2.0]), np.array([1.0, 2.0])),
        (torch.float32, torch.float32),
    ],
)
def test_the_same_is_the_same(actual: Any, expected: Any) -> None:
    check.same(actual, expected)


@pytest.mark.parametrize(
    ("actual", "expected", "words"),
    [
        (None, ROW, "is None, and it should be a tensor.\nA function that ends without a return statement"),
        (..., ROW, "blank that is still to be filled in"),
        (3.0, torch.tensor(3.0), "a float, and it should be a tensor.\nIt has left torch"),
        (ROW.numpy(), ROW, "It has left torch, as .numpy() does"),
        (ROW.tolist(), ROW, "a list, and it should be a tensor.\ntorch.tensor makes a tensor of numbers"),
        (ROW.sum, ROW, "the brackets () after its name may be missing"),
        (torch.zeros(3, 3), torch.zeros(3, 1), "That is a table of 3×3"),
        (torch.zeros(2, 3), torch.zeros(3, 2), "The dimensions are the other way round"),
        (torch.zeros(6), torch.zeros(3, 2), "as many numbers as it should"),
        (torch.zeros(6), torch.tensor(0.0), "a mean or a sum may be missing"),
        (torch.tensor(0.0), torch.zeros(6), "something reduced them"),
        (ROW.double(), ROW, "the dtype torch.float64, and it should be torch.float32.\nNumPy makes float64"),
        (torch.tensor([1, 2]), torch.tensor([1.0, 2.0]), "is converted by .to(torch.float32)."),
        (ROW.to("meta"), ROW, "on the device meta, and it should be on cpu"),
        (-ROW, ROW, "The sign is the wrong way round"),
        (2 * ROW, ROW, "All numbers are 2 times what they should be"),
        (ROW / 4, ROW, "1/4 of what they should be"),
        (torch.zeros(3), ROW, "All of it is zero"),
        (torch.tensor([1.0, -2.0, 3.5]), ROW, "[2] is 3.5, and it should be 3 (1 of 3 numbers differs)"),
        (torch.tensor([1.0, math.nan, 3.0]), ROW, "[1] is nan ('not a number') (1 of 3 numbers is)"),
        (torch.tensor([1.0, math.inf, 3.0]), ROW, "[1] is inf"),
        (math.nan, 1.0, "is nan"),
        (1.0, 2.0, "is 1, and it should be 2"),
        (2.5, 2, "is 2.5, and it should be 2"),
        (2.0, 2, "is 2.0, a float, and it should be a whole number, an int.\nA division with /"),
        (np.float64(-2), -2, "is −2.0, a float64, and it should be a whole number"),
        (torch.tensor([1, 2, 9]), torch.tensor([1, 3, 3]), "[2] is 9, and it should be 3 (2 of 3 numbers differ)"),
        (torch.tensor([True, False]), torch.tensor([True, True]), "[1] is False, and it should be True"),
        (True, 1.0, "a bool, and it should be a Python number"),
        (1, True, "an int, and it should be True or False"),
        (torch.tensor(1.0), 1.0, ".item() gives the number"),
        ([1.0], (1.0,), "a list, and it should be a tuple"),
        ([1.0], [1.0, 2.0], "has 1 entry, and it should have 2"),
        ((1.0, ROW), (1.0, 2 * ROW), "[1][2] is 3, and it should be 6"),
        ({"w": 1.0}, {"b": 1.0}, "has no 'b'; it has 'w'"),
        ({"w": 1.0, "b": 2.0}, {"w": 1.0}, "has 'b', which should not be there"),
        ("a", "b", "is 'a', and it should be 'b'"),
        (torch.int64, torch.float32, "is torch.int64, and it should be torch.float32"),
    ],
)
def test_what_differs_is_said(actual: Any, expected: Any, words: str) -> None:
    assert words in said(actual, expected)


@pytest.mark.parametrize(
    ("what", "entry"),
    [
        ("The new x", "The new x[2]"),
        ("The sum in rank 0", "The sum in rank 0, at [2],"),
        ("y, in sorted order,", "y, in sorted order, at [2],"),
        ("The feature of 'age'", "The feature of 'age', at [2],"),
        ("w1", "w1[2]"),
    ],
)
def test_an_index_is_set_off_from_a_name_that_ends_in_a_number_a_comma_or_a_quote(what: str, entry: str) -> None:
    assert said(torch.tensor([1.0, 2.0, 9.0]), ROW.abs(), what=what).startswith(f"{entry} is 9, and it should be 3")


def test_numbers_that_are_nearly_as_large_as_they_should_be_are_not_called_one_times_that() -> None:
    expected = torch.arange(1.0, 101.0)
    for actual in (expected * 1.0005, expected + 0.02, expected * 0.9995):
        assert "times" not in said(actual, expected)
        assert "what they should be" not in said(actual, expected)


def test_what_is_told_agrees_in_number_with_the_name_of_the_thing() -> None:
    four, three = torch.zeros(4), torch.zeros(3)
    assert said(four, three, what="the distances").startswith(
        "The distances have the shape (4,), and it should be (3,)."
    )
    assert said(None, three, what="The new weights").startswith(
        "The new weights are None, and they should be a tensor."
    )
    assert said([1], [1, 2], what="the losses").startswith("The losses have 1 entry, and they should have 2.")
    for one in ("the loss", "the bias", "losses", "the gradient of the weights", "b", "the first row, as it lies"):
        assert " has the shape (4,)" in said(four, three, what=one)


def test_articles_and_plurals_are_those_of_the_word() -> None:
    nouns = ("Adam", "int", "list", "uint8", "SGD", "Uninitialized", "ndarray", "RMSprop", "LSTM", "GRU", "NoneType")
    articles = [check.a(noun).partition(" ")[0] for noun in nouns]
    assert articles == ["an", "an", "a", "a", "an", "an", "an", "an", "an", "a", "a"]
    assert [check.counted(n, "slope") for n in (0, 1, 2)] == ["0 slopes", "1 slope", "2 slopes"]
    assert [check.counted(n, "entry") for n in (1, 2)] == ["1 entry", "2 entries"]
    assert check.counted(2, "way") == "2 ways"
    assert check.counted(2, "axis", "axes") == "2 axes"


@pytest.mark.parametrize(
    ("actual", "expected", "near"),
    [
        (1.0, 1.0, True),
        (1.00001, 1.0, True),
        (1.1, 1.0, False),
        (math.nan, 1.0, False),
        (math.nan, math.nan, False),
        (math.inf, math.inf, True),
        (1.0, math.inf, False),
        (math.inf, 1.0, False),
        ([1.0, math.nan], [1.0, 1.0], False),
        ([1.0], [1.0, 1.0], False),
        (torch.tensor([1.0, 2.0], requires_grad=True), [1.0, 2.0], True),
        (np.array([1.0, math.nan]), torch.ones(2, dtype=torch.float64), False),
        ([], [], True),
    ],
)
def test_nan_is_near_nothing(actual: Any, expected: Any, near: bool) -> None:
    assert check.near(actual, expected) is near


def test_it_looks_in_the_order_in_which_a_person_would() -> None:
    expected = torch.ones(2, 1, dtype=torch.float64)
    wrong = [[1.0], torch.ones(2), torch.ones(2, 1), expected.to("meta"), expected + 1]
    words = ["a list", "the shape", "the dtype", "the device", "and it should be 1"]
    for actual, part in zip(wrong, words, strict=True):
        assert part in said(actual, expected)
    assert "requires_grad=False" in said(expected + 1, expected, requires_grad=True)


def test_requires_grad_is_looked_at_only_where_it_is_asked_for() -> None:
    free = torch.zeros(1, requires_grad=True)
    check.same(free, torch.zeros(1))
    check.same(free, torch.zeros(1), requires_grad=True)
    assert "still tied to the graph" in said(free, torch.zeros(1), requires_grad=False)
    assert "No gradient will reach it" in said(torch.zeros(1), torch.zeros(1), requires_grad=True)


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16, torch.float32, torch.float64])
def test_the_tolerance_is_that_of_the_dtype(dtype: torch.dtype) -> None:
    ones = torch.ones(4, dtype=dtype)
    step = torch.finfo(dtype).eps
    check.same(ones + 2 * step, ones)
    assert "should be 1" in said(ones * 1.1, ones)
    if dtype is torch.float64:
        assert "should be 1" in said(ones + 1e-5, ones)


def test_what_is_lost_by_cancellation_is_no_mistake_but_a_small_number_is_not_zero() -> None:
    check.same(torch.tensor([1000.0, 1e-4]), torch.tensor([1000.0, 0.0]))
    assert "All of it is zero" in said(torch.zeros(2), torch.tensor([1e-7, 2e-7]))


def test_a_tolerance_can_be_given() -> None:
    check.same(torch.tensor([1.1]), torch.tensor([1.0]), atol=0.2)
    check.same(1.1, 1.0, rtol=0.2)
    assert "should be 1" in said(torch.tensor([1.0 + 1e-5]), torch.tensor([1.0]), rtol=0.0, atol=0.0)


class _Meta(type):
    def __eq__(cls, other: object) -> bool:
        return True

    def __hash__(cls) -> int:
        return 0


class _EqualToAll(metaclass=_Meta):
    shape, dtype, device = ROW.shape, ROW.dtype, ROW.device

    def __eq__(self, other: object) -> bool:
        return True

    def __ne__(self, other: object) -> bool:
        return False

    def __hash__(self) -> int:
        return 0


class _TensorEqualToAll(torch.Tensor):
    @classmethod
    def __torch_function__(cls, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        return True


@pytest.mark.parametrize("expected", [ROW, 1.0, 1, True, "a", None, [1.0], (1.0,), {"a": 1}, np.array([1.0])])
def test_an_object_that_is_equal_to_everything_is_equal_to_nothing(expected: Any) -> None:
    assert "_EqualToAll" in said(_EqualToAll(), expected)


def test_a_tensor_that_answers_every_question_with_yes_is_no_tensor() -> None:
    assert "_TensorEqualToAll" in said(torch.zeros(3).as_subclass(_TensorEqualToAll), ROW)


@pytest.mark.parametrize("name", ["allclose", "equal", "eq", "isnan", "isfinite", "any", "all", "where", "abs"])
def test_a_patched_torch_changes_nothing(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch, name, lambda *_, **__: torch.tensor(True))
    assert "should be 1" in said(ROW + 1, ROW)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "is None, and it should be a number"),
        (torch.zeros(2), "the shape (2,), and it should be a single number"),
        (math.nan, "is nan"),
        (torch.tensor(math.inf), "is inf"),
    ],
)
def test_what_is_no_single_finite_number_is_none(value: Any, words: str) -> None:
    check.is_number(3)
    check.is_number(torch.tensor([2.5], requires_grad=True))
    with pytest.raises(Mistake) as caught:
        check.is_number(value)
    assert words in str(caught.value)


@pytest.mark.parametrize("name", ["all", "any"])
def test_a_replaced_method_of_tensors_makes_nothing_alike(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.Tensor, name, lambda *_: torch.tensor(name == "all"))
    with pytest.raises(Mistake):
        check.same(torch.tensor([1.0, 2.0]), torch.tensor([1.0, 3.0]))
