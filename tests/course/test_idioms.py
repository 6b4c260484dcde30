"""The idioms of a lesson as they are read, and what is wrong with their form."""

from __future__ import annotations

from pathlib import Path

import pytest

from tutor.course.catalogue import find_course, load_course
from tutor.course.idioms import read_idioms

GOOD = """\
# Nothing here is shown.
# %% tags=["hidden"]
import torch
# %% one
x = torch.ones(3)

# %% two
y = x + 1
y.sum()
"""


def test_each_cell_is_an_idiom_with_the_words_behind_its_marker(tmp_path: Path) -> None:
    (tmp_path / "idioms.py").write_text(GOOD)
    found = read_idioms(tmp_path)
    assert found.problems == ()
    assert [(one.words, one.code, one.line) for one in found.idioms] == [
        ("one", "x = torch.ones(3)", 5),
        ("two", "y = x + 1\ny.sum()", 8),
    ]
    assert found.idioms[1].commented == "# two\ny = x + 1\ny.sum()"


def test_a_lesson_need_not_have_any(tmp_path: Path) -> None:
    found = read_idioms(tmp_path)
    assert (found.idioms, found.problems) == ((), ())


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("x = 1\n" + GOOD, 1, "code before the first '# %%'"),
        (GOOD + "# %%\nz = 3\n", 11, "begins with '# %%' and a few words"),
        (GOOD + "# %% three\n", 10, "this idiom has no code"),
        (GOOD + '# %% [markdown]\n"""Text."""\n', 11, "an idiom is code"),
        (GOOD + '# %% three tags=["hiden"]\nz = 3\n', 11, "tag 'hiden' means nothing here"),
        (GOOD + "# %% three\n" + "z = 3\n" * 7, 11, "at most 6 lines, and this one has 7"),
        (GOOD + f"# %% three\nz = {'1' * 70}\n", 11, "at most 66 characters"),
        (GOOD + f"# %% {'words ' * 12}\nz = 3\n", 11, "at most 66 characters"),
        ("# %% one\nx = 1\n", 1, "2 to 5 idioms, and here are 1"),
        (GOOD + "".join(f"# %% {n}\nx = {n}\n" for n in range(4)), 1, "2 to 5 idioms, and here are 6"),
    ],
)
def test_what_is_wrong_with_the_form_is_named_at_its_line(tmp_path: Path, text: str, line: int, words: str) -> None:
    (tmp_path / "idioms.py").write_text(text)
    found = read_idioms(tmp_path)
    assert [one for one in found.problems if one.line == line and words in one.what], found.problems


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    (tmp_path / "idioms.py").write_bytes(b"\xff\xfe\x00")
    assert [one.what for one in read_idioms(tmp_path).problems] == ["cannot be read: not UTF-8 text"]


def test_every_lesson_of_the_first_three_parts_has_idioms_and_all_are_in_good_form() -> None:
    course = load_course(find_course())
    first = [lesson.slug for part in course.parts[:3] for lesson in part.lessons]
    for lesson in course.lessons:
        found = read_idioms(lesson.path.parent)
        assert found.idioms or lesson.slug not in first, lesson.slug
        assert found.problems == ()
