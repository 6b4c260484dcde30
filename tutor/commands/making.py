"""`pytorch-tutor new`: a small working course to start from."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path
from string import Template

import tutor
from tutor.commands.lookup import UsageError
from tutor.commands.running import write

TEMPLATE = Path(tutor.__file__).parent / "template"
PROJECT = TEMPLATE / "pyproject.toml.in"


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
            ignore=shutil.ignore_patterns("__pycache__", ".*", PROJECT.name),
        )
        name = course_name(folder)
        (folder / PROJECT.stem).write_text(_project(name), encoding="utf-8")
    except OSError as error:
        raise UsageError(f"No course can be made in {folder}: {error.strerror or error}") from None
    write(
        f"{folder} holds a small course.\n\n"
        f"{shlex.join(['pytorch-tutor', '--course', str(folder)])}     opens it\n"
        f"{shlex.join(['pytorch-tutor', 'verify', str(folder)])}       says what is wrong with it\n"
        f"{shlex.join(['pip', 'install', str(folder)])}           installs it, for `pytorch-tutor --course {name}`\n"
        f"{folder / 'README.md'} says what is what.\n"
    )
    return 0


def course_name(folder: Path) -> str:
    """The name of the course that is made in a folder: the folder's own, as far as names of packages go."""
    words = re.sub(r"[^a-z0-9]+", "-", folder.absolute().name.lower()).strip("-")
    return words if words[:1].isalpha() else f"course-{words}".strip("-")


def _project(name: str) -> str:
    """What makes the folder a package. That is not called as the course alone: a folder `torch` would hide torch."""
    package = name.replace("-", "_")
    package = package if package.endswith("_course") else f"{package}_course"
    names = {"name": name, "distribution": package.replace("_", "-"), "package": package}
    return Template(PROJECT.read_text(encoding="utf-8")).substitute(names)
