"""The hints of an exercise: reading them, and which comes next after what failed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from tutor.course.model import Problem

_HEADING = re.compile(r"## Hint(:|[ \t]*$)")
_ALMOST = re.compile(r"##+[ \t]*hint", re.IGNORECASE)
_HOW_MANY = range(2, 7)


class Hint(msgspec.Struct, frozen=True):
    """A hint of an exercise, with the checks that it is for."""

    text: str
    """Markdown."""
    checks: tuple[str, ...] = ()
    """The checks that it helps against, by their names on the screen; none where it is a general one."""
    line: int = 1
    """Of task.md, where it begins."""

    def is_for(self, check: str) -> bool:
        """Whether it names this check; of one with parameters the name alone is enough, as in 'counts (3)'."""
        return any(check == name or check.startswith(f"{name} (") for name in self.checks)


def next_hint(hints: Sequence[Hint], shown: Sequence[int], failed: str = "") -> int | None:
    """The place of the hint to be shown next; None where all are shown.

    First those of the check that failed, then the general ones, then those of other checks, each in the order of the
    file. `failed` is '' where no check did.
    """
    left = [place for place in range(len(hints)) if place not in shown]

    def rank(place: int) -> int:
        hint = hints[place]
        return 0 if failed and hint.is_for(failed) else 2 if hint.checks else 1

    return min(left, key=rank, default=None)  # of equals the first


def heading(hints: Sequence[Hint], shown: Sequence[int], place: int) -> str:
    """'Hint 2 of 4', and where it belongs to a check 'Hint 2 of 4 · returns two lists'; counted as they were shown."""
    counted = f"Hint {list(shown).index(place) + 1} of {len(hints)}"
    return " · ".join([counted, *hints[place].checks])


def read_hint(path: Path, line: int, named: str | None, body: str, problems: list[Problem]) -> Hint:
    """The hint whose heading stands on this line; `named` is what the heading says after 'Hint:', if anything."""
    names = [" ".join(name.split()) for name in (named or "").split(";")]
    if named is not None and "" in names:
        problems.append(Problem(path, line, "'## Hint:' goes on with the name of a check, or several with ';' between"))
    return Hint(body.strip(), tuple(filter(None, names)), line)


def hint_problems(path: Path, first: int, task: str, hints: Sequence[Hint]) -> Iterator[Problem]:
    """What is wrong with the hints together; the task begins on line `first` of its file."""
    if len(hints) not in _HOW_MANY:
        counted = f"{len(hints)} '## Hint' section{'' if len(hints) == 1 else 's'}"
        yield Problem(path, first, f"{counted}; two to six help a learner on in small steps")
    for at, line in enumerate(task.split("\n"), first):
        if _ALMOST.match(line) and not _HEADING.match(line):
            yield Problem(path, at, "a hint begins with '## Hint' or '## Hint: name of a check'")
