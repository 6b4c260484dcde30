"""Nothing that a lesson or a learner wrote is parsed as markup: all of it stands on the screen to the letter."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fake_kernel import FakeFactory
from pilots import settle
from textual.pilot import Pilot

from tutor.course.model import Choice, Code, Course, CoursePart, Lesson, Prediction, Prose, Quiz, QuizAnswer, Screen
from tutor.kernel.protocol import events, requests
from tutor.ui.app import TutorApp
from tutor.ui.lesson.page import Page
from tutor.ui.lesson.question import PredictionBox, QuizBox
from tutor.ui.lesson.running import Running
from tutor.ui.lesson.screen import LessonScreen
from tutor.ui.stage.panel_grid import PanelGrid
from tutor.ui.widgets.choose import Choose
from tutor.views.packing import pack
from tutor.views.values.data import TextView

NASTY = ("[bold]x[/]", "[w, w]", "[/]")


def lesson(text: str) -> Lesson:
    quiz = Quiz(f"Q {text}", (QuizAnswer(f"A {text}", True, f"B {text}"), QuizAnswer("other", False, "no")), 1)
    guess = Prediction(f"P {text}", "rate", 0.5, 1)
    code = f"s = '{text}'\nkind = live.choice('kind', 'a', ['a'])\nfor _ in live.steps(2): live.report(loss=1)"
    blocks = (quiz, guess, Code(1, code, 1, title=f"T {text}"), Prose(f"`R {text}`", 1))
    kind = Choice("kind", f"O {text}", (f"O {text}", "another"), label=f"L {text}")
    return Lesson(
        "nasty", f"N {text}", Path("nasty/lesson.py"), screens=(Screen(f"S {text}", blocks),), controls=(kind,)
    )


def seen(pilot: Pilot[Any]) -> str:
    strips = pilot.app.screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip) for strip in strips)


async def everything(pilot: Pilot[Any]) -> str:
    """All of the page, scrolled through."""
    page, found = pilot.app.screen.query_one(Page), []
    for _ in range(4):
        await settle(pilot)
        found.append(seen(pilot))
        page.scroll_by(page.size.height - 2)
    return "\n".join(found)


@pytest.mark.parametrize("text", NASTY)
async def test_texts_of_lessons_and_learners_stand_to_the_letter(
    make_app: Callable[..., TutorApp], kernels: FakeFactory, text: str
) -> None:
    course = Course("A course", Path("course"), (CoursePart("One", (lesson(text),)),))
    app = make_app(course=course)
    async with app.run_test(size=(120, 40)) as pilot:
        await settle(pilot)
        kernels.kernel.warm()
        await app.open_lesson("nasty", 0)
        await settle(pilot)
        screen = app.screen
        assert isinstance(screen, LessonScreen)
        screen.query_one(QuizBox).choose(0)
        await screen.controller(Running).run_cell(1)
        await settle(pilot)
        run = kernels.kernel.sent_of(requests.Run)[-1]
        assert isinstance(run, requests.Run)
        say, where = kernels.kernel.say, (run.session, run.run, 1)
        say(events.CellStarted(*where))
        say(events.Output(*where, "stdout", f"W {text}\n"))
        say(events.Shown(*where, f"V {text}", TextView(f"U {text}")))
        columns = (pack([1.0, 0.5]), pack([2.0, 1.0]))
        say(events.Steps(*where, (f"C {text}", "loss"), pack(range(2)), columns))
        say(events.CellFinished(*where, "ok", 0.25))
        say(events.RunFinished(run.session, run.run, "ok", 0.25))
        await settle(pilot)
        await screen.query_one(PanelGrid).quiet.wait()
        words = await everything(pilot)
        for sign in "NSQABPTRWVUC":
            assert f"{sign} {text}" in words, (sign, words)
        screen.query_one(PredictionBox).choose(0)
        await settle(pilot)
        app.notify(f"M {text}")
        await settle(pilot)
        assert (f"M {text}", False) in [(one.message, one.markup) for one in app._notifications]
        app.push_screen(Choose(f"H {text}", [("", f"K {text}")], ""))
        await settle(pilot)
        words = seen(pilot)
        for sign in "HK":
            assert f"{sign} {text}" in words, (sign, words)
