"""`pytorch-tutor new`: a small working course to start from."""

from __future__ import annotations

import shlex
import shutil
from pathlib import Path

import tutor
from tutor.commands.lookup import UsageError
from tutor.commands.running import write

TEMPLATE = Path(tutor.__file__).parent / "template"


def new(folder: Path) -> int:
    """Copy the template into `folder`, which is made or empty. Raises UsageError where it is neither."""
    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{folder} is a file; name a folder that is empty or does not exist yet.")
    try:
        if folder.is_dir() and any(folder.iterdir()):
            raise UsageError(f"{folder} is not empty. Name a folder that is, or one that does not exist yet.")
        shutil.copytree(
            TEMPLATE,
            folder,
            dirs_exist_ok=True,
            copy_function=shutil.copyfile,  # without the installed files' permissions, which may be read-only
            ignore=shutil.ignore_patterns("__pycache__", ".*"),
        )
    except OSError as error:
        raise UsageError(f"No course can be made in {folder}: {error.strerror or error}") from None
    write(
        f"{folder} holds a small course.\n\n"
        f"{shlex.join(['pytorch-tutor', '--course', str(folder)])}     opens it\n"
        f"{shlex.join(['pytorch-tutor', 'verify', str(folder)])}       says what is wrong with it\n"
        f"{folder / 'README.md'} says what is what.\n"
    )
    return 0
