"""What a difference may mean: the usual reasons for a wrong type, shape, dtype or value."""

from __future__ import annotations

import math

import numpy as np
import torch
from torch import Tensor

from tutor.check.failure import number

_all, _any, _isfinite = torch.all, torch.any, torch.isfinite


def no_return(actual: object) -> str:
    """For a value that is None, or a blank."""
    if actual is None:
        return (
            "A function that ends without a return statement gives None. Where there is an if, each of its branches "
            "needs one."
        )
    return "That is a blank that is still to be filled in." if actual is ... else ""


def why_no_tensor(actual: object) -> str:
    """For a value that should have been a tensor."""
    if type(actual) is int or type(actual) is float:
        return "It has left torch, as .item() and float() do; no gradient can flow through a Python number."
    if type(actual) is np.ndarray or type(actual) is np.float32 or type(actual) is np.float64:
        return "It has left torch, as .numpy() does; no gradient can flow through what NumPy computes."
    if type(actual) is list:
        return "torch.tensor makes a tensor of numbers in a list, torch.stack one of tensors in a list."
    if callable(actual):
        return "It can be called: the brackets () after its name may be missing."
    return no_return(actual)


def about_shapes(actual: tuple[int, ...], expected: tuple[int, ...]) -> str:
    """For a tensor of another shape than expected."""
    size = math.prod(expected)
    if len(actual) == 2 and actual[0] == actual[1] > 1 and size == actual[0]:
        n = actual[0]
        return (
            f"That is a table of {n}×{n}: a column ({n}, 1) met a row ({n},), and broadcasting paired each with each. "
            "Look at the shapes of the two tensors just before they meet."
        )
    if actual == expected[::-1]:
        return "The dimensions are the other way round."
    if not expected and size == math.prod(actual):
        return "It is one number, but in a list of its own. .mean() and .sum() without dim= give the shape ()."
    if math.prod(actual) == size:
        return "It has as many numbers as it should, in other dimensions."
    if not expected:
        return "Many numbers came where one should: a mean or a sum may be missing."
    if not actual:
        return "One number came where many should: something reduced them, as .mean() and .sum() do."
    return ""


def about_dtypes(actual: torch.dtype, expected: torch.dtype) -> str:
    """For a tensor of another dtype than expected."""
    if expected.is_floating_point and not actual.is_floating_point:
        return (
            "Whole numbers have no decimals and no gradients. Write 1.0 for 1, or give dtype= where it is made; "
            f"a tensor that is there already is converted by .to({expected})."
        )
    if actual is torch.float64 and expected is torch.float32:
        return "NumPy makes float64 unless told otherwise, and torch float32; the two do not mix in a layer."
    return ""


def about_gradients(wanted: bool) -> str:
    """For a tensor that should (`wanted`) or should not ask for gradients."""
    if wanted:
        return (
            "No gradient will reach it: it was made without requires_grad, or cut off by .detach(), .item(), .data "
            "or torch.no_grad()."
        )
    return "It is still tied to the graph that it was computed by. Look at .detach() and torch.no_grad()."


def about_values(actual: Tensor, expected: Tensor) -> str:
    """Where all numbers are off in one and the same simple way: which."""
    if not actual.is_floating_point() or not _all(_isfinite(actual) & _isfinite(expected)).item():
        return ""
    actual, expected = actual.double().reshape(-1), expected.double().reshape(-1)
    size = expected.abs().max().item()
    if size == 0:
        return ""
    if not _any(actual).item():
        return "All of it is zero."
    factor = (actual @ expected / (expected @ expected)).item()
    if (actual - factor * expected).abs().max().item() > 1e-4 * abs(factor) * size:
        return ""
    if abs(factor + 1) < 1e-4:
        return "The sign is the wrong way round."
    if actual.numel() == 1 and abs(factor - round(factor)) > 1e-4 and abs(1 / factor - round(1 / factor)) > 1e-4:
        return ""
    if abs(factor - 1) < 1e-2:
        return ""  # the whole is as large as it should be: single numbers are off
    if factor > 0 and min(abs(factor - round(factor)), abs(1 / factor - round(1 / factor))) < 1e-3 * max(factor, 1):
        times = f"{number(factor)} times" if factor > 1 else f"1/{number(1 / factor)} of"
        return (
            f"All numbers are {times} what they should be."
            if actual.numel() > 1
            else f"It is {times} what it should be."
        )
    return ""
