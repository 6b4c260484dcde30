"""What home looks like, as pictures. After a wanted change: pytest tests/ui/test_pictures.py --snapshot-update."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fake_kernel import CPU, FakeFactory
from pilots import settle
from textual.pilot import Pilot

from tutor.kernel.protocol import connection
from tutor.learner.progress import Store
from tutor.learner.runs import curve
from tutor.options import Options
from tutor.ui.app import TutorApp

MakeApp = Callable[..., TutorApp]
Compare = Callable[..., bool]


@pytest.fixture
def begun(store: Store) -> Store:
    """A learner who finished one lesson and is in the midst of another."""
    for screen in range(3):
        store.visit("linear_regression", screen)
    store.finish("linear_regression")
    store.practice.checked("one", "text", "right")
    store.visit("learning_rate", 1)
    store.set_curve("learning_rate", curve("rate 0.028, 100 steps", range(100), [300 * 0.93**n for n in range(100)]))
    store.flush()
    return store


@pytest.fixture
def warm(kernels: FakeFactory) -> Callable[[Pilot[Any]], Any]:
    async def it_is_warm(pilot: Pilot[Any]) -> None:
        await settle(pilot)
        kernels.kernel.warm()
        kernels.kernel.say(connection.Devices((CPU,)))
        await settle(pilot)

    return it_is_warm


@pytest.mark.parametrize("size", [(80, 24), (100, 30), (120, 40)], ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.usefixtures("begun")
def test_home(snap_compare: Compare, make_app: MakeApp, warm: Any, size: tuple[int, int]) -> None:
    assert snap_compare(make_app(), terminal_size=size, run_before=warm)


@pytest.mark.usefixtures("begun")
def test_home_on_a_light_background(snap_compare: Compare, make_app: MakeApp, warm: Any) -> None:
    assert snap_compare(make_app(Options(theme="light")), terminal_size=(100, 30), run_before=warm)


def test_the_help(snap_compare: Compare, make_app: MakeApp, warm: Any) -> None:
    async def asked(pilot: Pilot[Any]) -> None:
        await warm(pilot)
        await pilot.press("question_mark")
        await settle(pilot)

    assert snap_compare(make_app(), terminal_size=(100, 30), run_before=asked)
