"""Why a kernel cannot be reached, or has ended: what was seen, what it means and what to try, as fits the cause."""

from __future__ import annotations

import shlex
import signal
from collections.abc import Sequence
from pathlib import PurePath

PROGRAM = "pytorch-tutor-kernel"
_ELSEWHERE = frozenset(
    ("ssh", "autossh", "mosh", "srun", "salloc", "docker", "podman", "kubectl", "apptainer", "nerdctl")
)
"""Commands that hand the rest of their words to another machine or container."""
_ASK = "ssh cannot ask you anything here"
_SSH = (
    ("could not resolve hostname", "No machine of this name is known here: look at the name, or at ~/.ssh/config."),
    ("connection refused", "The machine answers, but accepts no ssh connections on that port."),
    ("timed out", "The machine does not answer: it may be off, or behind a firewall or VPN."),
    ("no route to host", "The machine cannot be reached from here: it may be off, or behind a VPN."),
    ("host key verification failed", f"{_ASK}, and this machine's key is new or has changed. {{once}}"),
    ("permission denied", f"{_ASK}, a password least of all. {{once}} Then use a key, an agent or ControlMaster."),
)


def not_started(command: Sequence[str], error: OSError | ValueError) -> str:
    """The command could not be run at all on this machine."""
    if isinstance(error, FileNotFoundError):
        started = f"the kernel cannot be started by {shlex.join(command)}"
        return f"There is no command {command[0]} on this machine, so {started}."
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return f"The kernel cannot be started by {shlex.join(command)}: {reason}."


def ended(command: Sequence[str], code: int | None, said: str, *, own: bool, met: bool) -> str:
    """The kernel is gone. `code` is the exit status of its command, None where that still runs; `own` is whether it
    is this machine's, `met` whether it had greeted the tutor; `said` are its last words."""
    name = "The kernel" if own else f"The kernel ({shlex.join(command)})"
    quoted = f" It said: {said}" if said else ""
    advice = _advice(command, code, said, own=own, met=met)
    return f"{name} {_how(code)}.{f' {advice}' if advice else ''}{quoted}"


def _how(code: int | None) -> str:
    if code is None:
        return "closed the connection"
    if code < 0:
        return f"was ended by signal {-code} ({signal.strsignal(-code)})"
    return f"ended with exit status {code}"


def _advice(command: Sequence[str], code: int | None, said: str, *, own: bool, met: bool) -> str:
    program = PurePath(command[0]).name
    away = program in _ELSEWHERE
    if code == -signal.SIGKILL:
        return "Often that is the system, when memory runs out."
    if own or code is None:
        return ""
    if program in ("ssh", "autossh") and code == 255:
        return _ssh(command, said, met=met)
    if met:
        return ""
    if "no module named tutor" in said.lower() or "no module named 'tutor" in said.lower():
        return "The Python there does not have pytorch-tutor: name the one of its environment, with its whole path."
    if code == 127 or (away and "no such file" in said.lower()) or "executable file not found" in said.lower():
        return _not_found(command, away=away)
    if code == 126:
        return "The command is there, but is not executable."
    return ""


def _not_found(command: Sequence[str], *, away: bool) -> str:
    """Exit status 127, here or there."""
    if not away:
        return "This machine has no such command."
    place = next((at for at, word in enumerate(command) if PurePath(word).name == PROGRAM), None)
    if place is None:
        return "The command was not found there. Name it with its whole path."
    whole = [*command[:place], f"/path/to/.venv/bin/{PROGRAM}", *command[place + 1 :]]
    where = "" if "/" in command[place] else ", for it is not on the PATH there"
    return f"{command[place]} was not found there{where}. Name it with its whole path: {shlex.join(whole)}"


def _ssh(command: Sequence[str], said: str, *, met: bool) -> str:
    """Exit status 255, which is ssh's own."""
    if met:
        return "The ssh connection was lost."
    once = f"Connect once in another terminal first: {shlex.join(_login(command))}."
    found = next((words for sign, words in _SSH if sign in said.lower()), f"{_ASK}. {{once}}")
    return "ssh could not connect. " + found.format(once=once)


def _login(command: Sequence[str]) -> list[str]:
    """The ssh command without what it is to run there."""
    place = next((at for at, word in enumerate(command) if PurePath(word).name == PROGRAM), len(command))
    return list(command[:place])
