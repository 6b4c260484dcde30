"""Reading an exercise's folder: the task with its hints, what the learner is given, the tests, answers to try."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

import msgspec
from msgspec.structs import replace

from tutor.course.facts import Text, Texts, read_facts
from tutor.course.hints import Hint, hint_problems, read_hint
from tutor.course.model import Course, Problem

Kind = Literal["fill", "fix", "predict", "write", "match"]
"""What the learner does. 'match' is to write what PyTorch has, so that with the same weights it gives the same."""
KINDS: tuple[str, ...] = get_args(Kind)

_FENCE = "+++"
_SECTION = re.compile(r"(?m)^## (?:(Hint)(?::(.*))?|(Also right))[ \t]*$")
_FAILS = re.compile(r"#\s*fails:\s*(.+?)\s*$")
_EXPECTS = re.compile(r"#\s*expects:\s*(.+?)\s*$")
_STOPS = re.compile(r"#\s*verdict:\s*error\s*$")


class TaskFacts(msgspec.Struct, frozen=True):
    """What stands at the head of a task."""

    title: Text
    kind: Annotated[Kind, msgspec.Meta(description=f"one of {', '.join(KINDS)}")]
    minutes: Annotated[int, msgspec.Meta(gt=0, description="a whole number of minutes")]
    uses: Texts
    learnt: Text
    may_change: Texts = ()
    """Most exercises do without."""
    seconds: Annotated[int, msgspec.Meta(gt=0, description="a whole number of seconds")] = 10
    """Those whose checks train for long need more."""
    seeds: Annotated[int, msgspec.Meta(gt=0, description="a whole number of seeds")] = 20
    """And can do with fewer."""


class Variant(msgspec.Struct, frozen=True):
    """An answer that an author wrote: one that must be found right, or one that must be found wrong."""

    path: Path
    source: str
    expects: tuple[str, ...] = ()
    """Of a wrong one: phrases that its verdict must contain, whatever the case of the letters."""
    fails: str = ""
    """Of a wrong one: the check that must be the failed one, by its name or its function's; '' for whichever."""
    verdict: Literal["wrong", "error"] = "wrong"
    """Of a wrong one: 'error' where Python itself stops it, and that is the lesson."""


class Exercise(msgspec.Struct, frozen=True):
    """An exercise, read whole. What could not be read is empty, and named in `problems`."""

    slug: str
    lesson: str
    """The slug of the lesson it belongs to."""
    folder: Path
    title: str
    kind: Kind = "write"
    minutes: int = 0
    uses: tuple[str, ...] = ()
    """Concepts that must have been taught before."""
    learnt: str = ""
    may_change: tuple[str, ...] = ()
    """Inputs that an answer may change, by the names that they have in the starter."""
    seconds: int = 10
    """How long a check may take by the clock, however busy the machine is."""
    seeds: int = 20
    """With so many the answers that come with it are judged at most."""
    task: str = ""
    """Markdown."""
    hints: tuple[Hint, ...] = ()
    """Those of one kind, general or of one check, each say a little more."""
    also_right: str = ""
    """Markdown: what else would have been right, for after the exercise."""
    starter: str = ""
    """The text of starter.py."""
    solution: str = ""
    """The text of solution.py."""
    tests: str = ""
    """The text of the pytest file."""
    right: tuple[Variant, ...] = ()
    wrong: tuple[Variant, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def name(self) -> str:
        """The lesson's slug and its own, as in 'linear_regression/one_step'."""
        return f"{self.lesson}/{self.slug}"

    @property
    def trains(self) -> bool:
        """Whether its checks have the answer's own program train, and measure it meanwhile."""
        return "TimedTraining(" in self.tests


def exercises_of(course: Course) -> tuple[Exercise, ...]:
    """All exercises, in the order of the course."""
    return tuple(load_exercise(folder, lesson) for folder, lesson in _folders(course))


def find_exercise(course: Course, name: str) -> Exercise | None:
    """The exercise called 'slug' or 'lesson/slug', if there is one. Only that one is read."""
    for folder, lesson in _folders(course):
        if name in (folder.name, f"{lesson}/{folder.name}"):
            return load_exercise(folder, lesson)
    return None


def exercise_names(course: Course) -> tuple[str, ...]:
    """The names of all exercises, 'lesson/slug', in the order of the course; none of them is read."""
    return tuple(f"{lesson}/{folder.name}" for folder, lesson in _folders(course))


def load_exercise(folder: Path, lesson: str) -> Exercise:
    """The exercise in `folder`. Never raises: what is wrong stands in its problems."""
    slug = folder.name
    if not folder.is_dir():
        return Exercise(slug, lesson, folder, slug, problems=(Problem(folder, 1, "this folder is missing"),))
    problems: list[Problem] = []
    exercise = replace(
        _task(folder, lesson, problems),
        starter=_read(folder / "starter.py", problems),
        solution=_read(folder / "solution.py", problems),
        tests=_read(folder / f"test_{slug}.py", problems),
        right=_variants(folder / "right", problems),
        wrong=_variants(folder / "wrong", problems, expecting=True),
    )
    if slug in sys.stdlib_module_names or slug in ("torch", "numpy", "pytest", "tutor"):
        problems.append(Problem(folder, 1, f"the exercise has the name of a module that answers import: {slug}"))
    return replace(exercise, problems=tuple(problems))


def _folders(course: Course) -> list[tuple[Path, str]]:
    """The folder of each exercise, and the slug of its lesson."""
    return [(lesson.path.parent / slug, lesson.slug) for lesson in course.lessons for slug in lesson.exercises]


# ----------------------------------------------------------------------------------------------------------- task.md


def _task(folder: Path, lesson: str, problems: list[Problem]) -> Exercise:
    """What task.md says."""
    path = folder / "task.md"
    exercise = Exercise(folder.name, lesson, folder, folder.name)
    text = _read(path, problems)
    if not text:
        return exercise
    lines = text.splitlines()
    if lines[0].strip() != _FENCE or _FENCE not in (line.strip() for line in lines[1:]):
        problems.append(
            Problem(path, 1, f"the facts of the exercise stand first, in TOML between two lines of {_FENCE}")
        )
        return exercise
    end = next(number for number, line in enumerate(lines) if number and line.strip() == _FENCE)
    below = "\n".join(lines[end + 1 :])
    task, hints, also_right = _sections(path, end + 2, below, problems)
    if not task:
        problems.append(Problem(path, end + 2, "there is no task below the facts"))
    problems.extend(hint_problems(path, end + 2, below, hints))
    return replace(
        exercise, task=task, hints=hints, also_right=also_right, **_facts(path, "\n".join(lines[1:end]), problems)
    )


def _sections(path: Path, first: int, text: str, problems: list[Problem]) -> tuple[str, tuple[Hint, ...], str]:
    """The task, the hints and what is also right; the text begins on line `first` of its file."""
    heads = list(_SECTION.finditer(text))
    ends = [*(head.start() for head in heads), len(text)]
    hints: list[Hint] = []
    also_right: list[str] = []
    for head, end in zip(heads, ends[1:], strict=True):
        body = text[head.end() : end]
        if head[1]:
            line = first + text.count("\n", 0, head.start())
            hints.append(read_hint(path, line, head[2], body, problems))
        else:
            also_right.append(body.strip())
    return text[: ends[0]].strip(), tuple(hints), "\n\n".join(also_right)


def _facts(path: Path, block: str, problems: list[Problem]) -> dict[str, Any]:
    """The facts that are as they should be; the others are named. The block begins on line 2."""
    good, wrong = read_facts(block, TaskFacts, first=2, missing=1)
    problems.extend(Problem(path, one.line, one.what) for one in wrong)
    return good


# ------------------------------------------------------------------------------------------------------------- files


def _variants(folder: Path, problems: list[Problem], *, expecting: bool = False) -> tuple[Variant, ...]:
    """The answers in a folder, by name; a folder that is missing has none."""
    variants = []
    for path in sorted(folder.glob("*.py")):
        source = _read(path, problems)
        variant = _expecting(path, source) if expecting else Variant(path, source)
        if expecting and not variant.expects:
            problems.append(Problem(path, 1, "begins with '# expects: words', which its verdict must contain"))
        variants.append(variant)
    return tuple(variants)


def _expecting(path: Path, source: str) -> Variant:
    """A wrong answer, with what its first lines say: '# expects:', '# fails:', '# verdict: error'."""
    phrases: list[str] = []
    stops, fails = False, ""
    for line in source.splitlines():
        if found := _EXPECTS.match(line):
            phrases.append(found[1])
        elif found := _FAILS.match(line):
            fails = found[1]
        elif _STOPS.match(line):
            stops = True
        else:
            break
    return Variant(path, source, tuple(phrases), fails, "error" if stops else "wrong")


def _read(path: Path, problems: list[Problem]) -> str:
    """The text of a file, or '' and a problem."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        problems.append(Problem(path, 1, "this file is missing"))
    except OSError as error:
        problems.append(Problem(path, 1, f"cannot be read: {error.strerror}"))
    except UnicodeDecodeError:
        problems.append(Problem(path, 1, "cannot be read: not UTF-8 text"))
    else:
        if text.strip():
            return text
        problems.append(Problem(path, 1, "this file is empty"))
    return ""
