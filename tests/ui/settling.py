"""Waiting in tests of the screens: for what was begun to be done, never for a time to pass."""

from __future__ import annotations

from typing import Any

from textual.pilot import Pilot


async def settle(pilot: Pilot[Any]) -> None:
    """Until every message that is under way, and what follows from it, has been dealt with and drawn."""
    for _ in range(3):
        await pilot.pause()
        if typed := getattr(pilot.app, "typed", None):
            await typed.idle.wait()
