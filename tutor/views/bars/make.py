"""Sizes as bars, of one or several rows over the same things."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tutor.views.bars.data import BarsView, Sizes
from tutor.views.numbers import short
from tutor.views.packing import pack
from tutor.views.reading import numbers

BARS, ROWS = 200, 8
"""No more than these are sent."""


def bars(values: Any, labels: Sequence[Any] = (), *, log: bool = False) -> BarsView:
    """The view of a row of sizes, or of several by name; of a number for each name, one row with a bar for each.

    Raises ValueError where one is below 0, or none is there.
    """
    if isinstance(values, Mapping) and not len(labels) and all(map(_is_number, values.values())):
        labels, values = list(values), list(values.values())
    several = isinstance(values, Mapping)
    named = list(values.items()) if several else [("", values)]
    read = [(str(name), _sizes(str(name) if several else "", one)) for name, one in named[:ROWS]]
    longest = max((len(sizes) for _, sizes in read), default=0)
    if not longest:
        raise ValueError("bars: there are no numbers; one for each bar is needed")
    kept = min(longest, BARS)
    words = tuple(_label(labels[at]) if at < len(labels) else str(at + 1) for at in range(kept))
    notes = [f"{longest - kept} bars more are not here"] if kept < longest else []
    notes += [f"{len(named) - ROWS} rows more are not here"] if len(named) > ROWS else []
    return BarsView(words, tuple(Sizes(name, pack(sizes[:kept])) for name, sizes in read), log, ", ".join(notes))


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) or getattr(value, "shape", None) == ()


def _label(label: Any) -> str:
    """What stands below a bar; of a blank one, such as the space among the letters of a text, how it is written."""
    text = str(label)
    return text if text.strip() else repr(text)


def _sizes(name: str, values: Any) -> list[float]:
    """The numbers of one row, in their order; NaN and infinities stay what they are."""
    import torch

    where = f"bars: {name}" if name else "bars"
    tensor = numbers(where, values)
    if tensor.is_complex():
        tensor = tensor.abs()
    found: list[float] = tensor.detach().reshape(-1).to("cpu", torch.float64).tolist()
    below = next((value for value in found if value < 0), None)
    if below is not None:
        raise ValueError(
            f"{where}: {short(below)} is below 0, and a bar is a size; take its abs(), or draw lines by live.compare"
        )
    return found
