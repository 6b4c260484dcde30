"""What cleaned readings must be, and what must stay as it was."""

import itertools

import numpy as np
import torch

from tutor import check
from tutor.check import Mistake

DTYPES = (np.float64, np.float32)


SHAPES = ((3, 4), (5,), (2, 3, 2), (2, 1))


def draw(dtype, *, shape=(3, 4), faults=True):
    """Readings of a shape and the right answer. With faults the first one is one, and the last one is none.

    The first two are close to zero.
    """
    values = torch.randint(1, 9, shape).double() + 0.5
    values.view(-1)[:2] = 0.25
    signs = torch.where(torch.rand(shape) < 0.4, -1.0, 1.0)
    signs.view(-1)[0], signs.view(-1)[1], signs.view(-1)[-1] = -1, 1, 1
    signs = signs if faults else torch.ones(shape)
    readings = (values * signs).numpy().astype(dtype)
    right = torch.tensor(np.where(readings < 0, 0, readings).tolist(), dtype=torch.float32)
    return readings, right


def test_values(answer):
    """gives 0 for each reading below 0, and keeps the others"""
    for dtype, shape in itertools.product(DTYPES, SHAPES):
        readings, right = draw(dtype, shape=shape)
        before = torch.tensor(readings.tolist())
        result = answer.cleaned(readings)
        if tuple(getattr(result, "shape", ())) == tuple(right[right > 0].shape) != tuple(right.shape):
            raise Mistake(
                f"The result has the shape {tuple(result.shape)}, and it should be {shape}.",
                "The faults have been left out. Each should stay in its place, as a 0.",
            )
        if isinstance(result, tuple):
            raise Mistake(
                "The result is a pair, and it should be a tensor.",
                "torch.max of a tensor and a number takes the number as a dimension, and returns the largest values "
                "along it and their places.",
            )
        if isinstance(result, torch.Tensor) and result.shape == shape and torch.equal(result.float(), before):
            raise Mistake(
                f"The faults are still there: the first reading is {check.number(before.flatten()[0].item())}, and it "
                "should be 0.",
                "Only operations whose name ends in an underscore, and assignments, write into a tensor. clamp() and "
                "its like return a new one.",
                "Look at what happens to the tensor with the zeros.",
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
    kinds = itertools.product(DTYPES, (False, True))
    for (dtype, faults), two in zip(kinds, (SHAPES[:2], SHAPES[2:], SHAPES[1:3], SHAPES[::3]), strict=True):
        for shape in two:
            readings, right = draw(dtype, shape=shape, faults=faults)
            result = answer.cleaned(readings)
            readings.flat[-1] = 77
            if result.reshape(-1)[-1].item() == 77:
                raise Mistake(
                    f"The array of {readings.dtype} got a 77 after the call, and the tensor shows it.",
                    "They still share one memory. As long as they do, each sees what is written to the other.",
                )
            check.same(result, right, "the result after the array was written to")


def test_corners(answer):
    """works for one reading, for none, and for a part of an array"""
    for dtype in DTYPES:
        for reading, wanted in ((-1.5, 0.0), (2.5, 2.5), (0.0, 0.0)):
            result = answer.cleaned(np.array([reading], dtype=dtype))
            check.same(result, torch.tensor([wanted]), f"The result for [{reading}]")
        check.same(answer.cleaned(np.zeros((0, 3), dtype=dtype)), torch.zeros(0, 3), "The result for no readings")
        readings, right = draw(dtype, shape=(6, 4))
        check.same(answer.cleaned(readings[:, ::2]), right[:, ::2], "The result for every second column")
        check.same(answer.cleaned(readings.T), right.T, "The result for the array turned")
