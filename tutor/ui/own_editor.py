"""The learner's own editor, in place of the tutor until it is closed."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from textual.app import App


def editor_command(environ: Mapping[str, str]) -> list[str]:
    """The command that VISUAL or EDITOR names, as words; none where neither does."""
    for name in ("VISUAL", "EDITOR"):
        if words := shlex.split(environ.get(name, "")):
            return words
    return []


def edit(app: App[Any], path: Path, environ: Mapping[str, str] = os.environ) -> str:
    """Open the file in the learner's editor and wait until it is closed; why that was not possible, or ''.

    The tutor stands still meanwhile (an editor that is waited for beside the running application can block both), the
    kernel does not.
    """
    try:
        command = editor_command(environ)
    except ValueError as error:
        return f"VISUAL or EDITOR cannot be understood as a command: {error}."
    if not command:
        return (
            "Neither VISUAL nor EDITOR is set, so it is not known which editor is yours. Leave the tutor with ctrl+q, "
            f"say `export EDITOR=nano`, and open it again; or open {path} in any editor: what is saved shows here."
        )
    try:
        with app.suspend():
            ended = subprocess.run([*command, str(path)], check=False)
    except OSError as error:
        return (
            f"{command[0]} could not be started: {error.strerror}. VISUAL or EDITOR names it. You can also open {path} "
            "in any editor: what is saved shows here."
        )
    return f"{command[0]} ended with exit status {ended.returncode}." if ended.returncode else ""
