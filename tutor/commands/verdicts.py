"""A verdict as people and programs read it: the first failing check explained first, at the learner's line."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from typing import Any

import msgspec

from tutor.commands.events import visible
from tutor.course.exercise import Exercise
from tutor.kernel.protocol.checks import BySeed, Checked, Outcome, Trained, Verdict
from tutor.views.printed import settled

VERDICTS: dict[str, str] = {
    "right": "right",
    "wrong": "wrong",
    "unfinished": "unfinished",
    "error": "does not run",
    "timeout": "took too long",
    "killed": "was stopped",
}
SIGNS: dict[str, str] = {"right": "✓", "wrong": "✗", "unfinished": "◐", "error": "✗", "timeout": "✗", "killed": "✗"}
_OUTCOMES: dict[str, str] = {"passed": "✓", "failed": "✗", "error": "✗", "not reached": "·"}
_AROUND = 2
"""Lines of the answer that are shown before the one that matters, and after it."""
_MEASURED = 8
"""Of what was measured of a training, about as many lines are shown."""
_PRINTED = 12
"""Of what the answer printed, as many lines are shown: the last."""


def no_verdict(message: str, verdict: Verdict = "killed") -> Checked:
    """A verdict that no kernel came to: the answer cannot be read, or the kernel was lost."""
    return Checked(0, verdict, message, 0.0)


def as_data(exercise: Exercise, checked: Checked) -> dict[str, Any]:
    """A verdict as plain data."""
    return {
        "exercise": exercise.slug,
        "verdict": checked.verdict,
        "seconds": round(checked.seconds, 6),
        "message": _sound(checked.message),
        "checks": [
            {"name": _sound(one.name), "outcome": one.outcome, "message": _sound(one.message)} for one in checked.checks
        ],
        **({"trained": msgspec.to_builtins(checked.trained)} if checked.trained is not None else {}),
    }


def as_text(exercise: Exercise, answer: str, checked: Checked, width: int | None = None) -> str:
    """A verdict for a person, several lines; sentences are wrapped to `width` columns, if given."""
    return "\n".join(_lines(exercise, answer, checked, width))


def headline(exercise: Exercise, checked: Checked) -> str:
    """'✗ linear_regression/one_step · wrong · 38 ms'."""
    return f"{SIGNS[checked.verdict]} {exercise.name} · {VERDICTS[checked.verdict]} · {duration(checked.seconds)}"


def duration(seconds: float) -> str:
    """'38 ms', '2.1 s'."""
    return f"{seconds * 1000:.0f} ms" if seconds < 0.9995 else f"{seconds:.1f} s"


def first_failing(checked: Checked | BySeed) -> Outcome | None:
    """The check that is explained; None where none failed."""
    return next((one for one in checked.checks if one.failing), None)


def _lines(exercise: Exercise, answer: str, checked: Checked, width: int | None) -> Iterator[str]:
    yield headline(exercise, checked)
    first = first_failing(checked)
    if checked.verdict == "right":
        first = None
    elif first is None or not first.message:
        yield ""
        yield from _explained(checked.message, checked.line, answer, width)
        first = None
    else:
        if checked.verdict in ("unfinished", "timeout", "killed"):
            yield ""
            yield from _explained(checked.message, None, answer, width)
        yield ""
        yield f"{_OUTCOMES[first.outcome]} {visible(first.name)}"
        yield from _explained(first.message or checked.message, first.line or checked.line, answer, width)
    others = [one for one in checked.checks if one is not first]
    if others:
        yield ""
        for one in others:
            yield from _outcome(one, width)
    if checked.trained is not None and checked.trained.right:
        yield ""
        yield from _measured(checked.trained)
    if printed := visible(settled(checked.output)).rstrip():
        lines = printed.split("\n")
        yield ""
        yield "Your code printed:"
        yield from (f"    {line}" for line in [*(["…"] if len(lines) > _PRINTED else []), *lines[-_PRINTED:]])


def _measured(trained: Trained) -> Iterator[str]:
    """The training that was judged: some of what was measured meanwhile, and what it took."""
    count = len(trained.right)
    chosen = sorted({round(at * (count - 1) / (_MEASURED - 1)) for at in range(_MEASURED)})
    yield f"Measured while it trained (the goal is {100 * trained.goal:g} %):"
    for at in chosen:
        yield f"    {trained.seconds[at]:5.1f} s {100 * trained.right[at]:6.1f} %"
    yield (
        f"    {trained.parameters:,} of {trained.most_parameters:,} numbers, "
        f"{trained.seconds[-1]:.1f} of {trained.most_seconds:g} s of the processor"
    )


def _explained(message: str, line: int | None, answer: str, width: int | None) -> Iterator[str]:
    """The message, and the learner's line that it points at."""
    yield from wrapped(visible(message).strip(), width, indent=4)
    lines = visible(answer).split("\n")
    if line is not None and 1 <= line <= len(lines):
        yield ""
        for number in range(max(1, line - _AROUND), min(len(lines), line + _AROUND) + 1):
            yield f"  {'>' if number == line else ' '} {number:4d} │ {lines[number - 1]}".rstrip()


def wrapped(text: str, width: int | None, *, indent: int = 0, hanging: int = 0) -> Iterator[str]:
    """The lines of a text, each moved to the right by `indent`; what does not fit into `width` goes on below its own
    beginning, `hanging` columns further in. No word is broken. Without a width the lines stay as they are."""
    for line in text.split("\n"):
        words = line.strip()
        if width is None or indent + len(line) < width or not words:
            yield f"{' ' * indent}{line}".rstrip()
            continue
        first = " " * (indent + len(line) - len(line.lstrip()))
        yield from textwrap.wrap(
            words,
            max(20, width - 1),
            initial_indent=first,
            subsequent_indent=first + " " * hanging,
            break_long_words=False,
            break_on_hyphens=False,
        )


def _outcome(outcome: Outcome, width: int | None) -> Iterator[str]:
    more = "   not reached" if outcome.outcome == "not reached" else ""
    yield from wrapped(f"{_OUTCOMES[outcome.outcome]} {visible(outcome.name)}{more}", width, hanging=2)


def _sound(text: str) -> str:
    """The text without half surrogate pairs, which cannot be written."""
    return text.encode(errors="replace").decode()
