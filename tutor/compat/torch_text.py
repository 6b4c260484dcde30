"""How torch prints a tensor, and which tensors have no numbers to print."""

from __future__ import annotations

from typing import Any

from tutor.compat.lookup import parts


def is_fake(tensor: object) -> bool:
    """Whether it is one of the tensors that torch.compile computes shapes with, which have no numbers."""
    (kind,) = parts("torch._subclasses.fake_tensor", "FakeTensor")
    return issubclass(type(tensor), kind)


def summary(tensor: Any, threshold: int, edge: int) -> str:
    """How torch prints it, from more than `threshold` numbers on by the first and last `edge` of each axis.

    torch's public way to say so changes it for the learner's code, too.
    """
    from torch._tensor_str import printoptions

    with printoptions(threshold=threshold, edgeitems=edge):
        return repr(tensor)
