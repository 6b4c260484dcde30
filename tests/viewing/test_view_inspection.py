"""Tensors taken apart: what is said of them, against torch."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from tutor.kernel.protocol import messages
from tutor.kernel.protocol.events import Shown
from tutor.views.packing import unpack
from tutor.views.tensor.data import InspectionView
from tutor.views.tensor.make import COLUMNS, LINE, ROWS, SAMPLE, WHOLE, inspection, picked


def sent(view: InspectionView) -> int:
    """The bytes of its message."""
    return len(messages.encode(Shown(1, 1, 1, "x", view)))


def test_layout_and_memory_are_those_of_torch() -> None:
    base = torch.arange(24.0).reshape(4, 6)
    part = base[1:, ::2]
    view = inspection(part)
    assert (view.shape, view.strides, view.offset) == ((3, 3), part.stride(), part.storage_offset())
    assert (view.contiguous, view.size, view.storage) == (False, 36, 96)
    assert (view.dtype, view.device, view.kind) == ("float32", "cpu", "Tensor")


def test_the_values_sent_are_the_tensors() -> None:
    x = torch.randn(3, 4, 5, dtype=torch.float64)
    view = inspection(x)
    assert [one.at for one in view.slices] == [(0,), (1,), (2,)]
    for place, one in enumerate(view.slices):
        assert unpack(one.values).tolist() == x[place].reshape(-1).tolist()


def test_statistics_agree_with_torch_and_leave_out_what_is_not_finite() -> None:
    x = torch.randn(50, 40, dtype=torch.float64)
    x[0, :3] = torch.tensor([float("nan"), float("inf"), -float("inf")])
    x[1, 0] = 0.0
    found = inspection(x).statistics
    finite = x[x.isfinite()]
    assert found is not None
    assert (found.nan, found.infinite, found.negative_infinite, found.zero) == (1, 1, 1, 1)
    assert (found.least, found.largest) == (finite.min().item(), finite.max().item())
    assert found.mean == pytest.approx(finite.mean().item())
    assert found.deviation == pytest.approx(finite.std(correction=0).item())
    assert found.histogram is not None
    expected = torch.histc(finite, len(found.histogram.counts), found.histogram.low, found.histogram.high)
    assert sum(found.histogram.counts) == finite.numel()
    assert sum(abs(a - b) for a, b in zip(found.histogram.counts, expected.tolist(), strict=True)) <= 4  # at the bounds


def test_whole_numbers_of_a_small_range_are_counted_one_by_one() -> None:
    found = inspection(torch.tensor([3, 3, 5])).statistics
    assert found is not None
    assert found.histogram is not None
    assert (found.histogram.low, found.histogram.high, found.histogram.counts) == (2.5, 5.5, (2, 0, 1))


def test_a_billion_elements_are_looked_at_by_an_even_sample() -> None:
    half = torch.tensor([0.0, 1.0]).reshape(2, 1, 1).expand(2, 25_000, 20_000)
    view = inspection(half)
    assert view.statistics is not None
    assert view.statistics.looked_at == SAMPLE
    assert view.statistics.mean == pytest.approx(0.5, abs=0.01)
    assert (view.storage, view.size) == (8, 4_000_000_000)
    assert sent(view) < 600_000


def test_a_sample_is_in_step_with_no_dimension() -> None:
    columns = torch.arange(4.0).expand(WHOLE, 4)
    found = inspection(columns).statistics
    assert found is not None
    assert found.mean == pytest.approx(1.5, abs=0.02)


def test_large_slices_are_sent_by_their_beginning_and_end_and_the_rest_is_counted() -> None:
    view = inspection(torch.zeros(500, 100, 200))
    assert len(view.rows) == ROWS
    assert len(view.columns) == COLUMNS
    assert (view.rows[0], view.rows[-1], view.columns[-1]) == (0, 99, 199)
    assert view.left_out == 500 - len(view.slices) > 0
    assert len(inspection(torch.zeros(5000)).columns) == LINE


@pytest.mark.parametrize(("count", "limit"), [(0, 4), (3, 4), (4, 4), (5, 4), (100, 8)])
def test_picked_numbers_rise_and_reach_the_end(count: int, limit: int) -> None:
    numbers = picked(count, limit)
    assert list(numbers) == sorted(set(numbers))
    assert len(numbers) == min(count, limit)
    assert not numbers or numbers[-1] == count - 1


def test_what_shares_memory_is_named_and_what_does_not_is_not() -> None:
    x = torch.zeros(4, 4)
    names = {"x": x, "part": x[2:], "copy": x.clone(), "array": x.numpy(), "again": x, "_private": x[0]}
    assert inspection(x, "x", names).shares == ("part", "array", "again (the same object)")


def test_a_modules_parameters_share_by_their_paths() -> None:
    model = torch.nn.Linear(2, 3)
    assert inspection(model.weight.detach(), "w", {"model": model}).shares == ("model.weight",)


def test_what_autograd_knows_is_said() -> None:
    x = torch.ones(2, requires_grad=True)
    y = (x * 3).sum()
    y.backward()
    leaf, result = inspection(x), inspection(y)
    assert (leaf.is_leaf, leaf.requires_grad, leaf.grad_fn, leaf.grad) == (True, True, "", "of shape (2,)")
    assert (result.is_leaf, result.grad_fn, result.grad) == (False, "SumBackward0", "")


@pytest.mark.parametrize(
    "value",
    [
        torch.tensor(3.5),
        torch.zeros(0, 3),
        torch.zeros(3, 0),
        torch.zeros(0),
        torch.zeros(2, device="meta"),
        torch.eye(3).to_sparse(),
        torch.tensor([1 + 2j]),
        torch.tensor([True, False]),
        torch.tensor([2**62, 1]),
        torch.tensor([1e308, -1e308], dtype=torch.float64),
        torch.tensor([0.1, 0.1]),
        torch.full((3,), float("nan")),
        torch.zeros(1, 1, 1, 1, 1, 1, 1, 1, 1, 1),
        np.arange(6)[::-2],
        np.array(["a", "b"]),
        np.zeros((2, 2), dtype="float16"),
        np.array(3.0),
    ],
    ids=lambda value: f"{type(value).__name__} {value.dtype} {tuple(value.shape)}",
)
def test_every_kind_of_tensor_is_described_and_travels(value: torch.Tensor) -> None:
    message = Shown(1, 1, 1, "x", inspection(value))
    assert messages.decode_from_kernel(messages.encode(message)[4:]) == message


def test_what_is_no_tensor_is_refused_in_words() -> None:
    with pytest.raises(TypeError, match="this is a list"):
        inspection([1, 2])
