"""A kernel that is lost, silent or late is said on every screen, with the key that helps."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from fake_kernel import FakeFactory
from pilots import settle
from textual.pilot import Pilot
from textual.widgets import Static

from tutor.course.catalogue import load_course
from tutor.kernel.client.client import KernelError, Lost
from tutor.kernel.protocol import events, requests
from tutor.ui.app import TutorApp
from tutor.ui.home.state_line import StateLine
from tutor.ui.lesson.controls import Presets
from tutor.ui.lesson.running import Running
from tutor.ui.lesson.screen import LessonScreen
from tutor.ui.widgets.keybar import KeyBar
from tutor.views.packing import pack

MakeApp = Callable[..., TutorApp]
TINY = load_course(Path(__file__).parent.parent / "tiny_course")
WHY = "The kernel (ssh gpu-box) ended with exit status 255. ssh could not connect."
SIZES = [(80, 24), (100, 30), (120, 40)]
LABORATORY = next(at for at, screen in enumerate(TINY.lesson("slope").screens) if "laboratory" in screen.tags)


def footer(pilot: Pilot[int]) -> str:
    return str(pilot.app.screen.query_one(KeyBar).render())


def head(pilot: Pilot[int]) -> str:
    return str(pilot.app.screen.query("#top, #head, #heading").first(Static).render())


async def in_the_laboratory(pilot: Pilot[int]) -> LessonScreen:
    app = pilot.app
    assert isinstance(app, TutorApp)
    await app.open_lesson("slope", LABORATORY)
    await settle(pilot)
    assert isinstance(app.screen, LessonScreen)
    return app.screen


async def train(pilot: Pilot[int], kernels: FakeFactory, screen: LessonScreen) -> requests.Run:
    """A training runs in the laboratory and has reported once."""
    await screen.controller(Running).run_cell(screen.state.training_cell)
    await settle(pilot)
    run = kernels.kernel.sent_of(requests.Run)[-1]
    assert isinstance(run, requests.Run)
    place = run.session, run.run, run.cells[-1].number
    kernels.kernel.say(events.CellStarted(*place))
    kernels.kernel.say(events.Steps(*place, ("loss",), pack([0.0]), (pack([1.0]),)))
    await settle(pilot)
    return run


async def restart(pilot: Pilot[int], kernels: FakeFactory) -> None:
    """The key that helps was pressed, and torch is there again."""
    await pilot.press("ctrl+g")
    await settle(pilot)
    kernels.kernel.warm()
    await settle(pilot)


async def test_the_laboratory_says_that_its_kernel_died_and_which_key_helps(
    make_app: MakeApp, kernels: FakeFactory
) -> None:
    async with make_app(course=TINY).run_test(size=SIZES[0]) as pilot:
        screen = await in_the_laboratory(pilot)
        kernels.kernel.warm()
        for size in SIZES:
            await pilot.resize_terminal(*size)
            await train(pilot, kernels, screen)
            kernels.kernel.say(Lost(WHY))
            await settle(pilot)
            assert "✗ torch is lost, ctrl+g" in head(pilot)
            assert "✗ torch is lost, ctrl+g" in str(screen.query_one(Presets).render())
            *said, keys = footer(pilot).split("\n")
            assert " ".join(" ".join(said).split()) == f"✗ ctrl+g restarts torch. {WHY}"
            assert keys.startswith("ctrl+g restart torch")
            await restart(pilot, kernels)
            assert "torch is lost" not in head(pilot) + footer(pilot) + str(screen.query_one(Presets).render())
            assert screen.query_one(KeyBar).size.height == 1


async def test_a_kernel_that_never_started_is_said_in_the_laboratory(make_app: MakeApp, kernels: FakeFactory) -> None:
    async with make_app(course=TINY).run_test(size=(80, 24)) as pilot:
        screen = await in_the_laboratory(pilot)
        kernels.kernel.fail(KernelError("torch is missing.\nInstall it."))
        await settle(pilot)
        assert "✗ torch is lost, ctrl+g" in head(pilot)
        assert "✗ torch is lost, ctrl+g" in str(screen.query_one(Presets).render())
        assert "torch is missing." in footer(pilot)


@pytest.mark.parametrize("key", ["x", "question_mark", "f", "o"])
async def test_every_other_screen_says_it_too(make_app: MakeApp, kernels: FakeFactory, key: str) -> None:
    async with make_app(course=TINY).run_test(size=SIZES[0]) as pilot:
        screen = await in_the_laboratory(pilot)
        kernels.kernel.warm()
        for size in SIZES:
            await pilot.resize_terminal(*size)
            await train(pilot, kernels, screen)
            await pilot.press(key)
            await settle(pilot)
            assert pilot.app.screen is not screen
            kernels.kernel.say(Lost(WHY))
            await settle(pilot)
            bars = list(pilot.app.screen.query(KeyBar))
            if bars:  # a list of keys over the screen leaves that to the screen
                assert "ctrl+g restarts torch. The kernel (ssh gpu-box) ended" in footer(pilot).replace("\n", " ")
            await pilot.press("escape")
            await settle(pilot)
            assert pilot.app.screen is screen
            assert "ctrl+g restarts torch. The kernel (ssh gpu-box) ended" in footer(pilot).replace("\n", " ")
            await restart(pilot, kernels)


async def test_a_line_that_stalls_is_counted_and_forgotten_when_an_answer_comes(
    make_app: MakeApp, kernels: FakeFactory
) -> None:
    async with make_app(course=TINY).run_test(size=(80, 24)) as pilot:
        screen = await in_the_laboratory(pilot)
        kernels.kernel.warm()
        await train(pilot, kernels, screen)
        for seconds in (7, 8):
            kernels.kernel.be_silent(seconds)
            await settle(pilot)
            for place in (head(pilot), str(screen.query_one(Presets).render()), footer(pilot)):
                assert f"no answer for {seconds} s" in place
        assert footer(pilot).split("\n")[-1].startswith("ctrl+g restart torch")
        kernels.kernel.be_silent(0)
        await settle(pilot)
        assert "no answer" not in head(pilot) + str(screen.query_one(Presets).render()) + footer(pilot)
        assert "▶" in str(screen.query_one(Presets).render())


async def test_a_command_that_says_nothing_is_waited_for_with_a_count(make_app: MakeApp, kernels: FakeFactory) -> None:
    async with make_app(course=TINY).run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        kernels.kernel.own = False
        kernels.kernel.be_silent(10, "reaching")
        await settle(pilot)
        assert pilot.app.screen.query_one(StateLine).state.startswith("waiting for the kernel, 10 s")
        await in_the_laboratory(pilot)
        assert "waiting for the kernel, 10 s" in head(pilot)
        assert "waiting for the kernel, 10 s" in footer(pilot)
        assert "a queue may take long" in footer(pilot).replace("\n", " ")
        kernels.kernel.be_silent(11, "warming")
        await settle(pilot)
        assert "torch is starting, 11 s" in head(pilot)


async def test_a_torch_of_ones_own_that_takes_its_time_is_counted_and_no_trouble(
    make_app: MakeApp, kernels: FakeFactory
) -> None:
    async with make_app(course=TINY).run_test(size=(80, 24)) as pilot:
        await in_the_laboratory(pilot)
        kernels.kernel.be_silent(6, "warming")
        await settle(pilot)
        assert "torch is starting, 6 s" in head(pilot)
        assert "\n" not in footer(pilot)


async def test_what_the_kernels_command_wrote_is_not_obeyed(make_app: MakeApp, kernels: FakeFactory) -> None:
    async with make_app(course=TINY).run_test(size=(80, 24)) as pilot:
        await in_the_laboratory(pilot)
        kernels.kernel.say(Lost("It said: [red]\x1b[2J[/]"))
        await settle(pilot)
        assert "[red]␛[2J[/]" in footer(pilot)
