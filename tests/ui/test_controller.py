"""A screen made of controllers."""

from __future__ import annotations

from typing import ClassVar

import pytest
from textual.app import App

from tutor.ui.widgets.commands import Command, actions_of, available
from tutor.ui.widgets.controller import ControlledScreen, Controller


class Counting(Controller):
    COMMANDS = (
        Command("u", "count(1, True)", "up", "count up, twice as far"),
        Command("d", "count(-1)", "down", "count down", footer=False),
    )

    def __init__(self) -> None:
        self.count = 0

    async def action_count(self, by: int, double: bool = False) -> None:
        self.count += 2 * by if double else by


class Clearing(Controller):
    COMMANDS = (Command("c", "clear", "clear", "start from 0 again"),)

    def __init__(self, counting: Counting) -> None:
        self._counting = counting

    def enabled(self, action: str) -> bool:
        return action == "clear" and self._counting.count != 0

    def label_now(self, action: str, label: str) -> str:
        return f"{action} {self._counting.count}" if self._counting.count > 9 else label

    def action_clear(self) -> None:
        self._counting.count = 0


class CountingScreen(ControlledScreen[None]):
    CONTROLLERS: ClassVar[tuple[type[Controller], ...]] = (Counting, Clearing)
    FIRST = ("clear",)
    ACTIONS = (Command("x", "leave", "leave", "go away"),)

    def action_leave(self) -> None:
        self.dismiss(None)


def given(screen: CountingScreen) -> list[str]:
    return [command.label for node, command in available(screen) if node is screen]


async def test_a_controller_says_when_its_commands_can_be_given_and_does_them() -> None:
    screen = CountingScreen()
    async with App[None]().run_test() as pilot:
        await pilot.app.push_screen(screen)
        assert given(screen) == ["leave"]  # the controllers are not there yet
        counting = Counting()
        screen.add(counting, Clearing(counting))
        assert given(screen) == ["up", "down", "leave"]
        await pilot.press("u", "c", "u", "d")
        assert screen.controller(Counting).count == 1
        assert given(screen) == ["clear", "up", "down", "leave"]
        await pilot.press("c")
        assert counting.count == 0
        await pilot.press("x")
        assert pilot.app.screen is not screen


def test_commands_stand_in_the_order_that_the_screen_wants() -> None:
    labels = [command.label for command in actions_of(CountingScreen())]
    assert labels == ["clear", "up", "down", "leave"]


@pytest.mark.parametrize(("count", "label"), [(3, "clear"), (12, "clear 12")])
def test_a_controller_names_its_commands(count: int, label: str) -> None:
    screen, counting = CountingScreen(), Counting()
    screen.add(counting, Clearing(counting))
    counting.count = count
    assert screen.label_now("clear", "clear") == label
    assert screen.label_now("leave", "leave") == "leave"


def test_of_two_commands_with_one_action_the_one_with_these_arguments_comes_first() -> None:
    class Downwards(ControlledScreen[None]):
        CONTROLLERS: ClassVar[tuple[type[Controller], ...]] = (Clearing, Counting)
        FIRST = ("count(-1)",)

    assert [command.label for command in Downwards.ACTIONS] == ["down", "clear", "up"]
