"""Values that may be anything at all: what they are, and their numbers, whatever their own code does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

LARGEST = 50_000_000
"""No sparse tensor of more elements than this is made dense."""


def is_tensor(value: object) -> bool:
    """Whether it is a tensor, by its type alone: `isinstance` may run code of the value's own."""
    import torch

    return issubclass(type(value), torch.Tensor)


def is_array(value: object) -> bool:
    """Whether it is a NumPy array, by its type alone."""
    import numpy

    return issubclass(type(value), numpy.ndarray)


def fact(tensor: Any, name: str) -> Any:
    """An attribute of a tensor as torch itself knows it, past properties and a `__torch_function__` of its class."""
    from tutor.compat import torch_modes

    return torch_modes.fact(tensor, name)


def strides_of(tensor: Any) -> tuple[int, ...]:
    """The strides of a strided tensor as torch itself knows them."""
    import torch

    from tutor.compat.torch_modes import past_subclasses

    with past_subclasses():
        return tuple(torch.Tensor.stride(tensor))


def sizes(tensor: Any) -> tuple[int, ...]:
    """The shape of a tensor. Raises ValueError where it has none, or one of which not every size is a number."""
    if why := unlike(tensor):
        raise ValueError(why)
    return tuple(int(size) for size in fact(tensor, "shape"))


def unlike(tensor: Any) -> str:
    """Why a tensor has no shape of whole numbers, in words; '' where it has one."""
    import torch

    if torch.nn.parameter.is_lazy(tensor):
        return "it has no shape yet: a lazy layer makes its parameters when it is first called with data"
    if fact(tensor, "is_nested"):
        return "it holds tensors of different sizes, and has no shape of its own; x.unbind() gives them one by one"
    return ""


def numbers(view: str, value: Any) -> Any:
    """What has numbers as a dense tensor on the CPU, without a graph; what is masked is NaN.

    Its dtype stays, but for those that torch cannot compute with, which become float32. Raises ValueError beginning
    with `view` and saying why there are no numbers.
    """
    import torch

    if not is_tensor(value):
        plain = unmasked(value)
        return attempt(f"{view}: this is a {type(value).__name__}, not numbers", lambda: torch.as_tensor(plain))
    kind = type(value).__name__
    if why := unlike(value) or empty(value):
        raise ValueError(f"{view}: this is a {kind}, and {why}")
    return attempt(f"{view}: the numbers of this {kind} cannot be read", lambda: _computable(readable(value)))


def real_numbers(view: str, value: Any) -> list[float]:
    """The elements of a tensor, array or sequence, flat. Raises ValueError beginning with `view` where it has none."""
    found = numbers(view, value)
    if found.is_complex():
        raise ValueError(f"{view}: these are complex numbers; their .real or .abs() can be drawn")
    return [float(number) for number in found.reshape(-1).tolist()]


def attempt(words: str, made: Callable[[], Any]) -> Any:
    """What `made` returns. Raises ValueError with these words, and with what went wrong, where it raises anything."""
    try:
        return made()
    except Exception as error:
        raise ValueError(f"{words} ({type(error).__name__}: {str(error).partition(chr(10))[0]})") from error


def empty(tensor: Any) -> str:
    """Why a tensor with a shape has no numbers, in words; '' where it has some."""
    import torch

    from tutor.compat.torch_text import is_fake

    if is_fake(tensor) or fact(tensor, "is_meta"):
        return "it has a shape and no numbers, as tensors of the device meta have"
    if fact(tensor, "layout") is not torch.strided and fact(tensor, "shape").numel() > LARGEST:
        return "it is sparse, and too large to be made dense"
    return "its memory was given back" if freed(tensor) else ""


def freed(tensor: Any) -> bool:
    """Whether the storage of a tensor was emptied under it: to read it, even to print it, would end the process."""
    import torch

    if fact(tensor, "layout") is not torch.strided or fact(tensor, "is_meta") or unlike(tensor):
        return False

    from tutor.compat.torch_modes import past_subclasses

    with past_subclasses():
        return fact(tensor, "shape").numel() > 0 and torch.Tensor.untyped_storage(tensor).nbytes() == 0


def readable(tensor: Any) -> Any:
    """The tensor as a dense one of no class of its own, without a graph, on its device; what is masked is NaN."""
    import torch
    from torch.masked import MaskedTensor

    from tutor.compat.torch_modes import past_subclasses

    if issubclass(type(tensor), MaskedTensor):
        return tensor.to_tensor(float("nan")).detach()
    with past_subclasses(), torch.no_grad():
        plain = torch.Tensor.detach(tensor)
        plain = plain if plain.layout is torch.strided else plain.to_dense()
        return plain.dequantize() if plain.is_quantized else plain


def unmasked(value: Any) -> Any:
    """A masked array of NumPy's with NaN where it is masked; anything else as it is."""
    import numpy

    if not issubclass(type(value), numpy.ma.MaskedArray):
        return value
    return attempt("a masked array has no numbers", lambda: value.astype(numpy.float64).filled(numpy.nan))


def _computable(plain: Any) -> Any:
    """On the CPU, and of a dtype that torch computes with."""
    import torch

    torch.empty(1, dtype=plain.dtype).to(torch.complex128)  # raises for dtypes of bits, which are no numbers
    if plain.dtype.itemsize == 1 and plain.is_floating_point():
        plain = plain.to(torch.float32)
    return (plain.to(torch.complex64) if plain.dtype is torch.complex32 else plain).cpu()
