"""Looks at how a result came about."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import torch
import torch.nn.functional as F  # noqa: N812 - its usual name
from torch import Tensor, nn

from tutor import check
from tutor.check import Mistake


def test_a_record_names_what_ran_in_order() -> None:
    w = torch.ones(3, requires_grad=True)
    with check.recorded() as record:
        loss = F.mse_loss(torch.inner(w, w) * 2, torch.tensor(1.0))
        loss.backward()
    assert [name for name in record.names if name in ("inner", "mse_loss", "backward")] == [
        "inner",
        "mse_loss",
        "backward",
    ]
    assert record.called("backward")
    assert record.count("inner", "backward") == 2
    assert record.calls[record.names.index("inner")].tensors == (w, w)


def test_what_ran_outside_is_not_recorded() -> None:
    with check.recorded() as record:
        pass
    torch.ones(2).sum()
    assert record.names == []


def test_a_call_that_is_asked_for_must_be_made() -> None:
    check.calls(lambda: torch.inner(torch.ones(2), torch.ones(2)), "inner", "matmul")
    with pytest.raises(Mistake, match=r"does not call inner\(\) or matmul\(\)\.\nSay it"):
        check.calls(lambda: torch.ones(2).sum(), "inner", "matmul", instead="Say it with torch.")


def test_a_call_that_is_forbidden_must_not_be_made() -> None:
    check.avoids(lambda: torch.ones(2).sum(), "mse_loss")
    with pytest.raises(Mistake, match=r"calls mse_loss\(\)\.\nBy hand"):
        check.avoids(lambda: F.mse_loss(torch.ones(2), torch.ones(2)), "mse_loss", because="By hand, this once.")


def with_index(n: int) -> Tensor:
    rows, total = torch.ones(n), torch.zeros(())
    for index in range(n):
        total = total + rows[index]
    return total


def while_loop(n: int) -> float:
    numbers, total = torch.ones(n).tolist(), 0.0
    while numbers:
        total += numbers.pop()
    return total


LOOPS: dict[str, Callable[[int], object]] = {
    "an index": with_index,
    "while": while_loop,
    "a comprehension": lambda n: torch.stack([row * 2 for row in torch.ones(n)]),
    "a generator": lambda n: sum(row * 2 for row in torch.ones(n)),
    "sum": lambda n: sum(torch.ones(n)),
}


@pytest.mark.parametrize("name", LOOPS)
def test_a_python_loop_is_seen(name: str) -> None:
    with pytest.raises(Mistake, match="goes through the samples one at a time"):
        check.no_python_loop_over(LOOPS[name], "the samples")


def over_layers(n: int) -> Tensor:
    x = torch.ones(n, 3)
    for layer in [nn.Linear(3, 3), nn.ReLU(), nn.Linear(3, 1)]:
        x = layer(x)
    return x


@pytest.mark.parametrize("run", [lambda n: torch.ones(n).sum(), over_layers])
def test_work_for_all_at_once_is_no_loop(run: Callable[[int], object]) -> None:
    check.no_python_loop_over(run)


def test_the_graph_can_be_walked() -> None:
    w, b = torch.ones(2, requires_grad=True), torch.ones(1, requires_grad=True)
    loss = ((w * 2).sum() + b).sum()
    assert check.graph(loss)[0] == "SumBackward0"
    assert {id(leaf) for leaf in check.leaves(loss)} == {id(w), id(b)}
    assert check.depends_on(loss, w)
    assert not check.depends_on(loss.detach(), w)


def test_a_result_must_be_tied_to_what_it_was_computed_from() -> None:
    w, b = torch.ones(1, requires_grad=True), torch.ones(1, requires_grad=True)
    check.uses_autograd(w * b, "the loss", w=w, b=b)
    with pytest.raises(Mistake, match="no graph behind it"):
        check.uses_autograd((w * b).item(), "the loss", w=w)
    with pytest.raises(Mistake, match="No gradient flows from the loss to b"):
        check.uses_autograd(w * b.detach(), "the loss", w=w, b=b)
