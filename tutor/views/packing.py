"""Runs of numbers as bytes: eight a number, and nothing to parse."""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable


def pack(numbers: Iterable[float]) -> bytes:
    """Numbers as little-endian float64."""
    packed = numbers if isinstance(numbers, array) and numbers.typecode == "d" else array("d", numbers)
    if sys.byteorder == "big":
        packed = packed[:]
        packed.byteswap()
    return packed.tobytes()


def unpack(data: bytes) -> array[float]:
    """What `pack` packed."""
    numbers = array("d")
    numbers.frombytes(data)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers
