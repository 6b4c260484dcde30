"""What the command line says while nothing comes from the kernel: seldom, and on standard error."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from tutor.kernel.protocol.pulse import Quiet

FIRST = 10
"""Seconds after which a word is due; the next at twice and three times as many, then every minute."""
MINUTE = 60


def write_error(text: str) -> None:
    """A line on standard error."""
    click.echo(text, err=True)


class Waiting:
    """Is told of a kernel's silence every second, and says so when a word is due."""

    def __init__(self, write: Callable[[str], object] = write_error) -> None:
        self._write = write
        self._due = FIRST

    def __call__(self, quiet: Quiet) -> None:
        """Nothing has come for so long."""
        if not quiet.seconds:
            self._due = FIRST
        elif quiet.seconds >= self._due:
            self._write(quiet.text)
            while self._due <= quiet.seconds:
                self._due += FIRST if self._due < 3 * FIRST else MINUTE - self._due % MINUTE
