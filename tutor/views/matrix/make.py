"""Matrices with labels: who is taken for whom, and who attends to whom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tutor.views.matrix.data import MatrixView
from tutor.views.numbers import shape_text
from tutor.views.packing import pack
from tutor.views.reading import numbers

SIDE = 64
"""No more rows or columns than this are sent."""
PAGES = 64


def confusion(truth: Any, predicted: Any, names: Sequence[str] = ()) -> MatrixView:
    """How often each class (rows) was taken for each (columns). Raises ValueError on labels that do not pair up."""
    import torch

    true, given = class_numbers("confusion", truth), class_numbers("confusion", predicted)
    if len(true) != len(given) or not len(true):
        raise ValueError(f"confusion: {len(true)} true labels and {len(given)} predicted ones")
    if int(torch.minimum(true, given).min()) < 0:
        raise ValueError("confusion: labels are the numbers of classes, from 0 on")
    classes = max(len(names), int(torch.maximum(true, given).max()) + 1)
    kept = min(classes, SIDE)
    inside = (true < kept) & (given < kept)
    counts = torch.bincount(true[inside] * kept + given[inside], minlength=kept * kept)
    words = tuple(names[index] if index < len(names) else str(index) for index in range(kept))
    right = int((true == given).sum())
    note = f"{right} of {len(true)} right, {100 * right / len(true):.1f} %"
    if kept < classes:
        note += f"; classes {kept} to {classes - 1} are not here"
    pages = (pack(map(float, counts.tolist())),)
    return MatrixView(words, words, "true", "predicted", pages, ("",), True, note)


def attention(
    weights: Any,
    rows: Sequence[str] = (),
    columns: Sequence[str] = (),
    titles: tuple[str, str] = ("from", "to"),
) -> MatrixView:
    """Attention weights of shape (Q, K), or (heads, Q, K) with a page a head. Raises ValueError naming the shape."""
    import torch

    tensor = numbers("attention", weights)
    tensor = tensor.abs() if tensor.is_complex() else tensor
    shape = tuple(tensor.shape)
    while tensor.dim() > 3 and tensor.shape[0] == 1:
        tensor = tensor[0]  # (1, heads, Q, K) is one sentence
    if tensor.dim() not in (2, 3) or not tensor.numel():
        raise ValueError(f"attention: shape {shape_text(shape)}; (queries, keys) or (heads, queries, keys) is needed")
    tensor = tensor[None] if tensor.dim() == 2 else tensor
    pages = tensor[:PAGES, :SIDE, :SIDE].to("cpu", torch.float64)
    count_rows, count_columns = pages.shape[1:]
    columns = columns or rows
    named_rows = tuple(rows[index] if index < len(rows) else str(index) for index in range(count_rows))
    named_columns = tuple(columns[index] if index < len(columns) else str(index) for index in range(count_columns))
    cut = tuple(pages.shape) != tuple(tensor.shape)
    note = f"{shape_text(tuple(pages.shape))} of {shape_text(tuple(tensor.shape))} is here" if cut else ""
    packed = tuple(pack(page.reshape(-1).tolist()) for page in pages)
    heads = tuple(f"head {index}" for index in range(len(packed))) if len(packed) > 1 else ("",)
    return MatrixView(named_rows, named_columns, *titles, packed, heads, False, note)


def class_numbers(call: str, values: Any) -> Any:
    """The numbers of classes, flat. Raises ValueError beginning with `call` on what is no such thing."""
    import torch

    tensor = numbers(call, values)
    if tensor.is_complex():
        raise ValueError(f"{call}: labels are the numbers of classes, and these are complex")
    if tensor.dim() > 1 and tensor.shape[-1] > 1:
        raise ValueError(f"{call}: labels of shape {tuple(tensor.shape)}; one a point is needed, as by argmax(dim=1)")
    return tensor.reshape(-1).to("cpu", torch.float64).round().long()
