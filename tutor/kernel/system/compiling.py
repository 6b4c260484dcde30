"""What torch.compile needs of a machine: for the CPU a C++ compiler, and a folder for what it makes."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping, MutableMapping
from pathlib import Path

FOLDER = "TORCHINDUCTOR_CACHE_DIR"
"""The variable that says where compiled code is kept; torch's own choice goes with the machine's next start."""
THREADS = "TORCHINDUCTOR_COMPILE_THREADS"
"""The variable that says how many processes and threads compile at once."""
WAIT = "compiling, about 20 s the first time"


def compiler(environ: Mapping[str, str]) -> str:
    """The path of the C++ compiler that torch would use; '' where there is none."""
    return shutil.which(environ.get("CXX", "clang++" if sys.platform == "darwin" else "g++")) or ""


def keep_compiled(environ: MutableMapping[str, str], folder: Path) -> None:
    """Have compiled code kept in this folder, so that it is there the next time; else where torch would keep it."""
    if FOLDER in environ:
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:  # a home that cannot be written, or a full disk
        return
    environ[FOLDER] = str(folder)
