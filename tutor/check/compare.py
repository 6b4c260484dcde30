"""Comparing an answer with what it should be, in the order in which a person would look.

Nothing here calls a function that could have been replaced after this module was imported: what is needed from torch
is bound to names of this module first.
"""

from __future__ import annotations

import math
import re
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from tutor.check.failure import Mistake, agree, counted, number, of_type, shape_of
from tutor.check.hints import about_dtypes, about_gradients, about_shapes, about_values, no_return, why_no_tensor

TOLERANCES = {
    torch.float16: (1e-2, 1e-3),
    torch.bfloat16: (3e-2, 1e-2),
    torch.float32: (1e-4, 1e-5),
    torch.float64: (1e-7, 1e-9),
    torch.complex64: (1e-4, 1e-5),
    torch.complex128: (1e-7, 1e-9),
}
"""By dtype: how far a number may be off, as a part of itself, and as a part of the largest number expected.

Wider than `torch.testing.assert_close`, because a right answer may add up in another order than the author's and lose
digits by cancellation; the mistakes that checks look for are far larger.
"""

_TO_SET_OFF = re.compile(r"(?:[,']|\s\d+)$")
"""How the name of a thing ends where an index right behind it cannot be read."""
_TENSORS = (Tensor, nn.Parameter)
_TRUTHS = (bool, np.bool_)
_WHOLE = (int, np.int32, np.int64)
_NUMBERS = (*_TRUTHS, *_WHOLE, float, complex, np.float16, np.float32, np.float64)
_abs, _any, _argmax = torch.abs, torch.any, torch.argmax
_eq, _isfinite, _isnan, _where = torch.eq, torch.isfinite, torch.isnan, torch.where
_from_numpy, _no_grad, _zeros_like = torch.from_numpy, torch.no_grad, torch.zeros_like


def same(
    actual: object,
    expected: object,
    what: str = "the result",
    *,
    rtol: float | None = None,
    atol: float | None = None,
    requires_grad: bool | None = None,
) -> None:
    """Raise `Mistake` unless `actual` is what `expected` is: type, shape, dtype, device, `requires_grad`, values.

    Both may be tensors, NumPy arrays, numbers, texts, None, or lists, tuples and dicts of these. Nothing is broadcast,
    an `nn.Parameter` counts as a tensor, an int as a float, but no float as an int. NaN equals only NaN. `rtol` is
    relative to each number, `atol` is absolute; without them both come from the dtype (see `TOLERANCES`), the absolute
    one as a part of the largest number expected. `requires_grad` is looked at only where it is given, True or False.
    """
    kind = type(expected)
    if _among(kind, _TENSORS):
        _same_tensor(actual, expected, what, rtol, atol, requires_grad)
    elif kind is np.ndarray:
        _same_array(actual, expected, what, rtol, atol)
    elif _among(kind, _NUMBERS):
        _same_number(actual, expected, what, rtol, atol)
    elif _among(kind, (list, tuple, torch.Size)):
        _same_sequence(actual, expected, what, rtol, atol, requires_grad)
    elif kind is dict:
        _same_dict(actual, expected, what, rtol, atol, requires_grad)
    elif type(actual) is not kind:
        raise Mistake(
            f"{_is(what)} {of_type(actual)}, and {_it(what)} should be {of_type(expected)}.",
            no_return(actual),
        )
    elif _among(kind, (str, bytes, type(None), torch.dtype, torch.device)) or kind.__eq__ is object.__eq__:
        if actual != expected:
            raise Mistake(f"{what} is {actual!r}, and it should be {expected!r}.")
    else:
        raise TypeError(f"same() does not compare a {kind.__name__}")


def is_number(value: Any, what: str = "the result") -> None:
    """Raise `Mistake` unless `value` is a finite Python number or a tensor of a single finite one."""
    if _among(type(value), _TENSORS):
        if value.numel() != 1:
            raise Mistake(f"{_has(what)} the shape {shape_of(value.shape)}, and it should be a single number.")
        value = value.detach().item()
    if not _among(type(value), _NUMBERS):
        raise Mistake(f"{what} is {of_type(value)}, and it should be a number.", no_return(value))
    if isinstance(value, complex):
        raise Mistake(f"{what} is {value}, a complex number, and it should be a real one; .real is its real part.")
    if not math.isfinite(value):
        raise Mistake(f"{what} is {value}, which is not a number one can go on with.")


def near(actual: Any, expected: Any, *, rtol: float = 1e-4, atol: float = 0.0) -> bool:
    """Whether two numbers, or all numbers of two lists, tensors or arrays of one shape, differ by no more than `atol`
    plus `rtol` times the expected one.

    NaN is near nothing. That is what `abs(a - b) > tolerance` forgets: with NaN it is False, and a mistake passes.
    """
    one, other = (torch.as_tensor(value).detach().to(torch.complex128) for value in (actual, expected))
    if one.shape != other.shape:
        return False
    within = _abs(one - other) <= atol + rtol * _abs(other)
    return bool((_eq(one, other) | (within & _isfinite(other))).all().item())


# ----------------------------------------------------------------------------------------------------------- tensors


def _same_tensor(
    actual: Any, expected: Any, what: str, rtol: float | None, atol: float | None, requires_grad: bool | None
) -> None:
    if not _among(type(actual), _TENSORS):
        raise Mistake(f"{_is(what)} {of_type(actual)}, and {_it(what)} should be a tensor.", why_no_tensor(actual))
    if actual.shape != expected.shape:
        raise Mistake(
            f"{_has(what)} the shape {shape_of(actual.shape)}, and it should be {shape_of(expected.shape)}.",
            about_shapes(tuple(actual.shape), tuple(expected.shape)),
        )
    if actual.dtype != expected.dtype:
        raise Mistake(
            f"{_has(what)} the dtype {actual.dtype}, and it should be {expected.dtype}.",
            about_dtypes(actual.dtype, expected.dtype),
        )
    if actual.device != expected.device:
        raise Mistake(
            f"{_is(what)} on the device {actual.device}, and {_it(what)} should be on {expected.device}.",
            "Tensors that are used together must be on one device.",
            "Look at where it is made, and at .to(device).",
        )
    if requires_grad is not None and actual.requires_grad is not requires_grad:
        raise Mistake(f"{_has(what)} requires_grad={actual.requires_grad}.", about_gradients(requires_grad))
    with _no_grad():
        _same_values(actual.detach(), expected.detach(), what, rtol, atol)


def _same_values(actual: Tensor, expected: Tensor, what: str, rtol: float | None, atol: float | None) -> None:
    """Compare two tensors of one shape, dtype and device, number by number."""
    if _within(actual, expected, rtol, atol):
        return
    nan = _isnan(actual) & ~_isnan(expected)
    if _any(nan).item():
        raise Mistake(
            f"{_place(what, actual, nan)} is nan ('not a number'){_how_many(nan, 'is', 'are')}.",
            "A nan comes from 0/0, inf − inf, or the logarithm or root of a negative number, and makes everything that "
            "is computed from it nan too.",
        )
    if actual.dtype not in TOLERANCES:
        wrong = ~_eq(actual, expected)
        difference = _abs(actual.to(torch.float64) - expected.to(torch.float64))
    else:
        finite = _where(_isfinite(expected), _abs(expected), _zeros_like(_abs(expected)))
        allowed = _allowed(finite, finite.max().item() if finite.numel() else 0.0, actual.dtype, rtol, atol)
        alike = _eq(actual, expected) | (_isnan(actual) & _isnan(expected))
        difference = _where(alike, _zeros_like(finite), _abs(actual - expected))
        wrong = ~alike & ~(difference <= allowed)
    if not _any(wrong).item():
        return
    flat = int(_argmax(_where(wrong, difference, _zeros_like(difference))).item())
    seen, wanted = actual.reshape(-1)[flat].item(), expected.reshape(-1)[flat].item()
    where = what if actual.numel() == 1 else _at(what, str(list(_index(flat, tuple(actual.shape)))))
    most = ", where the difference is largest" if _count(wrong) > 1 else ""
    raise Mistake(
        f"{where} is {number(seen)}, and it should be {number(wanted)}{_how_many(wrong)}{most}.",
        about_values(actual, expected),
    )


def _within(actual: Tensor, expected: Tensor, rtol: float | None, atol: float | None) -> bool:
    """Whether all is well with finite floating-point numbers: what most comparisons come to, in few operations."""
    if actual.dtype not in TOLERANCES or actual.numel() == 0:
        return False
    size = _abs(expected)
    largest = size.max().item()
    if not math.isfinite(largest):
        return False
    far = ~(_abs(actual - expected) <= _allowed(size, largest, actual.dtype, rtol, atol))
    return not _any(far).item()


def _allowed(size: Tensor, largest: float, dtype: torch.dtype, rtol: float | None, atol: float | None) -> Tensor:
    """How far each number may be off, for the sizes of those expected and the largest of them."""
    relative, part = TOLERANCES[dtype]
    return (part * (largest or 1.0) if atol is None else atol) + (relative if rtol is None else rtol) * size


def _place(what: str, tensor: Tensor, mask: Tensor) -> str:
    """The name of the first element that the mask marks."""
    if tensor.numel() == 1:
        return what
    flat = int(_argmax(mask.reshape(-1).to(torch.uint8)).item())
    return _at(what, str(list(_index(flat, tuple(tensor.shape)))))


def _at(what: str, index: str) -> str:
    """An entry by the name of the whole: 'x[2]', and 'the sum in rank 0, at [2],' where the two would run together."""
    return f"{what.rstrip(',')}, at {index}," if _TO_SET_OFF.search(what) else f"{what}{index}"


def _count(mask: Tensor) -> int:
    return int(mask.sum().item())


def _how_many(mask: Tensor, one: str = "differs", several: str = "differ") -> str:
    count = _count(mask)
    return "" if mask.numel() == 1 else f" ({count} of {mask.numel()} numbers {one if count == 1 else several})"


def _is(what: str) -> str:
    return f"{what} {agree(what, 'is', 'are')}"


def _has(what: str) -> str:
    return f"{what} {agree(what, 'has', 'have')}"


def _it(what: str) -> str:
    return agree(what, "it", "they")


def _plain(value: Any) -> str:
    return repr(value.item() if isinstance(value, np.generic) else value).replace("-", "−")


def _among(kind: type, kinds: tuple[type, ...]) -> bool:
    """Whether it is one of these types itself; a metaclass that is equal to everything is none of them."""
    return any(kind is one for one in kinds)


def _index(flat: int, shape: tuple[int, ...]) -> tuple[int, ...]:
    index: list[int] = []
    for size in reversed(shape):
        flat, at = divmod(flat, size)
        index.insert(0, at)
    return tuple(index)


# ------------------------------------------------------------------------------------------------ everything else


def _same_array(actual: Any, expected: Any, what: str, rtol: float | None, atol: float | None) -> None:
    if type(actual) is not np.ndarray:
        raise Mistake(f"{_is(what)} {of_type(actual)}, and {_it(what)} should be a NumPy array.", no_return(actual))
    if actual.shape != expected.shape:
        raise Mistake(
            f"{_has(what)} the shape {shape_of(actual.shape)}, and it should be {shape_of(expected.shape)}.",
            about_shapes(actual.shape, expected.shape),
        )
    if actual.dtype != expected.dtype:
        raise Mistake(f"{_has(what)} the dtype {actual.dtype}, and it should be {expected.dtype}.")
    with _no_grad():
        _same_values(_from_numpy(actual.copy()), _from_numpy(expected.copy()), what, rtol, atol)


def _same_number(actual: Any, expected: Any, what: str, rtol: float | None, atol: float | None) -> None:
    kind, wanted = type(actual), type(expected)
    if not _among(kind, _NUMBERS) or _among(kind, _TRUTHS) is not _among(wanted, _TRUTHS):
        means = no_return(actual)
        if _among(kind, _TENSORS) and actual.numel() == 1:
            means = "A tensor with one number in it is not a Python number; .item() gives the number."
        name = "True or False" if _among(wanted, _TRUTHS) else "a Python number"
        raise Mistake(f"{_is(what)} {of_type(actual)}, and {_it(what)} should be {name}.", means)
    dtype = torch.complex128 if complex in (kind, wanted) else torch.float64
    if _among(wanted, (*_TRUTHS, *_WHOLE)):
        if actual != expected:
            raise Mistake(f"{_is(what)} {number(actual)}, and it should be {number(expected)}.")
        if _among(wanted, _WHOLE) and not _among(kind, (*_TRUTHS, *_WHOLE)):
            raise Mistake(
                f"{_is(what)} {_plain(actual)}, {of_type(actual)}, and it should be a whole number, an int.",
                "A division with / gives a float, also where nothing is left over; // and int() give whole numbers.",
            )
        return
    # a Python number may have been computed in float32, so it gets that dtype's tolerance
    relative, part = TOLERANCES[torch.float32]
    size = abs(expected) if math.isfinite(abs(expected)) else 1.0
    _same_values(
        torch.tensor(actual, dtype=dtype),
        torch.tensor(expected, dtype=dtype),
        what,
        relative if rtol is None else rtol,
        part * (size or 1.0) if atol is None else atol,
    )


def _same_sequence(
    actual: Any, expected: Any, what: str, rtol: float | None, atol: float | None, requires_grad: bool | None
) -> None:
    kinds = (list,) if type(expected) is list else (tuple, torch.Size)
    if not _among(type(actual), kinds):
        raise Mistake(
            f"{_is(what)} {of_type(actual)}, and {_it(what)} should be {of_type(expected)}.",
            no_return(actual),
        )
    if len(actual) != len(expected):
        seen = f"{_has(what)} {counted(len(actual), 'entry')}"
        raise Mistake(f"{seen}, and {_it(what)} should have {len(expected)}.")
    for index, (one, other) in enumerate(zip(actual, expected, strict=True)):
        same(one, other, _at(what, f"[{index}]"), rtol=rtol, atol=atol, requires_grad=requires_grad)


def _same_dict(
    actual: Any, expected: Any, what: str, rtol: float | None, atol: float | None, requires_grad: bool | None
) -> None:
    if type(actual) is not dict:
        raise Mistake(f"{_is(what)} {of_type(actual)}, and {_it(what)} should be a dict.", no_return(actual))
    for key in expected:
        if key not in actual:
            raise Mistake(f"{what} has no {key!r}; it has {', '.join(map(repr, actual)) or 'nothing'}.")
    for key in actual:
        if key not in expected:
            raise Mistake(f"{what} has {key!r}, which should not be there.")
    for key, value in expected.items():
        same(actual[key], value, _at(what, f"[{key!r}]"), rtol=rtol, atol=atol, requires_grad=requires_grad)
