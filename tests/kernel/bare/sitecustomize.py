"""Takes away what Linux has and macOS has not, in every Python that finds this: waitid, prctl and /proc.

For kernels that tests start, with `PYTHONPATH`. Whatever still asks for one of them is told that it is not there.
"""

from __future__ import annotations

import errno
import os
import sys
from typing import Any

PROC = "/proc"
_stat = os.stat


def _is_proc(path: object) -> bool:
    return isinstance(path, str | os.PathLike) and os.fspath(path).startswith(PROC)


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event in ("open", "os.listdir", "os.scandir") and _is_proc(arguments[0]):
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), arguments[0])
    if event == "ctypes.dlsym" and arguments[1] == "prctl":
        raise AttributeError("prctl")


def _stat_elsewhere(path: Any, *arguments: Any, **how: Any) -> os.stat_result:
    if _is_proc(path):
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path)
    return _stat(path, *arguments, **how)


if hasattr(os, "waitid"):
    del os.waitid
os.stat = _stat_elsewhere
sys.addaudithook(_refuse)
