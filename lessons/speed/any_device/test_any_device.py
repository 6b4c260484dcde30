"""Code that works wherever its input lies: on the CPU by its numbers, and on a device that has none."""

import torch

from tutor import check
from tutor.check import Mistake

DTYPES = (torch.float16, torch.float32, torch.float64)


def shape():
    """At least two rows, so that there is a first and a last."""
    return int(torch.randint(3, 9, ())), int(torch.randint(2, 6, ()))


def faded(answer, x):
    """What the answer makes of x; errors of devices in words."""
    try:
        return answer.fade(x)
    except (RuntimeError, NotImplementedError, AssertionError, TypeError, ValueError) as error:
        text = str(error)
        where = f"x is on the device '{x.device}'."
        if "CUDA" in text or "NVIDIA" in text or "cuda" in text:
            raise Mistake(
                "Your code asks for a GPU by name.",
                f"{where} On most machines there is no such GPU, and x need not lie there.",
                "Look at where x lies, and take it from there.",
            ) from None
        if "numpy" in text:
            raise Mistake(
                f"{where} Your code gives it to NumPy.", "NumPy knows the CPU only, so x would have to travel."
            ) from None
        if "Tensor.item()" in text:
            raise Mistake(
                f"{where} Your code takes plain numbers from it.", "For that the numbers have to travel to the CPU."
            ) from None
        if "out of meta" in text:
            raise Mistake(
                f"{where} Your code moved x, or a part of it, to the CPU.",
                "That is what .cpu(), .to('cpu') and .tolist() do, and writing into a tensor that lies on the CPU.",
                "Look at what meets x: that should come to x, not the other way round.",
            ) from None
        if "expected device" in text or "same device" in text:
            raise Mistake(
                f"{where} Your code makes a tensor that lies on the CPU, and the two meet.",
                "A tensor lies on the CPU unless it is told otherwise when it is made. On a GPU the error would say "
                "'Expected all tensors to be on the same device'.",
                "Look at the line that makes a tensor of its own.",
            ) from None
        raise


def test_values(answer):
    """fades the rows, as it did before"""
    n, d = shape()
    x = torch.randn(n, d)
    wanted = torch.stack([row * (1 - k / (n - 1)) for k, row in enumerate(x)])
    found = faded(answer, x.clone())
    if isinstance(found, torch.Tensor) and found.dtype != x.dtype:
        raise other_dtype(x, found)
    check.same(found, wanted, "The faded rows")


def test_any_device(answer):
    """works where x lies, without moving it"""
    x = torch.empty(shape(), device="meta")
    found = faded(answer, x)
    if isinstance(found, torch.Tensor) and found.device != x.device:
        raise Mistake(
            f"x is on the device '{x.device}', and the result is on '{found.device}'.", "It should stay where x lies."
        )
    if isinstance(found, torch.Tensor):
        assert found.shape == x.shape


def test_any_dtype(answer):
    """keeps the dtype of x"""
    for dtype in DTYPES:
        x = torch.randn(shape()).to(dtype)
        found = faded(answer, x)
        if isinstance(found, torch.Tensor) and found.dtype != dtype:
            raise other_dtype(x, found)


def other_dtype(x, found):
    """The mistake of a result that has not the dtype of x."""
    seen = f"x is in {x.dtype}, and the result is in {found.dtype}."
    if found.dtype != torch.float32:
        return Mistake(seen, "It is given one dtype, whatever x has.", "Look at where x says which dtype it has.")
    return Mistake(
        seen,
        "Where two floating-point dtypes meet, the larger one wins, and a tensor is made in float32 unless it is told "
        "otherwise.",
        "Look at the dtype of each tensor that meets x.",
    )


def test_x_is_left_alone(answer):
    """leaves x as it was"""
    x = torch.randn(shape())
    before = x.clone()
    faded(answer, x)
    check.changed(before, x, "x")
