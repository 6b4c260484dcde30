"""A tensor or array taken apart: what it is, where its numbers lie, and what they are like."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from tutor.views.base import Histogram
from tutor.views.kinds import View
from tutor.views.names import parameters_of
from tutor.views.numbers import first_lines, short
from tutor.views.packing import pack
from tutor.views.reading import empty, fact, is_array, is_tensor, readable, sizes, strides_of, unlike, unmasked
from tutor.views.tensor.data import InspectionView, Slice, Statistics
from tutor.views.values.data import TextView
from tutor.views.values.make import view_of

WHOLE = 1_000_000
"""With more elements than this, an even sample is looked at …"""
SAMPLE = 200_000
"""… of this many."""
ROWS, COLUMNS = 48, 64
"""No more of a slice than this is sent; the first three quarters, and the end."""
LINE = 1024
"""The same for a tensor of one dimension."""
NUMBERS = 1 << 15
"""No more numbers than this are sent, all slices together."""
SLICES = 64
BINS = 32
NAMES = 2_000
"""No more names than this are looked through for others that share the memory."""
PRINTED = 20
"""Lines of the values as torch prints them."""
_GOLDEN = (math.sqrt(5) - 1) / 2


def inspected(value: Any, name: str = "", names: Mapping[str, Any] | None = None) -> View:
    """As `inspection`, but what has no shape, or cannot be taken apart, in words."""
    try:
        return inspection(value, name, names)
    except TypeError:
        raise
    except Exception as error:  # its class's own code, or torch, which does not describe every kind of tensor
        made = view_of(value)
        return TextView(f"{getattr(made, 'text', '')}\n{str(error).partition(chr(10))[0]}", type(value).__name__)


def inspection(value: Any, name: str = "", names: Mapping[str, Any] | None = None) -> InspectionView:
    """The view of a tensor or array; `name` is its own among `names`. Raises TypeError on anything else.

    ValueError where it has no shape; what else its class raises.
    """
    if not is_tensor(value) and not is_array(value):
        raise TypeError(f"inspect: this is a {type(value).__name__}; a tensor or an array can be inspected")
    shape = sizes(value) if is_tensor(value) else array_shape(value)
    facts = _tensor_facts(value) if is_tensor(value) else _array_facts(value)
    shares = tuple(islice(_sharing(value, name, names or {}), 12))
    rows, columns, slices, left_out, statistics = _held(value, shape)
    printed = "\n".join(first_lines(getattr(view_of(value), "text", ""), PRINTED))
    return InspectionView(
        kind=type(value).__name__, shape=shape, shares=shares, statistics=statistics, rows=rows,
        columns=columns, slices=slices, left_out=left_out, printed=printed, **facts,
    )  # fmt: skip


def name_of(value: object, names: Mapping[str, Any]) -> str:
    """The first public name that the very same object has among `names`; '' where it has none."""
    return next((name for name, one in names.items() if one is value and not name.startswith("_")), "")


def gathered(value: Any, index: Sequence[Any]) -> Any:
    """The elements of a tensor or array at these places (one index array a dimension) as a NumPy array of float64.

    Complex numbers become their absolute values. No more of the tensor is read than these.
    """
    import numpy
    import torch

    if isinstance(value, torch.Tensor):
        places = tuple(torch.as_tensor(one, device=value.device) for one in index)
        found = value[places] if places else value
        if found.is_complex():
            found = found.abs()
        return found.to(torch.float64).cpu().numpy()
    numbers: Any = numpy.asarray(value[tuple(index)])
    return (numpy.abs(numbers) if numpy.iscomplexobj(numbers) else numbers).astype(numpy.float64)


def picked(count: int, limit: int) -> tuple[int, ...]:
    """The numbers 0 to count − 1 where they are no more than `limit`, else the first three quarters and the last."""
    if count <= limit:
        return tuple(range(count))
    first = limit * 3 // 4
    return (*range(first), *range(count - (limit - first), count))


def array_shape(value: Any) -> tuple[int, ...]:
    """The shape of an array as NumPy itself knows it."""
    import numpy

    return tuple(numpy.ndarray.shape.__get__(value))


def _held(
    value: Any, shape: tuple[int, ...]
) -> tuple[tuple[int, ...], tuple[int, ...], tuple[Slice, ...], int, Statistics | None]:
    """Rows, columns, slices, slices left out, statistics; nothing of what has no numbers that can be read."""
    import numpy

    nothing = (), (), (), 0, None
    if is_tensor(value) and empty(value):
        return nothing
    try:
        plain = readable(value) if is_tensor(value) else numpy.asarray(unmasked(value))
        if is_array(plain) and not (numpy.issubdtype(plain.dtype, numpy.number) or plain.dtype == numpy.bool_):
            return nothing
        return *_slices(plain, shape), statistics(sample(plain, shape))
    except Exception:  # a dtype of bits, say, or a class that does not let itself be read; what it is can be said still
        return nothing


# ----------------------------------------------------------------------------------------------------- what it is


def _tensor_facts(value: Any) -> dict[str, Any]:
    import torch

    from tutor.compat.torch_modes import past_subclasses

    strided = fact(value, "layout") is torch.strided
    device, layout, dtype = str(fact(value, "device")), str(fact(value, "layout")), fact(value, "dtype")
    function, leaf = fact(value, "grad_fn"), bool(fact(value, "is_leaf"))
    grad = fact(value, "grad") if leaf or fact(value, "retains_grad") else None
    with past_subclasses():
        return {
            "dtype": str(dtype).removeprefix("torch."),
            "device": device if strided else f"{device}, {layout.removeprefix('torch.')}",
            "strides": strides_of(value) if strided else (),
            "offset": torch.Tensor.storage_offset(value) if strided else 0,
            "contiguous": strided and torch.Tensor.is_contiguous(value),
            "size": math.prod(sizes(value)) * dtype.itemsize,
            "storage": torch.Tensor.untyped_storage(value).nbytes() if strided else 0,
            "requires_grad": bool(fact(value, "requires_grad")),
            "is_leaf": leaf,
            "grad_fn": function.name() if function is not None else "",
            "grad": _grad_words(grad) if grad is not None else "",
        }


def _grad_words(grad: Any) -> str:
    if unlike(grad):
        return f"a {type(grad).__name__}"
    if math.prod(sizes(grad)) != 1 or empty(grad):
        return f"of shape {sizes(grad)}"
    return short(readable(grad).item())


def _array_facts(value: Any) -> dict[str, Any]:
    owner = value
    while getattr(owner.base, "nbytes", None) is not None and hasattr(owner.base, "base"):
        owner = owner.base
    size = value.itemsize or 1
    return {
        "dtype": str(value.dtype),
        "device": "cpu",
        "strides": tuple(stride // size for stride in value.strides),
        "offset": max(0, _start(value) - _start(owner)) // size,
        "contiguous": bool(value.flags.c_contiguous),
        "size": value.nbytes,
        "storage": owner.nbytes,
        "requires_grad": False,
        "is_leaf": True,
        "grad_fn": "",
        "grad": "",
    }


def _start(array: Any) -> int:
    return int(array.__array_interface__["data"][0])


# --------------------------------------------------------------------------------------------- what shares its memory


def _sharing(value: Any, own: str, names: Mapping[str, Any]) -> Iterator[str]:
    """The names of tensors that look into the same memory, with what they are to this one."""
    place = _memory(value)
    if place is None:
        return
    for name, one in islice(every_tensor(names), NAMES):
        if one is value:
            if name != own:
                yield f"{name} (the same object)"
        elif (other := _memory(one)) is not None and place[0] == other[0] and _overlap(place[1:], other[1:]):
            yield name


def every_tensor(names: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Every tensor and array that has a public name, the parameters and buffers of modules among them."""
    for name, one in list(names.items()):
        if name.startswith("_"):
            continue
        if is_tensor(one) or is_array(one):
            yield name, one
        else:
            yield from ((f"{name}.{inner}", tensor) for inner, tensor in parameters_of(one))


def _memory(value: Any) -> tuple[str, int, int] | None:
    """Device, first byte and the byte behind the last of the memory that it lies in; None where that is not known."""
    import torch

    from tutor.compat.torch_modes import past_subclasses

    if is_tensor(value):
        if unlike(value) or empty(value) or fact(value, "layout") is not torch.strided:
            return None
        with past_subclasses():
            storage = torch.Tensor.untyped_storage(value)
        try:
            return str(fact(value, "device")), storage.data_ptr(), storage.data_ptr() + storage.nbytes()
        except RuntimeError:  # a class that wraps other tensors has no memory of its own
            return None
    low = high = _start(value)
    for length, stride in zip(array_shape(value), value.strides, strict=True):
        if length == 0:
            return None
        low, high = low + min(0, (length - 1) * stride), high + max(0, (length - 1) * stride)
    return "cpu", low, high + value.itemsize


def _overlap(first: tuple[int, int], second: tuple[int, int]) -> bool:
    return first[0] < second[1] and second[0] < first[1]


# ------------------------------------------------------------------------------------------------- what it holds


def _slices(value: Any, shape: tuple[int, ...]) -> tuple[tuple[int, ...], tuple[int, ...], tuple[Slice, ...], int]:
    """Row numbers, column numbers, the slices sent, and how many more there are."""
    import numpy

    if not shape:
        return (0,), (0,), (Slice((), pack(gathered(value, ()).reshape(-1).tolist())),), 0
    rows = picked(shape[-2], ROWS) if len(shape) > 1 else (0,)
    columns = picked(shape[-1], COLUMNS if len(shape) > 1 else LINE)
    outer = shape[:-2]
    count = math.prod(outer)
    if not rows or not columns or not count:
        return rows, columns, (), 0
    sent = min(count, SLICES, max(1, NUMBERS // (len(rows) * len(columns))))
    grid = [numpy.array(rows)[:, None]] * (len(shape) > 1) + [numpy.array(columns)]
    slices = []
    for number in range(sent):
        at = unravelled(number, outer)
        numbers = gathered(value, [*(numpy.array(index) for index in at), *grid])
        slices.append(Slice(at, pack(numbers.reshape(-1).tolist())))
    return rows, columns, tuple(slices), count - sent


def unravelled(number: int, shape: Sequence[int]) -> tuple[int, ...]:
    """The indices of the element with this number, in the order of a contiguous tensor of this shape."""
    indices = []
    for length in reversed(shape):
        number, index = divmod(number, length)
        indices.append(index)
    return tuple(reversed(indices))


def sample(value: Any, shape: tuple[int, ...]) -> Any:
    """All elements, flat, or an even sample of a tensor that has too many, as NumPy float64.

    The sample's places are the multiples of the golden ratio modulo 1 (Weyl's sequence): evenly spread, and in step
    with no dimension.
    """
    import numpy

    count = math.prod(shape)
    if count <= WHOLE:
        return gathered(value, ()).reshape(-1)
    number = (numpy.arange(SAMPLE, dtype=numpy.float64) * _GOLDEN % 1.0 * count).astype(numpy.int64)
    index = []
    for length in reversed(shape):
        index.append(number % length)
        number = number // length
    return gathered(value, index[::-1])


def statistics(numbers: Any) -> Statistics | None:
    """What numbers (a flat NumPy array of float64) are like; None where there are none."""
    import numpy

    if not len(numbers):
        return None
    finite = numbers[numpy.isfinite(numbers)]
    scale = float(numpy.abs(finite).max()) if len(finite) else 0.0
    unit = finite / scale if scale else finite  # no sum of these overflows
    mean = float(unit.mean()) if len(finite) else 0.0
    return Statistics(
        looked_at=len(numbers),
        nan=int(numpy.isnan(numbers).sum()),
        infinite=int((numbers == numpy.inf).sum()),
        negative_infinite=int((numbers == -numpy.inf).sum()),
        zero=int((numbers == 0).sum()),
        least=float(finite.min()) if len(finite) else None,
        mean=mean * (scale or 1.0) if len(finite) else None,
        deviation=math.sqrt(float(((unit - mean) ** 2).mean())) * (scale or 1.0) if len(finite) else None,
        largest=float(finite.max()) if len(finite) else None,
        histogram=histogram(finite),
    )


def histogram(finite: Any, bins: int = BINS) -> Histogram | None:
    """How finite values (a NumPy array) are spread; whole numbers of a small range are counted one by one."""
    import numpy

    if not len(finite):
        return None
    low, high = float(finite.min()), float(finite.max())
    if high - low < bins and bool((finite == numpy.round(finite)).all()):
        counts = numpy.bincount((finite - low).astype(numpy.int64))
        return Histogram(low - 0.5, high + 0.5, tuple(counts.tolist()))
    if low == high:
        return Histogram(low, high, (len(finite),))
    half = high / 2 - low / 2  # half the range, which does not overflow
    places = ((finite / 2 - low / 2) / half * bins).astype(numpy.int64).clip(0, bins - 1)
    return Histogram(low, high, tuple(numpy.bincount(places, minlength=bins).tolist()))
