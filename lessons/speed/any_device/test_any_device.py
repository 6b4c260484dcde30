"""Code that works wherever its input lies: on the CPU by its numbers, and on a device that has none."""

import torch

from tutor import check
from tutor.check import Mistake

DTYPES = (torch.float16, torch.bfloat16, torch.float32, torch.float64)


def shape():
    """At least two rows, so that there is a first and a last."""
    return int(torch.randint(3, 9, ())), int(torch.randint(2, 6, ()))


def faded(answer, x):
    """What the answer makes of x; errors of devices in words."""
    dtype, device = torch.get_default_dtype(), torch.empty(0).device
    try:
        result = answer.fade(x)
        now = torch.get_default_dtype(), torch.empty(0).device
        if now != (dtype, device):
            torch.set_default_dtype(dtype)
            torch.set_default_device(device)
            what, was, left = ("dtype", dtype, now[0]) if now[0] != dtype else ("device", device, now[1])
            raise Mistake(
                f"fade changed the default {what}: it was {was}, and afterwards it is {left}.",
                "From then on, every tensor that anybody makes is another one.",
                "Tell the one function that makes a tensor, and leave the default alone.",
            )
        return result
    except ZeroDivisionError:
        if len(x) > 1:
            raise
        raise Mistake(
            "For a single row your code divides by zero.",
            "The first row has the full strength, 1, and here there is no other. n − 1 is 0 for one row.",
        ) from None
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
    for _ in range(3):
        judge(answer, torch.randn(shape()))
    judge(answer, torch.randn(2, 5))


def judge(answer, x):
    n = len(x)
    strength = [1 - k / (n - 1) if n > 1 else 1.0 for k in range(n)]
    wanted = (torch.tensor(strength, dtype=torch.float64)[:, None] * x.double()).to(x.dtype)
    found = faded(answer, x.clone())
    if isinstance(found, torch.Tensor) and found.dtype != x.dtype:
        raise other_dtype(x, found)
    if n == 1 and isinstance(found, torch.Tensor) and found.shape == x.shape and not torch.equal(found, x):
        raise Mistake(
            f"A single row becomes {found[0].tolist()}, and it was {x[0].tolist()}.",
            "The first row has the full strength, 1, and here there is no other. n − 1 is 0 for one row.",
        )
    if isinstance(found, torch.Tensor) and found.shape == x.shape and found.device == x.device:
        used = (found.double() / x.double()).median(dim=1).values.tolist()
        if not all(abs(one - other) < 0.05 for one, other in zip(used, strength, strict=True)):
            raise Mistake(
                f"Your rows are multiplied by about {in_a_row(used)}; it should be by {in_a_row(strength)}.",
                "The first row keeps its full strength, the last has none, and it goes down in equal steps.",
            )
    check.same(found, wanted, "The result")


def in_a_row(numbers):
    return ", ".join(f"{one:.2g}" for one in numbers)


def test_any_device(answer):
    """works where x lies, without moving it"""
    for dtype in DTYPES:
        x = torch.empty(shape(), device="meta", dtype=dtype)
        found = faded(answer, x)
        if isinstance(found, torch.Tensor) and found.device != x.device:
            raise Mistake(
                f"x is on the device '{x.device}', and the result is on '{found.device}'.",
                "It should stay where x lies.",
            )
        if isinstance(found, torch.Tensor) and found.shape != x.shape:
            raise Mistake(
                f"For x of shape {tuple(x.shape)} on '{x.device}' the result has the shape {tuple(found.shape)}."
            )


def test_any_dtype(answer):
    """keeps the dtype of x"""
    for dtype in DTYPES:
        judge(answer, torch.randn(shape()).to(dtype))


def test_one_row(answer):
    """leaves a single row at full strength"""
    judge(answer, torch.randn(1, 4))
    judge(answer, torch.randn(1, 1))


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
