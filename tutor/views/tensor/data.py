"""A tensor taken apart."""

from __future__ import annotations

import msgspec

from tutor.views.base import Histogram, StagedView


class Statistics(msgspec.Struct, frozen=True):
    """What the values of a tensor are like; least, mean and largest are of the finite ones."""

    looked_at: int
    """How many elements were looked at: all of them, or an even sample where there are too many."""
    nan: int
    infinite: int
    """How many are +∞."""
    negative_infinite: int
    zero: int
    least: float | None
    mean: float | None
    deviation: float | None
    """The standard deviation, of the finite values as a whole population."""
    largest: float | None
    histogram: Histogram | None


class Slice(msgspec.Struct, frozen=True):
    """A matrix of a tensor: its last two dimensions, at one place in the others."""

    at: tuple[int, ...]
    """The indices in the dimensions before the last two."""
    values: bytes
    """Packed, row by row; complex numbers by their absolute values."""


class InspectionView(StagedView, frozen=True, tag="inspection"):
    """A tensor or an array, taken apart: what it is, where it lies, what its values are like, and many of them."""

    kind: str
    """'Tensor', 'Parameter', 'ndarray' …"""
    shape: tuple[int, ...]
    dtype: str
    device: str
    strides: tuple[int, ...]
    """In elements; empty for what is not strided."""
    offset: int
    """Elements before its first one in its storage."""
    contiguous: bool
    size: int
    """Bytes of its elements, were each stored for itself."""
    storage: int
    """Bytes of the storage that it looks into."""
    requires_grad: bool
    is_leaf: bool
    grad_fn: str
    grad: str
    """What its .grad is, in a few words; '' where there is none."""
    shares: tuple[str, ...]
    """Names of other tensors that look into the same storage."""
    statistics: Statistics | None
    """None where it has no numbers to look at."""
    rows: tuple[int, ...]
    """Which rows of each slice are here; a jump is a gap."""
    columns: tuple[int, ...]
    slices: tuple[Slice, ...]
    left_out: int
    """How many slices more there are."""
    printed: str
    """The values as torch prints them, shortened."""


VIEWS = (InspectionView,)
