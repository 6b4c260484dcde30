"""Facts that cannot be used are named in words, with their line, and the others are kept."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
import pytest

from tutor import live
from tutor.course.controls import declared
from tutor.course.exercise import TaskFacts
from tutor.course.facts import Text, Texts, WrongFact, read_facts
from tutor.course.metadata import Metadata


class Known(msgspec.Struct):
    title: Text
    count: Annotated[int, msgspec.Meta(ge=1, description="a whole number, 1 or more")] = 1
    words: Texts = ()


def read(block: str) -> tuple[dict[str, Any], list[WrongFact]]:
    return read_facts(block, Known, first=5, missing=4)


def test_facts_that_are_as_they_should_be_are_read() -> None:
    assert read('title = "One"\ncount = 2\nwords = ["a", "b"]') == (
        {"title": "One", "count": 2, "words": ("a", "b")},
        [],
    )


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("title = 3", "title is text, not 3"),
        ('title = "  "', "title is text, not '  '"),
        ("count = 0", "count is a whole number, 1 or more, not 0"),
        ("count = true", "count is a whole number, 1 or more, not True"),
        ("count = 1.5", "count is a whole number, 1 or more, not 1.5"),
        ('words = "a"', "words is a list of texts, not 'a'"),
        ('words = ["a", 1]', "words is a list of texts, not ['a', 1]"),
        ("wrods = []", "'wrods' is not known here; known are title, count, words"),
    ],
)
def test_a_fact_that_cannot_be_used_is_named_with_what_it_is_to_be(line: str, told: str) -> None:
    name = line.partition(" ")[0]
    before = "" if name == "title" else 'title = "One"\n'
    good, wrong = read(f"{before}{line}")
    assert wrong == [WrongFact(5 + before.count("\n"), told)]
    assert name not in good


def test_all_that_is_wrong_is_named_and_the_rest_is_kept() -> None:
    good, wrong = read('count = "x"\nwords = ["a"]\nmore = 1')
    assert good == {"words": ("a",)}
    assert [(one.line, one.what.split()[0]) for one in wrong] == [(5, "count"), (7, "'more'"), (4, "title")]


def test_what_is_no_toml_is_named_with_its_line() -> None:
    (found,) = read('title = "One"\ncount = = 1')[1]
    assert (found.line, found.what.startswith("not TOML")) == (6, True)


@pytest.mark.parametrize("kind", [Metadata, TaskFacts])
def test_each_fact_of_a_lesson_and_an_exercise_can_be_said_to_be_wrong(kind: type[msgspec.Struct]) -> None:
    names = [field.name for field in msgspec.structs.fields(kind)]
    good, wrong = read_facts("\n".join(f"{name} = 1979-05-27" for name in names), kind, first=1, missing=1)
    assert good == {}
    assert [one.line for one in wrong] == [*range(1, len(names) + 1)]
    assert all(one.what.startswith(f"{name} is ") for one, name in zip(wrong, names, strict=True))


@pytest.mark.parametrize(
    "call",
    [
        "live.slider('a', 1.0, low=2.0, high=1.0)",
        "live.slider('a', 1.0, low=0.0, high=1.0, scale='log')",
        "live.slider('a', 3.0, low=0.0, high=1.0)",
        "live.slider('a', 1.0, low=0.0, high=1.0, presets=[0.5, 4.0])",
        "live.choice('a', 'x', ['y', 'z'])",
    ],
)
def test_a_control_that_cannot_be_is_refused_in_the_same_words_read_and_run(call: str) -> None:
    (read,) = declared(call).errors
    with pytest.raises(ValueError, match=r"^(slider|choice) 'a'") as raised:
        exec(call, {"live": live})
    assert str(read) == str(raised.value)
