"""To go on while a verdict comes: nothing that is still to be drawn finds its screen half gone."""

from __future__ import annotations

import asyncio

import pytest
from exercising import MakeApp, MakeScreen, open_desk
from judging import FakeFactory
from textual import events

pytestmark = pytest.mark.usefixtures("every_frame")
TURNS = [0, 1, 3, 10, 30, 100]
"""Turns of the event loop between the two."""


@pytest.mark.parametrize("turns", TURNS)
async def test_the_next_exercise_at_once_after_a_right_answer(
    make_app: MakeApp, make_screen: MakeScreen, kernels: FakeFactory, turns: int
) -> None:
    async with open_desk(make_app(), kernels, make_screen()) as desk:
        await desk.press("escape", "ctrl+r")
        desk.kernel.right()
        for _ in range(turns):
            await asyncio.sleep(0)
        desk.pilot.app.post_message(events.Key("n", "n"))
        await desk.settle()
        assert desk.pilot.app.screen is not desk.screen


@pytest.mark.parametrize("turns", TURNS)
async def test_a_verdict_that_comes_while_one_goes_on(
    make_app: MakeApp, make_screen: MakeScreen, kernels: FakeFactory, turns: int
) -> None:
    async with open_desk(make_app(), kernels, make_screen()) as desk:
        await desk.press("escape", "ctrl+r")
        desk.pilot.app.post_message(events.Key("n", "n"))
        for _ in range(turns):
            await asyncio.sleep(0)
        desk.kernel.right()
        await desk.settle()
        assert desk.pilot.app.screen is not desk.screen
