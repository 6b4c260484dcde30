"""How ranks ended, and the sentence that says which one ended first, at which step and of what."""

from __future__ import annotations

import re
import signal
import traceback
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

How = Literal["returned", "raised", "killed", "exited", "stopped"]
"""'stopped' is a rank that was ended because of another."""

_OF_GROUP = re.compile(
    r"gloo|Connection (?:closed|reset) by peer|Broken pipe|monitoredBarrier|[Tt]imed out|wait timeout|DistStoreError"
)
_OF_ITSELF = re.compile(r"not connected \(\S+ <--> \[none\]")
_LATE = re.compile(r"[Tt]imed out|[Tt]imeout|monitoredBarrier")


class RanksError(RuntimeError):
    """A rank did not come to its end."""

    def __init__(self, message: str, raised: BaseException | None = None) -> None:
        super().__init__(message)
        self.raised = raised
        """What the rank raised that ended first; None where it raised nothing, or nothing that can be copied."""


class RemoteTraceback(Exception):  # noqa: N818 - as the library's own, by whose name such a cause is known
    """What led to it in a rank, as text."""


@dataclass(frozen=True)
class End:
    """How one rank ended."""

    rank: int
    how: How
    when: float
    """Seconds, on any clock."""
    step: int | None = None
    """The step that it was in; None before its first."""
    words: str = ""
    """What it raised, the signal that killed it, or its exit status."""
    of_group: bool = False
    """Whether it ended because another rank was gone, or did not come."""
    late: bool = False
    """Whether it had waited in vain."""
    way: str = ""
    """The traceback of what it raised."""
    error: BaseException | None = None


def in_words(error: BaseException) -> str:
    """An exception as Python prints it; one of the tutor's own by its message alone, which is a sentence.

    Where a class of the tutor's lies says nothing to whoever reads it.
    """
    if type(error).__module__.partition(".")[0] == "tutor" and (message := str(error)):
        return "\n".join([message, *getattr(error, "__notes__", ())])
    return "".join(traceback.format_exception_only(error)).strip()


def of_group(error: BaseException) -> tuple[bool, bool]:
    """Whether an exception says no more than that another rank is gone or does not come; whether it was waited for."""
    text = f"{type(error).__name__}: {error}"
    known = isinstance(error, RuntimeError) and _OF_GROUP.search(text) is not None
    return known, known and _LATE.search(text) is not None


def by_signal(number: int) -> str:
    """The signal's name."""
    try:
        return signal.Signals(number).name
    except ValueError:
        return f"signal {number}"


def first(ends: Sequence[End]) -> End | None:
    """The rank that is to blame; None where all returned."""
    failed = [end for end in ends if end.how not in ("returned", "stopped")]
    own = [end for end in failed if not end.of_group]
    return min(own or failed, key=lambda end: end.when, default=None)


def told(ends: Sequence[End], timeout: float, *, steps: bool = True) -> str:
    """Which rank ended first, at which step and of what, and what became of the others; '' where all returned. Without
    `steps`, none is named: nobody has taken any."""
    cause = first(ends)
    if cause is None:
        return ""
    others = [end for end in ends if end is not cause]
    if not cause.of_group:
        return f"{_what(cause, steps)}{_others(cause, others, steps)}"
    gone = [end for end in ends if end.how == "returned"]
    silent = [end for end in ends if end.how == "stopped"]
    whose = _and(f"rank {end.rank}{_where(end, steps)}" for end in ends if end.of_group)
    if gone:
        early = min(gone, key=lambda end: end.when)
        if not steps:
            return (
                f"{_rank(early)} came to its end while {whose} still waited for it. Each rank has to make the same "
                "calls, as often as the others."
            )
        return (
            f"{_rank(early)} came to its end after its {_ordinal(early)}, while {whose} still waited for it. Each rank "
            "has to take as many steps as the others, and to make the same calls in them."
        )
    if silent:
        stood = ", and ".join(f"rank {end.rank}, which {_stood(end, steps)}did not come" for end in silent)
        were = "it was" if len(silent) == 1 else "they were"
        return (
            f"{_sentence(whose)} waited {timeout:g} s for {stood}; {were} ended. Something there takes too long, or "
            "never ends."
        )
    if any(end.late for end in ends):  # the first that said so may have heard of it from another
        return (
            f"The ranks waited for one another for {timeout:g} s: {whose}. Each rank has to make the same calls, in "
            "the same order; and while one sends, the other has to receive."
        )
    if _OF_ITSELF.search(cause.words):
        return f"{_rank(cause)} sends to itself, or receives from itself: there is no connection for that."
    return f"{_sentence(whose)} lost the other ranks: {cause.words}"


def _rank(end: End) -> str:
    return f"Rank {end.rank}"


def _what(end: End, steps: bool) -> str:
    where = _where(end, steps)
    match end.how:
        case "killed":
            return f"{_rank(end)} was killed ({end.words}){where}."
        case "exited":
            status = f"exit status {end.words}, as os._exit({end.words}) does"
            return f"{_rank(end)} ended its own process{where}, with {status}."
    return f"{_rank(end)} raised an error{where}: {end.words.rstrip('.')}."


def _where(end: End, steps: bool) -> str:
    if not steps:
        return ""
    return " before its first step" if end.step is None else f" at step {end.step}"


def _stood(end: End, steps: bool) -> str:
    return f"stood{_where(end, steps)} and " if steps else ""


def _ordinal(end: End) -> str:
    return "beginning, without a step" if end.step is None else f"step {end.step}"


def _others(cause: End, others: Sequence[End], steps: bool) -> str:
    alike = [end for end in others if (end.how, end.words) == (cause.how, cause.words) and not end.of_group]
    noticed = [end for end in others if end.of_group]
    stopped = [end for end in others if end.how == "stopped"]
    different = [end for end in others if end.how not in ("returned", "stopped") and end not in (*alike, *noticed)]
    said = ""
    if alike:
        said += f" So {'did' if cause.how == 'raised' else 'was'} {_and(f'rank {end.rank}' for end in alike)}."
    if noticed:
        after = max(0.0, min(end.when for end in noticed) - cause.when)
        said += f" {_sentence(_and(f'rank {end.rank}' for end in noticed))} noticed it {after:.2f} s later."
    if stopped:
        were = "was" if len(stopped) == 1 else "were"
        said += f" {_sentence(_and(f'rank {end.rank}' for end in stopped))} {were} ended for it."
    for end in different:
        said += f" {_what(end, steps)}"
    return said


def _and(parts: Iterable[str]) -> str:
    *most, last = parts
    return f"{', '.join(most)} and {last}" if most else last


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
