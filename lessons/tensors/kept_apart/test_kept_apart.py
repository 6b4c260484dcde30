"""What cleaned readings must be, and what must stay as it was."""

import numpy as np
import torch

from tutor import check
from tutor.check import Mistake

DTYPES = (np.float64, np.float32)


def draw(dtype, *, faults=True):
    """Readings of shape (3, 4) and the right answer. With faults the first one is one, and the last one is none."""
    values = torch.randint(1, 9, (3, 4)).double() + 0.5
    signs = torch.where(torch.rand(3, 4) < 0.4, -1.0, 1.0)
    signs[0, 0], signs[-1, -1] = -1, 1
    signs = signs if faults else torch.ones(3, 4)
    readings = (values * signs).numpy().astype(dtype)
    right = torch.tensor(np.where(readings < 0, 0, readings).tolist(), dtype=torch.float32)
    return readings, right


def test_values(answer):
    """gives 0 for each reading below 0, and keeps the others"""
    for dtype in DTYPES:
        readings, right = draw(dtype)
        result = answer.cleaned(readings)
        if getattr(result, "shape", None) == right[right > 0].shape:
            raise Mistake(
                f"The result has the shape {tuple(result.shape)}, and it should be (3, 4).",
                "The faults have been left out. Each should stay in its place, as a 0.",
            )
        values = result.to(torch.float32) if isinstance(result, torch.Tensor) else result
        check.same(values, right, "the result")


def test_dtype(answer):
    """gives float32, whatever the array has"""
    for dtype in DTYPES:
        readings, _ = draw(dtype)
        result = answer.cleaned(readings)
        if result.dtype != torch.float32:
            raise Mistake(
                f"The array has the dtype {readings.dtype}, and the tensor {result.dtype}; it should be torch.float32.",
                "A tensor made from an array keeps the array's dtype, unless it is told another one.",
            )


def test_array_float64(answer):
    """leaves an array of float64 as it was"""
    _array_stays(answer, np.float64)


def test_array_float32(answer):
    """leaves an array of float32 as it was, too"""
    _array_stays(answer, np.float32)


def _array_stays(answer, dtype):
    readings, _ = draw(dtype)
    before = readings.copy()
    answer.cleaned(readings)
    lost = int(((before < 0) & (readings >= 0)).sum())
    if lost:
        raise Mistake(
            f"The array of {readings.dtype} has lost its faults: {lost} of {int((before < 0).sum())} became "
            f"{check.number(float(readings[0, 0]))}.",
            "The tensor that was written to shares its memory with the array. from_numpy never copies, and .float() "
            "only where the dtype changes.",
            "Look at where the tensor should get memory of its own.",
        )
    if not np.array_equal(before, readings):
        raise Mistake(f"The array of {readings.dtype} was changed.", "It should stay as it was.")


def test_no_shared_memory(answer):
    """gives a tensor with memory of its own, faults or none"""
    for dtype in DTYPES:
        readings, right = draw(dtype, faults=False)
        result = answer.cleaned(readings)
        readings[-1, -1] = 77
        if result[-1, -1].item() == 77:
            raise Mistake(
                f"The array of {readings.dtype} got a 77 after the call, and the tensor shows it.",
                "They still share one memory. As long as they do, each sees what is written to the other.",
            )
        check.same(result, right, "the result after the array was written to")
