"""The folder of what is kept for the user."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path


def home_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """Where everything that is kept for the user lies."""
    if chosen := environ.get("PYTORCH_TUTOR_HOME"):
        return Path(chosen).expanduser()
    import platformdirs  # late: not needed where the variable is set

    return platformdirs.user_data_path("pytorch-tutor", appauthor=False)


def cache_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """Where what can be made again lies, on the machine that makes it."""
    if environ.get("PYTORCH_TUTOR_HOME"):
        return home_folder(environ) / "cache"
    import platformdirs

    return platformdirs.user_cache_path("pytorch-tutor", appauthor=False)
