"""In words: what ended a process."""

from __future__ import annotations

import signal

_SIGNALS: dict[int, str] = {
    signal.SIGSEGV: "it touched memory that is not its own (a segmentation fault, SIGSEGV)",
    signal.SIGBUS: "it touched memory that is not there (a bus error, SIGBUS)",
    signal.SIGABRT: "compiled code gave up and called abort() (SIGABRT)",
    signal.SIGFPE: "it divided by zero in compiled code (SIGFPE)",
    signal.SIGILL: "it met a machine instruction that this processor does not have (SIGILL)",
    signal.SIGTERM: "it was asked to end from outside (SIGTERM)",
    signal.SIGKILL: "it was killed from outside (SIGKILL), most often because the machine ran out of memory",
}


def signal_in_words(number: int) -> str:
    """What a signal that ended a process says of it, as the end of a sentence."""
    return _SIGNALS.get(number, f"by signal {number}")
