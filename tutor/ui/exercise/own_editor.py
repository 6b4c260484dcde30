"""The learner's own editor, in place of the tutor until it is closed."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tutor.kernel.protocol.pulse import BEAT

if TYPE_CHECKING:
    from textual.app import App


FALLBACKS = ("nano", "vi")
"""Where nothing says which editor is the learner's: the first of these that is there. nano says how it is left."""


def editor_command(environ: Mapping[str, str], find: Callable[[str], str | None] = shutil.which) -> list[str]:
    """The command that VISUAL or EDITOR names, as words; else an editor that `find` knows; none where there is none.

    Raises ValueError where the variable cannot be split into words.
    """
    for name in ("VISUAL", "EDITOR"):
        if words := shlex.split(environ.get(name, "")):
            return words
    return next(([name] for name in FALLBACKS if find(name)), [])


def edit(
    app: App[Any],
    path: Path,
    environ: Mapping[str, str] = os.environ,
    find: Callable[[str], str | None] = shutil.which,
    *,
    meanwhile: Callable[[], object] = lambda: None,
    every: float = BEAT,
) -> str:
    """Open the file in the learner's editor and wait until it is closed; why that was not possible, or ''.

    The tutor stands still meanwhile (an editor that is waited for beside the running application can block both), the
    kernel does not: `meanwhile` is called every few seconds, so that it knows that the tutor is there.
    """
    try:
        command = editor_command(environ, find)
    except ValueError as error:
        return f"VISUAL or EDITOR is not a command that can be read: {error}."
    if not command:
        return (
            f"Neither VISUAL nor EDITOR is set, and there is no {' and no '.join(FALLBACKS)} here. Leave the tutor "
            "with ctrl+q, name your editor with `export EDITOR=…`, and open the tutor again; or open "
            f"{path} in any editor: what is saved shows here."
        )
    try:
        with app.suspend():
            status = _wait(subprocess.Popen([*command, str(path)]), meanwhile, every)
    except OSError as error:
        return (
            f"{command[0]} could not be started: {error.strerror}. VISUAL or EDITOR names your editor. You can also "
            f"open {path} in any editor: what is saved shows here."
        )
    return f"{command[0]} ended with exit status {status}." if status else ""


def _wait(editor: subprocess.Popen[bytes], meanwhile: Callable[[], object], every: float) -> int:
    """Wait until it is closed; its exit status."""
    while True:
        try:
            return editor.wait(every)
        except subprocess.TimeoutExpired:
            meanwhile()
