"""What the command line says to the tutor."""

from __future__ import annotations

from pathlib import Path

import msgspec


class Options(msgspec.Struct, frozen=True):
    """How to open the tutor. None leaves the choice to what is remembered, or to the machine."""

    lesson: str | None = None
    """The slug of the lesson to open at once."""
    device: str | None = None
    """As torch spells it, or 'auto'."""
    course: Path | None = None
    """A folder of lessons in place of the tutor's own."""
    theme: str | None = None
    kernel: str | None = None
    """The command that starts the kernel elsewhere, such as 'ssh gpu-box .venv/bin/pytorch-tutor-kernel'."""
    home: Path | None = None
    """Where what is kept for the user lies."""
    workspace: Path | None = None
    """Where the learner's files of exercises lie; None is a folder in `home`."""
    pictures: str | None = None
    """One of `tutor.picture_ways.PICTURES`; None is 'blocks'."""
