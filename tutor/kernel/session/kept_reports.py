"""Reported numbers that lie on an accelerator: copied there at once, and read together when reports are sent.

To read a number from a GPU is to wait until all that it was given before is done. A training that reports at each step
would wait at each step, and its GPU with it; here it waits when reports are sent, twenty times a second at most.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import torch

from tutor.compat.torch_modes import is_wrapped

Names = tuple[str, ...]
_AT_HAND = ("cpu", "meta")
"""Devices whose numbers are read without a wait, or have none."""


@dataclass(frozen=True)
class KeptReport:
    """One report: its numbers, but for those that are still to be read."""

    names: Names
    row: list[float]
    """The step and the numbers; what is still to be read is 0 here."""
    copies: Sequence[tuple[Sequence[int], torch.Tensor]]
    """Places in `row`, and the numbers that belong there, which lie elsewhere: together for those of one kind."""


def is_elsewhere(value: object) -> bool:
    """Whether a reported value is one number on an accelerator, which can be copied there."""
    return (
        issubclass(type(value), torch.Tensor)
        and isinstance(value, torch.Tensor)
        and value.device.type not in _AT_HAND
        and value.layout == torch.strided
        and value.numel() == 1
        and not value.is_complex()
        and not hasattr(type(value), "__tensor_flatten__")  # made of other tensors, as those of DTensor are
        and not is_wrapped(value)
    )


def kept(names: Names, step: float, numbers: Mapping[str, float], elsewhere: Mapping[str, Any]) -> KeptReport:
    """A report whose names are in one of the two mappings each: plain numbers, and what lies elsewhere."""
    kinds: dict[tuple[torch.device, torch.dtype], list[str]] = {}
    for name, tensor in elsewhere.items():
        kinds.setdefault((tensor.device, tensor.dtype), []).append(name)
    place = {name: at for at, name in enumerate(names, 1)}
    with torch.no_grad():
        copies = [
            ([place[name] for name in alike], torch.cat([elsewhere[name].reshape(1) for name in alike]))
            for alike in kinds.values()
        ]
    return KeptReport(names, [step, *(numbers.get(name, 0.0) for name in names)], copies)


def read(reports: Collection[KeptReport]) -> None:
    """Fill in what is still to be read, of all of them, with one wait for each device and kind of number."""
    kinds: dict[tuple[torch.device, torch.dtype], list[tuple[list[float], Sequence[int], torch.Tensor]]] = {}
    for report in reports:
        for places, copy in report.copies:
            kinds.setdefault((copy.device, copy.dtype), []).append((report.row, places, copy))
    for parts in kinds.values():
        with torch.no_grad():
            numbers = iter(torch.cat([copy for _, _, copy in parts]).cpu().tolist())
        for row, places, _ in parts:
            for at in places:
                row[at] = float(next(numbers))
