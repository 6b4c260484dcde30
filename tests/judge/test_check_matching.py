"""A layer of one's own against PyTorch's: right ones match in every way of writing, and what differs is named."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import torch
import torch.nn.functional as F  # noqa: N812 - its usual name
from torch import Tensor, nn

from tutor import check
from tutor.check import Mistake


class Own(nn.Module):
    """nn.Linear, written by hand."""

    def __init__(self, fan_in: int, out: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(out, fan_in))
        self.bias = nn.Parameter(torch.zeros(out))

    def forward(self, x: Tensor) -> Tensor:
        return x @ self.weight.T + self.bias


class ByEinsum(Own):
    def forward(self, x: Tensor) -> Tensor:
        product: Tensor = torch.einsum("...i,oi->...o", x, self.weight)
        return product.add_(self.bias)


class ByRows(Own):
    def forward(self, x: Tensor) -> Tensor:
        rows: Tensor = torch.stack([self.weight.mv(row) for row in x])
        return rows + self.bias


class Renamed(nn.Module):
    def __init__(self, fan_in: int, out: int) -> None:
        super().__init__()
        self.inner = nn.Linear(fan_in, out, bias=False)
        self.shift = nn.Parameter(torch.zeros(out))

    def forward(self, x: Tensor) -> Tensor:
        product: Tensor = self.inner(x)
        return product + self.shift


class Cut(Own):
    def forward(self, x: Tensor) -> Tensor:
        return (x @ self.weight.T + self.bias).detach()


class CutInside(Own):
    def forward(self, x: Tensor) -> Tensor:
        return x @ self.weight.detach().T + self.bias


class Squared(Own):
    """The right numbers, and a gradient that is off: half of the way is a constant."""

    def forward(self, x: Tensor) -> Tensor:
        product = x @ self.weight.T
        return (product + product.detach()) / 2 + self.bias


class Wide(Own):
    def forward(self, x: Tensor) -> Tensor:
        return (x.double() @ self.weight.T.double() + self.bias).double()


class Transposed(nn.Module):
    def __init__(self, fan_in: int, out: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.zeros(fan_in, out))
        self.bias = nn.Parameter(torch.zeros(out))


class PlainTensor(nn.Module):
    def __init__(self, fan_in: int, out: int) -> None:
        super().__init__()
        self.weight = torch.zeros(out, fan_in, requires_grad=True)
        self.bias = nn.Parameter(torch.zeros(out))


class NoBias(Own):
    def forward(self, x: Tensor) -> Tensor:
        return x @ self.weight.T


def against_linear(kind: Callable[[int, int], nn.Module], names: Any = None) -> None:
    ours = nn.Linear(3, 4)
    theirs = kind(3, 4)
    x = torch.randn(3, 5).T  # not contiguous
    check.matches(theirs, ours, x, pairs=check.copied(theirs, ours, names))
    assert x.grad is None
    assert all(one.grad is None for one in (*theirs.parameters(), *ours.parameters()))


@pytest.mark.parametrize("kind", [Own, ByEinsum, ByRows])
def test_the_same_layer_matches_however_it_is_written(kind: Callable[[int, int], nn.Module]) -> None:
    against_linear(kind)


def test_parameters_may_have_other_names() -> None:
    against_linear(Renamed, {"inner.weight": "weight", "shift": "bias"})


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        (NoBias, ["The output of your layer["]),
        (Wide, ["dtype torch.float64"]),
        (Cut, ["The numbers are right", "requires_grad=False"]),
        (CutInside, ["no gradient reaches the parameter weight", "detach"]),
        (Squared, ["The gradient for the input x", "The outputs are right", "1/2 of"]),
        (Transposed, ["weight of your layer has the shape (3, 4)", "other way round"]),
        (PlainTensor, ["no parameter called weight", "It has bias", "it is a Tensor"]),
        (lambda *_: nn.Flatten(), ["It has no parameters at all", "nn.Parameter"]),
        (lambda *_: None, ["The layer is a", "nn.Module"]),
    ],
)
def test_what_differs_is_named(kind: Callable[[int, int], nn.Module], words: list[str]) -> None:
    with pytest.raises(Mistake) as caught:
        check.matches(
            theirs := kind(3, 4), ours := nn.Linear(3, 4), torch.randn(5, 3), pairs=check.copied(theirs, ours)
        )
    for word in words:
        assert word in str(caught.value)


class Running(nn.Module):
    """Batch normalization without its scale; how it keeps the running mean is handed in."""

    def __init__(self, keep: Callable[[nn.Module, Tensor], None]) -> None:
        super().__init__()
        self.register_buffer("running_mean", torch.zeros(3))
        self.keep = keep

    def forward(self, x: Tensor) -> Tensor:
        mean, var = x.mean(0), x.var(0, unbiased=False)
        self.keep(self, mean)
        return (x - mean) / (var + 1e-5).sqrt()


def replaced(layer: Any, mean: Tensor) -> None:
    layer.running_mean = 0.9 * layer.running_mean + 0.1 * mean.detach()


def in_place(layer: Any, mean: Tensor) -> None:
    layer.running_mean.lerp_(mean.detach(), 0.1)


def recorded(layer: Any, mean: Tensor) -> None:
    layer.running_mean = 0.9 * layer.running_mean + 0.1 * mean


def forgotten(layer: Any, mean: Tensor) -> None:
    del layer, mean


def match_running(keep: Callable[[nn.Module, Tensor], None]) -> None:
    theirs, ours = Running(keep), nn.BatchNorm1d(3, affine=False)
    pairs = check.copied(theirs, ours, ["running_mean"])
    for _ in range(2):
        check.matches(theirs, ours, 2 + torch.randn(6, 3), pairs=pairs)


@pytest.mark.parametrize("keep", [replaced, in_place])
def test_a_buffer_is_compared_as_it_is_after_the_call(keep: Callable[[nn.Module, Tensor], None]) -> None:
    match_running(keep)


@pytest.mark.parametrize(
    ("keep", "words"),
    [(forgotten, "the buffer running_mean after the call"), (recorded, "tied to the graph")],
)
def test_a_buffer_that_is_off_is_named(keep: Callable[[nn.Module, Tensor], None], words: str) -> None:
    with pytest.raises(Mistake) as caught:
        match_running(keep)
    assert words.lower() in str(caught.value).lower()


def test_functions_get_their_weights_as_inputs_and_are_told_which_gradient_is_off() -> None:
    x, weight, bias = torch.randn(2, 3, 5), torch.randn(4, 3, 2), torch.randn(4)

    def conv(signal: Tensor, kernel: Tensor, shift: Tensor) -> Tensor:
        return torch.einsum("ncpk,ock->nop", signal.unfold(2, 2, 1), kernel) + shift[:, None]

    def cut(signal: Tensor, kernel: Tensor, shift: Tensor) -> Tensor:
        return conv(signal, kernel.detach(), shift)

    check.matches(conv, F.conv1d, x, weight, bias)
    with pytest.raises(Mistake, match="no gradient reaches the input kernel"):
        check.matches(cut, F.conv1d, x, weight, bias)


def test_tuples_go_in_and_come_out() -> None:
    ours = nn.LSTMCell(3, 4)
    state = (torch.randn(2, 4), torch.randn(2, 4))
    check.matches(ours, ours, torch.randn(2, 3), state)
    with pytest.raises(Mistake, match="3"):
        check.matches(lambda x, s: (*ours(x, s), x), ours, torch.randn(2, 3), state)
    with pytest.raises(Mistake, match=r"no gradient reaches the input s\[1\]"):
        check.matches(lambda x, s: ours(x, (s[0], s[1].detach())), ours, torch.randn(2, 3), state)


def test_whole_numbers_and_dtypes_other_than_the_usual_are_compared_too() -> None:
    table = nn.Embedding(5, 2)
    check.matches(lambda index: table.weight[index], table, torch.tensor([[0, 3], [4, 4]]))
    wide = nn.Linear(2, 2).double()
    check.matches(lambda x: F.linear(x, wide.weight, wide.bias), wide, torch.randn(3, 2, dtype=torch.float64))


def test_a_gradient_that_cancels_to_nothing_is_not_taken_for_a_wrong_one() -> None:
    """A bias before a softmax of which every score gets the same one has the gradient 0, up to rounding."""
    x = torch.randn(6, 4)

    def ours(x: Tensor, shift: Tensor) -> Tensor:
        return torch.softmax(x + shift, dim=1)

    def theirs(x: Tensor, shift: Tensor) -> Tensor:
        return (x + shift - (x + shift).logsumexp(1, keepdim=True)).exp()

    check.matches(theirs, ours, x, torch.randn(1))


def test_an_input_that_is_changed_in_place_gives_no_error_of_autograd() -> None:
    check.matches(lambda x: x.mul_(2), lambda x: 2 * x, torch.randn(3))
