"""Whether every lesson runs: as a script, and in the tutor with all ends and presets of sliders, and each choice."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import zip_longest
from pathlib import Path

from tutor.commands.running import lesson_cells
from tutor.commands.verifying.workshop import LessonRun, RunResult, Workshop
from tutor.course.idioms import read_idioms
from tutor.course.model import Choice, Control, Lesson, Problem, Slider
from tutor.course.needs import needs
from tutor.kernel.protocol.requests import Cell
from tutor.views.scalar import Scalar

_ALONE = (
    "import warnings as _warnings; _warnings.simplefilter('error', UserWarning); "
    "from tutor import live as _live; _tutor = _live.present(); _live.enter(_live.Terminal()); "
    "_live.present().reached = _tutor.reached\n"
)
"""What makes the lesson's words go where they go when the script runs alone; a warning is a fault. That a milestone is
reached is told to verify all the same."""


def settings_of(lesson: Lesson) -> Iterator[Mapping[str, Scalar]]:
    """All controls at their defaults, then each at every value at which it has to work while the others stay."""
    yield {}
    for control in lesson.controls:
        yield from ({control.name: value} for value in _values(control))


def rounds_of(lesson: Lesson) -> Iterator[Mapping[str, Scalar]]:
    """All controls at their defaults, then the settings of one control together with those of the others: its first
    with their first, its second with their second, as learners leave them while they go through a lesson."""
    yield {}
    each = [[(control.name, value) for value in _values(control)] for control in lesson.controls]
    yield from (dict(one for one in together if one is not None) for together in zip_longest(*each))


def _values(control: Control) -> list[Scalar]:
    """The values at which a control has to work, besides its default."""
    match control:
        case Slider(low=low, high=high, presets=presets):
            return [value for value in dict.fromkeys((low, high, *presets)) if value != control.default]
        case Choice(options=options):
            return [value for value in options if value != control.default]


async def lesson_problems(shop: Workshop, lesson: Lesson, *, quick: bool = False) -> list[Problem]:
    """What goes wrong when the lesson runs. Raises KernelError where the kernel is lost."""
    if not lesson.cells:
        return []
    async with shop.places:
        problems = await _alone(shop, lesson.path, lesson)
        # Where the script fails, so would every run in the tutor, with the same words.
        problems = problems or await _in_the_tutor(shop, lesson, quick=quick)
        found = read_idioms(lesson.path.parent)
        return problems + (await _alone(shop, found.path) if found.idioms else [])


async def _alone(shop: Workshop, path: Path, lesson: Lesson | None = None) -> list[Problem]:
    """A script of a lesson as `python lesson.py` runs it, but in a warm process; of the lesson itself also whether it
    reaches what it is there for."""
    script = path.read_text(encoding="utf-8-sig")
    session = shop.open()
    try:
        result = await session.run([Cell(1, _ALONE + script, f"{path.parent.name}/{path.name}", 0)], {})
    finally:
        session.close()
    if result.status == "ok":
        return _unlike(lesson, result, "run as a script, ") if lesson is not None else []
    line = result.failure.line if result.failure is not None else None
    return [Problem(path, max(1, (line or 2) - 1), f"run as a script, {_words(result)}")]


async def _in_the_tutor(shop: Workshop, lesson: Lesson, *, quick: bool = False) -> list[Problem]:
    """The lesson in one session, run by run; the first line that fails is named once, with the one setting that it
    takes where one is enough, and without any where it fails with the defaults."""
    problems: dict[tuple[int, str], Problem] = {}
    needed = needed_by_each(lesson)
    session = shop.open()
    ran = False
    try:
        for controls, places in runs_of(lesson, needed, quick=quick):
            result = await _run(session, lesson, places, controls)
            if result.status == "ok":
                ran = True
                for wrong in _unlike(lesson, result, "") if not controls else ():
                    problems[(wrong.line, wrong.what)] = wrong
                continue
            found = [(controls, result)]
            if controls and not ran:  # the defaults may fail in the tutor alone
                defaults = await _run(session, lesson, places, {})
                found = [({}, defaults)] if defaults.status != "ok" else found
            if len(found[0][0]) > 1:
                alone = [{name: value} for name, value in controls.items()]
                tried = [(one, await _run(session, lesson, reached(lesson, needed, one), one)) for one in alone]
                found = [(one, result) for one, result in tried if result.status != "ok"] or found
            for one, result in found:
                line, said = _line(lesson, result), _words(result)
                problems.setdefault((line, said), Problem(lesson.path, line, f"{_setting(one)}{said}"))
            if not found[0][0]:
                break
    finally:
        session.close()
    return list(problems.values())


def runs_of(
    lesson: Lesson, needed: Sequence[frozenset[int]], *, quick: bool = False
) -> Iterator[tuple[Mapping[str, Scalar], set[int]]]:
    """The settings of each run, and the places of the cells to run with them: all cells with the defaults, and for each
    further round of settings those that it can reach.

    `quick`: with the defaults the script has run, and after two rounds, one for each end of the sliders, come only
    further presets and choices, so both are left out. A lesson without controls is run all the same.
    """
    defaults, *others = rounds_of(lesson)
    if not quick or not others:
        yield defaults, set(range(len(lesson.cells)))
    for controls in others[:2] if quick else others:
        yield controls, reached(lesson, needed, controls)


async def _run(
    session: LessonRun, lesson: Lesson, places: Collection[int], controls: Mapping[str, Scalar]
) -> RunResult:
    """The cells at these places, run with these controls."""
    *before, last = sorted(places)
    return await session.run(lesson_cells(lesson, last + 1), controls, tuple(place + 1 for place in before))


def _unlike(lesson: Lesson, result: RunResult, how: str) -> list[Problem]:
    """A milestone that was not reached, or a lesson that is none and said that one was."""
    if lesson.milestone and not result.reached:
        return [Problem(lesson.path, 1, f"{how}it does not reach its milestone: no cell called live.reached")]
    if result.reached and not lesson.milestone:
        return [Problem(lesson.path, 1, f"{how}it calls live.reached, but no part of course.toml ends with it")]
    return []


def needed_by_each(lesson: Lesson) -> list[frozenset[int]]:
    """For each cell the places of those before it that it needs."""
    sources = [cell.source for cell in lesson.cells]
    return [frozenset(needs(sources[: place + 1])) for place in range(len(sources))]


def reached(lesson: Lesson, needed: Sequence[frozenset[int]], controls: Collection[str]) -> set[int]:
    """The places of the cells to run with these controls: where one is made, what needs that, and what they all need.

    The others come to the same again. Without a control that is every cell.
    """
    if not controls:
        return set(range(len(lesson.cells)))
    made = {control.cell - 1 for control in lesson.controls if control.name in controls}
    reached = made | {place for place, before in enumerate(needed) if made & before}
    return reached.union(*(needed[place] for place in reached))


def _line(lesson: Lesson, result: RunResult) -> int:
    if not result.cell:
        return 1
    place = result.failure.place(result.cell) if result.failure is not None else None
    cell, line = place or (result.cell, 1)
    return lesson.cells[cell - 1].line + line - 1


def _words(result: RunResult) -> str:
    failure = result.failure
    said = " ".join(failure.message.split()) if failure is not None else ""
    return f"it ends with status {result.status!r}{': ' if said else ''}{said}"


def _setting(controls: Mapping[str, Scalar]) -> str:
    """'with rate = 0.03, '."""
    return "".join(f"with {name} = {value}, " for name, value in controls.items())
