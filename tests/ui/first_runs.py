"""The way to a run of a lesson's first cell, which what a test has the kernel say is of."""

from __future__ import annotations

from typing import Any

from fake_kernel import FakeFactory
from pilots import settle
from textual.pilot import Pilot

from tutor.kernel.protocol import requests
from tutor.ui.app import TutorApp


async def first_run(pilot: Pilot[Any], kernels: FakeFactory) -> tuple[int, int, int]:
    """Open the tiny lesson and ask for its first cell; the session, the run and the cell."""
    app = pilot.app
    assert isinstance(app, TutorApp)
    await settle(pilot)
    kernels.kernel.warm()
    await app.open_lesson("slope", 0)
    await settle(pilot)
    await pilot.press("ctrl+r")
    await settle(pilot)
    run = kernels.kernel.sent_of(requests.Run)[-1]
    assert isinstance(run, requests.Run)
    return run.session, run.run, 1
