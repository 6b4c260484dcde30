"""What can be said of a course by reading it: names, files, syntax, questions, the number of answers to try."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tutor.commands.verifying.shipped import data_problems
from tutor.course.exercise import Exercise
from tutor.course.files import FOLDER, data_files
from tutor.course.idioms import NAME as IDIOMS
from tutor.course.idioms import read_idioms
from tutor.course.model import Course, Lesson, Prediction, Problem, Slider
from tutor.course.percent import split
from tutor.kernel.protocol.checks import LEFT_ALONE

RIGHT, WRONG = 2, 3
"""As many answers besides the solution must be there to be found right, and mistakes to be found wrong."""

_SLUG = re.compile(r"[a-z][a-z0-9_]*")
_IN_COURSE = {"course.toml", "README.md", "LICENSE", "ruff.toml", "pyproject.toml", "pytest.ini", "conftest.py", FOLDER}
_IN_LESSON = {"lesson.py", IDIOMS, "README.md"}
_CODE_TAGS, _TEXT_TAGS = {"hidden", "sweep"}, {"laboratory"}


def structure_problems(course: Course, exercises: Sequence[Exercise]) -> Iterator[Problem]:
    """All that is wrong without anything being run."""
    yield from course.problems
    yield from _stray(
        course.root, {*_IN_COURSE, *(lesson.slug for lesson in (*course.in_order, *course.extras))}, "no part names it"
    )
    yield from data_problems(course.root)
    for lesson in course.in_order:
        yield from lesson.problems
        yield from _in_lesson(lesson)
        yield from _idioms(lesson)
    yield from _twice(exercises)
    for exercise in exercises:
        yield from exercise.problems
        if exercise.folder.is_dir():
            yield from _in_exercise(exercise)


def _stray(folder: Path, known: set[str], why: str) -> Iterator[Problem]:
    """What lies in a folder and belongs to nothing; names that begin with a dot are left alone, and Python's cache."""
    if folder.is_dir():
        for path in sorted(folder.iterdir()):
            if path.name not in known and not path.name.startswith(".") and path.name != "__pycache__":
                yield Problem(path, 1, f"stray: {why}")


# ----------------------------------------------------------------------------------------------------------- lessons


def _in_lesson(lesson: Lesson) -> Iterator[Problem]:
    folder = lesson.path.parent
    shipped = data_files(folder.parent) if folder.name == FOLDER else ()
    known = {*_IN_LESSON, *lesson.exercises, *(path.relative_to(folder).parts[0] for path in shipped)}
    yield from _stray(folder, known, "neither part of the lesson nor one of its exercises")
    if not lesson.path.is_file():
        return
    if lesson.milestone and lesson.exercises:
        yield Problem(lesson.path, 1, "a milestone has no exercises: they belong to the lessons of its part")
    yield from _tags(lesson)
    for cell in lesson.cells:
        yield from _syntax(lesson.path, cell.source, cell.line)
    for screen in lesson.screens:
        for block in screen.blocks:
            if isinstance(block, Prediction):
                yield from _prediction(lesson, block)


def _idioms(lesson: Lesson) -> Iterator[Problem]:
    """What is wrong with the idioms as they stand; whether they run is seen when the lesson is."""
    found = read_idioms(lesson.path.parent)
    yield from found.problems
    for idiom in found.idioms:
        yield from _syntax(found.path, idiom.code, idiom.line)


def _tags(lesson: Lesson) -> Iterator[Problem]:
    """Tags that mean nothing, which are most often a slip of the pen."""
    try:
        _, cells = split(lesson.path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError:
        return  # one of the lesson's own problems
    for cell in cells:
        known = _TEXT_TAGS if cell.markdown else _CODE_TAGS
        for tag in sorted(cell.tags - known):
            yield Problem(
                lesson.path, cell.line, f"tag {tag!r} means nothing here; known are {', '.join(sorted(known))}"
            )


def _prediction(lesson: Lesson, asked: Prediction) -> Iterator[Problem]:
    control = lesson.control(asked.control)
    if isinstance(control, Slider) and not control.low <= asked.value <= control.high:
        what = f"{asked.value:g} is not between {control.low:g} and {control.high:g}, the ends of {asked.control}"
        yield Problem(lesson.path, asked.line, f"live.predict: {what}")
    elif control is not None and not isinstance(control, Slider):
        yield Problem(lesson.path, asked.line, f"live.predict: {asked.control} is not a slider")


def _syntax(path: Path, source: str, first: int = 1) -> Iterator[Problem]:
    """Whether the text is Python; its first line is line `first` of the file."""
    try:
        ast.parse(source)
    except SyntaxError as error:
        yield Problem(path, first + (error.lineno or 1) - 1, f"not Python: {error.msg}")
    except (ValueError, RecursionError, MemoryError) as error:
        yield Problem(path, first, f"not Python: {error}")


# --------------------------------------------------------------------------------------------------------- exercises


def _twice(exercises: Iterable[Exercise]) -> Iterator[Problem]:
    """Names of exercises must differ over the whole course, for they are asked for by them."""
    seen: dict[str, Exercise] = {}
    for exercise in exercises:
        if not _SLUG.fullmatch(exercise.slug):
            what = f"{exercise.slug!r} is not a name for an exercise: small letters, digits and '_', as in 'one_step'"
            yield Problem(exercise.folder, 1, what)
        if (other := seen.setdefault(exercise.slug, exercise)) is not exercise:
            yield Problem(exercise.folder, 1, f"there is an exercise of this name already: {other.name}")


def _in_exercise(exercise: Exercise) -> Iterator[Problem]:
    folder, slug = exercise.folder, exercise.slug
    test = f"test_{slug}.py"
    yield from _stray(
        folder, {"task.md", "starter.py", "solution.py", test, "right", "wrong"}, "no part of an exercise"
    )
    for name, answers, least in (("right", exercise.right, RIGHT), ("wrong", exercise.wrong, WRONG)):
        known = {one.path.name for one in answers}
        yield from _stray(folder / name, known, f"only answers, as .py files, lie in {name}/")
        if len(answers) < least:
            kind = "other ways that are right" if name == "right" else "mistakes that learners make"
            yield Problem(folder / name, 1, f"{len(answers)} of at least {least} {kind}")
    yield from _syntax(folder / "starter.py", exercise.starter)
    yield from _syntax(folder / "solution.py", exercise.solution)
    for one in (*exercise.right, *exercise.wrong):
        yield from _syntax(one.path, one.source)
    if exercise.tests:
        yield from _tests(folder / test, exercise.tests)
        yield from _named_checks(exercise)


def _named_checks(exercise: Exercise) -> Iterator[Problem]:
    """Checks that '# fails:' lines and hints name, and that there are not."""
    titles = {title for _, title in checks_in(exercise.tests)}
    for hint in exercise.hints:
        for name in hint.checks:
            if titles and name not in {*titles, LEFT_ALONE}:
                yield Problem(exercise.folder / "task.md", hint.line, f"Hint: there is no check {name!r}")
    known = {one for pair in checks_in(exercise.tests) for one in pair} | {LEFT_ALONE}
    for answer in exercise.wrong:
        if known and answer.fails and answer.fails not in known:
            yield Problem(answer.path, 1, f"fails: there is no check {answer.fails!r}")


def checks_in(tests: str) -> Iterator[tuple[str, str]]:
    """(function, name on the screen) of each check; none where the text is not Python."""
    try:
        yield from ((node.name, _title(node)) for node in _functions(tests))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return


def _functions(tests: str) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """The functions that are checks. Raises what `ast.parse` raises."""
    for node in ast.walk(ast.parse(tests)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test"):
            yield node


def _title(node: ast.FunctionDef | ast.AsyncFunctionDef) -> str:
    docstring = (ast.get_docstring(node) or "").strip()
    return docstring.splitlines()[0] if docstring else node.name.removeprefix("test_").replace("_", " ")


def _tests(path: Path, tests: str) -> Iterator[Problem]:
    """Whether there are checks, each with a name of its own, and each of the answer."""
    broken = list(_syntax(path, tests))
    if broken:
        yield from broken
        return
    checks = list(_functions(tests))
    if not checks:
        yield Problem(path, 1, "no check: a function whose name begins with 'test_'")
    names: set[str] = set()
    for node in checks:
        name = _title(node)
        if name in names:
            yield Problem(path, node.lineno, f"two checks are called {name!r}")
        names.add(name)
        if "answer" not in [argument.arg for argument in (*node.args.args, *node.args.kwonlyargs)]:
            yield Problem(path, node.lineno, f"{node.name} does not take the fixture 'answer', so it checks nothing")
