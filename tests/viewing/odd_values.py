"""Values that do not behave as tensors of floats do: every kind that can be printed, and some that cannot."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch._subclasses.fake_tensor import FakeTensorMode
from torch.masked import masked_tensor


class Raising(torch.Tensor):
    @classmethod
    def __torch_function__(cls, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        raise RuntimeError("this class does nothing")


def _refuse(value: object) -> Any:
    raise RuntimeError(f"a {type(value).__name__} has none")


Shapeless: Any = type("Shapeless", (torch.Tensor,), {"shape": property(_refuse)})
Typeless: Any = type("Typeless", (torch.Tensor,), {"dtype": property(_refuse)})
ShapelessArray: Any = type("ShapelessArray", (np.ndarray,), {"shape": property(_refuse)})
Classless: Any = type("Classless", (), {"__class__": property(_refuse)})


class Speechless:
    def __repr__(self) -> str:
        raise ValueError("nothing to say")


class Endless(list[int]):
    def __len__(self) -> int:
        raise ValueError("no end")


class Mute:
    def __getattr__(self, name: str) -> Any:
        raise ValueError("no attribute")


class Leaving:
    def __repr__(self) -> str:
        raise SystemExit(3)


class Bare(torch.nn.Module):
    def __init__(self) -> None:
        """Without super().__init__()."""


def _freed() -> torch.Tensor:
    tensor = torch.ones(3)
    tensor.untyped_storage().resize_(0)
    return tensor


def _quantized(per_channel: bool) -> torch.Tensor:
    if per_channel:
        scales, zeros = torch.tensor([0.1, 0.2]), torch.tensor([0, 0])
        return torch.quantize_per_channel(torch.ones(2, 3), scales, zeros, 0, torch.qint8)
    return torch.quantize_per_tensor(torch.ones(2, 3), 0.1, 0, torch.qint8)


def _nested(layout: torch.layout) -> torch.Tensor:
    return torch.nested.nested_tensor([torch.ones(2, 3), torch.ones(4, 3)], layout=layout)


TENSORS: dict[str, Callable[[], Any]] = {
    "a lazy parameter": lambda: torch.nn.LazyLinear(256).weight,
    "a lazy buffer": lambda: torch.nn.LazyBatchNorm1d().running_mean,
    "nested, strided": lambda: _nested(torch.strided),
    "nested, jagged": lambda: _nested(torch.jagged),
    "sparse coo": lambda: torch.eye(4).to_sparse(),
    "sparse csr": lambda: torch.eye(4).to_sparse_csr(),
    "sparse csc": lambda: torch.eye(4).to_sparse_csc(),
    "sparse bsr": lambda: torch.eye(4).to_sparse_bsr((2, 2)),
    "sparse bsc": lambda: torch.eye(4).to_sparse_bsc((2, 2)),
    "a sparse scalar": lambda: torch.ones(()).to_sparse(),
    "quantized": lambda: _quantized(per_channel=False),
    "quantized by channel": lambda: _quantized(per_channel=True),
    "meta": lambda: torch.empty(2, 3, device="meta"),
    "a meta scalar": lambda: torch.empty((), device="meta"),
    "fake": lambda: FakeTensorMode().from_tensor(torch.ones(2, 3)),
    "a complex scalar": lambda: torch.tensor(1 + 2j),
    "complex halves": lambda: torch.ones(2, 2, dtype=torch.complex32),
    "float8 e4m3": lambda: torch.ones(2, 3).to(torch.float8_e4m3fn),
    "float8 e5m2": lambda: torch.ones(2, 3).to(torch.float8_e5m2),
    "bool": lambda: torch.tensor([[True, False]]),
    "bfloat16": lambda: torch.ones(3, dtype=torch.bfloat16),
    "unsigned": lambda: torch.ones(2, 2, dtype=torch.uint64),
    "bits": lambda: torch.empty(2, dtype=torch.bits8),
    "masked": lambda: masked_tensor(torch.ones(2, 3), torch.tensor([[True, False, True]] * 2)),
    "a raising torch function": lambda: torch.ones(2, 3).as_subclass(Raising),
    "a raising shape": lambda: torch.ones(2, 3).as_subclass(Shapeless),
    "a raising dtype": lambda: torch.ones(2, 3).as_subclass(Typeless),
    "NaN": lambda: torch.full((3, 3), float("nan")),
    "nothing": lambda: torch.ones(0, 3),
    "freed memory": _freed,
}
OTHERS: dict[str, Callable[[], Any]] = {
    "a lazy layer": lambda: torch.nn.LazyLinear(4),
    "a module without init": Bare,
    "a raising array": lambda: np.ones((2, 2)).view(ShapelessArray),
    "an array of objects": lambda: np.array([Speechless()], dtype=object),
    "a masked array": lambda: np.ma.array([1.0, 2.0], mask=[False, True]),
    "a structured array": lambda: np.zeros(2, dtype=[("a", "i4"), ("b", "f8")]),
    "dates": lambda: np.array(["2020-01-01"], dtype="datetime64[D]"),
    "a raising repr": Speechless,
    "a raising len": lambda: Endless([1]),
    "a raising class": Classless,
    "a raising attribute": Mute,
    "a repr that exits": Leaving,
    "a list with a raising repr": lambda: [1, Speechless()],
    "a dict with a raising tensor": lambda: {Mute(): torch.ones(2).as_subclass(Raising), "good": torch.ones(3)},
    "None": lambda: None,
}


def made(name: str) -> Any:
    """A fresh value of this name."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # torch calls nested, sparse and masked tensors beta
        return (TENSORS | OTHERS)[name]()
