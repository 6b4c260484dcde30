"""Devices in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tutor.kernel.protocol.connection import Device


def described(device: Device) -> str:
    """'cuda:0: NVIDIA H200, 138 of 140 GiB free'."""
    memory = ""
    if device.memory_total:
        total = device.memory_total / 2**30
        memory = f", {total:.0f} GiB"
        if device.memory_free is not None:
            memory = f", {device.memory_free / 2**30:.0f} of {total:.0f} GiB free"
    label = f": {device.label}" if device.label and device.label != device.name else ""
    return f"{device.name}{label}{memory}"
