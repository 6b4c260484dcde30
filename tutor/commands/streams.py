"""Standard input and output that are closed, full, or read by nobody."""

from __future__ import annotations

import os
import sys
from io import BufferedReader, BufferedWriter, FileIO, TextIOWrapper

import click


def fill_in() -> bool:
    """Open what is closed of the standard streams on nothing; whether standard output was.

    Else the next file that is opened, a pipe to the kernel perhaps, would take the place of the closed one.
    """
    missing = sys.stdout is None
    fd = os.open(os.devnull, os.O_RDWR)
    while fd <= 2:
        fd = os.dup(fd)
    os.close(fd)
    if sys.stdin is None:
        sys.stdin = TextIOWrapper(BufferedReader(FileIO(0)))
    if sys.stdout is None:
        sys.stdout = TextIOWrapper(BufferedWriter(FileIO(1, "w")))
    if sys.stderr is None:
        sys.stderr = TextIOWrapper(BufferedWriter(FileIO(2, "w")))
    return missing


def finish(missing: bool) -> None:
    """See that all that was printed is out. Raises OSError, or ClickException where there was nowhere to print."""
    sys.stdout.flush()
    if missing:
        raise click.ClickException("Standard output is closed, so nothing could be shown.")


def cannot_be_written() -> bool:
    """Whether standard output refuses what is written there: one line end is tried, since what failed is forgotten."""
    try:
        os.write(sys.stdout.fileno(), b"\n")
    except OSError:
        return True
    return False


def give_up() -> None:
    """Let what is left go nowhere: Python would complain once more when it flushes at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
