"""What a value was, to be compared with what it is: tensors, arrays, and lists, tuples, sets and dicts of these.

Looking is done past autograd, and past every mode that records or redefines what torch does, so that none sees it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import torch
from torch import Tensor

from tutor.check.failure import Mistake, counted, number
from tutor.compat.torch_modes import is_tracing, is_wrapped, past_dispatch, past_functions

Keeper = Callable[[str], Mistake | None]
"""Called with the name of the value: what has become of it since, or None where it is as it was."""

_EPSILONS = 16
"""What is put back after it was changed may be off by this many roundings of the largest number."""
_PLAIN = (int, float, complex, str, bytes, bool)
_FIXED = frozenset({*_PLAIN, type(None), torch.dtype, torch.device})
_no_grad, _equal, _isfinite, _strided = torch.no_grad, torch.equal, torch.isfinite, torch.strided
_plain_dispatch = Tensor.__torch_dispatch__

_IN_PLACE = "Look for +=, -=, an index on the left of =, and methods whose names end in an underscore, such as add_."
_THEIRS = "Whoever handed it over still holds the same tensor, and now finds other numbers in it."


@contextmanager
def unseen() -> Iterator[None]:
    """Let what runs inside leave no trace in a graph or a record."""
    with past_functions(), past_dispatch(), _no_grad():
        yield


def is_fixed(value: Any) -> bool:
    """Whether nothing about a value can be changed, which is told without looking `unseen`: the most frequent case."""
    kind = type(value)
    return kind in _FIXED or (kind is tuple and all(map(is_fixed, value)))


def keep(value: Any) -> Keeper | None:
    """Remember a value; None for a value of which nothing is remembered. To be called within `unseen`."""
    if isinstance(value, Tensor):
        return None if is_wrapped(value) or is_tracing() else _keep_tensor(value)
    if isinstance(value, np.ndarray):
        return _keep_array(value)
    if isinstance(value, dict):
        return _keep_dict(value)
    if isinstance(value, list | tuple):
        return _keep_sequence(value)
    if isinstance(value, set):
        return _keep_set(value)
    return None


def alike(before: Tensor, now: Tensor) -> bool:
    """Whether two tensors hold the same numbers, but for what rounding makes of a number that was changed and put
    back; NaN is like NaN."""
    if before.shape != now.shape or before.dtype != now.dtype:
        return False
    if _equal(before, now) or before.numel() == 0:
        return True
    return not _off(before, now).any().item()


def _off(before: Tensor, now: Tensor) -> Tensor:
    """Where the numbers differ."""
    same = (before == now) | ((before != before) & (now != now))
    if not (before.is_floating_point() or before.is_complex()):
        return ~same
    finite = before[_isfinite(before)]
    largest = finite.abs().max().item() if finite.numel() else 0.0
    return ~(same | ((now - before).abs() <= _EPSILONS * torch.finfo(before.dtype).eps * largest))


# ------------------------------------------------------------------------------------------------------------ tensors


def _keep_tensor(tensor: Tensor) -> Keeper:
    shape, dtype, requires_grad = tensor.shape, tensor.dtype, tensor.requires_grad
    numbers = _copy(tensor)
    gradient = _gradient(tensor)
    old = None if gradient is None else _copy(gradient)

    def compare(name: str) -> Mistake | None:
        if tensor.shape != shape or tensor.dtype != dtype:
            was, now = (f"{tuple(one)} of {kind}" for one, kind in ((shape, dtype), (tensor.shape, tensor.dtype)))
            return Mistake(f"Your code changed {name}: it was {was}, and is {now} now.", _THEIRS, _IN_PLACE)
        if numbers is not None and not alike(numbers, tensor.detach()):
            return Mistake(f"Your code changed {name}.{_example(name, numbers, tensor.detach())}", _THEIRS, _IN_PLACE)
        if tensor.requires_grad is not requires_grad:
            return _other_requires_grad(name, requires_grad, tensor)
        return _other_gradient(name, old, _gradient(tensor))

    return compare


def _copy(tensor: Tensor) -> Tensor | None:
    """The numbers; None where there are none to be had."""
    odd = tensor.is_meta or tensor.is_quantized or tensor.is_nested or tensor.layout is not _strided
    if odd or type(tensor).__torch_dispatch__ is not _plain_dispatch:
        return None
    return tensor.detach().clone()


def _gradient(tensor: Tensor) -> Tensor | None:
    return tensor.grad if tensor.is_leaf else None


def _example(name: str, before: Tensor, now: Tensor) -> str:
    """A sentence on the first number that is another now."""
    if before.numel() == 1:
        return f" It was {number(before.item())}, and is {number(now.item())} now."
    index = _off(before, now).nonzero()[0].tolist()
    was, became = before[tuple(index)].item(), now[tuple(index)].item()
    return f" {name}{index} was {number(was)}, and is {number(became)} now."


def _other_requires_grad(name: str, before: bool, now: Tensor) -> Mistake:
    if now.grad_fn is not None:  # the result of an operation with what is trained was written into it
        return Mistake(
            f"Your code wrote into {name}: its requires_grad was {before}, and it is a part of a graph now.",
            _THEIRS,
            _IN_PLACE,
        )
    return Mistake(
        f"Your code changed {name}: its requires_grad was {before}, and is {not before} now.",
        "Whoever handed it over goes on computing with the same tensor, and autograd treats it in another way from "
        "now on.",
        "Work with a tensor of your own, such as x.detach().clone().",
    )


def _other_gradient(name: str, before: Tensor | None, now: Tensor | None) -> Mistake | None:
    if before is None and now is None:
        return None
    means = "Whoever handed it over may be collecting gradients there, and your code had a part in them."
    if before is None:
        look = "torch.autograd.grad returns gradients and leaves every .grad alone; so does work on a copy."
        return Mistake(f"Your code changed {name}: its .grad was None, and there is one now.", means, look)
    if now is None:
        return Mistake(f"Your code changed {name}: it had a .grad, and it is None now.", means)
    if alike(before, now.detach()):
        return None
    return Mistake(f"Your code changed {name}: its .grad holds other numbers now.", means, "backward() adds to .grad.")


# ------------------------------------------------------------------------------------------------- arrays, containers


def _keep_array(array: np.ndarray[Any, Any]) -> Keeper:
    shape, dtype, numbers = array.shape, array.dtype, array.copy()

    def compare(name: str) -> Mistake | None:
        means = _THEIRS.replace("tensor", "array")
        if array.shape != shape or array.dtype != dtype:
            seen = f"Your code changed {name}: it was {shape} of {dtype}, and is {array.shape} of {array.dtype} now."
            return Mistake(seen, means, _IN_PLACE)
        if np.array_equal(numbers, array):
            return None
        if array.dtype.kind not in "fciub":
            return Mistake(f"Your code changed {name}.", means, _IN_PLACE)
        before, now = torch.from_numpy(numbers), torch.from_numpy(array.copy())
        if alike(before, now):
            return None
        return Mistake(f"Your code changed {name}.{_example(name, before, now)}", means, _IN_PLACE)

    return compare


def _keep_sequence(values: list[Any] | tuple[Any, ...]) -> Keeper | None:
    entries = list(values)
    inside = _inside((f"[{index}]", one) for index, one in enumerate(entries))
    if isinstance(values, tuple):
        return (lambda name: _first(name, inside)) if inside else None

    def compare(name: str) -> Mistake | None:
        if len(values) != len(entries):
            return _container(name, f"it had {counted(len(entries), 'entry')}, and has {len(values)} now")
        for index, (before, now) in enumerate(zip(entries, values, strict=True)):
            if not _same_entry(before, now):
                return _container(name, f"{name}[{index}] is another now")
        return _first(name, inside)

    return compare


def _keep_dict(values: dict[Any, Any]) -> Keeper:
    entries = dict(values)
    inside = _inside((f"[{key!r}]", one) for key, one in entries.items())

    def compare(name: str) -> Mistake | None:
        for key, before in entries.items():
            if key not in values:
                return _container(name, f"it has no {key!r} any more")
            if not _same_entry(before, values[key]):
                return _container(name, f"{name}[{key!r}] is another now")
        for key in values:
            if key not in entries:
                return _container(name, f"it has {key!r} now, which it had not")
        return _first(name, inside)

    return compare


def _keep_set(values: set[Any]) -> Keeper:
    entries = set(values)
    return lambda name: None if entries == values else _container(name, "it has other members now")


def _inside(values: Iterator[tuple[str, Any]]) -> list[tuple[str, Keeper]]:
    return [(place, kept) for place, one in values if (kept := keep(one)) is not None]


def _first(name: str, inside: list[tuple[str, Keeper]]) -> Mistake | None:
    return next((mistake for place, kept in inside if (mistake := kept(f"{name}{place}")) is not None), None)


def _same_entry(before: Any, now: Any) -> bool:
    return before is now or (type(before) is type(now) and isinstance(before, _PLAIN) and before == now)


def _container(name: str, how: str) -> Mistake:
    return Mistake(
        f"Your code changed {name}: {how}.",
        "Whoever handed it over still holds the same one.",
        "Look for what puts something in, takes it out or sorts it, and work on a copy.",
    )
