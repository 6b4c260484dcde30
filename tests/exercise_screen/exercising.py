"""What tests of the exercise screens share."""

from __future__ import annotations

import contextlib
import os
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from judging import FakeFactory, FakeKernel
from pilots import settle
from textual.pilot import Pilot
from textual.widgets import Static

from tutor.ui.app import TutorApp
from tutor.ui.exercise.screen import ExerciseScreen
from tutor.ui.exercise.task import TaskPanel
from tutor.ui.exercise.verdict import VerdictPanel
from tutor.ui.widgets.keybar import KeyBar


@dataclass
class Desk:
    """An exercise that is open, and what a test looks at."""

    pilot: Pilot[Any]
    screen: ExerciseScreen
    kernel: FakeKernel

    @property
    def path(self) -> Path:
        return self.screen.state.file.path

    @property
    def text(self) -> str:
        return self.screen.editor.text

    @property
    def head(self) -> str:
        return said(self.screen, "#head")

    @property
    def notice(self) -> str:
        line = self.screen.query_one("#notice", Static)
        return " ".join(said(self.screen, "#notice").split()) if line.has_class("-said") else ""

    @property
    def verdict(self) -> str:
        panel = self.screen.query_one(VerdictPanel)
        return f"{panel.border_title}\n{panel.text}"

    @property
    def task(self) -> TaskPanel:
        return self.screen.query_one(TaskPanel)

    @property
    def footer(self) -> str:
        return self.screen.query_one(KeyBar).render().plain

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.settle()

    async def settle(self) -> None:
        await settle(self.pilot)

    async def write(self, text: str) -> None:
        """The learner's whole text is this now."""
        self.screen.editor.replace_all(text)
        await self.settle()

    async def outside(self, text: str) -> None:
        """Another program writes the file, and the screen looks."""
        self.path.write_text(text)
        later = self.path.stat().st_mtime_ns + 5_000_000_000
        os.utime(self.path, ns=(later, later))
        await self.screen.files.look()
        await self.settle()


def said(screen: Any, selector: str) -> str:
    return str(screen.query_one(selector, Static).render())


@contextlib.asynccontextmanager
async def open_desk(
    app: TutorApp,
    kernels: FakeFactory,
    screen: ExerciseScreen,
    *,
    size: tuple[int, int] = (100, 30),
    warm: bool = True,
    typing: bool = True,
) -> AsyncIterator[Desk]:
    """The app with this exercise open, over home; where `typing`, the learner has gone into the text."""
    async with app.run_test(size=size) as pilot:
        await settle_start(pilot)
        if warm:
            kernels.kernel.warm()
        await app.push_screen(screen)
        await settle(pilot)
        if typing:
            await pilot.press("enter")
            await settle(pilot)
        yield Desk(pilot, screen, kernels.kernel)


async def settle_start(pilot: Pilot[Any]) -> None:
    """Until the kernel was asked to start."""
    await pilot.pause()
    await pilot.pause()


MakeApp = Callable[..., TutorApp]
MakeScreen = Callable[..., ExerciseScreen]
