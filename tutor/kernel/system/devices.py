"""Which devices there are. Asked in a process that ends at once, so that the host never touches a GPU."""

from __future__ import annotations

import os
import platform
import sys
from pathlib import Path

import msgspec

from tutor.kernel.protocol.connection import Device, Devices
from tutor.system import processes

SECONDS = 30.0
"""A driver that takes longer than this to answer is taken for broken."""


def accelerators_possible() -> bool:
    """Whether this build of torch knows any accelerator at all. Touches none."""
    import torch

    return bool(torch.version.cuda or torch.version.hip or torch.backends.mps.is_built())


def look() -> Devices:
    """All devices, the one that 'auto' means first. Touches them: not for the host's own process."""
    import torch

    found: list[Device] = []
    problem = ""
    try:
        if torch.cuda.is_available():
            found = [_cuda(index) for index in range(torch.cuda.device_count())]
            found.sort(key=lambda device: -(device.memory_free or 0))
        elif torch.backends.mps.is_available():
            found = [Device("mps", "Apple GPU (Metal)")]
    except RuntimeError as error:  # a driver that is too old, a card that is taken exclusively
        problem = f"The GPU cannot be used: {str(error).splitlines()[0]}"
    return Devices((*found, cpu()), problem)


def cpu() -> Device:
    """The processor and the machine's memory."""
    total = free = None
    try:
        page = os.sysconf("SC_PAGE_SIZE")
        total = os.sysconf("SC_PHYS_PAGES") * page
        free = os.sysconf("SC_AVPHYS_PAGES") * page
        lines = Path("/proc/meminfo").read_text().splitlines()
        free = next((int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:")), free)
    except (ValueError, OSError):  # names and files that this system does not have
        pass
    return Device("cpu", _processor(), total, free)


def resolve(wanted: str, known: Devices) -> Device | str:
    """The device that is meant by what was asked for, or a sentence that says what there is instead."""
    names = [device.name for device in known.devices]
    if wanted == "auto":
        return known.devices[0]
    if wanted == "cuda":
        wanted = next((name for name in names if name.startswith("cuda")), wanted)
    for device in known.devices:
        if device.name == wanted:
            return device
    there = ", ".join(f"{device.name} ({device.label})" for device in known.devices)
    because = f" {known.problem}" if known.problem else ""
    return f"There is no device {wanted!r} here. There is: {there}.{because}"


def main() -> None:
    """Write what there is to standard output, as a Devices message in JSON. Argument: the host's process."""
    processes.die_with_parent(int(sys.argv[1]))
    sys.stdout.buffer.write(msgspec.json.encode(look()))


def _cuda(index: int) -> Device:
    import torch

    free, total = torch.cuda.mem_get_info(index)
    return Device(f"cuda:{index}", torch.cuda.get_device_name(index), total, free)


def _processor() -> str:
    try:
        for line in Path("/proc/cpuinfo").read_text().splitlines():
            if line.startswith("model name"):
                return f"{line.partition(':')[2].strip()}, {os.cpu_count()} cores"
    except FileNotFoundError:
        pass
    return f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores"


if __name__ == "__main__":
    main()
