"""Where the tutor runs: on Linux, macOS and WSL. Looked at before anything that only those have is imported."""

from __future__ import annotations

import sys
from importlib.util import find_spec

WINDOWS = (
    "pytorch-tutor runs on Linux and macOS. On Windows it runs in WSL: type `wsl --install` in a PowerShell, "
    "open the Ubuntu that comes with it, and install pytorch-tutor there."
)


def require_unix() -> None:
    """End the program with a sentence where Python has no `fcntl`, which is to say on Windows."""
    if find_spec("fcntl") is None:
        sys.exit(WINDOWS)
