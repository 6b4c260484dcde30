"""The threads that OpenMP keeps for torch's operations: as long as they are there, a fork of the process would hang."""

from __future__ import annotations

import ctypes
from contextlib import suppress
from functools import cache
from pathlib import Path

_HARD = 2
"""omp_pause_hard: threads are ended, and made anew when they are next needed (OpenMP 5.0, section 3.2.44)."""


def rest() -> None:
    """End the threads that wait for the next operation; does nothing where there is no OpenMP that can."""
    for library in _loaded():
        with suppress(AttributeError):  # an OpenMP from before 5.0
            library.omp_pause_resource_all(_HARD)


def can_rest() -> bool:
    """Whether there is an OpenMP here, and it can: that of wheels of torch up to 2.6 is from before 5.0."""
    return any(hasattr(library, "omp_pause_resource_all") for library in _loaded())


@cache
def _loaded() -> tuple[ctypes.CDLL, ...]:
    """The OpenMP libraries that this process has loaded: torch brings one of its own."""
    try:
        maps = Path("/proc/self/maps").read_text()
    except OSError:
        return ()
    paths = {line.split(maxsplit=5)[-1] for line in maps.splitlines() if "/" in line}
    found = []
    for path in sorted(one for one in paths if Path(one).name.startswith(("libgomp", "libomp", "libiomp"))):
        with suppress(OSError):
            found.append(ctypes.CDLL(path))
    return tuple(found)
