"""Whether an exercise judges as it should: its starter, its solution, what is also right, and the mistakes."""

from __future__ import annotations

import ast
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

from tutor.commands.verdicts import first_failing
from tutor.commands.verifying.structure import checks_in
from tutor.commands.verifying.workshop import Try, Workshop, way
from tutor.course.exercise import Exercise
from tutor.course.model import Problem
from tutor.kernel.protocol.checks import BySeed, Verdict

SEEDS = range(20)
"""With each of them what is right must be found right: a draw that rejects it would be met by a learner some day."""
SEEDS_OF_WRONG = range(3)
"""With each of them a mistake must meet the same verdict, check by check. There are many of them."""
FEW = 2
"""So many of either are tried for each answer where it has to be quick."""
FIRST = 0
"""The seed that a learner's answer is judged with."""
_LONGEST = 300
"""Characters of a verdict's message in a problem."""


@dataclass(frozen=True)
class Expected:
    """An answer that comes with the exercise, and the verdict that it must meet."""

    path: Path
    source: str
    verdict: Verdict
    phrases: tuple[str, ...] = ()
    fails: str = ""
    """The check that must be the failed one; '' for whichever."""


def expected_of(exercise: Exercise) -> list[Expected]:
    """All answers of an exercise that there are, besides what the learner is given."""
    folder = exercise.folder
    answers = [
        Expected(folder / "solution.py", exercise.solution, "right"),
        *(Expected(one.path, one.source, "right") for one in exercise.right),
        *(Expected(one.path, one.source, one.verdict, one.expects, one.fails) for one in exercise.wrong),
    ]
    return [one for one in answers if one.source]


def seeds_of(exercise: Exercise, *, quick: bool = False) -> tuple[int, int]:
    """With how many seeds each of its right answers is judged, and with how many each mistake."""
    right, wrong = (FEW, FEW) if quick else (len(SEEDS), len(SEEDS_OF_WRONG))
    share = exercise.seeds / len(SEEDS)
    return math.ceil(right * share), math.ceil(wrong * share)


async def answer_problems(shop: Workshop, exercise: Exercise, *, quick: bool = False) -> list[Problem]:
    """What goes wrong when the answers are judged. Raises KernelError where the kernel is lost.

    What the learner is given is judged as it meets the learner, and once more as if someone had written it: the first
    is 'unfinished' whatever the starter does, since nothing was changed.
    """
    expected = expected_of(exercise)
    of_right, of_wrong = seeds_of(exercise, quick=quick)
    tries = [
        Try(
            one.source,
            exercise.starter,
            in_turn(SEEDS, of_right, place) if one.verdict == "right" else in_turn(SEEDS_OF_WRONG, of_wrong, place),
        )
        for place, one in enumerate(expected)
    ]
    if exercise.starter:
        tries += [Try(exercise.starter, starter, (FIRST,)) for starter in (exercise.starter, "")]
    if not exercise.tests or not tries:
        return []
    async with shop.places:
        judged = await shop.judge(exercise, tries)
    problems = _starter_problems(exercise, *(one[FIRST] for one in judged[len(expected) :]))
    for answer, by_seed in zip(expected, judged, strict=False):
        problems += _unsteady(exercise, answer, by_seed) or _unexpected(exercise, answer, by_seed[FIRST])
    return problems


def in_turn(seeds: Sequence[int], count: int, place: int) -> tuple[int, ...]:
    """So many of the seeds, the learner's own first: each answer, by its place among them, gets those that follow the
    ones of the answer before, so that few seeds for each are still many for the checks."""
    _, *others = seeds
    ahead = cycle(others)
    return (FIRST, *sorted(islice(ahead, at := place * (count - 1) % len(others), at + count - 1)))


def _starter_problems(exercise: Exercise, given: BySeed | None = None, written: BySeed | None = None) -> list[Problem]:
    """What is wrong with what the learner is given; nothing where nothing is given."""
    if given is None or written is None:
        return []
    path = exercise.folder / "starter.py"
    if written.verdict == "right":
        return [Problem(path, 1, "is right already: a learner would have nothing to do")]
    if given.verdict not in ("unfinished", "wrong"):
        what = f"is {given.verdict}, and must be unfinished or wrong: {_short(given.message)}"
        return [Problem(path, given.line or 1, what)]
    if written.verdict == "error" and all(one.outcome == "not reached" for one in written.checks):
        return [Problem(path, written.line or 1, f"does not run: {_short(written.message)}")]
    return []


def _unexpected(exercise: Exercise, answer: Expected, checked: BySeed) -> list[Problem]:
    """What is not as the author says."""
    if checked.verdict != answer.verdict:
        what = f"is {checked.verdict}, and must be {answer.verdict}: {_short(checked.message)}"
        return [Problem(answer.path, checked.line or 1, what)]
    said = _all_said(checked)
    problems = [
        Problem(answer.path, _line_of(phrase, answer.source), f"is not met by {phrase!r}, but by: {_short(said)}")
        for phrase in answer.phrases
        if _plain(phrase) not in _plain(said)
    ]
    failing = first_failing(checked)
    failed = "" if failing is None else failing.name
    if answer.fails and not _is_called(failed, answer.fails, exercise.tests):
        what = f"the check that fails is {failed!r}, and must be {answer.fails!r}: {_short(said)}"
        problems.append(Problem(answer.path, _line_of(answer.fails, answer.source), what))
    return problems


def _is_called(check: str, meant: str, tests: str) -> bool:
    """Whether a check, by its name on the screen, is the one that is meant by that name or by its function's."""
    name = dict(checks_in(tests)).get(meant, meant)
    return check == name or check.startswith(f"{name} (")


def _unsteady(exercise: Exercise, answer: Expected, by_seed: Mapping[int, BySeed]) -> list[Problem]:
    """Where another seed leads to another verdict: the first check that goes another way."""
    first, *others = by_seed
    name = answer.path.relative_to(exercise.folder)
    path = exercise.folder / f"test_{exercise.slug}.py"
    for seed in others:
        one, other = by_seed[first], by_seed[seed]
        if way(one) == way(other):
            continue
        check = next((a for a, b in zip(one.checks, other.checks, strict=False) if a.outcome != b.outcome), None)
        what = f"the verdict on {name} is {one.verdict} with seed {first} and {other.verdict} with seed {seed}"
        if check is None:
            return [Problem(path, 1, what)]
        after = next(b for a, b in zip(one.checks, other.checks, strict=False) if a is check)
        return [
            Problem(
                path,
                _line_of_check(exercise.tests, check.name),
                f"{check.name!r} is {check.outcome} on {name} with seed {first} and {after.outcome} with seed {seed}: "
                + _short(check.message or after.message),
            )
        ]
    return []


def _all_said(checked: BySeed) -> str:
    """The verdict's message, and those of the checks that did not pass."""
    said = [checked.message, *(one.message for one in checked.checks if one.failing)]
    return "\n".join(dict.fromkeys(filter(None, said)))


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …"


def _line_of(phrase: str, source: str) -> int:
    return next((at for at, line in enumerate(source.splitlines(), 1) if line.rstrip().endswith(phrase)), 1)


def _line_of_check(tests: str, name: str) -> int:
    """The line of the test function that has this name on the screen, with or without its parameters."""
    for node in ast.walk(ast.parse(tests)):
        if isinstance(node, ast.FunctionDef):
            title = (ast.get_docstring(node) or node.name.removeprefix("test_").replace("_", " ")).splitlines()[0]
            if name == title or name.startswith(f"{title} ("):
                return node.lineno
    return 1
