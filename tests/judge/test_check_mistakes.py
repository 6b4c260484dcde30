"""Each mistake of beginners is met by name, and right code meets nothing."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest
import torch
import torch.nn.functional as F  # noqa: N812 - its usual name
from torch import Tensor, nn

from tutor import check
from tutor.check import Mistake

X = torch.arange(6.0).unsqueeze(1)
Y = 3 * X


def trained(
    *, zero: bool = True, backward: bool = True, step: bool = True, zero_late: bool = False
) -> Callable[[nn.Module], list[float]]:
    def train(model: nn.Module) -> list[float]:
        optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
        losses = []
        for _ in range(3):
            loss = F.mse_loss(model(X), Y)
            if zero:
                optimizer.zero_grad()
            if backward:
                loss.backward()
            if zero_late:
                optimizer.zero_grad(set_to_none=False)
            if step:
                optimizer.step()
            losses.append(loss.item())
        return losses

    return train


def moves(train: Callable[[nn.Module], object]) -> None:
    torch.manual_seed(0)
    model = nn.Linear(1, 1)
    before = check.snapshot(model)
    train(model)
    check.never_moved(before, model)


def grows(train: Callable[[nn.Module], list[float]]) -> None:
    torch.manual_seed(0)
    model = nn.Linear(1, 1)
    assert len(check.gradients_grow(lambda: train(model), model)) == 3


class Plain(nn.Module):
    def __init__(self, layers: object) -> None:
        super().__init__()
        self.layers = layers

    def forward(self, x: Tensor) -> Tensor:
        for layer in self.layers:  # type: ignore[attr-defined]
            x = layer(x)
        return x


class Mixed(Plain):
    def __init__(self, layers: object) -> None:
        super().__init__(layers)
        self.head = nn.Linear(1, 1)


class PlainTensor(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.w = torch.zeros(1, requires_grad=True)


class MadeInForward(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        made: Tensor = nn.Linear(1, 2)(x)
        return made


def evaluated(model: nn.Module, *, mode: bool, gradients: bool) -> Callable[[], Tensor]:
    def run() -> Tensor:
        model.train(mode)
        with torch.set_grad_enabled(gradients):
            result: Tensor = model(X)
        return result

    return run


DROPPING = nn.Sequential(nn.Linear(1, 4), nn.Dropout(), nn.Linear(4, 1))
SCORES = torch.tensor([[2.0, -1.0, 0.5], [0.0, 1.0, 3.0]], requires_grad=True)
CLASSES = torch.tensor([0, 2])
ONE_HOT = F.one_hot(CLASSES, 3).float()
LEAF = torch.ones(1, requires_grad=True)


def swallows() -> None:
    with suppress(Exception):
        F.mse_loss(X, Y.squeeze(1))


Case = tuple[Callable[[], object], Callable[[], object], str]
MISTAKES: dict[str, Case] = {
    "backward left out": (lambda: moves(trained(backward=False)), lambda: moves(trained()), "never moved"),
    "step left out": (lambda: moves(trained(step=False)), lambda: moves(trained()), "no step followed"),
    "zeroed before the step": (lambda: moves(trained(zero_late=True)), lambda: moves(trained()), "all zero"),
    "no zero_grad": (lambda: grows(trained(zero=False)), lambda: grows(trained()), "grows from step to step"),
    "all pairs": (
        lambda: check.loss_of_all_pairs(lambda: ((X - Y.squeeze(1)) ** 2).mean()),
        lambda: check.loss_of_all_pairs(lambda: ((X - Y) ** 2).mean()),
        "6×6 = 36 differences where 6 are meant",
    ),
    "all pairs in a loss of torch": (
        lambda: check.loss_of_all_pairs(lambda: nn.MSELoss()(X, Y.squeeze(1))),
        lambda: check.loss_of_all_pairs(lambda: nn.MSELoss()(X, Y)),
        "6×6",
    ),
    "all pairs, and the complaint caught": (
        lambda: check.loss_of_all_pairs(swallows),
        lambda: check.loss_of_all_pairs(lambda: X - X.mean()),
        "6×6",
    ),
    "softmax before cross-entropy": (
        lambda: check.softmax_before_cross_entropy(lambda: F.cross_entropy(SCORES.softmax(1), CLASSES)),
        lambda: check.softmax_before_cross_entropy(lambda: F.cross_entropy(SCORES, CLASSES)),
        "went through a softmax",
    ),
    "one-hot where class numbers belong": (
        lambda: check.softmax_before_cross_entropy(lambda: nn.CrossEntropyLoss()(SCORES, ONE_HOT)),
        lambda: check.one_hot_target(CLASSES),
        "one-hot rows of shape (2, 3)",
    ),
    "layers in a plain list": (
        lambda: check.empty_parameters(Plain([nn.Linear(1, 1)])),
        lambda: check.empty_parameters(Plain(nn.ModuleList([nn.Linear(1, 1)]))),
        "self.layers is a plain list",
    ),
    "some layers in a plain list": (
        lambda: check.empty_parameters(Mixed((nn.Linear(1, 1),))),
        lambda: check.empty_parameters(Mixed(nn.ModuleList())),
        "does not find what is in self.layers",
    ),
    "a plain tensor": (
        lambda: check.empty_parameters(PlainTensor()),
        lambda: check.empty_parameters(nn.Linear(1, 1)),
        "self.w is a plain tensor",
    ),
    "nothing to train": (
        lambda: check.empty_parameters(nn.ReLU()),
        lambda: check.empty_parameters(DROPPING),
        "is empty",
    ),
    "layers made in forward": (
        lambda: check.layers_made_in_forward(MadeInForward(), X),
        lambda: check.layers_made_in_forward(nn.Linear(1, 2), X),
        "of shape (2, 1) and (2,)",
    ),
    "evaluation in training mode": (
        lambda: check.evaluates_in_train_mode(evaluated(DROPPING, mode=True, gradients=False), DROPPING),
        lambda: check.evaluates_in_train_mode(evaluated(DROPPING, mode=False, gradients=False), DROPPING),
        "evaluated in training mode (Dropout, Linear and Sequential",
    ),
    "evaluation with gradients": (
        lambda: check.evaluates_with_gradients(evaluated(DROPPING, mode=False, gradients=True), DROPPING),
        lambda: check.evaluates_with_gradients(evaluated(DROPPING, mode=False, gradients=False), DROPPING),
        "recorded a graph during the evaluation",
    ),
    "losses kept with their graph": (
        lambda: check.keeps_the_graph([LEAF * 2, LEAF * 3]),
        lambda: check.keeps_the_graph([(LEAF * 2).item(), (LEAF * 3).detach()]),
        "2 tensors with the graph still behind them",
    ),
    "a leaf no longer": (
        lambda: check.no_longer_a_leaf(LEAF - 0.1),
        lambda: check.no_longer_a_leaf(LEAF),
        "no longer a parameter",
    ),
    "an input changed": (
        lambda: check.changed(X, X.clone().add_(1), "x"),
        lambda: check.changed(X, X.clone(), "x"),
        "changed x",
    ),
    "two devices": (
        lambda: check.on_different_devices(nn.Linear(1, 1), x=X.to("meta")),
        lambda: check.on_different_devices(nn.Linear(1, 1), x=X),
        "model.weight is on cpu and x is on meta",
    ),
    "integers asked for gradients": (
        lambda: check.integers_asked_for_gradients(torch.tensor([1, 2])),
        lambda: check.integers_asked_for_gradients(torch.tensor([1.0, 2.0])),
        "w holds whole numbers (torch.int64)",
    ),
    "not contiguous": (
        lambda: check.not_contiguous(torch.zeros(2, 3).T),
        lambda: check.not_contiguous(torch.zeros(2, 3).T.contiguous()),
        "its strides are (1, 3)",
    ),
    "nan": (
        lambda: check.diverged([1.0, float("inf"), float("nan")], rate=0.03, curvature=67.17),
        lambda: check.diverged([3.0, 2.0, 1.0], rate=0.03, curvature=67.17),
        "inf from step 1 on",
    ),
    "divergence": (
        lambda: check.diverged([torch.tensor(1.0), torch.tensor(50.0)], rate=0.03, curvature=67.17),
        lambda: check.diverged([]),
        "0.03, above the limit 2/λmax = 0.029775",
    ),
    "divergence that is not the rate's fault": (
        lambda: check.diverged([1.0, 50.0], rate=0.01, curvature=67.17),
        lambda: check.diverged([50.0, 60.0]),
        "the rate is not the reason",
    ),
    "test data seen": (
        lambda: check.saw_test_data(torch.eye(3), torch.eye(3)[1:]),
        lambda: check.saw_test_data(torch.eye(3), 2 * torch.eye(3)),
        "2 of the 2 test samples",
    ),
    "sorted labels, unshuffled": (
        lambda: check.unshuffled_sorted_labels(torch.arange(3).repeat_interleave(4).split(4)),
        lambda: check.unshuffled_sorted_labels(torch.arange(3).repeat(4).split(4)),
        "3 of 3 hold a single class",
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_is_named(name: str) -> None:
    mistake, _, words = MISTAKES[name]
    with pytest.raises(Mistake) as caught:
        mistake()
    text = str(caught.value)
    assert words in text
    assert len(text.splitlines()) == 3, "what was seen, what it means, where to look"


@pytest.mark.parametrize("name", MISTAKES)
def test_right_code_is_left_in_peace(name: str) -> None:
    MISTAKES[name][1]()


def test_a_gradient_that_is_added_up_on_purpose_within_a_step_is_no_mistake() -> None:
    model = nn.Linear(1, 1)

    def train() -> None:
        optimizer = torch.optim.SGD(model.parameters(), lr=0.01)
        for _ in range(2):
            optimizer.zero_grad()
            for half in (slice(0, 3), slice(3, 6)):
                F.mse_loss(model(X[half]), Y[half]).backward()
            optimizer.step()

    check.gradients_grow(train, model)


def test_hooks_are_taken_off_again() -> None:
    model = nn.Linear(1, 1)
    with pytest.raises(RuntimeError):
        check.gradients_grow(lambda: torch.zeros(2).backward(), model)
    assert not model.weight._backward_hooks
    check.evaluates_in_train_mode(evaluated(model, mode=False, gradients=True), model)
    assert not model._forward_pre_hooks
