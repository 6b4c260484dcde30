from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tutor.course.catalogue import CourseNotFoundError, course_key, find_course, load_course
from tutor.course.lesson import read_lesson
from tutor.course.model import Code, Lesson, Prediction, Prose, Quiz

TINY = Path(__file__).parent.parent / "tiny_course"
GOOD = '# /// lesson\n# title = "Good"\n# ///\n# %% [markdown]\n"""\n# First\n"""\n# %%\n1\n'


def lesson_of(tmp_path: Path, text: str) -> Lesson:
    folder = tmp_path / "one"
    folder.mkdir()
    (folder / "lesson.py").write_text(text, encoding="utf-8")
    return read_lesson(folder)


def course_of(tmp_path: Path, toml: str, **lessons: str) -> Path:
    (tmp_path / "course.toml").write_text(toml, encoding="utf-8")
    for slug, text in lessons.items():
        (tmp_path / slug).mkdir()
        (tmp_path / slug / "lesson.py").write_text(text, encoding="utf-8")
    return tmp_path


def test_the_tiny_course_is_read_without_a_problem() -> None:
    course = load_course(TINY)
    assert course.title == "A tiny course"
    assert [[lesson.slug for lesson in part.lessons] for part in course.parts] == [["slope"], ["trouble"]]
    assert course.problems == ()
    assert [lesson.problems for lesson in course.lessons] == [(), ()]


def test_a_lesson_says_of_itself_what_its_block_says() -> None:
    lesson = read_lesson(TINY / "slope")
    assert (lesson.title, lesson.minutes, lesson.summary) == ("A slope", 3, "One weight goes downhill.")
    assert (lesson.goals, lesson.teaches) == (("watch a number fall", "choose a rate"), ("slope",))


def test_a_heading_begins_a_screen_and_questions_are_not_numbered() -> None:
    lesson = read_lesson(TINY / "slope")
    assert [screen.title for screen in lesson.screens] == ["A number", "Downhill", "Two rates at once"]
    assert [[type(block) for block in screen.blocks] for screen in lesson.screens] == [
        [Prose, Code, Prose, Code, Quiz],
        [Prose, Prediction, Code],
        [Code],
    ]
    assert [cell.number for cell in lesson.cells] == [1, 2, 3, 4]
    assert lesson.screens[1].tags == {"laboratory"}
    assert lesson.cells[3].tags == {"sweep"}


@pytest.mark.parametrize(
    "written",
    [
        '"""plain"""',
        '"""\nsays "this" within\n"""',
        r'"""a \u03bb, a \\ and a \" """',
        '""""first"""',
        "'''other quotes'''",
        '"in one line"',
        '"""two """ "strings"',
        r'r"""raw \lambda"""',
    ],
)
def test_prose_is_what_python_makes_of_its_string(tmp_path: Path, written: str) -> None:
    lesson = lesson_of(tmp_path, f"{GOOD}# %% [markdown]\n{written}\n")
    assert [block.text for block in lesson.screens[0].blocks if isinstance(block, Prose)] == [
        ast.literal_eval(written).strip()
    ]


def test_blocks_know_their_lines() -> None:
    lesson = read_lesson(TINY / "slope")
    lines = lesson.path.read_text(encoding="utf-8").splitlines()
    for cell in lesson.cells:
        assert lines[cell.line - 1] == cell.source.splitlines()[0]
    prose = [block for screen in lesson.screens for block in screen.blocks if isinstance(block, Prose)]
    assert [lines[block.line - 1] for block in prose[::2]] == [
        "A cell shows the value of its last expression.",
        "Here is the loss x².",
    ]


def test_a_control_knows_the_cell_that_declares_it() -> None:
    lesson = read_lesson(TINY / "slope")
    assert [(control.name, control.cell) for control in lesson.controls] == [("rate", 3), ("count", 3), ("sign", 3)]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("# %%\n1\n", 1, "no '# /// lesson' block"),
        ('# /// lesson\n# title = "A"\n# minutes = "ten"\n# ///\n# %%\n1\n', 3, "minutes is a whole number"),
        ('# /// lesson\n# title = "A"\n# goal = []\n# ///\n# %%\n1\n', 3, "'goal' is not known here"),
        ('# /// lesson\n# title = "A"\n# minutes = = 3\n# ///\n# %%\n1\n', 3, "not TOML"),
        ("# /// lesson\n# minutes = 3\n# ///\n# %%\n1\n", 2, "title is missing"),
        (GOOD + "# %% [markdown]\nno string\n", 11, "one string in triple quotes"),
        (GOOD + "# %%\nx = 1\nlive.slider('a', x, low=0, high=1)\n", 12, "must be written as a literal"),
        (GOOD + "# %%\nlive.predict('What?', control='rate', value=1)\n", 11, "no control is named 'rate'"),
        ('# /// lesson\n# title = "A"\n# ///\nimport torch\n# %%\n1\n', 1, "before the first"),
        ('# /// lesson\n# title = "A"\n# ///\n', 1, "no code cell"),
        ('# /// lesson\n# title = "A"\n# exercises = ["try_it"]\n# ///\n# %%\n1\n', 1, "'try_it' has no folder"),
    ],
)
def test_what_is_wrong_with_a_lesson_is_named_with_its_line(tmp_path: Path, text: str, line: int, words: str) -> None:
    (problem,) = lesson_of(tmp_path, text).problems
    assert (problem.line, words in problem.what) == (line, True), problem
    assert str(problem) == f"{tmp_path / 'one' / 'lesson.py'}:{line}: {problem.what}"


def test_a_lesson_with_a_problem_keeps_what_can_be_read(tmp_path: Path) -> None:
    lesson = lesson_of(tmp_path, GOOD + "# %%\nlive.slider('a', x, low=0, high=1)\n")
    assert [cell.number for cell in lesson.cells] == [1, 2]
    assert lesson.controls == ()


def test_a_lesson_that_is_no_text_has_a_problem_and_no_screens(tmp_path: Path) -> None:
    folder = tmp_path / "one"
    folder.mkdir()
    (folder / "lesson.py").write_bytes(b"\xff\xfe\x00")
    lesson = read_lesson(folder)
    assert [problem.what for problem in lesson.problems] == ["cannot be read: not UTF-8 text"]
    assert lesson.screens == ()


def test_one_broken_lesson_leaves_the_rest(tmp_path: Path) -> None:
    root = course_of(
        tmp_path,
        'title = "T"\nformat = 1\n[[parts]]\ntitle = "P"\nlessons = ["good", "gone", "Bad Slug", "good"]\n',
        good=GOOD,
    )
    course = load_course(root)
    assert [(lesson.slug, len(lesson.problems)) for lesson in course.lessons] == [("good", 0), ("gone", 1)]
    assert [problem.what.split(":")[0] for problem in course.problems] == [
        "'Bad Slug' is not a slug",
        "'good' is listed twice",
    ]


def test_a_newer_format_is_named_and_what_is_known_is_read(tmp_path: Path) -> None:
    root = course_of(tmp_path, 'title = "T"\nformat = 2\n[[parts]]\ntitle = "P"\nlessons = ["good"]\n', good=GOOD)
    course = load_course(root)
    (problem,) = course.problems
    assert "format 2" in problem.what
    assert "reads format 1" in problem.what
    assert [lesson.title for lesson in course.lessons] == ["Good"]


@pytest.mark.parametrize(
    ("toml", "line", "words"),
    [
        ('title = "T"\nformat = \n', 2, "not TOML"),
        ('title = "T"\nformat = 1\n', 1, "no [[parts]]"),
        ('title = "T"\nformat = 1\nparts = [3]\n', 1, "part 1 needs lessons"),
        ('format = 1\n[[parts]]\ntitle = "P"\nlessons = []\n', 1, "title is missing"),
        ('title = "T"\n[[parts]]\ntitle = "P"\nlessons = []\n', 1, "format = 1 is missing"),
    ],
)
def test_what_is_wrong_with_a_course_is_named(tmp_path: Path, toml: str, line: int, words: str) -> None:
    (problem,) = load_course(course_of(tmp_path, toml)).problems
    assert (problem.line, words in problem.what) == (line, True), problem


def test_a_folder_without_a_course_has_a_problem(tmp_path: Path) -> None:
    assert "cannot be read" in load_course(tmp_path).problems[0].what
    with pytest.raises(CourseNotFoundError, match=r"no course\.toml"):
        find_course(tmp_path)


def test_the_lessons_lie_in_the_package_or_beside_it(tmp_path: Path) -> None:
    package = tmp_path / "tutor"
    with pytest.raises(CourseNotFoundError, match="install again"):
        find_course(package=package)
    for folder in (tmp_path / "lessons", package / "lessons"):
        folder.mkdir(parents=True)
        (folder / "course.toml").write_text("", encoding="utf-8")
        assert find_course(package=package) == folder


def test_what_is_done_in_courses_of_one_name_is_kept_apart(tmp_path: Path) -> None:
    keys = [course_key(find_course()), course_key(tmp_path / "a" / "course"), course_key(tmp_path / "b" / "course")]
    assert keys[0] == "course"
    assert len(set(keys)) == 3
