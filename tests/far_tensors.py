"""An accelerator without one: tensors that say that they lie on a GPU, and count how often one waits for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import torch


class Waits:
    """How often numbers were read from the accelerator."""

    count = 0


class FarTensor(torch.Tensor):
    """A tensor of the CPU's behind another device's name; what is computed from it is one, too. Reading is a wait."""

    device: Any = property(lambda _: torch.device("cuda", 0))

    def cpu(self, *_: Any, **__: Any) -> torch.Tensor:
        Waits.count += 1
        return self.as_subclass(torch.Tensor).clone()

    def item(self) -> Any:
        return self.cpu().item()

    def tolist(self) -> Any:
        return self.cpu().tolist()


def far(number: object) -> FarTensor:
    """A number, or several, on the accelerator."""
    return torch.as_tensor(number).as_subclass(FarTensor)


@contextmanager
def waits() -> Iterator[Callable[[], int]]:
    """How many waits there have been since this began."""
    before = Waits.count
    yield lambda: Waits.count - before
