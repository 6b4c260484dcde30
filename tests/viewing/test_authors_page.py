"""What a lesson can show stands in the authors' page, each call by its name; and nothing else does."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

from tutor import live

PAGE = (Path(__file__).parents[2] / "lessons" / "README.md").read_text(encoding="utf-8")
SPOKEN = sorted(
    name
    for name, one in vars(live).items()
    if inspect.isfunction(one) and not name.startswith("_") and one.__module__.startswith("tutor.live")
)
FOR_THE_TUTOR = {"as_number", "enter", "flatten", "present"}
"""What is not a lesson's to call: how a session of the tutor takes its words."""


@pytest.mark.parametrize("name", sorted(set(SPOKEN) - FOR_THE_TUTOR))
def test_every_call_is_in_the_page_and_says_what_it_does(name: str) -> None:
    assert re.search(rf"[`.\s]{name}\(", PAGE), name
    assert inspect.getdoc(getattr(live, name))


def test_the_page_names_no_call_that_is_not_there() -> None:
    rows = re.search(r"\| call \| what is seen \|\n.*?\n\n", PAGE, re.DOTALL)
    assert rows is not None
    named = set(re.findall(r"`(\w+)\(", rows.group()))
    assert len(named) > 15
    assert named <= set(SPOKEN)
