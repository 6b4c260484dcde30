"""Lines of code that are as long as a lesson's may be are seen whole, also beside a stage and a scroll bar."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pilots import settle

from tutor.course.model import Code, Course, CoursePart, Lesson, Screen
from tutor.options import Options
from tutor.ui.app import TutorApp

LONGEST = "x" * 62 + " = 1"
"""66 characters, the most by the rules of lessons."""


@pytest.mark.parametrize("size", [(80, 24), (112, 30), (120, 40)])
async def test_the_longest_lines_are_seen_whole(make_app: Callable[..., TutorApp], size: tuple[int, int]) -> None:
    cell = Code(1, "\n".join([LONGEST] * 60), 1)
    lesson = Lesson("long", "Long", Path("long/lesson.py"), screens=(Screen("One", (cell,)),))
    course = Course("A course", Path("course"), (CoursePart("Part", (lesson,)),))
    app = make_app(Options(lesson="long"), course=course)
    async with app.run_test(size=size) as pilot:
        await settle(pilot)
        app.screen.remove_class("-alone")  # as if something was drawn
        await settle(pilot)
        rows = [strip.text for strip in app.screen._compositor.render_strips()]
        assert sum(LONGEST in row for row in rows) > 5
