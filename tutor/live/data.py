"""Files that a course ships, on whatever machine a lesson runs: `live.file` and `live.digits`.

In the tutor the kernel says in the environment where the course is, so that processes that a cell starts know it, too.
A script that runs alone, and a test, is in the course that it lies in.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import tomllib
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tutor.course.catalogue import find_course
from tutor.course.files import FOLDER, data_file

if TYPE_CHECKING:
    from torch import Tensor

COURSE = "PYTORCH_TUTOR_COURSE"
"""The folder of the course, set by the kernel for what it runs; '' is the tutor's own."""
TITLE = "PYTORCH_TUTOR_COURSE_TITLE"
"""How a course that is not the tutor's own is called, so that no other is taken for it."""
COPIES = "PYTORCH_TUTOR_COPIES"
"""The folder for the copies that a session reads, which goes away with it."""
COPIED_TO = ".course"
"""How that folder is called in the work folder of a session."""
_READ_ONLY = 0o444
DIGITS = {"images": (1797, 8, 8), "labels": (1797,)}
_AGAIN = "Install pytorch-tutor again; the other lessons work without it."


def file(name: str) -> Path:
    """The path of a file that the course ships, to be read: `live.file("points.csv")` is `data/points.csv` beside the
    lessons, on every machine that a lesson runs on.

    In the tutor it is a read-only copy of the session's own. To change one, copy it into the work folder first:
    `shutil.copyfile(live.file("points.csv"), "points.csv")`. Raises ValueError for a name that leads out of `data/`,
    FileNotFoundError where there is no such file, or no course.
    """
    try:
        return _copied(data_file(course_folder(os.environ), name), name, os.environ)
    except (TypeError, ValueError, FileNotFoundError) as error:
        raise type(error)(f"live.file: {error}") from None


def digits() -> tuple[Tensor, Tensor]:
    """1,797 handwritten digits as they are in the tutor's own file: `images, labels = live.digits()`.

    `images` is uint8 of shape (1797, 8, 8) with values from 0 to 16, `labels` int64 of shape (1797,). Each call gives
    new tensors. Raises ValueError or FileNotFoundError where the file is not as it was shipped.
    """
    return read_digits(find_course() / FOLDER / "digits.npz")


def read_digits(path: Path) -> tuple[Tensor, Tensor]:
    """The digits in this file. Raises FileNotFoundError where it is missing, ValueError where it is something else."""
    import numpy as np
    import torch

    try:
        with np.load(path, allow_pickle=False) as stored:
            images, labels = stored["images"], stored["labels"]
    except FileNotFoundError:
        raise FileNotFoundError(f"live.digits: {path} is missing. {_AGAIN}") from None
    except PermissionError:
        raise ValueError(f"live.digits: {path} may not be read by you. {_AGAIN}") from None
    except (OSError, ValueError, KeyError, EOFError, TypeError, IndexError, zipfile.BadZipFile, zlib.error) as error:
        why = f"{path} is cut short or damaged ({type(error).__name__}: {error})"
        raise ValueError(f"live.digits: {why}. {_AGAIN}") from None
    for name, found in (("images", images), ("labels", labels)):
        if found.dtype != np.uint8 or found.shape != DIGITS[name]:
            seen, needed = f"{found.dtype} of shape {found.shape}", f"uint8 of shape {DIGITS[name]}"
            raise ValueError(f"live.digits: {name} in {path} is {seen}, and must be {needed}. {_AGAIN}")
    return torch.from_numpy(images), torch.from_numpy(labels.astype(np.int64))


def course_folder(environ: Mapping[str, str]) -> Path:
    """The folder of the course that runs. Raises FileNotFoundError where it is not on this machine, or not known."""
    if COURSE in environ:
        return _told(environ[COURSE], environ.get(TITLE, "")) if environ[COURSE] else find_course()
    for place in _places():
        for folder in (place, *place.parents):
            if (folder / "course.toml").is_file():
                return folder
    raise FileNotFoundError(
        "this script lies in no course: no folder above it, or above the one that it is run in, has a course.toml"
    )


def _told(folder: str, title: str) -> Path:
    """The course that the kernel was told of, if it is here."""
    advice = (
        "Where the kernel runs on another machine, that needs a copy of the course, and its place: "
        "pytorch-tutor-kernel --course DIR"
    )
    try:
        found = tomllib.loads((Path(folder) / "course.toml").read_text(encoding="utf-8")).get("title")
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        raise FileNotFoundError(f"there is no course in {folder} on this machine. {advice}") from None
    if title and isinstance(found, str) and found != title:
        raise FileNotFoundError(f"{folder} has another course, {found!r}; this lesson is of {title!r}. {advice}")
    return Path(folder)


def _places() -> Iterator[Path]:
    """Where the caller's code lies, the innermost first, and where it is run."""
    frame: Any = sys._getframe(1)
    while frame is not None:
        name = frame.f_globals.get("__file__")
        if isinstance(name, str) and name != __file__:
            yield Path(name).resolve()
        frame = frame.f_back
    yield Path.cwd()


def _copied(path: Path, name: str, environ: Mapping[str, str]) -> Path:
    """A copy for this session, so that nothing that a cell does changes what was shipped; alone the file itself."""
    if not (folder := environ.get(COPIES)):
        return path
    copy, shipped = Path(folder, name), path.stat()
    try:
        kept = copy.lstat()
        if (kept.st_size, kept.st_mtime_ns, kept.st_mode & 0o777) == (shipped.st_size, shipped.st_mtime_ns, _READ_ONLY):
            return copy
    except FileNotFoundError:
        pass
    copy.parent.mkdir(parents=True, exist_ok=True)
    handle, fresh = tempfile.mkstemp(dir=copy.parent)
    os.close(handle)
    shutil.copyfile(path, fresh)
    os.utime(fresh, ns=(shipped.st_atime_ns, shipped.st_mtime_ns))
    Path(fresh).chmod(_READ_ONLY)
    Path(fresh).replace(copy)  # whoever reads the one before goes on reading it
    return copy
