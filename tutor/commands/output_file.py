"""A file that a command was asked to write."""

from __future__ import annotations

from pathlib import Path

import click

from tutor.commands.lookup import UsageError
from tutor.learner.storage import write_atomically


def look_at(output: Path, *, force: bool) -> None:
    """Raises UsageError where there is something that was not to be overwritten."""
    if output.is_dir():
        raise UsageError(f"{output} is a folder; name a file.")
    if output.is_file() and not force:
        raise UsageError(f"{output} is there already. --force overwrites it.")


def put(output: Path, data: bytes) -> None:
    """Write the whole file or leave the old one as it is; a device or a pipe takes what it is given. Raises
    ClickException."""
    try:
        if output.exists() and not output.is_file():
            output.write_bytes(data)
        else:
            write_atomically(output.resolve(), data)  # a link stays a link
    except OSError as error:
        raise click.ClickException(f"{output} could not be written: {error.strerror or error}.") from None
