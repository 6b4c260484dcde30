"""Views offered at every step of a running loop."""

from __future__ import annotations

import pytest
from kernel_talk import Talk

from tutor.kernel.protocol.events import Held, Shown, Steps
from tutor.views.boundary.data import BoundaryView
from tutor.views.comparison.data import ComparisonView

pytestmark = pytest.mark.asyncio(loop_scope="session")

SETUP = (
    "import torch\nfrom tutor import live\n"
    "points = torch.tensor([[-1.0, 0.0], [0.5, 0.0], [1.0, 0.0]])\nlabels = torch.tensor([0, 0, 1])"
)
LOOP = (
    "at = torch.zeros(1)\n"
    "for step in live.steps({count}):\n"
    "    at += 0.75 / 5000\n"
    "    live.boundary(lambda inputs: inputs[:, :1] - at, points, labels)\n"
    "    live.report(at=at)"
)


def boundaries(talk: Talk) -> list[BoundaryView]:
    return [one.view for one in talk.seen if isinstance(one, Shown) and isinstance(one.view, BoundaryView)]


async def test_of_thousands_of_offers_few_are_made_and_the_last_is_of_the_end(talk: Talk) -> None:
    seen = await talk.run(SETUP, LOOP.format(count=5000))
    views = boundaries(talk)
    assert seen.status == "ok"
    assert 2 <= len(views) < 100
    assert views[0].training.right == 2
    assert views[-1].training.right == 3


async def test_a_held_loop_shows_the_step_at_which_it_stands(talk: Talk) -> None:
    run = talk.start(SETUP, LOOP.format(count=10**9), paused=True)
    await talk.until(Held)
    assert not boundaries(talk)
    talk.session.step(3000)
    await talk.until(Held)
    assert boundaries(talk)[-1].training.right == 2
    talk.session.step(1000)
    await talk.until(Held)
    shown = [one for one in talk.seen if isinstance(one, Shown | Held | Steps)]
    assert isinstance(shown[-1], Held)
    assert boundaries(talk)[-1].training.right == 3
    talk.session.interrupt()
    await talk.over(run)


async def test_a_mistake_in_a_view_is_the_cells_own(talk: Talk) -> None:
    seen = await talk.run(SETUP, "for _ in live.steps(3):\n    live.boundary(lambda i: i, points[:, :1], labels)")
    assert "two numbers a point are needed" in seen.failure.message
    assert seen.failure.line == 2


async def test_a_comparison_is_filled_point_by_point(talk: Talk) -> None:
    cell = "chart = live.compare('n', 's')\nfor n in (1, 2, 4):\n    chart.add('a', n, n)\n    chart.add('b', n, 2)"
    view = (await talk.run(SETUP, cell)).shown("comparison")
    assert isinstance(view, ComparisonView)
    assert [len(one.x) // 8 for one in view.series] == [3, 3]
    assert view.crossings[0].x == pytest.approx(2)


async def test_a_comparison_that_ends_a_cell_is_not_shown_once_more_as_a_value(talk: Talk) -> None:
    seen = await talk.run(SETUP, "live.compare('n', 's', {'a': [(1, 1), (2, 2)]})")
    assert seen.status == "ok"
    assert [one.name for one in talk.seen if isinstance(one, Shown)] == ["comparison"]
