"""The curve that a training loop gives back: what counts as one, and what is said of what does not."""

import numpy as np
import pytest
import torch

from tutor import check


@pytest.mark.parametrize(
    "values",
    [[3.0, 2.0, 1.0], (3, 2, 1), [torch.tensor(3.0), torch.tensor([2.0]), 1.0], torch.tensor([3.0, 2, 1])],
    ids=["floats", "ints", "tensors", "one tensor"],
)
def test_numbers_in_any_form_are_a_curve(values: object) -> None:
    assert check.curve(values, 3) == [3.0, 2.0, 1.0]


def test_numpy_numbers_are_a_curve() -> None:
    assert check.curve(np.array([1.5, 2.5])) == [1.5, 2.5]
    assert check.curve([np.float32(1.5)]) == [1.5]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (None, "without a return statement"),
        (1.0, "a float, and it should be a list"),
        ([1.0, 2.0], "has 2 entries, and it should have 3"),
        ([1.0], "has 1 entry, and it should have 3.\nA return inside a loop"),
        ([1.0, torch.ones(2), 1.0], r"losses\[1\] is a Tensor of shape \(2,\)"),
        ([1.0, None, 1.0], r"losses\[1\] is None"),
        (torch.ones(3, 1), "single number"),
        ([torch.ones((), requires_grad=True) * 2] * 3, "graph still behind"),
        (torch.ones(3, requires_grad=True) * 2, "graph still behind"),
    ],
    ids=[
        "none",
        "a number",
        "too short",
        "only one",
        "a vector inside",
        "none inside",
        "a column",
        "graphs",
        "one graph",
    ],
)
def test_what_is_no_curve_is_named(values: object, words: str) -> None:
    with pytest.raises(check.Mistake, match=words):
        check.curve(values, 3)


def test_gradients_taken_without_backward_do_not_pile_up() -> None:
    w = torch.zeros(2, requires_grad=True)

    def loop() -> None:
        for _ in range(3):
            (slope,) = torch.autograd.grad(((w - 1) ** 2).sum(), [w])
            with torch.no_grad():
                w.sub_(0.1 * slope)

    check.gradients_grow(loop, {"w": w})


def test_a_complex_number_is_none_to_go_on_with() -> None:
    for value in (1 + 0j, torch.tensor(1 + 0j)):
        with pytest.raises(check.Mistake, match=r"complex number.*\.real"):
            check.is_number(value)


def test_a_number_in_a_list_of_its_own_is_named() -> None:
    with pytest.raises(check.Mistake, match=r"shape \(1,\), and it should be \(\).*\n.*in a list of its own"):
        check.same(torch.ones(1), torch.ones(()), "the loss")


def test_a_number_that_moves_has_its_sign_in_front() -> None:
    assert [check.signed(value) for value in (0.25, -0.25, 0.0)] == ["+0.25", "−0.25", "0"]


def test_a_message_begins_as_a_sentence_does() -> None:
    with pytest.raises(check.Mistake, match=r"^The loss is 2, and it should be 3\."):
        check.same(2, 3, "the loss")
    with pytest.raises(check.Mistake, match=r"^w is 2, and"):
        check.same(2, 3, "w")
